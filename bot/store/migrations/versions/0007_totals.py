"""Kept totals: what boards and item figures read instead of adding up answers.

The database itself keeps them, by triggers in the transaction that changes an answer: no way of changing one, be it
a press, a corrected key, an erasure or an older version of the bot beside this one, can leave them behind.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.drop_index("ix_answers_board", "answers")
    op.create_index(op.f("ix_answers_student_id_class_id"), "answers", ["student_id", "class_id"])
    op.create_table(
        "totals",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_totals_class_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_totals_student_id")),
        sa.PrimaryKeyConstraint("class_id", "quarter", "student_id", "occurrence", name=op.f("pk_totals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "item_totals",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("choice", sa.String(length=200), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name=op.f("fk_item_totals_occurrence_id")
        ),
        sa.ForeignKeyConstraint(["version"], ["versions.version"], name=op.f("fk_item_totals_version")),
        sa.PrimaryKeyConstraint("occurrence_id", "version", "choice", name=op.f("pk_item_totals")),
        sqlite_with_rowid=False,
    )
    server = op.get_bind().dialect.name == "postgresql"
    quarter = QUARTER_ON_SERVER if server else QUARTER_IN_FILE
    for statement in (*(POSTGRESQL if server else SQLITE), *COUNTED_SO_FAR):
        of_new = statement.replace("QUARTER(new)", quarter.format("new"))
        op.execute(of_new.replace("QUARTER(old)", quarter.format("old")))


QUARTER_IN_FILE = "CAST(strftime('%s', {}.at) AS INTEGER) / 900"
QUARTER_ON_SERVER = "CAST(floor(extract(epoch FROM {}.at) / 900) AS INTEGER)"

COUNTED_SO_FAR = (
    """
    INSERT INTO totals (class_id, quarter, student_id, occurrence, points, answered)
    SELECT class_id, QUARTER(new), student_id, coalesce(occurrence_id, 0), sum(points), count(*)
    FROM answers AS new GROUP BY 1, 2, 3, 4
    """,
    """
    INSERT INTO item_totals (occurrence_id, version, choice, points, answered)
    SELECT occurrence_id, version, choice, sum(points), count(*)
    FROM answers JOIN occurrences ON occurrences.id = occurrence_id WHERE status = 'closed' GROUP BY 1, 2, 3
    """,
)

# An answer counts for its student from the moment on which it is kept.
_ADD = """
    INSERT INTO totals (class_id, quarter, student_id, occurrence, points, answered)
    VALUES (new.class_id, QUARTER(new), new.student_id, coalesce(new.occurrence_id, 0), new.points, 1)
    ON CONFLICT (class_id, quarter, student_id, occurrence)
    DO UPDATE SET points = totals.points + excluded.points, answered = totals.answered + 1;
"""
_TAKE = """
    UPDATE totals SET points = points - old.points, answered = answered - 1
    WHERE class_id = old.class_id AND quarter = QUARTER(old)
    AND student_id = old.student_id AND occurrence = coalesce(old.occurrence_id, 0);
"""
_FORGET = """
    DELETE FROM totals
    WHERE class_id = old.class_id AND quarter = QUARTER(old)
    AND student_id = old.student_id AND occurrence = coalesce(old.occurrence_id, 0) AND answered = 0;
"""

# A question's figures count at its quiz's close, all at once: while a class answers, nobody waits for a shared row.
_ADD_ITEM = """
    INSERT INTO item_totals (occurrence_id, version, choice, points, answered)
    SELECT new.occurrence_id, new.version, new.choice, new.points, 1
    FROM occurrences WHERE id = new.occurrence_id AND status = 'closed'
    ON CONFLICT (occurrence_id, version, choice)
    DO UPDATE SET points = item_totals.points + excluded.points, answered = item_totals.answered + 1;
"""
_TAKE_ITEM = """
    UPDATE item_totals SET points = points - old.points, answered = answered - 1
    WHERE occurrence_id = old.occurrence_id AND version = old.version AND choice = old.choice;
"""
_FORGET_ITEM = """
    DELETE FROM item_totals
    WHERE occurrence_id = old.occurrence_id AND version = old.version AND choice = old.choice AND answered = 0;
"""
_COUNT_ITEMS = """
    DELETE FROM item_totals WHERE occurrence_id = new.id;
    INSERT INTO item_totals (occurrence_id, version, choice, points, answered)
    SELECT occurrence_id, version, choice, sum(points), count(*)
    FROM answers WHERE occurrence_id = new.id AND new.status = 'closed' GROUP BY 1, 2, 3;
"""

_COME = _ADD + _ADD_ITEM
_GO = _TAKE + _TAKE_ITEM
_LEAVE_NO_TRACE = _FORGET + _FORGET_ITEM
_CHANGED = "class_id, student_id, occurrence_id, version, choice, points, at"
_CLOSED_OR_OPENED = "(new.status = 'closed') <> (old.status = 'closed')"


SQLITE = (
    f"CREATE TRIGGER an_answer_comes AFTER INSERT ON answers BEGIN {_COME} END",
    f"CREATE TRIGGER an_answer_goes AFTER DELETE ON answers BEGIN {_GO} {_LEAVE_NO_TRACE} END",
    f"""
    CREATE TRIGGER an_answer_changes AFTER UPDATE OF {_CHANGED} ON answers
    BEGIN {_GO} {_COME} {_LEAVE_NO_TRACE} END
    """,
    f"""
    CREATE TRIGGER a_quiz_closes AFTER UPDATE OF status ON occurrences WHEN {_CLOSED_OR_OPENED}
    BEGIN {_COUNT_ITEMS} END
    """,
)

POSTGRESQL = (
    "SET LOCAL statement_timeout = 0",  # millions of answers may have to be counted
    # A close that is under way is waited for, and waits for this: it counts an answer as it was or as it is.
    f"""
    CREATE FUNCTION count_an_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'DELETE' THEN PERFORM 1 FROM occurrences WHERE id = new.occurrence_id FOR SHARE; END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM 1 FROM occurrences WHERE id = old.occurrence_id FOR SHARE;
    {_GO} END IF;
    IF TG_OP <> 'DELETE' THEN {_COME} END IF;
    IF TG_OP <> 'INSERT' THEN {_LEAVE_NO_TRACE} END IF;
    RETURN NULL; END $$
    """,
    f"""
    CREATE TRIGGER an_answer_is_counted AFTER INSERT OR DELETE OR UPDATE OF {_CHANGED} ON answers
    FOR EACH ROW EXECUTE FUNCTION count_an_answer()
    """,
    f"""
    CREATE FUNCTION count_a_quiz() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {_COUNT_ITEMS} RETURN NULL; END $$
    """,
    f"""
    CREATE TRIGGER a_quiz_closes AFTER UPDATE OF status ON occurrences
    FOR EACH ROW WHEN ({_CLOSED_OR_OPENED}) EXECUTE FUNCTION count_a_quiz()
    """,
)
