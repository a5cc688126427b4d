"""Who answered what, and who is known to a class, on either database."""

from datetime import timedelta

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Lesson, reply

from bot.chat import Place
from bot.posting import Posting
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import StudyBot


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


async def elsewhere(lesson: Lesson) -> None:
    """Have another class's student play, on a server of its own."""
    other = Lesson(
        lesson.bot, lesson.posting, lesson.channel, lesson.clock, Place("classroom", "other", "class")
    )
    await other.students(1)[0].play(await other.quiz(questions=1), RIGHT)


async def test_a_sheet_lists_each_answer_and_who_began(lesson: Lesson, store: Store) -> None:
    first, second = lesson.students(2)
    card = await lesson.quiz(questions=2)
    await first.play(card, RIGHT, WRONG)
    await second.start(card)
    await elsewhere(lesson)
    given = await store.read(lambda ledger: ledger.sheets.of_quiz(1))
    assert [(each.student, each.place, each.points) for each in given] == [(1, 0, 10), (1, 1, 0)]
    began = await store.read(lambda ledger: ledger.sheets.began(1))
    assert [(person.id, person.name) for person in began] == [(1, "Student 00"), (2, "Student 01")]


async def test_known_is_who_answered_in_the_class_by_then_but_not_who_posts(
    lesson: Lesson, store: Store
) -> None:
    first, second = lesson.students(2)
    await first.play(await lesson.quiz(questions=1), RIGHT)
    await lesson.teacher.start(lesson.card)
    await lesson.teacher.answer(RIGHT)
    await elsewhere(lesson)
    noon = lesson.clock.now
    await lesson.later(hours=1)
    reply(await second.ask("quiz", questions=1))
    await second.answer(RIGHT)
    later = lesson.clock.now

    def known(ledger: Ledger) -> list[list[str]]:
        return [[who.name for who in ledger.sheets.known(1, until)] for until in (noon, later)]

    assert await store.read(known) == [["Student 00"], ["Student 00", "Student 01"]]


async def test_the_class_adds_up_its_closed_quizzes_since_a_date(lesson: Lesson, store: Store) -> None:
    (student,) = lesson.students(1)
    await student.play(await lesson.quiz(questions=2), RIGHT, WRONG)
    await lesson.close()
    monday = lesson.clock.now.date()
    await lesson.later(days=1)
    await student.play(await lesson.quiz(questions=1), RIGHT)
    await lesson.close()
    await lesson.later(minutes=1)
    await student.play(await lesson.quiz(questions=1), RIGHT)  # still open

    def standings(ledger: Ledger) -> list[list[tuple[int, int, int]]]:
        since = (None, monday, monday + timedelta(days=1), monday + timedelta(days=2))
        looked = (ledger.sheets.of_class(1, day) for day in since)
        return [[(each.quizzes, each.answered, each.points) for each in found] for found in looked]

    assert await store.read(standings) == [[(2, 3, 20)], [(2, 3, 20)], [(1, 1, 10)], []]
    newest = await store.read(lambda ledger: ledger.occurrences.latest(1, 2))
    assert [each.id for each in newest] == [3, 2]
