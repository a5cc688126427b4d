"""What must hold after every run: seven invariants, each a function that lists what breaks it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, NullPool, Select, create_engine, select, text

from bot.quiz.points import mark
from bot.quiz.question import thawed
from bot.store.clocks import shared_time
from bot.store.ledger import Ledger
from bot.store.tables import metadata
from doubles.matrix.sites import Live
from doubles.rows import rows

OCCURRENCES = "select id, channel, status, message, token from occurrences order by id"
ANSWERS = "select round_id, place, choice, tried, student_id, occurrence_id, class_id, points from answers"
MARKED = "select a.id, a.points, a.choice, v.body from answers a join versions v on v.version = a.version"
STRAYS = {
    "an answer stands in another class than its round": "select a.id from answers a join rounds r on r.id = "
    "a.round_id where r.class_id != a.class_id or r.student_id != a.student_id",
    "a round stands in another class than its quiz": "select r.id from rounds r join occurrences o on o.id = "
    "r.occurrence_id where o.class_id != r.class_id or o.paper_id != r.paper_id",
    "a quiz stands in another class than its paper": "select o.id from occurrences o join papers p on p.id = "
    "o.paper_id where p.class_id != o.class_id",
    "a quiz stands in another class than its place": "select o.id from occurrences o join classes c on c.id = "
    "o.class_id where c.platform != o.platform or c.server != o.server",
}


@dataclass
class Evidence:
    """What is left after a run: the database, what everyone sees, what was acknowledged, what was said and logged."""

    database: str
    live: list[Live]
    acknowledged: list[tuple[int, int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    log: str = ""
    secrets: Sequence[str] = ()
    names: Sequence[str] = ()


def lost(found: Evidence) -> list[str]:
    """I1, the one half: every planned quiz has its message."""
    there = {(each.channel, each.id) for each in found.live}
    planned = rows(found.database, OCCURRENCES)
    return [
        f"quiz {id_} ({status}) has no message"
        for id_, channel, status, message, _ in planned
        if status not in {"posted", "closed"} or (channel, _bare(message)) not in there
    ]


def duplicates(found: Evidence) -> list[str]:
    """I1, the other half: nothing is there but what was recorded."""
    recorded = {
        (channel, _bare(message))
        for _, channel, _, message, _ in rows(found.database, OCCURRENCES)
        if message
    }
    return [
        f"message {each.id} of {each.token or 'no post'} is nobody's"
        for each in found.live
        if (each.channel, each.id) not in recorded
    ]


def _bare(message: object) -> str:
    """Give the platform's own id: Discord's is recorded with the token behind it."""
    return str(message).partition("|")[0]


def unkept(found: Evidence) -> list[str]:
    """I2: no acknowledged answer is missing."""
    kept = {(round_id, place): str(tried) for round_id, place, _, tried, *_ in rows(found.database, ANSWERS)}
    return [
        f"answer {letter} to {place} of round {round_id} is missing"
        for round_id, place, letter in found.acknowledged
        if letter not in kept.get((round_id, place), "")
    ]


def doubled(found: Evidence) -> list[str]:
    """I3: at most one answer of a student to a question of a quiz."""
    given = Counter(
        (quiz, student, place)
        for _, place, _, _, student, quiz, *_ in rows(found.database, ANSWERS)
        if quiz is not None
    )
    return [f"{count} answers for {one}" for one, count in given.items() if count > 1]


def misadded(found: Evidence) -> list[str]:
    """I4: each answer earns what its question's key says, and each board is the sum of its answers."""
    wrong = [
        f"answer {id_} earns {points}"
        for id_, points, choice, body in rows(found.database, MARKED)
        if points != mark(thawed(str(body)), str(choice))
    ]
    by_class, by_quiz = Counter[tuple[object, object]](), Counter[tuple[object, object]]()
    for *_, student, quiz, class_, points in rows(found.database, ANSWERS):
        assert isinstance(points, int)
        by_quiz[quiz, student] += points
        by_class[class_, student] += points
    boards = _boards(found.database)
    return (
        wrong
        + [f"a board says {boards[0]}, the answers {by_quiz}"] * (boards[0] != dict(by_quiz))
        + [f"a class's board says {boards[1]}, its answers {by_class}"] * (boards[1] != dict(by_class))
    )


Board = dict[tuple[object, object], int]


def _boards(database: str) -> tuple[Board, Board]:
    """Read the boards as the bot does: of every quiz, and of every class over all quizzes."""
    engine = create_engine(database, poolclass=NullPool)
    with engine.begin() as connection:
        ledger = Ledger(connection, ZoneInfo("UTC"), shared_time, {})
        quizzes = [int(id_) for [id_] in connection.execute(text("select id from occurrences"))]
        classes = [int(id_) for [id_] in connection.execute(text("select id from classes"))]
        of_quiz: Board = {
            (quiz, s.student): s.points for quiz in quizzes for s in ledger.boards.of_quiz(quiz)
        }
        totals: Board = {
            (each, s.student): s.points
            for each in classes
            for s in ledger.boards.totals(each, None, practice=False)
        }
    return of_quiz, totals


def strayed(found: Evidence) -> list[str]:
    """I5: no row belongs to two classes, and no quiz is seen in another's channel."""
    crossed = [f"{what}: {hit}" for what, query in STRAYS.items() for hit in rows(found.database, query)]
    home = {str(token): channel for _, channel, _, _, token in rows(found.database, OCCURRENCES)}
    return crossed + [
        f"{each.token} is seen in {each.channel}"
        for each in found.live
        if each.token and home.get(each.token) != each.channel
    ]


def leaked(found: Evidence) -> list[str]:
    """I6: no token in logs or chat, no student's name in logs, no traceback in chat."""
    chat = "\n".join(found.said)
    hits = [
        f"a token in {where}"
        for where, words in (("chat", chat), ("the log", found.log))
        if _any(found.secrets, words)
    ]
    hits += ["a traceback in chat"] * ("Traceback" in chat)
    return hits + ["a student's name in the log"] * _any(found.names, found.log)


def _any(words: Iterable[str], within: str) -> bool:
    return any(re.search(re.escape(word), within) for word in words)


def broken(found: Evidence) -> list[str]:
    """I7: the database is whole, and no row refers to one that is not there."""
    told = rows(found.database, "pragma integrity_check") if found.database.startswith("sqlite") else []
    return [str(line) for [line] in told if line != "ok"] + [
        f"{key.parent} leads nowhere"
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if rows(found.database, str(_orphan(key)))
    ]


def _orphan(key: ForeignKey) -> Select[Any]:
    parent = key.column.table.alias("parent")
    there = parent.c[key.column.name]
    found = select(key.parent).join_from(key.parent.table, parent, key.parent == there, isouter=True)
    return found.where(key.parent.is_not(None), there.is_(None))


INVARIANTS = {
    "lost": lost,
    "duplicates": duplicates,
    "unkept": unkept,
    "doubled": doubled,
    "misadded": misadded,
    "strayed": strayed,
    "leaked": leaked,
    "broken": broken,
}


def violations(found: Evidence) -> dict[str, list[str]]:
    """Check every invariant; give what breaks which."""
    return {name: broken_by for name, check in INVARIANTS.items() if (broken_by := check(found))}
