"""One lesson for every door: what the class says and presses, whichever platform carries it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bot.quiz.bank import Library
from bot.quiz.question import Question
from doubles.dialogue import wrong_letters
from doubles.rows import rows
from doubles.visitor import Visitor

TEACHER, ADA, BEN = "Teacher", "Ada", "Ben"
PATIENCE = 20.0  # seconds, for a machine that is busy
Between = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Card:
    """What somebody sees: its words without mark-up, its buttons' ids by label, the message that it is."""

    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    message: str = ""


class Door(Protocol):
    """A platform as the class uses it."""

    async def say(self, who: str, command: str, **options: str | int) -> Card: ...

    async def press(self, who: str, card: Card, label: str) -> Card: ...

    async def channel(self) -> list[Card]:
        """Give what everyone sees, oldest first."""
        ...


async def nothing() -> None:
    pass


async def lesson(door: Door, library: Library, between: Between = nothing) -> None:
    """Post a quiz, play it, close it; ask the essay, practise, plan; `between` happens after every step."""

    async def then(step: Awaitable[Card], words: str) -> Card:
        card = await step
        assert words in card.text, card.text
        await between()
        return card

    await then(door.say(TEACHER, "post", questions=2), "Posting")
    quiz = await posted(door, "Nobody has answered yet.")
    asked = await then(door.press(ADA, quiz, "Start"), "Question 1 of 2")
    verdict = await then(door.press(ADA, asked, right(library, asked)), "10 of 10 points")
    asked = await then(door.press(ADA, verdict, "Next"), "Question 2 of 2")
    again = await then(door.press(ADA, quiz, "Start"), "Question 2 of 2")
    assert question_of(library, again) is question_of(library, asked)
    verdict = await then(door.press(ADA, again, wrong(library, again)), "0 of 10 points")
    await then(door.press(ADA, verdict, "Finish"), "1 of 2 (50 %) right: 10 of 20 points.")
    asked = await then(door.press(BEN, quiz, "Start"), "Question 1 of 2")
    await then(door.press(BEN, asked, wrong(library, asked)), "0 of 10 points")
    await posted(door, "2 people have answered.")
    await then(door.say(BEN, "score"), "0 points on the board.")
    await then(door.say(BEN, "leaderboard", period="day"), "(you): 0 points")
    await then(door.say(TEACHER, "close"), "Closing")
    results = await posted(door, "The quiz is closed. 2 took part.")
    await then(door.press(BEN, results, "Look back at mine"), "1 not answered")
    await _ask_and_practise(door, library, then, between)


async def _ask_and_practise(
    door: Door, library: Library, then: Callable[[Awaitable[Card], str], Awaitable[Card]], between: Between
) -> None:
    answer = await then(door.say(ADA, "factor", question="who called him a grey blur"), "'grey blur'")
    await door.press(ADA, answer, "Share with the channel")
    await posted(door, "Shared by Ada")
    await between()
    asked = await then(door.press(ADA, answer, "Quiz me on this"), "Question 1 of 3")
    await then(door.press(ADA, asked, right(library, asked)), "10 of 10 points")
    await then(door.say(TEACHER, "schedule add", time="8:30", days="mon,wed"), "Schedule 1 is set")
    await then(door.say(TEACHER, "schedule pause", number=1), "Schedule 1 rests")


async def posted(door: Door, words: str) -> Card:
    """Wait for a message of the channel to say so."""
    async with asyncio.timeout(PATIENCE):
        while not (found := [card for card in await door.channel() if words in card.text]):
            await asyncio.sleep(0.05)
    return found[-1]


def question_of(library: Library, card: Card) -> Question:
    """Find the question that a card asks, by its stem."""
    text = _bare(card.text)
    return next(question for question in library.bank.questions if _bare(question.stem) in text)


def right(library: Library, card: Card) -> str:
    return question_of(library, card).key


def wrong(library: Library, card: Card) -> str:
    return wrong_letters(question_of(library, card))[0]


def _bare(words: str) -> str:
    return " ".join(words.split())


KEPT = (
    "select name from students order by id",
    "select status, questions, factor, reveal, attempts, late, shown from occurrences",
    (
        "select name, occurrence_id is null, place, points, settled, length(tried) from answers "
        "join students on students.id = student_id order by answers.id"
    ),
    "select name, occurrence_id is null from rounds join students on students.id = student_id order by rounds.id",
    "select at, days, questions, factor, window, status, reason, origin from schedules",
    "select time_zone, reveal, attempts, teacher_role, catch_up, practice_counts from classes",
    "select count(*) from paper_questions",
)


def kept(folder: Path) -> list[list[tuple[object, ...]]]:
    """Give what a lesson leaves in the database, whatever the platform and the questions were."""
    return [rows(f"sqlite:///{folder}/cardindex.db", query) for query in KEPT]


@dataclass
class ClassroomDoor:
    """The page, without a browser."""

    visitor: Visitor
    seats: dict[str, str]

    @classmethod
    async def of(cls, visitor: Visitor) -> "ClassroomDoor":
        people = (await visitor.state())["people"]
        return cls(visitor, {person["name"]: person["id"] for person in people})

    async def say(self, who: str, command: str, **options: str | int) -> Card:
        line = " ".join([f"/{command}", *(f"{name}:{value}" for name, value in options.items())])
        return _page_card(await self.visitor.say(self.seats[who], line))

    async def press(self, who: str, card: Card, label: str) -> Card:
        return _page_card(await self.visitor.press(self.seats[who], card.buttons[label]))

    async def channel(self) -> list[Card]:
        return [_page_card(message) for message in (await self.visitor.state())["messages"]]


def _page_card(told: dict[str, Any]) -> Card:
    card = told.get("card") or {"plain": "", "parts": []}
    found: dict[str, str] = {}
    for part in card["parts"]:
        found |= {button["label"]: button["token"] for button in part.get("buttons", ())}
        if part["kind"] == "options":
            found |= {option["letter"]: option["token"] for option in part["options"] if option["token"]}
    return Card(card["plain"], found)


def without_marks(words: str) -> str:
    """Read Discord's mark-up as it is shown."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", words).replace("\u2068", "").replace("\u2069", "")
