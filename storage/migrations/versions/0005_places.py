"""How many orders one may hold at a time, and what each helper of an order is wanted for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("most_claims", sa.Integer(), server_default="5", nullable=True))
    for table in ("services", "orders"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("roles", sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_column("role")
    for table in ("orders", "services"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("roles")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_column("most_claims")
