"""Reminders, duty and digests as they are read: from a row of the outbox to a page, None when it is over."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Page
from bot.readers import Row
from handlers.presses import Press
from rules.duty import SwapState
from rules.notices import (
    Button,
    HandOver,
    OrdersDigest,
    ReminderOrphaned,
    ReminderProgress,
    ReminderSaid,
    SwapAsked,
    SwapDecided,
    ours,
)
from rules.people import Member, Standing, first_name
from rules.reminders import Receipt, Tally
from storage import communities, duty, hearing, people, reminders
from storage.views import view

PLAIN, GREEN, RED = "", "success", "danger"
SHORT = 60  # characters of a reminder, to know it again


@dataclass(frozen=True)
class Asked:
    """What a page may look at."""

    connection: AsyncConnection
    row: Row
    text: Callable[..., str]
    zone: str
    now: datetime

    def number(self, name: str) -> int:
        """A number among the fields."""
        return int(self.row.fields[name])

    async def community(self) -> str:
        """Whose page it is, by name."""
        return str((await communities.get(self.connection, self.number("community_id")))["name"])

    async def leads(self) -> bool:
        """Whether the reader still coordinates this community."""
        member = await self._reader()
        return member is not None and member.leads

    async def helps(self) -> bool:
        """Whether the reader still is an approved volunteer of this community."""
        member = await self._reader()
        return member is not None and member.standing is Standing.APPROVED

    async def _reader(self) -> Member | None:
        if self.row.person_id is None:
            return None
        return await people.member(self.connection, self.number("community_id"), self.row.person_id)

    async def first_name(self, person_id: int) -> str:
        """What others may see of a name."""
        return first_name((await people.get(self.connection, person_id)).name)


def short(words: str) -> str:
    """The beginning of a reminder, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= SHORT else line[: SHORT - 1].rstrip() + "…"


async def _said(asked: Asked) -> Page | None:
    found = await reminders.receipt(asked.connection, asked.number("receipt_id"))
    if found is None or found["state"] != Receipt.WAITING.value:
        return None
    if asked.row.person_id is not None and not await asked.helps():
        return None
    author = await asked.first_name(found["author_id"])
    return Page(asked.text("reminder_said", community=await asked.community(), author=author, words=found["text"]))


async def _progress(asked: Asked) -> Page | None:
    reminder = await reminders.by_id(asked.connection, asked.number("reminder_id"))
    if reminder is None:
        return None
    tally = Tally(asked.row.fields["counts"])
    counts = {each.value: tally[each] for each in Receipt}
    data = {"total": tally.total, "left": tally.left, "counts": counts, "words": short(reminder.text)}
    stop: tuple[tuple[Button, ...], ...] = (
        ((ours("rem_stop"), Press("rem_stop", reminder.id).data(), RED),),
    ) if tally.left else ()  # fmt: skip
    return Page(asked.text("reminder_progress", **data), stop)


async def _orphaned(asked: Asked) -> Page | None:
    reminder = await reminders.by_id(asked.connection, asked.number("reminder_id"))
    if reminder is None or not await asked.leads():
        return None
    author = await asked.first_name(reminder.author_id)
    look = (((ours("rem_list"), Press("rem_list", reminder.community_id).data(), PLAIN),),)
    return Page(asked.text("reminder_orphaned", author=author, words=short(reminder.text)), look)


async def _hand_over(asked: Asked) -> Page | None:
    community_id, day = asked.number("community_id"), date.fromisoformat(str(asked.row.fields["day"]))
    rota = await duty.rota(asked.connection, community_id, asked.now)
    person_id = rota.person_on(day)
    if person_id is None or not await asked.leads():
        return None
    notes = await duty.notes(asked.connection, community_id, day - timedelta(1))
    text = asked.text(
        "hand_over", community=await asked.community(), name=await asked.first_name(person_id),
        own=person_id == asked.row.person_id, until=rota.begins(day + timedelta(1)), zone=rota.zone,
        notes=[{"name": first_name(note["name"]), "words": note["words"]} for note in notes],
    )  # fmt: skip
    return Page(text, (((ours("rota"), Press("rota", community_id).data(), PLAIN),),))


async def _swap_asked(asked: Asked) -> Page | None:
    swap = await duty.swap(asked.connection, asked.number("swap_id"))
    if swap is None or swap["state"] != SwapState.ASKED.value:
        return None
    name, day = await asked.first_name(swap["person_id"]), swap["day"].isoformat()
    rows = (
        (
            (ours("swap_yes"), Press("swap_yes", swap["id"]).data(), GREEN),
            (ours("swap_no"), Press("swap_no", swap["id"]).data(), PLAIN),
        ),
    )
    return Page(asked.text("swap_asked", community=await asked.community(), name=name, day=day), rows)


async def _swap_decided(asked: Asked) -> Page | None:
    swap = await duty.swap(asked.connection, asked.number("swap_id"))
    if swap is None:
        return None
    accepted = swap["state"] == SwapState.ACCEPTED.value
    name, day = await asked.first_name(swap["other_id"]), swap["day"].isoformat()
    return Page(asked.text("swap_decided", name=name, day=day, accepted=accepted))


async def _digest(asked: Asked) -> Page | None:
    if asked.row.person_id is None:
        return None
    since = str(asked.row.fields["since"])
    found = await hearing.open_for(
        asked.connection, asked.number("community_id"), asked.row.person_id, asked.now,
        datetime.fromisoformat(since) if since else None,
    )  # fmt: skip
    orders = [order for order_id in found if (order := await view(asked.connection, order_id)) is not None]
    if not orders:
        return None
    claims = [
        ((ours("claim_code", code=order.code), Press("claim", order.id).data(), GREEN),) for order in orders
    ]
    hear = (ours("what_i_hear"), Press("hear", asked.number("community_id")).data(), PLAIN)
    every = (ours("open_orders"), Press("open").data(), PLAIN)
    return Page(asked.text("orders_digest", orders=orders, since=since), (*claims, (every, hear)))


PAGES: Mapping[str, Callable[[Asked], Awaitable[Page | None]]] = {
    ReminderSaid.key(): _said, ReminderProgress.key(): _progress, ReminderOrphaned.key(): _orphaned,
    HandOver.key(): _hand_over, SwapAsked.key(): _swap_asked, SwapDecided.key(): _swap_decided,
    OrdersDigest.key(): _digest,
}  # fmt: skip
