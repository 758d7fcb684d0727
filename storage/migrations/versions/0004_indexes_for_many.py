"""Indexes for many: the outbox in its order, and the few among all people who decide."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_dead_at_lane_id"))
        batch_op.create_index(batch_op.f("ix_outbox_dead_at_id"), ["dead_at", "id"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_owner"), ["owner"], unique=False)
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        for column in ("coordinator", "standing"):
            name = batch_op.f(f"ix_memberships_community_id_{column}")
            batch_op.create_index(name, ["community_id", column], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        for column in ("standing", "coordinator"):
            batch_op.drop_index(batch_op.f(f"ix_memberships_community_id_{column}"))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_owner"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_dead_at_id"))
        batch_op.create_index(batch_op.f("ix_outbox_dead_at_lane_id"), ["dead_at", "lane", "id"], unique=False)
