"""One student's way through a paper: which question is next, what was earned."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.quiz.marking import WORTH
from bot.quiz.question import Question


class Reveal(StrEnum):
    AT_ONCE = "at-once"
    AT_CLOSE = "at-close"


@dataclass(frozen=True, slots=True)
class Answer:
    """A student's tries at one question, as letters in order: the first one earns the points."""

    tried: str
    points: int
    settled: bool = True  # no further try

    @property
    def choice(self) -> str:
        return self.tried[:1]


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

    def next_open(self) -> int | None:
        """Give the place of the first question that still waits for an answer."""
        return next((place for place in range(len(self.questions)) if not self._settled(place)), None)

    def _settled(self, place: int) -> bool:
        answer = self.answers.get(place)
        return answer is not None and answer.settled
