"""One essay as the bot knows it: sentences, factors, teaching points, prompts."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.chat import Evidence, Note, Refusal
from bot.essay.asking import Asking
from bot.essay.index import Index
from bot.essay.source import Content

COUNTED = frozenset(
    {"the", "factor", "point", "reason", "cause", "number", "no"}
)  # words before a factor's number
NUMBERS = (
    ("1", "one", "first", "1st"),
    ("2", "two", "second", "2nd"),
    ("3", "three", "third", "3rd"),
    ("4", "four", "fourth", "4th"),
    ("5", "five", "fifth", "5th"),
    ("6", "six", "sixth", "6th"),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the essay, word for word; its id is `p2.s3`: paragraph 2, sentence 3."""

    id: str
    text: str
    factor: str

    @property
    def where(self) -> str:
        """Say the place in words: "paragraph 5, sentence 4"."""
        paragraph, number = self.id[1:].split(".s")
        return "the title question" if paragraph == "0" else f"paragraph {paragraph}, sentence {number}"


@dataclass(frozen=True, slots=True)
class Factor(Content):
    id: str
    name: str
    nicknames: tuple[str, ...]
    paragraphs: tuple[int, ...]
    claim: str
    conclusion: str
    counter: tuple[str, ...] = ()  # sentences that tell against it
    use: str = ""  # how to build a paragraph on it
    links: dict[str, str] = field(
        default_factory=dict, hash=False
    )  # another factor -> the sentence that joins them


class Supply(StrEnum):
    """What a point can tell when it is asked for: a statement is always there."""

    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Point(Content):
    """A claim of the essay in our words, the sentences that carry it, and the caution it needs."""

    id: str
    factor: str
    sentences: tuple[str, ...]
    claim: str
    ask: str = ""  # a question that it answers, to be offered to whoever looks for one
    supplies: tuple[Supply, ...] = ()
    record: tuple[int, ...] = ()
    verdict: str = "sound"
    note: str = ""
    draft: bool = False  # its sentences are quoted, its claim is not shown as ours

    @property
    def topic(self) -> str:
        """Name the point for a button: by the question that it answers."""
        return self.ask or self.name

    @property
    def name(self) -> str:
        """Name the point in a few words."""
        return self.id.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Prompt(Content):
    """An exam-style task, a scaffold for the plan, and the points that belong in it."""

    id: str
    factor: str
    task: str
    plan: tuple[str, ...]
    points: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """One essay, checked and frozen; `hash` names this very content."""

    id: str
    title: str
    sentences: tuple[Sentence, ...]
    factors: tuple[Factor, ...]
    points: tuple[Point, ...]
    drafts: tuple[Point, ...]  # points that nobody has put in words of their own yet
    prompts: tuple[Prompt, ...]
    asking: Asking
    index: Index = field(repr=False)
    misconceptions: dict[str, str]
    hash: str

    def __hash__(self) -> int:
        return hash(self.hash)

    @cached_property
    def sentence(self) -> dict[str, Sentence]:
        """The sentences by id."""
        return {sentence.id: sentence for sentence in self.sentences}

    @cached_property
    def point(self) -> dict[str, Point]:
        """The points by id, drafts among them."""
        return {point.id: point for point in (*self.points, *self.drafts)}

    @cached_property
    def factor(self) -> dict[str, Factor]:
        """The factors by id."""
        return {factor.id: factor for factor in self.factors}

    @cached_property
    def _carried(self) -> dict[str, tuple[Point, ...]]:
        carried = defaultdict[str, tuple[Point, ...]](tuple)
        for point in self.points:
            for sentence in point.sentences:
                carried[sentence] += (point,)
        return dict(carried)

    def factor_called(self, said: str) -> Factor | None:
        """Find the factor whose name or number is all that was said: "opponents", "2", "the 2nd point"."""
        words = said.lower().replace("-", " ").replace("’", "'").strip(" ?.!").split()
        wanted = " ".join(word for word in words if word not in COUNTED)
        by_name = {name: f for f in self.factors for name in _names(f)}
        by_number = {word: f for f, ways in zip(self.factors, NUMBERS, strict=False) for word in ways}
        return by_name.get(wanted) or by_number.get(wanted)

    def factor_named(self, name: str) -> Factor:
        """Find a factor by its id, name or nickname; raise Refusal with the names that there are."""
        wanted = " ".join(name.lower().replace("-", " ").replace("’", "'").split()).removeprefix("factor ")
        for factor in self.factors:
            if wanted in _names(factor):
                return factor
        names = ", ".join(factor.id for factor in self.factors)
        raise Refusal(f"There is no factor of that name. The factors are: {names}.")

    def points_on(self, sentence: str) -> tuple[Point, ...]:
        """List the points that the sentence carries."""
        return self._carried.get(sentence, ())

    def supplied(self, sentence: str) -> frozenset[Supply]:
        """Tell what the sentence can give to whoever asks for it."""
        known = (point for point in (*self.points, *self.drafts) if sentence in point.sentences)
        return frozenset(kind for point in known for kind in point.supplies)

    def evidence(self, sentence: str) -> Evidence:
        """Quote a sentence with its place and factor."""
        found = self.sentence[sentence]
        return Evidence(found.text, found.id, found.where, self.factor[found.factor].name)

    def notes(self, sentences: tuple[str, ...], points: tuple[str, ...] = ()) -> tuple[Note, ...]:
        """List the cautions under what rests on these sentences and points, each once."""
        carried = (point for sentence in sentences for point in self.points_on(sentence))
        named = (self.point[id_] for id_ in points if id_ in self.point)
        words = (point.note for point in (*named, *carried) if point.note)
        return tuple(map(Note, dict.fromkeys(words)))


def _names(factor: Factor) -> frozenset[str]:
    name = factor.name.lower()
    return frozenset({factor.id.replace("-", " "), name, name.removeprefix("the "), *factor.nicknames})
