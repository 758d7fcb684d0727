"""Offers of orders to people, and to whom an order could be offered."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.life import ClaimState, Order
from rules.offers import Candidate, Offer, OfferState
from rules.people import Standing
from storage.schema import claims, memberships, offers, orders, people
from storage.upsert import insert_or


async def of_order(connection: AsyncConnection, order_id: int) -> tuple[Offer, ...]:
    """All that were made, whoever made them, the latest last."""
    statement = (
        select(offers.c.person_id, offers.c.state, offers.c.offered_by, offers.c.offered_at, people.c.name)
        .join(people, people.c.id == offers.c.person_id)
        .where(offers.c.order_id == order_id)
        .order_by(offers.c.offered_at, offers.c.id)
    )
    rows = (await connection.execute(statement)).mappings()
    return tuple(Offer(**{**row, "state": OfferState(row["state"])}) for row in rows)


async def offered_by(connection: AsyncConnection, order_id: int, person_id: int) -> int | None:
    """Who has asked this person and waits for an answer, however long ago; None when nobody does."""
    statement = select(offers.c.offered_by).where(
        offers.c.order_id == order_id, offers.c.person_id == person_id, offers.c.state == OfferState.OFFERED.value
    )
    return (await connection.execute(statement)).scalar_one_or_none()


async def make(connection: AsyncConnection, order_id: int, person_id: int, by: int, now: datetime) -> None:
    """Somebody is asked; once more, where an earlier offer went unanswered or its place was lost again."""
    asked = {"offered_by": by, "state": OfferState.OFFERED.value, "offered_at": now, "answered_at": None}
    fresh = insert_or(connection, offers).values(order_id=order_id, person_id=person_id, **asked)
    await connection.execute(fresh.on_conflict_do_update(index_elements=["order_id", "person_id"], set_=asked))


async def wish(connection: AsyncConnection, order: Order, now: datetime) -> None:
    """Whom the resident wished for is asked, where the order is kept for them."""
    if order.reserved_for is not None:
        await make(connection, order.id, order.reserved_for, order.resident_id, now)


async def answer(
    connection: AsyncConnection, order_id: int, person_id: int, state: OfferState, now: datetime
) -> None:
    """The person has accepted or declined."""
    theirs = (offers.c.order_id == order_id, offers.c.person_id == person_id)
    await connection.execute(update(offers).where(*theirs).values(state=state.value, answered_at=now))


async def withdraw(connection: AsyncConnection, order_id: int, now: datetime) -> None:
    """Nobody's answer is waited for any more."""
    waiting = (offers.c.order_id == order_id, offers.c.state == OfferState.OFFERED.value)
    values = {"state": OfferState.WITHDRAWN.value, "answered_at": now}
    await connection.execute(update(offers).where(*waiting).values(values))


async def volunteers(
    connection: AsyncConnection, community_id: int, service_id: int, only: Collection[int] | None = None
) -> Sequence[Candidate]:
    """The approved volunteers of a community who can be written to, or those `only`, in no order.

    What they want to help with is a list in a JSON column, which is not asked in SQL: all of them are read.
    """
    statement = (
        select(people.c.id, people.c.name, memberships.c.services, _last_helped(community_id).label("last_helped"))
        .select_from(memberships)
        .join(people, people.c.id == memberships.c.person_id)
        .where(
            memberships.c.community_id == community_id, memberships.c.standing == Standing.APPROVED.value,
            people.c.started, people.c.reachable,
        )
    )  # fmt: skip
    if only is not None:
        statement = statement.where(memberships.c.person_id.in_(only))
    rows = await connection.execute(statement)
    return [Candidate(row.id, row.name, service_id in row.services, row.last_helped) for row in rows]


def _last_helped(community_id: int) -> ScalarSelect[datetime]:
    return (
        select(func.max(claims.c.finished_at))
        .join(orders, orders.c.id == claims.c.order_id)
        .where(
            claims.c.person_id == people.c.id, claims.c.state == ClaimState.CONFIRMED.value,
            orders.c.community_id == community_id,
        )
        .correlate(people)
        .scalar_subquery()
    )  # fmt: skip
