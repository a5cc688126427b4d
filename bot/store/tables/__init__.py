"""The tables, as the newest migration leaves them; each module has those of a subject."""

from bot.store.columns import metadata

# In this order the privacy notice names what they hold.
# isort: off
from bot.store.tables import people, quizzes, answers, upkeep, classroom

__all__ = ["answers", "classroom", "metadata", "people", "quizzes", "upkeep"]
