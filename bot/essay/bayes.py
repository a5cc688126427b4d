"""Which answer a question is most like: naive Bayes over what each known question is made of.

Multinomial naive Bayes on weighted features (Rennie, Shih, Teevan, Karger 2003, "Tackling the poor assumptions of
naive Bayes text classifiers": features weighted by inverse document frequency). Counting is all the training there is.
A feature is known by its CRC-32: of a hundred thousand features one pair or so is taken for one, which does no harm.
"""

import math
import zlib
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SMOOTHING = 0.15  # chosen by asking each writer's questions of what the other writers taught
DIGITS = 3  # kept of a logarithm, so that learning gives the same on every machine
COLUMNS = {"features": "I", "weights": "f", "starts": "I", "whose": "H", "gains": "f", "unseen": "f"}

Features = Mapping[str, float]
Example = tuple[Mapping[str, float], Features]  # how much each answer fits; what the question is made of


@dataclass(frozen=True, slots=True)
class Likeness:
    """Tells which answer a question is most like; a hundred thousand features take about 3 MB."""

    answers: tuple[str, ...]
    features: "array[Any]"  # their CRC-32, in order
    weights: "array[Any]"  # each feature's evidence
    starts: "array[Any]"  # where its gains begin; one more than there are features
    whose: "array[Any]"  # the number of the answer that gains
    gains: "array[Any]"  # by how much, as a logarithm
    unseen: "array[Any]"  # each answer's logarithm for a feature that it was never seen with

    def scores(self, features: Features) -> dict[str, float]:
        """Give each answer's logarithmic score per unit of evidence; empty if nothing in the question is known."""
        total, sums = 0.0, [0.0] * len(self.answers)
        for feature, count in features.items():
            place = self._place(feature)
            if place is None:
                continue
            evidence = count * self.weights[place]
            total += evidence
            for cell in range(self.starts[place], self.starts[place + 1]):
                sums[self.whose[cell]] += evidence * self.gains[cell]
        if not total:
            return {}
        return {a: s / total + u for a, s, u in zip(self.answers, sums, self.unseen, strict=True)}

    def _place(self, feature: str) -> int | None:
        key = _key(feature)
        place = bisect_left(self.features, key)
        return place if place < len(self.features) and self.features[place] == key else None


def learnt(examples: Iterable[Example]) -> Likeness:
    """Learn from examples."""
    known = [(fits, {_key(f): count for f, count in features.items()}) for fits, features in examples]
    seen = Counter(feature for _, features in known for feature in features)
    weight = {feature: math.log(1 + len(known) / count) for feature, count in seen.items()}
    mass, whole = _counted(known, weight)
    rest = SMOOTHING * len(mass)
    made = Likeness(tuple(sorted(whole)), *(array(kind) for kind in COLUMNS.values()))
    made.unseen.extend(_logarithm(SMOOTHING / (whole[answer] + rest)) for answer in made.answers)
    for feature in sorted(mass):
        made.features.append(feature)
        made.weights.append(round(math.sqrt(weight[feature]), DIGITS))
        made.starts.append(len(made.gains))
        for answer, count in sorted(mass[feature].items()):
            made.whose.append(made.answers.index(answer))
            made.gains.append(_logarithm(1 + count / SMOOTHING))
    made.starts.append(len(made.gains))
    return made


def _counted(
    known: Iterable[tuple[Mapping[str, float], Mapping[int, float]]], weight: Mapping[int, float]
) -> tuple[dict[int, dict[str, float]], dict[str, float]]:
    """Count how much of each feature each answer was seen with, and how much of all."""
    mass: dict[int, dict[str, float]] = defaultdict(dict)
    whole: dict[str, float] = defaultdict(float)
    for fits, features in known:
        for feature, count in features.items():
            value = count * weight[feature]
            for answer, fit in fits.items():
                mass[feature][answer] = mass[feature].get(answer, 0.0) + value * fit
                whole[answer] += value * fit
    return mass, whole


def _logarithm(value: float) -> float:
    return round(math.log(value), DIGITS)


def _key(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass"))
