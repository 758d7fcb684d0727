"""People who would rather not meet again."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "apart",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_apart_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_apart_person_id_people")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_apart_other_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
        sa.UniqueConstraint(
            "community_id", "person_id", "other_id", name=op.f("uq_apart_community_id_person_id_other_id")
        ),
    )  # fmt: skip
    with op.batch_alter_table("apart", schema=None) as batch_op:
        name = batch_op.f("ix_apart_community_id_other_id_person_id")
        batch_op.create_index(name, ["community_id", "other_id", "person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("apart")
