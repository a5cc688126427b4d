"""What a class is told does not depend on any other class: all that can be said, beside another and alone."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from doubles.dialogue import RIGHT, Lesson, Talk, buttons, lesson_with

from bot.chat import Form, Member, Place, Refusal, Role
from bot.commands import COMMANDS, PRESSES, SENDINGS
from bot.line import parse
from bot.plain import plain
from bot.quiz.bank import Library

OTHER = Place("classroom", "other", "class")
# Options by which a kept row can be asked for: test_rights.py and test_results.py try those of another class.
NAMES_A_ROW = {"number", "occurrence"}
NAMES_NO_ROW = {
    "question", "factor", "questions", "period", "row", "time", "days", "window", "channel", "date", "until",
    "time_zone", "exam_date", "reveal", "attempts", "catch_up", "teacher_role", "practice", "slips", "names",
}  # fmt: skip
NUMBERED = re.compile(r"(?<=Schedule )\d+|(?<=Pause )\d+|(?<=Resume )\d+|^\d+(?=\. At)", re.MULTILINE)
HARMLESS = {"another-prompt", "all-factors", "show-mine", "copy-mine", "ask-to-erase", "home"}


@pytest.fixture
def worlds(library: Library, tmp_path: Path) -> Iterator[tuple[Lesson, Lesson]]:
    with ExitStack() as stack:
        yield (
            stack.enter_context(lesson_with(library, _folder(tmp_path / "beside"))),
            stack.enter_context(lesson_with(library, _folder(tmp_path / "alone"))),
        )


def _folder(made: Path) -> Path:
    made.mkdir()
    return made


def test_every_option_is_known_to_name_a_row_or_none() -> None:
    """Fault 54: a new one without its place in the tables fails here."""
    assert {o.name for command in COMMANDS for o in command.options} == NAMES_A_ROW | NAMES_NO_ROW


async def test_what_a_class_is_told_does_not_depend_on_another(
    worlds: tuple[Lesson, Lesson], ada: Member, ben: Member
) -> None:
    """Faults 54 and 85: another class with schedules, an open quiz, answers and settings changes no word."""
    beside, alone = worlds
    await _lively(beside, ada)
    told = [await _told(replace(each, place=OTHER), ben) for each in (beside, alone)]
    assert len(told[0]) > 2 * len(COMMANDS)
    assert told[0] == told[1]
    assert "Ada" not in str(told)


async def _lively(lesson: Lesson, student: Member) -> None:
    """Fill a class with all that another could be told of."""
    for name, how in (
        ("class set", {"time_zone": "Asia/Tokyo", "reveal": "at-close", "exam_date": "2027-05-20"}),
        ("schedule add", {"time": "08:30"}),
        ("schedule add", {"time": "12:15"}),
    ):
        await lesson.teacher.ask(name, **how)
    talk = lesson.talk(student)
    await talk.play(await lesson.quiz(questions=2), RIGHT, RIGHT)
    await lesson.close()
    await talk.start(await lesson.quiz(questions=1))


async def _told(lesson: Lesson, student: Member) -> list[str]:
    """Say every command and press what names no row, as both roles; give the answers without their numbers."""
    teacher = replace(lesson.teacher.member, id="77", name="Mr Park")
    cast = [Talk(lesson.bot, each, lesson.place) for each in (replace(student, role=Role.STUDENT), teacher)]
    sayings = [c.example for c in COMMANDS if not NAMES_A_ROW & {option.name for option in c.options}]
    said = [await _said(talk, saying) for saying in (*sayings, *reversed(sayings)) for talk in cast]
    return said + [await _said(talk, PRESSES["home"].token()) for talk in cast]


async def _said(talk: Talk, what: str) -> str:
    try:
        if what.startswith("/"):
            command, given = parse(what, COMMANDS)
            reply = await talk.bot.answer(command.name, talk.member, talk.place, given)
        else:
            reply = await talk.bot.press(what, talk.member, talk.place)
    except Refusal as no:
        return f"{what}: {no}"
    if isinstance(reply, Form):
        return f"{what}: {reply}"
    shown = [button.label for button in buttons(reply)]
    return f"{what}: {_unnumbered(plain(reply))} {list(map(_unnumbered, shown))}"


def _unnumbered(words: str) -> str:
    """Leave out what goes by a number over all classes: rows' own, and which questions a round draws."""
    if words.startswith("Your data"):
        return re.sub(r"\d+", "N", words)
    shown = words.partition("\n")[0] if words.startswith("Question ") else words
    return re.sub(NUMBERED, "N", shown)


def test_the_forms_and_buttons_that_name_a_row_are_tried_elsewhere() -> None:
    """A button that names no row needs no other class's; the others are in test_rights.py's table."""
    assert {verb for verb, press in (PRESSES | SENDINGS).items() if not press.kinds} <= HARMLESS
