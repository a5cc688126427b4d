"""Claims leave more rows where they lie: room for them, an index in their order, tokens compared byte by byte."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

NAME = "ix_occurrences_waiting"
ROWS = sa.text("message = '' AND reason = ''")


def upgrade() -> None:
    op.drop_index(op.f(NAME), "occurrences")
    order = ["due_at", "id"]
    op.create_index(op.f(NAME), "occurrences", order, sqlite_where=ROWS, postgresql_where=ROWS)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE occurrences SET (fillfactor = 40)")
        op.execute('ALTER TABLE occurrences ALTER COLUMN token TYPE varchar(25) COLLATE "C"')
        op.execute('ALTER TABLE classroom_messages ALTER COLUMN token TYPE varchar(60) COLLATE "C"')
