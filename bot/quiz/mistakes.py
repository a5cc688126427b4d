"""The misconceptions behind wrong answers, by their tags."""

from collections import Counter
from collections.abc import Iterable, Mapping

from bot.quiz.marking import WORTH, Verdict
from bot.quiz.points import mark
from bot.quiz.question import ONE_LETTER, Form, Question
from bot.quiz.typed import mark_typed


def behind(question: Question, given: str) -> tuple[str, ...]:
    """Name the tags of what an answer has wrong, none of a right one."""
    if mark(question, given) == WORTH:
        return ()
    if question.form in ONE_LETTER or question.form is Form.CHOOSE_TWO:
        wrong = (letter for letter in given if letter in question.choices and letter not in question.key)
        return tuple(filter(None, (question.choices[letter].tag for letter in wrong)))
    near = (near.tag for near in question.near if mark_typed(near.text, (), given) is Verdict.RIGHT)
    return tuple(filter(None, [next(near, question.tag)]))


def tally(answers: Iterable[tuple[Question, Mapping[str, int]]]) -> list[tuple[str, int]]:
    """Count the answers behind which each misconception stands, most first; the answers come with their numbers."""
    found = Counter[str]()
    for question, chosen in answers:
        for given, count in chosen.items():
            found.update(dict.fromkeys(behind(question, given), count))
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))
