"""A member's own rounds and the questions in them: nobody reaches another's, whatever a token says."""

from bot.chat import Refusal
from bot.commands.visit import Visit
from bot.quiz.question import Question
from bot.quiz.rounds import Round
from bot.slash import UnknownButton

CLOSED_BY_NOW = "This quiz is closed, so the answer was not taken. Press Start on its message to look back."


def round_of(visit: Visit, round_id: int) -> Round:
    """Find the member's own round in this class; raise UnknownButton for anyone else's."""
    found = visit.ledger.rounds.of(round_id, visit.known, visit.group.id)
    if found is None:
        raise UnknownButton
    return found


def round_at(visit: Visit, round_id: int, place: int) -> Round:
    """Find the member's own round with its answer to one question; no other answer of theirs comes between."""
    found = visit.ledger.rounds.at((round_id, place), visit.known, visit.group.id)
    if found is None:
        raise UnknownButton
    return found


def question_at(round_: Round, place: int) -> Question:
    if place >= len(round_.questions):
        raise UnknownButton
    return round_.questions[place]


def typed_at(round_: Round, place: int) -> Question:
    """Find a question whose answer is typed."""
    question = question_at(round_, place)
    if question.picks:
        raise UnknownButton
    return question


def still_open(visit: Visit, round_: Round) -> None:
    """Raise Refusal once the round's quiz takes no more answers."""
    if round_.quiz and not round_.quiz.takes_answers(visit.now):
        raise Refusal(CLOSED_BY_NOW)
