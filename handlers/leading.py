"""What the screens of coordinators share: the check at every press, their buttons, and names as they are typed."""

import unicodedata
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from handlers.context import Ending, House, Incoming, Toast, tell
from handlers.presses import Press
from rules.dialog import Draft
from rules.life import Facts
from rules.notices import Button, Label, OrderPage, Refused, ours
from rules.people import check_coordinator
from rules.refusals import EmptyAnswer, NotACoordinator, Refusal, StaleButton, TooLong, UnknownButton
from storage import orders, people, setup
from storage.desk import Turn
from storage.engine import hold

MOST_EMOJI = 16  # code points: families and flags are long
MOST_NAME = 40
JOINERS = frozenset("\u200d\ufe0f\u20e3")
SIGNS = ("So", "Sk")

Rows = tuple[tuple[Button, ...], ...]
MOVED_ON = Toast("moved_on", loud=True)


async def led(turn: Turn, incoming: Incoming, community_id: int) -> RowMapping:
    """The community of that number, if this person may arrange it; else NotACoordinator, whether it exists or not.

    It is held: nobody else arranges it, and no order is placed in it, until this turn is over.
    """
    await hold(turn.connection, "community", community_id)
    for community in await people.led_by(turn.connection, incoming.person):
        if community["id"] == community_id:
            return community
    raise NotACoordinator


async def led_team(turn: Turn, incoming: Incoming, team_id: int) -> RowMapping:
    """The team of that number, if this person may arrange it, in a community that is held."""
    return await led_row(turn, incoming, team_id, setup.team)


async def led_service(turn: Turn, incoming: Incoming, service_id: int) -> RowMapping:
    """The service of that number, likewise."""
    return await led_row(turn, incoming, service_id, setup.service)


async def led_row(
    turn: Turn, incoming: Incoming, number: int,
    read: Callable[[AsyncConnection, int], Awaitable[RowMapping | None]],
) -> RowMapping:  # fmt: skip
    """Whatever belongs to a community, read once more when nobody else can change it."""
    row = await read(turn.connection, number)
    if row is None:
        raise UnknownButton
    await led(turn, incoming, row["community_id"])
    row = await read(turn.connection, number)
    if row is None:
        raise UnknownButton
    return row


async def order_led(turn: Turn, incoming: Incoming, order_id: int) -> Facts:
    """An order as it stands, held, for a coordinator of its community; else NotACoordinator, there or not."""
    facts = await orders.facts(turn.connection, order_id, incoming.person.id, turn.now)
    if facts is None or facts.actor is None:
        raise NotACoordinator
    check_coordinator(facts.actor)
    return facts


async def unchanged(turn: Turn, incoming: Incoming, press: Press) -> Facts | None:
    """The same, where the order stands as it did when the button was shown; else its page anew, and None."""
    facts = await order_led(turn, incoming, press.id)
    if facts.order.version == press.version:
        return facts
    await tell(turn, incoming, OrderPage(press.id))
    return None


def person_in(press: Press) -> int:
    """The person, or the team, whose number a button carries beside its order."""
    if not press.arg.isdigit():
        raise StaleButton
    return int(press.arg)


def button(key: str, verb: str, number: int, arg: str = "", style: str = "") -> Button:
    """A button in our words."""
    return ours(key), Press(verb, number, arg=arg).data(), style


def named(row: RowMapping, prefix: str) -> Label:
    """A service or a team by its name: a preset in the reader's language, else as it was typed."""
    return ours("named", prefix=prefix, preset=row["preset"], name=row["name"], emoji=row["emoji"])


def in_pairs(buttons: Sequence[Button]) -> Rows:
    """Two buttons a row."""
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def split_sign(text: str, default: str) -> tuple[str, str]:
    """A sign and a name from what was typed, "✂️ Haircut"; raises EmptyAnswer, TooLong."""
    end = 0
    while end < len(text) and (text[end] in JOINERS or unicodedata.category(text[end]) in SIGNS):
        end += 1
    sign, name = (text[:end], text[end:].strip()) if end <= MOST_EMOJI else (default, text.strip())
    if not any(character.isalnum() for character in name):
        raise EmptyAnswer
    if len(name) > MOST_NAME:
        raise TooLong(limit=MOST_NAME, given_length=len(name))
    return sign or default, name


def gently(ending: Ending) -> Ending:
    """A dialog that may not end as it was meant to is over all the same, and the person is told why."""

    async def ended(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
        try:
            return await ending(turn, incoming, house, draft)
        except Refusal as refusal:
            await tell(turn, incoming, Refused(refusal.key, refusal.given))
            return None

    return ended
