"""A quiz is counted when it closes, also by the week: a term's board reads a few rows, and an answer writes none more.

`totals` and `week_totals` hold closed quizzes and practice; what an open quiz has earned is read from its answers. Both
are kept by triggers, like `item_totals`.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = ["class_id", "quarter", "student_id", "occurrence"]
COLUMNS = (*KEY, "points", "answered")
COPY = """
    INSERT INTO totals_anew SELECT * FROM totals
    WHERE occurrence = 0 OR occurrence IN (SELECT id FROM occurrences WHERE status = 'closed') ORDER BY 1, 2, 3, 4
"""
OPEN_GO = """
    DELETE FROM totals
    WHERE occurrence <> 0 AND occurrence NOT IN (SELECT id FROM occurrences WHERE status = 'closed')
"""
SO_FAR = """
    INSERT INTO week_totals (class_id, week, student_id, practice, points, answered)
    SELECT class_id, quarter / 672, student_id, occurrence = 0, sum(points), sum(answered)
    FROM totals GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""


def upgrade() -> None:
    server = op.get_bind().dialect.name == "postgresql"
    for statement in OLD_ON_SERVER if server else OLD_IN_FILE:
        op.execute(statement)
    op.drop_index(op.f("ix_answers_student_id"), "answers")  # the one by student and class serves as well
    if server:
        _turn_round()
    else:
        _rebuild()
    op.create_table(
        "week_totals",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("class_id", "week", "student_id")),
        sa.Column("practice", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("points", "answered")),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_week_totals_class_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_week_totals_student_id")),
        sa.PrimaryKeyConstraint("class_id", "week", "student_id", "practice", name=op.f("pk_week_totals")),
        sqlite_with_rowid=False,
    )
    quarter = QUARTER_ON_SERVER if server else QUARTER_IN_FILE
    for statement in (*(POSTGRESQL if server else SQLITE), SO_FAR):
        op.execute(re.sub(r"QUARTER\((\w+)\)", quarter, statement))


def _turn_round() -> None:
    op.execute(OPEN_GO)
    op.drop_constraint(op.f("pk_totals"), "totals")
    op.create_primary_key(op.f("pk_totals"), "totals", KEY)
    op.execute("CLUSTER totals USING pk_totals")  # a class's rows together, as its closes will leave them


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
    op.rename_table("totals_anew", "totals")


QUARTER_IN_FILE = r"CAST(strftime('%s', \1.at) AS INTEGER) / 900"
QUARTER_ON_SERVER = r"CAST(floor(extract(epoch FROM \1.at) / 900) AS INTEGER)"

OLD_IN_FILE = tuple(
    f"DROP TRIGGER {name}"
    for name in ("an_answer_comes", "an_answer_goes", "an_answer_changes", "a_quiz_closes")
)
OLD_ON_SERVER = (
    "SET LOCAL statement_timeout = 0",  # there may be millions of rows
    "DROP TRIGGER an_answer_is_counted ON answers",
    "DROP TRIGGER a_quiz_closes ON occurrences",
    "DROP FUNCTION count_an_answer, count_a_quiz",
)

# Answers are counted one by one where they are practice, or of a quiz that is closed already.
_ADD = """
    INSERT INTO totals (class_id, quarter, student_id, occurrence, points, answered)
    VALUES (new.class_id, QUARTER(new), new.student_id, coalesce(new.occurrence_id, 0), new.points, 1)
    ON CONFLICT (class_id, quarter, student_id, occurrence)
    DO UPDATE SET points = totals.points + excluded.points, answered = totals.answered + 1;
    INSERT INTO week_totals (class_id, week, student_id, practice, points, answered)
    VALUES (new.class_id, QUARTER(new) / 672, new.student_id, new.occurrence_id IS NULL, new.points, 1)
    ON CONFLICT (class_id, week, student_id, practice)
    DO UPDATE SET points = week_totals.points + excluded.points, answered = week_totals.answered + 1;
    INSERT INTO item_totals (occurrence_id, version, choice, points, answered)
    SELECT new.occurrence_id, new.version, new.choice, new.points, 1 WHERE new.occurrence_id IS NOT NULL
    ON CONFLICT (occurrence_id, version, choice)
    DO UPDATE SET points = item_totals.points + excluded.points, answered = item_totals.answered + 1;
"""
_IN_TOTAL = """
    class_id = old.class_id AND quarter = QUARTER(old)
    AND student_id = old.student_id AND occurrence = coalesce(old.occurrence_id, 0)
"""
_IN_WEEK = """
    class_id = old.class_id AND week = QUARTER(old) / 672
    AND student_id = old.student_id AND practice = (old.occurrence_id IS NULL)
"""
_IN_ITEM = "occurrence_id = old.occurrence_id AND version = old.version AND choice = old.choice"
_TAKE = "".join(
    f"""
    UPDATE {table} SET points = points - old.points, answered = answered - 1 WHERE {row};
    DELETE FROM {table} WHERE {row} AND answered = 0;
    """  # noqa: S608 - fixed texts
    for table, row in (("totals", _IN_TOTAL), ("week_totals", _IN_WEEK), ("item_totals", _IN_ITEM))
)

# A quiz is counted whole: while a class answers, nobody waits for a shared row.
_BY_WEEK = """
    INSERT INTO week_totals (class_id, week, student_id, practice, points, answered)
    SELECT class_id, QUARTER(answers) / 672, student_id, FALSE, {0}sum(points), {0}count(*)
    FROM answers WHERE occurrence_id = new.id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (class_id, week, student_id, practice)
    DO UPDATE SET points = week_totals.points + excluded.points, answered = week_totals.answered + excluded.answered;
"""
_BY_QUARTER = """
    INSERT INTO totals (class_id, quarter, student_id, occurrence, points, answered)
    SELECT class_id, QUARTER(answers), student_id, occurrence_id, sum(points), count(*)
    FROM answers WHERE occurrence_id = new.id GROUP BY 1, 2, 3, 4;
"""
_BY_ITEM = """
    INSERT INTO item_totals (occurrence_id, version, choice, points, answered)
    SELECT occurrence_id, version, choice, sum(points), count(*)
    FROM answers WHERE occurrence_id = new.id GROUP BY 1, 2, 3;
"""
_GONE = """
    DELETE FROM totals WHERE class_id = new.class_id AND occurrence = new.id;
    DELETE FROM week_totals WHERE class_id = new.class_id AND answered = 0;
    DELETE FROM item_totals WHERE occurrence_id = new.id;
"""
_COUNT = _BY_QUARTER + _BY_WEEK.format("") + _BY_ITEM
_UNCOUNT = _BY_WEEK.format("-") + _GONE

_CHANGED = "class_id, student_id, occurrence_id, version, choice, points, at"
_CLOSES = "new.status = 'closed' AND old.status <> 'closed'"
_OPENS = "new.status <> 'closed' AND old.status = 'closed'"
_IS_COUNTED = """
    {0}.occurrence_id IS NULL
    OR EXISTS (SELECT 1 FROM occurrences WHERE id = {0}.occurrence_id AND status = 'closed')
"""
_NEW, _OLD = _IS_COUNTED.format("new"), _IS_COUNTED.format("old")

SQLITE = (
    f"CREATE TRIGGER an_answer_comes AFTER INSERT ON answers WHEN {_NEW} BEGIN {_ADD} END",
    f"CREATE TRIGGER an_answer_goes AFTER DELETE ON answers WHEN {_OLD} BEGIN {_TAKE} END",
    f"CREATE TRIGGER an_answer_is_changed AFTER UPDATE OF {_CHANGED} ON answers WHEN {_OLD} BEGIN {_TAKE} END",
    f"CREATE TRIGGER an_answer_was_changed AFTER UPDATE OF {_CHANGED} ON answers WHEN {_NEW} BEGIN {_ADD} END",
    f"CREATE TRIGGER a_quiz_closes AFTER UPDATE OF status ON occurrences WHEN {_CLOSES} BEGIN {_COUNT} END",
    f"CREATE TRIGGER a_quiz_opens AFTER UPDATE OF status ON occurrences WHEN {_OPENS} BEGIN {_UNCOUNT} END",
)

POSTGRESQL = (
    # A close that is under way is waited for, and waits for this: it counts an answer as it was or as it is.
    f"""
    CREATE FUNCTION count_an_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'DELETE' THEN PERFORM 1 FROM occurrences WHERE id = new.occurrence_id FOR SHARE; END IF;
    IF TG_OP <> 'INSERT' THEN PERFORM 1 FROM occurrences WHERE id = old.occurrence_id FOR SHARE; END IF;
    IF TG_OP <> 'INSERT' THEN IF {_OLD} THEN {_TAKE} END IF; END IF;
    IF TG_OP <> 'DELETE' THEN IF {_NEW} THEN {_ADD} END IF; END IF;
    RETURN NULL; END $$
    """,
    f"""
    CREATE TRIGGER an_answer_is_counted AFTER INSERT OR DELETE OR UPDATE OF {_CHANGED} ON answers
    FOR EACH ROW EXECUTE FUNCTION count_an_answer()
    """,
    f"""
    CREATE FUNCTION count_a_quiz() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF new.status = 'closed' THEN {_COUNT} ELSE {_UNCOUNT} END IF; RETURN NULL; END $$
    """,
    f"""
    CREATE TRIGGER a_quiz_closes AFTER UPDATE OF status ON occurrences
    FOR EACH ROW WHEN (({_CLOSES}) OR ({_OPENS})) EXECUTE FUNCTION count_a_quiz()
    """,
)
