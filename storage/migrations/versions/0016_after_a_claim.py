"""After a claim: what its helper was asked, and the timer of who is alone."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NAMES = (
    "still_asked_at", "still_settled_at", "arrival_asked_at", "done_asked_at", "check_on_at", "check_asked_at",
    "check_called_at",
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        for name in NAMES:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        for name in reversed(NAMES):
            batch_op.drop_column(name)
