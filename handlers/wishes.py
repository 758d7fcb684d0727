"""/wishes: what is on the board, claiming a wish, and what whoever has claimed one does until it is granted."""

from functools import partial

from sqlalchemy import RowMapping

from handlers import communities, dialogs
from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.paging import last_page, turning
from handlers.presses import Press
from rules import wishes as verbs
from rules.dialog import Draft
from rules.notices import Button, Screen, WishMoved, ours
from rules.refusals import LinkUnknown, NotYourWish, UnknownWish
from rules.wish_life import WISHED, Claimant, WishState, wish_code
from storage import communities as kept_communities
from storage import people
from storage import wishes as kept
from storage.desk import Turn
from storage.wish_views import WishView, wish_view

PER_PAGE = 5

Rows = tuple[tuple[Button, ...], ...]


async def wishes(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """/wishes: the board of the person's community, or the question which."""
    community = await communities.choose(turn, incoming, house, "wishes")
    if community is not None:
        await _board(turn, incoming, community, 0)


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One page of it, by a button."""
    await _board(turn, incoming, await communities.of(turn, incoming, press.id), press.page)
    return None


async def linked(turn: Turn, incoming: Incoming, _house: House, rest: str) -> None:
    """From a group: the wish that was told of there, or the board, if it is no longer on it.

    The link carries the community's public name as its invitation does, so whoever opens it belongs to it.
    """
    slug, _, number = rest.rpartition("_")
    community = await kept_communities.by_slug(turn.connection, slug)
    if community is None or not (number.isdecimal() and number.isascii() and len(number) < 18):
        raise LinkUnknown
    wish = await wish_view(turn.connection, int(number))
    if wish is None or wish.community_id != community["id"] or wish.state is WishState.COLLECTED:
        raise LinkUnknown
    await people.enter(turn.connection, community["id"], incoming.person.id)
    if wish.state is not WishState.BOARD:
        await _board(turn, incoming, community, 0, gone=wish.code)
        return
    rows: Rows = ((_claim_button(wish),), ((ours("all_wishes"), Press("wishes", community["id"]).data(), ""),))
    await tell(turn, incoming, Screen("wish_one", {"line": wish.line}, rows))


async def claim(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Somebody would like to grant it: as whom, is asked first."""
    facts = await kept.known(turn, press.id, incoming.person.id)
    verbs.check_claim(facts)
    return await dialogs.begin(
        turn, incoming, house, "claim_wish", community_id=facts.wish.community_id, subject_id=press.id,
        answers={"about": {"code": facts.wish.code}},
    )  # fmt: skip


async def end_claim(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """It is theirs: name, phone and door go to them alone, and the coordinators hear of it."""
    wish_id = subject(draft)
    facts = await kept.known(turn, wish_id, incoming.person.id)
    verbs.check_claim(facts)
    await tell(turn, incoming, Screen("wish_is_yours", {"code": facts.wish.code}))
    kind, name = Claimant(str(draft.answers["claimant"])), str(draft.answers.get("organisation") or "")
    await kept.move(turn, wish_id, incoming.person.id, partial(verbs.claim, kind=kind, organisation=name))
    return Toast("wish_claimed", {"code": facts.wish.code})


async def card(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The private card of a wish that is theirs, as the newest message."""
    facts = await kept.known(turn, press.id, incoming.person.id)
    grant = facts.grant
    if grant is None or grant.id is None or not grant.lives or grant.person_id != incoming.person.id:
        raise NotYourWish
    moved = WishMoved(press.id, facts.wish.community_id, grant.id)
    await kept.bring_down(turn, grant.id, incoming.person.id, moved)
    return None


async def in_touch(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """They have been in touch; the card says so."""
    outcome = await kept.move(turn, press.id, incoming.person.id, verbs.make_contact)
    await _take_buttons(turn, incoming, press)
    return Toast("wish_in_touch", {"code": outcome.wish.code})


async def delivered(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Delivered: a photo of it is asked for, below the card."""
    facts = await kept.known(turn, press.id, incoming.person.id)
    verbs.check_delivery(facts)
    return await dialogs.begin(
        turn, incoming.beside(), house, "wish_done", community_id=facts.wish.community_id, subject_id=press.id,
        answers={"about": {"code": facts.wish.code}},
    )  # fmt: skip


async def end_delivered(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The photo goes to the coordinators, and to nobody else."""
    photo = str(draft.answers["photo"])
    await kept.move(turn, subject(draft), incoming.person.id, verbs.deliver, photo=photo)
    return None


async def hand_back(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """They cannot after all; no reason is asked for."""
    await kept.move(turn, press.id, incoming.person.id, verbs.hand_back)
    await _take_buttons(turn, incoming, press)
    return None


def subject(draft: Draft) -> int:
    """The wish that a dialog is about."""
    if draft.subject_id is None:
        raise UnknownWish
    return draft.subject_id


async def _take_buttons(turn: Turn, incoming: Incoming, press: Press) -> None:
    """A reminder has the card's buttons; the card loses its own when it is brought up to date."""
    if press.arg == "note" and incoming.edit is not None:
        await turn.strip(incoming.person.id, incoming.edit)


async def _board(turn: Turn, incoming: Incoming, community: RowMapping, page: int, *, gone: str = "") -> None:
    number, person_id = community["id"], incoming.person.id
    total = await kept.count(turn.connection, number, WishState.BOARD)
    page = last_page(page, total, PER_PAGE)
    found = await kept.board(turn.connection, number, PER_PAGE, page * PER_PAGE)
    views = [view for each in found if (view := await wish_view(turn.connection, each)) is not None]
    own = await kept.promised_by(turn.connection, number, person_id)
    actor = await people.member(turn.connection, number, person_id)
    leads = actor.leads
    data = {
        "community": community["name"], "count": total, "lines": [view.line for view in views], "gone": gone,
        "own": [wish_code(row["number"]) for row in own], "leads": leads,
    }  # fmt: skip
    more = (page + 1) * PER_PAGE < total
    rows: Rows = (*((_claim_button(view),) for view in views), *turning("wishes", number, page, more=more))
    rows += tuple(
        ((ours("own_wish", code=wish_code(row["number"])), Press("w_card", row["id"]).data(), ""),) for row in own
    )
    if leads:
        living = await kept.count(turn.connection, number, *WISHED, WishState.FULFILLED)
        new: Button = (ours("collect_wish"), Press("w_new", number).data(), "")
        look: Button = (ours("look_after_wishes", count=living), Press("w_list", number).data(), "")
        rows += ((new, look),)
    await tell(turn, incoming, Screen("wishes", data, rows))


def _claim_button(wish: WishView) -> Button:
    return ours("claim_wish", code=wish.code), Press("w_claim", wish.id).data(), "success"


async def _claimants(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(each.value, ours(f"claimant_{each}")) for each in Claimant]


COMMANDS = {"wishes": wishes}
PRESSES = {
    "wishes": opened, "w_claim": claim, "w_card": card, "w_touch": in_touch, "w_done": delivered, "w_back": hand_back,
}  # fmt: skip
LINKS = {"wish": linked}
ENDINGS = {"claim_wish": end_claim, "wish_done": end_delivered}
CHOICES = {("claim_wish", "claimant"): _claimants}
