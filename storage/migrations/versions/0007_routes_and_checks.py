"""Routes to teams, teams that stand in for each other, and services for checked volunteers only."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "neighbours",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("team_id", ID, nullable=False),
        sa.Column("neighbour_id", ID, nullable=False),
        sa.Column("backup", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_neighbours_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_neighbours_team_id_teams")),
        sa.ForeignKeyConstraint(["neighbour_id"], ["teams.id"], name=op.f("fk_neighbours_neighbour_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbours")),
        sa.UniqueConstraint("team_id", "neighbour_id", name=op.f("uq_neighbours_team_id_neighbour_id")),
    )
    with op.batch_alter_table("neighbours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_neighbours_community_id"), ["community_id"], unique=False)
    op.create_table(
        "routes",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service_id", ID, nullable=True),
        sa.Column("beneficiary_group", sa.String(length=20), nullable=True),
        sa.Column("district", sa.String(length=40), nullable=True),
        sa.Column("team_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_routes_community_id_communities")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_routes_service_id_services")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_routes_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routes")),
    )
    with op.batch_alter_table("routes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_routes_community_id"), ["community_id"], unique=False)
    op.create_table(
        "vettings",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("checked_by", ID, nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_vettings_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_vettings_person_id_people")),
        sa.ForeignKeyConstraint(["checked_by"], ["people.id"], name=op.f("fk_vettings_checked_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vettings")),
    )
    with op.batch_alter_table("vettings", schema=None) as batch_op:
        name = batch_op.f("ix_vettings_community_id_person_id")
        batch_op.create_index(name, ["community_id", "person_id"], unique=False)
    op.add_column("services", sa.Column("vetted_only", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("services", schema=None) as batch_op:
        batch_op.drop_column("vetted_only")
    op.drop_table("vettings")
    op.drop_table("routes")
    op.drop_table("neighbours")
