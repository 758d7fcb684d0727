"""Who may take an order first: when everybody last helped, and who helped a resident the last time."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.first_choice import Known
from rules.life import ClaimState, State
from rules.people import Standing, first_name
from rules.vetting import Vetting
from storage import apart, vettings
from storage.hearing import on_duty
from storage.proxies import is_proxy
from storage.schema import claims, communities, memberships, orders, people, services

HELPED = (ClaimState.FINISHED.value, ClaimState.CONFIRMED.value)  # whoever has done it need not wait to be believed
BUSY = (ClaimState.TAKEN.value, ClaimState.ARRIVED.value)  # what is finished keeps nobody from the next
SAME = "same"  # the resident's answer; anything else means anybody
LOOKS_BACK = 60  # orders of a resident
_CAME = claims.c.state == ClaimState.CONFIRMED.value


async def known(connection: AsyncConnection, order_id: int, now: datetime) -> Known:
    """All that decides who may take this order first, read when it goes out."""
    columns = (
        orders.c.community_id, orders.c.resident_id, orders.c.service_id, orders.c.answers, services.c.fair_minutes,
        services.c.urgent,
    )  # fmt: skip
    query = select(*columns).join(services, services.c.id == orders.c.service_id).where(orders.c.id == order_id)
    order = (await connection.execute(query)).one()
    if order.urgent:
        return Known()
    if order.answers.get("same_helper") == SAME:
        wished = await last_helpers(connection, order.community_id, order.resident_id, now)
        if (helper := wished.get(order.service_id)) is not None:
            return Known(helper.id, first_name(helper.name))
    if not order.fair_minutes:
        return Known()
    times = await connection.execute(_last_helped(order.community_id))
    return Known(fair_minutes=order.fair_minutes, last_helped=tuple(at for at in times.scalars() if at is not None))


async def last_helpers(
    connection: AsyncConnection, community_id: int, resident_id: int, now: datetime
) -> dict[int, Any]:
    """Who helped a resident the last time (id, name), by service; not whoever could not be asked now."""
    rows = (await connection.execute(_of_resident(community_id, resident_id))).all()
    last: dict[int, int] = {}
    for row in rows:
        if row.community_id == community_id and row.state == State.CLOSED.value:
            last.setdefault(row.service_id, row.order_id)
    apart_from = await apart.others_of(connection, community_id, resident_id)
    may = [row for row in rows if last.get(row.service_id) == row.order_id and row.id not in apart_from]
    may = [row for row in may if row.standing == Standing.APPROVED.value and row.started and row.reachable]
    busy = await _busy(connection, community_id, resident_id, {row.id for row in may}, now)
    may = [row for row in may if row.id not in busy]
    checked = await _checked(connection, community_id, may, now)
    found: dict[int, Any] = {}
    for row in may:
        if not row.urgent and (not row.vetted_only or checked.admits(row.id)):
            found.setdefault(row.service_id, row)
    return found


async def _busy(
    connection: AsyncConnection, community_id: int, resident_id: int, person_ids: Collection[int], now: datetime
) -> set[int]:
    """Who of these could not take it now: off duty, acting for the resident, or with as many orders as one may hold."""
    if not person_ids:
        return set()
    held = (
        select(func.count())
        .select_from(claims).join(orders, orders.c.id == claims.c.order_id)
        .where(
            claims.c.person_id == memberships.c.person_id, or_(*(claims.c.state == state for state in BUSY)),
            orders.c.community_id == community_id,
        )
        .correlate(memberships).scalar_subquery()
    )  # fmt: skip
    at = bindparam("now", now, type_=memberships.c.off_until.type)
    theirs, resident = memberships.c.person_id, bindparam("resident", resident_id, type_=people.c.id.type)
    query = (
        select(theirs)
        .join(communities, communities.c.id == memberships.c.community_id)
        .where(
            memberships.c.community_id == community_id, theirs.in_(person_ids),
            or_(
                ~on_duty(at), held >= communities.c.most_claims,
                is_proxy(memberships.c.community_id, theirs, resident),
            ),
        )
    )  # fmt: skip
    return set((await connection.execute(query)).scalars())


async def _checked(connection: AsyncConnection, community_id: int, rows: Sequence[Any], now: datetime) -> Vetting:
    about = {row.id for row in rows if row.vetted_only}
    if not about:
        return Vetting()
    zone = (await connection.execute(select(communities.c.zone).where(communities.c.id == community_id))).scalar_one()
    checks = await vettings.standing(connection, community_id, about)
    return Vetting(only=True, checks=checks, today=now.astimezone(ZoneInfo(zone)).date())


def _of_resident(community_id: int, resident_id: int) -> Select[Any]:
    """By the resident's orders alone: those of a community that are closed may be a hundred times as many."""
    lately = (
        select(orders.c.id)
        .where(orders.c.resident_id == resident_id).order_by(orders.c.id.desc()).limit(LOOKS_BACK)
    )  # fmt: skip
    standing = (  # no join: a community has many members, and would be read from them
        select(memberships.c.standing)
        .where(memberships.c.person_id == claims.c.person_id, memberships.c.community_id == community_id)
        .correlate(claims).scalar_subquery()
    )  # fmt: skip
    return (
        select(
            orders.c.id.label("order_id"), orders.c.community_id, orders.c.state, orders.c.service_id,
            services.c.vetted_only, services.c.urgent, people.c.id, people.c.name, people.c.started,
            people.c.reachable, standing.label("standing"),
        )
        .join(claims, and_(claims.c.order_id == orders.c.id, _CAME))
        .join(people, people.c.id == claims.c.person_id)
        .join(services, services.c.id == orders.c.service_id)
        .where(orders.c.id.in_(lately))
        .order_by(orders.c.closed_at.desc(), claims.c.id)
    )  # fmt: skip


def _last_helped(community_id: int) -> Select[Any]:
    """One instant for each approved volunteer; None for whoever never helped."""
    last = (
        select(func.max(claims.c.finished_at))
        .join(orders, orders.c.id == claims.c.order_id)
        .where(
            claims.c.person_id == memberships.c.person_id, or_(*(claims.c.state == state for state in HELPED)),
            orders.c.community_id == community_id,
        )
        .correlate(memberships).scalar_subquery()
    )  # fmt: skip
    approved = (memberships.c.community_id == community_id, memberships.c.standing == Standing.APPROVED.value)
    return select(last).select_from(memberships).where(*approved)
