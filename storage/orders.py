"""Orders and their claims: the facts a rule sees, the outcome as it is kept, and the lists people ask for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    RowMapping,
    ScalarSelect,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.behalf import Behalf
from rules.credits import DEFAULT_PRESET, PRESETS
from rules.life import ALIVE, HOLDING, OVER, Claim, ClaimState, Facts, Held, Order, Overlap, State
from rules.people import Member, Standing
from rules.vetting import Vetting
from storage import ledger, marks, proxies, vettings
from storage.apart import kept_apart
from storage.first_choice import BUSY, HELPED
from storage.ladders import ladder_of, quiet_of
from storage.posts import OWN_CARD
from storage.prepared import Prepared
from storage.races import Stale
from storage.schema import claims, communities, memberships, order_files, orders, posts, services, teams
from storage.schema import people as people_table

_HOLDS = [state.value for state in HOLDING]
_held, _other = claims.alias("held"), orders.alias("other")
_ACTOR = bindparam("person_id", type_=people_table.c.id.type)
# What whoever acts holds besides: in the same statement, for a claim is counted in statements.
_elsewhere = (
    _other.c.id == _held.c.order_id, _held.c.person_id == _ACTOR, or_(*(_held.c.state == state for state in BUSY)),
    _other.c.id != orders.c.id,
)  # fmt: skip
_HELD = (
    select(func.count())
    .select_from(_held).join(_other, and_(*_elsewhere)).where(_other.c.community_id == orders.c.community_id)
    .correlate(orders).scalar_subquery()
)  # fmt: skip
_WHOLE_DAY = "day"  # no clash: whoever comes that day chooses the hour
_OVERLAP = (
    select(func.min(_other.c.id))
    .select_from(_held).join(_other, and_(*_elsewhere))
    .where(
        _other.c.starts_at < orders.c.ends_at, orders.c.starts_at < _other.c.ends_at,
        _other.c.moment != _WHOLE_DAY, orders.c.moment != _WHOLE_DAY,
    )
    .correlate(orders).scalar_subquery()
)  # fmt: skip
# No join: whoever waits for a row whose service is changed meanwhile would find none.
_VETTED, _URGENT, _LADDER = (
    select(column).where(services.c.id == orders.c.service_id).correlate(orders).scalar_subquery()
    for column in (services.c.vetted_only, services.c.urgent, services.c.ladder)
)
# Only while an order is shared out; whoever acts may have helped a thousand times.
_HELPED = (
    select(func.max(_held.c.finished_at))
    .select_from(_held).join(_other, _other.c.id == _held.c.order_id)
    .where(
        _held.c.person_id == _ACTOR, or_(*(_held.c.state == state for state in HELPED)),
        _held.c.finished_at > orders.c.fair_before, _other.c.community_id == orders.c.community_id,
    )
    .correlate(orders).scalar_subquery()
)  # fmt: skip
_FACTS = Prepared(
    select(
        orders.c.id, orders.c.community_id, orders.c.number, orders.c.resident_id, orders.c.helpers, orders.c.state,
        orders.c.version, orders.c.starts_at, orders.c.ends_at, orders.c.wake_at, orders.c.closed_at,
        orders.c.reminded_at, orders.c.touched_at, orders.c.opened_at, orders.c.step, orders.c.stepped_at,
        orders.c.reserved_until, orders.c.reserved_for, orders.c.fair_before,
        case((orders.c.fair_before.is_not(None), _HELPED)).label("helped_at"),
        orders.c.roles, orders.c.moment,
        communities.c.credit_rule, communities.c.slug, communities.c.zone, _VETTED.label("vetted_only"),
        _URGENT.label("urgent"), _LADDER.label("ladder"), communities.c.quiet_from, communities.c.quiet_to,
        people_table.c.name.label("actor_name"), people_table.c.owner.label("actor_owner"),
        memberships.c.standing, memberships.c.coordinator, communities.c.most_claims,
        _HELD.label("held"), _OVERLAP.label("overlap"),
        kept_apart(orders.c.community_id, orders.c.resident_id, _ACTOR).label("apart"),
        orders.c.placed_by, orders.c.pin, orders.c.pin_misses, proxies.is_caller(orders.c.resident_id).label("caller"),
        proxies.has_proxy(orders.c.community_id, orders.c.resident_id).label("proxied"),
    )
    .join(communities, communities.c.id == orders.c.community_id)
    .outerjoin(people_table, people_table.c.id == _ACTOR)
    .outerjoin(
        memberships,
        and_(
            memberships.c.community_id == orders.c.community_id,
            memberships.c.person_id == _ACTOR,
        ),
    )
    .where(orders.c.id == bindparam("order_id"))
    .with_for_update(of=orders, key_share=True)
)  # fmt: skip
_CLAIMS = Prepared(
    select(
        claims.c.id, claims.c.person_id, claims.c.state, claims.c.claimed_at, claims.c.arrived_at,
        claims.c.finished_at, claims.c.minutes, claims.c.role, people_table.c.name, *marks.COLUMNS,
    )
    .join(people_table, people_table.c.id == claims.c.person_id)
    .where(claims.c.order_id == bindparam("order_id"))
    .order_by(claims.c.id)
)  # fmt: skip
_MARKS = (
    "wake_at", "reminded_at", "touched_at", "opened_at", "step", "stepped_at", "closed_at", "end_reason", "pin_misses",
)  # fmt: skip
_FIRST = ("reserved_until", "reserved_for", "fair_before")
_KEPT = ("state", "version", "ended_by", *_MARKS, *_FIRST)
_KEEP = Prepared(
    update(orders)
    .where(orders.c.id == bindparam("of_order"), orders.c.version == bindparam("of_version"))
    .values({name: bindparam(name) for name in _KEPT})
)
_NEW_CLAIM = Prepared(insert(claims).returning(claims.c.id))
_KEEP_CLAIM = Prepared(
    update(claims)
    .where(claims.c.id == bindparam("of_claim"))
    .values({name: bindparam(name) for name in ("state", "arrived_at", "finished_at", "minutes", "role", *marks.NAMES)})
)


async def facts(connection: AsyncConnection, order_id: int, person_id: int | None, now: datetime) -> Facts | None:
    """All that a verb may look at, the order's row held to the end of the transaction; None when there is none."""
    asked = {"order_id": order_id, "person_id": person_id}
    row = await _FACTS.row(connection, asked)
    if row is None:
        return None
    kept = await _claims(connection, order_id)
    holding = [claim.person_id for claim in kept if claim.holds]
    state = State(row.state)
    full = state in ALIVE and len(holding) >= row.helpers
    late = full and person_id not in (None, row.resident_id, *holding)  # who finds no place hears what else is open
    paying = state in (State.FINISHED, State.DISPUTED)
    community_id = row.community_id
    return Facts(
        order=_order(row),
        claims=kept,
        actor=_actor(row, person_id) if person_id is not None else None,
        now=now,
        rules=PRESETS[row.credit_rule or DEFAULT_PRESET],
        join_link=f"join_{row.slug}",
        other_open_orders=await count_open(connection, community_id) if late else 0,
        balances=await ledger.balances(connection, community_id, holding) if paying else {},
        apart=bool(row.apart),
        held=Held(row.held, row.most_claims, await _overlap(connection, row.overlap) if row.overlap else None),
        vetting=await _vetting(connection, row, now, person_id, kept) if row.vetted_only else Vetting(),
        ladder=ladder_of(row.ladder, urgent=row.urgent),
        quiet=None if row.urgent else quiet_of(row),
        behalf=await proxies.behalf(connection, row) if row.caller or row.proxied else Behalf(),
        zone=row.zone,
        helped_at=row.helped_at,
    )


async def keep(connection: AsyncConnection, before: Facts, order: Order, kept: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Write an order and its claims as the rule made them, if nobody moved it meanwhile; new claims get numbers."""
    values = {
        "of_order": order.id, "of_version": before.order.version, "state": order.state.value,
        "version": order.version + 1, "ended_by": order.ended_by.value if order.ended_by else None,
        **{name: getattr(order, name) for name in (*_MARKS, *_FIRST)},
    }  # fmt: skip
    if await _KEEP.done(connection, values) != 1:
        raise Stale
    return tuple([await _keep_claim(connection, order.id, before, claim) for claim in kept])


async def add(connection: AsyncConnection, community_id: int, values: dict[str, Any]) -> tuple[int, int]:
    """A new order under the community's next number; its id and that number."""
    taken = (
        update(communities)
        .where(communities.c.id == community_id)
        .values(next_number=communities.c.next_number + 1)
        .returning(communities.c.next_number)
    )
    number = (await connection.execute(taken)).scalar_one() - 1
    row = {"community_id": community_id, "number": number, **values}
    order_id = (await connection.execute(insert(orders).values(row).returning(orders.c.id))).scalar_one()
    return int(order_id), int(number)


async def keep_files(connection: AsyncConnection, order_id: int, files: Sequence[dict[str, Any]]) -> None:
    """The files of an order, in the order they came; earlier ones are replaced."""
    await connection.execute(order_files.delete().where(order_files.c.order_id == order_id))
    if files:
        rows = [
            {"order_id": order_id, "position": position, "kind": each["kind"], "file_id": each["file_id"],
             "seconds": each.get("seconds")}
            for position, each in enumerate(files)
        ]  # fmt: skip
        await connection.execute(insert(order_files), rows)


async def change(connection: AsyncConnection, order_id: int, **values: Any) -> None:
    """Set an order's details; its state and version only ever change through `keep`."""
    await connection.execute(update(orders).where(orders.c.id == order_id).values(values))


async def put_off(connection: AsyncConnection, order_id: int, now: datetime, until: datetime | None) -> None:
    """An order that is due cannot be moved: not again before that time, unless somebody else has moved it."""
    still_due = and_(orders.c.id == order_id, orders.c.wake_at <= now)
    await connection.execute(update(orders).where(still_due).values(wake_at=until))


async def row(connection: AsyncConnection, order_id: int) -> RowMapping | None:
    """The whole row of an order."""
    return (await connection.execute(select(orders).where(orders.c.id == order_id))).mappings().first()


async def note_reason(connection: AsyncConnection, order_id: int, person_id: int, reason: str) -> None:
    """Why a helper handed their latest place back."""
    latest = (
        select(func.max(claims.c.id)).where(claims.c.order_id == order_id, claims.c.person_id == person_id)
    ).scalar_subquery()
    await connection.execute(update(claims).where(claims.c.id == latest).values(reason=reason[:300]))


async def due_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """Orders whose `wake_at` has come, longest waiting first."""
    statement = select(orders.c.id).where(orders.c.wake_at <= now).order_by(orders.c.wake_at).limit(limit)
    return list((await connection.execute(statement)).scalars())


async def count_open(connection: AsyncConnection, community_id: int) -> int:
    """How many orders of a community wait for helpers."""
    (counted,) = await _COUNT_OPEN.rows(connection, {"community": community_id})
    return int(counted.wanting)


async def of_resident(connection: AsyncConnection, person_id: int, limit: int) -> list[int]:
    """A resident's own orders that are not over, soonest first."""
    over = sorted(state.value for state in OVER)
    return await _ids(connection, and_(orders.c.resident_id == person_id, orders.c.state.not_in(over)), limit)


async def of_helper(connection: AsyncConnection, person_id: int, limit: int) -> list[int]:
    """The orders in which a person holds a place or stands by, soonest first."""
    mine = select(claims.c.order_id).where(
        claims.c.person_id == person_id, claims.c.state.in_([*_HOLDS, ClaimState.STANDBY.value])
    )
    return await _ids(connection, orders.c.id.in_(mine), limit)


async def open_in(connection: AsyncConnection, community_id: int, limit: int, offset: int = 0) -> Sequence[RowMapping]:
    """Open orders of a community with their card's place, soonest first, for those who joined late."""
    card = and_(posts.c.order_id == orders.c.id, OWN_CARD)
    statement = (
        select(
            orders.c.id, orders.c.number, orders.c.version, orders.c.moment, orders.c.starts_at, orders.c.ends_at,
            orders.c.district, orders.c.helpers, _taken().label("taken"), orders.c.resident_id,
            services.c.preset, services.c.name, services.c.emoji, services.c.vetted_only,
            posts.c.chat_id, posts.c.message_id, teams.c.thread_id, orders.c.roles,
        )
        .join(services, services.c.id == orders.c.service_id)
        .outerjoin(posts, card).outerjoin(teams, teams.c.id == orders.c.team_id)
        .where(_wanting(community_id))
        .order_by(orders.c.starts_at, orders.c.id).limit(limit).offset(offset)
    )  # fmt: skip
    return (await connection.execute(statement)).mappings().all()


async def held_in(connection: AsyncConnection, community_id: int, person_id: int, limit: int) -> list[int]:
    """The numbers (E-0142) of a community's orders in which a person holds a place, soonest first."""
    own = and_(claims.c.person_id == person_id, claims.c.state.in_([state.value for state in HOLDING]))
    statement = (
        select(orders.c.number).join(claims, claims.c.order_id == orders.c.id)
        .where(own, orders.c.community_id == community_id)
        .order_by(orders.c.starts_at, orders.c.id).limit(limit)
    )  # fmt: skip
    return list((await connection.execute(statement)).scalars())


async def helpers_of(connection: AsyncConnection, order_id: int) -> list[int]:
    """Who has helped with an order: the places that were confirmed."""
    statement = select(claims.c.person_id).where(
        claims.c.order_id == order_id, claims.c.state == ClaimState.CONFIRMED.value
    )
    return list((await connection.execute(statement)).scalars())


def _taken() -> ScalarSelect[int]:
    holds = or_(*(claims.c.state == state for state in _HOLDS))
    return select(func.count(claims.c.id)).where(claims.c.order_id == orders.c.id, holds).scalar_subquery()


def _wanting(community_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Orders with a place left: some are under way already, with one helper there and another still wanted."""
    # Written so that the index finds them: whatever is over may be a hundred times as many.
    living = or_(orders.c.state == State.OPEN.value, orders.c.state == State.UNDER_WAY.value)
    some_left = or_(orders.c.state == State.OPEN.value, _taken() < orders.c.helpers)
    return and_(orders.c.community_id == community_id, living, some_left)


# Whoever comes too late is told how many there are, and many come too late at once.
_COUNT_OPEN = Prepared(
    select(func.count().label("wanting"))
    .select_from(orders)
    .where(_wanting(bindparam("community", type_=orders.c.community_id.type)))
)


async def _ids(connection: AsyncConnection, where: ColumnElement[bool], limit: int) -> list[int]:
    statement = select(orders.c.id).where(where).order_by(orders.c.starts_at, orders.c.id).limit(limit)
    return list((await connection.execute(statement)).scalars())


async def _overlap(connection: AsyncConnection, order_id: int) -> Overlap:
    columns = (orders.c.id, orders.c.number, orders.c.starts_at, orders.c.ends_at, orders.c.moment)
    found = (await connection.execute(select(*columns).where(orders.c.id == order_id))).one()
    return Overlap(*found)


async def _claims(connection: AsyncConnection, order_id: int) -> tuple[Claim, ...]:
    rows = await _CLAIMS.rows(connection, {"order_id": order_id})
    return tuple(
        Claim(
            person_id=each.person_id, name=each.name, state=ClaimState(each.state), claimed_at=each.claimed_at,
            id=each.id, arrived_at=each.arrived_at, finished_at=each.finished_at, minutes=each.minutes, role=each.role,
            asked=marks.asked(each), watch=marks.watch(each),
        )
        for each in rows
    )  # fmt: skip


async def _keep_claim(connection: AsyncConnection, order_id: int, before: Facts, claim: Claim) -> Claim:
    values = {
        "state": claim.state.value, "arrived_at": claim.arrived_at, "finished_at": claim.finished_at,
        "minutes": claim.minutes, "role": claim.role, **marks.values(claim),
    }  # fmt: skip
    if claim.id is None:
        new = {"order_id": order_id, "person_id": claim.person_id, "claimed_at": claim.claimed_at, **values}
        (kept,) = await _NEW_CLAIM.rows(connection, new)
        return replace(claim, id=kept.id)
    if claim not in before.claims:
        await _KEEP_CLAIM.done(connection, {"of_claim": claim.id, **values})
    return claim


async def _vetting(
    connection: AsyncConnection, row: Any, now: datetime, actor: int | None, kept: tuple[Claim, ...]
) -> Vetting:
    """The checks of whoever acts and of all who have a claim, on today's date in the community."""
    about = {claim.person_id for claim in kept} | ({actor} if actor is not None else set())
    checks = await vettings.standing(connection, row.community_id, about)
    return Vetting(only=True, checks=checks, today=now.astimezone(ZoneInfo(row.zone)).date())


def _order(row: Any) -> Order:
    return Order(
        id=row.id, community_id=row.community_id, resident_id=row.resident_id, helpers=row.helpers,
        state=State(row.state), version=row.version, ends_at=row.ends_at, wake_at=row.wake_at,
        closed_at=row.closed_at, number=row.number, roles=tuple(row.roles), starts_at=row.starts_at,
        reminded_at=row.reminded_at, touched_at=row.touched_at, opened_at=row.opened_at, step=row.step,
        stepped_at=row.stepped_at, pin_misses=row.pin_misses, reserved_until=row.reserved_until,
        reserved_for=row.reserved_for, fair_before=row.fair_before, moment=row.moment, urgent=bool(row.urgent),
    )  # fmt: skip


def _actor(row: Any, person_id: int) -> Member:
    """Whoever acts, as the rules see them in the order's community; a stranger has no standing."""
    if row.actor_name is None:
        raise AssertionError("whoever acts is somebody we have met")
    standing = Standing(row.standing) if row.standing else Standing.NONE
    return Member(
        person_id, row.community_id, row.actor_name, standing, bool(row.coordinator), bool(row.actor_owner)
    )  # fmt: skip
