"""A bank of the size and the shape of the one that the bot comes with, made of nothing."""

import random
from dataclasses import replace

from bot.quiz.question import Form, Question
from doubles.items import QUESTION

FORMS = {
    Form.SINGLE_BEST: 72,
    Form.WHICH_FACTOR: 40,
    Form.CLOZE: 30,
    Form.TRUE_FALSE: 24,
    Form.CHOOSE_TWO: 14,
    Form.COUNTER_EVIDENCE: 10,
    Form.MATCHING: 8,
    Form.ORDERING: 6,
    Form.QUOTE_ATTRIBUTION: 6,
    Form.SPOT_THE_SLIP: 6,
}
POINTS = {"general-secretary": 17, "opponents": 17, "legacy": 9, "skill": 20, "judgement": 11}
ONLY_SLIPS = 5  # points on which nothing else may be asked
RESTS_ON = {Form.CHOOSE_TWO: 2, Form.MATCHING: 3, Form.ORDERING: 2, Form.COUNTER_EVIDENCE: 2}


def shelf(seed: int) -> tuple[Question, ...]:
    """Give 216 questions over 74 points: each askable point has two at least, some have many."""
    chance = random.Random(seed)  # noqa: S311 - a shape, not a secret
    factor_of = {f"{factor}-{n}": factor for factor, count in POINTS.items() for n in range(count)}
    points = list(factor_of)
    slips, askable = points[:ONLY_SLIPS], points[ONLY_SLIPS:]
    forms = [form for form, count in FORMS.items() for _ in range(count) if form is not Form.SPOT_THE_SLIP]
    chance.shuffle(forms)
    first = [*askable, *askable, *chance.choices(askable, k=len(forms) - 2 * len(askable))]
    made = [
        _item(n, form, _points(first[n], form, factor_of, chance), factor_of) for n, form in enumerate(forms)
    ]
    made += [
        _item(len(forms) + n, Form.SPOT_THE_SLIP, (slips[n % len(slips)],), factor_of)
        for n in range(FORMS[Form.SPOT_THE_SLIP])
    ]
    return tuple(made)


def _points(first: str, form: Form, factor_of: dict[str, str], chance: random.Random) -> tuple[str, ...]:
    near = [
        point
        for point, factor in list(factor_of.items())[ONLY_SLIPS:]
        if factor == factor_of[first] and point != first
    ]
    return (first, *chance.sample(near, RESTS_ON.get(form, 1) - 1))


def _item(number: int, form: Form, points: tuple[str, ...], factor_of: dict[str, str]) -> Question:
    return replace(
        QUESTION,
        id=f"item-{number}",
        form=form,
        points=points,
        factor=factor_of[points[0]],
        difficulty=1 + number % 3,
    )
