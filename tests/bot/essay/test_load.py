"""A pack is checked before anyone sees it, and every complaint leads to its line."""

from pathlib import Path

import pytest
from doubles.folder import ESSAY, PACK, shelved

from bot.essay.load import VERDICTS, content_hash, load_pack, split
from bot.essay.pack import Pack, Sentence
from bot.essay.source import BadContent, Source


def refused(folder: Path) -> list[str]:
    with pytest.raises(BadContent) as caught:
        load_pack(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.complaints))
    return [str(complaint) for complaint in caught.value.complaints]


def test_a_pack_is_read_from_its_folder(tmp_path: Path) -> None:
    pack = load_pack(shelved(tmp_path / "small"))
    assert (pack.id, pack.title) == ("small", "A small essay")
    assert pack.sentences[0] == Sentence("p0.s1", "How strong was the post?", "post")
    assert [s.id for s in pack.sentences] == ["p0.s1", "p1.s1", "p2.s1", "p2.s2", "p3.s1", "p3.s2"]
    assert [s.factor for s in pack.sentences] == ["post"] * 4 + ["the-rivals"] * 2
    assert list(pack.point) == ["patronage", "politburo-seat", "vain-rivals"]
    assert pack.prompts[0].plan == ("Choose.", "Argue.")
    assert pack.misconceptions["wrong-factor"] == "Puts the evidence under another factor."


@pytest.mark.parametrize(
    ("essay", "ids"),
    [
        ("Title?\n\nOne.\nTwo.\n\nThree.", ["p0.s1", "p1.s1", "p1.s2", "p2.s1"]),
        ("\n\nTitle?\n\nOne.\n\n", ["p0.s1", "p1.s1"]),
        ("Title?\n\n\nOne.", ["p0.s1", "p1.s1"]),
        ("Title?\n \nOne.", ["p0.s1", "p1.s1"]),
        ("", []),
    ],
    ids=["plain", "blank ends", "two blank lines", "a line of spaces", "nothing"],
)
def test_a_line_is_a_sentence_and_an_empty_line_ends_a_paragraph(essay: str, ids: list[str]) -> None:
    assert [id_ for id_, _ in split(essay)] == ids


def test_spaces_around_a_sentence_are_no_part_of_it() -> None:
    assert list(split("Title?\n\n  One. \n")) == [("p0.s1", "Title?"), ("p1.s1", "One.")]


def test_an_essay_saved_on_windows_is_the_same_essay(tmp_path: Path) -> None:
    unix, windows = shelved(tmp_path / "a"), shelved(tmp_path / "b")
    (windows / "essay.txt").write_bytes(ESSAY.replace("\n", "\r\n").encode())
    assert load_pack(windows).sentences == load_pack(unix).sentences


def test_the_hash_names_this_very_content(tmp_path: Path) -> None:
    """Fault 66."""
    first, again = load_pack(shelved(tmp_path / "a")), load_pack(shelved(tmp_path / "b"))
    other = load_pack(shelved(tmp_path / "c", essay=ESSAY.replace("vain", "proud")))
    assert first.hash == again.hash != other.hash
    assert len(first.hash) == 16
    assert content_hash(Source("x", "a"), Source("y", "b")) != content_hash(
        Source("x", "ab"), Source("y", "")
    )


@pytest.mark.parametrize(
    ("before", "after", "key", "words"),
    [
        ('id = "politburo-seat"', 'id = "patronage"', 'id = "pat', "id “patronage” is taken by an earlier point"),
        ('id = "the-rivals"', 'id = "post"', 'id = "post"', "id “post” is taken by an earlier factor: choose"),
        ('["p2.s2"]', '["p2.s9"]', 'sentences = ["p2.s9', "sentences names “p2.s9”, which is not there: correct"),
        ('["p2.s2"]', "[]", "sentences = []", "sentences is empty: name at least one"),
        ('claim = "p3.s1"', 'claim = "p9.s1"', 'claim = "p9', "claim names “p9.s1”, which is not there: correct"),
        ('"p3.s2"\n', '"p9.s2"\n', 'conclusion = "p9', "conclusion names “p9.s2”, which is not there: correct"),
        ('"the-rivals"\nsent', '"foe"\nsent', 'factor = "foe', "factor names “foe”, which is not there: correct"),
        ('"post"\ntask', '"foe"\ntask', 'factor = "foe"', "factor names “foe”, which is not there: correct"),
        ('"vain-rivals"]', '"gone"]', "points = ", "points names “gone”, which is not there: correct"),
        ("[0, 1, 2]", "[0, 1]", "paragraphs = [0", "paragraph 2 must stand under exactly one factor's"),
        ("[0, 1, 2]", "[0, 1, 2, 3]", "paragraphs = [0", "paragraph 3 must stand under exactly one factor's"),
        ('"loose"', '"shaky"', 'verdict = "shaky"', f"verdict is one of {', '.join(sorted(VERDICTS))}"),
        ('note = "Check this: not all of them."', "", 'verdict = "loose"', "“loose” needs a teacher's note: add"),
    ],
)  # fmt: skip
def test_what_leads_nowhere_is_complained_about_at_its_line(
    tmp_path: Path, before: str, after: str, key: str, words: str
) -> None:
    """Fault 65."""
    text = PACK.replace(before, after)
    assert text != PACK
    line = max(number for number, row in enumerate(text.splitlines(), 1) if row.startswith(key))
    found = refused(shelved(tmp_path / "small", pack=text))
    assert any(complaint.startswith(f"small/pack.toml:{line}: {words}") for complaint in found)


def test_all_complaints_come_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    """Fault 65."""
    text = (
        PACK.replace('"p2.s1"', '"p8.s1"').replace('"loose"', '"shaky"').replace('"vain-rivals"]', '"gone"]')
    )
    found = refused(shelved(tmp_path / "small", pack=text))
    lines = [int(complaint.split(":")[1]) for complaint in found]
    assert len(lines) == 4
    assert lines == sorted(lines)


@pytest.mark.parametrize("name", ["essay.txt", "pack.toml"])
def test_a_pack_without_its_files_is_refused(tmp_path: Path, name: str) -> None:
    """Fault 65."""
    folder = shelved(tmp_path / "small")
    (folder / name).unlink()
    assert refused(folder) == [f"small/{name}:1: cannot be read (No such file or directory): put it there"]


def test_an_empty_essay_or_a_pack_of_another_shape_is_refused(tmp_path: Path) -> None:
    """Fault 65."""
    assert len(refused(shelved(tmp_path / "a", essay=""))) > 6
    assert refused(shelved(tmp_path / "b", pack="")) == [
        f"b/pack.toml:1: {key} is missing: add it"
        for key in ("factor", "misconceptions", "point", "prompt", "title")
    ]


def test_a_bad_pack_leaves_the_one_that_is_served_as_it_was(tmp_path: Path) -> None:
    """Fault 65."""
    folder = shelved(tmp_path / "small")
    served: Pack = load_pack(folder)
    refused(shelved(folder, pack=PACK.replace('"post"', '"nobody"', 1)))
    assert served.evidence("p2.s1").quote == "The post gave him patronage."
