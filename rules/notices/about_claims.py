"""What the clock asks between a claim and its end, what is answered, and who hears when no answer comes.

Moments are ISO 8601 in UTC, told on the clocks of the community.
"""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder


@dataclass(frozen=True)
class StillComing(AboutOrder):
    """To the helper, some hours before: without a word until then, others are asked. Buttons: coming, hand back."""

    until: str

    is_reminder = True


class ComingNoted(AboutOrder):
    """To the helper, who has said so."""


class HaveYouArrived(AboutOrder):
    """To the helper, once the agreed time has come. Buttons: arrived, hand back."""

    is_reminder = True


class DoneYet(AboutOrder):
    """To the helper who is there, once the agreed time is over. Button: finished."""

    is_reminder = True


class PlaceFreed(AboutOrder):
    """To the helper who did not say whether they come: others are asked now."""


@dataclass(frozen=True)
class HelperSilent(AboutOrder):
    """To the resident: the helper has not answered; others are asked, unless the others have finished."""

    helper: str
    reopened: bool


class PleaseConfirm(AboutOrder):
    """To the resident, a day after the work: once more whether all is right. Buttons: confirm, something is wrong."""

    is_reminder = True


@dataclass(frozen=True)
class WatchNoted(AboutOrder):
    """To the helper who wants to be checked on: when. Button: all right, which ends it."""

    at: str


@dataclass(frozen=True)
class IsAllWell(AboutOrder):
    """To the helper whose time is over: until when an answer is waited for. Buttons: all right, 30 more minutes."""

    until: str

    is_reminder = True


@dataclass(frozen=True)
class WatchOver(AboutOrder):
    """To the helper: nobody checks on them any more; `called` where somebody had been told."""

    called: bool


@dataclass(frozen=True)
class HelperOverdue(AboutOrder):
    """To whoever is on duty: this helper does not answer since then; name and phone are read when it is sent."""

    person_id: int
    since: str


class WatchStopped(AboutOrder):
    """To a helper whose place is gone: nobody checks on them any more."""


@dataclass(frozen=True)
class HelperWell(AboutOrder):
    """To whoever was told: the helper has answered."""

    helper: str
