"""Members who talk with a bot through the stand-in, wherever that bot runs."""

import asyncio
from dataclasses import dataclass

from adapters.slack.screen import WAIT
from bot.chat import Reply, Text
from bot.quiz.bank import Library
from bot.quiz.question import Form
from doubles.dialogue import shown_question, wrong_answer

from .news import PATIENCE, News
from .refusals import Json
from .school import School
from .seen import Seen, buttons, words
from .standin import Slack


@dataclass
class Group:
    slack: Slack
    school: School
    library: Library

    async def line(self, user: str, line: str, kinds: str = "") -> News:
        """Send a line; give what the member then sees."""
        seen = await self.slack.people.slash(user, self.school.channel, line)
        return await self.after(seen, kinds)

    async def after(self, seen: Seen, kinds: str = "") -> News:
        assert seen.banner == ""
        return await self.slack.people.next(seen, kinds)

    async def refused(self, user: str, line: str) -> str:
        """Send a line that meets a refusal; give its words."""
        said = words((await self.line(user, line, "ephemeral")).message)
        assert said.startswith("Not that way\n"), said
        return said.partition("\n")[2]

    async def start(self, user: str, message: Json, label: str = "Start") -> Json:
        """Press the button of a public message; give the modal that opens."""
        await self.after(await self.slack.people.press(user, message["ts"], label), "modal")
        return await self.top(user)

    async def answer(self, user: str, right: bool) -> Json:  # noqa: FBT001 - as RIGHT and WRONG in the dialogue
        """Answer the question on the modal, as its key has it; give the modal that follows."""
        view = await self.top(user)
        question = shown_question(self.library, Reply("", (Text(words(view)),)))
        given = question.key if right else wrong_answer(question)
        if question.form is Form.CLOZE:
            assert buttons(view)[-1] == "Type the answer"
            await self.send(user)
        for answer in [given] if question.form is Form.CLOZE else given:
            view = await self.send(user, {"Your answer": answer})
        return view

    async def play(self, user: str, message: Json, *marks: bool) -> Json:
        """Start a quiz and answer its questions one after the other; give the summary."""
        view = await self.start(user, message)
        for mark in marks:
            await self.answer(user, mark)
            view = await self.send(user)
        return view

    async def send(self, user: str, values: dict[str, str] | None = None) -> Json:
        """Send the modal on top; give what takes its place."""
        shown(await self.slack.people.submit(user, values))
        return await self.top(user)

    async def top(self, user: str) -> Json:
        """Give the modal on top, once it no longer asks for patience."""
        async with asyncio.timeout(PATIENCE):
            while (view := self.slack.people.modal(user)) is None or words(view) == WAIT.title:
                await asyncio.sleep(0.01)
        return view

    def message(self, ts: str) -> Json:
        """Give a public message as it reads now."""
        screen = self.slack.people.screen(self.school.ben, self.school.channel)
        return next(message for message in screen if message["ts"] == ts)


def shown(seen: Seen) -> Json:
    """Give the modal on top; nothing may be wrong."""
    assert (seen.banner, seen.errors) == ("", {})
    assert seen.view
    return seen.view
