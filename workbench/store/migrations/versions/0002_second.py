"""The format of version 0.2.0."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    pass
