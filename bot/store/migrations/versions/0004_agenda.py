"""Indexes by which an idle beat of the posting sees that nothing is due."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for column in ("closes_at", "shown"):
        op.create_index(op.f(f"ix_occurrences_status_{column}"), "occurrences", ["status", column])
    op.create_index(
        op.f("ix_occurrences_unswept"),
        "occurrences",
        ["posted_at"],
        sqlite_where=sa.text("swept IS 0 AND posted_at IS NOT NULL"),
        postgresql_where=sa.text("swept IS false AND posted_at IS NOT NULL"),
    )
