"""What is past its time goes in small parts, and nothing else does."""

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Lesson
from doubles.rows import counts, rows, run

from bot.chat import Member, Place
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.classroom import Message
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import StudyBot
from bot.tidying import EVERY, Tidying

DAYS = 30


@pytest.fixture
def lesson(store: Store, library: Library, channel: Channel, clock: Clock, place: Place) -> Lesson:
    posting = Posting(store, library, {"classroom": channel}, clock)
    return Lesson(StudyBot(store, library, clock), posting, channel, clock, place)


@pytest.fixture
def reached() -> list[str]:
    return []


@pytest.fixture
def tidying(store: Store, clock: Clock, reached: list[str]) -> Tidying:
    return Tidying(store, DAYS, clock, reached.append)


async def a_year_of(lesson: Lesson, ada: Member, ben: Member) -> None:
    """Let both play once; a month and more later Ben alone plays again."""
    card = await lesson.quiz(questions=2)
    for member in (ada, ben):
        await lesson.talk(member).play(card, RIGHT, WRONG)
    await lesson.talk(ada).ask("quiz")
    await lesson.close()
    await lesson.later(days=DAYS + 5)
    await lesson.talk(ben).play(await lesson.quiz(questions=1), RIGHT)
    await lesson.close()


async def test_what_is_past_its_time_goes_with_those_of_whom_nothing_is_left(
    lesson: Lesson, tidying: Tidying, ada: Member, ben: Member, database: str
) -> None:
    await a_year_of(lesson, ada, ben)
    await tidying.beat()
    assert rows(database, "select name from students") == [("Ben",)]
    assert rows(database, "select user_id from accounts") == [("3",)]
    assert {name: counts(database)[name] for name in ("answers", "rounds")} == {"answers": 1, "rounds": 1}
    assert "Ben (you): 10 points" in plain(await lesson.talk(ben).ask("leaderboard", period="all"))
    assert "Nothing is kept about you." in plain(await lesson.talk(ada).ask("mydata show"))


async def test_without_a_time_everything_stays(
    lesson: Lesson, store: Store, clock: Clock, ada: Member, ben: Member, database: str
) -> None:
    await a_year_of(lesson, ada, ben)
    before = counts(database)
    await Tidying(store, 0, clock).beat()
    assert counts(database) == before


async def test_what_an_open_quiz_needs_stays_however_old_it_is(
    lesson: Lesson, store: Store, clock: Clock, ada: Member, database: str
) -> None:
    await lesson.talk(ada).play(await lesson.quiz(questions=1, window="14d"), RIGHT)
    clock.go_on(days=13)
    before = counts(database)
    await Tidying(store, 1, clock).beat()
    assert counts(database) == before


async def test_what_was_posted_on_the_page_goes_too(store: Store, clock: Clock, tidying: Tidying) -> None:
    """A quiz's results name people."""

    def post(ledger: Ledger) -> Message:
        return ledger.classroom.post("class", f"t{clock.now.isoformat()}", "{}", clock.now)

    await store.write(post)
    clock.go_on(days=DAYS + 1)
    young = await store.write(post)
    await tidying.beat()
    assert await store.read(lambda ledger: ledger.classroom.latest("class")) == [young]


async def test_a_corrected_keys_changes_go_with_their_time(
    lesson: Lesson, tidying: Tidying, ada: Member, ben: Member, database: str
) -> None:
    await a_year_of(lesson, ada, ben)
    regrade = (
        "insert into regrades (id, class_id, question, old_version, new_version, answers, changed, at) "
        "select 1, 1, 'q', min(version), min(version), 1, 1, '2026-11-23 09:00:00+00:00' from versions"
    )
    run(database, regrade, "insert into regraded (regrade_id, student_id, change) values (1, 1, 10)")
    await tidying.beat()
    assert counts(database)["regraded"] == 0
    assert rows(database, "select name from students") == [("Ben",)]


async def test_it_is_done_once_a_day(
    lesson: Lesson, tidying: Tidying, clock: Clock, reached: list[str], ada: Member, ben: Member
) -> None:
    await tidying.beat()
    await a_year_of(lesson, ada, ben)
    clock.now -= EVERY * 36
    await tidying.beat()
    assert reached == []
    clock.now += EVERY * 36
    await tidying.beat()
    assert reached == ["tidied"] * 3
    await tidying.beat()
    assert len(reached) == 3


async def test_while_the_database_is_away_it_waits(
    store: Store, tidying: Tidying, clock: Clock, reached: list[str], ada: Member
) -> None:
    """The writer takes nothing more, as when the bot is being ended: nothing fails, and it is tried again."""
    await store.write(lambda ledger: ledger.students.of(ada, clock.now))
    clock.go_on(days=DAYS + 1)
    store._writer.close()  # noqa: SLF001
    await tidying.beat()
    clock.go_on(minutes=6)
    await tidying.beat()
    assert reached == []


async def test_what_is_too_much_for_one_beat_goes_in_the_next(
    lesson: Lesson, tidying: Tidying, ada: Member, ben: Member, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await a_year_of(lesson, ada, ben)
    monkeypatch.setattr("bot.tidying.PARTS", 1)
    beats = 0
    while rows(database, "select name from students") != [("Ben",)]:
        await tidying.beat()
        beats += 1
    assert beats > 1
