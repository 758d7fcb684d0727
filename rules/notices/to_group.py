"""What is said in a group, as an answer to an order's card, which stays where it is."""

from rules.notices.notice import AboutOrder


class StillOpen(AboutOrder):
    """Nobody has claimed it yet."""


class FreeAgain(AboutOrder):
    """Somebody has handed back a place."""
