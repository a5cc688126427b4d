"""A good pack changed by one word gives that one complaint, at that line; drafts are listed and not complained of."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from doubles.folder import ASKED, EVERY_FORM, PACK, QUESTIONS, shelved

from bot.__main__ import cli
from bot.quiz.bank import load_library
from bot.quiz.inspection import Inspection, inspected

DRAFT = "\ndraft = true\n"


def looked_over(folder: Path, **files: str) -> Inspection:
    return inspected(shelved(folder / "small", **{"questions": EVERY_FORM, "asked": ASKED, **files}))


def line_of(text: str, said: str) -> int:
    return text[: text.index(said)].count("\n") + 1


def test_a_good_pack_has_nothing_to_mend_and_nothing_unfinished(tmp_path: Path) -> None:
    found = looked_over(tmp_path)
    assert (found.complaints, found.unfinished) == ((), ())
    assert (found.points, found.questions, found.prompts) == (3, 13, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('id = "whose-words"', 'id = "patronage-1"', "id “patronage-1” is taken by an earlier question: choose"),
        ("the post let him", "the post not let him", "patronage-1: the stem has “not”: ask it without a negative"),
        ("Print the papers", "All of these", "patronage-1: a catch-all choice: write a real one"),
        ("Print the papers", "None of the above", "patronage-1: a catch-all choice: write a real one"),
        ("Favour his people", "Favour all people", "patronage-1: of the choices the key alone has “all”: soften it"),
        ("Print the papers", "Command the army", "patronage-1: says what A says: write another"),
        ('vain", why', 'vain about \\"glory\\"", why', "quotes “glory”, which the essay does not say: quote it word"),
        ("calls it patronage", "calls it 'pay'", "patronage-1: quotes “pay”, which the essay does not say: quote it"),
        ('["p3.s1"]', '["p3.s1", "p3.s2", "p2.s1", "p2.s2"]', "vain-rivals-1: quotes 4 sentences: 3 are enough"),
        ("brought patronage", "brought the post", "who-had-what: takes up “post” from its prompt: say it in other"),
        ('key = "patronage"', 'key = "power"', "favour-in-a-word: “power” is an everyday word: leave out a term"),
        ('key = "patronage"', 'key = "patronage in all but word"', "the term has more than 4 words: leave out a short"),
        ("Filling offices", "Patronage offices", "favour-in-a-word: has “patronag”, which is in the term: say it"),
        ("What does the essay say of each?", "According to the essay, what belongs to whom?", "asks what who-had-what"),
    ],
)  # fmt: skip
def test_one_changed_word_gives_one_complaint_at_its_line(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    """Fault 65."""
    text = EVERY_FORM.replace(before, after, 1)
    [complaint] = looked_over(tmp_path, questions=text).complaints
    assert words in complaint.words
    assert str(complaint).startswith(f"small/questions.toml:{line_of(EVERY_FORM, before)}: ")


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("What did the post", "What favour did the post", "stem", "the key alone takes up “favour” from the stem"),
        ("Print the papers", "Print", "A = ", "the choices are of 5 to 17 characters: make them alike"),
        ('text = "Politburo"', 'text = "clientelism"', "near", "“clientelism” is marked as right or as misspelt"),
        ('factor = "the-rivals"', 'factor = "post"', "factor", "the first of its points is not on post: put that one"),
    ],
)  # fmt: skip
def test_the_complaint_stands_where_the_cure_belongs(
    tmp_path: Path, before: str, after: str, line: str, words: str
) -> None:
    text = EVERY_FORM.replace(before, after, 1)
    [complaint] = looked_over(tmp_path, questions=text).complaints
    assert words in complaint.words
    assert text.splitlines()[complaint.line - 1].startswith(line)


def test_a_negative_in_capitals_is_seen_by_whoever_reads(tmp_path: Path) -> None:
    text = EVERY_FORM.replace("the post let him", "the post NOT let him", 1)
    assert looked_over(tmp_path, questions=text).complaints == ()


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("The post let him favour people.", "The post gave him patronage.", "claim", "the claim is the sentence"),
        ('claim = "The post let', 'claim = "The \\"mighty\\" post let', "claim", "quotes “mighty”, which"),
        ('["Choose.", "Argue."]', '["Choose.", "Say \\"why\\"."]', "plan", "quotes “why”, which the essay does"),
        ('factor = "post"\nsentences = ["p2.s2"]', 'factor = "the-rivals"\nsentences = ["p2.s2"]', "factor",
         "politburo-seat: its first sentence argues for post: file it there"),
    ],
)  # fmt: skip
def test_a_point_is_true_to_the_essay(tmp_path: Path, before: str, after: str, line: str, words: str) -> None:
    text = PACK.replace(before, after)
    [complaint] = looked_over(tmp_path, pack=text, questions=QUESTIONS).complaints
    assert complaint.file == "small/pack.toml"
    assert words in complaint.words
    assert text.splitlines()[complaint.line - 1].startswith(line)


def test_a_heading_without_a_question_and_one_that_leads_nowhere_are_told(tmp_path: Path) -> None:
    [empty] = looked_over(tmp_path, asked=ASKED.replace("how tall was he\nwas he tall\n", "")).complaints
    assert str(empty) == "small/asked.txt:6: no question stands under this heading: write one, or take it out"
    [astray] = looked_over(tmp_path, asked=ASKED.replace("[p2.s1]", "[p9.s9]")).complaints
    assert str(astray) == "small/asked.txt:2: the heading names “p9.s9”, which is not there: correct it"


def test_a_draft_is_listed_and_never_served(tmp_path: Path) -> None:
    text = QUESTIONS.replace('objective = "AO3"\n', f'objective = "AO3"{DRAFT}').replace("modest", "not so")
    found = looked_over(tmp_path, questions=text)
    assert found.complaints == ()
    [draft, gap] = found.unfinished[::-1]
    assert str(draft).startswith(
        f"small/questions.toml:{line_of(text, 'draft = true')}: vain-rivals-1: a draft"
    )
    assert gap.words == "vain-rivals: no question asks for this point: write one"
    assert list(load_library(tmp_path / "small").bank.question) == ["patronage-1"]


def test_a_draft_needs_no_more_than_an_id_of_its_own(tmp_path: Path) -> None:
    text = QUESTIONS.replace('key = "A"\n', f'key = "Z"{DRAFT}')
    assert looked_over(tmp_path, questions=text).complaints == ()
    [twice] = looked_over(tmp_path, questions=text.replace("vain-rivals-1", "patronage-1")).complaints
    assert "is taken by an earlier question" in twice.words


def test_a_draft_of_a_point_is_listed_and_its_claim_is_not_shown(tmp_path: Path) -> None:
    text = PACK.replace("record = [5]\n", "record = [5]\ndraft = true\n")
    found = looked_over(tmp_path, pack=text)
    assert [draft.words for draft in found.unfinished] == [
        "patronage: a draft: say the claim in your own words and take out “draft = true”"
    ]
    pack = load_library(tmp_path / "small").pack
    assert [point.id for point in pack.points] == ["politburo-seat", "vain-rivals"]
    assert pack.points_on("p2.s1") == ()
    assert pack.point["patronage"].draft


def test_a_factor_without_a_name_is_listed(tmp_path: Path) -> None:
    text = PACK.replace('name = "The post"', 'name = "Paragraph 2"')
    questions = QUESTIONS
    [nameless] = looked_over(tmp_path, pack=text, questions=questions).unfinished
    assert nameless.words == "post: give this factor a name"
    assert nameless.line == line_of(text, 'name = "Paragraph 2"')


def test_a_full_bank_asks_for_every_point(tmp_path: Path) -> None:
    """A smaller one only lists the gap."""
    first = QUESTIONS.partition("\n[[question]]")[0]
    many = [first.replace("patronage-1", f"patronage-{n}").replace("do?", f"do here {n}?") for n in range(60)]
    gap = "vain-rivals: no question asks for this point: write one"
    full = looked_over(tmp_path, questions="\n".join(many))
    assert gap in [c.words for c in full.complaints]
    fewer = looked_over(tmp_path, questions="\n".join(many[1:]))
    assert gap not in [c.words for c in fewer.complaints]
    assert [c.words for c in fewer.unfinished] == [gap]


def test_the_command_lists_drafts_and_ends_well(tmp_path: Path) -> None:
    text = QUESTIONS.replace('key = "A"\n', f'key = "A"{DRAFT}')
    told = CliRunner().invoke(cli, ["content", "check", str(shelved(tmp_path / "small", questions=text))])
    assert told.exit_code == 0
    assert "Still to finish (the bot runs without it):" in told.output
    assert "3 points, 1 questions, 1 prompts. 2 to finish." in told.output


def test_the_command_ends_badly_with_complaints(tmp_path: Path) -> None:
    text = QUESTIONS.replace("Print the papers", "Print")
    told = CliRunner().invoke(cli, ["content", "check", str(shelved(tmp_path / "small", questions=text))])
    assert told.exit_code == 1
    assert "1 to mend." in told.output


def test_a_machine_reads_the_same(tmp_path: Path) -> None:
    text = QUESTIONS.replace("Print the papers", "Print")
    folder = str(shelved(tmp_path / "small", questions=text))
    read = json.loads(CliRunner().invoke(cli, ["content", "check", folder, "--json"]).output)
    [complaint] = read["complaints"]
    assert (complaint["file"], complaint["line"]) == ("small/questions.toml", 11)
    assert read["questions"] == 2
    assert read["unfinished"] == []


def test_what_is_crude_but_can_be_asked_stops_no_start(tmp_path: Path) -> None:
    """A lesson does not wait for a better wording."""
    folder = shelved(tmp_path / "small", questions=QUESTIONS.replace("Print the papers", "Print"))
    assert len(inspected(folder).complaints) == 1
    assert len(load_library(folder).bank.questions) == 2


def test_the_kept_index_does_not_hide_an_empty_heading(tmp_path: Path) -> None:
    found = looked_over(tmp_path, asked=ASKED + "\n[p3.s1]\n")
    assert [c.line for c in found.complaints] == [ASKED.count("\n") + 2]
    assert replace(found, complaints=()).told(tmp_path).endswith("All is well.")
