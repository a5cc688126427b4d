"""How each question went with a class: who answered, who was right, which options were chosen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from bot.quiz.marking import WORTH
from bot.store.tables import item_totals, occurrences, versions


@dataclass(frozen=True, slots=True)
class Item:
    """One question, as it was worded, over all the closed quizzes that asked it so."""

    question: str
    version: str
    answered: int
    right: int
    chosen: Mapping[str, int]  # the choice that counts, letters or what was typed -> how many made it


class Items:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_class(self, class_id: int, since: date | None = None) -> list[Item]:
        """Add up the figures of each question in the class's closed quizzes dated since then, by question's name."""
        when = [] if since is None else [occurrences.c.local_date >= since]
        kept = (item_totals.c.version, item_totals.c.choice)
        query = (
            select(
                versions.c.question, *kept, func.sum(item_totals.c.answered), func.sum(item_totals.c.points)
            )
            .join_from(occurrences, item_totals)
            .join(versions, versions.c.version == item_totals.c.version)
            .where(occurrences.c.class_id == class_id, *when)
            .group_by(versions.c.question, *kept)
        )
        found = defaultdict[tuple[str, str], list[tuple[str, int, int]]](list)
        for question, version, choice, answered, points in self._connection.execute(query):
            found[question, version].append((choice, int(answered), int(points)))
        return [_item(*which, chosen) for which, chosen in sorted(found.items())]


def _item(question: str, version: str, chosen: list[tuple[str, int, int]]) -> Item:
    answered = sum(count for _, count, _ in chosen)
    right = sum(
        count for _, count, points in chosen if points == count * WORTH
    )  # a choice always earns the same
    return Item(question, version, answered, right, {choice: count for choice, count, _ in chosen})
