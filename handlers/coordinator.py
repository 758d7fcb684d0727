"""Who leads: the links that make an owner and coordinators, and what coordinators decide about volunteers."""

from handlers import dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import Rows, button, gently, led
from handlers.presses import Press
from rules.dialog import Draft
from rules.notices import Application, ApplicationDecided, Say, Screen, ours
from rules.people import Standing, first_name
from rules.refusals import AlreadyDecided, LinkNotYours, NotAnOwner, UnknownButton
from storage import communities, links, memberships, people
from storage.desk import Turn
from storage.links import Kind
from storage.people import Membership
from storage.posting import post_reviews

MOST_LEADERS = 20
MOST_WAITING = 10
DECLINE_REASONS = ("not_now", "unknown_person", "outside")


async def become_owner(turn: Turn, incoming: Incoming, _house: House, token: str) -> None:
    """The link that the program printed was opened."""
    await links.use(turn.connection, token, Kind.OWNER, incoming.person.id, turn.now)
    await people.change(turn.connection, incoming.person.id, owner=True)
    await turn.note("own", person_id=incoming.person.id)
    await tell(turn, incoming, Screen("owner_welcome", {}, ((button("set_up", "s_home", 0, style="success"),),)))


async def become_coordinator(turn: Turn, incoming: Incoming, _house: House, token: str) -> None:
    """The link that the owner gave was opened; whoever coordinates already leaves it to another."""
    link = await links.find(turn.connection, token, Kind.COORDINATOR)
    known = await people.membership(turn.connection, link["community_id"], incoming.person.id)
    if link["used_at"] is None and known is not None and known.coordinator:
        raise LinkNotYours
    await links.use(turn.connection, token, Kind.COORDINATOR, incoming.person.id, turn.now)
    place = await people.enter(turn.connection, link["community_id"], incoming.person.id)
    await people.change_membership(turn.connection, place.id, coordinator=True)
    await turn.note("coordinate", community_id=place.community_id, person_id=incoming.person.id)
    await post_reviews(turn, place.community_id)
    community = await communities.get(turn.connection, place.community_id)
    data = {"community": community["name"]}
    rows = ((button("set_up", "s_open", place.community_id, style="success"),), (button("decisions", "d_list", 0),))
    await tell(turn, incoming, Screen("coordinator_welcome", data, rows))
    if link["created_by"] is not None:
        named = Screen("coordinator_named", {**data, "name": first_name(incoming.person.name)})
        await turn.say(Say(link["created_by"], named))


async def leaders(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Who coordinates a community, for the owner."""
    await _leaders(turn, incoming, press.id)
    return None


async def invite(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A fresh link that makes whoever opens it first a coordinator."""
    community = await led(turn, incoming, press.id)
    _check_owner(incoming)
    token = await links.coordinator_link(turn.connection, press.id, incoming.person.id, turn.now)
    link = house.link(f"coo_{token}")
    rows: Rows = (
        ((ours("set_copy_link"), f"copy:{link}", ""),),
        (button("back", "s_leaders", press.id),),
    )
    await tell(turn, incoming, Screen("setup_coordinator_link", {"community": community["name"], "link": link}, rows))
    return None


async def remove(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """A coordinator less, once it is pressed twice."""
    _check_owner(incoming)
    place = await people.membership_by_id(turn.connection, press.id)
    if place is None or not place.coordinator:
        raise UnknownButton
    community = await led(turn, incoming, place.community_id)
    if press.arg != "yes":
        name = (await people.get(turn.connection, place.person_id)).name
        sure = button("set_remove", "s_uncoord", place.id, "yes", "danger")
        row = (sure, button("back", "s_leaders", place.community_id))
        await tell(turn, incoming, Screen("setup_leader_remove", {"name": first_name(name)}, (row,)))
        return None
    await people.change_membership(turn.connection, place.id, coordinator=False)
    await turn.note("uncoordinate", community_id=place.community_id, person_id=incoming.person.id)
    await turn.say(Say(place.person_id, Screen("coordinator_removed", {"community": community["name"]})))
    await _leaders(turn, incoming, place.community_id)
    return None


async def waiting(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The applications that wait, once more, for whoever presses."""
    await led(turn, incoming, press.id)
    applicants = await memberships.waiting(turn.connection, press.id, MOST_WAITING)
    if not applicants:
        raise AlreadyDecided
    for person_id in applicants:
        await turn.say(Say(incoming.person.id, Application(person_id, press.id)))
    return None


async def approve(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One press, and the applicant is a volunteer."""
    place = await _applicant(turn, incoming, press.id)
    name = await _decide(turn, incoming, place, Standing.APPROVED, "")
    return Toast("approved", {"name": name})


async def decline(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The reason first: the applicant will read it."""
    place = await _applicant(turn, incoming, press.id)
    name = first_name((await people.get(turn.connection, place.person_id)).name)
    return await dialogs.begin(
        turn, incoming, house, "decline",
        community_id=place.community_id, subject_id=place.id, answers={"about": {"name": name}},
    )  # fmt: skip


async def end_decline(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Declined, with the reason told."""
    place = await _applicant(turn, incoming, draft.subject_id or 0)
    await _decide(turn, incoming, place, Standing.DECLINED, str(draft.answers["reason"]))
    return None


async def _applicant(turn: Turn, incoming: Incoming, membership_id: int) -> Membership:
    place = await people.membership_by_id(turn.connection, membership_id)
    if place is None:
        raise UnknownButton
    await led(turn, incoming, place.community_id)
    if place.standing is not Standing.APPLIED:
        raise AlreadyDecided
    return place


async def _decide(turn: Turn, incoming: Incoming, place: Membership, standing: Standing, reason: str) -> str:
    """Keep the decision, tell the applicant, and show it where it was taken; the applicant's first name."""
    if not await memberships.decide(turn.connection, place.id, standing, incoming.person.id, reason, turn.now):
        raise AlreadyDecided
    approved = standing is Standing.APPROVED
    await turn.note(
        "approve" if approved else "decline", community_id=place.community_id, person_id=incoming.person.id,
        before=place.standing.value, after=standing.value, reason=f"{place.person_id} {reason}".strip(),
    )  # fmt: skip
    await turn.say(Say(place.person_id, ApplicationDecided(place.community_id, approved, reason)))
    name = first_name((await people.get(turn.connection, place.person_id)).name)
    data = {"name": name, "approved": approved, "reason": reason}
    await tell(turn, incoming, Screen("application_answered", data))
    return name


async def _leaders(turn: Turn, incoming: Incoming, community_id: int) -> None:
    community = await led(turn, incoming, community_id)
    _check_owner(incoming)
    rows = await memberships.leaders(turn.connection, community_id, MOST_LEADERS)
    buttons = [
        ((ours("set_remove_leader", name=first_name(row["name"])), Press("s_uncoord", row["id"]).data(), ""),)
        for row in rows
    ]
    data = {"community": community["name"], "names": [first_name(row["name"]) for row in rows]}
    more = (
        (button("set_invite_coordinator", "s_coord", community_id, style="success"),),
        (button("back", "s_open", community_id),),
    )
    await tell(turn, incoming, Screen("setup_leaders", data, (*buttons, *more)))


def _check_owner(incoming: Incoming) -> None:
    if not incoming.person.owner:
        raise NotAnOwner


async def _reasons(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(reason, ours(f"reason_{reason}")) for reason in DECLINE_REASONS]


LINKS = {"own": become_owner, "coo": become_coordinator}
PRESSES = {
    "approve": approve, "decline": decline, "s_leaders": leaders, "s_coord": invite, "s_uncoord": remove,
    "s_waiting": waiting,
}  # fmt: skip
ENDINGS = {"decline": gently(end_decline)}
CHOICES = {("decline", "reason"): _reasons}
