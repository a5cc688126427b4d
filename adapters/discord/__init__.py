"""Discord: slash commands, cards of components, private rounds, and a quiz that posts itself in a channel."""
