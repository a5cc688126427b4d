"""What `cardindex check` looks at, by subject."""
