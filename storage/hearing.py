"""Who wants to hear of open orders in private: told as one opens, once a day, or when their quiet hours are over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules import hearing as rules
from rules.hours import minute_of
from rules.life import ALIVE, HOLDING, ClaimState
from rules.notices import OrderAlert
from rules.people import Standing
from rules.quiet import Quiet
from storage.apart import kept_apart
from storage.prepared import Prepared
from storage.proxies import is_proxy
from storage.schema import claims, communities, journal, memberships, orders, outbox, people, services, vettings
from storage.schema_people import hearings

OPENING = ("place", "approve")  # the moves with which an order comes out
TO_ALL = (*OPENING, "open_to_all", "decline_offer")  # those from which it may be for all
MOST_IN_DIGEST = 5
ROUNDS_A_LOOK = 100

_INTO = ("kind", "key", "fields", "order_id", "not_before", "created_at")
_resident, _minute = bindparam("resident_id", type_=people.c.id.type), bindparam("minute", type_=Integer())
_now, _today = bindparam("now", type_=memberships.c.off_until.type), bindparam("today", type_=Date())


@dataclass(frozen=True)
class Hearing:
    """What somebody has chosen to hear in one community, and whether they are on duty there."""

    services: tuple[int, ...]
    digest: int | None
    quiet: tuple[int, int] | None
    off_duty: bool
    off_until: datetime | None


def on_duty(now: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a volunteer can be counted on now; who is off duty until a moment is back by itself.

    Never unknown, so that it may be turned round.
    """
    back = and_(memberships.c.off_until.is_not(None), memberships.c.off_until <= now)
    return or_(memberships.c.off_duty.is_(False), back)


def _checked(person: ColumnElement[int], today: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the order's service takes this person, as `rules.vetting` has it."""
    good = (
        select(func.count())  # counted: for an EXISTS in an OR, PostgreSQL would read them all
        .select_from(vettings)
        .where(
            vettings.c.community_id == orders.c.community_id, vettings.c.person_id == person,
            vettings.c.revoked_at.is_(None), or_(vettings.c.until.is_(None), vettings.c.until >= today),
        )
        .correlate(orders, people)
        .scalar_subquery()
    )  # fmt: skip
    return or_(services.c.vetted_only.is_(False), good > 0)


def _loud(minute: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether it is not within their quiet hours."""
    begins, ends = people.c.quiet_begins, people.c.quiet_ends
    by_day = and_(begins < ends, begins <= minute, minute < ends)
    by_night = and_(begins > ends, or_(minute >= begins, minute < ends))
    return or_(begins.is_(None), ~or_(by_day, by_night))


_ZONE = Prepared(
    select(communities.c.zone)
    .join(orders, orders.c.community_id == communities.c.id)
    .where(
        orders.c.id == bindparam("order_id"),
        exists().where(hearings.c.service_id == orders.c.service_id),
    )
)
_TELL = Prepared(
    insert(outbox).from_select(
        ["lane", "person_id", *_INTO],
        select(people.c.telegram_id, people.c.id, *(bindparam(name, type_=outbox.c[name].type) for name in _INTO))
        .select_from(orders)
        .join(services, services.c.id == orders.c.service_id)
        .join(hearings, hearings.c.service_id == orders.c.service_id)
        .join(
            memberships,
            and_(memberships.c.community_id == orders.c.community_id, memberships.c.person_id == hearings.c.person_id),
        )
        .join(people, people.c.id == hearings.c.person_id)
        .where(
            orders.c.id == bindparam("of_order", type_=orders.c.id.type),
            memberships.c.standing == Standing.APPROVED.value,
            memberships.c.digest_minutes.is_(None), on_duty(_now), people.c.started, people.c.reachable,
            people.c.id != _resident, ~kept_apart(orders.c.community_id, people.c.id, _resident),
            or_(orders.c.placed_by.is_(None), people.c.id != orders.c.placed_by),
            ~is_proxy(orders.c.community_id, people.c.id, _resident),
            _checked(people.c.id, _today), _loud(_minute),
        ),
    )
)  # fmt: skip


async def tell(connection: AsyncConnection, order_id: int, resident_id: int, now: datetime) -> None:
    """An order has opened: whoever asked to hear of its kind, and may take it, is told, unless it is quiet for them."""
    row = await _ZONE.row(connection, {"order_id": order_id})
    if row is None:
        return
    notice = OrderAlert(order_id)
    values = {
        "kind": "say", "key": notice.key(), "fields": notice.fields(), "order_id": order_id, "not_before": now,
        "created_at": now, "of_order": order_id, "resident_id": resident_id, "now": now,
        "today": now.astimezone(ZoneInfo(row.zone)).date(), "minute": minute_of(now, row.zone),
    }  # fmt: skip
    await _TELL.done(connection, values)


async def of(connection: AsyncConnection, community_id: int, person_id: int, now: datetime) -> Hearing:
    """What a person has chosen here."""
    here = (memberships.c.community_id == community_id, memberships.c.person_id == person_id)
    query = (
        select(
            memberships.c.digest_minutes, memberships.c.off_duty, memberships.c.off_until, people.c.quiet_begins,
            people.c.quiet_ends,
        )
        .join(people, people.c.id == memberships.c.person_id)
        .where(*here)
    )  # fmt: skip
    row = (await connection.execute(query)).one()
    asked = select(hearings.c.service_id).where(
        hearings.c.community_id == community_id, hearings.c.person_id == person_id
    )
    quiet = None if row.quiet_begins is None or row.quiet_ends is None else (row.quiet_begins, row.quiet_ends)
    off = bool(row.off_duty) and (row.off_until is None or row.off_until > now)
    chosen = tuple(sorted((await connection.execute(asked)).scalars()))
    return Hearing(chosen, row.digest_minutes, quiet, off, row.off_until if off else None)


async def toggle(connection: AsyncConnection, community_id: int, person_id: int, service_id: int) -> None:
    """Hear of this service's orders from now on, or no more."""
    one = {"community_id": community_id, "person_id": person_id, "service_id": service_id}
    same = and_(*(hearings.c[name] == value for name, value in one.items()))
    if (await connection.execute(delete(hearings).where(same))).rowcount == 0:
        await connection.execute(insert(hearings).values(one))


async def set_digest(connection: AsyncConnection, community_id: int, person_id: int, minutes: int | None) -> None:
    """Once a day at this hour, or each order by itself."""
    here = (memberships.c.community_id == community_id, memberships.c.person_id == person_id)
    await connection.execute(update(memberships).where(*here).values(digest_minutes=minutes))


async def set_quiet(connection: AsyncConnection, person_id: int, quiet: tuple[int, int] | None) -> None:
    """The hours in which nothing comes that can wait, or none."""
    begins, ends = quiet or (None, None)
    values = {"quiet_begins": begins, "quiet_ends": ends}
    await connection.execute(update(people).where(people.c.id == person_id).values(values))


async def set_duty(
    connection: AsyncConnection, community_id: int, person_id: int, *, off: bool, until: datetime | None = None
) -> None:
    """On or off duty; off until then, or until they say so."""
    here = (memberships.c.community_id == community_id, memberships.c.person_id == person_id)
    await connection.execute(update(memberships).where(*here).values(off_duty=off, off_until=until))


async def plan(connection: AsyncConnection, person_id: int, now: datetime, only: int | None = None) -> None:
    """Note when the person is next told what is open, in each of their communities or `only` in one."""
    query = (
        select(
            memberships.c.id, memberships.c.community_id, memberships.c.digest_minutes, communities.c.zone,
            people.c.quiet_begins, people.c.quiet_ends, _hears_anything().label("any"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .join(communities, communities.c.id == memberships.c.community_id)
        .where(memberships.c.person_id == person_id)
    )  # fmt: skip
    if only is not None:
        query = query.where(memberships.c.community_id == only)
    for row in (await connection.execute(query)).all():
        quiet = _quiet(row.quiet_begins, row.quiet_ends, row.zone)
        at = rules.next_round(now, row.zone, row.digest_minutes, quiet) if row.any else None
        await connection.execute(update(memberships).where(memberships.c.id == row.id).values(digest_at=at))


async def due(connection: AsyncConnection, now: datetime) -> list[tuple[int, int]]:
    """Who is to be told now what is open: community and person."""
    query = (
        select(memberships.c.community_id, memberships.c.person_id)
        .where(memberships.c.digest_at <= now)
        .order_by(memberships.c.digest_at).limit(ROUNDS_A_LOOK)
    )  # fmt: skip
    return [(row.community_id, row.person_id) for row in await connection.execute(query)]


async def round_of(
    connection: AsyncConnection, community_id: int, person_id: int, now: datetime
) -> tuple[bool, datetime | None]:
    """Whether it is really their time, since when nothing was told; and their next time is noted."""
    query = (
        select(
            memberships.c.digest_at, memberships.c.digest_minutes, memberships.c.standing, communities.c.zone,
            people.c.quiet_begins, people.c.quiet_ends, on_duty(_now).label("on_duty"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .join(communities, communities.c.id == memberships.c.community_id)
        .where(memberships.c.community_id == community_id, memberships.c.person_id == person_id)
        .with_for_update(of=memberships, key_share=True)
    )  # fmt: skip
    row = (await connection.execute(query, {"now": now})).first()
    if row is None or row.digest_at is None or row.digest_at > now:
        return False, None
    quiet = _quiet(row.quiet_begins, row.quiet_ends, row.zone)
    if quiet is not None and quiet.holds(now):  # nobody was there in time
        here = (memberships.c.community_id == community_id, memberships.c.person_id == person_id)
        await connection.execute(update(memberships).where(*here).values(digest_at=quiet.over(now)))
        return False, None
    await plan(connection, person_id, now, only=community_id)
    is_theirs = bool(row.on_duty) and row.standing == Standing.APPROVED.value
    return is_theirs, rules.kept_back_since(now, row.digest_minutes, quiet)


async def open_for(
    connection: AsyncConnection, community_id: int, person_id: int, now: datetime, since: datetime | None
) -> list[int]:
    """The orders with a free place that this person asked to hear of and may take, the most urgent first."""
    zone = (await connection.execute(select(communities.c.zone).where(communities.c.id == community_id))).scalar_one()
    holding = [state.value for state in HOLDING]
    taken = select(func.count()).select_from(claims).where(
        claims.c.order_id == orders.c.id, claims.c.state.in_(holding)
    ).correlate(orders).scalar_subquery()  # fmt: skip
    theirs = exists().where(
        claims.c.order_id == orders.c.id, claims.c.person_id == person_id,
        claims.c.state.in_([*holding, ClaimState.STANDBY.value]),
    )  # fmt: skip
    me = bindparam("me", person_id, type_=people.c.id.type)
    query = (
        select(orders.c.id)
        .select_from(hearings)
        .join(
            orders,
            and_(orders.c.community_id == hearings.c.community_id, orders.c.service_id == hearings.c.service_id),
        )
        .join(services, services.c.id == orders.c.service_id)
        .where(
            hearings.c.community_id == community_id, hearings.c.person_id == person_id,
            orders.c.state.in_([state.value for state in ALIVE]), orders.c.resident_id != person_id,
            orders.c.helpers > taken, orders.c.reserved_for.is_(None), ~theirs,
            ~kept_apart(orders.c.community_id, me, orders.c.resident_id),
            _checked(me, bindparam("day", _day(now, zone), type_=Date())),
        )
        .order_by(orders.c.starts_at, orders.c.id)
        .limit(MOST_IN_DIGEST)
    )  # fmt: skip
    if since is not None:
        query = query.where(
            exists().where(journal.c.order_id == orders.c.id, journal.c.verb.in_(TO_ALL), journal.c.at >= since)
        )
    return list((await connection.execute(query)).scalars())


async def off_duty_among(
    connection: AsyncConnection, community_id: int, person_ids: Collection[int], now: datetime
) -> set[int]:
    """Who of these is off duty."""
    query = select(memberships.c.person_id).where(
        memberships.c.community_id == community_id, memberships.c.person_id.in_(person_ids), ~on_duty(_now),
    )  # fmt: skip
    return set((await connection.execute(query, {"now": now})).scalars())


def _hears_anything() -> ColumnElement[bool]:
    return exists().where(
        hearings.c.community_id == memberships.c.community_id, hearings.c.person_id == memberships.c.person_id
    )


def _quiet(begins: int | None, ends: int | None, zone: str) -> Quiet | None:
    return None if begins is None or ends is None else Quiet(begins, ends, zone)


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
