"""Tables, queries, the writer and the migrations: the only room that speaks SQL."""
