"""Hours and credits as they are kept: transfers with their entries, never changed, only added to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.ledger import Ledger, Transfer
from storage.schema import entries, orders, services, transfers


async def post(
    connection: AsyncConnection, made: Transfer, *,
    community_id: int, order_id: int, service_id: int, caused_by: int | None, now: datetime,
) -> None:  # fmt: skip
    """Keep one transfer; a second one of its kind for the same claim is refused by the database itself."""
    values = {
        "community_id": community_id, "ledger": made.ledger.value, "kind": made.kind, "order_id": order_id,
        "claim_id": made.claim_id, "service_id": service_id, "inputs": made.inputs, "caused_by": caused_by,
        "created_at": now,
    }  # fmt: skip
    kept = await connection.execute(insert(transfers).values(values).returning(transfers.c.id))
    transfer_id = kept.scalar_one()
    rows = [
        {"transfer_id": transfer_id, "community_id": community_id, "ledger": made.ledger.value,
         "person_id": entry.person_id, "amount": entry.amount}
        for entry in made.entries
    ]  # fmt: skip
    await connection.execute(insert(entries), rows)


async def balances(
    connection: AsyncConnection, community_id: int, person_ids: Iterable[int], ledger: Ledger = Ledger.CREDITS
) -> dict[int, int]:
    """What stands to each person's name in one community; nobody without an entry is listed."""
    statement = (
        select(entries.c.person_id, func.sum(entries.c.amount))
        .where(entries.c.community_id == community_id, entries.c.ledger == ledger.value)
        .where(entries.c.person_id.in_(list(person_ids)))
        .group_by(entries.c.person_id)
    )
    return {person: int(amount) for person, amount in (await connection.execute(statement)).all() if person is not None}


async def passbook(
    connection: AsyncConnection, community_id: int, person_id: int, *, limit: int, offset: int
) -> tuple[int, Sequence[RowMapping]]:
    """How many claims have been credited, and one page of them, newest first (credits None: hours only)."""
    own = (entries.c.person_id == person_id, entries.c.community_id == community_id)
    hours = (
        select(transfers.c.claim_id, transfers.c.order_id, transfers.c.service_id, transfers.c.created_at,
               transfers.c.id.label("transfer_id"), entries.c.amount.label("minutes"))
        .join(entries, entries.c.transfer_id == transfers.c.id)
        .where(*own, entries.c.ledger == Ledger.HOURS.value)
        .subquery()
    )  # fmt: skip
    credit = (
        select(transfers.c.claim_id, entries.c.amount.label("credits"))
        .join(entries, entries.c.transfer_id == transfers.c.id)
        .where(*own, entries.c.ledger == Ledger.CREDITS.value)
        .subquery()
    )
    count = (await connection.execute(select(func.count()).select_from(hours))).scalar_one()
    statement = (
        select(hours.c.transfer_id, hours.c.minutes, hours.c.created_at, credit.c.credits, orders.c.number,
               services.c.preset, services.c.name, services.c.emoji)
        .join(orders, orders.c.id == hours.c.order_id).join(services, services.c.id == hours.c.service_id)
        .outerjoin(credit, credit.c.claim_id == hours.c.claim_id)
        .order_by(hours.c.transfer_id.desc()).limit(limit).offset(offset)
    )  # fmt: skip
    return count, (await connection.execute(statement)).mappings().all()


async def transfer_of_claim(connection: AsyncConnection, claim_id: int, ledger: Ledger) -> RowMapping | None:
    """The earning transfer of a claim in one ledger, with its inputs and amount."""
    statement = (
        select(transfers.c.id, transfers.c.community_id, transfers.c.inputs, entries.c.amount, entries.c.person_id)
        .join(entries, entries.c.transfer_id == transfers.c.id)
        .where(transfers.c.claim_id == claim_id, transfers.c.ledger == ledger.value, entries.c.person_id.is_not(None))
    )
    return (await connection.execute(statement)).mappings().first()
