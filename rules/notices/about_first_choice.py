"""What is said where an order goes to the helper of last time first; times are on the community's clocks, 09:15."""

from dataclasses import dataclass

from rules.notices.notice import AboutOrder


@dataclass(frozen=True)
class AskedFirst(AboutOrder):
    """To the resident: it is out, and until then `helper` alone may take it. Buttons: cancel, change."""

    helper: str
    until: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class WishedFor(AboutOrder):
    """To that helper: somebody they have helped asks for them again; says no more than the card. Accept, decline."""

    until: str


@dataclass(frozen=True)
class CannotThisTime(AboutOrder):
    """To the resident: `helper` has declined, and from now on all may take it. Buttons: cancel, change."""

    helper: str


class OpenToAll(AboutOrder):
    """To the resident: no answer so far, and from now on all may take it. Buttons: cancel, change."""
