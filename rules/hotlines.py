"""The numbers to call when a neighbour is not enough: a community's own, or the usual ones of its country."""

from collections.abc import Mapping

MOST_HOTLINES = 8

# China: 12345 answers for the local government, 12355 for young people (both as communities list them), 12356 is the
# psychological support line, 120 the ambulance, 110 the police. Europe: 112, and 116 123 for emotional support.
CHINA = ("12345", "12355", "12356", "120", "110")
EUROPE = ("112", "116123")
_EUROPEAN = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
USUAL: Mapping[str, tuple[str, ...]] = {"CN": CHINA, **dict.fromkeys(_EUROPEAN, EUROPE)}


def usual(region: str | None) -> tuple[str, ...]:
    """The usual numbers of a country, by its two letters; none where we do not know them."""
    return USUAL.get(region or "", ())
