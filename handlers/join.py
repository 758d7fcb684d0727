"""/join: somebody wants to help. Name, phone, services and teams; the coordinators decide."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from handlers import communities, dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import gently, named
from handlers.parsing.phones import show_phone
from handlers.parsing.texts import read_name
from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Application, Coordinators, Say, Screen, theirs
from rules.people import Standing
from rules.refusals import LinkUnknown, Refusal
from storage import communities as kept_communities
from storage import dispatch, drafts, memberships, people
from storage.desk import Turn
from storage.people import Membership

IN = (Standing.APPROVED, Standing.PAUSED)  # what they change needs no new approval


async def join(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/join: which community, then the first question."""
    community = await communities.choose(turn, incoming, house, "join")
    if community is not None:
        await _join_in(turn, incoming, house, community)


async def pressed(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The same by a button; with an id, in that community."""
    if not press.id:
        await join(turn, incoming.beside(), house)
        return None
    await _join_in(turn, incoming, house, await communities.of(turn, incoming, press.id))
    return None


async def by_link(turn: Turn, incoming: Incoming, house: House, slug: str) -> None:
    """A community's invitation for volunteers."""
    community = await kept_communities.by_slug(turn.connection, slug)
    if community is None:
        raise LinkUnknown
    await people.enter(turn.connection, community["id"], incoming.person.id)
    await _join_in(turn, incoming, house, community)


async def end_join(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """Send was pressed: the application is with the coordinators, or what a volunteer changed counts."""
    if draft.community_id is None:
        raise AssertionError("one joins a community")
    community = await communities.of(turn, incoming, draft.community_id)
    answers = draft.answers
    name, phone = str(answers["name"]), str(answers["phone"])
    await people.change(turn.connection, incoming.person.id, name=name, phone=phone)
    if name != incoming.person.name:
        await turn.show_name(incoming.person.id)
    membership = await people.enter(turn.connection, draft.community_id, incoming.person.id)
    wanted = await _still_there(turn, draft.community_id, answers)
    if membership.standing in IN:
        await people.change_membership(turn.connection, membership.id, **wanted)
        await tell(turn, incoming, Screen("join_changed", {"community": community["name"]}))
        return None
    await memberships.apply(turn.connection, membership.id, wanted["services"], wanted["teams"], turn.now)
    if membership.standing is not Standing.APPLIED:
        await turn.note("apply", community_id=draft.community_id, person_id=incoming.person.id)
        application = Application(incoming.person.id, draft.community_id)
        await turn.say(Say(Coordinators(draft.community_id), application))
    await tell(turn, incoming, Screen("join_sent", {"community": community["name"]}))
    return None


async def _join_in(turn: Turn, incoming: Incoming, house: House, community: RowMapping) -> None:
    membership = await people.membership(turn.connection, community["id"], incoming.person.id)
    if membership is not None and membership.standing is Standing.APPLIED:
        await tell(turn, incoming, Screen("join_waiting", {"community": community["name"]}))
        return
    kept = await drafts.of(turn.connection, incoming.person.id, "join")
    if kept is not None and kept.draft.community_id == community["id"]:
        await dialogs.go_on(turn, incoming, house, kept)
        return
    answers = await _begun(turn, incoming, community["id"], membership)
    await dialogs.begin(turn, incoming, house, "join", community_id=community["id"], answers=answers)


async def _begun(
    turn: Turn, incoming: Incoming, community_id: int, membership: Membership | None
) -> dict[str, object]:
    """The draft to begin with: a volunteer finds their answers, each of which can be changed."""
    there = await _there(turn, community_id)
    begun: dict[str, object] = {"without": [question for question, ids in there.items() if not ids]}
    if membership is None or membership.standing not in IN:
        return begun
    begun |= {"name": incoming.person.name, "about": {"changing": True}}
    if incoming.person.phone:
        begun["phone"] = incoming.person.phone
    for question, chosen in (("services", membership.services), ("teams", membership.teams)):
        if kept := [each for each in chosen if each in there[question]]:
            begun[question] = kept
    return begun


async def _still_there(turn: Turn, community_id: int, answers: Mapping[str, Any]) -> dict[str, list[int]]:
    """What was chosen, as far as the coordinators have not removed it meanwhile."""
    there = await _there(turn, community_id)
    return {question: [each for each in answers.get(question) or [] if each in ids] for question, ids in there.items()}


async def _there(turn: Turn, community_id: int) -> dict[str, list[int]]:
    services = await dispatch.services_of(turn.connection, community_id)
    teams = await dispatch.teams_of(turn.connection, community_id)
    return {"services": [row["id"] for row in services], "teams": [row["id"] for row in teams]}


async def _own_name(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    """The name Telegram knows, where it is one."""
    try:
        name = read_name((await people.get(turn.connection, draft.person_id)).name)
    except Refusal:
        return []
    return [(name, theirs(name))]


async def _own_phone(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    phone = (await people.get(turn.connection, draft.person_id)).phone
    return [(phone, theirs(show_phone(phone)))] if phone else []


async def _services(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    rows = await dispatch.services_of(turn.connection, draft.community_id or 0)
    return [(row["id"], named(row, "service")) for row in rows]


async def _teams(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    rows = await dispatch.teams_of(turn.connection, draft.community_id or 0)
    return [(row["id"], named(row, "team")) for row in rows]


COMMANDS = {"join": join}
PRESSES = {"join": pressed}
LINKS = {"join": by_link}
ENDINGS = {"join": gently(end_join)}
CHOICES = {
    ("join", "name"): _own_name, ("join", "phone"): _own_phone, ("join", "services"): _services,
    ("join", "teams"): _teams,
}  # fmt: skip
