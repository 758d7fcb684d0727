"""A community's hotlines and words of crisis, as its coordinators keep them in /setup."""

from sqlalchemy import RowMapping

from handlers import dialogs
from handlers.context import House, Incoming, Toast, tell
from handlers.hotline import kept_lines, lines_of
from handlers.leading import button, gently, led
from handlers.presses import Press
from rules import crisis
from rules.dialog import Draft
from rules.hotlines import MOST_HOTLINES
from rules.notices import Button, Screen, ours
from rules.refusals import StaleButton, TooMany
from storage import communities
from storage.desk import Turn

WORDS = "crisis_words"  # the dialog in which they are written


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The numbers, each with what removes it, and the words of crisis."""
    await _page(turn, incoming, await led(turn, incoming, press.id))
    return None


async def add(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One more number: its name, then itself."""
    community = await led(turn, incoming, press.id)
    if len(kept_lines(community)) >= MOST_HOTLINES:
        raise TooMany(most=MOST_HOTLINES)
    return await dialogs.begin(turn, incoming, house, "hotline", community_id=press.id)


async def end_add(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """On the list, at its end."""
    community = await led(turn, incoming, draft.community_id or 0)
    lines = kept_lines(community)
    if len(lines) >= MOST_HOTLINES:
        raise TooMany(most=MOST_HOTLINES)
    lines = [*lines, {"name": str(draft.answers["name"]), "number": str(draft.answers["number"])}]
    await _keep(turn, incoming, community, "add_hotline", hotlines=lines)
    return None


async def cut(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One number less, if it is still the one that was shown."""
    community = await led(turn, incoming, press.id)
    left = [line for line in kept_lines(community) if str(line["number"]).lstrip("+") != press.arg]
    if len(left) == len(kept_lines(community)):
        raise StaleButton
    await _keep(turn, incoming, community, "cut_hotline", hotlines=left)
    return None


async def usual(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The usual numbers of the country again."""
    await _keep(turn, incoming, await led(turn, incoming, press.id), "usual_hotlines", hotlines=None)
    return None


async def words(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The words of crisis, to be written anew."""
    community = await led(turn, incoming, press.id)
    own = community["crisis_words"]
    about = {"words": list(crisis.USUAL) if own is None else own}
    return await dialogs.begin(
        turn, incoming, house, WORDS, community_id=press.id, answers={"about": about}
    )


async def end_words(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """These from now on; skipped, and it is the usual ones again."""
    community = await led(turn, incoming, draft.community_id or 0)
    given = draft.answers["words"]
    kept = given.split(", ") if isinstance(given, str) else None
    await _keep(turn, incoming, community, "crisis_words", crisis_words=kept)
    return None


async def _keep(turn: Turn, incoming: Incoming, community: RowMapping, verb: str, **values: object) -> None:
    await communities.change(turn.connection, community["id"], **values)
    await turn.note(verb, community_id=community["id"], person_id=incoming.person.id)
    await _page(turn, incoming, await communities.get(turn.connection, community["id"]))


async def _page(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    number = community["id"]
    own = community["crisis_words"]
    lines = lines_of(community)
    removing = tuple((_removing(number, str(line["number"])),) for line in lines)
    rows = (
        *removing,
        (button("set_add_hotline", "s_hot_add", number), button("set_crisis_words", "s_crisis", number)),
        *(((button("set_usual_hotlines", "s_hot_usual", number),),) if community["hotlines"] is not None else ()),
        (button("back", "s_open", number),),
    )
    data = {"lines": lines, "words": len(crisis.USUAL if own is None else own)}
    await tell(turn, incoming, Screen("setup_hotlines", data, rows))


def _removing(community_id: int, number: str) -> Button:
    return ours("set_cut_hotline", number=number), Press("s_hot_cut", community_id, arg=number.lstrip("+")).data(), ""


PRESSES = {"s_hotlines": listed, "s_hot_add": add, "s_hot_cut": cut, "s_hot_usual": usual, "s_crisis": words}
ENDINGS = {"hotline": gently(end_add), WORDS: gently(end_words)}
