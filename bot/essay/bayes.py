"""Which answer a question is most like: naive Bayes over what each known question is made of.

Multinomial naive Bayes on weighted features (Rennie, Shih, Teevan, Karger 2003, "Tackling the poor assumptions of
naive Bayes text classifiers": features weighted by inverse document frequency). Counting is all the training there is.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

SMOOTHING = 0.15  # chosen by leaving out an eighth of the phrasings and asking them

Features = Mapping[str, float]
Example = tuple[Mapping[str, float], Features]  # how much each answer fits; what the question is made of


class Likeness:
    """Tells which answer a question is most like, from examples."""

    def __init__(self, examples: Iterable[Example]) -> None:
        known = list(examples)
        seen = Counter(feature for _, features in known for feature in features)
        self._weight = {feature: math.log(1 + len(known) / count) for feature, count in seen.items()}
        mass, whole = self._counted(known)
        rest = SMOOTHING * len(mass)
        self._unseen = {answer: math.log(SMOOTHING / (whole[answer] + rest)) for answer in whole}
        self._gain = {
            feature: {answer: math.log(1 + count / SMOOTHING) for answer, count in counts.items()}
            for feature, counts in mass.items()
        }

    def _counted(self, known: list[Example]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
        mass: dict[str, dict[str, float]] = defaultdict(dict)
        whole: dict[str, float] = defaultdict(float)
        for fits, features in known:
            for feature, count in features.items():
                counts, value = mass[feature], count * self._weight[feature]
                for answer, fit in fits.items():
                    counts[answer] = counts.get(answer, 0.0) + value * fit
                    whole[answer] += value * fit
        return mass, whole

    def scores(self, features: Features) -> dict[str, float]:
        """Give each answer's logarithmic score per unit of evidence; empty if nothing in the question is known."""
        known = {feature: count for feature, count in features.items() if feature in self._gain}
        evidence = {feature: count * math.sqrt(self._weight[feature]) for feature, count in known.items()}
        total = sum(evidence.values())
        if not total:
            return {}
        scores = {answer: total * base for answer, base in self._unseen.items()}
        for feature, weight in evidence.items():
            for answer, gain in self._gain[feature].items():
                scores[answer] += weight * gain
        return {answer: score / total for answer, score in scores.items()}
