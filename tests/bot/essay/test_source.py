"""Content is read whole or refused with file, line and cure."""

import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.essay.source import SIZE_LIMIT, BadContent, Complaint, Content, Source, read, shaped


@dataclass(frozen=True, slots=True)
class Card(Content):
    id: str
    tags: tuple[str, ...] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Box(Content):
    title: str
    card: tuple[Card, ...] = ()
    colours: dict[str, str] | None = None


BOX = """\
title = "Box"

[colours]
red = "warm"

[[card]]
id = "one"
tags = [
  "a",
]

[[card]]
weight = 2
id = "two"
"""


def complaints(text: str) -> list[str]:
    with pytest.raises(BadContent) as caught:
        shaped(Source("box.toml", text), Box)
    return [str(complaint) for complaint in caught.value.complaints]


def test_toml_becomes_the_declared_values() -> None:
    assert shaped(Source("box.toml", BOX), Box) == Box(
        "Box", (Card("one", ("a",)), Card("two", weight=2)), {"red": "warm"}
    )


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('title = "Box"', "title = 7", "box.toml:1: title is wrong: Input should be a valid string"),
        ('id = "two"\n', "", "box.toml:12: card.id is missing: add it"),
        ("weight = 2", 'weight = "heavy"', "box.toml:13: card.weight is wrong:"),
        ("weight = 2", "wieght = 2", "box.toml:13: card.wieght is not known here: remove it"),
        ('red = "warm"', "red = []", "box.toml:4: colours.red is wrong:"),
        ('"a",', "1,", "box.toml:8: card.tags is wrong:"),
        ('title = "Box"', "card = 1", "is not TOML here"),
        ('title = "Box"', 'title = "Box', "box.toml:1: is not TOML here: Illegal character"),
        ("weight = 2", "weight = 2\nweight = 3", "box.toml:14: is not TOML here: Cannot overwrite"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(before: str, after: str, complaint: str) -> None:
    """Fault 65."""
    assert before in BOX
    assert complaint in "\n".join(complaints(BOX.replace(before, after)))


def test_every_misfit_is_told_in_the_order_of_the_lines() -> None:
    """Fault 65."""
    found = complaints(
        BOX.replace('"one"', "1").replace('"Box"', "2").replace("weight = 2", "weight = true\nx = 1")
    )
    assert [complaint.split(":")[1] for complaint in found] == ["1", "7", "14"]


def test_a_comment_behind_a_heading_does_not_shift_the_lines() -> None:
    """Fault 65."""
    text = BOX.replace("[[card]]", "[[card]]  # the first", 1).replace('"one"', "1")
    assert complaints(text)[0].startswith("box.toml:7: card.id is wrong")


def test_an_inline_list_is_complained_about_where_it_begins() -> None:
    found = complaints('title = "Box"\ncard = [{ id = "one" }, { id = 2 }]\n')
    assert [complaint.split(":")[1] for complaint in found] == ["2"]


def test_a_complaint_without_a_place_is_about_the_first_line() -> None:
    assert Source("box.toml", BOX).complain("is odd") == Complaint("box.toml", 1, "is odd")
    assert Source("box.toml", "").complain("is odd", "card", 3, "id").line == 1


def test_a_complaint_about_a_place_that_is_not_there_names_the_nearest() -> None:
    source = Source("box.toml", BOX)
    assert source.complain("x", "card", 9, "id").line == 14
    assert source.complain("x", "card", 0, "colour").line == 6
    assert source.complain("x", "card", 1).line == 12
    assert source.complain("x", "colours", "red").line == 4


@pytest.mark.parametrize(
    "text",
    [
        "title = " + "[" * 100_000,
        "title = " + "{a=" * 100_000,
        "title = " + "9" * 5_000,
        ".".join(["a"] * 1_000) + " = 1",
        'title = "' + "x" * 1_000_000 + '"',
        'title = "\\ud800"',
        'title = "\0"',
        'title = !!python/object/apply:os.system ["true"]',
        "title: &a [*a, *a]",
    ],
    ids=[
        "deep lists",
        "deep tables",
        "long number",
        "long key",
        "long text",
        "surrogate",
        "nul",
        "object",
        "alias",
    ],
)
def test_a_bomb_is_refused_like_any_misfit(text: str) -> None:
    """Fault 65."""
    found = complaints(text)
    assert found[0].startswith("box.toml:1: ")
    assert len("".join(found)) < 100_000


@given(text=st.text())
@example('title = "a" # ok')
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Fault 65."""
    try:
        assert isinstance(shaped(Source("box.toml", text), Box), Box)
    except BadContent as bad:
        told = bad.complaints
    else:
        told = (Complaint("", 1, ""),)
    assert all(complaint.line >= 1 for complaint in told)
    assert told


def test_a_file_is_named_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "stalin"
    folder.mkdir()
    (folder / "essay.txt").write_text("naïve – so", "utf-8")
    assert read(folder / "essay.txt") == Source("stalin/essay.txt", "naïve – so")


def refused(path: Path) -> str:
    with pytest.raises(BadContent) as caught:
        read(path)
    return str(caught.value)


def test_a_missing_file_or_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    """Fault 65."""
    name = f"{tmp_path.name}/pack.toml"
    assert (
        refused(tmp_path / "pack.toml")
        == f"{name}:1: cannot be read (No such file or directory): put it there"
    )
    (tmp_path / "pack.toml").mkdir()
    assert refused(tmp_path / "pack.toml") == f"{name}:1: cannot be read (Is a directory): put it there"


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    """Fault 65."""
    (tmp_path / "real.toml").write_text("", "utf-8")
    (tmp_path / "pack.toml").symlink_to(tmp_path / "real.toml")
    assert "must be a plain file" in refused(tmp_path / "pack.toml")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """Fault 65."""
    with (tmp_path / "pack.toml").open("wb") as stream:
        stream.truncate(50_000_000)
    tracemalloc.start()
    assert "at most 2,000,000 bytes" in refused(tmp_path / "pack.toml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < SIZE_LIMIT


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "essay.txt"
    lines = b"a sentence of it.\n" * (SIZE_LIMIT // 18)
    path.write_bytes(lines.ljust(SIZE_LIMIT, b"."))
    assert len(read(path).text) == SIZE_LIMIT
    path.write_bytes(lines.ljust(SIZE_LIMIT + 1, b"."))
    assert "at most" in refused(path)


def test_a_line_that_would_keep_the_reader_busy_for_minutes_is_refused(tmp_path: Path) -> None:
    """Fault 65: a key of 50,000 parts."""
    path = tmp_path / "pack.toml"
    path.write_text('title = "x"\n' + "a." * 50_000 + "a = 1\n")
    assert ":2: is longer than" in refused(path)


@given(raw=st.binary(max_size=50))
@example(b"\xff\xfe\x00")
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path, raw: bytes) -> None:
    """Fault 65."""
    (tmp_path / "essay.txt").write_bytes(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        assert refused(tmp_path / "essay.txt").endswith("is not UTF-8 text: save it as UTF-8")
    else:
        assert (
            read(tmp_path / "essay.txt").text.splitlines()
            == raw.decode("utf-8").replace("\r\n", "\n").splitlines()
        )
