"""A question that cannot be fair is complained about before anyone is asked it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from doubles.folder import PACK, QUESTIONS, shelved
from doubles.items import QUESTION

from bot.essay.load import load_pack
from bot.essay.pack import Pack
from bot.essay.source import BadContent, Source
from bot.quiz.bank import Bank, complaints_about, load_library
from bot.quiz.question import Choice, Form, Question


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(shelved(tmp_path / "small"))


def complaints(pack: Pack, *questions: Question) -> list[str]:
    found = complaints_about(Source("questions.toml", QUESTIONS), questions, pack)
    return [complaint.words.removeprefix(f"{QUESTION.id}: ") for complaint in found]


FAIR = QUESTION


def test_questions_are_read_with_their_pack(tmp_path: Path) -> None:
    library = load_library(shelved(tmp_path / "small"))
    assert list(library.bank.question) == ["patronage-1", "vain-rivals-1"]
    assert library.bank.question["patronage-1"].choices["B"].text == "Favour his people"
    assert library.pack.title == "A small essay"


def test_the_hash_names_these_very_questions(tmp_path: Path) -> None:
    """Fault 66."""
    banks = [
        load_library(shelved(tmp_path / name, questions=text)).bank
        for name, text in (("a", QUESTIONS), ("b", QUESTIONS), ("c", QUESTIONS.replace("papers", "stamps")))
    ]
    assert banks[0].hash == banks[1].hash != banks[2].hash


def test_questions_are_found_by_the_points_they_rest_on(tmp_path: Path) -> None:
    bank: Bank = load_library(shelved(tmp_path / "small")).bank
    assert [question.id for question in bank.on(["vain-rivals", "gone"])] == ["vain-rivals-1"]
    assert bank.on([]) == ()


def test_a_fair_question_is_not_complained_about(pack: Pack) -> None:
    assert complaints(pack, FAIR) == []


def changed(letter: str, **fields: str) -> Question:
    """Give the fair question with one of its choices changed."""
    choice: dict[str, Any] = {letter: replace(FAIR.choices[letter], **fields)}
    return replace(FAIR, **choice)


@pytest.mark.parametrize(
    ("unfair", "why"),
    [
        (replace(FAIR, points=("gone",)), "points names “gone”, which is not there: correct it"),
        (replace(FAIR, sentences=("p9.s9",)), "sentences names “p9.s9”, which is not there: correct it"),
        (replace(FAIR, sentences=()), "sentences is empty: name at least one"),
        (replace(FAIR, points=()), "points is empty: name at least one"),
        (replace(FAIR, factor="gone"), "factor names “gone”, which is not there: correct it"),
        (replace(FAIR, difficulty=0), "difficulty is 1, 2 or 3"),
        (replace(FAIR, difficulty=4), "difficulty is 1, 2 or 3"),
        (changed("A", tag=""), "A is wrong and needs a tag from [misconceptions]"),
        (changed("A", tag="made-up"), "A is wrong and needs a tag from [misconceptions]"),
        (changed("B", tag="wrong-factor"), "B is right and takes no tag: remove it"),
        (changed("C", why=""), "C does not say why: add it"),
        (changed("C", text="Fear"), "the choices are of 4 to 28 characters: make them alike"),
        (changed("C", text="All of the above, as it were"), "a catch-all choice: write a real one"),
        (changed("A", text="Both of these at the same time"), "a catch-all choice: write a real one"),
        (replace(FAIR, stem="Which is not a power?"), "the stem has “not”: ask it without a negative"),
        (replace(FAIR, stem="What mattered least?"), "the stem has “least”: ask it without a negative"),
        (
            replace(FAIR, points=("politburo-seat",)),
            "rests on a claim that the record calls wrong: no item may reward it",
        ),
        (
            replace(FAIR, points=("vain-rivals",), stem="Why did they fall?"),
            "rests on a claim that is not settled: begin “According to the essay”",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_unfair_is_told_with_its_cure(pack: Pack, unfair: Question, why: str) -> None:
    assert why in complaints(pack, unfair)


@pytest.mark.parametrize("stem", ["Why didn't he resign?", "Why isn’t it so?", "Why can't they act?"])
def test_a_shortened_negative_is_a_negative(pack: Pack, stem: str) -> None:
    assert "ask it without a negative" in "".join(complaints(pack, replace(FAIR, stem=stem)))


def test_a_key_that_is_no_choice_is_told_which_there_are(pack: Pack) -> None:
    assert "the key is one of A, B, C" in complaints(pack, replace(FAIR, key="D"))
    four = replace(FAIR, key="E", D=Choice("They were never at the post", "It is not.", "wrong-factor"))
    assert "the key is one of A, B, C, D" in complaints(pack, four)


def test_a_statement_to_judge_may_have_a_negative(pack: Pack) -> None:
    judged = replace(
        FAIR, form=Form.TRUE_FALSE, stem='True or false? "According to the essay, it was not so."'
    )
    assert complaints(pack, judged) == []


def test_the_names_of_factors_may_be_of_any_length(pack: Pack) -> None:
    named = replace(changed("C", text="Luck"), form=Form.WHICH_FACTOR)
    assert complaints(pack, named) == []


def test_an_id_is_taken_once(pack: Pack) -> None:
    assert complaints(pack, FAIR, FAIR) == [
        "id “patronage-1” is taken by an earlier question: choose another"
    ]


def many(pack_size: int, longest: int, form: Form = Form.SINGLE_BEST) -> tuple[Question, ...]:
    """Give questions of which some have the longest choice for their key."""
    long = changed("B", text="They owed him their own rise to it")
    return tuple(
        replace(long if number < longest else FAIR, id=f"patronage-{number}", form=form)
        for number in range(pack_size)
    )


def test_a_key_that_is_longest_too_often_can_be_guessed(pack: Pack) -> None:
    assert complaints(pack, *many(9, 4)) == []
    told = complaints(pack, *many(9, 5))
    assert told == ["the key is the longest choice in 5 of 9 items: shorten some keys"]
    assert complaints(pack, *many(9, 9, Form.WHICH_FACTOR)) == []


def test_a_key_as_long_as_another_choice_is_not_the_longest(pack: Pack) -> None:
    tied = changed("B", text="They were in fear of his spies"[: len(FAIR.C.text)])
    assert complaints(pack, *(replace(tied, id=f"patronage-{number}") for number in range(9))) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('points = ["patronage"]', 'points = ["gone"]', 4, "patronage-1: points names “gone”"),
        ('key = "B"', 'key = "D"', 10, "patronage-1: the key is one of A, B, C"),
        (
            '"The opposite.", tag = "wrong-factor" }\n',
            '"The opposite." }\n',
            26,
            "vain-rivals-1: B is wrong and needs",
        ),
        ("difficulty = 1", 'difficulty = "easy"', 7, "question.difficulty is wrong"),
        ('form = "single-best"', 'form = "riddle"', 3, "question.form is wrong"),
        ("key = ", "keys = ", 10, "question.keys is not known here: remove it"),
        ('"What did the post let him do?"', '"What', 9, "is not TOML here"),
    ],
)
def test_a_complaint_names_file_and_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    """Fault 65."""
    folder = shelved(tmp_path / "small", questions=QUESTIONS.replace(before, after, 1))
    with pytest.raises(BadContent) as caught:
        load_library(folder)
    assert any(str(c).startswith(f"small/questions.toml:{line}: {words}") for c in caught.value.complaints)


def test_a_bad_pack_is_told_before_its_questions_are_looked_at(tmp_path: Path) -> None:
    """Fault 65."""
    folder = shelved(tmp_path / "small", pack=PACK.replace('"loose"', '"shaky"'), questions="not toml")
    with pytest.raises(BadContent, match=r"small/pack\.toml:\d+: verdict is one of"):
        load_library(folder)
