"""What an answer earns in each form, and how that is said. Pure functions of the question and the answer."""

from itertools import combinations

from bot.quiz.marking import WORTH, Verdict
from bot.quiz.question import Form, Question
from bot.quiz.typed import mark_typed


def mark(question: Question, answer: str) -> int:
    """Give the points, 0 to WORTH, that an answer earns: its letters as they are kept, or what was typed."""
    right, of = _share(question, answer)
    return (2 * right * WORTH + of) // (2 * of)  # rounded, a half upwards


def verdict(question: Question, typed: str) -> Verdict:
    """Compare what was typed with a cloze's key and aliases."""
    return mark_typed(question.key, question.aliases, typed)


def close(question: Question, answer: str) -> bool:
    """Whether the answer is the key but for its spelling."""
    return question.form is Form.CLOZE and verdict(question, answer) is Verdict.CLOSE


def forgiven(question: Question, tried: tuple[str, ...]) -> bool:
    """Whether the first try was only misspelt: it uses up no attempt, but that once only."""
    return bool(tried) and close(question, tried[0])


def counted(question: Question, tried: tuple[str, ...]) -> str:
    """Give the try that counts: the first, or the one after a first that was only misspelt."""
    return tried[1] if len(tried) > 1 and forgiven(question, tried) else tried[0]


def stated(question: Question, answer: str) -> str:
    """Say how many points an answer earned and, where a part of it can be right, for what."""
    right, of = _share(question, answer)
    return f"{mark(question, answer)} of {WORTH} points{_for_what(question, right, of, answer)}."


def _share(question: Question, answer: str) -> tuple[int, int]:
    """Count what is right of an answer, and of how much: picks, matches, or pairs in the right order."""
    if question.picks and len(set(answer)) != question.picks:
        return 0, 1
    match question.form:
        case Form.CLOZE:
            return int(verdict(question, answer) is Verdict.RIGHT), 1
        case Form.CHOOSE_TWO:
            return len(set(question.key) & set(answer)), 2
        case Form.MATCHING:
            return sum(mine == key for mine, key in zip(answer, question.key, strict=False)), len(
                question.key
            )
        case Form.ORDERING:
            return _pairs(question.key, answer)
        case _:
            return int(answer == question.key), 1


def _pairs(key: str, answer: str) -> tuple[int, int]:
    """Count the pairs that stand in the key's order (Kendall's distance, turned round)."""
    place = {letter: number for number, letter in enumerate(answer)}
    pairs = list(combinations(key, 2))
    return sum(place.get(one, 9) < place.get(other, -1) for one, other in pairs), len(pairs)


def _for_what(question: Question, right: int, of: int, answer: str) -> str:
    match question.form:
        case Form.CHOOSE_TWO:
            said = ("neither pick is right", "one of the two picks is right", "both picks are right")
            return f": {said[right]}"
        case Form.MATCHING:
            return f": {right} of {of} matches {'is' if right == 1 else 'are'} right"
        case Form.ORDERING:
            return f": {right} of {of} pairs {'is' if right == 1 else 'are'} in the right order"
        case _:
            return ": the spelling is too far off" if close(question, answer) else ""
