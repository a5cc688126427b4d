"""The shipped pack: the essay word for word, every claim taught, every slip noted, no question on an error."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.commands.verdicts import the_answer
from bot.essay.lookup import Lookup
from bot.essay.pack import Pack
from bot.quiz.bank import Library
from bot.quiz.checking import ACCORDING
from bot.quiz.inspection import inspected
from bot.quiz.question import ONE_LETTER, Form, Question
from bot.quiz.wording import runs, sought

FOLDER = Path(__file__).parent.parent.parent / "content" / "stalin"
ESSAY = "c51c26fdf09fa670c4cc8b6a921967f3979d0893182d0996762525f0282d7a4e"  # essay.txt, byte for byte
SENTENCES = "50e576d2185570571216929aca2b2880d16677e260ba54247b4005266e23f35d"  # a sentence a line
SENTENCES_OF = {"p0": 1, "p1": 2, "p2": 10, "p3": 10, "p4": 6, "p5": 12, "p6": 9}
POINTS_OF = {
    "general-secretary": 17,
    "opponents": 17,
    "lenin-legacy": 9,
    "political-skill": 20,
    "judgement": 11,
}

# Claims of the check against the record, by its verdicts.
WRONG, YEAR_OUT, DOUBTFUL, UNTRACED = (2, 6, 29), (40,), (8, 12, 15, 33, 41), (4, 24)
LOOSE, LOOSE_USE = (3, 7, 17, 22, 30, 36, 39, 46), (34,)
CONTESTED = (5, 9, 11, 21, 28, 35, 47)
VERDICTS = {
    "wrong": WRONG,
    "year-out": YEAR_OUT,
    "doubtful": DOUBTFUL,
    "untraced": UNTRACED,
    "loose": LOOSE + LOOSE_USE,
    "contested": CONTESTED,
}
GRAVITY = ["wrong", "year-out", "doubtful", "untraced", "loose", "contested"]
NOTED = [claim for claims in VERDICTS.values() for claim in claims]
OUT_OF_THE_BANK = {2, 6, 12, 29, 40, 41}


@pytest.fixture
def pack(shipped: Library) -> Pack:
    return shipped.pack


@pytest.fixture
def questions(shipped: Library) -> tuple[Question, ...]:
    return shipped.bank.questions


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_essay_is_shipped_word_for_word(pack: Pack) -> None:
    assert hashlib.sha256((FOLDER / "essay.txt").read_bytes()).hexdigest() == ESSAY
    assert sha256("\n".join(sentence.text for sentence in pack.sentences)) == SENTENCES
    assert Counter(sentence.id.split(".")[0] for sentence in pack.sentences) == SENTENCES_OF


def test_every_quotation_stands_in_the_essay_as_it_is_quoted(shipped: Library) -> None:
    essay, lookup = (FOLDER / "essay.txt").read_text("utf-8"), Lookup(shipped.pack)
    asked = [*(point.claim for point in shipped.pack.points), *(q.stem for q in shipped.bank.questions)]
    found = {sentence for question in asked for sentence in lookup.ask(question).sentences}
    assert len(found) > 40
    for sentence in found | shipped.pack.sentence.keys():
        quoted = shipped.pack.evidence(sentence)
        assert quoted.quote in essay.splitlines()
        assert quoted.sentence == sentence


def test_every_claim_in_a_points_own_words_is_answered_with_one_of_its_sentences(shipped: Library) -> None:
    lookup = Lookup(shipped.pack)
    missed = [p.id for p in shipped.pack.points if not {*lookup.ask(p.claim).sentences} & {*p.sentences}]
    assert missed == []


def test_the_factors_are_filed_by_paragraph_with_their_claims_and_conclusions(pack: Pack) -> None:
    assert {f.id: (f.paragraphs, f.claim, f.conclusion) for f in pack.factors} == {
        "general-secretary": ((2,), "p2.s1", "p2.s10"),
        "opponents": ((3,), "p3.s1", "p3.s10"),
        "lenin-legacy": ((4,), "p4.s1", "p4.s6"),
        "political-skill": ((5,), "p5.s1", "p5.s12"),
        "judgement": ((0, 1, 6), "p6.s5", "p6.s9"),
    }


def test_there_are_74_points_by_factor(pack: Pack) -> None:
    assert len(pack.points) == 74
    assert Counter(point.factor for point in pack.points) == POINTS_OF


def test_every_sentence_that_argues_carries_a_point(pack: Pack) -> None:
    assert [s.id for s in pack.sentences if not pack.points_on(s.id)] == ["p0.s1"]


def test_a_point_stands_under_the_factor_of_its_sentence(pack: Pack) -> None:
    strays = [point.id for point in pack.points if pack.sentence[point.sentences[0]].factor != point.factor]
    assert strays == []


def test_every_claim_of_the_record_is_taught_by_a_point(pack: Pack) -> None:
    """But for 45, which only says where Stalin came from."""
    assert {claim for point in pack.points for claim in point.record} == set(range(1, 49)) - {45}


@pytest.mark.parametrize("claim", NOTED)
def test_every_claim_that_the_record_does_not_bear_out_has_a_teachers_note(pack: Pack, claim: int) -> None:
    resting = [point for point in pack.points if claim in point.record]
    assert resting
    for point in resting:
        assert point.note.startswith("Check this: ")
        assert point.note in {note.words for note in pack.notes(point.sentences)}


def test_a_point_has_the_gravest_verdict_of_the_claims_it_rests_on(pack: Pack) -> None:
    verdict = {claim: word for word, claims in VERDICTS.items() for claim in claims}
    for point in pack.points:
        words = [verdict[claim] for claim in point.record if claim in verdict]
        gravest = min(words, key=GRAVITY.index, default="")
        assert not gravest or point.verdict == gravest, point.id


def test_notes_are_short_enough_to_be_read_under_an_answer(pack: Pack) -> None:
    assert max(len(point.note) for point in pack.points) <= 240
    assert max(len(point.claim) for point in pack.points) <= 140


def test_there_are_prompts_for_every_factor_with_a_plan_and_its_points(pack: Pack) -> None:
    assert len(pack.prompts) >= 10
    assert {prompt.factor for prompt in pack.prompts} == POINTS_OF.keys()
    assert all(len(prompt.plan) >= 3 and len(prompt.points) >= 3 for prompt in pack.prompts)
    assert len({prompt.task for prompt in pack.prompts}) == len(pack.prompts)


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


def test_the_bank_holds_216_questions_in_every_form(questions: tuple[Question, ...]) -> None:
    assert Counter(question.form for question in questions) == FORMS
    assert len(questions) == 216


def test_every_point_that_may_be_asked_is_asked_in_two_forms(
    pack: Pack, questions: tuple[Question, ...]
) -> None:
    usual = [q for q in questions if q.form is not Form.SPOT_THE_SLIP]
    forms = {point.id: {q.form for q in usual if point.id in q.points} for point in pack.points}
    free = [point.id for point in pack.points if not OUT_OF_THE_BANK.intersection(point.record)]
    assert [id_ for id_ in free if len(forms[id_]) < 2] == []
    assert all(not forms[point.id] for point in pack.points if point.id not in free)


def test_the_shipped_pack_has_nothing_to_mend_and_nothing_unfinished() -> None:
    found = inspected(FOLDER)
    assert (found.complaints, found.unfinished) == ((), ())
    assert (found.points, found.questions) == (74, 216)


@pytest.mark.parametrize(("factor", "least"), [*((f, 12) for f in list(POINTS_OF)[:4]), ("judgement", 6)])
def test_every_factor_has_questions_enough(questions: tuple[Question, ...], factor: str, least: int) -> None:
    assert sum(question.factor == factor for question in questions) >= least


def test_no_question_rests_on_an_error(pack: Pack, questions: tuple[Question, ...]) -> None:
    """Those on the essay's own slips aside."""
    usual = [q for q in questions if q.form is not Form.SPOT_THE_SLIP]
    resting = {q.id: {claim for point in q.points for claim in pack.point[point].record} for q in usual}
    assert [id_ for id_, claims in resting.items() if claims & OUT_OF_THE_BANK] == []


@pytest.mark.parametrize(
    "error",
    [
        r"October 1927",
        r"seat in the Politburo",
        r"Lenin('s)? (desire|wish\w*) to .*expand",
        r"Inspectorate",
        r"cult of Stalin",
        r"26,?000",
    ],
)
def test_no_right_answer_repeats_an_error(questions: tuple[Question, ...], error: str) -> None:
    keys = {q.id: f"{q.stem} {the_answer(q)}" for q in questions if q.form is not Form.SPOT_THE_SLIP}
    assert [id_ for id_, said in keys.items() if re.search(error, said, re.IGNORECASE)] == []


def test_a_question_on_what_is_not_settled_says_whose_view_it_is(
    pack: Pack, questions: tuple[Question, ...]
) -> None:
    unsettled = [q for q in questions if any(pack.point[point].verdict in GRAVITY for point in q.points)]
    assert len(unsettled) > 10
    assert [q.id for q in unsettled if ACCORDING not in q.stem and q.form is not Form.SPOT_THE_SLIP] == []


def test_the_key_is_spread_over_the_letters(questions: tuple[Question, ...]) -> None:
    keys = Counter(q.key for q in questions if q.form in ONE_LETTER - {Form.WHICH_FACTOR})
    assert keys.keys() == {"A", "B", "C"}
    assert max(keys.values()) <= 0.4 * keys.total()


def test_a_question_for_the_factor_offers_the_four_that_are_argued(
    pack: Pack, questions: tuple[Question, ...]
) -> None:
    names = [factor.name for factor in pack.factors][:4]
    asked = [q for q in questions if q.form is Form.WHICH_FACTOR]
    assert asked
    for question in asked:
        assert [choice.text for choice in question.choices.values()] == names
        assert question.factor == "judgement" or filed_under(question, pack)


def filed_under(question: Question, pack: Pack) -> bool:
    return question.choices[question.key].text == pack.factor[question.factor].name


def test_a_statement_to_judge_has_a_true_and_a_false_answer(questions: tuple[Question, ...]) -> None:
    asked = [q for q in questions if q.form is Form.TRUE_FALSE]
    assert asked
    for question in asked:
        assert question.stem.startswith("True or false? ")
        assert {choice.text.split(":")[0] for choice in question.choices.values()} == {"True", "False"}


def test_a_stem_is_in_words_of_its_own(pack: Pack, questions: tuple[Question, ...]) -> None:
    copied = [
        (q.id, run)
        for q in questions
        if q.form is not Form.QUOTE_ATTRIBUTION
        for run in runs(q.stem)
        if run in sought(pack.sentence[q.sentences[0]].text)
    ]
    assert copied == []


def test_every_misconception_is_behind_some_wrong_choice(pack: Pack, questions: tuple[Question, ...]) -> None:
    tags = {choice.tag for question in questions for choice in (*question.choices.values(), *question.near)}
    tags = tags.union(question.tag for question in questions) - {""}
    assert tags <= pack.misconceptions.keys()
    assert len(tags) >= 10
