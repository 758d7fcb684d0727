"""What is said of reminders, of duty, and of open orders to those who want to hear of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.notices.notice import AboutOrder, Notice


@dataclass(frozen=True)
class ReminderSaid(Notice):
    """What a coordinator has written, to one recipient; read from the reminder when sent."""

    receipt_id: int
    community_id: int


@dataclass(frozen=True)
class ReminderProgress(Notice):
    """To its author: how many have it, and what became of the others, by `rules.reminders.Receipt`.

    One message, brought up to date; the figures are fields, so that no update says what stands there already.
    """

    reminder_id: int
    run: int
    community_id: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ReminderOrphaned(Notice):
    """To the coordinators: a reminder was due, and who wrote it does not lead here any more."""

    reminder_id: int
    community_id: int


@dataclass(frozen=True)
class HandOver(Notice):
    """To whoever comes on duty: their day has begun, with the note of the one before."""

    community_id: int
    day: str


@dataclass(frozen=True)
class SwapAsked(Notice):
    """To a coordinator: would they take over a day? Buttons: accept, decline."""

    swap_id: int
    community_id: int


@dataclass(frozen=True)
class SwapDecided(Notice):
    """To who asked: the day is the other's, or stays theirs."""

    swap_id: int
    community_id: int


@dataclass(frozen=True)
class OrderAlert(AboutOrder):
    """An order is open, to a volunteer who asked to hear of its kind; no more of it than the card says."""


@dataclass(frozen=True)
class OrdersDigest(Notice):
    """What is open, to a volunteer who wants to hear it at once; `since` leaves out what was open before."""

    community_id: int
    since: str
