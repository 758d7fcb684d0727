"""What coordinators do: offers, notes, and who ended an order and why."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("offered_by", ID, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_offers_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_offers_person_id_people")),
        sa.ForeignKeyConstraint(["offered_by"], ["people.id"], name=op.f("fk_offers_offered_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("order_id", "person_id", name=op.f("uq_offers_order_id_person_id")),
    )
    op.create_index(op.f("ix_offers_person_id"), "offers", ["person_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_notes_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_order_id"), "notes", ["order_id"], unique=False)
    op.add_column("orders", sa.Column("ended_by", sa.String(length=12), nullable=True))
    op.add_column("orders", sa.Column("end_reason", sa.String(length=500), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_column("end_reason")
        batch_op.drop_column("ended_by")
    op.drop_table("notes")
    op.drop_table("offers")
