"""A town with a little of everything in it, so that all of it can move."""

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import callers
from storage.schema import orders
from tests.people import MONDAY
from tests.storage.wish_damages import WISH


async def furnish(connection: AsyncConnection) -> None:
    """Into the town that tests/lived_in.py has lived in."""
    photo = {"details": {"text": "Rice", "files": [{"kind": "photo", "file_id": "p", "seconds": None}]}, "service": 1}
    await connection.execute(text("INSERT INTO order_files VALUES (1, 3, 0, 'photo', 'p', NULL)"))
    await connection.execute(update(orders).where(orders.c.id == 3).values(answers=photo))
    await connection.execute(text("INSERT INTO neighbours VALUES (1, 1, 3, 5, true)"))
    await connection.execute(text("INSERT INTO routes VALUES (1, 1, 1, 2, NULL, 'Eastgate', 5)"))
    checked = "INSERT INTO vettings VALUES (1, 1, 2, 'ID card', 7, '2026-11-23 12:00:00+00:00', '2027-11-23', NULL)"
    await connection.execute(text(checked))
    await connection.execute(text("INSERT INTO apart VALUES (1, 1, 2, 3, '2026-11-23 12:00:00+00:00')"))
    asked = "SELECT 1, 3, person_id, person_id, 'offered', claimed_at, NULL FROM claims WHERE id = 3"
    await connection.execute(text(f"INSERT INTO offers {asked}"))
    weekly = (
        "SELECT 1, community_id, resident_id, service_id, id, answers, 'at', '[2]', 540, 60, '2027-11-23', "
        "'active', '', 0, '2026-12-01', placed_at, placed_at FROM orders WHERE id = 2"
    )
    await connection.execute(text(f"INSERT INTO standing_orders {weekly}"))
    now = "'2026-11-23 12:00:00+00:00'"
    await connection.execute(text("INSERT INTO hearings VALUES (1, 1, 2, 1)"))
    said = f"(1, 1, 2, 'Keys', 'team', 5, 0, 480, 'Asia/Shanghai', {now}, 'waiting', 2, 0, 7, {now}, {now})"
    await connection.execute(text(f"INSERT INTO reminders VALUES {said}"))
    await connection.execute(text("INSERT INTO duty_days VALUES (1, 1, 0, 2)"))
    swap = f"(1, 1, '2026-11-30', 2, 3, 'asked', {now}, NULL)"
    await connection.execute(text(f"INSERT INTO duty_swaps VALUES {swap}"))
    await connection.execute(text(f"INSERT INTO duty_notes VALUES (1, 1, '2026-11-23', 2, 'The key', {now})"))
    noted = "SELECT 1, 3, person_id, 'Ring twice', claimed_at FROM claims WHERE id = 3"
    await connection.execute(text(f"INSERT INTO notes {noted}"))
    for wished in WISH:
        await connection.execute(text(wished))
    let = "SELECT 1, 1, 2, 3, 'aunt', 'active', 3, claimed_at, claimed_at, NULL, NULL FROM claims WHERE id = 3"
    await connection.execute(text(f"INSERT INTO proxies {let}"))
    caller = await callers.met(connection, 1, "Mrs Li", "+8613900139000", MONDAY)
    called = {"resident_id": caller.id, "placed_by": 7, "pin": "4821"}
    await connection.execute(update(orders).where(orders.c.id == 3).values(called))
