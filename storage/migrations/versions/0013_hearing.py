"""What people want to hear and when, reminders by coordinators, and the duty rota."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("communities", sa.Column("handover_minutes", sa.Integer(), server_default="480", nullable=False))
    op.add_column("communities", sa.Column("handover_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("people", sa.Column("quiet_begins", sa.Integer(), nullable=True))
    op.add_column("people", sa.Column("quiet_ends", sa.Integer(), nullable=True))
    op.add_column("memberships", sa.Column("off_duty", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("memberships", sa.Column("off_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("memberships", sa.Column("digest_minutes", sa.Integer(), nullable=True))
    op.add_column("memberships", sa.Column("digest_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_memberships_digest_at"), "memberships", ["digest_at"], unique=False)
    _add_hearings()
    _add_reminders()
    _add_reminder_receipts()
    _add_duty_days()
    _add_duty_swaps()
    _add_duty_notes()


def downgrade() -> None:
    for table in ("duty_notes", "duty_swaps", "duty_days", "reminder_receipts", "reminders", "hearings"):
        op.drop_table(table)
    op.drop_index(op.f("ix_memberships_digest_at"), table_name="memberships")
    left = {
        "memberships": ("off_duty", "off_until", "digest_minutes", "digest_at"),
        "people": ("quiet_begins", "quiet_ends"),
        "communities": ("handover_minutes", "handover_at"),
    }
    for table, columns in left.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column)


def _add_hearings() -> None:
    op.create_table(
        "hearings",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_hearings_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hearings_person_id_people")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_hearings_service_id_services")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearings")),
        sa.UniqueConstraint(
            "community_id", "person_id", "service_id", name=op.f("uq_hearings_community_id_person_id_service_id")
        ),
    )
    op.create_index(op.f("ix_hearings_service_id"), "hearings", ["service_id"], unique=False)


def _add_reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("audience", sa.String(length=10), nullable=False),
        sa.Column("team_id", ID, nullable=True),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("run", sa.Integer(), server_default="0", nullable=False),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_reminders_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_reminders_author_id_people")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_reminders_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_next_at"), "reminders", ["next_at"], unique=False)
    op.create_index(op.f("ix_reminders_state"), "reminders", ["state"], unique=False)
    op.create_index(op.f("ix_reminders_community_id_state"), "reminders", ["community_id", "state"], unique=False)


def _add_reminder_receipts() -> None:
    op.create_table(
        "reminder_receipts",
        sa.Column("id", ID, nullable=False),
        sa.Column("reminder_id", ID, nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminders.id"], name=op.f("fk_reminder_receipts_reminder_id_reminders")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminder_receipts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_receipts")),
    )
    op.create_index(
        op.f("ix_reminder_receipts_reminder_id_run_state"),
        "reminder_receipts",
        ["reminder_id", "run", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_reminder_receipts_lane_state"), "reminder_receipts", ["lane", "state"], unique=False)
    op.create_index(op.f("ix_reminder_receipts_due_at"), "reminder_receipts", ["due_at"], unique=False)


def _add_duty_days() -> None:
    op.create_table(
        "duty_days",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_duty_days_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duty_days_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_days")),
        sa.UniqueConstraint("community_id", "weekday", name=op.f("uq_duty_days_community_id_weekday")),
    )


def _add_duty_swaps() -> None:
    op.create_table(
        "duty_swaps",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_duty_swaps_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duty_swaps_person_id_people")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_duty_swaps_other_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_swaps")),
    )
    op.create_index(op.f("ix_duty_swaps_community_id_day"), "duty_swaps", ["community_id", "day"], unique=False)


def _add_duty_notes() -> None:
    op.create_table(
        "duty_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("community_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_duty_notes_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_duty_notes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_notes")),
    )
    op.create_index(op.f("ix_duty_notes_community_id_day"), "duty_notes", ["community_id", "day"], unique=False)
