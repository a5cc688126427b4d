"""Card Index: the shared core behind every door."""
