"""How each question went with a class: who answered, who was right, which options were chosen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from bot.quiz.marking import WORTH
from bot.store.prepared import Prepared
from bot.store.tables.answers import item_totals
from bot.store.tables.quizzes import occurrences, versions


@dataclass(frozen=True, slots=True)
class Item:
    """One question, as it was worded, over all the closed quizzes that asked it so."""

    question: str
    version: str
    answered: int
    right: int
    chosen: Mapping[str, int]  # the choice that counts, letters or what was typed -> how many made it


def _of_class() -> Select[Any]:
    counted = (func.sum(item_totals.c[name]).label(name) for name in ("answered", "points"))
    each = select(item_totals.c.version, item_totals.c.choice, *counted).join_from(occurrences, item_totals)
    of_class = occurrences.c.class_id == bindparam("of_class")
    added = each.where(of_class, occurrences.c.local_date >= bindparam("since")).group_by(
        item_totals.c.version, item_totals.c.choice
    )
    totals = added.subquery()  # added up first: a term asks the same questions again and again
    return select(versions.c.question, totals).join_from(
        totals, versions, versions.c.version == totals.c.version
    )


_OF_CLASS = Prepared(lambda _: _of_class())


class Items:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_class(self, class_id: int, since: date | None = None) -> list[Item]:
        """Add up the figures of each question in the class's closed quizzes dated since then, by question's name."""
        asked = {"of_class": class_id, "since": since or date.min}
        found = defaultdict[tuple[str, str], list[tuple[str, int, int]]](list)
        for row in _OF_CLASS.all(self._connection, asked):
            found[row.question, row.version].append((row.choice, int(row.answered), int(row.points)))
        return [_item(*which, chosen) for which, chosen in sorted(found.items())]


def _item(question: str, version: str, chosen: list[tuple[str, int, int]]) -> Item:
    answered = sum(count for _, count, _ in chosen)
    right = sum(
        count for _, count, points in chosen if points == count * WORTH
    )  # a choice always earns the same
    return Item(question, version, answered, right, {choice: count for choice, count, _ in chosen})
