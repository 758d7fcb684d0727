"""More tables: what people want to hear, reminders and what became of them, and the duty rota."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, UniqueConstraint

from storage.columns import at as _at
from storage.columns import identity as _id
from storage.columns import metadata
from storage.columns import to as _to

hearings = Table(
    "hearings", metadata, _id(), _to("communities", "community_id"), _to("people", "person_id"),
    _to("services", "service_id"),  # of whose orders the person wants to be told in private
    UniqueConstraint("community_id", "person_id", "service_id"), Index(None, "service_id"),
)  # fmt: skip

reminders = Table(
    "reminders", metadata, _id(), _to("communities", "community_id"), _to("people", "author_id"),
    Column("text", String(500), nullable=False),
    Column("audience", String(10), nullable=False),  # volunteers, claims, team, group
    _to("teams", "team_id", nullable=True),
    Column("weekday", Integer, nullable=True), Column("minutes", Integer, nullable=True),  # weekly, on local clocks
    Column("zone", String(60), nullable=False),
    _at("next_at", nullable=True),
    Column("state", String(8), nullable=False),  # preview, waiting, sending, sent, stopped
    Column("run", Integer, nullable=False, server_default="0"),  # how often it has gone out
    Column("told", Integer, nullable=False, server_default="0"),  # how far its author was last told, in per cent
    Column("message_id", BigInteger, nullable=True),  # which message tells them
    _at("created_at"), _at("started_at", nullable=True),
    Index(None, "next_at"), Index(None, "state"), Index(None, "community_id", "state"),
)  # fmt: skip

reminder_receipts = Table(
    "reminder_receipts", metadata, _id(), _to("reminders", "reminder_id"),
    Column("run", Integer, nullable=False),
    Column("lane", BigInteger, nullable=False), _to("people", "person_id", nullable=True),  # None: a group
    Column("state", String(10), nullable=False),  # held, waiting, delivered, blocked, failed, withdrawn
    _at("due_at", nullable=True),  # held until the quiet hours of this person are over
    Index(None, "reminder_id", "run", "state"), Index(None, "lane", "state"), Index(None, "due_at"),
)  # fmt: skip

duty_days = Table(
    "duty_days", metadata, _id(), _to("communities", "community_id"),
    Column("weekday", Integer, nullable=False), _to("people", "person_id"),
    UniqueConstraint("community_id", "weekday"),
)  # fmt: skip

duty_swaps = Table(
    "duty_swaps", metadata, _id(), _to("communities", "community_id"),
    Column("day", Date, nullable=False), _to("people", "person_id"), _to("people", "other_id"),  # who asks whom
    Column("state", String(10), nullable=False),  # asked, accepted, declined
    _at("asked_at"), _at("answered_at", nullable=True),
    Index(None, "community_id", "day"),
)  # fmt: skip

duty_notes = Table(
    "duty_notes", metadata, _id(), _to("communities", "community_id"),
    Column("day", Date, nullable=False), _to("people", "person_id"),
    Column("words", String(500), nullable=False), _at("at"),
    Index(None, "community_id", "day"),
)  # fmt: skip
