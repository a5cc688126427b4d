"""Clicks around the close, at once and out of order: when a click came in decides, whenever it is written."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.dialogue import Lesson, Talk, options, refusal
from doubles.rows import counts, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Member, Place, Role
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.closings import GRACE
from bot.store.store import Store
from bot.study import StudyBot

MOMENT = timedelta(milliseconds=1)
IN_TIME, LATE = -MOMENT, timedelta()  # before and at the window's end


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


@pytest.fixture
def elsewhere(store: Store, database: str) -> Iterator[Store]:
    """Another process's store over the same database, where there can be one."""
    if database.startswith("sqlite"):
        yield store
        return
    opened = Store(database, store._zone, as_here)  # noqa: SLF001 - the same
    yield opened
    opened.close()


async def ending(lesson: Lesson, ada: Member, reveal: str) -> tuple[Talk, Clock]:
    """Begin Ada's round over a quiz that ends now; give her talk through a door with a clock of its own."""
    await lesson.teacher.ask("class set", reveal=reveal)
    talk = lesson.talk(ada)
    await talk.start(await lesson.quiz(questions=1, window="1h"))
    lesson.clock.go_on(hours=1)
    heard = Clock(lesson.clock())
    talk.bot = StudyBot(lesson.posting._store, lesson.bot.library, heard)  # noqa: SLF001 - the same
    return talk, heard


REVEALS = pytest.mark.parametrize("reveal", ["at-once", "at-close"])


@REVEALS
async def test_an_answer_in_time_counts_though_it_is_written_after_the_close_began(
    lesson: Lesson, ada: Member, reveal: str
) -> None:
    """Fault 33."""
    talk, heard = await ending(lesson, ada, reveal)
    heard.now += IN_TIME
    await lesson.later(seconds=1.999)
    await talk.choose("A")
    await lesson.later(seconds=0.001)
    assert "1 took part." in plain(lesson.card)


@REVEALS
async def test_an_answer_after_the_end_is_told_so_while_the_quiz_waits_for_its_close(
    lesson: Lesson, ada: Member, database: str, reveal: str
) -> None:
    """Faults 33 and 34: the grace is not a second more to answer in."""
    talk, heard = await ending(lesson, ada, reveal)
    heard.now += LATE
    no = await refusal(talk.choose("A"))
    assert str(no).startswith("This quiz is closed, so the answer was not taken.")
    assert counts(database)["answers"] == 0


@REVEALS
async def test_an_answer_in_time_that_outlasts_the_grace_is_refused_not_lost_in_silence(
    lesson: Lesson, ada: Member, database: str, reveal: str
) -> None:
    """Faults 33 and 34."""
    talk, heard = await ending(lesson, ada, reveal)
    heard.now += IN_TIME
    lesson.clock.now += GRACE
    await lesson.posting.sweep()
    no = await refusal(talk.choose("A"))
    assert str(no).startswith("This quiz is closed, so the answer was not taken.")
    assert counts(database)["answers"] == 0
    assert "Nobody answered this time." in plain(lesson.card)


async def test_the_timetable_is_told_when_the_grace_is_over(lesson: Lesson) -> None:
    card = await lesson.quiz(window="1h")
    ends = lesson.clock.now + timedelta(hours=1)
    assert await lesson.posting.sweep() == ends + GRACE
    lesson.clock.now = ends + GRACE - MOMENT
    await lesson.posting.sweep()
    assert lesson.card == card
    await lesson.later(milliseconds=1)
    assert lesson.card.title.endswith("results")


async def test_of_two_options_pressed_at_once_in_two_places_one_counts_and_both_are_told_it(
    lesson: Lesson, elsewhere: Store, library: Library, database: str
) -> None:
    """Fault 37."""
    card, students = await lesson.quiz(questions=1), lesson.students(10)
    other = StudyBot(elsewhere, library, lesson.clock)
    for student in students:
        asked = await student.start(card)
        twin = replace(student, bot=other)
        one, two = (option.token for option in options(asked)[:2])
        said = await asyncio.gather(student.send(one), twin.send(two))
        assert said[0] == said[1]
        assert said[0].title in {"Right", "Not this time"}
    assert rows(database, "select count(*), count(distinct round_id), min(length(tried)) from answers") == [
        (10, 10, 1)
    ]


CLICKS = st.lists(st.integers(1, 9), min_size=2, max_size=5, unique=True).flatmap(
    lambda moments: st.tuples(st.permutations(moments), st.lists(st.integers(0, 2), min_size=5, max_size=5))
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(clicks=CLICKS)
async def test_whatever_order_changes_arrive_in_the_last_one_made_counts(
    lesson: Lesson, database: str, clicks: tuple[list[int], list[int]]
) -> None:
    """Fault 38: a click that was overtaken on its way is told what is saved."""
    if not lesson.channel.cards:
        await lesson.teacher.ask("class set", reveal="at-close")
        await lesson.quiz(questions=1)
    newcomer = f"s{counts(database)['students']}"
    talk = lesson.talk(Member("classroom", "local", newcomer, "Student", Role.STUDENT))
    letters = options(await talk.start(lesson.card))
    begun, latest = lesson.clock.now, 0
    for moment, which in zip(*clicks, strict=False):
        lesson.clock.now = begun + timedelta(milliseconds=moment)
        said = await talk.send(letters[which % len(letters)].token)
        if moment > latest:
            latest, chosen = moment, letters[which % len(letters)].letter
        assert f"Your answer {chosen}" in plain(said)
    lesson.clock.now = begun
    newest = rows(database, "select choice, tried from answers order by id desc limit 1")
    assert newest == [(chosen, chosen)]
