"""One accepted name of an answer, and whether some terms say it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.quiz.marking import Verdict
from bot.quiz.typed.actors import HONORIFICS, KNOWN, TITLES
from bot.quiz.typed.aligning import aligned
from bot.quiz.typed.dating import without_finer
from bot.quiz.typed.forms import Wording
from bot.quiz.typed.leading import starts
from bot.quiz.typed.listing import surnames, without_given
from bot.quiz.typed.people import JUNIOR, Person, called, is_capitalised_word, is_surname, person
from bot.quiz.typed.phrases import ARTICLES, KEY_KINDS, KEY_LEADS
from bot.quiz.typed.quantities import COUNTED, TIMES
from bot.quiz.typed.spelling import Likeness
from bot.quiz.typed.subject import Subject
from bot.quiz.typed.terms import Term, folded, terms
from bot.quiz.typed.trailing import stops

_OFFICES = frozenset({"protector", "regent"})
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_VERDICTS = {
    Likeness.SAME: Verdict.RIGHT,
    Likeness.SLIP: Verdict.RIGHT,
    Likeness.NEAR: Verdict.CLOSE,
    Likeness.OTHER: Verdict.WRONG,
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in terms, and what it names; a bound on its number."""

    subject: Subject
    bound: str = ""

    @property
    def wording(self) -> Wording:
        return self.subject.wording

    def verdict(self, answer: tuple[Term, ...]) -> Verdict:
        """Compare an answer with this name, with and without what leads it in and out."""
        bounds = {term.text for term in answer if term.kind == "bound"}
        if not self._fits(bounds):
            return Verdict.WRONG
        unbound = tuple(term for term in answer if term.kind != "bound")
        best = Likeness.OTHER
        for cut in self._cuts(without_given(without_finer(unbound, self.wording.terms), self.wording)):
            best = max(best, aligned(self.wording, cut))
            if best is Likeness.SAME:
                break
        return _VERDICTS[best]

    def _fits(self, bounds: set[str]) -> bool:
        """Whether the bounds typed go with the name's: "over 26,000" is 26,000, "under 26,000" is not."""
        if self.bound == "under":
            return bounds == {"under"}
        return not bounds or (bounds == {"over"} and (self.bound == "over" or self._is_round()))

    def _is_round(self) -> bool:
        values = [term.value for term in self.wording.terms]
        return len(values) == 1 and values[0] is not None and values[0] % 1000 == 0

    def _cuts(self, answer: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
        ends = stops(answer, self.subject)
        for start in starts(answer, self.subject):
            yield from (answer[start:stop] for stop in ends if 0 < stop - start <= self.wording.longest)


def names_of(names: Iterable[str]) -> list[Name]:
    """Read the key and its other names, each with the shorter forms that name the same."""
    texts = [name for name in names if name.strip()]
    people = [found for found in map(person, texts) if found]
    read = [found for text in texts for found in _readings(text, people)]
    named = [name for name in read if name.wording.terms]
    return [replace(name, subject=_beside(name.subject, named)) for name in named]


def _beside(subject: Subject, names: list[Name]) -> Subject:
    """Say what longer names tell of the same thing: whose it is (Lenin's Testament), of what kind (Left Opposition)."""
    ours = [term.text for term in subject.wording.terms]
    told = [
        terms[: -len(ours)]
        for terms in (name.wording.terms for name in names)
        if [term.text for term in terms[-len(ours) :]] == ours
    ]
    owners = [*subject.wording.terms, *(term for before in told for term in before)]
    is_owned = any(term.kind == "owner" or term.text in KNOWN for term in owners)
    return replace(subject, is_owned=is_owned, is_of_a_kind=any(told))


def _readings(text: str, people: list[Person]) -> Iterator[Name]:
    if JUNIOR.search(text):
        yield from _readings(JUNIOR.sub("", text), people)
    if listed := surnames(text):
        yield _name(listed)
    yield _name(text, called(text, people) if is_capitalised_word(text) else person(text))
    without = _IN_BRACKETS.sub(" ", text).strip()
    if without not in {"", text}:
        yield from _readings(without, people)
    if found := person(text):
        yield _name(found.surname, found)
        yield _name(f"{found.surname} {text.removesuffix(found.surname)}", found)
    yield from _without_title(text, people)
    if shorter := _without_unit(text) or _without_lead_in(text):
        yield _name(shorter)


def _without_title(text: str, people: list[Person]) -> Iterator[Name]:
    """Read "Tsar Nicholas II" as "Nicholas II" too, and let a title stand before that."""
    title, _, rest = text.partition(" ")
    if title.casefold() in HONORIFICS and rest[:1].isupper() and is_surname(rest) and not _is_office(rest):
        yield from _readings(rest, people)
    if re.fullmatch(r"[A-Z]\w+ (?:[IVX]+|\d|the [A-Z]\w+)", text):
        yield _name(text, Person(text, reigns=True))


def _is_office(words: str) -> bool:
    return folded(words.rsplit(maxsplit=1)[-1]) in TITLES | _OFFICES


def _without_unit(text: str) -> str:
    """Read "13 years" as 13 too."""
    words = text.split()
    while len(words) > 1 and folded(words[-1]) in COUNTED | TIMES | ARTICLES:
        words.pop()
    shorter = " ".join(words)
    counts = [term for term in terms(shorter) if term.kind != "bound"]
    return shorter if shorter != text and len(counts) == 1 and counts[0].value is not None else ""


def _without_lead_in(text: str) -> str:
    """Read "through patronage" and "the policy of terror" as what they lead in, unless the key is a title."""
    words = text.split()
    while len(words) > 1 and words[0].islower() and folded(words[0]) in KEY_LEADS | ARTICLES:
        words.pop(0)
    if len(words) > 2 and words[1] == "of" and words[0] in KEY_KINDS:  # noqa: PLR2004 - kind, of, answer
        del words[:2]
    return " ".join(words) if words != text.split() else ""


def _name(text: str, whose: Person | None = None) -> Name:
    read = terms(text)
    bound = next((term.text for term in read if term.kind == "bound"), "")
    wording = Wording.of(tuple(term for term in read if term.kind != "bound"), text)
    return Name(Subject(wording, whose), bound)
