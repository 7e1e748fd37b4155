"""What the panes and the composer need: grades by hand, forms of diagrams, page set-up, printings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("indicator_value", sa.Column("sample_size", sa.Integer(), nullable=True))
    _add_link("indicator_value", "grade_id", "grade")
    op.add_column("item", sa.Column("n", sa.Integer(), nullable=True))
    op.add_column("opinion", sa.Column("source", sa.String(length=40), nullable=True))
    op.add_column("opinion", sa.Column("received_on", sa.Date(), nullable=True))
    op.add_column("flow", sa.Column("note", sa.Text(), nullable=True))
    op.add_column(
        "diagram_node", sa.Column("shape", sa.String(length=40), server_default="四角", nullable=False)
    )
    op.add_column(
        "diagram_edge", sa.Column("style", sa.String(length=40), server_default="矢印", nullable=False)
    )
    _add_page_setup()
    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("handout_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("printed_at", sa.DateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("last_change", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handout_id"], ["handout.id"], name=op.f("fk_print_run_handout_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_print_run_meeting_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
        sa.UniqueConstraint("uid", name=op.f("uq_print_run_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_print_run_handout_id"), "print_run", ["handout_id"], unique=False)
    op.create_index(op.f("ix_print_run_meeting_id"), "print_run", ["meeting_id"], unique=False)
    op.create_table(
        "printed_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_run.id"], name=op.f("fk_printed_page_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_page")),
        sa.UniqueConstraint("uid", name=op.f("uq_printed_page_uid")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_printed_page_run_id"), "printed_page", ["run_id"], unique=False)


def _add_page_setup() -> None:
    op.add_column("handout", sa.Column("issued_on", sa.Date(), nullable=True))
    op.add_column("handout", sa.Column("subtitle", sa.Text(), nullable=True))
    for flag in ("cover", "contents", "draft", "template"):
        op.add_column("handout", sa.Column(flag, sa.Boolean(), server_default="0", nullable=False))
    op.add_column("handout", sa.Column("stage", sa.String(length=40), nullable=True))
    op.add_column("handout", sa.Column("page_range", sa.Text(), nullable=True))
    op.add_column("handout", sa.Column("font_size", sa.Text(), nullable=True))
    for side in ("left", "right", "top", "bottom"):
        op.add_column("handout", sa.Column(f"margin_{side}", sa.Integer(), nullable=True))


def _add_link(table: str, column: str, other: str) -> None:
    """Add a reference without copying the table, which SQLite can do and Alembic does not write."""
    name = f"fk_{table}_{column}"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} INTEGER "
        f"CONSTRAINT {name} REFERENCES {other} (id) ON DELETE SET NULL"
    )
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
