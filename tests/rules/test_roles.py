"""Helpers who do different things: each role is a place of its own."""

from dataclasses import replace

import pytest

from rules import orders, refusals
from rules.life import State
from rules.standby import stand_by
from tests.people import boris, chen, volunteer
from tests.rules.play import Life, placed


def carried(*roles: str) -> Life:
    life = placed(helpers=len(roles))
    life.order = replace(life.order, roles=roles)
    return life


def test_a_role_is_a_place() -> None:
    life = carried("Driver", "Lifter")
    life.move(boris, orders.claim, 1)
    assert life.claims[0].role == "Lifter"
    assert life.facts(None).free_roles == ("Driver",)
    with pytest.raises(refusals.RoleTaken) as no:
        life.move(chen, orders.claim, 1)
    assert no.value.given == {"role": "Lifter"}
    life.move(chen, orders.claim, 0)
    assert life.state() is State.CLAIMED


def test_the_same_role_twice_is_two_places() -> None:
    life = carried("Lifter", "Lifter")
    life.move(boris, orders.claim, 0)
    life.move(chen, orders.claim, 0)
    assert [kept.role for kept in life.claims] == ["Lifter", "Lifter"]


def test_who_names_none_gets_the_only_one_that_is_left() -> None:
    life = carried("Driver", "Lifter")
    with pytest.raises(refusals.ChooseRole):
        life.move(boris, orders.claim)
    life.move(boris, orders.claim, 0)
    life.move(chen, orders.claim)
    assert life.claims[1].role == "Lifter"


def test_a_place_that_is_not_there_is_no_button_of_ours() -> None:
    with pytest.raises(refusals.UnknownButton):
        carried("Driver").move(boris, orders.claim, 1)


def test_one_may_stand_by_for_a_role_while_another_is_free() -> None:
    life = carried("Driver", "Lifter")
    life.move(boris, orders.claim, 0)
    life.move(chen, stand_by, 0)
    with pytest.raises(refusals.PlaceIsFree):
        life.move(volunteer(1), stand_by, 1)
    life.move(boris, orders.hand_back)
    assert [(kept.person_id, kept.role) for kept in life.claims if kept.holds] == [(chen.person_id, "Driver")]


def test_a_role_that_falls_free_is_for_those_who_stand_by_for_it() -> None:
    life = carried("Driver", "Lifter")
    life.move(boris, orders.claim, 0)
    life.move(volunteer(1), orders.claim, 1)
    life.move(chen, stand_by, 1)
    life.move(boris, orders.hand_back)
    assert life.state() is State.OPEN
    assert life.facts(None).free_roles == ("Driver",)
