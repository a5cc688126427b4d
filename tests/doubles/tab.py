"""A person's browser tab on the classroom's page, as that person uses it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

from playwright.async_api import (
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Locator,
    Page,
    Response,
    Route,
    expect,
)

from bot.quiz.bank import Library
from bot.quiz.question import Question
from doubles.dialogue import wrong_answer

OUTPUT = Path(__file__).parent.parent / "output"
Scheme = Literal["light", "dark"]
QUIET = "error"  # the console's level that a page without faults never reaches


class Enter(Protocol):
    """Sits down as the person with the id, at a browser of their own."""

    async def __call__(self, person: str, width: int = 1200, scheme: Scheme = "light") -> "Tab": ...


class Tab:
    """Remembers what went wrong in the page, and what of the classroom reached it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        self._streamed: list[str] = []
        self._answers: list[Response] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", self._dismiss)
        page.on("response", self._keep)

    def _keep(self, answer: Response) -> None:
        self._answers.append(answer)

    async def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"a dialog: {dialog.message}")
        await dialog.dismiss()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == QUIET:
            self.troubles.append(message.text)

    def _stream(self, event: dict[str, Any]) -> None:
        self._streamed.append(event["data"])

    @classmethod
    async def open(cls, context: BrowserContext, address: str) -> "Tab":
        """Open the page at the address; wait until it is live."""
        page = await context.new_page()
        tab = cls(page)
        wire = await context.new_cdp_session(page)
        await wire.send("Network.enable")
        wire.on("Network.eventSourceMessageReceived", tab._stream)
        await page.goto(address)
        await tab.is_live()
        return tab

    async def is_live(self) -> None:
        """Wait until the page has read the classroom's state and hears what happens."""
        await expect(self.page.get_by_role("log")).not_to_have_attribute("aria-busy", "true")
        await expect(self.page.locator("#connection")).to_be_empty()

    def forgive(self, *expected: str) -> None:
        """Take away the troubles that the test itself has caused."""
        self.troubles = [said for said in self.troubles if not any(words in said for words in expected)]

    async def received(self) -> str:
        """Give all that the classroom ever sent to this tab, and all that stands in it now."""
        answers = [a for a in self._answers if "/api/" in a.url and "/api/stream" not in a.url]
        bodies = [await answer.text() for answer in answers]
        return "\n".join([await self.page.content(), *bodies, *self._streamed])

    async def photograph(self, name: str) -> None:
        """Keep a picture of the whole page for people to look at."""
        OUTPUT.mkdir(exist_ok=True)
        seen = self.page.viewport_size
        assert seen
        tall = await self.page.evaluate("document.documentElement.scrollHeight")
        await self.page.set_viewport_size({"width": seen["width"], "height": max(seen["height"], tall)})
        await self.page.screenshot(path=OUTPUT / f"{name}.png")
        await self.page.set_viewport_size({"width": seen["width"], "height": seen["height"]})

    # What stands on the page

    @property
    def composer(self) -> Locator:
        return self.page.get_by_label("Type / for a command")

    @property
    def completions(self) -> Locator:
        return self.page.get_by_role("listbox", name="Completions")

    @property
    def messages(self) -> Locator:
        """What everyone sees."""
        return self.page.locator("[data-message]")

    @property
    def card(self) -> Locator:
        """The newest private card."""
        return self.page.locator(".exchange").last.locator(".private").last

    @property
    def title(self) -> Locator:
        """The newest private card's heading."""
        return self.card.get_by_role("heading")

    # What the person does

    async def say(self, line: str) -> None:
        """Type a line and send it."""
        await self.composer.fill(line)
        await self.composer.press("Enter")

    async def press(self, label: str) -> None:
        """Press a button of the newest private card."""
        await self.card.get_by_role("button", name=label, exact=True).click()

    @asynccontextmanager
    async def slow_answers(self) -> AsyncIterator[None]:
        """Let nothing that is said arrive before the end."""
        arrives = asyncio.Event()

        async def hold(route: Route) -> None:
            await arrives.wait()
            await route.continue_()

        await self.page.route("**/api/say", hold)
        yield
        arrives.set()

    async def start(self) -> None:
        """Press Start under the newest message."""
        await self.messages.last.get_by_role("button", name="Start").click()

    async def asked(self, library: Library) -> Question:
        """Give the question that the newest private card asks."""
        await expect(self.title).to_contain_text("Question ")
        stem = await self.card.locator("[data-kind=text]").first.text_content()
        return next(question for question in library.bank.questions if question.stem == stem)

    def option(self, letter: str) -> Locator:
        """The option of the newest private card that has the letter."""
        return self.card.locator("[data-kind=options] button").filter(
            has=self.page.locator(f".letter:text-is('{letter}')")
        )

    async def answer(self, question: Question, answer: str) -> None:
        """Press letter after letter, or type; wait for the verdict."""
        for place, letter in enumerate(answer if question.picks else "", 1):
            await self.option(letter).click()
            if place < question.picks:
                await expect(self.title).to_contain_text(f"pick {place + 1} of {question.picks}")
        if not question.picks:
            await self.press("Type the answer")
            await self.page.get_by_label("Your answer").fill(answer)
            await self.press("Send")
        await expect(self.title).not_to_contain_text("Question ")

    async def play(self, library: Library, right: int, of: int) -> None:
        """Answer a whole round: the first `right` questions rightly, the others not."""
        await self.start()
        for number in range(of):
            question = await self.asked(library)
            await self.answer(question, question.key if number < right else wrong_answer(question))
            await self.press("Next" if number + 1 < of else "Finish")
        await expect(self.title).to_have_text("Your round")
