"""One accepted name of an answer, and whether some terms say it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.quiz.marking import Verdict
from bot.quiz.typed.aligning import aligned
from bot.quiz.typed.forms import Wording
from bot.quiz.typed.people import TITLES, Person, called, is_capitalised_word, is_surname, person
from bot.quiz.typed.phrases import (
    ARTICLES,
    COUNTED,
    COUNTED_BY_ORDINALS,
    DESCRIPTIONS,
    KINDS,
    LEAD_INS,
    NUMBER_TAILS,
    OF_THE_PARTY,
    TAILS,
    UNITS,
)
from bot.quiz.typed.spelling import Likeness
from bot.quiz.typed.terms import Term, folded, terms

_LONGEST_LEAD = 12  # words: more than that is no lead-in, and would be slow to look through
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_VERDICTS = {
    Likeness.SAME: Verdict.RIGHT,
    Likeness.SLIP: Verdict.RIGHT,
    Likeness.NEAR: Verdict.CLOSE,
    Likeness.OTHER: Verdict.WRONG,
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in terms; whose name it is, if it is a surname; a bound on its number."""

    wording: Wording
    bound: str = ""
    person: Person | None = None

    def verdict(self, answer: tuple[Term, ...]) -> Verdict:
        """Compare an answer with this name, with and without what leads it in and out."""
        bounds = {term.text for term in answer if term.kind == "bound"}
        if not self._fits(bounds):
            return Verdict.WRONG
        unbound = tuple(term for term in answer if term.kind != "bound")
        best = Likeness.OTHER
        for cut in self._cuts(unbound):
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
        most = len(answer)
        first = next((n for n, term in enumerate(answer) if not self._leads_in(term)), most)
        last = next((n for n in range(most, 0, -1) if not self._leads_out(answer[n - 1])), 0)
        for start in range(min(first, _LONGEST_LEAD) + 1):
            for stop in range(max(last, start + 1, most - _LONGEST_LEAD), most + 1):
                if stop - start <= self.wording.longest:
                    yield answer[start:stop]

    def _leads_in(self, term: Term) -> bool:
        if term.kind:
            return False
        if term.text in LEAD_INS | DESCRIPTIONS:
            return True
        return self.person.may_be_called(term.text) if self.person else term.text in KINDS

    def _leads_out(self, term: Term) -> bool:
        numbers = [other.kind for other in self.wording.terms if other.value is not None]
        if term.text in TAILS:
            return True
        measured = [other for other in self.wording.terms if other.text != "percent"]
        if len(measured) > 1:
            return term.text in OF_THE_PARTY and self.person is None
        if not numbers:
            return False
        return term.text in NUMBER_TAILS | COUNTED | (
            COUNTED_BY_ORDINALS if numbers == ["ordinal"] else frozenset()
        )


def names_of(names: Iterable[str]) -> list[Name]:
    """Read the key and its other names, each with the shorter forms that name the same."""
    texts = [name for name in names if name.strip()]
    people = [found for found in map(person, texts) if found]
    return [found for text in texts for found in _readings(text, people)]


def _readings(text: str, people: list[Person]) -> Iterator[Name]:
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
    if title.casefold() in TITLES and rest[:1].isupper() and is_surname(rest):
        yield from _readings(rest, people)
    if re.fullmatch(r"[A-Z]\w+ (?:[IVX]+|\d)", text):
        yield _name(text, Person(text))


def _without_unit(text: str) -> str:
    """Read "13 years" as 13 too."""
    words = text.split()
    while len(words) > 1 and folded(words[-1]) in UNITS:
        words.pop()
    shorter = " ".join(words)
    counts = [term for term in terms(shorter) if term.kind != "bound"]
    return shorter if shorter != text and len(counts) == 1 and counts[0].value is not None else ""


def _without_lead_in(text: str) -> str:
    """Read "through patronage" and "the policy of terror" as what they lead in, unless the key is a title."""
    words = text.split()
    while len(words) > 1 and words[0].islower() and folded(words[0]) in LEAD_INS | ARTICLES:
        words.pop(0)
    if len(words) > 2 and words[1] == "of" and words[0] in KINDS:  # noqa: PLR2004 - kind, of, answer
        del words[:2]
    return " ".join(words) if words != text.split() else ""


def _name(text: str, whose: Person | None = None) -> Name:
    read = terms(text)
    bound = next((term.text for term in read if term.kind == "bound"), "")
    return Name(Wording.of(tuple(term for term in read if term.kind != "bound"), text), bound, whose)
