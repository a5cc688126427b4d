"""A student's round: what counts, what may be seen when, and what a closed quiz refuses."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.dialogue import (
    RIGHT,
    WRONG,
    Lesson,
    Talk,
    buttons,
    lesson_with,
    options,
    refusal,
    shown_question,
    token_of,
    with_other_keys,
    words,
    wrong_letters,
)
from doubles.rows import counts, rows, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.chat import Evidence, Member, Note, Place, Refusal, Reply, State
from bot.commands.own_rounds import round_of
from bot.commands.playing import answered
from bot.commands.visit import Visit
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Bank, Library
from bot.quiz.marking import WORTH
from bot.quiz.points import mark
from bot.quiz.question import thawed
from bot.slash import UnknownButton
from bot.store.closings import GRACE
from bot.store.ledger import Ledger
from bot.store.store import Store
from bot.study import StudyBot

NOWHERE = (UnknownButton, str(UnknownButton()))


@pytest.fixture
def lesson(bot: StudyBot, posting: Posting, channel: Channel, clock: Clock, place: Place) -> Lesson:
    return Lesson(bot, posting, channel, clock, place)


@pytest.fixture
def talk(lesson: Lesson, ada: Member) -> Talk:
    return lesson.talk(ada)


@pytest.fixture
def other(lesson: Lesson, ben: Member) -> Talk:
    return lesson.talk(ben)


# A round from its start to its end


async def test_a_round_leads_from_question_to_verdict_to_summary(lesson: Lesson, talk: Talk) -> None:
    asked = await talk.start(await lesson.quiz())
    assert (asked.title, asked.private) == ("Question 1 of 3", True)
    assert [option.letter for option in options(asked)][:3] == ["A", "B", "C"]
    assert (await talk.answer(RIGHT)).title == "Right"
    assert (await talk.press("Next")).title == "Question 2 of 3"
    assert (await talk.answer(WRONG)).title == "Not this time"
    await talk.press("Next")
    await talk.answer(RIGHT)
    said = plain(await talk.press("Finish"))
    assert "2 of 3 (67 %) right: 20 of 30 points." in said
    assert "not answered" not in said


async def test_a_verdict_explains_every_option_and_quotes_the_essay(lesson: Lesson, talk: Talk) -> None:
    question = shown_question(lesson.bot.library, await talk.start(await lesson.quiz()))
    told = await talk.answer(WRONG)
    assert [option.why for option in options(told)] == [choice.why for choice in question.choices.values()]
    states = {option.letter: (option.state, option.chosen) for option in options(told)}
    assert states[question.key] == (State.RIGHT, False)
    assert states[wrong_letters(question)[0]] == (State.WRONG, True)
    quoted = [part.sentence for part in told.parts if isinstance(part, Evidence)]
    assert tuple(quoted) == question.sentences
    assert "0 of 10 points." in plain(told)


async def test_a_verdict_on_a_doubtful_claim_carries_the_teachers_note(lesson: Lesson, talk: Talk) -> None:
    library = lesson.bot.library
    point = next(p for p in library.pack.points if p.note and library.bank.on([p.id]))
    await talk.send(f"practise:{point.id}")
    assert Note(point.note) in (await talk.answer(WRONG)).parts


async def test_start_goes_on_where_the_round_was_left(lesson: Lesson, talk: Talk, database: str) -> None:
    card = await lesson.quiz()
    await talk.start(card)
    await talk.answer(WRONG)
    assert (await talk.start(card)).title == "Question 2 of 3"
    await talk.play(card, RIGHT, RIGHT)
    assert (await talk.start(card)).title == "Your round"
    assert counts(database)["rounds"] == 1


async def test_a_question_answered_shows_its_verdict_when_turned_to_again(lesson: Lesson, talk: Talk) -> None:
    round_of_question = options(await talk.start(await lesson.quiz()))[0].token.split(":")[1]
    told = await talk.answer(RIGHT)
    assert await talk.send(f"turn-to:{round_of_question}:0") == told


async def test_an_unfinished_round_says_what_is_missing(lesson: Lesson, talk: Talk) -> None:
    card = await lesson.quiz()
    await talk.start(card)
    await talk.answer(RIGHT)
    await lesson.close()
    said = plain(await talk.start(card))
    assert "1 of 3 (33 %) right: 10 of 30 points. 2 not answered." in said


async def test_an_open_quiz_keeps_the_questions_that_it_was_posted_with(
    lesson: Lesson, talk: Talk, store: Store
) -> None:
    """Fault 66: new content is loaded while the quiz is open."""
    card = await lesson.quiz()
    asked = await talk.start(card)
    question, library = shown_question(lesson.bot.library, asked), lesson.bot.library
    reworded = tuple(replace(q, stem="Reworded?", key=wrong_letters(q)[0]) for q in library.bank.questions)
    later = replace(talk, bot=StudyBot(store, Library(library.pack, Bank(reworded, "new")), lesson.clock))
    assert await later.start(card) == asked
    assert (await later.choose(question.key)).title == "Right"


# What counts


async def test_only_the_first_answer_counts(lesson: Lesson, talk: Talk, database: str) -> None:
    asked = await talk.start(await lesson.quiz())
    told = await talk.answer(WRONG)
    for option in options(asked):
        assert await talk.send(option.token) == told
    first = next(option.letter for option in options(told) if option.chosen)
    assert rows(database, "select choice, tried, points from answers") == [(first, first, 0)]


async def test_the_same_click_delivered_again_leaves_one_row(
    lesson: Lesson, talk: Talk, database: str
) -> None:
    """Fault 36: one after the other, and all at once."""
    asked = await talk.start(await lesson.quiz())
    token = options(asked)[0].token
    told = [await talk.send(token), await talk.send(token)]
    told += await asyncio.gather(*(talk.send(token) for _ in range(8)))
    assert all(each == told[0] for each in told)
    assert counts(database)["answers"] == 1


async def test_two_starts_at_once_make_one_round(lesson: Lesson, talk: Talk, database: str) -> None:
    """Fault 36."""
    card = await lesson.quiz()
    opened = await asyncio.gather(*(talk.start(card) for _ in range(8)))
    assert all(each == opened[0] for each in opened)
    assert (counts(database)["rounds"], counts(database)["students"]) == (1, 1)


async def test_more_tries_teach_but_the_first_one_counts(lesson: Lesson, talk: Talk, database: str) -> None:
    await lesson.teacher.ask("class set", attempts=2)
    asked = await talk.start(await lesson.quiz())
    question = shown_question(lesson.bot.library, asked)
    again = await talk.choose(wrong_letters(question)[0])
    assert again.title == "Question 1 of 3"
    assert "is not the answer. Try again" in plain(again)
    assert (await talk.answer(RIGHT)).title == "Not this time"
    first = wrong_letters(question)[0]
    assert rows(database, "select choice, points, tried from answers") == [
        (first, 0, f"{first}{question.key}")
    ]


async def test_after_the_last_try_comes_the_verdict(lesson: Lesson, talk: Talk) -> None:
    await lesson.teacher.ask("class set", attempts=2)
    question = shown_question(lesson.bot.library, await talk.start(await lesson.quiz()))
    for letter in wrong_letters(question)[:2]:
        await talk.choose(letter)
    assert talk.said.title == "Not this time"
    assert [option.state for option in options(talk.said)].count(State.RIGHT) == 1


async def test_a_click_delivered_twice_uses_up_one_try(lesson: Lesson, talk: Talk) -> None:
    """Fault 36: the same event has one effect."""
    await lesson.teacher.ask("class set", attempts=2)
    question = shown_question(lesson.bot.library, await talk.start(await lesson.quiz()))
    token = next(o.token for o in options(talk.said) if o.letter == wrong_letters(question)[0])
    assert await talk.send(token) == await talk.send(token)


PLAYS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from("ABC")), max_size=25)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plays=PLAYS, reveal=st.sampled_from(["at-once", "at-close"]), attempts=st.integers(1, 3))
async def test_kept_points_are_what_the_choices_earn(
    lesson: Lesson, database: str, plays: list[tuple[int, int, str]], reveal: str, attempts: int
) -> None:
    """The first choice is kept, or the last one while choices may be changed; points follow from it alone."""
    await lesson.teacher.ask("class set", reveal=reveal, attempts=attempts)
    card, students = await lesson.quiz(), lesson.students(3)
    rounds = [options(await student.start(card))[0].token.split(":")[1] for student in students]
    for who, place, letter in plays:
        await students[who].send(f"pick:{rounds[who]}:{place}:{letter}")
    kept = rows(
        database,
        "select round_id, place, choice, points, body from answers join versions using (version) "
        "where occurrence_id = (select max(id) from occurrences)",
    )
    in_order = reversed(plays) if reveal == "at-once" else plays
    expected = {(int(rounds[who]), place): letter for who, place, letter in in_order}
    assert {(round_id, place): choice for round_id, place, choice, _, _ in kept} == expected
    assert all(points == mark(thawed(str(body)), str(choice)) for _, _, choice, points, body in kept)
    await lesson.close()


# What may be seen when


async def unanswered(lesson: Lesson) -> list[Reply]:
    """Give everything that there is to see of an open quiz before anyone has answered."""
    student, other = lesson.students(2)
    card = await lesson.quiz()
    seen = [card, await student.start(card), await other.start(card)]
    seen += [await student.send(f"turn-to:1:{place}") for place in range(3)]
    seen += [await student.ask(command) for command in ("guide", "score", "leaderboard")]
    await lesson.later(minutes=5)
    return [*seen, lesson.card]


async def hidden_until_closed(lesson: Lesson) -> list[Reply]:
    """Give everything that there is to see of an open quiz that reveals at its close."""
    student, other = lesson.students(2)
    await lesson.teacher.ask("class set", reveal="at-close")
    card = await lesson.quiz()
    seen = [await student.start(card)]
    for label in ("Next", "Next", "Finish"):
        seen += [await student.choose("A"), await student.press(label)]
    seen += [await student.press("Change 1"), await student.choose("B"), await student.start(card)]
    seen += [
        await each.ask(said) for said in ("score", "leaderboard") for each in (student, other, lesson.teacher)
    ]
    await lesson.teacher.ask("class set", reveal="at-once")  # for the next quiz: not for this one
    await lesson.later(minutes=5)
    return [*seen, lesson.card, await student.start(card)]


async def with_both_keys(
    seen_in: Callable[[Lesson], Awaitable[list[Reply]]], library: Library, folder: Path
) -> tuple[list[Reply], list[Reply]]:
    """Give what is seen with one key and with another."""
    seen = []
    for name, each in (("one", library), ("another", with_other_keys(library))):
        (folder / name).mkdir()
        with lesson_with(each, folder / name) as lesson:
            seen.append(await seen_in(lesson))
    return seen[0], seen[1]


@pytest.mark.parametrize("seen_in", [unanswered, hidden_until_closed])
async def test_nothing_that_may_be_seen_depends_on_the_key(
    seen_in: Callable[[Lesson], Awaitable[list[Reply]]], library: Library, tmp_path: Path
) -> None:
    """Fault 84: replies, tokens, boards and the public message are the same whatever the key is."""
    one, another = await with_both_keys(seen_in, library, tmp_path)
    assert one == another


async def test_after_the_answer_the_key_shows(library: Library, tmp_path: Path) -> None:
    """Shows that the comparison above would tell."""

    async def answered(lesson: Lesson) -> list[Reply]:
        (student,) = lesson.students(1)
        await student.start(await lesson.quiz())
        return [await student.choose("A")]

    one, another = await with_both_keys(answered, library, tmp_path)
    assert one != another


@pytest.mark.parametrize("attempts", [1, 2])
async def test_looking_back_too_early_shows_no_key(lesson: Lesson, talk: Talk, attempts: int) -> None:
    """Fault 84: the tokens of Finish and Look at 1 are easily guessed."""
    await lesson.teacher.ask("class set", attempts=attempts)
    asked = await talk.start(await lesson.quiz())
    question, round_id = shown_question(lesson.bot.library, asked), options(asked)[0].token.split(":")[1]
    if attempts > 1:
        await talk.answer(WRONG)
    seen = await words(talk.send(f"review:{round_id}:0")) + await words(talk.send(f"finish:{round_id}"))
    assert question.choices[question.key].why not in seen
    assert "right answer" not in seen


@pytest.mark.parametrize("reveal", ["at-once", "at-close"])
async def test_practice_explains_nothing_that_an_open_quiz_still_asks(
    lesson: Lesson, talk: Talk, database: str, reveal: str
) -> None:
    """Fault 84: a practice round shows the key after each answer."""
    await lesson.teacher.ask("class set", reveal=reveal)
    questions = [q for q in lesson.bot.library.bank.questions if q.factor == "judgement"]
    await lesson.quiz(factor="judgement", questions=10)
    await words(talk.ask("quiz", factor="judgement"))
    await words(talk.send(f"practise:{questions[0].points[0]}"))
    assert rows(database, "select count(distinct paper_id) from paper_questions") == [(3,)]
    again = "select p.version from paper_questions q join paper_questions p on p.version = q.version"
    assert rows(database, f"{again} where q.paper_id = 1 and p.paper_id > 1") == []


async def test_the_first_of_two_students_tells_the_second_nothing(
    lesson: Lesson, talk: Talk, other: Talk
) -> None:
    card = await lesson.quiz()
    before = await other.start(card)
    await talk.play(card, WRONG, RIGHT, WRONG)
    assert await other.start(card) == before
    assert "You have not answered a question yet." in plain(await other.ask("score"))


# Answers that are shown at the close


@pytest.fixture
async def at_close(lesson: Lesson) -> Reply:
    await lesson.teacher.ask("class set", reveal="at-close")
    return await lesson.quiz()


async def test_an_answer_may_be_changed_until_the_close(
    lesson: Lesson, talk: Talk, at_close: Reply, database: str
) -> None:
    asked = await talk.start(at_close)
    question = shown_question(lesson.bot.library, asked)
    saved = plain(await talk.answer(WRONG))
    assert "is saved." in saved
    assert "You can change your answer until the quiz closes: Mon 23 Nov 2026, 16:00." in saved
    await talk.send(next(option.token for option in options(asked) if option.letter == question.key))
    assert rows(database, "select choice, points from answers") == [(question.key, WORTH)]


async def test_a_change_starts_from_what_was_chosen(talk: Talk, at_close: Reply) -> None:
    await talk.play(at_close, WRONG, WRONG, WRONG)
    assert "3 of 3 answered and saved." in plain(talk.said)
    changing = await talk.press("Change 2")
    assert changing.title == "Question 2 of 3"
    assert [option.chosen for option in options(changing)].count(True) == 1
    assert {option.state for option in options(changing)} == {State.OPEN}


async def test_the_close_brings_the_verdicts(lesson: Lesson, talk: Talk, at_close: Reply) -> None:
    await talk.play(at_close, RIGHT, WRONG, RIGHT)
    assert "2 of 3 (67 %) right" in plain(await talk.start(await lesson.close()))
    assert (await talk.press("Look at 1")).title == "Right"
    assert (await talk.press("Next")).title == "Not this time"


async def test_a_look_back_before_the_close_shows_what_was_chosen_and_no_more(
    talk: Talk, at_close: Reply
) -> None:
    await talk.start(at_close)
    await talk.answer(RIGHT)
    again = await talk.send("review:1:0")
    assert {option.state for option in options(again)} == {State.OPEN}
    assert "".join(option.why for option in options(again)) == ""


async def test_answers_that_wait_for_the_close_are_on_no_board(
    lesson: Lesson, talk: Talk, at_close: Reply
) -> None:
    """Fault 84."""
    await talk.play(at_close, RIGHT, RIGHT, RIGHT)
    assert "Nobody has points yet." in plain(await talk.ask("leaderboard"))
    await lesson.close()
    assert "1. Ada (you): 30 points" in plain(await talk.ask("leaderboard"))


# The close


async def test_who_took_part_may_look_back_at_all_of_it(lesson: Lesson, talk: Talk) -> None:
    await talk.start(await lesson.quiz())
    await talk.answer(RIGHT)
    summary = await talk.start(await lesson.close())
    seen = [await talk.send(token_of(summary, f"Look at {number}")) for number in (1, 2, 3)]
    assert [said.title for said in seen] == ["Right", "Not answered", "Not answered"]
    assert [button.label for said in seen for button in buttons(said)] == ["Next", "Next", "Finish"]


async def test_who_did_not_take_part_is_told_that_it_is_closed(
    lesson: Lesson, other: Talk, database: str
) -> None:
    """Fault 34."""
    card = await lesson.quiz()
    await lesson.close()
    before = counts(database)
    assert str(await refusal(other.start(card))) == (
        "This quiz is closed. /quiz gives you a round of your own at any time."
    )
    assert counts(database) == before


async def closed_by_the_teacher(lesson: Lesson) -> None:
    await lesson.teacher.ask("close")


async def closed_by_its_window(lesson: Lesson) -> None:
    lesson.clock.go_on(hours=8)


async def closed_and_swept(lesson: Lesson) -> None:
    await lesson.later(hours=8, seconds=2)


@pytest.mark.parametrize("reveal", ["at-once", "at-close"])
@pytest.mark.parametrize("end", [closed_by_the_teacher, closed_by_its_window, closed_and_swept])
async def test_an_answer_after_the_close_is_refused_and_not_kept(
    lesson: Lesson, talk: Talk, database: str, end: Callable[[Lesson], Awaitable[None]], reveal: str
) -> None:
    """Fault 34."""
    await lesson.teacher.ask("class set", reveal=reveal)
    asked = await talk.start(await lesson.quiz())
    await talk.answer(WRONG)
    before = rows(database, "select * from answers")
    await end(lesson)
    for place in range(3):
        no = await refusal(talk.send(options(asked)[1].token.replace(":0:", f":{place}:")))
        assert str(no).startswith("This quiz is closed, so the answer was not taken.")
    assert rows(database, "select * from answers") == before


async def test_an_answer_at_the_last_moment_counts(lesson: Lesson, talk: Talk) -> None:
    card = await lesson.quiz(questions=1, window="1h")
    await talk.start(card)
    lesson.clock.go_on(minutes=59, seconds=59)
    assert (await talk.answer(RIGHT)).title == "Right"
    await lesson.later(seconds=3)
    assert "1 took part." in plain(lesson.card)


async def test_every_answer_that_was_taken_is_in_the_results(lesson: Lesson, database: str) -> None:
    """Fault 33: answers and the close arrive at once; who was told of a verdict is counted, nobody else is."""
    card, students = await lesson.quiz(questions=1), lesson.students(20)
    for student in students:
        await student.start(card)
    presses = [words(student.choose("A")) for student in students]
    told = await asyncio.gather(*presses[:10], words(lesson.teacher.ask("close")), *presses[10:])
    await lesson.later(seconds=2)
    taken = [said for said in told if "right answer" in said]
    assert len(taken) == counts(database)["answers"] == 10
    assert f"{len(taken)} took part." in plain(lesson.card)


@pytest.mark.both
async def test_a_quiz_that_is_gone_leads_nowhere(lesson: Lesson, talk: Talk, database: str) -> None:
    """Fault 35."""
    asked = await talk.start(card := await lesson.quiz())
    run(database, "delete from rounds", "delete from occurrences")
    before = counts(database)
    for token in (buttons(card)[0].token, options(asked)[0].token, "turn-to:1:1", "finish:1", "review:1:0"):
        assert (type(no := await refusal(talk.send(token))), str(no)) == NOWHERE
    assert counts(database) == before


async def test_a_quiz_that_is_not_posted_cannot_be_started(lesson: Lesson, talk: Talk) -> None:
    lesson.channel.closed_for_good = "the channel is gone"
    await lesson.teacher.ask("post")
    assert (type(no := await refusal(talk.send("start:1"))), str(no)) == NOWHERE
    await lesson.posting.sweep()
    assert (type(no := await refusal(talk.send("start:1"))), str(no)) == NOWHERE


# Practice


async def test_practice_is_private_and_explains_at_once(lesson: Lesson, talk: Talk) -> None:
    asked = await talk.ask("quiz", factor="opponents", questions=2)
    assert (asked.title, asked.private) == ("Question 1 of 2", True)
    assert (await talk.answer(RIGHT)).title == "Right"
    await talk.press("Next")
    await talk.answer(WRONG)
    assert "Practice: /score shows how you are doing." in plain(await talk.press("Finish"))
    assert lesson.channel.cards == []


async def test_practice_never_touches_the_board(talk: Talk) -> None:
    await talk.ask("quiz")
    await talk.answer(RIGHT)
    assert "Nobody has points yet." in plain(await talk.ask("leaderboard", period="all"))
    assert "0 points on the board." in plain(await talk.ask("score"))


async def test_practice_counts_where_the_class_says_so(lesson: Lesson, talk: Talk) -> None:
    await lesson.teacher.ask("class set", practice="on")
    await talk.ask("quiz")
    await talk.answer(RIGHT)
    assert "1. Ada (you): 10 points" in plain(await talk.ask("leaderboard"))
    assert "10 points on the board." in plain(await talk.ask("score"))


async def test_a_second_practice_round_asks_something_new(talk: Talk, database: str) -> None:
    for _ in range(3):
        await talk.ask("quiz", questions=10)
    versions = [version for (version,) in rows(database, "select version from paper_questions")]
    assert len(set(versions)) == len(versions) == 30


async def test_practice_on_a_point_asks_about_that_point(lesson: Lesson, talk: Talk) -> None:
    point = next(p for p in lesson.bot.library.pack.points if lesson.bot.library.bank.on([p.id]))
    asked = await talk.send(f"practise:{point.id}")
    assert point.id in shown_question(lesson.bot.library, asked).points


async def test_practice_on_a_point_without_questions_keeps_to_its_factor(lesson: Lesson, talk: Talk) -> None:
    library = lesson.bot.library
    bare = next(p for p in library.pack.points if not library.bank.on([p.id]))
    asked = await talk.send(f"practise:{bare.id}")
    assert shown_question(library, asked).factor == bare.factor


@pytest.mark.parametrize("asked", ["quiz", "post", "practise"])
async def test_a_factor_without_questions_is_refused_in_words(
    library: Library, tmp_path: Path, asked: str
) -> None:
    kept = tuple(q for q in library.bank.questions if q.factor != "opponents")
    point = next(p for p in library.pack.points if p.factor == "opponents" and not Bank(kept, "").on([p.id]))
    with lesson_with(Library(library.pack, Bank(kept, "")), tmp_path) as lesson:
        if asked == "practise":
            await refusal(lesson.teacher.send(f"practise:{point.id}"))
        else:
            await refusal(lesson.teacher.ask(asked, factor="opponents"))
        await lesson.posting.sweep()
        assert lesson.channel.cards == []


async def test_of_more_papers_than_are_remembered_each_asks_its_own(
    lesson: Lesson, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.papers.AT_HAND", 1)
    cards = [await lesson.quiz(questions=1), await lesson.quiz(questions=1)]
    for card in cards:
        await talk.play(card, RIGHT)
    assert "20 points" in plain(await talk.ask("leaderboard"))


async def test_an_answer_to_a_quiz_that_was_closed_meanwhile_is_refused(
    lesson: Lesson, talk: Talk, ada: Member, library: Library, store: Store, database: str
) -> None:
    """Its round was looked at before the close."""
    await talk.start(await lesson.quiz(questions=1))

    def too_late(ledger: Ledger) -> Reply:
        group, account = ledger.entrance.enter(ada, lesson.place, lesson.clock())
        visit = Visit(ada, lesson.place, group, ledger, library, lesson.clock(), account)
        round_ = round_of(visit, 1)
        ledger.closings.close(1, lesson.clock() - GRACE)
        ledger.closings.close_ended(lesson.clock())
        return answered(visit, round_, 0, "A")

    with pytest.raises(Refusal, match="closed"):
        await store.write(too_late)
    assert counts(database)["answers"] == 0
