"""What is said about residents without Telegram, and about relatives who act for each other."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder, Notice


class ConfirmedByPin(AboutOrder):
    """The caller has told the helper the PIN: all is well."""


@dataclass(frozen=True)
class ConfirmedBy(AboutOrder):
    """Somebody of those who may has confirmed; told to the others of them."""

    by: str


class PinSlip(AboutOrder):
    """What is printed and given to a resident without Telegram, for a coordinator alone."""


@dataclass(frozen=True)
class ProxyAsked(Notice):
    """Somebody wants to act for a person without Telegram, or for the reader. Buttons: approve, decline, end."""

    proxy_id: int
    community_id: int


@dataclass(frozen=True)
class ProxyAnswer(Notice):
    """What became of it, to whoever asked: agreed to, or not."""

    proxy_id: int
    community_id: int


@dataclass(frozen=True)
class ProxyOver(Notice):
    """It has ended; to the other of the two. `by`: whoever ended it, by first name."""

    proxy_id: int
    community_id: int
    by: str
