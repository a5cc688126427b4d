"""The page for everyone: by keyboard, by ear, on a phone, in the dark."""

import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import get_args

import pytest
from doubles.tab import Enter, Scheme, Tab
from doubles.visitor import Visitor
from doubles.wall import Wall
from playwright.async_api import Locator, expect

from bot.chat import (
    Bar,
    Button,
    Chart,
    Choices,
    Evidence,
    File,
    Note,
    Option,
    Options,
    Part,
    Picker,
    Ranking,
    Reply,
    Row,
    State,
    Style,
    Text,
    When,
)
from bot.quiz.bank import Library

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEACHER, ADA = "1", "2"
KEYS = {"Tab", "Enter", "Escape", "Space", "ArrowDown", "ArrowUp"}
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 3
NAMED = {"button", "textbox", "combobox", "listbox", "link", "table", "dialog", "form", "log", "article"}

EVERY_PART: tuple[Part, ...] = (
    Text("A paragraph.\n\nAnother, of two\nlines."),
    Evidence("Stalin was the 'grey blur'.", "p5.s4", "paragraph 5, sentence 4", "Political skill"),
    Note("Check this: it is an impression of 1917."),
    Ranking((Row(1, "Ada", "30 points", mine=True), Row(1, "بن", "30 points"), Row(3, "Cem", "0 points"))),
    Choices(tuple(Button(style.title(), f"x:{style}", style) for style in Style)),
    Picker("Look at a point", (Button("Patronage", "x:1"), Button("Expulsion", "x:2"))),
    Options((Option("A", "Patronage", "x:a", chosen=True), Option("B", "Charisma", "x:b"))),
    Options(
        (
            Option("A", "Patronage", state=State.RIGHT, why="It made careers."),
            Option("B", "Charisma", state=State.WRONG, chosen=True, why="He had little."),
            Option("C", "Luck", state=State.PLAIN),
        )
    ),
    Chart(
        "Right answers", (Bar("Question 1", 3, 5, "3 of 5 right"), Bar("Question 2", 0, 5, "0 of 5")), "3; 0"
    ),
    When("Open until", datetime(2026, 11, 23, 16, 30, tzinfo=UTC), "Mon 23 Nov 2026, 16:30"),
    File("mine.json", "{}", "application/json"),
)

# Gives each text whose contrast with what lies behind it is below WCAG's AA.
FAINT = """() => {
  const rgba = (colour) => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const behind = (element) => {
    const colour = rgba(getComputedStyle(element).backgroundColor);
    if (colour[3] === 1) return colour;
    return over(colour, element.parentElement ? behind(element.parentElement) : [255, 255, 255]);
  };
  const linear = (part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility({ opacityProperty: true })) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const large = parseFloat(fontSize) >= 24 || (parseFloat(fontSize) >= 18.66 && fontWeight >= 700);
    const found = ratio(over(rgba(color), behind(element)), behind(element));
    if (found < (large ? 3 : 4.5)) faint.push(`${found.toFixed(2)}: ${node.textContent.trim().slice(0, 40)}`);
  }
  return faint;
}"""

# Gives what reaches beyond the window's edge; what is cut off on purpose, for the ear alone, does not count.
BEYOND = """() => {
  const wide = document.documentElement.clientWidth;
  const inside = (element) => element.closest(".unseen, .skip, select");
  const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return !inside(element) && (right > wide + 0.5 || left < -0.5);
  });
  const scrolls = document.documentElement.scrollWidth > wide ? ["the page scrolls sideways"] : [];
  return [...scrolls, ...beyond.map((element) => element.outerHTML.slice(0, 80))];
}"""


# Gives the buttons too small for a finger.
SMALL = """() => [...document.querySelectorAll("button, select, input")].filter((each) => each.checkVisibility())
  .filter((each) => Math.min(each.offsetWidth, each.offsetHeight) < 24).map((each) => each.outerHTML.slice(0, 80))"""

OUTLINED = """() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2; }"""


async def nameless(tab: Tab) -> list[str]:
    """List what a screen reader could only call by its kind."""
    wire = await tab.page.context.new_cdp_session(tab.page)
    tree = await wire.send("Accessibility.getFullAXTree")
    shown = [node for node in tree["nodes"] if not node["ignored"] and node["role"]["value"] in NAMED]
    assert shown
    return [node["role"]["value"] for node in shown if not node.get("name", {}).get("value")]


async def type_(tab: Tab, *keys: str) -> None:
    """Press keys by their names; anything else is typed letter by letter."""
    for key in keys:
        await (tab.page.keyboard.press(key) if key in KEYS else tab.page.keyboard.type(key))


def focused(tab: Tab) -> Locator:
    return tab.page.locator(":focus")


# By keyboard


async def test_the_first_stop_leads_past_everything_to_the_composer(visit: Enter) -> None:
    ada = await visit(ADA)
    await type_(ada, "Tab")
    await expect(focused(ada)).to_have_text("Skip to the composer")
    await type_(ada, "Enter")
    await expect(ada.composer).to_be_focused()


async def test_a_command_is_completed_by_arrows_and_tab(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.composer.focus()
    await type_(ada, "/qui", "ArrowDown", "Tab")
    await expect(ada.composer).to_have_value("/quiz ")
    await expect(ada.completions.get_by_role("option").first).to_contain_text("any")
    await type_(ada, "ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown")
    await expect(ada.completions.get_by_role("option", selected=True)).to_contain_text("general-secretary")
    await ada.photograph("keyboard-completion")
    await type_(ada, "Tab")
    await expect(ada.composer).to_have_value("/quiz general-secretary")


async def test_a_round_is_played_by_keyboard_alone(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.composer.focus()
    await type_(ada, "/quiz", "Enter")
    await expect(focused(ada)).to_have_text("Question 1 of 3")
    await type_(ada, "Tab")
    await expect(focused(ada)).to_have_attribute("data-token", "pick:1:0:A")
    await type_(ada, "Enter")
    await expect(focused(ada)).to_have_text(re.compile("Right|Not this time"))
    await ada.photograph("keyboard-verdict")
    await type_(ada, "Tab", "Space")
    await expect(focused(ada)).to_have_text("Question 2 of 3")


async def test_a_press_on_a_public_message_leads_to_the_private_card(visit: Enter, others: Visitor) -> None:
    ada = await visit(ADA)
    await others.say(TEACHER, "/post questions:1")
    await ada.messages.get_by_role("button", name="Start").focus()
    await type_(ada, "Enter")
    await expect(focused(ada)).to_have_text("Question 1 of 1")


async def test_escape_closes_the_completions_and_keeps_the_line(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.composer.focus()
    await type_(ada, "/fac")
    await expect(ada.completions).to_be_visible()
    await type_(ada, "Escape")
    await expect(ada.completions).to_be_hidden()
    await expect(ada.composer).to_have_value("/fac")


async def test_the_dialog_takes_the_focus_and_gives_it_back(visit: Enter) -> None:
    ada = await visit(ADA)
    opener = ada.page.get_by_role("button", name="Add a person")
    await opener.focus()
    await type_(ada, "Enter")
    await expect(ada.page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    await type_(ada, "Escape")
    await expect(opener).to_be_focused()


async def test_a_person_is_added_by_keyboard_and_chosen(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.page.get_by_role("button", name="Add a person").focus()
    await type_(ada, "Enter", "Cem", "Enter")
    await expect(ada.page.get_by_role("dialog")).to_be_hidden()
    await expect(ada.page.locator("#notice")).to_contain_text("Added Cem (student).")
    await ada.page.get_by_label("You are:").select_option(label="Cem (student)")
    await expect(ada.page.locator("#as")).to_have_text("Cem")


async def test_dismissing_a_card_leads_back_to_the_composer(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.say("/guide")
    await ada.press("Dismiss")
    await expect(ada.page.locator(".exchange")).to_have_count(0)
    await expect(ada.composer).to_be_focused()


async def test_nobody_is_torn_away_from_what_they_write(visit: Enter, others: Visitor) -> None:
    ada = await visit(ADA)
    await ada.composer.focus()
    await type_(ada, "/factor who")
    await others.say(TEACHER, "/post questions:1")
    await expect(ada.messages).to_have_count(1)
    await expect(ada.composer).to_be_focused()
    await expect(ada.composer).to_have_value("/factor who")


async def test_a_late_answer_does_not_tear_away_either(visit: Enter) -> None:
    ada = await visit(ADA)
    async with ada.slow_answers():
        await ada.say("/guide")
        await ada.composer.focus()
        await type_(ada, "/sco")
    await expect(ada.title).to_contain_text("Card Index")
    await expect(ada.composer).to_be_focused()
    await expect(ada.composer).to_have_value("/sco")


async def test_a_slow_answer_is_told_and_cannot_be_sent_twice(visit: Enter) -> None:
    ada = await visit(ADA)
    send = ada.page.get_by_role("button", name="Send")
    async with ada.slow_answers():
        await ada.say("/guide")
        await expect(ada.page.locator("#notice")).to_have_text("Working…")
        await expect(send).to_be_disabled()
    await expect(ada.page.locator("#notice")).to_be_empty()
    await expect(send).to_be_enabled()


async def test_who_stands_on_start_still_does_when_someone_else_answers(
    visit: Enter, others: Visitor
) -> None:
    await others.say(TEACHER, "/post questions:1")
    ada = await visit(ADA)
    await ada.messages.get_by_role("button", name="Start").focus()
    await others.press("3", "start:1")
    await others.press("3", "pick:1:0:A")
    await expect(ada.messages).to_contain_text("1 person has answered.")
    await expect(focused(ada)).to_have_text("Start")


async def test_wherever_the_focus_goes_it_can_be_seen(visit: Enter, wall: Wall) -> None:
    await wall.pin(Reply("Every part", EVERY_PART, private=False))
    ada = await visit(ADA)
    stops = 0
    await type_(ada, "Tab")
    while await ada.page.evaluate("document.activeElement !== document.body"):
        stops += 1
        assert await ada.page.evaluate(OUTLINED), await focused(ada).evaluate("each => each.outerHTML")
        await type_(ada, "Tab")
    assert stops == 13


# By ear


async def test_everything_has_a_name(visit: Enter, wall: Wall) -> None:
    await wall.pin(Reply("Every part", EVERY_PART, private=False))
    teacher = await visit(TEACHER)
    assert await nameless(teacher) == []
    await teacher.say("/class set")
    await teacher.composer.fill("/")
    await expect(teacher.completions.get_by_role("option").first).to_be_visible()
    assert await nameless(teacher) == []
    await teacher.page.get_by_role("button", name="Add a person").click()
    assert await nameless(teacher) == []


async def test_the_channel_is_a_log_that_waits_its_turn(visit: Enter) -> None:
    ada = await visit(ADA)
    await expect(ada.page.get_by_role("log", name="Channel")).to_have_attribute("aria-live", "polite")
    assert await ada.page.locator("html").get_attribute("lang") == "en-GB"
    assert await ada.page.title() == "Stalin's rise to power · Card Index"
    for landmark in ("banner", "main"):
        await expect(ada.page.get_by_role(landmark)).to_have_count(1)


async def test_a_live_count_is_not_read_out_at_every_answer(visit: Enter, others: Visitor) -> None:
    await others.say(TEACHER, "/post questions:1")
    ada = await visit(ADA)
    await others.press("3", "start:1")
    await others.press("3", "pick:1:0:A")
    await expect(ada.messages).to_contain_text("1 person has answered.")
    await expect(ada.messages).to_have_attribute("aria-live", "off")


async def test_the_composer_says_which_completion_is_marked(visit: Enter) -> None:
    ada = await visit(ADA)
    await expect(ada.composer).to_have_attribute("aria-expanded", "false")
    await ada.composer.focus()
    await type_(ada, "/sch", "ArrowDown")
    await expect(ada.composer).to_have_attribute("aria-expanded", "true")
    marked = await ada.completions.get_by_role("option", selected=True).get_attribute("id")
    await expect(ada.composer).to_have_attribute("aria-activedescendant", str(marked))
    await expect(ada.completions.get_by_role("option", selected=True)).to_contain_text("teachers")


async def test_a_board_is_a_table_with_its_headers(visit: Enter, wall: Wall) -> None:
    await wall.pin(Reply("Board", EVERY_PART, private=False))
    table = (await visit(ADA)).page.get_by_role("table", name="Board")
    await expect(table.get_by_role("columnheader")).to_have_text(["Rank", "Name", "Score"])
    await expect(table.get_by_role("rowheader")).to_have_text(["Ada (you)", "بن", "Cem"])


async def test_a_verdict_is_said_in_words(visit: Enter, wall: Wall) -> None:
    await wall.pin(Reply("Verdict", EVERY_PART, private=False))
    settled = (await visit(ADA)).page.locator(".settled")
    await expect(settled.nth(0)).to_contain_text("Right answer")
    await expect(settled.nth(1)).to_contain_text("Your answer · Not right")
    await expect(settled.nth(2).locator(".mark")).to_have_count(0)


async def test_headings_go_down_without_a_leap(visit: Enter, wall: Wall) -> None:
    await wall.pin(Reply("Every part", EVERY_PART, private=False))
    ada = await visit(ADA)
    levels = await ada.page.get_by_role("heading").evaluate_all("all => all.map((each) => +each.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


# By eye


async def test_every_kind_of_part_is_drawn_as_what_it_is(visit: Enter, wall: Wall) -> None:
    assert {type(part) for part in EVERY_PART} == set(get_args(Part))
    await wall.pin(Reply("Every part", EVERY_PART, private=False))
    ada = await visit(ADA)
    kinds = await ada.messages.locator("[data-kind]").evaluate_all(
        "all => all.map((each) => each.dataset.kind)"
    )
    assert kinds == [type(part).__name__.lower() for part in EVERY_PART]
    await ada.photograph("every-part")


async def test_a_part_that_the_page_does_not_know_is_said_in_plain_text(visit: Enter, wall: Wall) -> None:
    parts = [{"kind": "hologram"}, {"kind": "choices", "buttons": [{"label": "Start", "token": "start:1"}]}]
    await wall.scrawl(
        {"title": "News", "tone": "plain", "parts": parts, "plain": "News\nA hologram of Stalin."}
    )
    ada = await visit(ADA)
    await expect(ada.messages).to_contain_text("A hologram of Stalin.")
    await expect(ada.messages.get_by_role("button", name="Start")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_words_are_faint(visit: Enter, wall: Wall, scheme: Scheme) -> None:
    await wall.pin(Reply("Every part", EVERY_PART, private=False))
    teacher = await visit(TEACHER, scheme=scheme)
    for line in ("/factor who called him a grey blur", "/nosuch", "/class set"):
        await teacher.say(line)
        await expect(teacher.title).to_be_visible()
    await teacher.composer.fill("/s")
    await type_(teacher, "ArrowDown")
    assert await teacher.page.evaluate(FAINT) == []
    await teacher.photograph(f"every-part-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_empty_channel_and_the_dialog_are_readable_too(visit: Enter, scheme: Scheme) -> None:
    teacher = await visit(TEACHER, width=375, scheme=scheme)
    await expect(teacher.page.get_by_role("heading", name="Nothing on the cards yet")).to_be_visible()
    assert await teacher.page.evaluate(FAINT) == []
    assert await teacher.page.evaluate(BEYOND) == []
    await teacher.photograph(f"empty-{scheme}")
    await teacher.page.get_by_role("button", name="Add a person").click()
    assert await teacher.page.evaluate(FAINT) == []
    assert await teacher.page.evaluate(BEYOND) == []


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (320, "light")])
async def test_a_lesson_fits_a_phone(visit: Enter, library: Library, width: int, scheme: Scheme) -> None:
    teacher = await visit(TEACHER, width=width, scheme=scheme)
    await teacher.say("/post questions:1")
    for line in ("/factor who called him a grey blur", "/schedule add", "/guide", "/score"):
        await teacher.say(line)
        await expect(teacher.title).to_be_visible()
    await teacher.play(library, right=0, of=1)
    await teacher.say("/close")
    await expect(teacher.messages.get_by_role("heading")).to_contain_text("results")
    assert await teacher.page.evaluate(BEYOND) == []
    assert await teacher.page.evaluate(SMALL) == []
    await teacher.photograph(f"phone-{width}-{scheme}")


async def test_words_without_an_end_stay_within_a_phone(visit: Enter, wall: Wall) -> None:
    """Fault 59."""
    parts = (
        Text(LONG),
        Evidence(LONG, "p5.s4", LONG, LONG),
        Note(LONG),
        Ranking((Row(1, "W" * 40, "30 points"), Row(100, LONG, "1000 points", mine=True))),
        Choices((Button(LONG, "x:1"),)),
        Picker(LONG, (Button(LONG, "x:1"),)),
        Options((Option("A", LONG, "x:a"), Option("B", LONG, state=State.RIGHT, chosen=True, why=LONG))),
        Chart(LONG, (Bar(LONG, 1, 2, LONG),), LONG),
        When(LONG, datetime(2026, 11, 23, tzinfo=UTC), LONG),
    )
    await wall.pin(Reply(LONG, parts, private=False))
    ada = await visit(ADA, width=320)
    await ada.photograph("phone-320-long-words")
    assert await ada.page.evaluate(BEYOND) == []


async def test_nothing_moves_for_who_does_not_want_it(visit: Enter) -> None:
    ada = await visit(ADA)
    await ada.say("/guide")
    await expect(ada.card).to_have_css("animation-name", "none")
