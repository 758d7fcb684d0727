"""What comes first in a lane."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UNDONE = sa.text("done_at IS NULL AND set_aside_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inbox_lane_update_id"), ["lane", "update_id"], unique=False,
            sqlite_where=UNDONE, postgresql_where=UNDONE,
        )  # fmt: skip


def downgrade() -> None:
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_lane_update_id"))
