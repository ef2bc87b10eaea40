"""The format of version 0.2.0."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("code", sa.Column("near_miss", sa.Text(), nullable=False, server_default=""))
    op.add_column("code", sa.Column("aliases", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("code", sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()))
