"""The marking of typed answers. Nothing here waits for anything."""

from bot.quiz.typed.verdict import mark_typed

__all__ = ["mark_typed"]
