"""The forms of question on the page: by keyboard alone, with the focus where the next step is, said in words."""

import pytest
from doubles.tab import Enter, Tab
from playwright.async_api import expect

from bot.quiz.bank import Bank, Library
from bot.quiz.question import Question

pytestmark = pytest.mark.asyncio(loop_scope="session")

ADA = "2"
PICKED = ("fall-of-the-rivals", "steps-of-the-essay", "who-had-what")
TYPED = "favour-in-a-word"


@pytest.fixture
def library(request: pytest.FixtureRequest, every_form: Library) -> Library:
    """The small pack, with the one question that the test names."""
    return Library(every_form.pack, Bank((every_form.bank.question[request.param],), "one"))


def asked(library: Library) -> Question:
    return library.bank.questions[0]


async def press_by_keyboard(tab: Tab, letter: str) -> None:
    """Walk on from the heading to the option, and press it."""
    await expect(tab.title).to_be_focused()
    for _ in range(8):
        await tab.page.keyboard.press("Tab")
        if await tab.option(letter).evaluate("each => each === document.activeElement"):
            break
    await expect(tab.option(letter)).to_be_focused()
    await tab.page.keyboard.press("Enter")


@pytest.mark.parametrize("library", PICKED, indirect=True)
async def test_several_picks_are_made_by_keyboard_alone(visit: Enter, library: Library) -> None:
    ada, question = await visit(ADA), asked(library)
    await ada.say("/quiz")
    for place, letter in enumerate(question.key, 1):
        step = f", pick {place} of {question.picks}" if place > 1 else ""
        await expect(ada.title).to_have_text(f"Question 1 of 1{step}")
        await press_by_keyboard(ada, letter)
    await expect(ada.title).to_have_text("Right")
    await expect(ada.title).to_be_focused()
    await expect(ada.card.get_by_text("Your answer · Right answer")).to_have_count(question.picks)
    await ada.photograph(f"form-{question.form}")


@pytest.mark.parametrize("library", PICKED, indirect=True)
async def test_what_is_picked_is_said_in_words_and_can_be_begun_anew(visit: Enter, library: Library) -> None:
    ada, question = await visit(ADA), asked(library)
    await ada.say("/quiz")
    await ada.option(question.key[0]).click()
    await expect(ada.title).to_contain_text(f"pick 2 of {question.picks}")
    await expect(ada.card).to_contain_text(question.key[0])
    await ada.photograph(f"form-{question.form}-begun")
    await ada.press("Start over")
    await expect(ada.title).to_have_text("Question 1 of 1")
    await expect(ada.title).to_be_focused()
    await expect(ada.card.locator("[data-kind=options] button")).to_have_count(len(question.choices))


@pytest.mark.parametrize("library", PICKED[:1], indirect=True)
async def test_a_pick_of_two_is_marked_as_pressed(visit: Enter, library: Library) -> None:
    ada = await visit(ADA)
    assert asked(library).picks == 2
    await ada.say("/quiz")
    await expect(ada.option("D")).not_to_have_attribute("aria-pressed", "true")
    await ada.option("D").click()
    await expect(ada.option("D")).to_have_attribute("aria-pressed", "true")
    await expect(ada.card.get_by_text("Picked so far: D.")).to_be_visible()


@pytest.mark.parametrize("library", [TYPED], indirect=True)
async def test_a_typed_answer_is_given_by_keyboard_alone(visit: Enter, library: Library) -> None:
    ada, question = await visit(ADA), asked(library)
    await ada.say("/quiz")
    await expect(ada.title).to_be_focused()
    await ada.page.keyboard.press("Tab")
    await ada.page.keyboard.press("Enter")
    field = ada.page.get_by_label("Your answer")
    await expect(field).to_have_accessible_description(question.stem)
    await expect(ada.title).to_be_focused()
    await ada.page.keyboard.press("Tab")
    await expect(field).to_be_focused()
    await ada.photograph("form-cloze-typing")
    await ada.page.keyboard.type("patronedge")
    await ada.page.keyboard.press("Enter")
    await expect(ada.card).to_contain_text("“patronedge” is close: look at the spelling.")
    await ada.press("Type the answer")
    await expect(field).to_have_value("patronedge")
    await field.fill("patronage")
    await ada.press("Send")
    await expect(ada.title).to_have_text("Right")
    await expect(ada.card).to_contain_text("You typed “patronage”.")
    await ada.photograph("form-cloze")


@pytest.mark.parametrize("library", [TYPED], indirect=True)
async def test_what_cannot_be_taken_stays_in_its_field(visit: Enter, library: Library) -> None:
    ada = await visit(ADA)
    assert asked(library).picks == 0
    await ada.say("/quiz")
    await ada.press("Type the answer")
    field = ada.page.get_by_label("Your answer")
    await field.fill("word " * 50)
    await field.press("Enter")
    await expect(ada.card).to_contain_text("at most 200 characters")
    ada.forgive("status of 422")
    await expect(field).to_have_value("word " * 50)
