"""Fair share and first refusal: for whom an order is kept, and until when."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fair_minutes", sa.Integer(), nullable=True))
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reserved_until", AT, nullable=True))
        batch_op.add_column(sa.Column("reserved_for", ID, nullable=True))
        batch_op.add_column(sa.Column("fair_before", AT, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_orders_reserved_for_people"), "people", ["reserved_for"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_orders_reserved_for_people"), type_="foreignkey")
        for column in ("fair_before", "reserved_for", "reserved_until"):
            batch_op.drop_column(column)
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.drop_column("fair_minutes")
