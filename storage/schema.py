"""All tables, for SQLite and PostgreSQL alike; migrations are held equal to them by a test.

Reminders, duty and what people want to hear are in `schema_people`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from storage import schema_people, schema_wishes
from storage.columns import UTCDateTime as UTCDateTime  # noqa: PLC0414 - handed on
from storage.columns import at as _at
from storage.columns import identity as _id
from storage.columns import metadata as metadata  # noqa: PLC0414 - handed on, with all tables in it
from storage.columns import to as _to

UNDONE = text("done_at IS NULL AND set_aside_at IS NULL")
of_people = (schema_people.hearings, schema_people.reminders)  # imported: they are tables of this database
of_wishes = (schema_wishes.wishes, schema_wishes.wish_claims)

communities = Table(
    "communities", metadata, _id(),
    Column("slug", String(40), nullable=False, unique=True),  # public: stands in invitation links
    Column("name", String(60), nullable=False),
    Column("language", String(8), nullable=False),
    Column("zone", String(60), nullable=False),
    Column("credit_rule", String(20), nullable=True),
    Column("next_number", Integer, nullable=False, server_default="1"),
    Column("hotlines", JSON, nullable=True),  # {"name", "number"} each; None: the usual ones of its country
    Column("crisis_words", JSON, nullable=True),  # None: the usual ones
    Column("most_claims", Integer, nullable=True, server_default="5"),  # orders a helper holds at a time; None: any
    Column("desk_chat_id", BigInteger, nullable=True),  # the coordinators' group, if they have one
    Column("desk_thread_id", BigInteger, nullable=True),
    Column("desk_title", String(128), nullable=False, server_default=""),
    Column("wall_chat_id", BigInteger, nullable=True),  # a group that shows every card, if they have one
    Column("wall_thread_id", BigInteger, nullable=True),
    Column("wall_title", String(128), nullable=False, server_default=""),
    Column("quiet_from", Integer, nullable=True),  # minutes after midnight; None: never quiet
    Column("quiet_to", Integer, nullable=True),
    Column("handover_minutes", Integer, nullable=False, server_default="480"),  # of the local day: when duty changes
    _at("handover_at", nullable=True),  # when it changes next; None: there is no rota
    Column("wish_limit", Integer, nullable=True),  # the most that a wish may cost; None: any
    Column("wish_currency", String(20), nullable=False, server_default=""),  # the word for it, as it was typed
    Column("next_wish", Integer, nullable=False, server_default="1"),
    _at("created_at"),
)  # fmt: skip

people = Table(
    "people", metadata, _id(),
    Column("telegram_id", BigInteger, nullable=True, unique=True),  # None: calls, and has no Telegram
    Column("name", String(128), nullable=False),
    Column("telegram_name", String(128), nullable=False),
    Column("telegram_language", String(16), nullable=False, server_default=""),
    Column("language", String(8), nullable=True),  # chosen by the person, above all others
    Column("phone", String(20), nullable=True),
    Column("owner", Boolean, nullable=False, server_default=false()),
    Column("reachable", Boolean, nullable=False, server_default=true()),  # false: blocked us, or is gone
    Column("started", Boolean, nullable=False, server_default=false()),  # has a private chat with us
    _at("crisis_at", nullable=True),  # when the coordinators were last told that they may be in a crisis
    Column("quiet_begins", Integer, nullable=True), Column("quiet_ends", Integer, nullable=True),  # minutes of the day
    _at("created_at"),
    Column("simple", Boolean, nullable=False, server_default=false()),  # one question a screen, few large buttons
    Index(None, "owner"), Index(None, "phone"),
)  # fmt: skip

memberships = Table(
    "memberships", metadata, _id(),
    _to("communities", "community_id"), _to("people", "person_id"),
    Column("standing", String(10), nullable=False, server_default="none"),
    Column("coordinator", Boolean, nullable=False, server_default=false()),
    Column("services", JSON, nullable=False),  # ids a volunteer wants to help with
    Column("teams", JSON, nullable=False),
    _at("applied_at", nullable=True), _at("decided_at", nullable=True),
    _to("people", "decided_by", nullable=True),
    Column("decision_reason", String(300), nullable=False, server_default=""),
    Column("off_duty", Boolean, nullable=False, server_default=false()),
    _at("off_until", nullable=True),  # then they are on duty again by themselves; None: until they say so
    Column("digest_minutes", Integer, nullable=True),  # of the local day; None: each order by itself
    _at("digest_at", nullable=True),  # when they are next told what is open
    UniqueConstraint("community_id", "person_id"),
    Index(None, "person_id"), Index(None, "community_id", "coordinator"), Index(None, "community_id", "standing"),
    Index(None, "digest_at"),
)  # fmt: skip

teams = Table(
    "teams", metadata, _id(), _to("communities", "community_id"),
    Column("preset", String(20), nullable=True),  # a preset's name is said in the reader's language
    Column("name", String(60), nullable=True),
    Column("emoji", String(16), nullable=False, server_default=""),
    Column("position", Integer, nullable=False),
    Column("chat_id", BigInteger, nullable=True),
    Column("thread_id", BigInteger, nullable=True),
    Column("chat_title", String(128), nullable=False, server_default=""),
    Column("removed", Boolean, nullable=False, server_default=false()),
    Index(None, "community_id"), Index(None, "chat_id"),
)  # fmt: skip

services = Table(
    "services", metadata, _id(), _to("communities", "community_id"),
    Column("preset", String(20), nullable=True),
    Column("name", String(60), nullable=True),
    Column("emoji", String(16), nullable=False, server_default=""),
    Column("beneficiary_group", String(20), nullable=False),
    _to("teams", "team_id", nullable=True),
    Column("roles", JSON, nullable=False, server_default="[]"),  # names, where helpers do different things
    Column("position", Integer, nullable=False),
    Column("review", Boolean, nullable=False, server_default=false()),  # coordinators look at its orders first
    Column("removed", Boolean, nullable=False, server_default=false()),
    Column("vetted_only", Boolean, nullable=False, server_default=false()),  # for volunteers with a check that counts
    Column("urgent", Boolean, nullable=False, server_default=false()),  # passes through quiet hours, and climbs faster
    Column("ladder", JSON, nullable=True),  # rows of rules/ladder.py; None: the usual one
    Column("fair_minutes", Integer, nullable=True),  # first for those who helped least lately; None: for all at once
    Index(None, "community_id"),
)  # fmt: skip

neighbours = Table(
    "neighbours", metadata, _id(), _to("communities", "community_id"),
    _to("teams", "team_id"), _to("teams", "neighbour_id"),
    Column("backup", Boolean, nullable=False, server_default=false()),  # the one that stands in first
    UniqueConstraint("team_id", "neighbour_id"),
    Index(None, "community_id"),
)  # fmt: skip

routes = Table(
    "routes", metadata, _id(), _to("communities", "community_id"),
    Column("position", Integer, nullable=False),
    _to("services", "service_id", nullable=True),  # None, here and below: any
    Column("beneficiary_group", String(20), nullable=True),
    Column("district", String(40), nullable=True),
    _to("teams", "team_id"),
    Index(None, "community_id"),
)  # fmt: skip

vettings = Table(
    "vettings", metadata, _id(), _to("communities", "community_id"), _to("people", "person_id"),
    Column("what", String(200), nullable=False),  # was checked, in the coordinator's words
    _to("people", "checked_by"), _at("checked_at"),
    Column("until", Date, nullable=True),  # its last day; None: no end
    _at("revoked_at", nullable=True),
    Index(None, "community_id", "person_id"),
)  # fmt: skip

links = Table(
    "links", metadata, _id(),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("kind", String(12), nullable=False),  # owner, coordinator, bind, family
    _to("communities", "community_id", nullable=True),
    _to("teams", "team_id", nullable=True),  # None in a bind: the coordinators' group
    _to("people", "created_by", nullable=True),
    Column("room", String(8), nullable=False, server_default=""),  # desk or wall, of a bind without a team
    _at("created_at"), _at("expires_at", nullable=True),
    _at("used_at", nullable=True), _to("people", "used_by", nullable=True),
)  # fmt: skip

addresses = Table(
    "addresses", metadata, _id(), _to("people", "person_id"), _to("communities", "community_id"),
    Column("door", String(200), nullable=False),
    Column("district", String(40), nullable=False),
    Column("latitude", Float, nullable=True), Column("longitude", Float, nullable=True),
    _at("used_at"),
    Index(None, "person_id", "community_id"),
)  # fmt: skip

orders = Table(
    "orders", metadata, _id(), _to("communities", "community_id"),
    Column("number", Integer, nullable=False),
    _to("people", "resident_id"), _to("services", "service_id"), _to("teams", "team_id", nullable=True),
    Column("beneficiary_name", String(60), nullable=True),  # None: the resident
    Column("relation", String(30), nullable=True),
    Column("beneficiary_phone", String(20), nullable=True),
    Column("details", Text, nullable=False, server_default=""),
    Column("moment", String(8), nullable=False),  # now, day, at, window
    _at("starts_at"), _at("ends_at"),
    Column("door", String(200), nullable=False),
    Column("district", String(40), nullable=False),
    Column("latitude", Float, nullable=True), Column("longitude", Float, nullable=True),
    Column("phone", String(20), nullable=True),
    Column("helpers", Integer, nullable=False),
    Column("roles", JSON, nullable=False, server_default="[]"),  # as the service had them when it was placed
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    _at("reminded_at", nullable=True),
    _at("touched_at", nullable=True),  # when somebody last did something about it
    _at("opened_at", nullable=True),  # since when it waits for helpers
    Column("step", Integer, nullable=False, server_default="0"),  # the next step of its ladder
    _at("stepped_at", nullable=True),
    _at("reserved_until", nullable=True),  # kept till then, for one person or for those who helped least lately
    _to("people", "reserved_for", nullable=True),
    _at("fair_before", nullable=True),  # whoever has helped since then waits
    Column("stars", Integer, nullable=True),
    Column("answers", JSON, nullable=False),  # the dialog's answers, for "change"
    _at("wake_at", nullable=True), _at("placed_at"), _at("closed_at", nullable=True),
    Column("ended_by", String(12), nullable=True),  # resident, coordinator, clock; None: alive, or ended long ago
    Column("end_reason", String(500), nullable=False, server_default=""),
    _to("people", "placed_by", nullable=True),  # who took the call, or the relative; None: the resident
    Column("pin", String(4), nullable=True),  # told to the helper at the end, by a resident without Telegram
    Column("pin_misses", Integer, nullable=False, server_default="0"),
    UniqueConstraint("community_id", "number"),
    Index(None, "wake_at"), Index(None, "resident_id"), Index(None, "community_id", "state"),
    Index(None, "placed_by"),
)  # fmt: skip

order_teams = Table(  # whose groups show its card besides its own team's
    "order_teams", metadata, _id(), _to("orders", "order_id"), _to("teams", "team_id"), _at("since"),
    UniqueConstraint("order_id", "team_id"),
)  # fmt: skip

standing_orders = Table(
    "standing_orders", metadata, _id(), _to("communities", "community_id"), _to("people", "person_id"),
    _to("services", "service_id"), _to("orders", "order_id"),  # the latest of it, or the one it was made of
    Column("answers", JSON, nullable=False),  # the dialog's, without the day
    Column("moment", String(8), nullable=False),
    Column("weekdays", JSON, nullable=False),  # 1 is Monday
    Column("minute", Integer, nullable=False), Column("lasts", Integer, nullable=False),  # of the local day; minutes
    Column("until", Date, nullable=False),  # its last day
    Column("state", String(8), nullable=False),  # active, stopped, over
    Column("why", String(16), nullable=False, server_default=""),  # what was in the way
    Column("version", Integer, nullable=False, server_default="0"),
    Column("next_day", Date, nullable=True), _at("next_at", nullable=True),  # whose order is placed next, and when
    _at("created_at"),
    Index(None, "next_at"), Index(None, "person_id"),
)  # fmt: skip

order_files = Table(
    "order_files", metadata, _id(), _to("orders", "order_id"),
    Column("position", Integer, nullable=False),
    Column("kind", String(10), nullable=False),  # photo, voice, document
    Column("file_id", String(200), nullable=False),
    Column("seconds", Integer, nullable=True),
    Index(None, "order_id"),
)  # fmt: skip

claims = Table(
    "claims", metadata, _id(), _to("orders", "order_id"), _to("people", "person_id"),
    Column("state", String(12), nullable=False),
    _at("claimed_at"), _at("arrived_at", nullable=True), _at("finished_at", nullable=True),
    Column("minutes", Integer, nullable=True),
    Column("reason", String(300), nullable=False, server_default=""),
    Column("role", String(40), nullable=False, server_default=""),
    # What the helper was asked and when; their timer, where they are alone.
    _at("still_asked_at", nullable=True), _at("still_settled_at", nullable=True),
    _at("arrival_asked_at", nullable=True), _at("done_asked_at", nullable=True),
    _at("check_on_at", nullable=True), _at("check_asked_at", nullable=True), _at("check_called_at", nullable=True),
    Index(None, "order_id"), Index(None, "person_id"),
)  # fmt: skip

reviews = Table(
    "reviews", metadata, _id(), _to("orders", "order_id"), _to("people", "person_id"),
    Column("kind", String(10), nullable=False),  # asked, answered, approved, declined
    Column("words", String(500), nullable=False, server_default=""),
    _at("at"),
    Index(None, "order_id"),
)  # fmt: skip

offers = Table(
    "offers", metadata, _id(), _to("orders", "order_id"), _to("people", "person_id"), _to("people", "offered_by"),
    Column("state", String(12), nullable=False),  # offered, accepted, declined, withdrawn
    _at("offered_at"), _at("answered_at", nullable=True),
    UniqueConstraint("order_id", "person_id"),  # who is asked once more is asked in the same row
    Index(None, "person_id"),
)  # fmt: skip

notes = Table(
    "notes", metadata, _id(), _to("orders", "order_id"), _to("people", "person_id"),
    Column("words", String(500), nullable=False), _at("at"),
    Index(None, "order_id"),
)  # fmt: skip

transfers = Table(
    "transfers", metadata, _id(), _to("communities", "community_id"),
    Column("ledger", String(8), nullable=False),
    Column("kind", String(12), nullable=False),
    _to("orders", "order_id"), _to("claims", "claim_id"), _to("services", "service_id"),
    Column("inputs", JSON, nullable=False),
    _to("people", "caused_by", nullable=True),  # None: the clock
    _at("created_at"),
    UniqueConstraint("claim_id", "ledger", "kind"),  # credits once per claim, whatever happens above
)  # fmt: skip

entries = Table(
    "entries", metadata, _id(), _to("transfers", "transfer_id"), _to("communities", "community_id"),
    Column("ledger", String(8), nullable=False),
    _to("people", "person_id", nullable=True),  # None: the community's own account
    Column("amount", BigInteger, nullable=False),
    Index(None, "person_id", "community_id", "ledger"), Index(None, "transfer_id"),
)  # fmt: skip

apart = Table(
    "apart", metadata, _id(), _to("communities", "community_id"),
    _to("people", "person_id"), _to("people", "other_id"), _at("since"),  # who wished it, and from whom
    UniqueConstraint("community_id", "person_id", "other_id"),
    Index(None, "community_id", "other_id", "person_id"),  # with all of it, else SQLite reads the community
)  # fmt: skip

proxies = Table(
    "proxies", metadata, _id(), _to("communities", "community_id"),
    _to("people", "person_id"), _to("people", "relative_id"),  # who acts for whom
    Column("relation", String(30), nullable=False, server_default=""),
    Column("state", String(10), nullable=False),  # asked, active, declined, ended
    _to("people", "agreed_by", nullable=True),  # the relative, or a coordinator; also who declined
    _at("asked_at"), _at("since", nullable=True), _at("ended_at", nullable=True),
    _to("people", "ended_by", nullable=True),
    Index(None, "person_id"), Index(None, "relative_id"),
)  # fmt: skip

drafts = Table(
    "drafts", metadata, _id(), _to("people", "person_id"),
    _to("communities", "community_id", nullable=True),
    Column("dialog", String(20), nullable=False),
    Column("subject_id", BigInteger, nullable=True),
    Column("answers", JSON, nullable=False),
    Column("asking", String(20), nullable=True),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("offered", JSON, nullable=False),  # the values behind the buttons of the question that is asked
    Column("reply_keyboard", Boolean, nullable=False, server_default=false()),  # one is open and must be taken away
    Column("message_id", BigInteger, nullable=True),  # the question as it stands in the chat
    _at("updated_at"),
    UniqueConstraint("person_id", "dialog"),
    sqlite_autoincrement=True,  # a number used again would bring old buttons back to life
)  # fmt: skip

journal = Table(
    "journal", metadata, _id(), _at("at"),
    _to("communities", "community_id", nullable=True), _to("orders", "order_id", nullable=True),
    _to("people", "person_id", nullable=True),  # None: the clock
    Column("verb", String(20), nullable=False),
    Column("before", String(12), nullable=False, server_default=""),
    Column("after", String(12), nullable=False, server_default=""),
    Column("reason", String(500), nullable=False, server_default=""),
    _to("wishes", "wish_id", nullable=True),
    Index(None, "order_id"),
)  # fmt: skip

inbox = Table(
    "inbox", metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),  # the person, else the chat: one lane is handled in order
    Column("body", Text, nullable=False),  # emptied when done; the row stays two days against repeats
    Column("attempts", Integer, nullable=False, server_default="0"),
    _at("received_at"), _at("retry_at", nullable=True),
    _at("done_at", nullable=True), _at("set_aside_at", nullable=True),
    Column("why", String(300), nullable=False, server_default=""),  # kind and place of the error, never its words
    Index(None, "done_at", "update_id"),
    Index(None, "lane", "update_id", sqlite_where=UNDONE, postgresql_where=UNDONE),  # what comes first in a lane
)  # fmt: skip

outbox = Table(
    "outbox", metadata, _id(),
    Column("lane", BigInteger, nullable=False),  # the Telegram chat it goes to
    _to("people", "person_id", nullable=True), Column("thread_id", BigInteger, nullable=True),
    Column("kind", String(8), nullable=False),  # say, show, strip (of buttons), retract
    Column("key", String(40), nullable=False),  # the notice, or the view
    Column("fields", JSON, nullable=False),
    _to("orders", "order_id", nullable=True), _to("claims", "claim_id", nullable=True),
    Column("position", Integer, nullable=False, server_default="0"),  # as in posts
    Column("edit_message_id", BigInteger, nullable=True),
    Column("reply_to", BigInteger, nullable=True),  # the message that it answers
    Column("merge_key", String(60), nullable=True, unique=True),  # one waiting row a post
    Column("generation", Integer, nullable=False, server_default="0"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _at("not_before"), _at("created_at"), _at("dead_at", nullable=True),
    Column("why", String(200), nullable=False, server_default=""),
    Index(None, "dead_at", "id"),  # the oldest that are alive, without sorting a backlog
    sqlite_autoincrement=True,
)  # fmt: skip

posts = Table(
    "posts", metadata, _id(), _to("orders", "order_id"),
    Column("view", String(8), nullable=False),  # card, claim, file, review
    Column("claim_id", BigInteger, nullable=False, server_default="0"),  # 0: the card, the review card
    Column("position", Integer, nullable=False, server_default="0"),  # which file; whose review; which card
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False, server_default=""),  # of what was last shown: spares edits
    UniqueConstraint("order_id", "view", "claim_id", "position"),
    Index(None, "chat_id"),
)  # fmt: skip

alarms = Table(
    "alarms", metadata, _id(),
    Column("kind", String(20), nullable=False), Column("subject", BigInteger, nullable=False, server_default="0"),
    _at("began_at"), _at("over_at", nullable=True),
    Column("told", Boolean, nullable=False, server_default=false()), _at("told_at", nullable=True),
    UniqueConstraint("kind", "subject"),
)  # fmt: skip
