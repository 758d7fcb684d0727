"""Callers without Telegram, whoever takes their call, their PIN, and relatives who act for each other."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("telegram_id", existing_type=sa.BigInteger(), nullable=True)
        batch_op.create_index(batch_op.f("ix_people_phone"), ["phone"], unique=False)
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("placed_by", ID, nullable=True))
        batch_op.add_column(sa.Column("pin", sa.String(length=4), nullable=True))
        batch_op.add_column(sa.Column("pin_misses", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(batch_op.f("fk_orders_placed_by_people"), "people", ["placed_by"], ["id"])
        batch_op.create_index(batch_op.f("ix_orders_placed_by"), ["placed_by"], unique=False)
    op.create_table(
        "proxies",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("relative_id", ID, nullable=False),
        sa.Column("relation", sa.String(length=30), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("agreed_by", ID, nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_proxies_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_proxies_person_id_people")),
        sa.ForeignKeyConstraint(["relative_id"], ["people.id"], name=op.f("fk_proxies_relative_id_people")),
        sa.ForeignKeyConstraint(["agreed_by"], ["people.id"], name=op.f("fk_proxies_agreed_by_people")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_proxies_ended_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxies")),
    )  # fmt: skip
    op.create_index(op.f("ix_proxies_person_id"), "proxies", ["person_id"], unique=False)
    op.create_index(op.f("ix_proxies_relative_id"), "proxies", ["relative_id"], unique=False)


def downgrade() -> None:
    op.drop_table("proxies")
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_orders_placed_by"))
        batch_op.drop_constraint(batch_op.f("fk_orders_placed_by_people"), type_="foreignkey")
        batch_op.drop_column("pin_misses")
        batch_op.drop_column("pin")
        batch_op.drop_column("placed_by")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_phone"))
        batch_op.alter_column("telegram_id", existing_type=sa.BigInteger(), nullable=False)
