"""Links and codes that open something once: only their hash is kept, so what is written down here opens nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import ColumnElement, RowMapping, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.refusals import LinkExpired, LinkNotYours, LinkUnknown, LinkUsed, TooMany
from storage import people
from storage.desks import Room
from storage.engine import hold
from storage.schema import journal, links
from storage.schema import people as people_table

TOKEN_BYTES = 24  # 192 bits, 32 characters of the 64 that a deep link may carry
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read as something else
CODE_LENGTH = 8  # 40 bits: for one day, and a few wrong tries an hour
COORDINATOR_LASTS = timedelta(days=7)
MOST_COORDINATOR_LINKS = 20
SLUG_LENGTH = 10
BIND_LASTS = timedelta(hours=24)
MOST_WRONG_CODES = 10
WRONG_CODES_WITHIN = timedelta(hours=1)
JOURNAL_LOOKED_AT = 5_000  # lines, newest first: wrong codes are looked for no further back
WRONG = "wrong_code"


class Kind(StrEnum):
    """What a link makes: an owner, a coordinator, a relative of whoever opens it; a group a team's or a community's."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    BIND = "bind"
    FAMILY = "family"


@dataclass(frozen=True)
class Binding:
    """The two ways to bind one group: a code to type in the group, a token for the add-to-group link."""

    code: str
    token: str


async def owner_link_if_none(connection: AsyncConnection, now: datetime) -> str | None:
    """A fresh token that makes an owner, where there is none yet; those printed before are dead. Else None."""
    await hold(connection, "owner")
    # First the links, then the look: whoever is using one at this moment is waited for, and seen.
    await connection.execute(delete(links).where(links.c.kind == Kind.OWNER.value, links.c.used_at.is_(None)))
    if await people.owners(connection):
        return None
    return await _issue(connection, secrets.token_urlsafe(TOKEN_BYTES), Kind.OWNER, now)


async def coordinator_link(connection: AsyncConnection, community_id: int, created_by: int, now: datetime) -> str:
    """A token that makes one person a coordinator of this community, for a week; raises TooMany."""
    await hold(connection, "community", community_id)
    mine = (links.c.kind == Kind.COORDINATOR.value, links.c.community_id == community_id, links.c.used_at.is_(None))
    await connection.execute(delete(links).where(*mine, links.c.expires_at <= now))
    waiting = select(func.count()).select_from(links).where(*mine)
    if (await connection.execute(waiting)).scalar_one() >= MOST_COORDINATOR_LINKS:
        raise TooMany(most=MOST_COORDINATOR_LINKS)
    return await _issue(
        connection, secrets.token_urlsafe(TOKEN_BYTES), Kind.COORDINATOR, now,
        community_id=community_id, created_by=created_by, expires_at=now + COORDINATOR_LASTS,
    )  # fmt: skip


async def binding(
    connection: AsyncConnection, community_id: int, team_id: int | None, created_by: int, now: datetime,
    room: Room = Room.DESK,
) -> Binding:  # fmt: skip
    """A code and a token that bind a group to this team, for a day; the person's earlier ones for it are dead.

    Without a team they bind one of the community's own.
    """
    room_name = room.value if team_id is None else ""
    mine = and_(_binds(community_id, team_id, room_name), links.c.created_by == created_by)
    await connection.execute(delete(links).where(mine, links.c.used_at.is_(None)))
    made = Binding(_code(), secrets.token_urlsafe(TOKEN_BYTES))
    for token in (made.code, made.token):
        await _issue(
            connection, token, Kind.BIND, now,
            community_id=community_id, team_id=team_id, created_by=created_by, expires_at=now + BIND_LASTS,
            room=room_name,
        )  # fmt: skip
    return made


async def family_link(connection: AsyncConnection, community_id: int, created_by: int, now: datetime) -> str:
    """A token with which a relative can let this person act for them, for a week; an earlier one is dead."""
    mine = and_(links.c.kind == Kind.FAMILY.value, links.c.created_by == created_by, links.c.used_at.is_(None))
    await connection.execute(delete(links).where(mine))
    return await _issue(
        connection, secrets.token_urlsafe(TOKEN_BYTES), Kind.FAMILY, now,
        community_id=community_id, created_by=created_by, expires_at=now + COORDINATOR_LASTS,
    )  # fmt: skip


async def holds_code(connection: AsyncConnection, telegram_id: int, now: datetime) -> bool:
    """Whether this Telegram user has a code or an add-to-group link that can still be used."""
    statement = (
        select(links.c.id)
        .join(people_table, people_table.c.id == links.c.created_by)
        .where(
            people_table.c.telegram_id == telegram_id, links.c.kind == Kind.BIND.value,
            links.c.used_at.is_(None), links.c.expires_at > now,
        )
        .limit(1)
    )  # fmt: skip
    return (await connection.execute(statement)).first() is not None


async def find(connection: AsyncConnection, token: str, kind: Kind) -> RowMapping:
    """The link behind a token or a typed code, used or not; raises LinkUnknown."""
    where = and_(links.c.token_hash == _hash(kind, token), links.c.kind == kind.value)
    row = (await connection.execute(select(links).where(where))).mappings().first()
    if row is None:
        raise LinkUnknown
    return row


async def use(connection: AsyncConnection, token: str, kind: Kind, person: int, now: datetime) -> RowMapping:
    """Use a link up; raises LinkUnknown, LinkUsed, LinkExpired, and LinkNotYours to the coordinator who made it."""
    row = await find(connection, token, kind)
    if row["used_at"] is not None:
        raise LinkUsed
    if row["expires_at"] is not None and row["expires_at"] <= now:
        raise LinkExpired
    if kind in (Kind.COORDINATOR, Kind.FAMILY) and row["created_by"] == person:
        raise LinkNotYours
    used = update(links).where(_falls_with(row), links.c.used_at.is_(None)).values(used_at=now, used_by=person)
    if (await connection.execute(used)).rowcount == 0:
        await find(connection, token, kind)  # unknown, if somebody has taken it back just now
        raise LinkUsed
    return row


async def too_many_wrong(connection: AsyncConnection, person_id: int | None, chat_id: int, now: datetime) -> bool:
    """Whether so many wrong codes came from this person or this group lately that no more are looked at.

    `person_id` is None for a group's anonymous administrators, who all share one.
    """
    newest = select(func.max(journal.c.id)).scalar_subquery()
    wrong = select(journal.c.person_id, journal.c.reason).where(
        journal.c.id > newest - JOURNAL_LOOKED_AT, journal.c.verb == WRONG, journal.c.at > now - WRONG_CODES_WITHIN
    )
    rows = (await connection.execute(wrong)).all()
    by_person = [row for row in rows if person_id is not None and row.person_id == person_id]
    in_chat = [row for row in rows if row.reason == str(chat_id)]
    return max(len(by_person), len(in_chat)) >= MOST_WRONG_CODES


def slug() -> str:
    """A new community's public name in its invitation links."""
    return "".join(secrets.choice(CODE_ALPHABET.lower()) for _ in range(SLUG_LENGTH))


async def _issue(
    connection: AsyncConnection, token: str, kind: Kind, now: datetime, *, community_id: int | None = None,
    team_id: int | None = None, created_by: int | None = None, expires_at: datetime | None = None, room: str = "",
) -> str:  # fmt: skip
    values = {
        "token_hash": _hash(kind, token), "kind": kind.value, "community_id": community_id, "team_id": team_id,
        "created_by": created_by, "created_at": now, "expires_at": expires_at, "room": room,
    }  # fmt: skip
    await connection.execute(insert(links).values(values))
    return token


def _falls_with(row: RowMapping) -> ColumnElement[bool]:
    """A team's code and its token are one link: with one of them used, all that were made for the team are."""
    if row["kind"] == Kind.BIND.value:
        return _binds(row["community_id"], row["team_id"], row["room"])
    return and_(links.c.id == row["id"])


def _binds(community_id: int, team_id: int | None, room: str) -> ColumnElement[bool]:
    what = and_(links.c.team_id.is_not_distinct_from(team_id), links.c.room == room)
    return and_(links.c.kind == Kind.BIND.value, links.c.community_id == community_id, what)


def _code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def _hash(kind: Kind, token: str) -> str:
    if kind is Kind.BIND and len(plain := "".join(filter(str.isalnum, token)).upper()) == CODE_LENGTH:
        token = plain  # typed by hand: in small letters, with a space or a hyphen in the middle
    return sha256(f"{kind.value}:{token}".encode()).hexdigest()
