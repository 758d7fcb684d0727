"""Fair share, as a page of a service in /setup: how long only newcomers and those who rested longest may claim."""

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import button, in_pairs, led_service, named
from handlers.presses import Press
from rules.first_choice import FEWEST_HELPERS
from rules.notices import Button, Screen, ours
from rules.refusals import StaleButton
from storage import setup
from storage.desk import Turn

MINUTES = (5, 10, 15, 30, 60)
OFF = 0


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """How long, and what it means."""
    row = await led_service(turn, incoming, press.id)
    now = row["fair_minutes"] or OFF

    def choice(minutes: int) -> Button:
        label = ours("set_fair_minutes", minutes=minutes, chosen=minutes == now)
        return label, Press("s_fair_to", row["id"], arg=str(minutes)).data(), ""

    data = {"service": named(row, "service"), "minutes": now, "urgent": row["urgent"], "fewest": FEWEST_HELPERS}
    rows = (*in_pairs([choice(each) for each in (*MINUTES, OFF)]), (button("back", "s_service", row["id"]),))
    await tell(turn, incoming, Screen("setup_fair", data, rows))
    return None


async def chosen(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Another time, from the next order on; what is out stays as it was said."""
    row = await led_service(turn, incoming, press.id)
    if press.arg not in map(str, (*MINUTES, OFF)):
        raise StaleButton
    minutes = int(press.arg) or None
    if minutes != row["fair_minutes"]:
        await setup.change_service(turn.connection, row["community_id"], row["id"], fair_minutes=minutes)
        await turn.note(
            "fair_share", community_id=row["community_id"], person_id=incoming.person.id,
            reason=f"{row['name'] or row['preset']}: {press.arg}",
        )  # fmt: skip
    return await opened(turn, incoming, house, press)


PRESSES = {"s_fair": opened, "s_fair_to": chosen}
