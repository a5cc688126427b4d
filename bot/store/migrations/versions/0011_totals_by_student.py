"""A class's totals lie by student, so that a board is added up as it is read, without sorting a term's rows."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = ["class_id", "student_id", "quarter", "occurrence"]
KEY_WITH_POINTS = """
    ALTER TABLE totals ADD CONSTRAINT pk_totals
    PRIMARY KEY (class_id, student_id, quarter, occurrence) INCLUDE (points)
"""
COLUMNS = ("class_id", "quarter", "student_id", "occurrence", "points", "answered")
COPY = "INSERT INTO totals_anew SELECT * FROM totals ORDER BY class_id, student_id, quarter, occurrence"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET LOCAL statement_timeout = 0")  # there may be millions of rows
        op.drop_index(op.f("ix_totals_board"), "totals")
        op.drop_constraint(op.f("pk_totals"), "totals")
        op.execute(KEY_WITH_POINTS)
    else:
        _rebuild()


def _rebuild() -> None:
    """Copy the rows: SQLite has them in the order of their key."""
    op.create_table(
        "totals_anew",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COLUMNS),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_totals_class_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_totals_student_id")),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_totals")),
        sqlite_with_rowid=False,
    )
    op.execute(COPY)
    op.drop_table("totals")
    # The triggers name the table, which is not there for a moment.
    op.execute("PRAGMA legacy_alter_table = ON")
    op.rename_table("totals_anew", "totals")
    op.execute("PRAGMA legacy_alter_table = OFF")
