"""The format of version 0.3.0."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _codings_that_may_overlap()


def _codings_that_may_overlap() -> None:
    """One index that begins with the code, and is narrow for one coder's passages in a transcript, in place of two."""
    op.create_index("ix_coding_same", "coding", ["code_id", "transcript_id", "coder"], unique=False)
    for column in ("code_id", "transcript_id"):
        op.drop_index(op.f(f"ix_coding_{column}"), table_name="coding")
