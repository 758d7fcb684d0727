"""A community's hotlines and words of crisis, and when somebody was last heard to be in one."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hotlines", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("crisis_words", sa.JSON(), nullable=True))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("crisis_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("crisis_at")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_column("crisis_words")
        batch_op.drop_column("hotlines")
