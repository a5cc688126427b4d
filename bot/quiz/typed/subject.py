"""What a key names, as far as its form tells: a person, a thing, a number, a date."""

from dataclasses import dataclass

from bot.quiz.typed.forms import Wording, is_year
from bot.quiz.typed.people import Person
from bot.quiz.typed.phrases import ABSTRACT


@dataclass(frozen=True, slots=True)
class Subject:
    """The terms of a key; whose name it is, if it can be a person's; what longer names tell of it: an owner, a kind."""

    wording: Wording
    person: Person | None = None
    is_owned: bool = False
    is_of_a_kind: bool = False

    @property
    def is_person(self) -> bool:
        return self.person is not None and self.person.is_certain

    @property
    def is_thing(self) -> bool:
        return self.person is None and not self.number

    @property
    def is_place(self) -> bool:
        """Whether it is one capitalised word that can be a place's."""
        return self.person is not None and not self.person.is_certain

    @property
    def is_common(self) -> bool:
        """Whether it is one common noun."""
        return self.is_thing and self.wording.inflected

    @property
    def is_quality(self) -> bool:
        return self.is_thing and self.wording.terms[-1].text.endswith(ABSTRACT)

    @property
    def is_phrase(self) -> bool:
        """Whether it stays the same after "party": not a card, nor a leader."""
        terms = self.wording.terms
        return self.is_thing and (len(terms) > 1 or terms[0].text.endswith(ABSTRACT))

    @property
    def number(self) -> str:
        """What the one number counts: nothing, or "count", "ordinal", "percent" and the other kinds of terms."""
        terms = self.wording.terms
        return (terms[0].kind or "count") if len(terms) == 1 and terms[0].value is not None else ""

    @property
    def is_dated(self) -> bool:
        return any(map(is_year, self.wording.terms))
