"""Answers of any length, the slips setting, and what was marked anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("answers") as answers:
        answers.alter_column(
            "tried", existing_type=sa.String(length=200), type_=sa.Text(), existing_nullable=False
        )
    op.add_column("classes", sa.Column("slips", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "regrades",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("old_version", sa.String(length=16), nullable=False),
        sa.Column("new_version", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_regrades_class_id")),
        sa.ForeignKeyConstraint(["old_version"], ["versions.version"], name=op.f("fk_regrades_old_version")),
        sa.ForeignKeyConstraint(["new_version"], ["versions.version"], name=op.f("fk_regrades_new_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrades")),
    )
    with op.batch_alter_table("regrades") as regrades:
        regrades.create_index(op.f("ix_regrades_class_id_at"), ["class_id", "at"], unique=False)
    op.create_table(
        "regraded",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["regrade_id"], ["regrades.id"], name=op.f("fk_regraded_regrade_id")),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_regraded_student_id")),
        sa.PrimaryKeyConstraint("regrade_id", "student_id", name=op.f("pk_regraded")),
    )
