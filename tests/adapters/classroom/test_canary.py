"""Before the answer is in, nothing leaves the process that would be another if the key were another: fault 84."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from doubles.dialogue import other_key, with_other_keys
from doubles.schoolroom import ADA, BEN, TEACHER, Pupil, Schoolroom, options, schoolroom, shown_question
from structlog.testing import capture_logs

from bot.quiz.bank import Bank, Library
from bot.quiz.question import ONE_LETTER, Form, Question

FORMS = {"one letter": ONE_LETTER} | {form.value: {form} for form in Form if form not in ONE_LETTER}
Answers = dict[str, tuple[str, str]]  # to each question by its id: as one key has it, as the other has it
Script = Callable[[Schoolroom, Library, Answers], Awaitable[list[Pupil]]]


def of_form(library: Library, form: str) -> Library:
    """Give the small pack with the questions of one form, or of those that one letter answers."""
    kept = tuple(question for question in library.bank.questions if question.form in FORMS[form])
    return Library(library.pack, Bank(kept, form))


async def everything(library: Library, folder: Path, script: Script, answers: Answers) -> str:
    """Give all that leaves the process while the script is played: answers, the stream, the page's state, the log."""
    await asyncio.to_thread(folder.mkdir)
    with capture_logs() as logged:
        async with schoolroom(library, folder) as room, room.visitor.listening() as events:
            pupils = await script(room, library, answers)
            seen: list[object] = [pupil.heard for pupil in pupils]
            seen += [await room.visitor.state(), logged]
            await room.say_to_all("the end")
            async for event in events:
                seen.append(event)
                if "the end" in str(event):
                    break
    return "\n".join(map(str, seen))


async def look_about(pupil: Pupil, round_id: int, places: int) -> None:
    """Try whatever might show more than the question: tokens are easily guessed."""
    for place in range(places):
        for token in (
            f"turn-to:{round_id}:{place}",
            f"review:{round_id}:{place}",
            f"write:{round_id}:{place}",
        ):
            await pupil.send(token)
    await pupil.send(f"finish:{round_id}")
    for line in ("/score", "/leaderboard all", "/class show", "/quiz"):
        await pupil.say(line)


async def begin(pupil: Pupil, question: Question) -> None:
    """Press every letter that can be pressed short of an answer, or open the form and send nothing in it."""
    if question.form is Form.CLOZE:
        await pupil.press("Type the answer")
        await pupil.visitor.send(
            "submit", person=pupil.person, token=pupil.form["press"], fields={"answer": " "}
        )
        return
    while len(options(pupil.card)) > 1 and question.picks > 1 and "Start over" not in str(pupil.card):
        await pupil.choose(options(pupil.card)[0]["letter"])


async def short_of_an_answer(room: Schoolroom, library: Library, reveal: str) -> list[Pupil]:
    """Post a quiz, look at every question, begin every answer and send none."""
    teacher, ada, ben = (room.pupil(person) for person in (TEACHER, ADA, BEN))
    await teacher.say(f"/class set slips:on attempts:2 reveal:{reveal}")
    card = await room.quiz(teacher, f"/post questions:{len(library.bank.questions)}")
    start = card["parts"][-1]["buttons"][0]["token"]
    for pupil, round_id in ((ada, 1), (ben, 2)):
        await pupil.send(start)
        for place in range(len(library.bank.questions)):
            await pupil.send(f"turn-to:{round_id}:{place}")
            await begin(pupil, shown_question(library, pupil.card))
        await look_about(pupil, round_id, len(library.bank.questions))
    await look_about(teacher, 1, 1)
    room.clock.go_on(minutes=5)
    await room.posting.sweep()
    return [teacher, ada, ben]


async def at_once(room: Schoolroom, library: Library, _: Answers) -> list[Pupil]:
    return await short_of_an_answer(room, library, "at-once")


async def at_close(room: Schoolroom, library: Library, answers: Answers) -> list[Pupil]:
    """And then answer everything, twice: right by one key and right by the other."""
    pupils = await short_of_an_answer(room, library, "at-close")
    for place in range(len(library.bank.questions)):
        for turn in range(2):
            await pupils[1].send(f"turn-to:1:{place}")
            question = shown_question(library, pupils[1].card)
            await pupils[1].give(question, answers[question.id][turn])
    await look_about(pupils[1], 1, len(library.bank.questions))
    await look_about(pupils[2], 2, len(library.bank.questions))
    room.clock.go_on(minutes=5)
    await room.posting.sweep()
    return pupils


async def answered(room: Schoolroom, library: Library, answers: Answers) -> list[Pupil]:
    pupils = await short_of_an_answer(room, library, "at-once")
    await pupils[1].send("turn-to:1:0")
    question = shown_question(library, pupils[1].card)
    await pupils[1].give(question, answers[question.id][0])
    return pupils


async def with_both_keys(library: Library, folder: Path, script: Script) -> tuple[str, str]:
    """Give all that leaves the process with one key, and with another."""
    answers = {q.id: (q.key, other_key(q)) for q in library.bank.questions}
    one = await everything(library, folder / "one", script, answers)
    return one, await everything(with_other_keys(library), folder / "other", script, answers)


@pytest.mark.parametrize("script", [at_once, at_close])
@pytest.mark.parametrize("form", FORMS)
async def test_nothing_that_leaves_before_the_answer_depends_on_key_tag_or_reason(
    every_form: Library, tmp_path: Path, form: str, script: Script
) -> None:
    """Nor is any tag or reason in it word for word."""
    library = of_form(every_form, form)
    one, other = await with_both_keys(library, tmp_path, script)
    assert one == other
    assert len(one) > 5_000
    for question in library.bank.questions:
        choices = [*question.choices.values(), *question.near]
        secret = {question.why, question.tag, *(c.why for c in choices), *(c.tag for c in choices)} - {""}
        assert [words for words in secret if words in one] == []


@pytest.mark.parametrize("form", FORMS)
async def test_after_the_answer_the_key_shows(every_form: Library, tmp_path: Path, form: str) -> None:
    """Shows that the comparison above would tell."""
    one, other = await with_both_keys(of_form(every_form, form), tmp_path, answered)
    assert one != other


async def test_what_a_student_types_is_told_to_nobody_else_and_to_no_log(
    every_form: Library, tmp_path: Path
) -> None:
    heard: dict[str, str] = {}

    async def script(room: Schoolroom, library: Library, answers: Answers) -> list[Pupil]:
        pupils = await at_once(room, library, answers)
        await pupils[1].send("turn-to:1:0")
        await pupils[1].type("heliotrope")
        heard["ada"] = str(pupils[1].heard)
        await room.close(pupils[0])
        await pupils[0].say("/class show")
        await look_about(pupils[2], 2, 2)
        return [pupils[0], pupils[2]]

    others = await everything(of_form(every_form, "cloze"), tmp_path / "typed", script, {})
    assert "heliotrope" in heard["ada"]
    assert "heliotrope" not in others
