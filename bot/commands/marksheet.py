"""A quiz's answers by student, and the tables that a teacher keeps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.chat import File
from bot.commands.roll import NAMED
from bot.commands.sheet import sheet
from bot.commands.visit import Visit
from bot.quiz.marking import WORTH
from bot.quiz.picking import in_words
from bot.quiz.question import ONE_LETTER, Question
from bot.quiz.scores import Period
from bot.store.occurrences import Occurrence
from bot.store.sheets import Given, Person, Standing

ELSE = f"The lists above name the first {NAMED} people."


@dataclass(frozen=True, slots=True)
class Marks:
    """A quiz's questions, its answers by student and place, and people by name: who answered, who did not."""

    questions: tuple[Question, ...]
    given: dict[tuple[int, int], Given]
    takers: list[Person]
    idle: list[Person]
    silent: list[Person]

    def at(self, place: int) -> list[Given]:
        """List the answers to one question."""
        return [self.given[who.id, place] for who in self.takers if (who.id, place) in self.given]

    def of(self, person: Person) -> list[Given | None]:
        """List one student's answers in the questions' order."""
        return [self.given.get((person.id, place)) for place in range(len(self.questions))]

    def told(self, person: Person) -> str:
        """Say one student's points and answers in a line."""
        points = sum(each.points for each in self.of(person) if each)
        each = (f"{n}. {self._verdict(n - 1, given)}" for n, given in enumerate(self.of(person), 1))
        return f"{points} of {WORTH * len(self.questions)} points; {'; '.join(each)}"

    def _verdict(self, place: int, given: Given | None) -> str:
        if given is None:
            return "no answer"
        marked = {WORTH: "right", 0: "not right"}.get(given.points, "partly right")
        return f"{marked} ({in_words(self.questions[place], given.choice)})"


def marked(visit: Visit, occurrence: Occurrence) -> Marks:
    """Look up how a quiz that was posted stands."""
    sheets, paper = visit.ledger.sheets, occurrence.paper
    given = {(each.student, each.place): each for each in sheets.of_quiz(occurrence.id)}
    answered = {student for student, _ in given}
    began = sheets.began(occurrence.id)
    known = sheets.known(visit.group.id, min(visit.now, occurrence.slot.closes_at))
    return Marks(
        visit.ledger.papers.questions(paper) if paper else (),
        given,
        [person for person in began if person.id in answered],
        [person for person in began if person.id not in answered],
        [person for person in known if person not in began],
    )


def answer_in_words(question: Question, choice: str) -> str:
    """Say an answer so that it can be read without its question's letters."""
    if question.form in ONE_LETTER and choice in question.choices:
        return f"{choice}. {question.choices[choice].text}"
    return in_words(question, choice)


def of_quiz(occurrence: Occurrence, marks: Marks) -> File:
    """Make the table of a quiz: a row a student, those without an answer too."""
    heads = (_heads(n, question) for n, question in enumerate(marks.questions, 1))
    head = ["student", "answered", "points", "of", *(each for two in heads for each in two)]
    people = [*marks.takers, *marks.idle, *marks.silent]
    name = f"results-{occurrence.slot.local_date}-quiz-{occurrence.id}.csv"
    return sheet(name, [head, *(_row(marks, person) for person in people)], ELSE)


def _heads(number: int, question: Question) -> tuple[str, str]:
    right = answer_in_words(question, question.key)
    return f"{number}: {question.stem} (right: {right})", f"{number}: points"


def _row(marks: Marks, person: Person) -> Iterator[object]:
    given = marks.of(person)
    there = [each for each in given if each]
    yield from (person.name, len(there), sum(each.points for each in there), WORTH * len(marks.questions))
    for question, each in zip(marks.questions, given, strict=True):
        yield from (answer_in_words(question, each.choice), each.points) if each else ("", "")


def of_period(period: Period, took: Iterable[Standing], silent: Iterable[Person]) -> File:
    """Make the table of a period: a row a student, the silent ones too."""
    head = ("student", "quizzes", "answered", "points", "of")
    rows = ((t.person.name, t.quizzes, t.answered, t.points, WORTH * t.answered) for t in took)
    none = ((person.name, 0, 0, 0, 0) for person in silent)
    return sheet(f"results-class-{period}.csv", [head, *rows, *none], ELSE)
