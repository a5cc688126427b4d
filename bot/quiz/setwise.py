"""What is unfair about all the questions together: where the keys stand, how long they are, what comes twice.

A small bank cannot help being uneven: each rule says from how many items on it holds.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.essay.source import Complaint, Source
from bot.quiz.question import ONE_LETTER, Form, Question

Numbered = tuple[int, Question]  # its place in the file, counted from 0
KEY_LONGEST = 1 / 3  # of the items: a key that is longest more often can be guessed
LETTERS = "ABC"
SPREAD_FROM = (
    15  # items: five are expected on each letter, the least for which the test is trusted (Cochran 1954)
)
# Chi-square with two degrees of freedom is exceeded by chance once in twenty times:
# NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.4.
CRITICAL = 5.991


def set_complaints(source: Source, numbered: Sequence[Numbered]) -> Iterator[Complaint]:
    """Check the questions as a set; drafts are not among them."""
    lettered = [(n, q) for n, q in numbered if q.form in ONE_LETTER - {Form.WHICH_FACTOR}]
    yield from _longest(source, lettered)
    yield from _spread(source, [(n, q) for n, q in lettered if "".join(q.choices) == LETTERS])
    yield from _twice(source, numbered)


def _longest(source: Source, lettered: Sequence[Numbered]) -> Iterator[Complaint]:
    longest = [number for number, question in lettered if _key_is_longest(question)]
    if len(longest) > len(lettered) * KEY_LONGEST + 1:
        share = f"{len(longest)} of {len(lettered)}"
        words = f"the key is the longest choice in {share} items: shorten some keys"
        yield source.complain(words, "question", longest[-1], "key")


def _key_is_longest(question: Question) -> bool:
    lengths = {letter: len(choice.text) for letter, choice in question.choices.items()}
    key = lengths.pop(question.key, 0)
    return key > max(lengths.values(), default=key)


def _spread(source: Source, lettered: Sequence[Numbered]) -> Iterator[Complaint]:
    counts = Counter(question.key for _, question in lettered)
    if len(lettered) < SPREAD_FROM or chi_square([counts[letter] for letter in LETTERS]) <= CRITICAL:
        return
    most = max(LETTERS, key=lambda letter: counts[letter])
    said = ", ".join(f"{letter} {counts[letter]}" for letter in LETTERS)
    last = max(number for number, question in lettered if question.key == most)
    words = f"the keys are spread unevenly ({said}): let some choices that stand at {most} change places"
    yield source.complain(words, "question", last, "key")


def chi_square(counts: Sequence[int]) -> float:
    """Give Pearson's statistic against an even spread."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected


def _twice(source: Source, numbered: Sequence[Numbered]) -> Iterator[Complaint]:
    first: dict[str, str] = {}
    for number, question in numbered:
        if question.stem in first:
            words = f"{question.id}: asks what {first[question.stem]} asks: write another stem"
            yield source.complain(words, "question", number, "stem")
        first.setdefault(question.stem, question.id)
