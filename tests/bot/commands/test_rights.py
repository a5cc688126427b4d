"""Who may do what: every command and every button by role, and whose ids lead where."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest
from doubles.dialogue import Lesson, buttons, lesson_with, options, refusal, token_of
from doubles.rows import counts

from bot.chat import Form as Sheet
from bot.chat import Member, Place, Refusal, Reply, Role
from bot.commands import COMMANDS, PRESSES, SENDINGS
from bot.commands.visit import authorise
from bot.essay.pack import Pack
from bot.line import parse
from bot.plain import plain
from bot.quiz.bank import Bank, Library
from bot.quiz.question import Form
from bot.slash import Audience, Command, UnknownButton

ALL = {Role.STUDENT, Role.TEACHER}
TEACHERS = {Role.TEACHER}
FOR_TEACHERS = "That is for teachers. /guide lists what you can do here."

MAY_SAY = {
    "factor": ALL,
    "quiz": ALL,
    "prompt": ALL,
    "score": ALL,
    "leaderboard": ALL,
    "mydata show": ALL,
    "mydata export": ALL,
    "mydata erase": ALL,
    "mydata board": ALL,
    "guide": ALL,
    "schedule add": TEACHERS,
    "schedule list": TEACHERS,
    "schedule pause": TEACHERS,
    "schedule resume": TEACHERS,
    "schedule remove": TEACHERS,
    "schedule skip": TEACHERS,
    "post": TEACHERS,
    "close": TEACHERS,
    "results": TEACHERS,
    "class show": TEACHERS,
    "class set": TEACHERS,
}

MAY_PRESS = {
    "another-prompt": ALL,
    "all-factors": ALL,
    "show-mine": ALL,
    "copy-mine": ALL,
    "ask-to-erase": ALL,
    "erase-mine": ALL,
    "pause": TEACHERS,
    "resume": TEACHERS,
    "practise": ALL,
    "factor-page": ALL,
    "point-card": ALL,
    "share": ALL,
    "start": ALL,
    "pick": ALL,
    "write": ALL,
    "turn-to": ALL,
    "finish": ALL,
    "review": ALL,
    "home": ALL,
    "close-quiz": TEACHERS,
    "results-of": TEACHERS,
    "results-over": TEACHERS,
}

ASKED = "judgement"  # the factor that the class is asked on
MAY_SEND = {"written": ALL}


@dataclass(frozen=True)
class Ids:
    """What there is to lead to: the pack's things, a schedule, a posted quiz, somebody's round over it."""

    pack: Pack
    schedule: int = 999
    occurrence: int = 999
    round: int = 999


# What each button's token is made of.
MADE_OF: dict[str, Callable[[Ids], tuple[int | str, ...]]] = {
    "another-prompt": lambda ids: (ids.pack.prompts[0].id,),
    "all-factors": lambda _: (),
    "show-mine": lambda _: (),
    "copy-mine": lambda _: (),
    "ask-to-erase": lambda _: (),
    "erase-mine": lambda _: ("n1",),
    "pause": lambda ids: (ids.schedule,),
    "resume": lambda ids: (ids.schedule,),
    "practise": lambda ids: (ids.pack.prompts[0].points[0],),
    "factor-page": lambda ids: (ids.pack.factors[0].id,),
    "point-card": lambda ids: (ids.pack.points[0].id,),
    "share": lambda _: ("p2-s4",),
    "start": lambda ids: (ids.occurrence,),
    "pick": lambda ids: (ids.round, 0, "A"),
    "write": lambda ids: (ids.round, 1),
    "written": lambda ids: (ids.round, 1),
    "turn-to": lambda ids: (ids.round, 0),
    "finish": lambda ids: (ids.round,),
    "review": lambda ids: (ids.round, 0),
    "home": lambda _: (),
    "close-quiz": lambda ids: (ids.occurrence,),
    "results-of": lambda ids: (ids.occurrence,),
    "results-over": lambda _: ("month",),
}
OF_A_ROUND = {"pick", "write", "turn-to", "finish", "review"}
LEAD_TO_ROWS = OF_A_ROUND | {"close-quiz", "pause", "resume", "start", "results-of"}
TAKE_A_NUMBER = {
    "schedule pause": {},
    "schedule resume": {},
    "schedule remove": {},
    "schedule skip": {"date": "2026-12-21"},
}


def token(verb: str, ids: Ids) -> str:
    return {**PRESSES, **SENDINGS}[verb].token(*MADE_OF[verb](ids))


async def set_up(lesson: Lesson, member: Member) -> Ids:
    """Give the class a schedule, an open quiz, and a round of the member's over it with an answer."""
    scheduled = await lesson.teacher.ask("schedule add", time="08:30")
    card = await lesson.quiz(factor=ASKED, questions=2)
    talk = lesson.talk(member)
    round_id = int(options(await talk.start(card))[0].token.split(":")[1])
    await talk.choose("A")
    lesson.clock.go_on(seconds=1)
    schedule, occurrence = (int(buttons(said)[-1].token.split(":")[1]) for said in (scheduled, card))
    return Ids(lesson.bot.library.pack, schedule, occurrence, round_id)


@pytest.fixture
def lesson(library: Library, every_form: Library, tmp_path: Path) -> Iterator[Lesson]:
    """Give a lesson whose quizzes ask a question to press and then one to type."""
    typed = next(q for q in every_form.bank.questions if q.form is Form.CLOZE)
    pressed = next(q for q in library.bank.questions if q.form is Form.SINGLE_BEST)
    asked = (replace(pressed, factor=ASKED, difficulty=1), replace(typed, factor=ASKED, difficulty=2))
    others = tuple(q for q in library.bank.questions if q.factor != ASKED)
    with lesson_with(Library(library.pack, Bank((*asked, *others), "two to ask")), tmp_path) as given:
        yield given


@pytest.fixture
def elsewhere(lesson: Lesson) -> Lesson:
    """The same bot in another server."""
    return replace(lesson, place=Place("classroom", "other", "class"))


def test_every_command_and_every_button_has_its_row() -> None:
    """Fault 57: a new one without a row fails here."""
    assert MAY_SAY.keys() == {command.name for command in COMMANDS}
    assert MAY_PRESS.keys() == PRESSES.keys()
    assert MAY_SEND.keys() == SENDINGS.keys()
    assert MADE_OF.keys() == PRESSES.keys() | SENDINGS.keys()


def test_every_button_and_command_that_takes_a_kept_rows_number_is_known() -> None:
    """Fault 54: a new one without a row fails here."""
    assert {verb for verb, press in PRESSES.items() if int in press.kinds} == LEAD_TO_ROWS
    numbered = {c.name for c in COMMANDS if any(option.name == "number" for option in c.options)}
    assert numbered == TAKE_A_NUMBER.keys()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_a_command_is_answered_for_its_roles_alone(
    lesson: Lesson, ada: Member, command: Command, role: Role
) -> None:
    """Fault 57; its own example, read as a typed line, works in a class that is set up."""
    await set_up(lesson, ada)
    found, given = parse(command.example, COMMANDS)
    assert found == command
    asked = lesson.bot.answer(command.name, replace(ada, role=role), lesson.place, given)
    if role in MAY_SAY[command.name]:
        assert isinstance(await asked, Reply)
    else:
        assert str(await refusal(asked)) == FOR_TEACHERS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", PRESSES)
async def test_a_button_leads_on_for_its_roles_alone(
    lesson: Lesson, ada: Member, verb: str, role: Role
) -> None:
    """Fault 57."""
    pressed = token(verb, await set_up(lesson, ada))
    press = lesson.bot.press(pressed, replace(ada, role=role), lesson.place)
    if role in MAY_PRESS[verb]:
        assert isinstance(await press, Sheet if verb == "write" else Reply)
    else:
        assert str(await refusal(press)) == FOR_TEACHERS


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.options], ids=lambda command: command.name)
async def test_a_form_is_taken_from_the_commands_roles_alone(
    lesson: Lesson, ada: Member, command: Command
) -> None:
    """Fault 57: a form is sent by a token that is easily guessed."""
    await set_up(lesson, ada)
    given = parse(command.example, COMMANDS)[1] or {command.options[0].name: "any"}
    sent = lesson.bot.submit(f"fill:{command.name.replace(' ', '-')}", given, ada, lesson.place)
    if Role.STUDENT in MAY_SAY[command.name]:
        assert isinstance(await sent, Reply)
    else:
        assert str(await refusal(sent)) == FOR_TEACHERS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", SENDINGS)
async def test_a_buttons_form_is_taken_from_its_roles_alone(
    lesson: Lesson, ada: Member, verb: str, role: Role
) -> None:
    """Fault 57."""
    sent = token(verb, await set_up(lesson, ada))
    assert role in MAY_SEND[verb]
    asked = lesson.bot.submit(sent, {"answer": "patronage"}, replace(ada, role=role), lesson.place)
    assert isinstance(await asked, Reply)


async def test_another_students_form_and_another_servers_are_refused_like_an_unknown_one(
    lesson: Lesson, elsewhere: Lesson, ada: Member, ben: Member, database: str
) -> None:
    """Fault 54."""
    ids = await set_up(lesson, ada)
    await elsewhere.quiz()
    before = counts(database)
    for known, member, where in ((ids, ben, lesson), (ids, ada, elsewhere), (Ids(ids.pack), ada, lesson)):
        no = await refusal(
            where.bot.submit(token("written", known), {"answer": "patronage"}, member, where.place)
        )
        assert (type(no), str(no)) == (UnknownButton, str(UnknownButton()))
    assert counts(database) == before


async def test_a_role_taken_away_counts_at_the_next_click(lesson: Lesson) -> None:
    """Fault 58."""
    await lesson.teacher.ask("schedule add", time="08:30")
    shown = await lesson.teacher.ask("schedule list")
    demoted = replace(lesson.teacher.member, role=Role.STUDENT)
    no = await refusal(lesson.bot.press(token_of(shown, "Pause 1"), demoted, lesson.place))
    assert str(no) == FOR_TEACHERS
    assert "Resting" not in plain(await lesson.teacher.ask("schedule list"))


@pytest.mark.parametrize("audience", Audience)
def test_a_role_that_nobody_has_heard_of_may_do_nothing(ada: Member, audience: Audience) -> None:
    stranger = replace(ada, role=cast("Role", "headmaster"))
    with pytest.raises(Refusal, match="for teachers"):
        authorise(stranger, audience)


@pytest.mark.parametrize("verb", sorted(LEAD_TO_ROWS))
async def test_another_servers_id_is_refused_like_an_unknown_one(
    lesson: Lesson, elsewhere: Lesson, ada: Member, database: str, verb: str
) -> None:
    """Faults 54 and 85: the answer tells nobody what exists elsewhere, even to its own student or a teacher."""
    ids = await set_up(lesson, ada)
    await elsewhere.quiz()
    before = counts(database)
    for member in (replace(ada, role=Role.TEACHER), elsewhere.teacher.member):
        known, unknown = [
            await refusal(elsewhere.bot.press(token(verb, each), member, elsewhere.place))
            for each in (ids, Ids(ids.pack))
        ]
        assert (
            (type(known), str(known))
            == (type(unknown), str(unknown))
            == (UnknownButton, str(UnknownButton()))
        )
    assert counts(database) == before


async def test_another_servers_closed_quiz_is_refused_like_an_unknown_one(
    lesson: Lesson, elsewhere: Lesson, ada: Member
) -> None:
    """Faults 54 and 85: not even that it is closed is told."""
    ids = await set_up(lesson, ada)
    await lesson.close()
    for member in (ada, elsewhere.teacher.member):
        assert isinstance(await refusal(elsewhere.talk(member).send(token("start", ids))), UnknownButton)


@pytest.mark.parametrize("verb", sorted(OF_A_ROUND))
async def test_another_students_round_is_refused_like_an_unknown_one(
    lesson: Lesson, ada: Member, ben: Member, database: str, verb: str
) -> None:
    ids = await set_up(lesson, ada)
    await lesson.talk(ben).start(lesson.card)
    before = counts(database)
    for member in (ben, lesson.teacher.member):
        no = await refusal(lesson.bot.press(token(verb, ids), member, lesson.place))
        assert (type(no), str(no)) == (UnknownButton, str(UnknownButton()))
    assert counts(database) == before


@pytest.mark.parametrize("name", TAKE_A_NUMBER)
async def test_another_servers_schedule_is_refused_like_an_unknown_one(
    lesson: Lesson, elsewhere: Lesson, ada: Member, name: str
) -> None:
    """Fault 54."""
    number = (await set_up(lesson, ada)).schedule
    known, unknown = [
        str(await refusal(elsewhere.teacher.ask(name, number=each, **TAKE_A_NUMBER[name])))
        for each in (number, 999)
    ]
    assert known.replace(str(number), "999") == unknown
    assert "Resting" not in plain(await lesson.teacher.ask("schedule list"))
