"""Standing orders, and who is spoken to in simple mode."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REFERS = {"community_id": "communities", "person_id": "people", "service_id": "services", "order_id": "orders"}


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("simple", sa.Boolean(), server_default=sa.false(), nullable=False))
    keys = [
        sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_standing_orders_{name}_{table}"))
        for name, table in REFERS.items()
    ]
    op.create_table(
        "standing_orders",
        sa.Column("id", ID, nullable=False),
        *(sa.Column(name, ID, nullable=False) for name in REFERS),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("moment", sa.String(length=8), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("lasts", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=16), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_orders")),
    )
    with op.batch_alter_table("standing_orders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_standing_orders_next_at"), ["next_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_standing_orders_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("standing_orders")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("simple")
