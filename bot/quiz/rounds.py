"""One student's way through a paper: which question is next, what was earned."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.quiz.marking import WORTH
from bot.quiz.points import counted, forgiven, mark
from bot.quiz.question import Question


class Reveal(StrEnum):
    AT_ONCE = "at-once"
    AT_CLOSE = "at-close"


@dataclass(frozen=True, slots=True)
class Answer:
    """A student's tries at one question in order, the one of them that counts, and what it earned."""

    tried: tuple[str, ...]
    choice: str
    points: int
    settled: bool = True  # no further try
    at: datetime | None = field(default=None, compare=False)  # when the last try came in, once it is kept


def answer_of(question: Question, tried: tuple[str, ...], *, settled: bool = True) -> Answer:
    """Mark the tries."""
    choice = counted(question, tried)
    return Answer(tried, choice, mark(question, choice), settled)


@dataclass(frozen=True, slots=True)
class Quiz:
    """The posted quiz that a round belongs to, by the rules that it was posted with."""

    occurrence: int
    closes_at: datetime
    reveal: Reveal
    attempts: int
    closed: bool

    def takes_answers(self, at: datetime) -> bool:
        """Whether an answer received at the instant still counts."""
        return not self.closed and at < self.closes_at


@dataclass(frozen=True)
class Round:
    """A student's round over a fixed list of questions; a practice round belongs to no quiz."""

    id: int
    questions: tuple[Question, ...]
    answers: dict[int, Answer]
    quiz: Quiz | None = None

    @property
    def points(self) -> int:
        return sum(answer.points for answer in self.answers.values())

    @property
    def most(self) -> int:
        return WORTH * len(self.questions)

    @property
    def right(self) -> int:
        return sum(answer.points == WORTH for answer in self.answers.values())

    @property
    def hidden(self) -> bool:
        """Whether verdicts must not be shown yet."""
        return bool(self.quiz and self.quiz.reveal is Reveal.AT_CLOSE and not self.quiz.closed)

    def shown(self, place: int) -> bool:
        """Whether a question's verdict may be shown: its answer is settled, or its quiz is closed."""
        return bool(self.quiz and self.quiz.closed) or (self._settled(place) and not self.hidden)

    def next_open(self) -> int | None:
        """Give the place of the first question that still waits for an answer."""
        return next((place for place in range(len(self.questions)) if not self._settled(place)), None)

    def after(self, place: int, given: str, at: datetime) -> Answer:
        """Say what counts after a try that came in at the instant.

        It is the first one, or while the quiz hides its verdicts the last: a press that was overtaken on its
        way by a later one changes nothing.
        """
        question, before = self.questions[place], self.answers.get(place)
        if self.hidden:
            overtaken = before and before.at and at < before.at
            return before if before and overtaken else answer_of(question, (given,))
        if before and (before.settled or given in before.tried):
            return before
        tried = (*before.tried, given) if before else (given,)
        return answer_of(question, tried, settled=self._ended(question, tried))

    def having(self, place: int, answer: Answer) -> "Round":
        """Give the round with this answer in it."""
        return Round(self.id, self.questions, {**self.answers, place: answer}, self.quiz)

    def _ended(self, question: Question, tried: tuple[str, ...]) -> bool:
        used = len(tried) - forgiven(question, tried)
        return used >= (self.quiz.attempts if self.quiz else 1) or mark(question, tried[-1]) == WORTH

    def _settled(self, place: int) -> bool:
        answer = self.answers.get(place)
        return answer is not None and answer.settled
