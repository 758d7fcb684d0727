"""Presses after a claim that should not work: somebody else's, and those that nobody was asked for."""

from collections.abc import Mapping

After = tuple[str, int, Mapping[str, str], str, str]  # verb, order, who is refused and how, who may, argument


def after_claim(held: int) -> list[After]:
    """On an order that Boris holds; without a timer there is nothing to end."""
    not_theirs = dict.fromkeys(("chen", "anna", "milan", "dora"), "not_your_claim")
    return [
        ("coming", held, not_theirs, "boris", ""),
        ("check_me", held, not_theirs, "boris", ""),
        ("all_right", held, not_theirs | {"boris": "not_checked"}, "", ""),
        ("check_on", held, {"boris": "unknown_button"}, "", "7"),
        ("check_on", held, not_theirs, "boris", "60"),
    ]
