"""/setup: the checklist of a community, where it can be left and resumed at any line; and its first three answers."""

from babel import Locale
from sqlalchemy import RowMapping

from handlers import communities, dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, in_pairs, led
from handlers.own_groups import title_of
from handlers.parsing.zones import zone_offered
from handlers.presses import Press
from rules.credits import DEFAULT_PRESET, PRESETS
from rules.dialog import Draft
from rules.notices import Button, Screen, ours, theirs
from rules.refusals import NotACoordinator, NotAnOwner, StaleButton, TooMany
from storage import communities as kept_communities
from storage import drafts, memberships, people, setup
from storage.desk import Turn
from storage.desks import Room
from storage.engine import hold
from storage.links import slug
from storage.setup import Progress

MOST_COMMUNITIES = 50
LANGUAGES = ("en", "zh_CN")
BASICS = ("name", "language", "zone")
# What is good as it stands, until somebody wants it otherwise.
MORE = ("desk", "wall", "routes", "limits", "quiet", "hotlines", "wishes")
LINES = ("services", "teams", "groups", "credits", "invite")  # the checklist, as far as something can be missing


async def set_up(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/setup: the checklist of the community this person leads, the question which, or the first community."""
    leading = await people.led_by(turn.connection, incoming.person)
    if len(leading) == 1:
        await checklist(turn, incoming, house, leading[0])
    elif leading:
        await communities.ask(turn, incoming, "s_open", leading)
    elif incoming.person.owner:
        await _new(turn, incoming, house)
    else:
        raise NotACoordinator


async def checklist(turn: Turn, incoming: Incoming, house: House, community: RowMapping) -> None:
    """Every line with what stands behind it, what is missing, and a button a line."""
    done = await setup.progress(turn.connection, community["id"])
    missing = _missing(community, done)
    data = {
        **_basics(incoming, house, community),
        "services": done.services, "teams": done.teams, "bound": done.bound, "rule": community["credit_rule"] or "",
        "volunteers": done.volunteers, "waiting": done.waiting,
        "missing": [ours(f"missing_{line}") for line in missing], "desk": title_of(community, Room.DESK),
    }  # fmt: skip
    buttons = [button("set_basics", "s_basics", community["id"])]
    for line in LINES:
        style = "success" if missing[:1] == [line] else ""
        buttons.append(button(f"set_{line}", f"s_{line}", community["id"], style=style))
    buttons += [button(f"set_{line}", f"s_{line}", community["id"]) for line in MORE]
    buttons.append(button("set_volunteers", "s_people", community["id"]))
    if incoming.person.owner:
        buttons.append(button("set_leaders", "s_leaders", community["id"]))
        buttons.append(button("set_new_community", "s_new", 0))
    if len(await people.led_by(turn.connection, incoming.person)) > 1:
        buttons.append(button("set_other_community", "s_home", 0))
    await tell(turn, incoming, Screen("setup", data, in_pairs(buttons)))


async def home(turn: Turn, incoming: Incoming, house: House, _press: Press) -> Toast | None:
    """/setup by a button."""
    await set_up(turn, incoming, house)
    return None


async def opened(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The checklist of one community."""
    await checklist(turn, incoming, house, await led(turn, incoming, press.id))
    return None


async def new(turn: Turn, incoming: Incoming, house: House, _press: Press) -> Toast | None:
    """One more community, for the owner."""
    _check_owner(incoming)
    await _check_room(turn)
    return await _new(turn, incoming, house)


async def basics(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Name, language and time zone, each with its button."""
    community = await led(turn, incoming, press.id)
    rows = (
        *((button(f"set_{each}", "s_basic", press.id, each),) for each in BASICS),
        (button("back", "s_open", press.id),),
    )
    await tell(turn, incoming, Screen("setup_basics", _basics(incoming, house, community), rows))
    return None


async def basic(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One of the three again."""
    community = await led(turn, incoming, press.id)
    if press.arg not in BASICS:
        raise StaleButton
    others = {each: community[each] for each in BASICS if each != press.arg}
    return await dialogs.begin(
        turn, incoming, house, "community", community_id=press.id, subject_id=press.id, answers=others
    )


async def end_community(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """A new community with its checklist, or the changed one."""
    values = {each: str(draft.answers[each]) for each in BASICS}
    if draft.subject_id is None:
        _check_owner(incoming)
        await _check_room(turn)
        number = await kept_communities.add(turn.connection, slug(), **values, now=turn.now)
        await people.enter(turn.connection, number, incoming.person.id)
        await turn.note("new_community", community_id=number, person_id=incoming.person.id)
    else:
        number = (await led(turn, incoming, draft.subject_id))["id"]
        await kept_communities.change(turn.connection, number, **values)
        await turn.note("change_community", community_id=number, person_id=incoming.person.id)
    await checklist(turn, incoming, house, await kept_communities.get(turn.connection, number))
    return None


async def credit_rules(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The rule sets of real places, each in a line."""
    community = await led(turn, incoming, press.id)
    await _credit_rules(turn, incoming, community)
    return None


async def credit_rule(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """From now on minutes become credits by this one; what was credited stays as it is."""
    community = await led(turn, incoming, press.id)
    if press.arg not in PRESETS:
        raise StaleButton
    if press.arg != community["credit_rule"]:
        await kept_communities.change(turn.connection, press.id, credit_rule=press.arg)
        await turn.note("credit_rule", community_id=press.id, person_id=incoming.person.id, reason=press.arg)
    await checklist(turn, incoming, house, await kept_communities.get(turn.connection, press.id))
    return None


async def invite(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The two links to forward: for volunteers and for residents."""
    community = await led(turn, incoming, press.id)
    waiting = await memberships.waiting(turn.connection, press.id, 1)
    data = {
        "community": community["name"], "join_link": house.link(f"join_{community['slug']}"),
        "residents_link": house.link(f"com_{community['slug']}"),
    }  # fmt: skip
    rows: Rows = (
        ((ours("set_copy_join"), f"copy:{data['join_link']}", ""),),
        ((ours("set_copy_residents"), f"copy:{data['residents_link']}", ""),),
    )
    if waiting:
        rows += ((button("set_waiting", "s_waiting", press.id, style="success"),),)
    await tell(turn, incoming, Screen("setup_invite", data, (*rows, (button("back", "s_open", press.id),))))
    return None


async def _new(turn: Turn, incoming: Incoming, house: House) -> Toast | None:
    """A new community's first question, or the one at which it was left."""
    kept = await drafts.of(turn.connection, incoming.person.id, "community")
    if kept is not None and kept.draft.subject_id is None:
        return await dialogs.go_on(turn, incoming, house, kept)
    return await dialogs.begin(turn, incoming, house, "community", community_id=None)


async def _credit_rules(turn: Turn, incoming: Incoming, community: RowMapping) -> None:
    chosen = community["credit_rule"]
    rows = tuple((_rule_button(community["id"], name, chosen),) for name in PRESETS)
    data = {"rules": list(PRESETS), "rule": chosen or "", "usual": DEFAULT_PRESET}
    await tell(turn, incoming, Screen("setup_credits", data, (*rows, (button("back", "s_open", community["id"]),))))


def _rule_button(community_id: int, name: str, chosen: str | None) -> Button:
    usual = chosen is None and name == DEFAULT_PRESET
    label = ours("set_rule", rule=name, chosen=name == chosen)
    return label, Press("s_rule", community_id, arg=name).data(), "success" if usual else ""


def _basics(incoming: Incoming, house: House, community: RowMapping) -> dict[str, object]:
    place = _city(community["zone"], house.language_of(incoming.person))
    return {"community": community["name"], "language": ours(f"language_{community['language']}"), "place": place}


def _missing(community: RowMapping, done: Progress) -> list[str]:
    there = {
        "services": done.services, "teams": done.teams, "groups": done.bound, "credits": community["credit_rule"],
        "invite": done.volunteers + done.waiting,
    }  # fmt: skip
    return [line for line in LINES if not there[line]]


def _check_owner(incoming: Incoming) -> None:
    if not incoming.person.owner:
        raise NotAnOwner


async def _check_room(turn: Turn) -> None:
    await hold(turn.connection, "communities")
    if len(await kept_communities.every(turn.connection)) >= MOST_COMMUNITIES:
        raise TooMany(most=MOST_COMMUNITIES)


async def _languages(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(code, ours(f"language_{code}")) for code in LANGUAGES]


async def _zones(turn: Turn, draft: Draft, house: House) -> list[Choice]:
    language = house.language_of(await people.get(turn.connection, draft.person_id))
    offered = dict.fromkeys((*zone_offered(str(draft.answers["language"])), *zone_offered(language)))
    return [(zone, theirs(_city(zone, language))) for zone in offered]


def _city(zone: str, language: str) -> str:
    """The city that stands for a zone, as the reader's language writes it."""
    known = Locale.parse(language).time_zones.get(zone, {})
    return str(known.get("city") or zone.rpartition("/")[2].replace("_", " "))


COMMANDS = {"setup": set_up}
PRESSES = {
    "s_home": home, "s_open": opened, "s_new": new, "s_basics": basics, "s_basic": basic, "s_credits": credit_rules,
    "s_rule": credit_rule, "s_invite": invite,
}  # fmt: skip
ENDINGS = {"community": gently(end_community)}
CHOICES = {("community", "language"): _languages, ("community", "zone"): _zones}
