"""Tables as CSV, in which no spreadsheet finds a formula."""

import csv
import io
import re
from collections.abc import Iterable

from bot.chat import File

# What spreadsheets read as the beginning of a formula, in either width: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take other letters than A to Z for something else


def sheet(name: str, rows: Iterable[Iterable[object]], otherwise: str = "") -> File:
    """Make a file of the rows; taking the first apostrophe from cells that begin like '= gives back every cell."""
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([neutral(str(cell)) for cell in row] for row in rows)
    return File(name, BYTE_ORDER_MARK + written.getvalue(), "text/csv", otherwise)


def neutral(cell: str) -> str:
    """Let a cell begin like text, with an apostrophe where it would be a formula; NUL, which ends cells, is shown."""
    visible = cell.replace("\0", "\N{SYMBOL FOR NULL}")
    return f"'{visible}" if _FORMULA.match(visible) else visible
