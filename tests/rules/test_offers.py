"""Whom a coordinator is shown first: who wants to help with this, and has rested longest."""

from datetime import timedelta

from rules.offers import Candidate, in_turn
from tests.people import MONDAY


def helped(person_id: int, days_ago: int | None, *, ticked: bool = True) -> Candidate:
    """Somebody who last helped so many days ago, or never."""
    return Candidate(person_id, "", ticked, None if days_ago is None else MONDAY - timedelta(days=days_ago))


def test_who_ticked_the_service_comes_first() -> None:
    other, wants = helped(1, None, ticked=False), helped(2, 1)
    assert in_turn([other, wants]) == [wants, other]


def test_among_them_who_has_not_helped_for_longest() -> None:
    yesterday, never, long_ago = helped(1, 1), helped(2, None), helped(3, 90)
    assert in_turn([yesterday, never, long_ago]) == [never, long_ago, yesterday]


def test_nobody_is_left_out_and_the_order_is_the_same_each_time() -> None:
    same = [helped(3, None), helped(1, None), helped(2, None)]
    assert [each.person_id for each in in_turn(same)] == [1, 2, 3]
    assert in_turn(reversed(same)) == in_turn(same)
