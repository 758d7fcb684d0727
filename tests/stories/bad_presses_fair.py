"""Presses of the page of fair share that should not work: each verb with who is refused how, who may, its argument."""

from collections.abc import Iterator, Mapping

Rest = tuple[Mapping[str, str], str, str]


def cases(no: Mapping[str, str]) -> Iterator[tuple[str, Rest]]:
    """`no` refuses all who do not coordinate this community."""
    yield "s_fair", (no, "dora", "")
    yield "s_fair_to", (no, "dora", "15")
    for made_up in ("7", "-5", "99999", "yes", ""):
        yield "s_fair_to", ({"dora": "stale_button"}, "", made_up)
