"""What is said about wishes; whom a wish is for is never a field, but read from it for whoever may see it."""

from dataclasses import dataclass

from rules.notices.notice import Notice


@dataclass(frozen=True)
class AboutWish(Notice):
    """A notice whose template reads the wish as it stands when it is sent."""

    wish_id: int
    community_id: int


class WishCollected(AboutWish):
    """To the coordinators: a wish waits for somebody's check. Button: look at it."""


class WishPage(AboutWish):
    """A wish in full, for a coordinator who looks at it."""


class WishPhoto(AboutWish):
    """To a coordinator who asked for it: the photo taken when the wish was collected."""


@dataclass(frozen=True)
class WishOnBoard(AboutWish):
    """To a team's group: a wish is on the board, new or again; says no more than the board. Button: see it."""

    back: bool = False


@dataclass(frozen=True)
class AboutGrant(AboutWish):
    """About one person's claim of a wish: said of the claim as it was, whatever has become of the wish."""

    claim_id: int


class WishClaimed(AboutGrant):
    """To the coordinators and whoever collected it: who has claimed it. Button: look at it."""


class WishReminder(AboutGrant):
    """To the claimant: two days are left to get in touch. Buttons as on the private card."""


class WishNudge(AboutGrant):
    """To the claimant: two weeks in touch, and nothing delivered yet. Buttons as on the private card."""


class WishReleased(AboutGrant):
    """To the claimant: nothing was heard for seven days, so the wish is on the board again."""


class WishHandedBack(AboutGrant):
    """To the claimant: handed back, as they wished."""


@dataclass(frozen=True)
class WishReturned(AboutGrant):
    """To the coordinators and whoever collected it: on the board again; `why` is the claim's end."""

    why: str


@dataclass(frozen=True)
class WishTakenBack(AboutGrant):
    """To the claimant: the coordinators have put it back on the board, with a reason."""

    reason: str


@dataclass(frozen=True)
class WishWithdrawn(AboutGrant):
    """To the claimant: the coordinators have withdrawn it, with a reason."""

    reason: str


class WishDeliveryNoted(AboutGrant):
    """To the claimant: the coordinators have the photo and look at it."""


class WishDelivered(AboutGrant):
    """To the coordinators: the photo, with what was wished. Buttons: confirm, another photo."""


@dataclass(frozen=True)
class WishPhotoAgain(AboutGrant):
    """To the claimant: a coordinator asks for another photo. Buttons: delivered."""

    words: str


class WishWaits(AboutGrant):
    """To the coordinators: delivered, and nobody has looked at the photo. Button: look at it."""


class WishLongOut(AboutGrant):
    """To the coordinators: in touch for two weeks, and nothing delivered. Button: look at it."""


class WishFulfilled(AboutGrant):
    """To the claimant: confirmed; name, phone and address are gone."""


class WishAskThanks(AboutGrant):
    """To whoever collected it: fulfilled; they may pass on what the family says. Button: pass on thanks."""


@dataclass(frozen=True)
class WishThanks(AboutGrant):
    """To the claimant: what the family says, without names, numbers and doors."""

    words: str


class WishMoved(AboutGrant):
    """Left where the private card stood, if it could not be taken away: the card has been brought down."""
