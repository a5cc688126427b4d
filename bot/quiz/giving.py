"""What gives a key away to somebody who has not read the essay."""

from collections.abc import Iterator

from bot.essay.pack import Pack
from bot.quiz.marking import Verdict
from bot.quiz.ordinary import is_ordinary
from bot.quiz.question import Form, Question
from bot.quiz.shapes import JUDGE, Misfit
from bot.quiz.typed import mark_typed
from bot.quiz.wording import telling, telling_in

LONGEST_TERM = 4  # words
FREE = frozenset({Form.WHICH_FACTOR, Form.ORDERING})  # the names of factors; what is all shown


def given_away(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Find words that lead from the stem to the key, and terms that are none."""
    if question.form is Form.CLOZE:
        yield from _term(question, pack)
    elif question.form is Form.MATCHING:
        yield from _matched(question, pack)
    elif question.form not in FREE:
        yield from _repeated(question, pack)


def _repeated(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Find a word of the stem that the key alone takes up."""
    keys = [choice.text for letter, choice in question.choices.items() if letter in question.key]
    others = [choice.text for letter, choice in question.choices.items() if letter not in question.key]
    asked = telling(question.stem.removeprefix(JUDGE), pack)
    for word in sorted(asked & telling_in(keys, pack) - telling_in(others, pack)):
        yield "stem", f"of the choices the key alone takes up “{word}” from the stem: say it in other words"


def _matched(question: Question, pack: Pack) -> Iterator[Misfit]:
    for letter, prompt in zip(question.key, question.prompts, strict=True):
        for word in sorted(telling(prompt, pack) & telling(question.choices[letter].text, pack)):
            yield letter, f"takes up “{word}” from its prompt: say it in other words"


def _term(question: Question, pack: Pack) -> Iterator[Misfit]:
    if is_ordinary(question.key):
        yield "key", f"“{question.key}” is an everyday word: leave out a term that a class has to know"
    if len(question.key.split()) > LONGEST_TERM:
        yield "key", f"the term has more than {LONGEST_TERM} words: leave out a shorter one"
    for near in question.near:
        if mark_typed(question.key, question.aliases, near.text) is not Verdict.WRONG:
            yield "near", f"“{near.text}” is marked as right or as misspelt: take it out of near"
    for word in sorted(telling(question.stem, pack) & telling(question.key, pack)):
        yield "stem", f"has “{word}”, which is in the term: say it in other words"
