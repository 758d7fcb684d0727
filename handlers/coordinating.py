"""What a coordinator does with an order from its page: take a place back, another team, a note, close."""

from functools import partial

from handlers import dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import MOVED_ON, in_pairs, led, named, order_led, person_in, unchanged
from handlers.presses import Press
from rules import coordinating as verbs
from rules.dialog import Draft
from rules.life import Facts
from rules.notices import OrderPage, Screen, ours
from rules.people import first_name
from rules.refusals import NoOtherTeam, NotACoordinator
from storage import dispatch, notes, offers, orders
from storage.desk import Turn

TAKE_BACK_REASONS = ("cannot_reach", "plans_changed", "another_helps")
CLOSE_REASONS = ("no_longer_needed", "other_help", "nobody_can")


async def take_back(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A helper's place shall be free again: the reason first, they will read it."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    person_id = person_in(press)
    verbs.take_back(facts, person_id, "")  # refused now rather than after the question
    name = next(first_name(held.name) for held in facts.holding if held.person_id == person_id)
    return await _ask(turn, incoming, house, "take_back", facts, name=name, person_id=person_id)


async def close(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The order shall end: the reason first, everybody in it will read it."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    verbs.close(facts, "")
    return await _ask(turn, incoming, house, "close_order", facts)


async def note(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A note for the other coordinators; it changes nothing, so it may be late."""
    return await _ask(turn, incoming, house, "note", await order_led(turn, incoming, press.id))


async def teams(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Which other team: those that have a group."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    own = await dispatch.team_of(turn.connection, press.id)
    rows = [
        row for row in await dispatch.teams_of(turn.connection, facts.order.community_id)
        if row["chat_id"] is not None and (own is None or row["id"] != own["id"])
    ]  # fmt: skip
    verbs.change_team(facts, has_group=bool(rows))
    buttons = [
        (named(row, "team"), Press("d_to_team", press.id, press.version, str(row["id"])).data(), "") for row in rows
    ]
    back = (ours("back"), Press("d_order", press.id).data(), "")
    await tell(turn, incoming, Screen("choose_team", {"code": facts.order.code}, (*in_pairs(buttons), (back,))))
    return None


async def to_team(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The card goes to that team's group."""
    row = await orders.row(turn.connection, press.id)
    if row is None:
        raise NotACoordinator
    await led(turn, incoming, row["community_id"])  # holds the community: its teams stay what they are
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    every = {each["id"]: each for each in await dispatch.teams_of(turn.connection, row["community_id"])}
    team = every.get(person_in(press))
    if team is None or team["id"] == row["team_id"]:
        raise NoOtherTeam
    verb = partial(verbs.change_team, has_group=team["chat_id"] is not None)
    await turn.move(press.id, incoming.person.id, verb, reason=str(team["name"] or team["preset"]))
    await orders.change(turn.connection, press.id, team_id=team["id"])
    await turn.move_card(press.id)
    await tell(turn, incoming, OrderPage(press.id))
    return None


async def end_take_back(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The place is free, the helper and the resident are told."""
    order_id, reason, person_id = _order(draft), str(draft.answers["reason"]), draft.answers["person_id"]
    if not isinstance(person_id, int):
        raise AssertionError("it is somebody's place that is taken back")
    verb = partial(verbs.take_back, person_id=person_id, reason=reason)
    await turn.move(order_id, incoming.person.id, verb, reason=f"{person_id} {reason}")
    await orders.note_reason(turn.connection, order_id, person_id, reason)
    await tell(turn, incoming, OrderPage(order_id))
    return None


async def end_close(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The order is over, everybody in it is told why; who was asked is no longer waited for."""
    order_id, reason = _order(draft), str(draft.answers["reason"])
    await turn.move(order_id, incoming.person.id, partial(verbs.close, reason=reason), reason=reason)
    await offers.withdraw(turn.connection, order_id, turn.now)
    await tell(turn, incoming, OrderPage(order_id))
    return None


async def end_note(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Kept, for coordinators alone; the journal says who, not what."""
    facts = await order_led(turn, incoming, _order(draft))
    await notes.add(turn.connection, facts.order.id, incoming.person.id, str(draft.answers["note"]), turn.now)
    await turn.note(
        "add_note", community_id=facts.order.community_id, order_id=facts.order.id, person_id=incoming.person.id
    )
    await tell(turn, incoming, OrderPage(facts.order.id))
    return None


async def _ask(
    turn: Turn, incoming: Incoming, house: House, dialog: str, facts: Facts, *, name: str = "", **answers: object
) -> Toast | None:
    about = {"code": facts.order.code, "name": name}
    return await dialogs.begin(
        turn, incoming, house, dialog,
        community_id=facts.order.community_id, subject_id=facts.order.id, answers={**answers, "about": about},
    )  # fmt: skip


def _order(draft: Draft) -> int:
    if draft.subject_id is None:
        raise AssertionError("the dialog is about an order")
    return draft.subject_id


async def _why_back(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(reason, ours(f"reason_{reason}")) for reason in TAKE_BACK_REASONS]


async def _why_closed(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(reason, ours(f"reason_{reason}")) for reason in CLOSE_REASONS]


PRESSES = {"d_back": take_back, "d_close": close, "d_note": note, "d_team": teams, "d_to_team": to_team}
ENDINGS = {"take_back": end_take_back, "close_order": end_close, "note": end_note}
CHOICES = {("take_back", "reason"): _why_back, ("close_order", "reason"): _why_closed}
