"""The privacy notice is what the schema and the commands say, and nothing about a person is left undescribed."""

from pathlib import Path

import pytest
from sqlalchemy import Table

from bot.commands import COMMANDS
from bot.notice import notice
from bot.store.columns import ABOUT, ACCOUNT
from bot.store.tables import metadata
from bot.store.whose import key_of

ROOT = Path(__file__).parent.parent.parent
# What is about a class, a question or the bot's own work: a new table that is not here describes its columns.
ABOUT_NOBODY = {
    "classes", "places", "skips", "versions", "papers", "paper_questions", "deliveries", "regrades", "item_totals",
    "departures", "installations", "installing",
}  # fmt: skip
NAMELESS = {"id", "channel", "token", "edited"}  # of the classroom's messages
TABLES = [pytest.param(table, id=table.name) for table in metadata.tables.values()]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_about_a_person_is_described_where_it_is_declared(table: Table) -> None:
    if table.name in ABOUT_NOBODY:
        assert key_of(table) is None
        assert not any(ABOUT in column.info for column in table.columns)
        return
    assert table.info[ABOUT]
    if key_of(table) is None and any(ACCOUNT in column.info for column in table.columns):
        return  # a class's own, which names somebody
    left = {column.name for column in table.columns if ABOUT not in column.info}
    assert left == (NAMELESS if table.name == "classroom_messages" else set())


@pytest.mark.parametrize("table", TABLES)
def test_what_leads_to_rows_about_a_person_has_the_persons_key_itself(table: Table) -> None:
    """Fault 76: else it would be missed by a copy and stand in the way of an erasure."""
    leads_to = {key.column.table for column in table.columns for key in column.foreign_keys}
    if any(key_of(other) is not None for other in leads_to):
        assert key_of(table) is not None


def test_the_notice_that_is_shipped_is_the_one_that_the_bot_writes() -> None:
    assert (ROOT / "docs" / "privacy.md").read_text("utf-8") == notice(0) + "\n", (
        "cardindex privacy > docs/privacy.md, in a folder without a .env"
    )


def test_the_notice_names_every_described_column_and_every_command_of_ones_own_data() -> None:
    told = notice(0).lower()
    said = {str(c.info[ABOUT]) for t in metadata.tables.values() for c in t.columns if ABOUT in c.info}
    assert [words for words in said if words.lower() not in told] == []
    own = [command for command in COMMANDS if command.name.startswith("mydata")]
    assert [command.usage for command in own if command.usage not in notice(0)] == []


def test_the_notice_says_how_long_this_school_keeps_answers() -> None:
    assert "deleted 180 days after" in notice(180)
    assert "no time after which it is deleted" in notice(0)


def test_the_notice_fits_on_a_page() -> None:
    assert len(notice(0).split()) <= 700
