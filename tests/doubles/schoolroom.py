"""The local classroom over HTTP, with its clock and its posting, and pupils who play what its cards show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.classroom.client import Classroom
from adapters.classroom.payload import CLASSROOM, PLATFORM
from adapters.web import application
from bot.chat import Reply
from bot.posting import Posting
from bot.quiz.bank import Library
from bot.quiz.question import Form, Question
from bot.store.closings import GRACE
from bot.store.store import Store
from bot.study import StudyBot
from doubles.clock import Clock, unhurried
from doubles.rows import lay_out
from doubles.visitor import Json, Visitor, button, served, visiting

TEACHER, ADA, BEN = "1", "2", "3"


@dataclass
class Pupil:
    """A person at the page: presses what the last card shows; remembers all that came back."""

    visitor: Visitor
    person: str
    card: Json = field(default_factory=dict)
    form: Json = field(default_factory=dict)
    heard: list[Json] = field(default_factory=list)

    async def say(self, line: str) -> Json:
        return self._heard(await self.visitor.say(self.person, line))

    async def send(self, token: str) -> Json:
        return self._heard(await self.visitor.press(self.person, token))

    async def press(self, label: str) -> Json:
        return await self.send(button(self.card, label))

    async def choose(self, letter: str) -> Json:
        return await self.send(next(o["token"] for o in options(self.card) if o["letter"] == letter))

    async def type(self, typed: str) -> Json:
        """Open the form of the question shown, fill it in and send it."""
        await self.press("Type the answer")
        (asked,) = self.form["fields"]
        fields = {asked["name"]: typed}
        sent = {"person": self.person, "token": self.form["press"], "fields": fields}
        return self._heard(await self.visitor.send("submit", **sent))

    async def give(self, question: Question, answer: str) -> Json:
        """Answer the question shown: press letter after letter, or type."""
        if question.form is Form.CLOZE:
            return await self.type(answer)
        for letter in answer:
            await self.choose(letter)
        return self.card

    def _heard(self, answer: Json) -> Json:
        self.heard.append(answer)
        self.card, self.form = answer.get("card", self.card), answer.get("form", self.form)
        return self.card


@dataclass
class Schoolroom:
    visitor: Visitor
    classroom: Classroom
    posting: Posting
    clock: Clock

    def pupil(self, person: str) -> Pupil:
        return Pupil(self.visitor, person)

    async def quiz(self, teacher: Pupil, line: str = "/post") -> Json:
        """Have the teacher post a quiz; give its public card."""
        self.clock.go_on(seconds=1)
        await teacher.say(line)
        await self.posting.sweep()
        return await self.public()

    async def close(self, teacher: Pupil) -> Json:
        """Have the teacher close the quiz; give its results."""
        await teacher.say("/close")
        self.clock.now += GRACE
        await self.posting.sweep()
        return await self.public()

    async def public(self) -> Json:
        """Give the newest public card."""
        messages = (await self.visitor.state())["messages"]
        return dict(messages[-1]["card"])

    async def say_to_all(self, words: str) -> None:
        await self.classroom.post(CLASSROOM, Reply(words, private=False), words)


@asynccontextmanager
async def schoolroom(library: Library, folder: Path) -> AsyncIterator[Schoolroom]:
    """Open a classroom of its own over this library, with its database in the folder."""
    database, clock = f"sqlite:///{folder}/cardindex.db", Clock()
    lay_out(database)
    store = Store(database, ZoneInfo("Europe/London"))
    try:
        bot = StudyBot(store, library, clock, unhurried())
        classroom, app = Classroom(bot, store, clock), application("127.0.0.1")
        await classroom.open(app)
        async with served(app) as address, visiting(address) as visitor:
            posting = Posting(store, library, {PLATFORM: classroom}, clock)
            yield Schoolroom(visitor, classroom, posting, clock)
    finally:
        store.close()


def options(card: Json) -> list[Json]:
    return [option for part in card["parts"] for option in part.get("options", ()) if "letter" in option]


def shown_question(library: Library, card: Json) -> Question:
    """Find the question that the card asks, by its stem."""
    said = {part["words"] for part in card["parts"] if part["kind"] == "text"}
    return next(question for question in library.bank.questions if question.stem in said)
