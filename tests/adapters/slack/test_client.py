"""What members do on Slack and what they then see: commands, rounds, forms, shortcuts, the App Home."""

import asyncio
import json
from pathlib import Path

import pytest
from doubles.dialogue import RIGHT, WRONG
from doubles.slack.blocks import elements_of
from doubles.slack.desk import Desk, at_the_desk, tokens
from doubles.slack.filling import find, plain
from doubles.slack.group import shown
from doubles.slack.lesson import lesson
from doubles.slack.school import School
from doubles.slack.seen import buttons, words
from doubles.slack.standin import Slack

from bot.quiz.bank import Library


async def test_a_lesson_from_the_first_question_to_the_results(desk: Desk) -> None:
    """The class dialogue, through Socket Mode and over HTTP."""

    async def settled() -> None:
        desk.clock.go_on(seconds=1)
        await desk.posting.sweep()

    await lesson(desk, settled)


async def test_every_form_of_question_is_played_in_the_modal(
    slack: Slack, school: School, every_form: Library, tmp_path: Path
) -> None:
    """Typed answers, pairs, orders and matches: one letter after the other, or a field."""
    async with at_the_desk(slack, school, every_form, tmp_path) as desk:
        count = min(10, len(every_form.bank.questions))
        quiz = await desk.quiz(f"questions={count}")
        asked = await desk.play(school.ada, quiz, *[RIGHT] * count)
        assert f"{count} of {count} (100 %) right" in words(asked)
        asked = await desk.play(school.ben, quiz, *[WRONG] * count)
        assert f"0 of {count}" in words(asked)


async def test_only_the_first_answer_counts_and_a_round_goes_on_where_it_was(one: Desk) -> None:
    ada, quiz = one.school.ada, await one.quiz()
    await one.start(ada, quiz)
    verdict = await one.answer(ada, WRONG)
    assert verdict["title"]["text"] == "Not this time"
    assert buttons(verdict) == ["Next"]
    again = await one.start(ada, quiz)
    assert again["title"]["text"] == "Question 2 of 2"


async def test_what_one_sees_in_a_round_nobody_else_sees(one: Desk) -> None:
    quiz = await one.quiz()
    await one.play(one.school.ada, quiz, RIGHT, RIGHT)
    (theirs,) = one.slack.people.screen(one.school.ben, one.school.channel)
    assert theirs["ts"] == quiz["ts"]
    assert one.slack.people.modal(one.school.ben) is None


async def test_a_press_in_a_private_answer_replaces_it_in_place(one: Desk) -> None:
    ada, people = one.school.ada, one.slack.people
    factors = await one.line(ada, "/factor")
    opened = await one.after(await people.press(ada, factors.message["ts"], "Political skill"), "changed")
    assert opened.message["ts"] == factors.message["ts"]
    assert "The points of this factor:" in words(opened.message)
    _, picker = find(opened.message["blocks"], "press:1")
    topic = picker["options"][0]
    chosen = await people.choose(ada, factors.message["ts"], "press:1", topic["value"])
    point = await one.after(chosen, "changed")
    assert words(point.message).startswith(plain(topic["text"]["text"]))
    asked = await one.after(await people.press(ada, point.message["ts"], "Quiz me on this"), "modal")
    assert asked.view["title"]["text"] == "Question 1 of 3"


async def test_evidence_is_shared_with_everyone_and_the_question_stays_private(one: Desk) -> None:
    answer = await one.line(one.school.ada, "/factor who called him a grey blur")
    pressed = await one.slack.people.press(one.school.ada, answer.message["ts"], "Share with the channel")
    public = await one.after(pressed, "message")
    assert "Shared by ada" in words(public.message)
    assert public.message in one.slack.people.screen(one.school.ben, one.school.channel)


async def test_in_a_conversation_without_the_bot_evidence_is_shared_all_the_same(one: Desk) -> None:
    elsewhere = one.slack.world.channel("debate", with_bot=False).id
    people = one.slack.people
    seen = await people.slash(one.school.ada, elsewhere, "/factor who called him a grey blur")
    answer = await one.after(seen, "ephemeral")
    public = await one.after(
        await people.press(one.school.ada, answer.message["ts"], "Share with the channel")
    )
    assert (public.kind, public.channel) == ("message", elsewhere)


async def test_slack_text_is_read_forgivingly(one: Desk) -> None:
    listed = await one.line(one.school.teacher, "/schedule add 08.30 mon-fri questions=3 window=8h")
    assert "At 08:30 (Europe/London) Monday to Friday: 3 questions" in words(listed.message)
    assert "2 questions" in words(
        (await one.line(one.school.teacher, "/schedule add 9:15am questions:2")).message
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/schedule add soon", "For example: /schedule add 08:30 mon-fri questions:3 window:8h"),
        ("/schedule", "/schedule needs one more word: add, list"),
        ("/quiz opponents many", "For example: /quiz opponents 5"),
        ("/leaderboard yesterday", "period is one of: day, week, month, all. For example: /leaderboard week"),
        ("/nonsense", "There is no command “/nonsense”"),
    ],
)
async def test_bad_input_is_answered_with_what_was_wrong_and_an_example(
    one: Desk, line: str, said: str
) -> None:
    assert said in await one.refused(one.school.teacher, line)


@pytest.mark.parametrize("word", ["schedule", "factor", "class", "guide"])
async def test_every_command_takes_help_as_its_first_word(one: Desk, word: str) -> None:
    said = words((await one.line(one.school.teacher, f"/{word} help")).message)
    assert said.startswith(f"How to use /{word}")
    assert "For example: /" in said


async def test_help_on_one_verb_names_its_options(one: Desk) -> None:
    said = words((await one.line(one.school.teacher, "/schedule add help")).message)
    assert "when by the class's clock, such as 08:30" in said
    assert "/schedule pause" not in said


async def test_a_command_that_needs_more_opens_a_form_with_errors_beside_its_fields(one: Desk) -> None:
    teacher, people = one.school.teacher, one.slack.people
    form = (await one.line(teacher, "/schedule add", "modal")).view
    assert form["title"]["text"] == "/schedule add"
    wrong = await people.submit(teacher, {"time": "late", "days": "mon-fri"})
    assert list(wrong.errors) == ["time"]
    assert "For example: /schedule add 08:30" in wrong.errors["time"]
    empty = await people.submit(teacher, {"days": "mon-fri"})
    assert "needs time" in str(empty.errors)
    done = shown(await people.submit(teacher, {"time": "08:30"}))
    assert "At 08:30 (Europe/London)" in words(done)


async def test_settings_are_shown_on_a_form_and_changed(one: Desk) -> None:
    teacher = one.school.teacher
    form = (await one.line(teacher, "/class set", "modal")).view
    kinds = {block["block_id"]: block["element"]["type"] for block in form["blocks"]}
    assert kinds["reveal"] == "static_select"
    changed = shown(await one.slack.people.submit(teacher, {"reveal": "at-close", "attempts": "2"}))
    assert "reveal: at-close" in words(changed)


async def test_a_verdict_is_hidden_until_the_close_where_the_class_says_so(one: Desk) -> None:
    """Fault 84: nothing sent to a member tells right from wrong."""
    await one.line(one.school.teacher, "/class set reveal=at-close", "ephemeral")
    ada, quiz = one.school.ada, await one.quiz()
    await one.start(ada, quiz)
    saved = words(await one.answer(ada, WRONG))
    assert "is saved" in saved
    sent = "".join(one.slack.sent()) + json.dumps(one.slack.people.modal(ada))
    for word in ("right answer", "not right", "✅", "❌", "correct"):
        assert word not in sent


async def test_ask_the_essay_from_anywhere_and_on_a_message(one: Desk) -> None:
    ada, people = one.school.ada, one.slack.people
    asked = await one.after(await people.shortcut(ada, "ask-the-essay"), "modal")
    assert buttons(asked.view) == ["Send"]
    answer = shown(await people.submit(ada, {"question": "who called him a grey blur"}))
    assert "Sukhanov" in words(answer)
    ts = people.say(one.school.ben, one.school.channel, "who called him a grey blur?")
    opened = await one.after(await people.message_shortcut(ada, ts, "ask-the-essay"), "modal")
    assert "Sukhanov" in words(opened.view)


async def test_quiz_me_from_anywhere_and_on_a_message(one: Desk) -> None:
    ada, people = one.school.ada, one.slack.people
    asked = await one.after(await people.shortcut(ada, "quiz-me"), "modal")
    assert asked.view["title"]["text"] == "Question 1 of 3"
    ts = people.say(one.school.ben, one.school.channel, "who called him a grey blur?")
    opened = await one.after(await people.message_shortcut(ada, ts, "quiz-me"), "modal")
    assert opened.view["title"]["text"] == "Question 1 of 3"


async def test_the_app_home_is_a_students_page(one: Desk) -> None:
    await one.quiz()
    ada, people = one.school.ada, one.slack.people
    home = (await one.after(await people.open_home(ada), "home")).view
    assert "2 questions, open until" in words(home)
    started = await one.after(await people.press_at_home(ada, "Start"), "modal")
    assert started.view["title"]["text"] == "Question 1 of 2"
    before = one.slack.state.board.count
    await one.answer(ada, RIGHT)
    redrawn = await one.slack.state.board.next(before, ada, "home")
    assert "10 points on the board." in words(redrawn.view)


async def test_the_app_home_is_a_teachers_console(one: Desk) -> None:
    teacher, people = one.school.teacher, one.slack.people
    await one.line(teacher, "/schedule add 08:30", "ephemeral")
    await one.quiz()
    home = (await one.after(await people.open_home(teacher), "home")).view
    assert {"Pause 1", "Start"} <= set(buttons(home))
    closing = next(label for label in buttons(home) if label.startswith("Close the quiz"))
    paused = await one.after(await people.press_at_home(teacher, "Pause 1"), "home")
    assert "Resume 1" in buttons(paused.view)
    await one.after(await people.press_at_home(teacher, closing), "home")
    await one.posting.sweep()
    assert people.modal(teacher) is None
    newest = (await one.after(await people.open_home(teacher), "home")).view
    assert closing not in buttons(newest)


async def test_a_command_whose_name_slack_has_itself_goes_by_another(one: Desk) -> None:
    await one.quiz()
    assert "/close-quiz ends it early" in words(
        one.slack.people.screen(one.school.teacher, one.school.channel)[-2]
    )
    said = await one.line(one.school.teacher, "/close-quiz", "ephemeral")
    assert "/close-quiz" in words((await one.line(one.school.teacher, "/guide", "ephemeral")).message)
    assert "Not that way" not in words(said.message)


async def test_commands_can_stand_behind_a_prefix(
    slack: Slack, school: School, library: Library, tmp_path: Path
) -> None:
    async with at_the_desk(slack, school, library, tmp_path, SLACK_COMMAND_PREFIX="ci-") as desk:
        assert "Sukhanov" in words((await desk.line(school.ada, "/ci-factor who was the grey blur")).message)
        said = await desk.refused(school.teacher, "/ci-schedule add soon")
        assert "For example: /ci-schedule add 08:30" in said
        assert "/ci-quiz [factor] [questions]" in words((await desk.line(school.ada, "/ci-guide")).message)


async def test_a_stale_or_forged_button_gets_a_sentence_and_leaves_no_row(one: Desk) -> None:
    """Fault 53."""
    quiz = await one.quiz()
    for value in (
        "pick:1:0:A",
        "start:999",
        "start:-1",
        "nothing:1",
        "x" * 100,
        "start:1:1",
        "pick:999999999999999999:0:A",
    ):
        seen = await one.slack.people.forge(one.school.ada, quiz["ts"], value)
        told = await one.after(seen, "ephemeral")
        assert "This button no longer leads anywhere." in words(told.message)
    assert one.slack.people.modal(one.school.ada) is None


async def test_no_answer_of_a_round_is_lost_to_a_slow_trigger(one: Desk) -> None:
    """Without a trigger that still opens something the answer comes as a private message."""
    quiz = await one.quiz()
    one.slack.fault("views.open", error="expired_trigger_id")
    seen = await one.slack.people.press(one.school.ada, quiz["ts"], "Start")
    told = await one.after(seen, "ephemeral")
    assert words(told.message).startswith("Question 1 of 2")
    letters = [token for token in tokens(told.message) if token.startswith("pick:")]
    assert len(letters) == len([e for _, e in elements_of(told.message["blocks"]) if e["type"] == "button"])
    pressed = await one.slack.people.press(one.school.ada, told.message["ts"], "A")
    assert "of 10 points." in words((await one.after(pressed, "changed")).message)


async def test_many_at_once_each_get_their_own_round(one: Desk) -> None:
    quiz = await one.quiz()
    students = [one.slack.world.user(f"s{n:02}").id for n in range(30)]
    for channel in one.slack.world.channels.values():
        channel.members.update(students)
    views = await asyncio.gather(*(one.play(student, quiz, RIGHT, RIGHT) for student in students))
    assert all("2 of 2 (100 %) right: 20 of 20 points." in words(view) for view in views)
    rounds = await one.store.read(lambda ledger: ledger.boards.of_quiz(1))
    assert sorted(score.points for score in rounds) == [20] * 30
