"""People who talk with the bot, and the lesson in which they do."""

from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.chat import Button, Choices, Member, Option, Options, Picker, Place, Refusal, Reply, Role
from bot.chat import Form as Sheet
from bot.plain import plain
from bot.posting import Posting
from bot.quiz.bank import Bank, Library
from bot.quiz.question import Form, Question
from bot.store.closings import GRACE
from bot.store.store import Store
from bot.study import StudyBot
from doubles.channel import Channel
from doubles.clock import Clock
from doubles.rows import lay_out

RIGHT, WRONG = True, False
_QUESTION = TypeAdapter(Question)


@dataclass
class Talk:
    """One person's dialogue: says commands, and presses what the last reply shows."""

    bot: StudyBot
    member: Member
    place: Place
    said: Reply = field(default_factory=lambda: Reply(""))

    async def ask(self, command: str, **options: str | int) -> Reply:
        return self._heard(await self.bot.answer(command, self.member, self.place, options))

    async def send(self, token: str) -> Reply:
        return self._heard(await self.bot.press(token, self.member, self.place))

    async def press(self, label: str) -> Reply:
        return await self.send(token_of(self.said, label))

    async def start(self, card: Reply) -> Reply:
        """Press the one button of a public message."""
        return await self.send(buttons(card)[0].token)

    async def choose(self, letter: str) -> Reply:
        return await self.send(next(o.token for o in options(self.said) if o.letter == letter))

    async def answer(self, right: bool) -> Reply:  # noqa: FBT001 - RIGHT or WRONG
        """Answer the question shown, as its key has it."""
        question = shown_question(self.bot.library, self.said)
        return await self.give(question, question.key if right else wrong_answer(question))

    async def give(self, question: Question, answer: str) -> Reply:
        """Answer the question shown: press letter after letter, or type."""
        if question.form is Form.CLOZE:
            return await self.type(answer)
        for letter in answer:
            await self.choose(letter)
        return self.said

    async def type(self, typed: str) -> Reply:
        """Open the form of the question shown, fill it in and send it."""
        opened = form(await self.bot.press(token_of(self.said, "Type the answer"), self.member, self.place))
        return self._heard(await self.bot.submit(opened.press, {"answer": typed}, self.member, self.place))

    async def play(self, card: Reply, *marks: bool) -> Reply:
        """Start a quiz and answer its questions one after the other."""
        await self.start(card)
        for mark in marks:
            await self.answer(mark)
            await self.send(buttons(self.said)[0].token)  # Next, or Finish
        return self.said

    def _heard(self, said: Reply | Sheet) -> Reply:
        self.said = reply(said)
        return self.said


@dataclass
class Lesson:
    """A class with its teacher, its channel and its clock."""

    bot: StudyBot
    posting: Posting
    channel: Channel
    clock: Clock
    place: Place
    teacher: Talk = field(init=False)

    def __post_init__(self) -> None:
        server = (self.place.platform, self.place.server)
        self.teacher = self.talk(Member(*server, "1", "Ms Hall", Role.TEACHER))

    def talk(self, member: Member) -> Talk:
        return Talk(self.bot, member, self.place)

    def students(self, count: int) -> list[Talk]:
        server = (self.place.platform, self.place.server)
        return [self.talk(Member(*server, f"s{n}", f"Student {n:02}", Role.STUDENT)) for n in range(count)]

    async def quiz(self, **options: str | int) -> Reply:
        """Have the teacher post a quiz; give its public message."""
        self.clock.go_on(seconds=1)
        await self.teacher.ask("post", **options)
        await self.posting.sweep()
        return self.card

    async def close(self) -> Reply:
        """Have the teacher close the quiz; give its results, which come when the grace is over."""
        await self.teacher.ask("close")
        self.clock.now += GRACE
        await self.posting.sweep()
        return self.card

    async def later(self, **span: float) -> None:
        self.clock.go_on(**span)
        await self.posting.sweep()

    @property
    def card(self) -> Reply:
        """The newest public message as it reads now."""
        return self.channel.cards[-1]


@contextmanager
def lesson_with(library: Library, folder: Path) -> Iterator[Lesson]:
    """Give a lesson of its own, over this library, with its database in the folder."""
    database, channel, clock = f"sqlite:///{folder}/cardindex.db", Channel(), Clock()
    lay_out(database)
    store = Store(database, ZoneInfo("Europe/London"))
    posting = Posting(store, library, {"classroom": channel}, clock)
    place = Place("classroom", "local", "class")
    try:
        yield Lesson(StudyBot(store, library, clock), posting, channel, clock, place)
    finally:
        store.close()


def with_other_keys(library: Library) -> Library:
    """Give the same questions with other keys and reasons: who cannot tell the two apart knows no key."""
    return Library(library.pack, Bank(tuple(map(_with_other_key, library.bank.questions)), "other keys"))


def _with_other_key(question: Question) -> Question:
    told = _QUESTION.dump_python(question, mode="json")
    reasons = {
        letter: {**told[letter], "why": f"{letter}, says the other key", "tag": "another-tag"}
        for letter in question.choices
    }
    as_a_whole = {"why": question.why and "So says the other key", "tag": question.tag and "another-tag"}
    typed = {"aliases": [f"{name}, too" for name in question.aliases], "near": _other_near(question)}
    return _QUESTION.validate_python({**told, **reasons, **as_a_whole, **typed, "key": other_key(question)})


def _other_near(question: Question) -> list[dict[str, str]]:
    """Give a cloze's near wrong answers, its own key in the place of the first."""
    names = [question.key, *(near.text for near in question.near[1:])] if question.near else []
    return [{"text": name, "why": "Not by the other key", "tag": "another-tag"} for name in names]


def reply(said: Reply | Sheet) -> Reply:
    assert isinstance(said, Reply)
    return said


def form(said: Reply | Sheet) -> Sheet:
    assert isinstance(said, Sheet)
    return said


async def refusal(asked: Awaitable[object]) -> Refusal:
    """Give the refusal that the request meets; an answer is a failure."""
    try:
        said = await asked
    except Refusal as no:
        return no
    raise AssertionError(f"should have been refused: {said}")


async def words(asked: Awaitable[Reply | Sheet]) -> str:
    """Give what was said, be it an answer, a form's title or a refusal."""
    try:
        said = await asked
    except Refusal as no:
        return str(no)
    return plain(said) if isinstance(said, Reply) else said.title


def buttons(said: Reply) -> list[Button]:
    found: list[Button] = []
    for part in said.parts:
        found += (
            part.buttons if isinstance(part, Choices) else part.options if isinstance(part, Picker) else ()
        )
    return found


def token_of(said: Reply, label: str) -> str:
    tokens = {button.label: button.token for button in buttons(said)}
    assert label in tokens, f"no button “{label}” among {list(tokens)}"
    return tokens[label]


def options(said: Reply) -> list[Option]:
    return [option for part in said.parts if isinstance(part, Options) for option in part.options]


def shown_question(library: Library, said: Reply) -> Question:
    """Find the question that the reply shows, by its stem."""
    text = plain(said)
    return next(question for question in library.bank.questions if question.stem in text)


def wrong_letters(question: Question) -> list[str]:
    return [letter for letter in question.choices if letter not in question.key]


def wrong_answer(question: Question) -> str:
    """Give an answer that earns nothing."""
    match question.form:
        case Form.CHOOSE_TWO:
            return "".join(wrong_letters(question)[:2])
        case Form.ORDERING:
            return question.key[::-1]
        case Form.MATCHING:
            return question.key[1:] + question.key[0]
        case Form.CLOZE:
            return question.near[0].text
        case _:
            return wrong_letters(question)[0]


def other_key(question: Question) -> str:
    """Give a key that the question might have had as well."""
    return question.near[0].text if question.form is Form.CLOZE else wrong_answer(question)
