"""Standing orders as they are kept: each wakes by `next_at`, and changes only under the version it was read with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, and_, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import OVER, order_code
from rules.standing_orders import Rhythm, StandingState, Step
from storage.races import Stale
from storage.reviews import WITHDRAWN
from storage.schema import communities, orders, services, standing_orders

_OVER = sorted(state.value for state in OVER)


@dataclass(frozen=True)
class Standing:
    """One of them; `order_id` is the latest order that was placed of it, or the one it was made of."""

    id: int
    community_id: int
    person_id: int
    service_id: int
    order_id: int
    answers: dict[str, Any]
    moment: str
    rhythm: Rhythm
    state: StandingState
    version: int
    next_day: date | None

    @property
    def active(self) -> bool:
        """Whether orders will still be placed of it."""
        return self.state is StandingState.ACTIVE and self.next_day is not None


async def add(connection: AsyncConnection, rhythm: Rhythm, step: Step, now: datetime, **values: Any) -> int:
    """A new one: community_id, person_id, service_id, order_id, answers and moment besides."""
    row = {
        **values, **_kept(step), "weekdays": sorted(rhythm.weekdays), "minute": rhythm.minute, "lasts": rhythm.lasts,
        "until": rhythm.until, "state": StandingState.ACTIVE.value, "created_at": now,
    }  # fmt: skip
    made = insert(standing_orders).values(row).returning(standing_orders.c.id)
    return int((await connection.execute(made)).scalar_one())


async def held(connection: AsyncConnection, standing_id: int) -> Standing | None:
    """The one of that number, its row held to the end of the transaction."""
    query = _with_zone().where(standing_orders.c.id == standing_id).with_for_update(of=standing_orders, key_share=True)
    row = (await connection.execute(query)).mappings().first()
    return _standing(row) if row else None


async def of_person(connection: AsyncConnection, person_id: int) -> list[tuple[Standing, RowMapping]]:
    """Those of a person that go on, with what their service is called; next first."""
    named = (services.c.preset, services.c.name, services.c.emoji)
    query = (
        _with_zone().add_columns(*named)
        .join(services, services.c.id == standing_orders.c.service_id)
        .where(standing_orders.c.person_id == person_id, standing_orders.c.state == StandingState.ACTIVE.value)
        .order_by(standing_orders.c.next_at, standing_orders.c.id)
    )  # fmt: skip
    return [(_standing(row), row) for row in (await connection.execute(query)).mappings()]


async def due_ids(connection: AsyncConnection, now: datetime, limit: int) -> list[int]:
    """Those whose time has come, longest waiting first."""
    due = select(standing_orders.c.id).where(standing_orders.c.next_at <= now)
    return list((await connection.execute(due.order_by(standing_orders.c.next_at).limit(limit))).scalars())


async def move_on(connection: AsyncConnection, before: Standing, step: Step, *, order_id: int | None = None) -> None:
    """Its next day, or its end; in the transaction in which the order of this day is placed. Raises Stale."""
    state = StandingState.OVER if step.over else StandingState.ACTIVE
    await _keep(connection, before, **_kept(step), state=state.value, order_id=order_id or before.order_id)


async def stop(connection: AsyncConnection, before: Standing, why: str = "") -> None:
    """Nothing is placed of it any more. Raises Stale."""
    await _keep(connection, before, next_day=None, next_at=None, state=StandingState.STOPPED.value, why=why)


async def put_off(connection: AsyncConnection, standing_id: int, now: datetime, until: datetime) -> None:
    """It is due and nothing comes of it: not again before that time, unless somebody else has moved it."""
    still_due = and_(standing_orders.c.id == standing_id, standing_orders.c.next_at <= now)
    await connection.execute(update(standing_orders).where(still_due).values(next_at=until))


async def at_the_same_time(
    connection: AsyncConnection, resident_id: int, service_id: int, beneficiary: str | None, starts_at: datetime,
    ends_at: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """The codes of a resident's orders for the same help and person that fall into this time, not withdrawn."""
    query = select(orders.c.number).where(
        orders.c.resident_id == resident_id, orders.c.service_id == service_id, orders.c.state.not_in(WITHDRAWN),
        orders.c.beneficiary_name.is_not_distinct_from(beneficiary), orders.c.starts_at < ends_at,
        orders.c.ends_at > starts_at,
    )  # fmt: skip
    return tuple(order_code(number) for number in (await connection.execute(query.order_by(orders.c.id))).scalars())


async def count_ended(connection: AsyncConnection, resident_id: int) -> int:
    """How many orders of a resident are over."""
    query = select(func.count()).select_from(orders).where(_ended(resident_id))
    return int((await connection.execute(query)).scalar_one())


async def ended(connection: AsyncConnection, resident_id: int, limit: int, offset: int = 0) -> Sequence[RowMapping]:
    """A resident's orders that are over, latest first, with what their service is called."""
    query = (
        select(
            orders.c.id, orders.c.number, orders.c.state, orders.c.moment, orders.c.starts_at, orders.c.ends_at,
            services.c.preset, services.c.name, services.c.emoji, _zone(orders.c.community_id),
        )
        .join(services, services.c.id == orders.c.service_id)
        .where(_ended(resident_id))
        .order_by(orders.c.id.desc()).limit(limit).offset(offset)
    )  # fmt: skip
    return (await connection.execute(query)).mappings().all()


async def _keep(connection: AsyncConnection, before: Standing, **values: Any) -> None:
    same = and_(standing_orders.c.id == before.id, standing_orders.c.version == before.version)
    changed = update(standing_orders).where(same).values(version=before.version + 1, **values)
    if (await connection.execute(changed)).rowcount != 1:
        raise Stale


def _kept(step: Step) -> dict[str, Any]:
    return {"next_day": step.next_day, "next_at": step.next_at}


def _ended(resident_id: int) -> Any:
    return and_(orders.c.resident_id == resident_id, orders.c.state.in_(_OVER))


def _zone(community_id: Any) -> Any:
    """No join: whoever waits for the row of a standing order would find none where its community changes meanwhile."""
    return select(communities.c.zone).where(communities.c.id == community_id).scalar_subquery().label("zone")


def _with_zone() -> Select[Any]:
    return select(standing_orders, _zone(standing_orders.c.community_id))


def _standing(row: RowMapping) -> Standing:
    rhythm = Rhythm(frozenset(row["weekdays"]), row["minute"], row["lasts"], row["zone"], row["until"])
    return Standing(
        row["id"], row["community_id"], row["person_id"], row["service_id"], row["order_id"], row["answers"],
        row["moment"], rhythm, StandingState(row["state"]), row["version"], row["next_day"],
    )  # fmt: skip
