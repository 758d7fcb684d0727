"""Who may press what of the steps when nobody comes, and of quiet hours: for test_bad_presses.py."""

from collections.abc import Mapping

Case = tuple[str, int, Mapping[str, str], str, str]  # verb, id, denied, allowed, arg
RUNGS = (
    ("ladder", ""), ("urgent", "yes"), ("rung", "duty"), ("rung_to", "duty-a-60"), ("rung_cut", "duty"),
    ("rung_add", "duty"), ("rungs", ""),
)  # fmt: skip
NO_RUNGS = (("urgent", ""), ("rung", "shout"), ("rung_to", "duty-a-61"), ("rung_cut", ""), ("rung_add", "shout"))


def tries(home: int, service: int, no: Mapping[str, str]) -> list[Case]:
    """A coordinator of the community alone, and only what is offered."""
    stale = {"dora": "stale_button"}
    return [
        ("s_hush", home, no, "dora", "none"),
        ("s_hush", home, stale, "", "0-1"),
        *((f"s_{verb}", service, no, "dora", arg) for verb, arg in RUNGS),
        *((f"s_{verb}", service, stale, "", arg) for verb, arg in NO_RUNGS),
    ]
