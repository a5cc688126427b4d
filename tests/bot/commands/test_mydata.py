"""A member's own data: told in words, copied whole, off the board, erased for good."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import RIGHT, WRONG, Lesson, Talk, buttons, refusal, token_of
from doubles.rows import counts, rows

from bot.chat import File, Member, Place, Ranking, Reply, Role
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.quiz.nicknames import pseudonym
from bot.slash import UnknownButton
from bot.store.erasures import Keeping
from bot.store.store import Store
from bot.study import StudyBot

UNREVEALED = "shown when the quiz closes"


@pytest.fixture
def place() -> Place:
    return Place("discord", "g1", "c1")


@pytest.fixture
def lesson(store: Store, library: Library, channel: Channel, clock: Clock, place: Place) -> Lesson:
    posting = Posting(store, library, {"discord": channel}, clock)
    return Lesson(StudyBot(store, library, clock), posting, channel, clock, place)


@pytest.fixture
def ada() -> Member:
    return Member("discord", "g1", "8675309", "Zephyrine Quill", Role.STUDENT)


@pytest.fixture
def talk(lesson: Lesson, ada: Member) -> Talk:
    return lesson.talk(ada)


def copied(said: Reply) -> dict[str, list[dict[str, object]]]:
    (file,) = [part for part in said.parts if isinstance(part, File)]
    kept: dict[str, list[dict[str, object]]] = json.loads(file.text)["kept"]
    return kept


async def erase(talk: Talk) -> Reply:
    await talk.ask("mydata erase")
    return await talk.press("Erase it all")


def names(said: Reply) -> list[str]:
    return [row.name for part in said.parts if isinstance(part, Ranking) for row in part.rows]


# What is kept


async def test_who_left_nothing_is_told_so(talk: Talk) -> None:
    for command in ("show", "export", "erase"):
        said = await talk.ask(f"mydata {command}")
        assert plain(said).startswith("Your data\nNothing is kept about you.")
        assert buttons(said) == []


async def test_what_is_kept_is_told_in_words_with_how_many_and_since_when(lesson: Lesson, talk: Talk) -> None:
    await talk.play(await lesson.quiz(questions=2), RIGHT, WRONG)
    await talk.ask("quiz")
    said = plain(await talk.ask("mydata show"))
    assert "Kept about you as “Zephyrine Quill”, since Mon 23 Nov 2026:" in said
    assert "• rounds that you began, each with its quiz and time: 2" in said
    assert "• answers that you gave: what you chose or typed, when, and what it earned: 2" in said
    assert "It is kept until you erase it." in said
    assert "boards show your points as “Zephyrine Quill”" in said


async def test_what_is_kept_is_nobody_elses_business(lesson: Lesson, talk: Talk) -> None:
    for command in ("show", "export", "erase"):
        assert (await talk.ask(f"mydata {command}")).private
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    elsewhere = replace(talk.member, platform="slack")
    assert "Nothing is kept" in plain(await lesson.talk(elsewhere).ask("mydata export"))


async def test_a_school_that_keeps_answers_for_a_time_says_so(
    database: str, library: Library, clock: Clock, ada: Member, place: Place
) -> None:
    store = Store(database, clock.now.tzinfo, keeping=Keeping(180))  # type: ignore[arg-type]
    try:
        for command in ("mydata show", "guide"):
            said = await Talk(StudyBot(store, library, clock), ada, place).ask(command)
            assert "Answers are deleted 180 days after they were given" in plain(said)
    finally:
        store.close()


# A copy


async def test_a_copy_holds_every_row_with_the_questions_words(lesson: Lesson, talk: Talk) -> None:
    """Fault 76."""
    await talk.play(await lesson.quiz(questions=2), RIGHT, WRONG)
    kept = copied(await talk.ask("mydata export"))
    assert {name: len(found) for name, found in kept.items()} == {
        "accounts": 1, "answers": 2, "rounds": 1, "students": 1,
    }  # fmt: skip
    assert kept["accounts"][0] | {"platform": "discord", "user_id": "8675309"} == kept["accounts"][0]
    stems = {question.stem for question in lesson.bot.library.bank.questions}
    assert all(answer["question"] in stems for answer in kept["answers"])
    assert [answer["points"] for answer in kept["answers"]] == [10, 0]


async def test_a_copy_reveals_no_verdict_before_the_close(lesson: Lesson, talk: Talk) -> None:
    """Fault 84."""
    await lesson.teacher.ask("class set", reveal="at-close")
    await talk.play(await lesson.quiz(questions=2), RIGHT, WRONG)
    hidden = copied(await talk.ask("mydata export"))
    assert {(each["points"], each["settled"]) for each in hidden["answers"]} == {(UNREVEALED, UNREVEALED)}
    assert not {"totals", "week_totals"} & set(hidden)
    await lesson.close()
    shown = copied(await talk.ask("mydata export"))
    assert [answer["points"] for answer in shown["answers"]] == [10, 0]
    assert [row["points"] for row in (*shown["totals"], *shown["week_totals"])] == [10, 10]


async def test_the_copy_says_how_else_it_is_had(lesson: Lesson, talk: Talk) -> None:
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    (file,) = [part for part in (await talk.ask("mydata export")).parts if isinstance(part, File)]
    assert file.otherwise.endswith("cardindex data export discord 8675309")


# Erased


async def test_nothing_is_erased_before_it_is_confirmed(lesson: Lesson, talk: Talk, database: str) -> None:
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    before = counts(database)
    said = await talk.ask("mydata erase")
    assert "you count as somebody new" in plain(said)
    assert "scrambled mark" in plain(said)
    await talk.press("Keep it")
    assert counts(database) == before


async def test_once_erased_nothing_is_left_and_a_second_copy_is_empty(
    lesson: Lesson, talk: Talk, database: str
) -> None:
    """Faults 75 and 76."""
    await talk.play(await lesson.quiz(questions=2), RIGHT, WRONG)
    await talk.ask("quiz")
    assert (await erase(talk)).title == "Everything about you is erased"
    assert {n: c for n, c in counts(database).items() if n in ("students", "accounts", "rounds", "answers")} == {
        "students": 0, "accounts": 0, "rounds": 0, "answers": 0,
    }  # fmt: skip
    assert "There is nothing to copy." in plain(await talk.ask("mydata export"))


async def test_erased_twice_is_erased_once(lesson: Lesson, talk: Talk) -> None:
    """Fault 75."""
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    asked = await talk.ask("mydata erase")
    await talk.press("Erase it all")
    assert plain(await talk.send(token_of(asked, "Erase it all"))) == "Your data\nNothing is kept about you."


async def test_during_an_open_quiz_later_clicks_are_somebody_news(
    lesson: Lesson, talk: Talk, database: str
) -> None:
    """Fault 75: an old round's button leads nowhere, Start begins anew, and the post counts one person."""
    card = await lesson.quiz(questions=2)
    await talk.start(card)
    await talk.answer(RIGHT)
    onward = buttons(talk.said)[0].token
    await erase(talk)
    assert isinstance(await refusal(talk.send(onward)), UnknownButton)
    await lesson.later(seconds=1)
    assert "Nobody has answered yet." in plain(lesson.card)
    await talk.play(card, WRONG, RIGHT)
    assert rows(database, "select id from students") == [(2,)]
    await lesson.close()
    assert "1 took part" in plain(lesson.card)


async def test_an_old_confirmation_does_not_erase_who_came_since(
    lesson: Lesson, talk: Talk, database: str
) -> None:
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    asked = await talk.ask("mydata erase")
    await talk.press("Erase it all")
    await talk.start(lesson.card)
    assert (await talk.send(token_of(asked, "Erase it all"))).title == "Erase everything about you?"
    assert counts(database)["students"] == 1
    await talk.press("Erase it all")
    assert counts(database)["students"] == 0


async def test_results_of_late_are_drawn_again_without_who_was_erased(
    lesson: Lesson, talk: Talk, ben: Member
) -> None:
    other = lesson.talk(replace(ben, platform="discord"))
    card = await lesson.quiz(questions=1)
    for student in (talk, other):
        await student.play(card, RIGHT)
    assert names(await lesson.close()) == ["Ben", "Zephyrine Quill"]
    await erase(talk)
    await lesson.later(seconds=1)
    assert names(lesson.card) == ["Ben"]
    assert "1 took part" in plain(lesson.card)
    assert names(await other.ask("leaderboard")) == ["Ben"]


async def test_erased_while_the_results_are_being_sent_they_are_drawn_again(
    lesson: Lesson, talk: Talk, channel: Channel
) -> None:
    """Fault 75: the results were computed with the student, and reach the channel after the erasure."""
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    await talk.ask("mydata erase")
    edit, seen = channel.edit, list[list[str]]()

    async def after_an_erasure(ref: object, reply: Reply) -> None:
        seen.append(names(reply))
        if len(seen) == 1:
            await talk.press("Erase it all")
        await edit(ref, reply)  # type: ignore[arg-type]

    channel.edit = after_an_erasure  # type: ignore[method-assign]
    await lesson.close()
    await lesson.later(seconds=1)
    assert seen == [["Zephyrine Quill"], []]
    assert "Nobody answered this time." in plain(lesson.card)


async def test_somebody_elses_confirmation_is_of_no_use(
    lesson: Lesson, talk: Talk, ben: Member, database: str
) -> None:
    """Faults 53 and 54: a token erases nobody but the one who presses it, and only after a question of their own."""
    other = lesson.talk(replace(ben, platform="discord"))
    card = await lesson.quiz(questions=1)
    for student in (talk, other):
        await student.play(card, RIGHT)
    stolen = token_of(await talk.ask("mydata erase"), "Erase it all")
    assert (await other.send(stolen)).title == "Erase everything about you?"
    assert counts(database)["students"] == 2


# The board


async def test_who_left_the_board_is_seen_by_nobody_else_and_keeps_the_rank(
    lesson: Lesson, talk: Talk, ben: Member
) -> None:
    other = lesson.talk(replace(ben, platform="discord"))
    card = await lesson.quiz(questions=1)
    await talk.play(card, RIGHT)
    await other.play(card, WRONG)
    await talk.ask("mydata board", row="hide")
    assert names(await other.ask("leaderboard")) == names(await lesson.teacher.ask("leaderboard")) == ["Ben"]
    assert names(await talk.ask("leaderboard")) == ["Zephyrine Quill", "Ben"]
    assert "Boards do not show you" in plain(await talk.ask("mydata show"))
    assert names(await lesson.close()) == ["Ben"]
    assert "2 took part" in plain(lesson.card)
    await talk.ask("mydata board", row="show")
    await lesson.later(seconds=1)
    assert names(lesson.card) == ["Zephyrine Quill", "Ben"]


async def test_a_quiz_whose_only_player_left_the_board_shows_no_board(lesson: Lesson, talk: Talk) -> None:
    await talk.ask("mydata board", row="hide")
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    said = await lesson.close()
    assert "1 took part" in plain(said)
    assert "Top of this quiz" not in plain(said)


@pytest.mark.parametrize(("how", "shown"), [("initials", "Z. Q."), ("pseudonyms", pseudonym(1, 1))])
async def test_a_class_may_show_initials_or_pseudonyms(
    lesson: Lesson, talk: Talk, how: str, shown: str
) -> None:
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    await lesson.close()
    await lesson.teacher.ask("class set", names=how)
    await lesson.later(seconds=1)
    assert names(lesson.card) == names(await talk.ask("leaderboard")) == [shown]
    assert f"as “{shown}”" in plain(await talk.ask("mydata show"))


async def test_equal_points_are_not_ordered_by_the_names_that_are_hidden(lesson: Lesson) -> None:
    await lesson.teacher.ask("class set", names="pseudonyms")
    card = await lesson.quiz(questions=1)
    for student in lesson.students(6):
        await replace(student, member=replace(student.member, platform="discord")).play(card, RIGHT)
    shown = names(await lesson.close())
    assert shown == sorted(shown)


# Who left, was renamed, came back


async def test_who_left_keeps_the_answers_and_comes_back_as_the_same_person(
    lesson: Lesson, talk: Talk, database: str
) -> None:
    """Fault 74: no platform tells the bot that somebody left without rights that it does not ask for."""
    await talk.play(await lesson.quiz(questions=1), RIGHT)
    await lesson.later(days=40)
    again = replace(talk, member=replace(talk.member, name="Z. Quill-Byron"))
    await again.play(await lesson.quiz(questions=1), RIGHT)
    assert rows(database, "select id, name from students") == [(1, "Z. Quill-Byron")]
    assert "20 points" in plain(await again.ask("score"))


# Logs


@pytest.fixture
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    with structlog.testing.capture_logs() as entries:
        yield entries


async def test_no_log_line_holds_the_id_or_the_name(
    lesson: Lesson, talk: Talk, logged: list[structlog.typing.EventDict]
) -> None:
    """Fault 76."""
    card = await lesson.quiz(questions=1)
    await talk.play(card, RIGHT)
    for command in ("mydata show", "mydata export", "score", "leaderboard"):
        await talk.ask(command)
    await refusal(talk.ask("post"))
    await erase(talk)
    await refusal(talk.send("finish:1"))
    await lesson.close()
    assert [entry for entry in logged if "8675309" in str(entry) or "Zephyrine" in str(entry)] == []
