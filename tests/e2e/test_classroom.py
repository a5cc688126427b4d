"""A lesson on the page, from the first question to the results."""

import asyncio
import json
import re
import sqlite3
from pathlib import Path

import pytest
from doubles.running import RunningBot, started
from doubles.schoolroom import Pupil, options
from doubles.tab import Enter, Tab
from doubles.visitor import Visitor, button, visiting
from playwright.async_api import Browser, expect

from bot.quiz.bank import Library

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEACHER, ADA, BEN = "1", "2", "3"
GREY_BLUR = "On the surface he was politically neutral - the 'grey blur' in Sukhanov's famous description."
CANARY = "heliotrope"  # a student's word


async def test_the_ready_line_is_the_last_line_and_the_bot_ends_in_order(tmp_path: Path) -> None:
    async with started(tmp_path) as bot:
        assert re.fullmatch(
            r"Card Index is ready: open http://127\.0\.0\.1:\d+/ in a browser\. .*", bot.ready
        )
        assert await bot.end() == (0, "")
    assert bot.log == ""


async def test_a_question_is_answered_from_the_essay_with_its_evidence(drop_in: Enter) -> None:
    ada = await drop_in(ADA)
    await ada.say("/factor who called him a grey blur")
    evidence = ada.card.locator("[data-kind=evidence]").first
    await expect(evidence.locator("blockquote")).to_have_text(GREY_BLUR)
    await expect(evidence.locator("figcaption")).to_contain_text("paragraph 5, sentence 4 (p5.s4)")
    await expect(evidence.locator("figcaption")).to_contain_text("Political skill")
    await expect(ada.card.get_by_role("note").filter(has_text="1917")).to_contain_text("Teacher's note")
    await expect(ada.card).to_contain_text("Only you can see this")
    await ada.photograph("factor-answered")


async def test_where_the_essay_is_silent_it_says_so_and_offers_topics(drop_in: Enter) -> None:
    ada = await drop_in(ADA)
    await ada.say("/factor when was Trotsky murdered")
    await expect(ada.title).to_have_text("The essay doesn't say")
    await expect(ada.card.locator("[data-kind=evidence]")).to_have_count(0)
    await expect(ada.card.locator("[data-kind=choices] button")).to_have_count(3)
    await ada.photograph("factor-declined")
    topic = ada.card.locator("[data-kind=choices] button").first
    name = str(await topic.text_content())
    await topic.click()
    await expect(ada.title).to_have_text(name)
    await expect(ada.card.locator("[data-kind=evidence]").first).to_be_visible()


async def test_a_teachers_quiz_appears_in_every_open_tab(enter: Enter) -> None:
    teacher, ada, ben = [await enter(person) for person in (TEACHER, ADA, BEN)]
    await teacher.say("/post questions:3")
    for tab in (teacher, ada, ben):
        await expect(tab.messages).to_have_count(1)
        await expect(tab.messages).to_contain_text("3 questions on Stalin's rise to power")
        await expect(tab.messages.get_by_role("button", name="Start")).to_be_enabled()
    await expect(teacher.title).to_have_text("Posting")
    await ada.photograph("quiz-posted")


async def test_a_student_posts_nothing(drop_in: Enter) -> None:
    """Fault 57."""
    ada = await drop_in(ADA)
    await ada.say("/post questions:3")
    await expect(ada.card).to_contain_text("That is for teachers.")
    await expect(ada.messages).to_have_count(0)


async def test_what_a_student_answers_reaches_nobody_else(enter: Enter, shipped: Library) -> None:
    """Fault 84."""
    teacher, ada, ben = [await enter(person) for person in (TEACHER, ADA, BEN)]
    await teacher.say("/post questions:1")
    await ada.start()
    question = await ada.asked(shipped)
    await ada.answer(question, question.key)
    await expect(ben.messages).to_contain_text("1 person has answered.")
    secrets = [question.stem, *(words for c in question.choices.values() for words in (c.text, c.why))]
    for tab in (teacher, ben):
        received = await tab.received()
        assert "1 person has answered." in received
        assert [words for words in secrets if words in received] == []
    hers = await ada.received()
    assert [words for words in secrets if words not in hers] == []
    await ada.photograph("private-ada")
    await ben.photograph("private-ben")


async def test_two_students_answer_side_by_side_and_see_only_their_own(
    enter: Enter, shipped: Library
) -> None:
    teacher, ada, ben = [await enter(person) for person in (TEACHER, ADA, BEN)]
    await teacher.say("/post questions:1")
    await ada.play(shipped, right=1, of=1)
    await ben.say(f"/factor {CANARY}")
    await ben.play(shipped, right=0, of=1)
    await expect(ada.messages).to_contain_text("2 people have answered.")
    hers, his, theirs = [await tab.received() for tab in (ada, ben, teacher)]
    round_of = re.compile(r"(?:pick|write):(\d+):0")
    assert [set(round_of.findall(received)) for received in (hers, his, theirs)] == [{"1"}, {"2"}, set()]
    assert [CANARY in received for received in (hers, his, theirs)] == [False, True, False]


async def test_a_private_card_leaves_the_page_with_its_person(drop_in: Enter) -> None:
    tab = await drop_in(ADA)
    await tab.say(f"/factor {CANARY}")
    await expect(tab.card).to_be_visible()
    await tab.page.get_by_label("You are:").select_option(BEN)
    await expect(tab.page.locator(".exchange")).to_have_count(0)
    assert CANARY not in await tab.page.content()


async def test_the_leaderboard_ranks_them_and_equals_share_a_rank(
    enter: Enter, visitor: Visitor, shipped: Library
) -> None:
    await visitor.say(TEACHER, "/post questions:1")
    cem = await enter(await visitor.join("Cem"))
    for tab, right in ((await enter(ADA), 1), (await enter(BEN), 1), (cem, 0)):
        await tab.play(shipped, right, of=1)
    await cem.say("/leaderboard")
    await expect(cem.title).to_have_text("Leaderboard this week")
    rows = cem.card.locator("tbody tr")
    await expect(rows).to_have_text(["1Ada10 points", "1Ben10 points", "3Cem (you)0 points"])
    await cem.photograph("leaderboard")


async def test_close_turns_the_post_into_its_results_in_every_tab(enter: Enter, shipped: Library) -> None:
    teacher, ada, ben = [await enter(person) for person in (TEACHER, ADA, BEN)]
    await teacher.say("/post questions:2")
    await ada.play(shipped, right=1, of=2)
    posted = await ada.messages.get_attribute("data-message")
    await teacher.say("/close")
    for tab in (teacher, ada, ben):
        await expect(tab.messages.get_by_role("heading")).to_contain_text("results")
        assert await tab.messages.get_attribute("data-message") == posted
        await expect(tab.messages).to_contain_text("edited")
        await expect(tab.messages).to_contain_text("Question 1 1 of 1 right")
        await expect(tab.messages.get_by_role("button", name="Start")).to_have_count(0)
        await expect(tab.messages.locator("tbody tr")).to_have_text(["1Ada10 points"])
    await ben.photograph("results")


async def test_a_closed_quiz_takes_no_more_answers_and_is_looked_back_upon(
    enter: Enter, shipped: Library
) -> None:
    """Fault 34."""
    teacher, ada = [await enter(person) for person in (TEACHER, ADA)]
    await teacher.say("/post questions:2")
    await ada.start()
    question = await ada.asked(shipped)
    await ada.answer(question, question.key)
    await ada.press("Next")
    await expect(ada.title).to_have_text("Question 2 of 2")
    await teacher.say("/close")
    await expect(ada.messages.get_by_role("heading")).to_contain_text("results")
    await ada.card.locator("[data-kind=options] button, [data-kind=choices] button").first.click()
    await expect(ada.card).to_contain_text("This quiz is closed, so the answer was not taken.")
    await ada.messages.get_by_role("button", name="Look back at mine").click()
    await expect(ada.card).to_contain_text("1 not answered.")


CRAFTED = {
    "{0.__class__}": "{0.__class__}",
    "<img src=x onerror=alert(1)>": "<img src=x onerror=alert(1)>",
    "@everyone": "@everyone",
    "\u202etxt.exe\u2066 Ada": "txt.exe Ada",
    "é" + "\u0301" * 60 + "va": "é\u0301\u0301va",
    "مريم": "مريم",
    "W" * 500: "W" * 39 + "…",
}


async def test_crafted_names_stand_harmless_on_the_board(enter: Enter, visitor: Visitor) -> None:
    """Faults 60, 61 and 62."""
    teacher = await enter(TEACHER)
    await teacher.say("/post questions:1")
    await expect(teacher.messages).to_have_count(1)
    for name in CRAFTED:
        await _add(teacher, name)
    for person in (await visitor.state())["people"][3:]:
        await _answer_something(visitor, person["id"])
    await teacher.say("/leaderboard all")
    names = teacher.card.locator("tbody th bdi")
    await expect(names).to_have_count(len(CRAFTED))
    assert sorted(await names.all_text_contents()) == sorted(CRAFTED.values())
    await teacher.photograph("crafted-names")
    assert await teacher.page.locator("#log img, #log script, #person img").count() == 0
    assert await _edges(teacher) == (1, 1, 1)


async def _add(tab: Tab, name: str) -> None:
    """Add a student by the dialog, pasting the name."""
    await tab.page.get_by_role("button", name="Add a person").click()
    dialog = tab.page.get_by_role("dialog")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Add", exact=True).click()
    await expect(dialog).to_be_hidden()


async def _answer_something(visitor: Visitor, person: str) -> None:
    """Answer the open quiz's first question, whatever it is."""
    pupil = Pupil(visitor, person)
    await pupil.send(button((await visitor.state())["messages"][0]["card"], "Start"))
    if not any(part["kind"] == "options" for part in pupil.card["parts"]):
        await pupil.type("anything")
    while picks := [each["token"] for each in options(pupil.card) if each["token"].startswith("pick:")]:
        await pupil.send(picks[0])
    assert "of 10 points" in str(pupil.card)


async def _edges(tab: Tab) -> tuple[int, int, int]:
    """Count the different left edges of ranks and names, and the right edges of scores: 1 each if aligned."""
    boxes = await tab.card.locator("tbody tr").evaluate_all(
        """rows => rows.map(({children: [rank, name, score]}) => [rank.getBoundingClientRect().left,
             name.getBoundingClientRect().left, score.getBoundingClientRect().right])"""
    )
    ranks, names, scores = (len(set(edge)) for edge in zip(*boxes, strict=True))
    return ranks, names, scores


async def test_a_form_is_filled_in_and_sent(drop_in: Enter) -> None:
    teacher = await drop_in(TEACHER)
    await teacher.say("/schedule add")
    await teacher.card.get_by_label("time", exact=True).fill("8.30am")
    await teacher.card.get_by_label("days").fill("mon wed")
    await teacher.photograph("form")
    await teacher.press("Send")
    await expect(teacher.title).to_have_text(re.compile(r"Schedule \d+ is set"))
    await expect(teacher.card).to_contain_text("At 08:30 (Europe/London)")
    await teacher.photograph("schedule-set")


async def test_a_refused_form_keeps_what_was_filled_in(drop_in: Enter) -> None:
    teacher = await drop_in(TEACHER)
    await teacher.say("/schedule add")
    form = teacher.page.locator(".exchange form")
    await form.get_by_label("time", exact=True).fill("25:99")
    await form.get_by_label("days").fill("mon wed")
    await form.get_by_role("button", name="Send").click()
    await expect(teacher.card).to_contain_text("A time is between 00:00 and 23:59.")
    await expect(form.get_by_label("time", exact=True)).to_have_value("25:99")
    await expect(form.get_by_label("days")).to_have_value("mon wed")
    await teacher.photograph("form-refused")
    await form.get_by_label("time", exact=True).fill("08:30")
    await form.get_by_role("button", name="Send").click()
    await expect(teacher.title).to_have_text(re.compile(r"Schedule \d+ is set"))
    teacher.forgive("status of 422")


async def test_the_class_is_set_by_a_form_that_shows_what_it_is_now(drop_in: Enter) -> None:
    teacher = await drop_in(TEACHER)
    await teacher.say("/class set")
    await expect(teacher.card.get_by_label("time zone")).to_have_value("Europe/London")
    await teacher.card.get_by_label("reveal").select_option("at-close")
    await teacher.card.get_by_label("exam date").fill("2027-05-20")
    await teacher.press("Send")
    await expect(teacher.title).to_have_text("The class's settings are changed")
    await expect(teacher.card).to_contain_text("reveal: at-close")
    await expect(teacher.card).to_contain_text("exam date: 2027-05-20")


async def test_a_form_that_is_cancelled_leaves_the_page(drop_in: Enter) -> None:
    teacher = await drop_in(TEACHER)
    await teacher.say("/class set")
    await teacher.press("Cancel")
    await expect(teacher.page.locator(".exchange")).to_have_count(0)
    await expect(teacher.composer).to_be_focused()


LOST = ("ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING")  # what the browser's console says of it


async def test_a_bot_killed_in_mid_quiz_comes_back_where_it_was(
    enter: Enter, running: RunningBot, shipped: Library
) -> None:
    """Fault 29."""
    teacher, ada = [await enter(person) for person in (TEACHER, ADA)]
    await teacher.say("/post questions:3")
    await ada.start()
    question = await ada.asked(shipped)
    await ada.answer(question, question.key)
    await running.kill()
    await expect(ada.page.locator("#connection")).to_have_text("Connection lost, trying again…")
    await ada.photograph("connection-lost")
    async with started(running.folder, running.port):
        for tab in (teacher, ada):
            await tab.is_live()
        await _goes_on(ada)
        for tab in (teacher, ada):
            await tab.page.close()
            tab.forgive(*LOST)


async def _goes_on(ada: Tab) -> None:
    """The quiz is there, the round goes on where it was, and the answer that was acknowledged counts."""
    await expect(ada.messages).to_have_count(1)
    await expect(ada.messages).to_contain_text("1 person has answered.")
    await ada.start()
    await expect(ada.title).to_have_text("Question 2 of 3")
    await ada.photograph("back-again")
    await ada.say("/leaderboard all")
    await expect(ada.card.locator("tbody tr")).to_have_text(["1Ada (you)10 points"])


async def test_what_happened_while_the_connection_was_lost_is_there_afterwards(
    enter: Enter, visitor: Visitor, running: RunningBot
) -> None:
    ada = await enter(ADA)
    await visitor.say(TEACHER, "/post questions:1")
    await expect(ada.messages).to_have_count(1)
    await running.kill()
    await expect(ada.page.locator("#connection")).not_to_be_empty()
    await _close_elsewhere(running.folder)
    async with started(running.folder, running.port):
        await expect(ada.messages.get_by_role("heading")).to_contain_text("results")
        await ada.page.close()
        ada.forgive(*LOST)


async def _close_elsewhere(folder: Path) -> None:
    """Close the quiz while the page cannot hear of it."""
    async with started(folder) as bot, visiting(bot.address) as teacher, teacher.listening() as events:
        await teacher.say(TEACHER, "/close")
        assert (await anext(events))[0] == "edit"


async def test_two_tabs_of_one_browser_are_two_people_and_stay_so(drop_in: Enter, hall: RunningBot) -> None:
    ada = await drop_in(ADA)
    ben = await Tab.open(ada.page.context, f"{hall.address}?person={BEN}")
    await ada.page.get_by_label("You are:").select_option("1")
    for tab, name in ((ada, "Teacher"), (ben, "Ben")):
        await tab.page.reload()
        await tab.is_live()
        await expect(tab.page.locator("#as")).to_have_text(name)
    assert ben.troubles == []


async def test_a_bug_is_one_sentence_on_the_page_and_one_entry_in_the_log(
    browser: Browser, tmp_path: Path
) -> None:
    """Fault 83."""
    async with started(tmp_path) as bot, await browser.new_context() as context:
        ada = await Tab.open(context, f"{bot.address}?person={ADA}")
        _break(tmp_path)
        await ada.say(f"/factor {CANARY}")
        await expect(ada.card).to_contain_text("incident")
        said = re.search(r"incident ([0-9a-f]{8})\.", str(await ada.card.text_content()))
    assert said
    assert bot.log.count(said[1]) == 1
    assert CANARY not in bot.log
    ada.forgive("status of 500")
    assert ada.troubles == []


def _break(folder: Path) -> None:
    """Take a table away from under the running bot."""
    database = sqlite3.connect(folder / "cardindex.db")
    database.execute("DROP TABLE places")
    database.close()


async def test_a_copy_of_ones_own_data_is_saved_as_a_file(drop_in: Enter) -> None:
    """Fault 76: made in the page, so that the policy which forbids everything else forbids it not."""
    tab = await drop_in(ADA)
    await tab.say("/mydata export")
    async with tab.page.expect_download() as saving:
        await tab.card.get_by_role("link", name="Save cardindex-data.json").click()
    saved = await saving.value
    assert saved.suggested_filename == "cardindex-data.json"
    kept = json.loads(await asyncio.to_thread((await saved.path()).read_text, "utf-8"))["kept"]
    assert kept["classroom_people"][0]["name"] == "Ada"
