"""What is still to be dealt with has small indexes; none names the status, so that a claim touches none of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

QUEUES = {
    "due_at": ("ix_occurrences_waiting", sa.text("message = '' AND reason = ''")),
    "closes_at": ("ix_occurrences_unfinished", sa.text("message != '' AND shown != -1")),
    "shown": ("ix_occurrences_redrawn", sa.text("shown < -1")),
}


def upgrade() -> None:
    for column, (name, rows) in QUEUES.items():
        op.drop_index(op.f(f"ix_occurrences_status_{column}"), "occurrences")
        op.create_index(op.f(name), "occurrences", [column], sqlite_where=rows, postgresql_where=rows)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE occurrences SET (fillfactor = 50)")
