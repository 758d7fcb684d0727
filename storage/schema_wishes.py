"""The tables of the board of wishes."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint, false, text

from storage.columns import at as _at
from storage.columns import identity as _id
from storage.columns import metadata
from storage.columns import to as _to

LIVE = text("state = 'live'")

wishes = Table(
    "wishes", metadata, _id(), _to("communities", "community_id"), Column("number", Integer, nullable=False),
    Column("name", String(60), nullable=False), Column("phone", String(20), nullable=True),  # whom it is for
    Column("district", String(40), nullable=False), Column("door", String(200), nullable=False),
    Column("beneficiary_group", String(20), nullable=False), Column("words", String(300), nullable=False),
    Column("cost", Integer, nullable=False), Column("currency", String(20), nullable=False, server_default=""),
    Column("photo", String(200), nullable=True),  # for coordinators alone
    Column("state", String(12), nullable=False), Column("version", Integer, nullable=False, server_default="0"),
    Column("reminded", Boolean, nullable=False, server_default=false()),
    _to("people", "collected_by"), _at("collected_at"),
    _to("people", "verified_by", nullable=True), _at("verified_at", nullable=True),
    _at("returned_at", nullable=True),  # when it was last put back on the board
    _at("wake_at", nullable=True), _at("closed_at", nullable=True),
    Column("end_reason", String(300), nullable=False, server_default=""),
    UniqueConstraint("community_id", "number"), Index(None, "wake_at"), Index(None, "community_id", "state"),
)  # fmt: skip

wish_claims = Table(
    "wish_claims", metadata, _id(), _to("communities", "community_id"), _to("wishes", "wish_id"),
    _to("people", "person_id"), Column("kind", String(12), nullable=False),  # person, organisation
    Column("organisation", String(80), nullable=False, server_default=""),
    Column("state", String(12), nullable=False),  # live, and the ways to end
    _at("claimed_at"), _at("contacted_at", nullable=True), _at("delivered_at", nullable=True),
    _at("ended_at", nullable=True), Column("photo", String(200), nullable=True),  # of what was delivered
    Column("chat_id", BigInteger, nullable=True),  # the private message with name, phone and door, and what it says
    Column("message_id", BigInteger, nullable=True), Column("digest", String(64), nullable=False, server_default=""),
    Index(None, "wish_id"), Index(None, "person_id", "state"), Index(None, "community_id"),
    Index("ix_wish_claims_live", "wish_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),  # one, ever
)  # fmt: skip
