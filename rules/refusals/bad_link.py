"""A deep link or code that opens nothing."""

from rules.refusals.refusal import Refusal


class BadLink(Refusal):
    """A deep link or code that opens nothing."""


class LinkUnknown(BadLink):
    """Never issued, or mistyped."""


class LinkUsed(BadLink):
    """One-time, and used."""


class LinkExpired(BadLink):
    """Past its date."""


class LinkNotYours(BadLink):
    """Meant for somebody with other rights."""
