"""How students ask: phrasings by sentence, words that mean the same, and what the essay does not answer."""

from dataclasses import dataclass

from bot.essay.source import Content


@dataclass(frozen=True, slots=True)
class Asked(Content):
    """Ways of asking for what these sentences say, best sentence first."""

    sentences: tuple[str, ...]
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept(Content):
    """Words and phrases that mean the same in a question."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside(Content):
    """Something that students ask and the essay does not answer: why, the words that show it, ways of asking."""

    topic: str
    why: str
    words: tuple[str, ...]
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking(Content):
    """What a pack knows of its askers; empty for a pack that has not gathered it yet."""

    asked: tuple[Asked, ...] = ()
    concept: tuple[Concept, ...] = ()
    outside: tuple[Outside, ...] = ()
    neutral: tuple[str, ...] = ()  # words that carry no claim of their own
    elsewhere: tuple[str, ...] = ()  # further questions that the essay does not answer
