"""Who acts for whom: relatives who were let, and for an order whoever took the call."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, exists, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.behalf import Behalf
from rules.family import Proxy, ProxyState
from rules.life import OVER
from storage.prepared import Prepared
from storage.schema import memberships, orders, people, proxies

ACTIVE = ProxyState.ACTIVE.value
LIVING = (ProxyState.ASKED.value, ACTIVE)

_relative = people.alias("relative")
_resident = people.alias("resident")
_taker = people.alias("taker")


def is_caller(person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether somebody has no Telegram."""
    return exists().where(_resident.c.id == person_id, _resident.c.telegram_id.is_(None))


def has_proxy(community_id: ColumnElement[int], person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether somebody acts for this person, in this community."""
    return exists().where(
        proxies.c.relative_id == person_id, proxies.c.community_id == community_id, proxies.c.state == ACTIVE
    )


def is_proxy(
    community_id: ColumnElement[int], person_id: ColumnElement[int], resident_id: ColumnElement[int]
) -> ColumnElement[bool]:
    """Whether the one acts for the other, in this community."""
    return exists().where(
        proxies.c.relative_id == resident_id, proxies.c.person_id == person_id,
        proxies.c.community_id == community_id, proxies.c.state == ACTIVE,
    )  # fmt: skip


# Whoever has acted once has read what is shown to those who do.
_EVER_PROXIES = Prepared(
    select(proxies.c.person_id, proxies.c.state)
    .where(
        proxies.c.relative_id == bindparam("resident_id"), proxies.c.community_id == bindparam("community_id"),
        or_(proxies.c.state == ACTIVE, proxies.c.state == ProxyState.ENDED.value),
    )
    .order_by(proxies.c.id)
)  # fmt: skip
# Who has blocked us hears nothing: then it is for all coordinators.
_STILL_LEADS = Prepared(
    select(_taker.c.id)
    .outerjoin(
        memberships,
        and_(memberships.c.person_id == _taker.c.id, memberships.c.community_id == bindparam("community_id")),
    )
    .where(
        _taker.c.id == bindparam("placed_by"), _taker.c.started, _taker.c.reachable,
        or_(_taker.c.owner, memberships.c.coordinator),
    )
)


async def behalf(connection: AsyncConnection, order: Any) -> Behalf:
    """Who stands in for the resident of an order now; `order` is its row, with `caller`."""
    of = {"resident_id": order.resident_id, "community_id": order.community_id}
    rows = await _EVER_PROXIES.rows(connection, of)
    acting = tuple(row.person_id for row in rows if row.state == ACTIVE)
    taker = None
    if order.caller and order.placed_by is not None:
        took = {"community_id": order.community_id, "placed_by": order.placed_by}
        leads = await _STILL_LEADS.row(connection, took)
        taker = leads.id if leads is not None else None
    shown = {row.person_id for row in rows} | ({order.placed_by} - {None})
    return Behalf(bool(order.caller), taker, acting, order.pin or "", tuple(sorted(shown)))


async def ask(
    connection: AsyncConnection, community_id: int, person_id: int, relative_id: int, relation: str, now: datetime
) -> int:
    """A request that waits for its answer, or waits already; its number."""
    same = and_(
        proxies.c.community_id == community_id, proxies.c.person_id == person_id,
        proxies.c.relative_id == relative_id, proxies.c.state == ProxyState.ASKED.value,
    )  # fmt: skip
    waiting = (await connection.execute(select(proxies.c.id).where(same))).scalars().first()
    if waiting is not None:
        return int(waiting)
    row = {
        "community_id": community_id, "person_id": person_id, "relative_id": relative_id, "relation": relation[:30],
        "state": ProxyState.ASKED.value, "asked_at": now,
    }  # fmt: skip
    return int((await connection.execute(insert(proxies).values(row).returning(proxies.c.id))).scalar_one())


async def by_id(connection: AsyncConnection, proxy_id: int) -> RowMapping | None:
    """One of them with both names: name of who acts, relative's, whether the relative is a caller, their phone."""
    own = _named().where(proxies.c.id == proxy_id)
    return (await connection.execute(own)).mappings().first()


async def held(connection: AsyncConnection, proxy_id: int) -> RowMapping | None:
    """The same, held to the end of the transaction."""
    await connection.execute(select(proxies.c.id).where(proxies.c.id == proxy_id).with_for_update())
    return await by_id(connection, proxy_id)


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[RowMapping]:
    """For whom a person acts or has asked to, in all communities, oldest first."""
    own = _named().where(proxies.c.person_id == person_id, proxies.c.state.in_(LIVING))
    return (await connection.execute(own.order_by(proxies.c.id))).mappings().all()


async def of_relative(connection: AsyncConnection, person_id: int) -> Sequence[RowMapping]:
    """Who acts for a person, oldest first."""
    own = _named().where(proxies.c.relative_id == person_id, proxies.c.state == ACTIVE)
    return (await connection.execute(own.order_by(proxies.c.id))).mappings().all()


async def acts_for(connection: AsyncConnection, community_id: int, person_id: int, relative_id: int) -> bool:
    """Whether a person acts for that relative in this community."""
    rows = await _EVER_PROXIES.rows(connection, {"resident_id": relative_id, "community_id": community_id})
    return person_id in {row.person_id for row in rows if row.state == ACTIVE}


async def decide(
    connection: AsyncConnection, proxy_id: int, state: ProxyState, by: int, now: datetime
) -> None:  # fmt: skip
    """Keep the answer and who gave it."""
    since: dict[str, Any] = {"since": now} if state is ProxyState.ACTIVE else {"ended_at": now}
    values = {"state": state.value, "agreed_by": by, **since}
    await connection.execute(update(proxies).where(proxies.c.id == proxy_id).values(values))


async def finish(connection: AsyncConnection, proxy_id: int, by: int, now: datetime) -> None:
    """It is over, and who ended it."""
    values = {"state": ProxyState.ENDED.value, "ended_at": now, "ended_by": by}
    await connection.execute(update(proxies).where(proxies.c.id == proxy_id).values(values))


def as_rule(row: RowMapping) -> Proxy:
    """A row as the rules see it."""
    return Proxy(row["person_id"], row["relative_id"], ProxyState(row["state"]), row["caller"])


def _named() -> Any:
    return (
        select(
            proxies, people.c.name.label("name"), _relative.c.name.label("relative"), _relative.c.phone,
            _relative.c.telegram_id.is_(None).label("caller"),
        )
        .join(people, people.c.id == proxies.c.person_id)
        .join(_relative, _relative.c.id == proxies.c.relative_id)
    )  # fmt: skip


async def orders_of(connection: AsyncConnection, person_id: int, limit: int) -> list[int]:
    """The orders of callers and relatives in which a person stands in, not over, soonest first."""
    alive = orders.c.state.not_in(sorted(state.value for state in OVER))
    columns = (orders.c.id, orders.c.starts_at)
    leads = exists().where(
        memberships.c.person_id == person_id, memberships.c.community_id == orders.c.community_id,
        memberships.c.coordinator,
    )  # fmt: skip
    owns = exists().where(_taker.c.id == person_id, _taker.c.owner)
    taken = select(*columns).where(
        orders.c.placed_by == person_id, is_caller(orders.c.resident_id), alive, or_(leads, owns)
    )
    of_relatives = (
        select(*columns)
        .join(
            proxies,
            and_(proxies.c.relative_id == orders.c.resident_id, proxies.c.community_id == orders.c.community_id),
        )
        .where(proxies.c.person_id == person_id, proxies.c.state == ACTIVE, alive)
    )
    every = taken.union(of_relatives).subquery()
    found = await connection.execute(select(every.c.id).order_by(every.c.starts_at, every.c.id).limit(limit))
    return list(found.scalars())
