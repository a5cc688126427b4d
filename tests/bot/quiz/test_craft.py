"""What makes a question a search for words, gives its key away, or lets a wrong choice be right."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doubles.folder import ESSAY, QUESTIONS, shelved
from doubles.items import QUESTION

from bot.essay.load import load_pack
from bot.essay.pack import Pack
from bot.essay.source import Source
from bot.quiz.bank import Library
from bot.quiz.checking import complaints_about
from bot.quiz.ordinary import is_ordinary, rank
from bot.quiz.question import Choice, Form, Question
from bot.quiz.setwise import chi_square, set_complaints
from bot.quiz.wording import content, runs, sought, telling

LONG = ESSAY.replace("gave him patronage.", "gave him patronage over loyal local officials of the Red Army.")
SOURCE = Source("questions.toml", QUESTIONS)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(shelved(tmp_path / "small", essay=LONG))


def complaints(pack: Pack, question: Question) -> list[str]:
    return [c.words.removeprefix(f"{question.id}: ") for c in complaints_about(SOURCE, [question], pack)]


def with_texts(*texts: str) -> Question:
    choices: dict[str, Any] = {
        letter: replace(QUESTION.choices[letter], text=text)
        for letter, text in zip("ABC", texts, strict=True)
    }
    return replace(QUESTION, **choices)


def test_a_stem_in_the_sentences_own_words_is_a_search(pack: Pack) -> None:
    copied = replace(QUESTION, stem="According to the essay, whose were the loyal local officials?")
    assert complaints(pack, copied) == [
        "shares the words “loyal local offici” with p2.s1: say it in other words"
    ]
    assert complaints(pack, replace(copied, stem=copied.stem.replace("local", "many"))) == []


def test_a_choice_in_the_sentences_own_words_is_a_search_too(pack: Pack) -> None:
    copied = with_texts(
        "They had known him in exile", "They had loyal local officials", "They feared his secret agents"
    )
    assert [words[:16] for words in complaints(pack, copied)] == ["shares the words"]


def test_words_to_be_attributed_are_quoted_as_they_are(pack: Pack, every_form: Library) -> None:
    quoting = next(q for q in every_form.bank.questions if q.form is Form.QUOTE_ATTRIBUTION)
    stem = 'Whose words are these: "patronage over loyal local officials"?'
    assert complaints(pack, replace(quoting, stem=stem)) == []


def test_a_name_has_no_other_words() -> None:
    sentence = "He led the Workers' and Peasants' Inspectorate without visible effort"
    assert ("worker", "peasant", "inspector") in runs(sentence)
    assert ("worker", "peasant", "inspector") not in sought(sentence)
    assert ("inspector", "without", "visibl") in sought(sentence)


def test_a_word_that_is_all_over_the_essay_tells_nothing(tmp_path: Path) -> None:
    essay = ESSAY.replace("They left", "The post left").replace("were vain", "wanted the post")
    pack = load_pack(shelved(tmp_path / "small", essay=essay))
    assert content("his post and his patronage") == ["post", "patronag"]
    assert telling("his post and his patronage", pack) == {"patronag"}


def test_years_stand_in_order(pack: Pack) -> None:
    assert complaints(pack, with_texts("In May 1922", "In May 1924", "In May 1919")) == [
        "the years stand as 1922, 1924, 1919: put them in order"
    ]
    assert complaints(pack, with_texts("In May 1919", "In May 1922", "In May 1924")) == []


def test_a_wrong_choice_nearer_to_the_claim_than_the_key_may_be_right(pack: Pack) -> None:
    nearer = with_texts("He could favour people", "They owed him their rise", "They feared his agents")
    assert complaints(pack, nearer) == [
        "is nearer to the claim of patronage than the key is: see that it is wrong"
    ]
    as_near = with_texts("He could favour people", "He would favour people", "They feared his agents")
    assert "nearer" not in "".join(complaints(pack, as_near))


def test_an_absolute_word_in_a_wrong_choice_too_gives_nothing_away(pack: Pack) -> None:
    alone = with_texts(
        "They had known him in exile", "They all owed him their rise", "They feared his agents"
    )
    assert complaints(pack, alone) == ["of the choices the key alone has “all”: soften it"]
    shared = with_texts(
        "They all had known him before", "They all owed him their rise", "They feared his agents"
    )
    assert complaints(pack, shared) == []


def test_the_key_to_which_factor_is_the_one_it_is_filed_under(every_form: Library) -> None:
    asked = next(q for q in every_form.bank.questions if q.form is Form.WHICH_FACTOR)
    turned = replace(
        asked,
        key="B",
        A=replace(asked.choices["A"], tag="wrong-factor"),
        B=replace(asked.choices["B"], tag=""),
    )
    assert complaints(every_form.pack, turned) == [
        "the key is not the factor that the item is filed under, The post: mend one of them"
    ]


def test_everyday_words_are_no_terms() -> None:
    assert is_ordinary("power")
    assert not is_ordinary("patronage")
    assert not is_ordinary("Right")  # a wing of the party
    assert not is_ordinary("of the power")
    assert rank("the") == 1
    assert rank("zzzz") > 80_000


def keyed(letters: str) -> list[tuple[int, Question]]:
    """Give a question for each letter, with that letter for its key."""
    return [
        (n, replace(QUESTION, id=f"q-{n}", stem=f"Case {n}?", key=letter)) for n, letter in enumerate(letters)
    ]


def test_chi_square_is_pearsons() -> None:
    assert chi_square([10, 10, 10]) == 0
    assert chi_square([20, 5, 5]) == 15
    assert chi_square([16, 10, 4]) == 7.2


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("ABC" * 10, ""),
        ("A" * 15 + "B" * 9 + "C" * 6, ""),  # chi-square 4.2
        ("A" * 16 + "B" * 9 + "C" * 5, "A 16, B 9, C 5"),  # 6.2
        ("A" * 14, ""),  # too few to tell
        ("A" * 15, "A 15, B 0, C 0"),
    ],
)
def test_keys_that_stand_too_often_at_one_letter_are_told(letters: str, told: str) -> None:
    found = [c.words for c in set_complaints(SOURCE, keyed(letters)) if "spread" in c.words]
    cure = "let some choices that stand at A change places"
    assert found == ([f"the keys are spread unevenly ({told}): {cure}"] if told else [])


def test_only_items_of_three_choices_and_one_key_count_for_the_spread() -> None:
    four = [(n, replace(q, D=Choice("Four", "x", "y"))) for n, q in keyed("A" * 30)]
    named = [(n, replace(q, form=Form.WHICH_FACTOR)) for n, q in keyed("A" * 30)]
    assert not [c for c in set_complaints(SOURCE, [*four, *named]) if "spread" in c.words]
