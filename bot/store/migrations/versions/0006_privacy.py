"""How boards name people, who is on them, when a seat was taken; a person's rows found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

OF_A_STUDENT = ("accounts", "rounds", "answers")


def upgrade() -> None:
    names = sa.Column("names", sa.String(length=200), server_default="full", nullable=False)
    op.add_column("classes", names)
    op.add_column("students", sa.Column("on_board", sa.Boolean(), server_default=sa.true(), nullable=False))
    # A seat that was given up is never another person's: only a new table numbers its rows so on SQLite.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table(
        "classroom_people",
        recreate="always" if on_sqlite else "never",
        table_kwargs={"sqlite_autoincrement": True},
    ) as people:
        people.add_column(sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True))
    for table in OF_A_STUDENT:
        op.create_index(op.f(f"ix_{table}_student_id"), table, ["student_id"], unique=False)
