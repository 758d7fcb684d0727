"""What is said of wishes, rendered as they stand when it is sent: to claimants, coordinators and groups."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Page
from bot.keyboards import GREEN, PLAIN, RED, Rows
from bot.readers import Reader, Row
from bot.words import Words
from handlers.presses import Press
from rules.notices import (
    Button,
    View,
    WishAskThanks,
    WishClaimed,
    WishCollected,
    WishDelivered,
    WishDeliveryNoted,
    WishFulfilled,
    WishHandedBack,
    WishLongOut,
    WishMoved,
    WishNudge,
    WishOnBoard,
    WishPage,
    WishPhoto,
    WishPhotoAgain,
    WishReleased,
    WishReminder,
    WishReturned,
    WishTakenBack,
    WishThanks,
    WishWaits,
    WishWithdrawn,
    ours,
)
from rules.wish_life import WishState
from storage import people
from storage.wish_views import GrantView, WishView, wish_of_claim, wish_view

BESIDE = "beside"
NOTE = "note"  # a reminder has the card's buttons, and loses them when one is pressed
MAY_END = (WishState.COLLECTED, WishState.BOARD, WishState.CLAIMED, WishState.IN_TOUCH)
HELD = (WishState.CLAIMED, WishState.IN_TOUCH)

Made = tuple[Page, str | None] | None  # a page, and the photo it stands under; None where nothing is to be said


@dataclass(frozen=True)
class Asked:
    """One row with what is needed to render it."""

    connection: AsyncConnection
    row: Row
    words: Words
    reader: Reader
    bot_username: str

    def page(self, wish: WishView, grant: GrantView | None, rows: Rows = (), key: str = "") -> Page:
        """The words of the row's notice, or of `key`."""
        fields = {**self.row.fields, "wish": wish, "grant": grant}
        return Page(self.words.text(key or self.row.key, self.reader.language, **fields), rows)


async def _card(asked: Asked) -> Made:
    """The wish as whoever claimed it sees it, with name, phone and door; without them once the claim is over."""
    claim_id = asked.row.position
    wish = await wish_of_claim(asked.connection, claim_id)
    grant = wish.claim(claim_id) if wish is not None else None
    if wish is None or grant is None or grant.person_id != asked.row.person_id:
        return None
    if not grant.lives:
        return asked.page(wish, grant, key="wish_card_over"), None
    return asked.page(wish, grant, _granting(wish), "wish_card"), None


async def _told(asked: Asked) -> Made:
    """Said, whatever has become of it since."""
    wish, grant = await _about(asked)
    return (asked.page(wish, grant, _UNDER.get(asked.row.key, _nothing)(wish)), None) if wish else None


async def _while_held(asked: Asked) -> Made:
    """A reminder to whoever has claimed it, as long as it is theirs and waits for them."""
    wish, grant = await _about(asked)
    if wish is None or grant is None or not grant.lives or wish.state not in _ABOUT_STATES[asked.row.key]:
        return None
    return asked.page(wish, grant, _UNDER[asked.row.key](wish)), None


async def _for_leader(asked: Asked) -> Made:
    """All of a wish, for who leads its community at this moment."""
    wish, grant = await _about(asked)
    if wish is None or not await _leads(asked, wish):
        return None
    return asked.page(wish, grant or wish.grant, _leading(wish)), None


async def _photo(asked: Asked) -> Made:
    wish, grant = await _about(asked)
    if wish is None or not await _leads(asked, wish):
        return None
    return asked.page(wish, grant), wish.photo


async def _delivered(asked: Asked) -> Made:
    """The photo of what was delivered, and the decision; to be decided only once."""
    wish, grant = await _about(asked)
    if wish is None or grant is None or not await _leads(asked, wish):
        return None
    rows = _deciding(wish, BESIDE) if wish.state is WishState.DELIVERED and grant.lives else ()
    return asked.page(wish, grant, rows), grant.photo


async def _on_board(asked: Asked) -> Made:
    """In a team's group, in the group's language; nothing that the board does not say."""
    wish, _ = await _about(asked)
    if wish is None or wish.state is not WishState.BOARD:
        return None
    link = f"url:https://t.me/{asked.bot_username}?start=wish_{wish.slug}_{wish.id}"
    return asked.page(wish, None, (((ours("see_wish"), link, GREEN),),)), None


async def _about(asked: Asked) -> tuple[WishView | None, GrantView | None]:
    fields = asked.row.fields
    wish = await wish_view(asked.connection, int(fields["wish_id"]))
    claim_id = fields.get("claim_id")
    return wish, wish.claim(int(claim_id)) if wish is not None and claim_id else None


async def _leads(asked: Asked, wish: WishView) -> bool:
    if asked.row.person_id is None:
        return False
    member = await people.member(asked.connection, wish.community_id, asked.row.person_id)
    return member.leads


# --- buttons ---------------------------------------------------------------------------------------------------------


def _button(key: str, verb: str, wish: WishView, style: str = PLAIN, arg: str = "") -> Button:
    return ours(key), Press(verb, wish.id, wish.version, arg).data(), style


def _nothing(_: WishView) -> Rows:
    return ()


def _granting(wish: WishView, arg: str = "") -> Rows:
    """What whoever has claimed it may do."""
    if wish.state not in HELD:
        return ()
    done = _button("wish_delivered", "w_done", wish, GREEN if wish.state is WishState.IN_TOUCH else PLAIN, arg)
    back = _button("wish_hand_back", "w_back", wish, arg=arg)
    if wish.state is WishState.IN_TOUCH:
        return ((done,), (back,))
    return ((_button("wish_contacted", "w_touch", wish, GREEN, arg),), (done, back))


def _from_note(wish: WishView) -> Rows:
    return _granting(wish, NOTE)


def _only_delivered(wish: WishView) -> Rows:
    return ((_button("wish_delivered", "w_done", wish, GREEN),),) if wish.state in HELD else ()


def _deciding(wish: WishView, arg: str = "") -> Rows:
    confirm = _button("wish_confirm", "w_confirm", wish, GREEN, arg)
    return ((confirm, _button("wish_again", "w_again", wish, arg=arg)),)


def _leading(wish: WishView) -> Rows:
    """What a coordinator may do with it as it stands."""
    rows: list[tuple[Button, ...]] = []
    if wish.state is WishState.COLLECTED:
        rows.append((_button("wish_verify", "w_verify", wish, GREEN),))
    if wish.state is WishState.DELIVERED:
        rows.append((_button("wish_look_at_photo", "w_photo", wish, GREEN),))
    elif wish.photo:
        rows.append((_button("wish_photo", "w_photo", wish),))
    if wish.state is WishState.FULFILLED:
        rows.append((_button("wish_pass_thanks", "w_thanks", wish, GREEN),))
    if wish.state in HELD:
        rows.append((_button("wish_free", "w_free", wish),))
    if wish.state in MAY_END:
        rows.append((_button("wish_withdraw", "w_end", wish, RED),))
    every: Button = (ours("wish_list"), Press("w_list", wish.community_id).data(), PLAIN)
    return (*rows, (every,))


def _look(wish: WishView) -> Rows:
    return ((_button("look_at_it", "w_page", wish, arg=BESIDE),),)


def _thank(wish: WishView) -> Rows:
    return ((_button("wish_pass_thanks", "w_thanks", wish, GREEN),),) if wish.state is WishState.FULFILLED else ()


def _others(wish: WishView) -> Rows:
    return (((ours("all_wishes"), Press("wishes", wish.community_id).data(), PLAIN),),)


_UNDER: Mapping[str, Callable[[WishView], Rows]] = {
    **dict.fromkeys((WishCollected.key(), WishClaimed.key(), WishReturned.key(), WishWaits.key(), WishLongOut.key()),
                    _look),
    WishReminder.key(): _from_note, WishNudge.key(): _from_note, WishPhotoAgain.key(): _only_delivered,
    WishAskThanks.key(): _thank,
    **dict.fromkeys((WishReleased.key(), WishHandedBack.key(), WishTakenBack.key(), WishWithdrawn.key()), _others),
}  # fmt: skip
_ABOUT_STATES: Mapping[str, tuple[WishState, ...]] = {
    WishReminder.key(): (WishState.CLAIMED,), WishNudge.key(): (WishState.IN_TOUCH,),
    WishPhotoAgain.key(): HELD, WishWaits.key(): (WishState.DELIVERED,), WishLongOut.key(): (WishState.IN_TOUCH,),
}  # fmt: skip
PAGES: Mapping[str, Callable[[Asked], Awaitable[Made]]] = {
    View.WISH.value: _card, WishPage.key(): _for_leader, WishPhoto.key(): _photo, WishDelivered.key(): _delivered,
    WishOnBoard.key(): _on_board, **dict.fromkeys(_ABOUT_STATES, _while_held),
    **dict.fromkeys(
        (
            WishCollected.key(), WishClaimed.key(), WishReleased.key(), WishHandedBack.key(), WishReturned.key(),
            WishTakenBack.key(), WishWithdrawn.key(), WishDeliveryNoted.key(), WishFulfilled.key(),
            WishAskThanks.key(), WishThanks.key(), WishMoved.key(),
        ),
        _told,
    ),
}  # fmt: skip
