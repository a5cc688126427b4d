"""A pack made from any text is whole and safe: word for word, nothing overwritten, nothing asked before its time."""

import unicodedata
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.__main__ import cli
from bot.essay.pack import Supply
from bot.essay.source import BadContent
from bot.essay.splitting import essay_in
from bot.quiz.bank import load_library
from bot.quiz.drafting import Cut, counted, cut, near, supplied
from bot.quiz.founding import new_pack
from bot.quiz.inspection import inspected

ROOT = Path(__file__).parent.parent.parent.parent
HARBOUR = ROOT / "tests" / "packs" / "harbour.txt"
CANAL = ROOT / "tests" / "packs" / "canal" / "essay.txt"
SHIPPED = ROOT / "content" / "stalin" / "essay.txt"


def essay(folder: Path, text: str) -> Path:
    file = folder / "essay.txt"
    file.write_text(text, "utf-8", newline="")
    return file


def refused(folder: Path, file: Path) -> str:
    with pytest.raises(BadContent) as caught:
        new_pack(folder, file)
    return str(caught.value)


@pytest.mark.parametrize("file", [CANAL, SHIPPED], ids=["canal", "shipped"])
def test_an_essay_with_a_sentence_a_line_comes_back_byte_for_byte(tmp_path: Path, file: Path) -> None:
    """Whoever split it by hand and the library agree on every sentence of both."""
    new_pack(tmp_path / "again", file)
    assert (tmp_path / "again" / "essay.txt").read_bytes() == file.read_bytes()


def test_abbreviations_and_quotations_end_no_sentence() -> None:
    assert [len(paragraph) for paragraph in essay_in(HARBOUR)] == [1, 2, 4, 4, 3, 2]
    assert essay_in(HARBOUR)[2][2].startswith("Dr. Ellen Marsh, who kept the lamp")
    assert essay_in(HARBOUR)[3][2] == '"A ship that waits is a ship that pays," he told his partners.'


def test_marks_alone_are_no_sentence(tmp_path: Path) -> None:
    text = "Why?\n\n... It was so. ... ! Then it ended.\n\n* * *\n\nYes.\n"
    assert essay_in(essay(tmp_path, text)) == [["Why?"], ["... It was so. ... !", "Then it ended."], ["Yes."]]


def test_without_empty_lines_every_line_is_a_paragraph(tmp_path: Path) -> None:
    """As a word processor saves them."""
    text = "Why?\r\nIt rained. It poured.\r\nSo it was wet.\r\n"
    assert essay_in(essay(tmp_path, text)) == [["Why?"], ["It rained.", "It poured."], ["So it was wet."]]


def test_every_body_paragraph_is_a_factor_and_the_ends_are_the_judgement(tmp_path: Path) -> None:
    new_pack(tmp_path / "harbour", HARBOUR)
    pack = load_library(tmp_path / "harbour").pack
    assert {f.id: f.paragraphs for f in pack.factors} == {
        "paragraph-2": (2,),
        "paragraph-3": (3,),
        "paragraph-4": (4,),
        "judgement": (0, 1, 5),
    }
    assert (pack.factor["judgement"].claim, pack.factor["judgement"].conclusion) == ("p5.s1", "p5.s2")
    assert [prompt.task for prompt in pack.prompts] == [pack.title]


def test_an_essay_of_two_paragraphs_argues_in_the_first(tmp_path: Path) -> None:
    new_pack(tmp_path / "two", essay(tmp_path, "Why?\n\nBecause it rained.\n\nSo it was wet.\n"))
    factors = load_library(tmp_path / "two").pack.factors
    assert {f.id: f.paragraphs for f in factors} == {"paragraph-1": (1,), "judgement": (0, 2)}


def test_every_sentence_has_a_draft_of_a_point_and_of_a_question(tmp_path: Path) -> None:
    new_pack(tmp_path / "harbour", HARBOUR)
    library, found = load_library(tmp_path / "harbour"), inspected(tmp_path / "harbour")
    assert [point.sentences for point in library.pack.drafts] == [(s.id,) for s in library.pack.sentences[1:]]
    assert (library.pack.points, library.bank.questions, found.complaints) == ((), (), ())
    kinds = Counter(draft.file for draft in found.unfinished)
    assert kinds == {"harbour/pack.toml": 15 + 3, "harbour/questions.toml": 15}


def test_a_draft_taken_as_it_is_is_only_told_to_be_reworded(tmp_path: Path) -> None:
    new_pack(tmp_path / "harbour", HARBOUR)
    file = tmp_path / "harbour" / "questions.toml"
    file.write_text(file.read_text("utf-8").replace("draft = true\n", ""), "utf-8")
    told = {c.words.partition(": ")[2] for c in inspected(tmp_path / "harbour").complaints}
    assert len(load_library(tmp_path / "harbour").bank.questions) == 15
    cures = ("say it in other words", "without a negative", "turn the sentence round", "has to know")
    assert [words for words in told if not words.endswith(cures)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has no title question on its first line: put it there"),
        ("???\n\nOne.\n\nTwo.", "has no title question on its first line: put it there"),
        ("Why?\n\nOne paragraph alone.", "has fewer than 2 paragraphs below the title: put an empty line between"),
        ("Why?\n\n" + "It was so. " * 501 + "\n\nYes.", "has 503 sentences: 500 are the most for one pack"),
        ("Why?\n\n" + "and so on " * 200 + "\n\nYes.", "has a sentence of more than 1,500 characters, “and so on"),
        ("Why?\n\n" + "x" * 200_001, "is longer than 200,000 bytes: an essay is shorter"),
    ],
    ids=["empty", "no words", "one paragraph", "too many sentences", "a long sentence", "too long"],
)  # fmt: skip
def test_a_text_that_is_no_essay_is_refused_with_the_cure(tmp_path: Path, text: str, words: str) -> None:
    file = essay(tmp_path, text)
    assert refused(tmp_path / "new", file).startswith(f"essay.txt:1: {words}")
    assert not (tmp_path / "new").exists()


def test_a_file_that_is_no_text_is_refused_with_the_cure(tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_bytes(b"Why?\n\n\xff\xfe")
    assert "is not UTF-8 text: save it as plain text in UTF-8" in refused(tmp_path / "new", file)
    assert "cannot be read (No such file or directory)" in refused(tmp_path / "new", tmp_path / "gone.txt")


@pytest.mark.parametrize("name", ["Harbour", "my pack", "-x", "a" * 42, "é"])
def test_a_folder_that_can_be_no_pack_is_refused(tmp_path: Path, name: str) -> None:
    assert "is no name for a pack: use small letters, digits and hyphens" in refused(tmp_path / name, HARBOUR)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "notes.txt").write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    for folder in (taken, taken / "notes.txt", link):
        name = folder.with_name("notes") if folder.suffix else folder
        if folder.suffix:
            folder.rename(name)
        assert "is there already, and nothing is overwritten: choose another" in refused(name, HARBOUR)
    assert (taken / "notes").read_text() == "mine"
    assert not (tmp_path / "elsewhere").exists()


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "harbour").mkdir()
    assert "16 sentences" in new_pack(tmp_path / "harbour", HARBOUR)


def test_the_command_refuses_in_a_line(tmp_path: Path) -> None:
    told = CliRunner().invoke(cli, ["content", "new", str(tmp_path), str(HARBOUR)])
    assert told.exit_code == 2
    assert "Traceback" not in told.output


LINES = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("abc AB.!?\"'\\\n\r\n#[]={}_\t\v\f\x1c\u2028“”")),
    max_size=150,
)


@settings(max_examples=60, deadline=None)
@given(LINES, st.lists(LINES, min_size=1, max_size=5))
@example("0", ["_", "B0", "B1"])
def test_any_text_makes_a_whole_pack_or_none(title: str, body: list[str]) -> None:
    """Quotes, backslashes, line ends of other systems, TOML and headings of asked.txt among it."""
    with TemporaryDirectory() as name:
        folder, text = Path(name), "\n\n".join([title, *body])
        try:
            new_pack(folder / "pack", essay(folder, text))
        except BadContent:
            assert not (folder / "pack").exists()
            return
        library = load_library(folder / "pack")
        assert lettered("".join(s.text for s in library.pack.sentences)) == lettered(text)
        assert inspected(folder / "pack").complaints == ()
        assert library.bank.questions == ()


def lettered(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isalnum())


def test_toml_in_an_essay_stays_text(tmp_path: Path) -> None:
    evil = '"\n[[question]]\nid = "x\\u0022"'.replace("\n", " ")
    text = f"Why {evil}?\n\n'''{evil}''' is what Mr. Bobby wrote.\n\n[outside] {evil}\n"
    new_pack(tmp_path / "evil", essay(tmp_path, text))
    pack = load_library(tmp_path / "evil").pack
    assert pack.title == f"Why {evil}?"
    assert pack.sentences[-1].text == f"[outside] {evil}"
    assert pack.drafts[-1].claim == pack.sentences[-1].text


@pytest.mark.parametrize(
    ("sentence", "stem", "term"),
    [
        ("It was Lenin who banned factionalism.", "It was Lenin who banned ____.", "factionalism"),
        (
            "On the whole it was due to Hannah Crossley.",
            "On the whole it was due to ____.",
            "Hannah Crossley",
        ),
        ("The ledger matched the ledger.", "The ledger ____ the ledger.", "matched"),
        ("Patronage did it so.", "____ did it so.", "Patronage"),
        ("42", "____", "42"),
    ],
)
def test_the_rarest_word_near_the_end_is_left_out(sentence: str, stem: str, term: str) -> None:
    found = cut(sentence, counted([sentence]))
    assert (found.stem, found.term) == (stem, term)


def test_what_an_essay_is_about_is_not_left_out() -> None:
    said = "The reef sank ships near Wexcombe."
    assert cut(said, counted([said])).term == "Wexcombe"
    assert cut(said, counted([said, *["Wexcombe."] * 4])).term != "Wexcombe"


def test_near_answers_are_of_the_same_kind_and_marked_wrong() -> None:
    terms = [("Lenin", True), ("silt", False), ("Lenins", True), ("Carr", True), ("dredger", False)]
    cuts = [(f"p1.s{n}", Cut("____", term, is_name)) for n, (term, is_name) in enumerate(terms, 1)]
    assert list(near(0, cuts)) == [("p1.s4", "Carr"), ("p1.s2", "silt")]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The canal, opened in 1794, was long.", {Supply.DATE, Supply.NUMBER}),
        ("One horse pulled thirty tons.", {Supply.NUMBER}),
        ("It fell because Hannah Crossley left.", {Supply.REASON, Supply.PERSON, Supply.PLACE}),
        ("It was dull.", set()),
    ],
)
def test_what_a_sentence_can_tell_is_guessed(sentence: str, kinds: set[Supply]) -> None:
    assert set(supplied(sentence)) == kinds
