"""Orders that are looked at before they go out, and the coordinators' group."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(length=500), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reviews_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reviews_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_order_id"), ["order_id"], unique=False)
    op.add_column("services", sa.Column("review", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("communities", sa.Column("desk_chat_id", sa.BigInteger(), nullable=True))
    op.add_column("communities", sa.Column("desk_thread_id", sa.BigInteger(), nullable=True))
    op.add_column("communities", sa.Column("desk_title", sa.String(length=128), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("communities", schema=None) as batch_op:
        for column in ("desk_title", "desk_thread_id", "desk_chat_id"):
            batch_op.drop_column(column)
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.drop_column("review")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_order_id"))
    op.drop_table("reviews")
