"""What coordinators do with wishes: collect, check, confirm or withdraw them, pass on thanks, and set the limit."""

from functools import partial

from handlers import dialogs
from handlers.choices import CHOICES as OFFERED
from handlers.context import Choice, Choices, House, Incoming, Toast, tell
from handlers.leading import MOVED_ON, Rows, button, in_pairs, led
from handlers.paging import last_page, turning
from handlers.presses import Press
from handlers.wishes import subject
from rules import wishes as verbs
from rules.dialog import Draft
from rules.notices import Coordinators, Say, Screen, WishCollected, WishDelivered, WishPage, WishPhoto, ours, theirs
from rules.people import check_coordinator
from rules.presets import GROUPS
from rules.refusals import NotACoordinator, OverWishLimit, UnknownWish, WishMovedOn
from rules.wish_life import WishFacts, WishState, wish_code
from storage import communities, people
from storage import wishes as kept
from storage.desk import Turn
from storage.wish_views import wish_view

PER_PAGE = 8
FIRST = (  # what somebody has to do something about stands first
    WishState.COLLECTED, WishState.DELIVERED, WishState.FULFILLED, WishState.IN_TOUCH, WishState.CLAIMED,
    WishState.BOARD,
)  # fmt: skip
FREE_REASONS = ("cannot_reach", "plans_changed")
END_REASONS = ("no_longer_needed", "other_help")
BESIDE = "beside"  # under a message that has to stay as it is


async def collect(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A wish that a coordinator brings from a visit."""
    community = await led(turn, incoming, press.id)
    limit, currency = community["wish_limit"], community["wish_currency"]
    about = {"community": community["name"], "most": limit, "currency": currency}
    return await dialogs.begin(
        turn, incoming, house, "new_wish", community_id=press.id,
        answers={"about": about, "most": limit, "currency": currency},
    )  # fmt: skip


async def end_collect(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Kept, and shown to whoever collected it; the other coordinators hear that it waits for a check."""
    community = await led(turn, incoming, draft.community_id or 0)
    given, limit = draft.answers, community["wish_limit"]
    cost = given["cost"]
    if not isinstance(cost, int):
        raise AssertionError("how much it costs is a number")
    if limit is not None and cost > limit:  # it was lowered meanwhile
        raise OverWishLimit(limit, community["wish_currency"])
    wish_id = await kept.collect(
        turn, community["id"], incoming.person.id, name=given["beneficiary_name"],
        phone=given.get("beneficiary_phone"), district=given["district"], door=given["door"],
        beneficiary_group=given["group"], words=given["wish"], cost=cost, currency=community["wish_currency"],
        photo=given.get("photo"),
    )  # fmt: skip
    await tell(turn, incoming, WishPage(wish_id, community["id"]))
    others = await people.coordinators(turn.connection, community["id"], (incoming.person.id,))
    if any(each.id != incoming.person.id for each in others):
        home = Coordinators(community["id"], frozenset({incoming.person.id}))
        await turn.say(Say(home, WishCollected(wish_id, community["id"])))
    return None


async def listed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """All wishes that are not over, each with its page; first what waits for a coordinator."""
    community = await led(turn, incoming, press.id)
    total = await kept.count(turn.connection, press.id, *FIRST)
    page = last_page(press.page, total, PER_PAGE)
    rows = await kept.in_states(turn.connection, press.id, FIRST, PER_PAGE, page * PER_PAGE)
    data = {
        "community": community["name"], "count": total,
        "lines": [{"code": wish_code(row["number"]), "state": row["state"]} for row in rows],
    }  # fmt: skip
    pages = [(theirs(wish_code(row["number"])), Press("w_page", row["id"]).data(), "") for row in rows]
    new, board = button("collect_wish", "w_new", press.id), button("wish_board", "wishes", press.id)
    more = (page + 1) * PER_PAGE < total
    buttons = (*in_pairs(pages), *turning("w_list", press.id, page, more=more), (new, board))
    await tell(turn, incoming, Screen("wish_list", data, buttons))
    return None


async def page(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """A wish in full."""
    facts = await _led(turn, incoming, press.id)
    await tell(turn, incoming.beside() if press.arg == BESIDE else incoming, _page(facts))
    return None


async def photo(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The photo of what was delivered, with the decision under it; before that the one of when it was collected."""
    facts = await _led(turn, incoming, press.id)
    grant = facts.grant
    if facts.wish.state is WishState.DELIVERED and grant is not None and grant.id is not None:
        shown = WishDelivered(facts.wish.id, facts.wish.community_id, grant.id)
        await turn.say(Say(incoming.person.id, shown))
    else:
        await turn.say(Say(incoming.person.id, WishPhoto(facts.wish.id, facts.wish.community_id)))
    return None


async def verify(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Seen and found right: on the board."""
    facts = await _led(turn, incoming, press.id)
    await kept.move(turn, press.id, incoming.person.id, verbs.verify)
    await tell(turn, incoming, _page(facts))
    return None


async def confirm(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The photo shows it: granted. Only the photo that was seen can be confirmed."""
    facts = await _led(turn, incoming, press.id)
    if facts.wish.state is WishState.DELIVERED and facts.wish.version != press.version:
        await tell(turn, incoming.beside(), _page(facts))
        return MOVED_ON
    await kept.move(turn, press.id, incoming.person.id, verbs.confirm)
    await _below(turn, incoming, facts)
    return Toast("wish_granted", {"code": facts.wish.code})


async def again(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Another photo shall be sent; what should be on it may be said."""
    return await _ask(turn, incoming, house, press, "wish_again", WishState.DELIVERED)


async def free(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Back on the board: the reason first, whoever claimed it reads it."""
    return await _ask(turn, incoming, house, press, "wish_free", WishState.CLAIMED, WishState.IN_TOUCH)


async def withdraw(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Off the board for good: the reason first."""
    states = (WishState.COLLECTED, WishState.BOARD, WishState.CLAIMED, WishState.IN_TOUCH)
    return await _ask(turn, incoming, house, press, "wish_end", *states)


async def thanks(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """What the family says, for whoever granted it."""
    facts = await _known(turn, incoming, press.id)
    if facts.wish.collected_by != incoming.person.id:
        facts = await _led(turn, incoming, press.id)
    if facts.wish.state is not WishState.FULFILLED:
        raise WishMovedOn
    return await _begin(turn, incoming, house, "pass_thanks", facts)


async def end_again(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Whoever delivered reads it, and sends another one."""
    facts = await _led(turn, incoming, subject(draft))
    words = str(draft.answers["again"] or "")
    await kept.move(turn, facts.wish.id, incoming.person.id, partial(verbs.ask_again, words=words))
    await tell(turn, incoming, _page(facts))
    return None


async def end_free(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """It is on the board, first in line, and whoever had it is told why."""
    facts, reason = await _led(turn, incoming, subject(draft)), str(draft.answers["reason"])
    verb = partial(verbs.take_back, reason=reason)
    await kept.move(turn, facts.wish.id, incoming.person.id, verb, reason=reason)
    await tell(turn, incoming, _page(facts))
    return None


async def end_withdraw(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """It is gone, and whoever had it is told why."""
    facts, reason = await _led(turn, incoming, subject(draft)), str(draft.answers["reason"])
    await kept.move(turn, facts.wish.id, incoming.person.id, partial(verbs.withdraw, reason=reason), reason=reason)
    await tell(turn, incoming, _page(facts))
    return None


async def end_thanks(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Passed on, without what is private in it."""
    words = str(draft.answers["words"])
    outcome = await kept.move(turn, subject(draft), incoming.person.id, partial(verbs.thank, words=words))
    await tell(turn, incoming, Screen("wish_thanks_noted", {"code": outcome.wish.code}))
    return None


async def limit(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """What a wish may cost here."""
    community = await led(turn, incoming, press.id)
    data = {"most": community["wish_limit"], "currency": community["wish_currency"]}
    rows: Rows = ((button("set_wish_limit", "s_wlimit", press.id),), (button("back", "s_open", press.id),))
    await tell(turn, incoming, Screen("setup_wishes", data, rows))
    return None


async def set_limit(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """The word for the money, and the most."""
    await led(turn, incoming, press.id)
    return await dialogs.begin(turn, incoming, house, "wish_limit", community_id=press.id)


async def end_limit(turn: Turn, incoming: Incoming, house: House, draft: Draft) -> Toast | None:
    """For every wish that is collected from now on."""
    number, most = draft.community_id or 0, draft.answers["most"]
    await led(turn, incoming, number)
    values = {"wish_limit": most, "wish_currency": str(draft.answers["currency"])}
    await communities.change(turn.connection, number, **values)
    await turn.note("wish_limit", community_id=number, person_id=incoming.person.id, reason=str(most or ""))
    return await limit(turn, incoming, house, Press("s_wishes", number))


async def _known(turn: Turn, incoming: Incoming, wish_id: int) -> WishFacts:
    try:
        return await kept.known(turn, wish_id, incoming.person.id)
    except UnknownWish as unknown:  # there or not, told alike
        raise NotACoordinator from unknown


async def _led(turn: Turn, incoming: Incoming, wish_id: int) -> WishFacts:
    """A wish as it stands, held, for a coordinator of its community; else NotACoordinator, there or not."""
    facts = await _known(turn, incoming, wish_id)
    if facts.actor is None:
        raise NotACoordinator
    check_coordinator(facts.actor)
    return facts


async def _ask(
    turn: Turn, incoming: Incoming, house: House, press: Press, dialog: str, *states: WishState
) -> Toast | None:
    """Refused now rather than after the question."""
    facts = await _led(turn, incoming, press.id)
    if facts.wish.state not in states:
        raise WishMovedOn
    return await _begin(turn, incoming.beside() if press.arg == BESIDE else incoming, house, dialog, facts)


async def _begin(turn: Turn, incoming: Incoming, house: House, dialog: str, facts: WishFacts) -> Toast | None:
    view = await wish_view(turn.connection, facts.wish.id)
    name = view.grant.first_name if view is not None and view.grant is not None else ""
    return await dialogs.begin(
        turn, incoming, house, dialog, community_id=facts.wish.community_id, subject_id=facts.wish.id,
        answers={"about": {"code": facts.wish.code, "name": name}},
    )  # fmt: skip


async def _below(turn: Turn, incoming: Incoming, facts: WishFacts) -> None:
    """A photo cannot become a text, so the page comes below it, and the photo loses its buttons."""
    if incoming.edit is not None:
        await turn.strip(incoming.person.id, incoming.edit)
    await tell(turn, incoming.beside(), _page(facts))


def _page(facts: WishFacts) -> WishPage:
    return WishPage(facts.wish.id, facts.wish.community_id)


def _fixed(prefix: str, names: tuple[str, ...]) -> Choices:
    async def offered(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
        return [(name, ours(f"{prefix}_{name}")) for name in names]

    return offered


PRESSES = {
    "w_new": collect, "w_list": listed, "w_page": page, "w_photo": photo, "w_verify": verify, "w_confirm": confirm,
    "w_again": again, "w_free": free, "w_end": withdraw, "w_thanks": thanks, "s_wishes": limit, "s_wlimit": set_limit,
}  # fmt: skip
ENDINGS = {
    "new_wish": end_collect, "wish_again": end_again, "wish_free": end_free, "wish_end": end_withdraw,
    "pass_thanks": end_thanks, "wish_limit": end_limit,
}  # fmt: skip
CHOICES = {
    ("new_wish", "district"): OFFERED["route", "district"],
    ("new_wish", "group"): _fixed("group", GROUPS),
    ("wish_free", "reason"): _fixed("reason", FREE_REASONS),
    ("wish_end", "reason"): _fixed("reason", END_REASONS),
}
