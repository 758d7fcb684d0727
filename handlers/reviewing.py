"""Orders that are looked at before they go out: Approve, Ask back, Decline, Details, and the resident's answer."""

from collections.abc import Callable
from functools import partial

from handlers import dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.leading import MOVED_ON
from handlers.presses import Press
from rules import review as verbs
from rules.dialog import Draft
from rules.life import Facts, Outcome
from rules.notices import OrderPage, ReviewDetails, ReviewFile, Say, Screen, Show, View, ours
from rules.refusals import CannotWriteToYou, UnknownOrder
from rules.review import SoFar
from storage import first_choice, offers, orders, reviews, routing, views
from storage.desk import Turn
from storage.engine import hold
from storage.reviews import Kind

REASONS = ("asked_before", "not_ours", "too_soon")
ON_PAGE = "page"  # Approve stood on the order's page, which shall say so
OWN = "own_order"  # in the journal: nobody else could have decided

Judged = Callable[[Facts], Outcome]


async def approve(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One press, and the order is out."""
    facts, so_far = await _look(turn, incoming, press.id)
    verbs.approve(facts, so_far, has_group=True)  # refused now, before anything is changed
    if press.version != facts.order.version:
        return await _read_again(turn, incoming, press)
    row = await orders.row(turn.connection, press.id)
    if row is None:
        raise UnknownOrder
    roads = await routing.roads(turn.connection, facts.order.community_id)
    team_id = roads.team_id(row["service_id"], row["district"])
    await orders.change(turn.connection, press.id, team_id=team_id)
    known = await first_choice.known(turn.connection, press.id, turn.now)
    judged = partial(verbs.approve, so_far=so_far, has_group=team_id is not None, known=known)
    outcome = await _decide(turn, incoming, facts, judged, Kind.APPROVED)
    await offers.wish(turn.connection, outcome.order, turn.now)
    if press.arg == ON_PAGE:
        await tell(turn, incoming, OrderPage(press.id))
    return Toast("let_out", {"code": facts.order.code})


async def ask_back(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The question is asked of the coordinator in private, and passed on to the resident."""
    facts, so_far = await _look(turn, incoming, press.id)
    verbs.ask_back(facts, so_far, "")
    return await _begin(turn, incoming, house, "ask_back", facts)


async def decline(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The reason first: the resident will read it."""
    facts, so_far = await _look(turn, incoming, press.id)
    verbs.decline(facts, so_far, "")
    return await _begin(turn, incoming, house, "decline_order", facts)


async def look(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All of it, to whoever may decide about it and to nobody else."""
    facts, so_far = await _look(turn, incoming, press.id)
    verbs.ask_back(facts, so_far, "")  # who may ask may read
    _check_private(incoming)
    view = await views.view(turn.connection, press.id)
    await turn.say(Say(incoming.person.id, ReviewDetails(press.id)))
    for position in range(len(view.files) if view else 0):
        await turn.say(Say(incoming.person.id, ReviewFile(press.id, position)))
    return None if incoming.private else Toast("details_sent", {"code": facts.order.code})


async def answer(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The resident answers a coordinator's question."""
    facts, so_far = await _look(turn, incoming, press.id)
    verbs.answer_back(facts, so_far, "")
    return await _begin(turn, incoming, house, "answer_back", facts)


async def end_ask_back(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The question is with the resident."""
    facts, so_far = await _look(turn, incoming, draft.subject_id)
    question = str(draft.answers["question"])
    judged = partial(verbs.ask_back, so_far=so_far, question=question)
    await _decide(turn, incoming, facts, judged, Kind.ASKED, question)
    await tell(turn, incoming, Screen("question_sent", {"code": facts.order.code}))
    return None


async def end_answer_back(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The answer is with the coordinators."""
    facts, so_far = await _look(turn, incoming, draft.subject_id)
    words = str(draft.answers["answer"])
    judged = partial(verbs.answer_back, so_far=so_far, answer=words)
    await _decide(turn, incoming, facts, judged, Kind.ANSWERED, words)
    await tell(turn, incoming, Screen("answer_sent", {"code": facts.order.code}))
    return None


async def end_decline(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """It does not go out, and the resident knows why."""
    facts, so_far = await _look(turn, incoming, draft.subject_id)
    reason = str(draft.answers["reason"])
    judged = partial(verbs.decline, so_far=so_far, reason=reason)
    await _decide(turn, incoming, facts, judged, Kind.DECLINED, reason)
    await tell(turn, incoming, Screen("order_turned_down", {"code": facts.order.code, "reason": reason}))
    return None


async def _read_again(turn: Turn, incoming: Incoming, press: Press) -> Toast:
    """Nothing goes out that the coordinator has not read: it has changed since the button was shown."""
    await turn.show(Show(press.id, View.REVIEW))
    if incoming.private:
        await tell(turn, incoming, OrderPage(press.id) if press.arg == ON_PAGE else ReviewDetails(press.id))
    return MOVED_ON


async def _look(turn: Turn, incoming: Incoming, order_id: int | None) -> tuple[Facts, SoFar]:
    """The order, held from here on, and what has been said about it; its teams and groups stay what they are."""
    row = await orders.row(turn.connection, order_id or 0)
    if row is None:
        raise UnknownOrder
    await hold(turn.connection, "community", row["community_id"])
    facts = await orders.facts(turn.connection, row["id"], incoming.person.id, turn.now)
    if facts is None:
        raise UnknownOrder
    return facts, await reviews.so_far(turn.connection, row["id"], row["community_id"], incoming.person.id)


async def _decide(
    turn: Turn, incoming: Incoming, facts: Facts, judged: Judged, kind: Kind, words: str = ""
) -> Outcome:
    """Let the rule decide, and keep who it was and what they said."""
    own = facts.order.resident_id == incoming.person.id and kind is not Kind.ANSWERED
    reason = f"{OWN} {words}".strip() if own else words
    outcome = await turn.move(facts.order.id, incoming.person.id, judged, reason=reason)
    await reviews.note(turn.connection, facts.order.id, incoming.person.id, kind, words, turn.now)
    return outcome


async def _begin(turn: Turn, incoming: Incoming, house: House, dialog: str, facts: Facts) -> Toast | None:
    """A question in the private chat, wherever the button was pressed."""
    _check_private(incoming)
    order = facts.order
    asked = await dialogs.begin(
        turn, incoming.beside(), house, dialog, community_id=order.community_id, subject_id=order.id,
        answers={"about": {"code": order.code}},
    )  # fmt: skip
    return asked if incoming.private else Toast("asked_in_private", {"code": order.code})


def _check_private(incoming: Incoming) -> None:
    if not (incoming.person.started and incoming.person.reachable):
        raise CannotWriteToYou


async def _reasons(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(reason, ours(f"reason_{reason}")) for reason in REASONS]


PRESSES = {"let_out": approve, "ask_back": ask_back, "turn_down": decline, "look": look, "answer": answer}
ENDINGS = {"ask_back": end_ask_back, "answer_back": end_answer_back, "decline_order": end_decline}
CHOICES = {("decline_order", "reason"): _reasons}
