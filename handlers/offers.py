"""An order is offered to somebody: the coordinator's list of whom to ask, and what is answered."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from handlers import dialogs
from handlers.claims import place_in
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import MOVED_ON, order_led, person_in, unchanged
from handlers.presses import Press
from rules import coordinating as verbs
from rules.dialog import Draft
from rules.life import Facts, Outcome
from rules.notices import OrderPage, Screen, WhoCanHelp
from rules.offers import OfferState, in_turn
from rules.refusals import CannotBeOffered, NobodyToAsk, StaleButton
from rules.vetting import Vetting
from storage import apart, hearing, offers, orders, people, vettings
from storage.desk import Turn

PER_PAGE = 8


async def whom(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Whom to ask: a page of volunteers, who ticked the service and has rested longest first."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    await _list(turn, incoming, facts, page=press.page)
    return None


async def find(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Whom to ask, by a part of the name."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    verbs.check_offering(facts)
    return await dialogs.begin(
        turn, incoming, house, "find_helper", community_id=facts.order.community_id, subject_id=press.id,
        answers={"about": {"code": facts.order.code}},
    )  # fmt: skip


async def end_find(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Those of that name."""
    if draft.subject_id is None:
        raise AssertionError("somebody is looked for on behalf of an order")
    facts = await order_led(turn, incoming, draft.subject_id)
    await _list(turn, incoming, facts, part=str(draft.answers["part"]))
    return None


async def offer(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """This volunteer is asked."""
    facts = await unchanged(turn, incoming, press)
    if facts is None:
        return MOVED_ON
    person_id, community_id = person_in(press), facts.order.community_id
    if await people.membership(turn.connection, community_id, person_id) is None:
        raise StaleButton
    asked = await people.member(turn.connection, community_id, person_id)
    person = await people.get(turn.connection, person_id)
    others = await apart.others_of(turn.connection, community_id, facts.order.resident_id)
    if not (person.started and person.reachable) or person_id in others:
        raise CannotBeOffered(name=asked.first_name)
    made = await offers.of_order(turn.connection, press.id)
    verb = partial(verbs.offer, person=asked, offers=made, vetting=await _vetting(turn, facts, [person_id]))
    await turn.move(press.id, incoming.person.id, verb, reason=str(person_id))
    await offers.make(turn.connection, press.id, person_id, incoming.person.id, turn.now)
    await tell(turn, incoming, OrderPage(press.id))
    return Toast("offered", {"code": facts.order.code, "name": asked.first_name})


async def accept(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Who was asked takes a place, if one is still free; the address goes out as after a pressed Claim."""
    by, leads = await _offered_by(turn, incoming, press)
    verb = partial(verbs.accept_offer, offered_by=by, place=place_in(press), by_leader=leads)
    outcome = await turn.move(press.id, incoming.person.id, verb)
    await offers.answer(turn.connection, press.id, incoming.person.id, OfferState.ACCEPTED, turn.now)
    if incoming.edit is not None:
        await turn.strip(incoming.person.id, incoming.edit)
    return Toast("claimed", {"code": outcome.order.code})


async def decline(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Who was asked cannot; no reason is asked for."""
    by, leads = await _offered_by(turn, incoming, press)
    wished = False

    def decline_offer(facts: Facts) -> Outcome:
        nonlocal wished
        wished = verbs.is_wish(facts, by, by_leader=leads)
        return verbs.decline_offer(facts, by, by_leader=leads)

    outcome = await turn.move(press.id, incoming.person.id, decline_offer)
    await offers.answer(turn.connection, press.id, incoming.person.id, OfferState.DECLINED, turn.now)
    noted = Screen("wish_declined_noted" if wished else "offer_declined_noted", {"code": outcome.order.code})
    await tell(turn, incoming, noted)
    return None


async def _offered_by(turn: Turn, incoming: Incoming, press: Press) -> tuple[int | None, bool]:
    """Who asked, and whether they coordinate here, where the order is their own; else that is not looked up.

    Asked for while the order is held: two answers of one person are one after the other.
    """
    facts = await orders.facts(turn.connection, press.id, None, turn.now)
    by = await offers.offered_by(turn.connection, press.id, incoming.person.id)
    if facts is None or by is None or by != facts.order.resident_id:
        return by, False
    asker = await people.member(turn.connection, facts.order.community_id, by)
    return by, asker.leads


async def _list(turn: Turn, incoming: Incoming, facts: Facts, *, page: int = 0, part: str = "") -> None:
    verbs.check_offering(facts)
    row = await orders.row(turn.connection, facts.order.id)
    if row is None:
        raise AssertionError("the order was there a moment ago")
    made = await offers.of_order(turn.connection, facts.order.id)
    out = {facts.order.resident_id, *facts.behalf.people, *(held.person_id for held in facts.holding)}
    out |= await apart.others_of(turn.connection, facts.order.community_id, facts.order.resident_id)
    out |= {each.person_id for each in made if each.state is OfferState.DECLINED or each.waits(turn.now)}
    every = await offers.volunteers(turn.connection, facts.order.community_id, row["service_id"])
    asked = [each.person_id for each in every]
    out |= await hearing.off_duty_among(turn.connection, facts.order.community_id, asked, turn.now)
    sought = _folded(part)
    vetting = await _vetting(turn, facts, [each.person_id for each in every])
    may = [each for each in every if each.person_id not in out and vetting.admits(each.person_id)]
    found = in_turn(each for each in may if sought in _folded(each.name))
    if not found:
        raise NobodyToAsk
    page = min(page, (len(found) - 1) // PER_PAGE)  # fewer are left since, or the button is forged
    shown = tuple(each.person_id for each in found[page * PER_PAGE : (page + 1) * PER_PAGE])
    more = len(found) > (page + 1) * PER_PAGE
    await tell(turn, incoming, WhoCanHelp(facts.order.id, shown, page, more=more, found=bool(part)))


async def _vetting(turn: Turn, facts: Facts, people_ids: Collection[int]) -> Vetting:
    """The checks of those who could be asked, where the order is for checked volunteers only."""
    if not facts.vetting.only:
        return facts.vetting
    return replace(
        facts.vetting, checks=await vettings.standing(turn.connection, facts.order.community_id, people_ids)
    )


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


PRESSES = {"d_offer": whom, "d_find": find, "d_to": offer, "accept": accept, "no_thanks": decline}
ENDINGS = {"find_helper": end_find}
