"""A strict stand-in for Discord's REST v10 and gateway v10, for the real discord.py on loopback."""
