"""Every invariant of the matrix is broken once on purpose, and says so."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from doubles.channel import Channel
from doubles.clock import Clock, as_here
from doubles.matrix.evidence import (
    Evidence,
    broken,
    doubled,
    duplicates,
    leaked,
    lost,
    misadded,
    strayed,
    unkept,
    violations,
)
from doubles.matrix.sites import Live
from doubles.rows import rows, run
from sqlalchemy.exc import IntegrityError

from bot.chat import Form, Member, Options, Place, Reply
from bot.commands.playing import start
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.store.store import Store
from bot.study import StudyBot

LETTER = "select round_id, place, tried from answers"


class Seen:
    """A class that has answered its quiz, and what is left of it."""

    def __init__(self, database: str) -> None:
        [(channel, message, token)] = rows(database, "select channel, message, token from occurrences")
        [(round_id, place, letter)] = rows(database, LETTER)
        assert isinstance(round_id, int)
        assert isinstance(place, int)
        self.message = Live(str(channel), str(message), str(token), "start:1")
        self.found = Evidence(database, [self.message], [(round_id, place, str(letter))], ["Daily quiz"])


_LEFT: list[bytes] = []  # of one lesson, which every test spoils in a copy of its own


@pytest.fixture
async def seen(tmp_path: Path, library: Library, ada: Member, teacher: Member) -> Seen:
    file = tmp_path / "cardindex.db"
    if not _LEFT:
        await _lesson(f"sqlite:///{file}", library, ada, teacher)
        _LEFT.append(file.read_bytes())
    file.write_bytes(_LEFT[0])
    return Seen(f"sqlite:///{file}")


async def _lesson(database: str, library: Library, ada: Member, teacher: Member) -> None:
    """Post a quiz, answer a question of it, and let another class be."""
    here, there, clock = (
        Place("classroom", "local", "class"),
        Place("classroom", "elsewhere", "class"),
        Clock(),
    )
    store = Store(database, ZoneInfo("UTC"), as_here)
    bot = StudyBot(store, library, clock)
    await bot.answer("post", teacher, here, {"questions": 2})
    await Posting(store, library, {"classroom": Channel()}, clock).sweep()
    asked = await bot.press(start.token(1), ada, here)
    await bot.press(_first_letter(asked), ada, here)
    await bot.answer("leaderboard", teacher, there, {})
    store.close()


def _first_letter(asked: Reply | Form) -> str:
    assert isinstance(asked, Reply)
    return next(part.options[0].token for part in asked.parts if isinstance(part, Options))


async def test_a_sound_run_breaks_none(seen: Seen) -> None:
    assert violations(seen.found) == {}


async def test_a_quiz_without_its_message_is_lost(seen: Seen) -> None:
    seen.found.live.clear()
    assert lost(seen.found) == ["quiz 1 (posted) has no message"]
    run(seen.found.database, "update occurrences set status = 'sending'")
    assert lost(seen.found) == ["quiz 1 (sending) has no message"]


async def test_a_second_message_of_a_quiz_is_a_duplicate(seen: Seen) -> None:
    seen.found.live.append(Live(seen.message.channel, "77", seen.message.token, "start:1"))
    seen.found.live.append(Live(seen.message.channel, "78", "", ""))
    assert len(duplicates(seen.found)) == 2


async def test_an_acknowledged_answer_that_is_gone_is_missed(seen: Seen) -> None:
    round_id, place, _ = seen.found.acknowledged[0]
    seen.found.acknowledged.append((round_id, place, "Z"))
    assert unkept(seen.found) == [f"answer Z to {place} of round {round_id} is missing"]
    run(seen.found.database, "delete from answers")
    assert len(unkept(seen.found)) == 2


async def test_two_answers_of_a_student_to_a_question_are_seen(seen: Seen) -> None:
    """The database refuses a second one in a round, so it stands in a round of its own, which it refuses as well."""
    with pytest.raises(IntegrityError):
        run(seen.found.database, _again("rounds", "id", "id + 1"))
    _let_doubles_in(seen.found.database)
    run(
        seen.found.database,
        _again("rounds", "id", "id + 1"),
        _again("answers", "id, round_id", "id + 1, round_id + 1"),
    )
    assert len(doubled(seen.found)) == 1


ROUND = "class_id, student_id, paper_id, occurrence_id, started_at"
ANSWER = "class_id, student_id, occurrence_id, place, version, choice, points, tried, settled, at"


def _again(table: str, new: str, values: str) -> str:
    same = ROUND if table == "rounds" else ANSWER
    return f"insert into {table} ({new}, {same}) select {values}, {same} from {table}"  # noqa: S608 - our own words


def _let_doubles_in(database: str) -> None:
    """SQLite drops no constraint: the table is made anew without any."""
    anew = ("create table rounds as select * from old", "drop table old")
    run(database, "pragma legacy_alter_table = on", "alter table rounds rename to old", *anew)


async def test_points_that_the_key_does_not_give_are_seen(seen: Seen) -> None:
    run(seen.found.database, "update answers set points = 7")
    assert len(misadded(seen.found)) == 1


@pytest.mark.parametrize(
    ("crossing", "said"),
    [
        ("update answers set class_id = {other}", "an answer stands in another class than its round"),
        ("update rounds set class_id = {other}", "a round stands in another class than its quiz"),
        ("update papers set class_id = {other}", "a quiz stands in another class than its paper"),
        ("update occurrences set server = 'elsewhere'", "a quiz stands in another class than its place"),
    ],
)
async def test_a_row_of_another_class_is_seen(seen: Seen, crossing: str, said: str) -> None:
    run(seen.found.database, crossing.format(other=2))
    assert any(each.startswith(said) for each in strayed(seen.found))


async def test_a_quiz_in_the_wrong_channel_is_seen(seen: Seen) -> None:
    seen.found.live[0] = Live("elsewhere", seen.message.id, seen.message.token, "start:1")
    assert strayed(seen.found) == [f"{seen.message.token} is seen in elsewhere"]


@pytest.mark.parametrize("where", ["said", "log"])
def test_what_must_not_be_told_is_seen_where_it_is_told(where: str) -> None:
    found = Evidence("", [], secrets=["xoxb-1"], names=["Ada"])
    words = "a card with xoxb-1 and Traceback" if where == "said" else "a line with xoxb-1 and Ada"
    setattr(found, where, [words] if where == "said" else words)
    assert len(leaked(found)) == 2


async def test_a_row_that_leads_nowhere_is_seen(seen: Seen) -> None:
    run(seen.found.database, "update answers set round_id = 99")
    assert broken(seen.found) == ["answers.round_id leads nowhere"]
