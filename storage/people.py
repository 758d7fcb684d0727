"""People and what each community knows of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.people import Member, Standing
from storage.prepared import Prepared
from storage.schema import communities, memberships, people

NO_TELEGRAM = 0  # no chat has this number
_PERSON = (
    people.c.id, func.coalesce(people.c.telegram_id, NO_TELEGRAM).label("telegram_id"),
    people.c.name, people.c.telegram_language, people.c.language,
    people.c.phone, people.c.owner, people.c.reachable, people.c.started, people.c.simple,
)  # fmt: skip
_BY_ID = Prepared(select(*_PERSON).where(people.c.id == bindparam("person_id")))
_BY_TELEGRAM = Prepared(select(*_PERSON).where(people.c.telegram_id == bindparam("telegram_id")))


@dataclass(frozen=True)
class Person:
    """Somebody who has written to us or pressed a button; `language` is their own choice, if they made one.

    Or who calls: without Telegram, so that nothing is ever sent.
    """

    id: int
    telegram_id: int  # NO_TELEGRAM of who calls
    name: str
    telegram_language: str
    language: str | None
    phone: str | None
    owner: bool
    reachable: bool
    started: bool
    simple: bool = False

    @property
    def calls(self) -> bool:
        """Whether they have no Telegram."""
        return self.telegram_id == NO_TELEGRAM


@dataclass(frozen=True)
class Membership:
    """A person's place in a community."""

    id: int
    community_id: int
    person_id: int
    standing: Standing
    coordinator: bool
    services: tuple[int, ...]
    teams: tuple[int, ...]


async def met(
    connection: AsyncConnection, telegram_id: int, name: str, language: str, now: datetime, *, private: bool
) -> Person:
    """The person behind a Telegram user, kept at first sight; writing in private makes them reachable."""
    known = await by_telegram(connection, telegram_id)
    if known is None:
        values = {
            "telegram_id": telegram_id, "name": name[:128], "telegram_name": name[:128],
            "telegram_language": language[:16], "started": private, "created_at": now,
        }  # fmt: skip
        await connection.execute(insert(people).values(values))
        known = await by_telegram(connection, telegram_id)
        if known is None:
            raise AssertionError("a person just kept is there")
        return known
    changes: dict[str, Any] = {}
    if known.telegram_language != language[:16]:
        changes["telegram_language"] = language[:16]
    if private and not (known.started and known.reachable):
        changes |= {"started": True, "reachable": True}
    if not changes:
        return known
    await connection.execute(update(people).where(people.c.id == known.id).values(changes))
    return await get(connection, known.id)


async def get(connection: AsyncConnection, person_id: int) -> Person:
    """The person of that number, which must exist."""
    row = await _BY_ID.row(connection, {"person_id": person_id})
    if row is None:
        raise AssertionError("a person is never deleted")
    return Person(*row)


async def by_telegram(connection: AsyncConnection, telegram_id: int) -> Person | None:
    """The person behind a Telegram user, if we have met."""
    row = await _BY_TELEGRAM.row(connection, {"telegram_id": telegram_id})
    return Person(*row) if row else None


async def change(connection: AsyncConnection, person_id: int, **values: str | bool | None) -> None:
    """Set a person's own columns: name, phone, language, owner, reachable, simple."""
    await connection.execute(update(people).where(people.c.id == person_id).values(values))


async def is_newly_lost(connection: AsyncConnection, person_id: int) -> bool:
    """They cannot be reached any more; whether this is the first to say so."""
    lost = update(people).where(people.c.id == person_id, people.c.reachable).values(reachable=False)
    return (await connection.execute(lost)).rowcount == 1


async def is_newly_in_crisis(
    connection: AsyncConnection, person_id: int, now: datetime, told_before: datetime
) -> bool:
    """They may be in a crisis; whether nobody has been told since that time."""
    untold = or_(people.c.crisis_at.is_(None), people.c.crisis_at < told_before)
    heard = update(people).where(people.c.id == person_id, untold).values(crisis_at=now)
    return (await connection.execute(heard)).rowcount == 1


async def is_in_crisis(connection: AsyncConnection, person_id: int, since: datetime) -> bool:
    """Whether somebody was told since then that they may be in a crisis."""
    heard = select(people.c.id).where(people.c.id == person_id, people.c.crisis_at > since)
    return (await connection.execute(heard)).first() is not None


async def owners(connection: AsyncConnection) -> list[Person]:
    """Who runs the installation."""
    rows = (await connection.execute(select(*_PERSON).where(people.c.owner))).mappings()
    return [Person(**row) for row in rows]


async def coordinators(
    connection: AsyncConnection, community_id: int, without: Collection[int] = ()
) -> list[Person]:  # fmt: skip
    """Who is told what needs a decision: the community's coordinators but these, or the owners where none is left."""
    member = and_(memberships.c.person_id == people.c.id, memberships.c.community_id == community_id)
    leads = and_(memberships.c.coordinator, people.c.id.not_in(without))
    statement = select(*_PERSON).join(memberships, member).where(leads).order_by(people.c.id)
    found = [Person(**row) for row in (await connection.execute(statement)).mappings()]
    return found or await owners(connection)


async def member(connection: AsyncConnection, community_id: int, person_id: int) -> Member:
    """A person as the rules see them in one community; a stranger has no standing."""
    joined = and_(memberships.c.person_id == people.c.id, memberships.c.community_id == community_id)
    statement = (
        select(people.c.name, people.c.owner, memberships.c.standing, memberships.c.coordinator)
        .outerjoin(memberships, joined)
        .where(people.c.id == person_id)
    )
    row = (await connection.execute(statement)).one()
    standing = Standing(row.standing) if row.standing else Standing.NONE
    return Member(person_id, community_id, row.name, standing, bool(row.coordinator), row.owner)


async def membership(connection: AsyncConnection, community_id: int, person_id: int) -> Membership | None:
    """A person's place in a community, if they have one."""
    return await _membership_where(connection, community_id, person_id)


async def membership_by_id(connection: AsyncConnection, membership_id: int) -> Membership | None:
    """The place of that number, held to the end of the transaction."""
    query = select(memberships).where(memberships.c.id == membership_id).with_for_update(key_share=True)
    row = (await connection.execute(query)).mappings().first()
    return _membership(row) if row else None


async def enter(connection: AsyncConnection, community_id: int, person_id: int) -> Membership:
    """A person's place in a community, held; made when there is none: residents need no approval."""
    known = await _membership_where(connection, community_id, person_id, held=True)
    if known is None:
        values = {"community_id": community_id, "person_id": person_id, "services": [], "teams": []}
        await connection.execute(insert(memberships).values(values))
        known = await _membership_where(connection, community_id, person_id)
    if known is None:
        raise AssertionError("a membership just kept is there")
    return known


async def change_membership(connection: AsyncConnection, membership_id: int, **values: Any) -> None:
    """Set a membership's columns: standing, coordinator, services, teams, who decided and why."""
    await connection.execute(update(memberships).where(memberships.c.id == membership_id).values(values))


async def communities_of(connection: AsyncConnection, person: Person) -> Sequence[RowMapping]:
    """The communities a person belongs to (id, slug, name, language, zone), the owner to all, oldest first."""
    statement = select(communities).order_by(communities.c.id)
    if not person.owner:
        mine = and_(memberships.c.community_id == communities.c.id, memberships.c.person_id == person.id)
        statement = statement.join(memberships, mine)
    return (await connection.execute(statement)).mappings().all()


async def led_by(connection: AsyncConnection, person: Person) -> Sequence[RowMapping]:
    """The communities a person coordinates; the owner coordinates all."""
    statement = select(communities).order_by(communities.c.id)
    if not person.owner:
        mine = and_(memberships.c.community_id == communities.c.id, memberships.c.person_id == person.id)
        statement = statement.join(memberships, mine).where(memberships.c.coordinator)
    return (await connection.execute(statement)).mappings().all()


async def _membership_where(
    connection: AsyncConnection, community_id: int, person_id: int, *, held: bool = False
) -> Membership | None:
    query = select(memberships).where(
        memberships.c.community_id == community_id, memberships.c.person_id == person_id
    )  # fmt: skip
    query = query.with_for_update(key_share=True) if held else query
    row = (await connection.execute(query)).mappings().first()
    return _membership(row) if row else None


def _membership(row: RowMapping) -> Membership:
    return Membership(
        row["id"], row["community_id"], row["person_id"], Standing(row["standing"]), row["coordinator"],
        tuple(row["services"]), tuple(row["teams"]),
    )  # fmt: skip
