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
from bot.quiz.bank import Bank, Library, load_library
from bot.quiz.checking import complaints_about
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
            "rests on a claim that the record calls wrong: only a spot-the-slip item may",
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


def item(every_form: Library, form: Form) -> Question:
    """Give the small pack's first item of the form."""
    return next(question for question in every_form.bank.questions if question.form is form)


def test_a_statement_to_judge_may_have_a_negative(pack: Pack, every_form: Library) -> None:
    judged = replace(
        item(every_form, Form.TRUE_FALSE), stem='True or false? "According to the essay, it was not so."'
    )
    assert complaints(pack, judged) == []


def test_words_to_be_attributed_may_have_a_negative(pack: Pack, every_form: Library) -> None:
    quoting = item(every_form, Form.QUOTE_ATTRIBUTION)
    quoted = complaints(pack, replace(quoting, stem='Whose words are "he could not lose"?'))
    assert "negative" not in "".join(quoted)
    assert "ask it without a negative" in "".join(complaints(pack, replace(quoting, stem="Whose is not it?")))


def test_the_names_of_factors_may_be_of_any_length(pack: Pack, every_form: Library) -> None:
    named = item(every_form, Form.WHICH_FACTOR)
    assert max(len(c.text) for c in named.choices.values()) > 1.8 * min(
        len(c.text) for c in named.choices.values()
    )
    assert complaints(pack, named) == []


def test_every_form_is_taken_when_it_is_fair(pack: Pack, every_form: Library) -> None:
    assert {question.form for question in every_form.bank.questions} == set(Form)
    assert complaints(pack, *every_form.bank.questions) == []


C = Choice("A fifth of the same kind", "It is one too many.", "wrong-factor")
UNTAGGED = Choice("was left in the end", "They left it.")

UNFIT: list[tuple[Form, dict[str, Any], str]] = [
    (Form.SINGLE_BEST, {"C": None}, "a single-best item has A to C, without a gap: mend its letters"),
    (Form.SINGLE_BEST, {"B": None, "key": "A"}, "without a gap"),
    (Form.COUNTER_EVIDENCE, {"D": C}, "a counter-evidence item has A to C"),
    (Form.CHOOSE_TWO, {"D": None, "key": "AB"}, "a choose-two item has A to E"),
    (Form.MATCHING, {"E": C}, "there is one response more than there are prompts: add or remove one"),
    (Form.CLOZE, {"A": C}, "a cloze item has no letters"),
    (Form.CHOOSE_TWO, {"key": "B"}, "the key is two letters in the order of the alphabet"),
    (Form.CHOOSE_TWO, {"key": "DB"}, "the key is two letters in the order of the alphabet"),
    (Form.CHOOSE_TWO, {"key": "BB"}, "the key is two letters in the order of the alphabet"),
    (Form.CHOOSE_TWO, {"key": "BX"}, "the key is two letters in the order of the alphabet"),
    (Form.CHOOSE_TWO, {"stem": "According to the essay, what undid them?"}, "say how many are right"),
    (Form.ORDERING, {"key": "ABC"}, "the key is every letter once, in the true order"),
    (Form.ORDERING, {"key": "CA"}, "the key is every letter once, in the true order"),
    (Form.ORDERING, {"key": "CAA"}, "the key is every letter once, in the true order"),
    (Form.ORDERING, {"why": ""}, "the question does not say why: add it"),
    (Form.ORDERING, {"tag": "made-up"}, "the question needs a tag from [misconceptions]"),
    (Form.MATCHING, {"key": "DB"}, "the key is a letter for each prompt"),
    (Form.MATCHING, {"key": "DBB"}, "the key is a letter for each prompt"),
    (Form.MATCHING, {"key": "DBE"}, "the key is a letter for each prompt"),
    (Form.MATCHING, {"prompts": ("One", "Two")}, "a matching item has 3 or 4 prompts"),
    (Form.MATCHING, {"prompts": ("One", "Two", "Two")}, "a prompt comes twice: write another"),
    (Form.MATCHING, {"C": UNTAGGED}, "C is wrong and needs a tag from [misconceptions]"),
    (Form.SINGLE_BEST, {"prompts": ("One",)}, "only a matching item has prompts: remove them"),
    (Form.SINGLE_BEST, {"aliases": ("favour",)}, "only a cloze has aliases: remove it"),
    (Form.SINGLE_BEST, {"near": (C,)}, "only a cloze has near: remove it"),
    (Form.SINGLE_BEST, {"why": "So."}, "a single-best item says why at each choice: move it there"),
    (Form.SINGLE_BEST, {"tag": "wrong-factor"}, "a single-best item says why at each choice: move it there"),
    (Form.CLOZE, {"key": ""}, "the key is empty: write the term"),
    (Form.CLOZE, {"stem": "What is it called?"}, "the stem has one blank, “____”"),
    (Form.CLOZE, {"stem": "It is the ____ of the ____."}, "the stem has one blank, “____”"),
    (Form.CLOZE, {"stem": "It is the _____."}, "the stem has one blank, “____”"),
    (
        Form.CLOZE,
        {"stem": "A ____ is when one's own people are put in office."},
        "the blank stands near the end",
    ),
    (Form.CLOZE, {"near": ()}, "near lists 2 to 4 wrong answers that attract"),
    (
        Form.CLOZE,
        {"near": (C, replace(C, text="Patronage"))},
        "“Patronage” is marked as right or as misspelt",
    ),
    (Form.CLOZE, {"near": (C, replace(C, text="clientelism"))}, "“clientelism” is marked as right"),
    (Form.CLOZE, {"near": (C, replace(C, tag=""))}, "needs a why, and a tag from [misconceptions]"),
    (Form.CLOZE, {"near": (C, replace(C, why=""))}, "needs a why, and a tag from [misconceptions]"),
    (Form.CLOZE, {"why": ""}, "the question does not say why: add it"),
    (Form.WHICH_FACTOR, {"B": replace(C, text="Luck")}, "the choices are the names of the factors"),
    (Form.TRUE_FALSE, {"stem": "According to the essay, were they modest?"}, "begin the stem with"),
    (Form.TRUE_FALSE, {"A": Choice("True: they were", "So.")}, "each choice begins with “True: ”"),
    (Form.SPOT_THE_SLIP, {"A": C}, "tagged “essay-slip”: add it"),
    (Form.SPOT_THE_SLIP, {"stem": "What does the record show?"}, "name what the essay says"),
    (Form.QUOTE_ATTRIBUTION, {"points": ("politburo-seat",)}, "only a spot-the-slip item may"),
]


@pytest.mark.parametrize(
    ("form", "fields", "why"), UNFIT, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_does_not_fit_its_form_is_told_with_its_cure(
    pack: Pack, every_form: Library, form: Form, fields: dict[str, Any], why: str
) -> None:
    unfit = replace(item(every_form, form), **fields)
    found = complaints_about(Source("questions.toml", QUESTIONS), (unfit,), pack)
    assert why in " | ".join(complaint.words for complaint in found)


def test_an_id_is_taken_once(pack: Pack) -> None:
    assert complaints(pack, FAIR, replace(FAIR, stem="Why did his men stand by him?")) == [
        "id “patronage-1” is taken by an earlier question: choose another"
    ]


def numbered(question: Question, number: int) -> Question:
    return replace(question, id=f"patronage-{number}", stem=f"{question.stem} Case {number}.")


def many(pack_size: int, longest: int, form: Form = Form.SINGLE_BEST) -> tuple[Question, ...]:
    """Give questions of which some have the longest choice for their key."""
    long = changed("B", text="They owed him their own rise to it")
    return tuple(
        numbered(replace(long if number < longest else FAIR, form=form), number)
        for number in range(pack_size)
    )


def test_a_key_that_is_longest_too_often_can_be_guessed(pack: Pack) -> None:
    assert complaints(pack, *many(9, 4)) == []
    told = complaints(pack, *many(9, 5))
    assert told == ["the key is the longest choice in 5 of 9 items: shorten some keys"]
    assert "longest" not in "".join(complaints(pack, *many(9, 9, Form.WHICH_FACTOR)))


def test_a_key_as_long_as_another_choice_is_not_the_longest(pack: Pack) -> None:
    tied = changed("B", text="They were in fear of his spies"[: len(FAIR.choices["C"].text)])
    assert complaints(pack, *(numbered(tied, number) for number in range(9))) == []


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
