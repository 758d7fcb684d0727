"""The first words and the ones that always answer: /start, /help, /language, /cancel."""

from collections.abc import Sequence

from sqlalchemy import RowMapping

from handlers import dialogs, simple
from handlers.context import House, Incoming, Toast, tell
from handlers.presses import Press
from rules.notices import Button, Screen, ours
from rules.people import Standing
from rules.refusals import LinkUnknown, NothingToCancel, StaleButton
from storage import communities, drafts, people
from storage.desk import Turn

LANGUAGES = ("en", "zh_CN")

ASK_FOR_HELP: Button = (ours("ask_for_help"), Press("order").data(), "success")
I_WANT_TO_HELP: Button = (ours("i_want_to_help"), Press("join").data(), "")
MINE: Button = (ours("my_orders"), Press("mine").data(), "")
OPEN: Button = (ours("open_orders"), Press("open").data(), "")
PASSBOOK: Button = (ours("passbook"), Press("book").data(), "")
SET_UP: Button = (ours("set_up"), Press("s_home").data(), "")
DISPATCH: Button = (ours("decisions"), Press("d_list").data(), "")


async def start(turn: Turn, incoming: Incoming, house: House, payload: str = "") -> None:
    """/start, alone or with the payload of a deep link."""
    if not payload:
        await _welcome(turn, incoming)
        return
    prefix, _, rest = payload.partition("_")
    link = house.links.get(prefix)
    if link is None or not rest:
        raise LinkUnknown
    await link(turn, incoming, house, rest)


async def help_(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/help: what this person can do here."""
    mine = await people.communities_of(turn.connection, incoming.person)
    led = await people.led_by(turn.connection, incoming.person)
    volunteer = await _is_volunteer(turn, incoming, mine)
    data = {"volunteer": volunteer, "coordinator": bool(led), "owner": incoming.person.owner}
    await tell(turn, incoming, Screen("help", data, _doors(volunteer=volunteer, coordinator=bool(led))))


async def home(turn: Turn, incoming: Incoming, _house: House, _press: Press) -> Toast | None:
    """The first screen again, by a button."""
    await _welcome(turn, incoming)
    return None


async def help_pressed(turn: Turn, incoming: Incoming, house: House, _press: Press) -> Toast | None:
    """/help by a button."""
    await help_(turn, incoming.beside(), house)
    return None


async def language(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/language: a choice of the languages there are."""
    row = tuple((ours(f"language_{code}"), Press("lang", arg=code).data(), "") for code in LANGUAGES)
    await tell(turn, incoming, Screen("language", {}, (row,)))


async def choose_language(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """From now on in this language."""
    if press.arg not in LANGUAGES:
        raise StaleButton
    await people.change(turn.connection, incoming.person.id, language=press.arg)
    await tell(turn, incoming, Screen("language_set", {}, _doors(volunteer=False, coordinator=False)))
    return None


async def cancel(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/cancel: the dialog that is open, if one is."""
    kept = await drafts.newest(turn.connection, incoming.person.id)
    if kept is None:
        raise NothingToCancel
    await dialogs.leave(turn, incoming, kept)


async def enter_community(turn: Turn, incoming: Incoming, _house: House, slug: str) -> None:
    """A community's invitation for residents: no approval is needed."""
    community = await communities.by_slug(turn.connection, slug)
    if community is None:
        raise LinkUnknown
    await people.enter(turn.connection, community["id"], incoming.person.id)
    await _welcome(turn, incoming, community)


async def _welcome(turn: Turn, incoming: Incoming, community: RowMapping | None = None) -> None:
    mine = await people.communities_of(turn.connection, incoming.person)
    if not mine:
        every = await communities.every(turn.connection)
        if len(every) == 1:  # with one community there is nothing to choose
            await people.enter(turn.connection, every[0]["id"], incoming.person.id)
            mine = every
    if community is None and len(mine) == 1:
        community = mine[0]
    if incoming.person.simple and mine:
        await tell(turn, incoming, Screen("welcome_simple", {}, simple.doors()))
        return
    volunteer = await _is_volunteer(turn, incoming, mine)
    led = await people.led_by(turn.connection, incoming.person)
    data = {
        "community": community["name"] if community else None, "communities": [each["name"] for each in mine],
        "volunteer": volunteer, "coordinator": bool(led), "owner": incoming.person.owner,
    }  # fmt: skip
    buttons = _doors(volunteer=volunteer, coordinator=bool(led) or incoming.person.owner) if mine else ()
    if mine and not led:
        buttons = (*buttons, (simple.ON,))
    if not mine and incoming.person.owner:
        buttons = ((SET_UP,),)
    await tell(turn, incoming, Screen("welcome", data, buttons))


def _doors(*, volunteer: bool, coordinator: bool) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = [(ASK_FOR_HELP,)]
    rows += [(OPEN, PASSBOOK), (MINE,)] if volunteer else [(I_WANT_TO_HELP,), (MINE,)]
    if coordinator:
        rows.append((DISPATCH, SET_UP))
    return tuple(rows)


async def _is_volunteer(turn: Turn, incoming: Incoming, mine: Sequence[RowMapping]) -> bool:
    for community in mine:
        member = await people.member(turn.connection, community["id"], incoming.person.id)
        if member.standing in (Standing.APPROVED, Standing.PAUSED):
            return True  # who rests is a volunteer all the same
    return False


COMMANDS = {"start": start, "help": help_, "language": language, "cancel": cancel}
PRESSES = {"home": home, "help": help_pressed, "lang": choose_language}
LINKS = {"com": enter_community}
