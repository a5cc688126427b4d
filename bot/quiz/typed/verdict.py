"""The verdict on a typed answer: what is left of it without its lead-in must be the key, all of it, and no more."""

import re
from collections.abc import Iterable

from bot.quiz.marking import Verdict
from bot.quiz.typed.names import Name, names_of
from bot.quiz.typed.terms import Term, folded, terms

LONGEST = 200  # characters; a longer text is an essay, not an answer
_RESTATED = re.compile(r"[()\[\];:=/]|,(?!\d)|\s-+\s|\b(?:or|aka|ie)\b")


def mark_typed(key: str, aliases: Iterable[str], typed: str) -> Verdict:
    """Mark what was typed against the key and its other names.

    Right: one of the names, whatever its case, accents, numerals, transliteration and lead-in; one-letter slips in
    long words. Close: a name too badly spelt for that. Wrong: all else, so a changed number, a negation, guesses in
    a row, a part of the key, a text of more than 200 characters.
    """
    if len(typed) > LONGEST:
        return Verdict.WRONG
    names = names_of(name for name in (key, *aliases) if len(name) <= LONGEST)
    verdict = _best(names, terms(typed))
    return Verdict.RIGHT if verdict is not Verdict.RIGHT and _restated(names, typed) else verdict


def _best(names: list[Name], answer: tuple[Term, ...]) -> Verdict:
    verdicts = {name.verdict(answer) for name in names} if answer else set()
    return next((verdict for verdict in (Verdict.RIGHT, Verdict.CLOSE) if verdict in verdicts), Verdict.WRONG)


def _restated(names: list[Name], typed: str) -> bool:
    """Whether the answer only says the key again: "NEP (New Economic Policy)"."""
    said = [terms(part) for part in _RESTATED.split(folded(typed))]
    parts = [part for part in said if part]
    return len(parts) > 1 and all(_best(names, part) is Verdict.RIGHT for part in parts)
