"""What a teacher alone is told: how a quiz went, with whom, and how the class does over a period."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from bot.chat import Button, Choices, Part, Picker, Refusal, Reply, Text
from bot.commands.marksheet import Marks, marked, of_period, of_quiz
from bot.commands.mistaken import by_factor, missed_in, missed_over
from bot.commands.posts import title_of
from bot.commands.roll import NAMED, and_more, named, people
from bot.commands.visit import Visit
from bot.quiz.marking import WORTH
from bot.quiz.scores import Period, since
from bot.slash import Audience, Help, UnknownButton, press_reads, reads
from bot.store.occurrences import CLOSED, Occurrence
from bot.store.sheets import Standing
from bot.times import in_words

CLASS = "class"
OTHERS = 25  # quizzes to turn to: what one select of a platform holds
PERIODS = (Period.WEEK, Period.MONTH, Period.ALL)
NONE_YET = "No quiz has been posted yet. /post puts one up now."
UNKNOWN = "This class has no quiz with that number. /results without a number shows the newest."


def quiz_or_class(text: str) -> str:
    """Read a quiz's number, or "class" for all of them."""
    word = text.strip().lower().removeprefix("#")
    if word != CLASS and not re.fullmatch(r"\d{1,9}", word, re.ASCII):
        raise Refusal("occurrence is a quiz's number, such as 12, or the word class.")
    return word


@reads(Audience.TEACHERS, "/results class week")
def results(
    visit: Visit,
    occurrence: Annotated[
        str, Help("a quiz's number, or class for all of them; the newest if left out", quiz_or_class)
    ] = "",
    period: Annotated[Period, Help("with class: day, week, month or all")] = Period.WEEK,
) -> Reply:
    """See who answered what, the most-missed question first, with a table to keep; or how the class does."""
    if occurrence == CLASS:
        return _over(visit, period)
    if not occurrence:
        newest = visit.ledger.occurrences.latest(visit.group.id, 1)
        return _of(visit, newest[0]) if newest else Reply("Results", (Text(NONE_YET),))
    found = _posted(visit, int(occurrence))
    if found is None:
        raise Refusal(UNKNOWN)
    return _of(visit, found)


@press_reads(Audience.TEACHERS)
def results_of(visit: Visit, occurrence: int) -> Reply:
    """Turn to another quiz."""
    found = _posted(visit, occurrence)
    if found is None:
        raise UnknownButton
    return _of(visit, found)


@press_reads(Audience.TEACHERS)
def results_over(visit: Visit, period: str) -> Reply:
    """Turn to the class's results over a period."""
    if period not in set(Period):
        raise UnknownButton
    return _over(visit, Period(period))


def _posted(visit: Visit, number: int) -> Occurrence | None:
    """Find a quiz of this class that has a paper: of another class's nothing is told, not even that it is there."""
    found = visit.ledger.occurrences.in_class(visit.group.id, number)
    return found if found and found.paper and found.posted_at else None


def _of(visit: Visit, occurrence: Occurrence) -> Reply:
    marks = marked(visit, occurrence)
    title = f"{title_of(occurrence)} - who answered what"
    parts = (
        Text(_state(visit, occurrence, marks)),
        *(missed_in(visit.pack, marks) if marks.takers else ()),
        *_answers(marks),
        *named("Began, but has answered nothing", marks.idle),
        *named("Silent, though known to the class", marks.silent),
        of_quiz(occurrence, marks),
        *_onward(visit, occurrence.id),
    )
    return Reply(title, parts)


def _state(visit: Visit, occurrence: Occurrence, marks: Marks) -> str:
    ends = in_words(occurrence.slot.closes_at, visit.zone)
    state = (
        f"closed {ends}"
        if occurrence.status == CLOSED
        else f"open until {ends}; this is how it stands so far"
    )
    took = f"{people(len(marks.takers))} answered" if marks.takers else "Nobody has answered"
    return f"Quiz {occurrence.id}, {state}. {took}. Only you see this."


def _answers(marks: Marks) -> Iterator[Part]:
    """List who answered what, a line each."""
    if not marks.takers:
        return
    lines = [f"{person.name}: {marks.told(person)}" for person in marks.takers[:NAMED]]
    yield Text("\n".join(["Who answered what:", *lines, *and_more(len(marks.takers))]))


def _over(visit: Visit, period: Period) -> Reply:
    began = since(period, visit.now, visit.zone)
    first = began.date() if began else None
    took = visit.ledger.sheets.of_class(visit.group.id, first)
    there = {each.person for each in took}
    silent = [
        person for person in visit.ledger.sheets.known(visit.group.id, visit.now) if person not in there
    ]
    parts = _told(visit, first, took) if took else [Text("No quiz of this time has closed with an answer.")]
    when = {Period.DAY: "today", Period.WEEK: "this week", Period.MONTH: "this month"}
    title = f"The class {when.get(period, 'of all time')}"
    nobody = named("Silent, though known to the class", silent)
    return Reply(title, (*parts, *nobody, of_period(period, took, silent), *_onward(visit, None)))


def _told(visit: Visit, first: date | None, took: list[Standing]) -> Iterator[Part]:
    """Tell how the class did and with whom."""
    items = visit.ledger.items.of_class(visit.group.id, first)
    kept = visit.ledger.papers.versions(item.version for item in items)
    asked = [(item, kept[item.version]) for item in items]
    yield Text(f"Quizzes that are closed. {people(len(took))} answered. Only you see this.")
    yield by_factor(visit.pack, asked)
    yield from missed_over(visit.pack, asked)
    lines = [f"{t.person.name}: {_part(t)}" for t in took[:NAMED]]
    yield Text("\n".join(["Who took part:", *lines, *and_more(len(took))]))


def _part(standing: Standing) -> str:
    quizzes = "1 quiz" if standing.quizzes == 1 else f"{standing.quizzes} quizzes"
    return f"{standing.points} of {WORTH * standing.answered} points in {quizzes}"


def _onward(visit: Visit, shown: int | None) -> Iterator[Part]:
    """Lead to the class's periods and to its other quizzes."""
    yield Choices(tuple(Button(f"The class: {each}", results_over.token(each)) for each in PERIODS))
    newest = visit.ledger.occurrences.latest(visit.group.id, OTHERS)
    others = tuple(
        Button(f"Quiz {each.id}, {in_words(each.slot.due_at, visit.zone)}", results_of.token(each.id))
        for each in newest
        if each.id != shown
    )
    if others:
        yield Picker("Another quiz" if shown else "A quiz", others)
