"""Questions, marking, rounds and scores as pure functions. Nothing here waits for anything."""
