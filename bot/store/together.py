"""Answers that come together: what they need is looked up, and what they change is kept, for all of them at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.chat import Member, Place
from bot.store.ledger import Ledger
from bot.store.rounds import Spot


class Coming(NamedTuple):
    """Who answers which question from where: known before the answer is looked at."""

    member: Member
    place: Place
    spot: Spot


@dataclass(frozen=True, slots=True)
class Answer:
    """A job that looks up no more than who comes and their answer to a question, and changes no more than that."""

    coming: Coming
    run: Callable[[Ledger], Any]
    ledger: Callable[[Connection], Ledger]

    def __call__(self, connection: Connection) -> Any:  # noqa: ANN401 - whatever the job gives
        """Give what comes of it alone."""
        return self.run(self.ledger(connection))


def done_together(connection: Connection, jobs: Sequence[Callable[[Connection], Any]]) -> list[Any]:
    """Give what comes of each job, done in turn."""
    given = list[Any]()
    for kind, in_a_row in groupby(jobs, type):
        row = list(in_a_row)
        given += _answered(connection, row) if kind is Answer else [job(connection) for job in row]
    return given


def _answered(connection: Connection, answers: Sequence[Any]) -> list[Any]:
    if len(answers) == 1:
        return [answers[0](connection)]
    ledger = answers[0].ledger(connection)
    ledger.entrance.expect((answer.coming.member, answer.coming.place) for answer in answers)
    ledger.rounds.expect(answer.coming.spot for answer in answers)
    given = [answer.run(ledger) for answer in answers]
    ledger.rounds.keep_expected()
    return given
