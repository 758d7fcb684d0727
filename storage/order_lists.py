"""Which orders somebody waits for, a service or a community still has, or people call by a number."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, RowMapping, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ALIVE, OVER, ClaimState, State
from storage.schema import claims, communities, orders


async def still_to_do(connection: AsyncConnection, person_id: int, limit: int) -> int:
    """How many orders of a resident nobody has finished yet, up to `limit`; what waits for a yes is not in the way."""
    states = [state.value for state in (State.REVIEW, *sorted(ALIVE))]
    found = select(orders.c.id).where(orders.c.resident_id == person_id, orders.c.state.in_(states)).limit(limit)
    return len((await connection.execute(found)).all())


async def waited_for(
    connection: AsyncConnection, community_id: int, person_id: int, of_resident: int | None = None
) -> list[int]:
    """The orders of a community, or of one resident there, for which a person stands by."""
    statement = (
        select(orders.c.id)
        .join(claims, claims.c.order_id == orders.c.id)
        .where(
            claims.c.person_id == person_id, claims.c.state == ClaimState.STANDBY.value,
            orders.c.community_id == community_id,
        )
        .order_by(orders.c.id)
    )
    if of_resident is not None:
        statement = statement.where(orders.c.resident_id == of_resident)
    return list((await connection.execute(statement)).scalars())


async def waited_for_anywhere(connection: AsyncConnection, person_id: int) -> list[int]:
    """The orders of all communities for which a person stands by."""
    own = (claims.c.person_id == person_id, claims.c.state == ClaimState.STANDBY.value)
    return list((await connection.execute(select(claims.c.order_id).where(*own).order_by(claims.c.order_id))).scalars())


async def living(connection: AsyncConnection, community_id: int, service_id: int) -> list[int]:
    """The orders for a service that are not over, so that their cards say what it asks for now."""
    own = and_(orders.c.community_id == community_id, orders.c.service_id == service_id)
    return await _living(connection, own, State.REVIEW)


async def living_in(connection: AsyncConnection, community_id: int) -> list[int]:
    """The orders of a community that are out and not over, so that a group which shows all cards has them."""
    return await _living(connection, orders.c.community_id == community_id)


async def _living(connection: AsyncConnection, own: ColumnElement[bool], *also: State) -> list[int]:
    states = [state.value for state in State if state not in (*OVER, State.REVIEW) or state in also]
    statement = select(orders.c.id).where(own, orders.c.state.in_(states))
    return list((await connection.execute(statement.order_by(orders.c.id))).scalars())


async def numbered(connection: AsyncConnection, community_ids: Sequence[int], number: int) -> Sequence[RowMapping]:
    """The orders of that number in these communities: id, and the community's name."""
    statement = (
        select(orders.c.id, communities.c.name)
        .join(communities, communities.c.id == orders.c.community_id)
        .where(orders.c.community_id.in_(community_ids), orders.c.number == number)
        .order_by(orders.c.id)
    )
    return (await connection.execute(statement)).mappings().all()
