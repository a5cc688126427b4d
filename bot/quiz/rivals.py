"""Whether a wrong choice may be right as well, by the pack's own points."""

from collections.abc import Iterator

from bot.essay.pack import Pack
from bot.quiz.question import ONE_LETTER, Form, Question
from bot.quiz.shapes import Misfit
from bot.quiz.wording import content

ASKING_FOR_A_FACT = (ONE_LETTER | {Form.CHOOSE_TWO}) - {
    Form.WHICH_FACTOR,  # its choices are the names of the factors
    Form.TRUE_FALSE,  # a wrong reason repeats the claim and turns it
    Form.COUNTER_EVIDENCE,  # a wrong choice bears the claim out: it is near to it
    Form.SPOT_THE_SLIP,  # the essay's own words are the wrong choice
}
NEARER = 2  # words of content that a wrong choice shares with the claim, more than any key does


def rival_misfits(question: Question, pack: Pack) -> Iterator[Misfit]:
    """Find a choice that says what another says, and a wrong one that is nearer to the claim than the key is."""
    yield from _same(question)
    if question.form in ASKING_FOR_A_FACT:
        yield from _nearer(question, pack)


def _same(question: Question) -> Iterator[Misfit]:
    said: dict[tuple[str, ...], str] = {}
    for letter, choice in question.choices.items():
        words = tuple(content(choice.text)) or (choice.text.lower(),)
        if words in said:
            yield letter, f"says what {said[words]} says: write another"
        said.setdefault(words, letter)


def _nearer(question: Question, pack: Pack) -> Iterator[Misfit]:
    asked = set(content(question.stem))
    for point in question.points:
        claim = set(content(pack.point[point].claim)) - asked
        shared = {letter: len(claim & set(content(c.text))) for letter, c in question.choices.items()}
        best = max(shared[letter] for letter in question.key)
        for letter in shared.keys() - set(question.key):
            if shared[letter] >= best + NEARER:
                yield letter, f"is nearer to the claim of {point} than the key is: see that it is wrong"
