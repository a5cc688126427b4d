"""What a board adds up is read from an index alone, on PostgreSQL; a SQLite table of totals is such an index itself."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.create_index(
        op.f("ix_totals_board"),
        "totals",
        ["class_id", "quarter"],
        postgresql_include=["occurrence", "student_id", "points"],
    )
