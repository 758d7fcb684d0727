"""Wishes and who grants them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = sa.text("state = 'live'")


def upgrade() -> None:
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wish_limit", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wish_currency", sa.String(length=20), server_default="", nullable=False))
        batch_op.add_column(sa.Column("next_wish", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "wishes",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("door", sa.String(length=200), nullable=False),
        sa.Column("beneficiary_group", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=20), server_default="", nullable=False),
        sa.Column("photo", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("collected_by", ID, nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_by", ID, nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_wishes_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["collected_by"], ["people.id"], name=op.f("fk_wishes_collected_by_people")),
        sa.ForeignKeyConstraint(["verified_by"], ["people.id"], name=op.f("fk_wishes_verified_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wishes")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_wishes_community_id_number")),
    )  # fmt: skip
    op.create_index(op.f("ix_wishes_wake_at"), "wishes", ["wake_at"], unique=False)
    op.create_index(op.f("ix_wishes_community_id_state"), "wishes", ["community_id", "state"], unique=False)
    op.create_table(
        "wish_claims",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("wish_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("organisation", sa.String(length=80), server_default="", nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("photo", sa.String(length=200), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_wish_claims_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["wish_id"], ["wishes.id"], name=op.f("fk_wish_claims_wish_id_wishes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wish_claims_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish_claims")),
    )  # fmt: skip
    op.create_index(op.f("ix_wish_claims_wish_id"), "wish_claims", ["wish_id"], unique=False)
    op.create_index(op.f("ix_wish_claims_person_id_state"), "wish_claims", ["person_id", "state"], unique=False)
    op.create_index(op.f("ix_wish_claims_community_id"), "wish_claims", ["community_id"], unique=False)
    op.create_index(
        "ix_wish_claims_live", "wish_claims", ["wish_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wish_id", ID, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_journal_wish_id_wishes"), "wishes", ["wish_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("journal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_journal_wish_id_wishes"), type_="foreignkey")
        batch_op.drop_column("wish_id")
    op.drop_table("wish_claims")
    op.drop_table("wishes")
    with op.batch_alter_table("communities", schema=None) as batch_op:
        batch_op.drop_column("next_wish")
        batch_op.drop_column("wish_currency")
        batch_op.drop_column("wish_limit")
