"""Two words are one, nearly one, or two."""

import pytest

from bot.quiz.typed.spelling import Likeness, likeness


@pytest.mark.parametrize(
    ("key", "typed", "how"),
    [
        ("colour", "color", Likeness.SAME),
        ("centre", "center", Likeness.SAME),
        ("pamphlet", "pamphlets", Likeness.SAME),
        ("parties", "party", Likeness.SAME),
        ("zinoviev", "zinovyev", Likeness.SAME),
        ("bukharin", "bucharin", Likeness.SAME),
        ("kamenev", "kameneff", Likeness.SAME),
        ("molotov", "molotow", Likeness.SAME),
        ("trotsky", "trotzki", Likeness.SAME),
        ("congress", "congerss", Likeness.SLIP),
        ("kamenev", "kamenov", Likeness.SLIP),
        ("collectivisation", "colectivasation", Likeness.SLIP),
        ("stalin", "stakin", Likeness.SLIP),
        ("bureaucracy", "bureoucrasey", Likeness.NEAR),
        ("prescribe", "proscribe", Likeness.OTHER),
        ("rykov", "rybkov", Likeness.OTHER),
        ("johnson", "johnston", Likeness.OTHER),
        ("menshevik", "menshevism", Likeness.OTHER),
        ("stalinisation", "destalinisation", Likeness.OTHER),
        ("dzerzhinsky", "dzerzhinsk", Likeness.OTHER),
        ("dzerzhinsky", "dzerzhinskaya", Likeness.OTHER),
        ("left", "lift", Likeness.OTHER),
        ("slovenia", "slovakia", Likeness.OTHER),
    ],
)
def test_words_are_as_alike_as_a_teacher_would_say(key: str, typed: str, how: Likeness) -> None:
    assert likeness(key, typed) is how
