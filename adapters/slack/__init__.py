"""Slack: slash commands, modals, App Home and posts, through Socket Mode or over HTTP."""
