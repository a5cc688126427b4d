"""A table read back, as a spreadsheet does."""

import csv
import io

from bot.commands.sheet import BYTE_ORDER_MARK


def imported(text: str) -> list[list[str]]:
    """Give a table's cells."""
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
