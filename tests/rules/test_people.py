"""Who may do what, and what of a name a group may see."""

from dataclasses import replace

import pytest

from rules.people import Standing, check_coordinator, check_volunteer, first_name
from rules.refusals import AwaitingApproval, NotACoordinator, NotApproved, Paused
from tests.people import anna, boris, dora, stranger


def test_an_approved_volunteer_may_claim() -> None:
    check_volunteer(boris, join_link="join_wenfeng")


@pytest.mark.parametrize("standing", [Standing.NONE, Standing.DECLINED])
def test_others_are_shown_the_way_to_join(standing: Standing) -> None:
    with pytest.raises(NotApproved) as no:
        check_volunteer(replace(stranger, standing=standing), join_link="join_wenfeng")
    assert no.value.link == "join_wenfeng"


def test_an_applicant_is_asked_for_patience() -> None:
    with pytest.raises(AwaitingApproval):
        check_volunteer(replace(stranger, standing=Standing.APPLIED), join_link="join_wenfeng")


def test_who_is_paused_is_not_told_to_apply_again() -> None:
    with pytest.raises(Paused):
        check_volunteer(replace(boris, standing=Standing.PAUSED), join_link="join_wenfeng")


def test_being_a_coordinator_is_not_being_a_volunteer() -> None:
    with pytest.raises(NotApproved):
        check_volunteer(dora, join_link="join_wenfeng")


def test_coordinators_and_the_owner_coordinate_and_others_do_not() -> None:
    check_coordinator(dora)
    check_coordinator(replace(stranger, owner=True))
    for person in (anna, boris, stranger):
        with pytest.raises(NotACoordinator):
            check_coordinator(person)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna Petrova", "Anna"),
        ("  Anna\tPetrova ", "Anna"),
        ("Anna", "Anna"),
        ("王小明", "王小明"),
        ("A" * 128, "A" * 24),
        ("   ", ""),
        ("", ""),
    ],
)
def test_a_group_sees_the_first_word_of_a_name(name: str, shown: str) -> None:
    assert first_name(name) == shown


def test_a_members_first_name_is_the_names_first_word() -> None:
    assert boris.first_name == "Boris"
