"""A table that is opened in a spreadsheet runs nothing, and gives back what was written."""

import re

import pytest
from doubles.sheets import imported
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.sheet import sheet

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from([*FORMULA, *"'\",;"]))
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=5)


def without_apostrophe(cell: str) -> str:
    return re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell)


@given(ROWS)
@example([["=1+1", "+1", "-1", "@SUM(A1)"], ["\tx", "\rx", "\nx", '"=1"'], ["'=1", "''=1", "'tis", ""]])
def test_no_cell_begins_like_a_formula_and_all_are_read_back_equal(rows: list[list[str]]) -> None:
    """Fault 64."""
    read = imported(sheet("t.csv", rows).text)
    assert not [cell for row in read for cell in row if cell.startswith(FORMULA)]
    assert [[without_apostrophe(cell) for cell in row] for row in read] == rows


@pytest.mark.parametrize("cell", ["\0", "Ada\0", "\0=1"])
def test_nul_is_shown_and_ends_nothing(cell: str) -> None:
    """Fault 64."""
    assert imported(sheet("t.csv", [[cell, "next"]]).text) == [[cell.replace("\0", "␀"), "next"]]


def test_a_spreadsheet_knows_the_letters_by_the_first_mark() -> None:
    file = sheet("t.csv", [["Zoë"]])
    assert file.text.encode().decode("utf-8-sig") == '"Zoë"\r\n'
    assert (file.name, file.media_type) == ("t.csv", "text/csv")
