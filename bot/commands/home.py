"""A member's own page: today's quiz, their score, what to review; for teachers the console."""

from collections.abc import Iterator

from bot.chat import Button, Choices, Part, Reply, Role, Style, Text
from bot.commands import schedules, student
from bot.commands.asking import point_card
from bot.commands.playing import start
from bot.commands.posts import results_card
from bot.commands.practising import practise
from bot.commands.student import all_factors
from bot.commands.visit import Visit
from bot.slash import Audience, UnknownButton, press_reads, press_writes
from bot.store.occurrences import POSTED, SENDING, Occurrence
from bot.times import day_in_words, in_words

MOST_REVIEWED = 3


@press_reads(Audience.EVERYONE)
def home(visit: Visit) -> Reply:
    """Lay out the member's own page."""
    parts: tuple[Part, ...] = (*_open(visit), *_score(visit), *_review(visit))
    if visit.member.role is Role.TEACHER:
        parts = (*parts, *_console(visit))
    factors = Choices((Button("The factors of the essay", all_factors.token()),))
    return Reply(f"Card Index: {visit.pack.title}", (*parts, factors))


@press_writes(Audience.TEACHERS)
def close_quiz(visit: Visit, occurrence: int) -> Reply:
    """Close an open quiz from the page."""
    found = visit.ledger.occurrences.in_class(visit.group.id, occurrence)
    if found is None or found.status not in {SENDING, POSTED}:
        raise UnknownButton
    visit.ledger.closings.close(found.id, visit.now)
    return Reply("Closing", (Text("No more answers are taken. The message turns into the results."),))


def _open(visit: Visit) -> Iterator[Part]:
    """Invite to each quiz that is open."""
    quizzes = _open_quizzes(visit)
    if not quizzes:
        yield Text("No quiz is open just now. /quiz gives you a round of your own at any time.")
    for quiz in quizzes:
        ends = in_words(quiz.slot.closes_at, visit.zone)
        yield Text(f"{_named(quiz)}: {quiz.slot.questions} questions, open until {ends}.")
        yield Choices((Button("Start", start.token(quiz.id), Style.PRIMARY),))


def _open_quizzes(visit: Visit) -> list[Occurrence]:
    found = visit.ledger.occurrences.open_in(visit.group.id)
    return [each for each in found if each.slot.closes_at > visit.now]


def _named(quiz: Occurrence) -> str:
    kind = "Daily quiz" if quiz.slot.schedule_id else "Quiz"
    return f"{kind} of {day_in_words(quiz.slot.local_date)}"


def _score(visit: Visit) -> Iterator[Part]:
    said = student.score.run(visit)
    yield from said.parts if isinstance(said, Reply) else ()


def _review(visit: Visit) -> Iterator[Part]:
    """Name the points that the student missed more often than not, the essay's order kept."""
    if not visit.known:
        return
    past = visit.ledger.boards.past_of_student(visit.group.id, visit.known)
    asked = visit.ledger.occurrences.open_questions(visit.group.id)
    hidden = {point for question in visit.bank.questions if question.id in asked for point in question.points}
    missed = [point for point in visit.pack.points if point.id in past.missed - hidden][:MOST_REVIEWED]
    if missed:
        yield Text("Worth another look:")
        yield Choices(tuple(Button(point.topic, point_card.token(point.id)) for point in missed))
        yield Choices((Button(f"Quiz me: {missed[0].topic}", practise.token(missed[0].id)),))


def _console(visit: Visit) -> Iterator[Part]:
    """Lay out what a teacher looks after."""
    yield Text("For teachers:")
    listed = schedules.schedule_list.run(visit)
    yield from listed.parts if isinstance(listed, Reply) else ()
    for quiz in _open_quizzes(visit):
        label = f"Close the {_named(quiz).lower()}"
        yield Choices((Button(label, close_quiz.token(quiz.id), Style.DANGER),))
    if last := visit.ledger.occurrences.last_closed(visit.group.id):
        results = results_card(visit.pack, visit.ledger, last)
        yield Text(results.title)
        yield from results.parts
