"""How students ask is read a line at a time, and learnt once."""

from pathlib import Path

import pytest
from doubles.folder import ASKED, ASKING, shelved

from bot.essay.asking import asked
from bot.essay.features import Phrases
from bot.essay.index import FILE, keep, kept
from bot.essay.load import load_pack
from bot.essay.source import BadContent, Source

ROOT = Path(__file__).parent.parent.parent.parent


def test_a_heading_names_the_sentences_that_answer_the_lines_below_it() -> None:
    entries = asked(
        Source("asked.txt", "# a remark\n[p2.s3 p2.s8]\nhow many\n\nwho kept them\n[outside: x]\nwhy\n[]")
    )
    assert [(e.sentences, e.questions, e.line) for e in entries] == [
        (("p2.s3", "p2.s8"), ("how many", "who kept them"), 2),
        ((), ("why",), 6),
        ((), (), 8),
    ]


def test_a_question_without_a_heading_is_complained_about() -> None:
    with pytest.raises(BadContent, match=r"asked\.txt:2: comes before the first heading"):
        asked(Source("asked.txt", "\nwho was he\n[p1.s1]\n"))


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("asked.txt", "[p2.s1 p9.s9]\nwho\n", "asked.txt:1: the heading names “p9.s9”, which is not there"),
        (
            "asking.toml",
            '[[named]]\nnames = ["x"]\nsentences = ["p9.s9"]\n',
            "asking.toml:3: sentences names “p9.s9”",
        ),
    ],
)
def test_what_leads_nowhere_is_complained_about(tmp_path: Path, file: str, text: str, complaint: str) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked=ASKED)
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(BadContent) as bad:
        load_pack(folder)
    assert complaint in str(bad.value)


def test_what_was_learnt_and_kept_is_what_would_be_learnt_anew(tmp_path: Path) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked=ASKED)
    learnt = load_pack(folder).index
    keep(learnt, folder)
    assert kept(folder, learnt.sources) == learnt
    assert load_pack(folder).index == learnt


@pytest.mark.parametrize("damage", [b"", b"not zlib", b"x\x9c"], ids=["empty", "foreign", "cut"])
def test_a_damaged_index_is_learnt_anew(tmp_path: Path, damage: bytes) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked=ASKED)
    learnt = load_pack(folder).index
    (folder / FILE).write_bytes(damage)
    assert load_pack(folder).index == learnt


def test_an_index_of_other_content_is_not_used(tmp_path: Path) -> None:
    folder = shelved(tmp_path / "small", asking=ASKING, asked=ASKED)
    keep(load_pack(folder).index, folder)
    (folder / "asked.txt").write_text(ASKED.replace("jobs", "posts"), "utf-8")
    assert "posts" in load_pack(folder).index.vocabulary.rare


def test_the_index_in_the_shipped_pack_is_what_its_content_teaches(tmp_path: Path) -> None:
    """Else run: cardindex content index content/stalin."""
    folder, copy = ROOT / "content" / "stalin", tmp_path / "stalin"
    copy.mkdir()
    for file in folder.iterdir():
        if file.name != FILE:
            (copy / file.name).write_bytes(file.read_bytes())
    keep(load_pack(copy).index, copy)
    assert (copy / FILE).read_bytes() == (folder / FILE).read_bytes()


def test_a_phrase_without_a_word_is_no_phrase() -> None:
    assert list(Phrases([("…", "nothing"), ("the will", "testament")]).within(["the", "will"])) == [
        "testament"
    ]


def test_the_index_is_read_back_on_a_machine_of_the_other_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = load_pack(shelved(tmp_path / "small", asking=ASKING, asked=ASKED)).index
    keep(index, tmp_path)
    here = (tmp_path / FILE).read_bytes()
    monkeypatch.setattr("sys.byteorder", "big")
    keep(index, tmp_path)
    assert kept(tmp_path, index.sources) == index
    assert (tmp_path / FILE).read_bytes() != here
