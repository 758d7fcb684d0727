"""What became of a reminder for each recipient, noted where its row of the outbox ends."""

from collections.abc import Mapping
from typing import Any, Protocol

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from rules.notices import ReminderProgress, ReminderSaid
from rules.reminders import UNDER_WAY, Receipt
from storage.schema_people import reminder_receipts as receipts
from storage.schema_people import reminders


class Row(Protocol):
    """What of an outbox row matters here."""

    @property
    def key(self) -> str:
        """The notice."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its fields."""


async def delivered(connection: AsyncConnection, row: Row, message_id: int | None) -> None:
    """The row was sent as this message; None when there was nothing to send any more."""
    if message_id is None:
        return
    if row.key == ReminderSaid.key():  # also one that was withdrawn while it was on its way: it is there now
        await _note(connection, row, Receipt.DELIVERED, Receipt.WAITING, Receipt.WITHDRAWN)
    elif row.key == ReminderProgress.key():
        which = (reminders.c.id == row.fields["reminder_id"], reminders.c.run == row.fields["run"])
        await connection.execute(update(reminders).where(*which).values(message_id=message_id))


async def not_delivered(connection: AsyncConnection, row: Row, *, lost: bool) -> None:
    """The row will never be sent: the chat is `lost`, or something else was wrong."""
    if row.key == ReminderSaid.key():
        await _note(connection, row, Receipt.BLOCKED if lost else Receipt.FAILED, Receipt.WAITING)


async def chat_lost(connection: AsyncConnection, lane: int) -> None:
    """Whatever waited for this chat never gets there."""
    left = (receipts.c.lane == lane, receipts.c.state.in_([each.value for each in UNDER_WAY]))
    values = {"state": Receipt.BLOCKED.value, "due_at": None}
    await connection.execute(update(receipts).where(*left).values(values))


async def _note(connection: AsyncConnection, row: Row, after: Receipt, *before: Receipt) -> None:
    same = (receipts.c.id == row.fields["receipt_id"], receipts.c.state.in_([each.value for each in before]))
    await connection.execute(update(receipts).where(*same).values(state=after.value))
