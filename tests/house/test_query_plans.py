"""Law: a million orders are as quick as ten. No statement reads a table that grows from end to end, and few are made.

The stories are told again while somebody looks over the database's shoulder.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.databases import KINDS, Place, fresh
from tests.house.statements import Collected, collecting, plan_of, read_whole, shape
from tests.house_of_paidan import open_house
from tests.stories import (
    test_another_team,
    test_calls,
    test_changing,
    test_claiming,
    test_confirming,
    test_coordinating,
    test_decisions,
    test_drafts,
    test_duplicates,
    test_duty,
    test_fair_share,
    test_family,
    test_files,
    test_finishing,
    test_first_refusal,
    test_handing_back,
    test_hearing,
    test_mine,
    test_offers,
    test_own_groups,
    test_passbook,
    test_reminders,
    test_review,
    test_routes,
    test_vetting,
    test_whole_loop_en,
    test_wishes,
)
from tests.stories.test_again import test_the_last_order_once_more_asks_only_when as once_more
from tests.stories.test_every_week import test_weeks_without_the_bot_are_let_go_and_one_is_skipped as every_week
from tests.town import Town, open_town

FEW = {"communities", "teams", "services", "links"}  # as many as the coordinators have made
FEW |= {"alarms"}  # one for each thing that can be wrong
FEW |= {"duty_days"}  # seven of a community
FEW |= {"routes", "neighbours"}  # forty of a community at most, and as many as its teams have
ALLOWED = {
    "DELETE FROM drafts WHERE drafts.updated_at": "once an hour, and a draft lives for a month at most",
    "UPDATE drafts SET updated_at=": "once at the start, and when the clock was set back",
    "SELECT anon_1.district": "the latest five hundred of a community, in the order of their numbers",
}
"""What may all the same, by its first words, and why."""

STORIES: tuple[Callable[[Town], Awaitable[None]], ...] = (
    test_review.test_a_question_goes_to_the_resident_and_the_answer_comes_back,
    test_fair_share.test_who_helped_lately_waits_and_everybody_sees_until_when,
    test_first_refusal.test_paused_meanwhile_they_cannot_and_are_not_proposed_again,
    test_another_team.test_orders_of_a_lost_group_go_to_a_team_that_has_one,
    test_decisions.test_what_waits_stands_in_its_order_with_a_button_each,
    test_offers.test_an_offer_says_no_more_than_the_card_and_accepting_brings_the_address,
    test_coordinating.test_closed_with_a_reason_that_everybody_in_it_hears,
    test_changing.test_a_file_taken_out_is_taken_back_from_the_helper,
    test_changing.test_cancelled_with_a_reason_that_the_helper_hears,
    test_claiming.test_open_lists_what_waits_for_those_who_come_late,
    test_claiming.test_the_late_one_learns_the_first_name_and_what_else_is_open,
    test_confirming.test_after_three_days_of_silence_the_clock_confirms_and_tells_both,
    test_confirming.test_there_is_no_second_decision,
    test_coordinating.test_a_note_is_for_the_other_coordinators_alone,
    test_coordinating.test_another_team_takes_the_card_to_its_group,
    test_coordinating.test_taken_back_the_address_is_gone_and_the_place_free,
    test_drafts.test_a_draft_waits_for_a_day_and_a_second_order_offers_to_go_on,
    test_files.test_a_voice_note_is_heard_by_the_helper_alone,
    test_finishing.test_nobody_came_and_the_coordinator_has_a_name_to_call,
    test_handing_back.test_the_files_are_taken_back_as_well,
    test_mine.test_there_is_only_ever_one_message_with_the_address,
    test_passbook.test_why_explains_each_figure,
    test_routes.test_where_would_it_go_when_its_team_has_no_group,
    test_routes.test_a_route_is_removed_when_pressed_twice,
    test_vetting.test_with_a_check_they_can_claim_and_they_hear_of_it,
    test_vetting.test_a_check_is_taken_back_when_pressed_twice_and_what_is_held_stays,
    test_vetting.test_a_volunteer_is_paused_told_so_and_goes_on,
    test_duplicates.test_a_second_order_for_the_same_help_is_pointed_out_on_the_review_card,
    test_own_groups.test_what_waits_moves_with_the_group_and_the_old_one_is_told,
    test_own_groups.test_when_the_group_is_lost_each_coordinator_has_it_in_private,
    once_more,
    every_week,
    test_reminders.test_quiet_hours_hold_it_stopped_it_is_withdrawn,
    test_duty.test_a_day_is_swapped_when_the_other_says_yes_and_not_too_late,
    test_hearing.test_quiet_hours_keep_it_until_the_morning_and_only_what_is_still_open,
    test_wishes.test_after_seven_days_without_a_word_it_is_first_on_the_board_again,
    test_wishes.test_taken_back_and_withdrawn_with_a_reason,
    test_calls.test_the_slip_and_who_may_not,
    test_family.test_it_ends_while_an_order_is_being_written,
)

MOST_STATEMENTS = {"claim": 11, "check_in": 11, "finish": 16, "confirm": 24}
"""Of a whole turn, with its messages, its journal and its update: what somebody pressed, by the move it made."""


@pytest.mark.parametrize("kind", KINDS)
async def test_no_statement_reads_what_grows_from_end_to_end(tmp_path: Path, kind: str) -> None:
    """On PostgreSQL fewer stories are told: the statements are the same, and each has its plan here."""
    with fresh(kind, made(tmp_path / "loop")) as place:
        with collecting() as collected:
            async with open_house(place) as house:
                await test_whole_loop_en.test_from_the_owner_link_to_the_passbook(house)
            for number, story in enumerate(STORIES if kind == "sqlite" else STORIES[:9]):
                with fresh(kind, made(tmp_path / str(number))) as another:
                    async with open_town(another) as town:
                        await story(town)
        found = read_whole(place.url, collected)
    assert len(collected.distinct) > (150 if kind == "sqlite" else 120), "the stories have been told"
    wrong = [f"{table}: {statement}" for statement, table in found if table not in FEW and not is_allowed(statement)]
    assert not wrong, "\n".join(wrong)


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def is_allowed(statement: str) -> bool:
    return any(statement.startswith(words) for words in ALLOWED)


async def test_a_backlog_is_read_in_its_order_and_never_sorted(tmp_path: Path) -> None:
    with collecting() as collected:
        async with open_town(Place(tmp_path)):
            pass
    for table in ("inbox", "outbox"):
        (waiting,) = [each for each in collected.distinct if re.match(rf"SELECT {table}\..*LIMIT 64", each, re.DOTALL)]
        assert "TEMP B-TREE" not in plan_of(f"sqlite:///{tmp_path / 'paidan.db'}", waiting)


async def test_a_move_needs_no_more_statements_than_it_did(tmp_path: Path) -> None:
    with collecting() as collected:
        async with open_town(Place(tmp_path)) as town:
            await town.finished(town.boris)
            await town.anna.presses("Confirm")
    counted = {verb: len(turn) for turn in collected.turns() if (verb := verb_of(turn)) in MOST_STATEMENTS}
    assert counted == MOST_STATEMENTS, told(collected)


def verb_of(turn: list[str]) -> str | None:
    """The move that a turn has made, by its line in the journal."""
    noted = re.compile(r"INSERT INTO journal .* VALUES \('[^']+', \d+, \d+, \d+, '(\w+)'")
    verbs = [found.group(1) for each in turn if (found := noted.match(each))]
    return verbs[0] if verbs else None


def told(collected: Collected) -> str:
    return "\n".join(
        f"{verb_of(turn)}: {count}x {statement}"
        for turn in collected.turns()
        if verb_of(turn) in MOST_STATEMENTS
        for statement, count in Counter(map(shape, turn)).items()
    )


def test_a_list_is_a_list_however_long() -> None:
    assert shape("SELECT 1 FROM a WHERE b IN (1, 2, 3)") == shape("SELECT 5 FROM a WHERE  b IN (1, 'x''y')")


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("SELECT * FROM people AS p WHERE p.name = 'Anna'", "people"),
        ("SELECT count(*) FROM orders", "orders"),
        ("SELECT details FROM orders WHERE community_id = 1", "orders"),
        ("SELECT 1 FROM communities c JOIN claims ON claims.reason = c.name WHERE c.id = 1", "claims"),
    ],
)
async def test_the_law_sees_what_it_looks_for(tmp_path: Path, statement: str, table: str) -> None:
    async with open_house(Place(tmp_path)):
        pass
    assert read_whole(f"sqlite:///{tmp_path / 'paidan.db'}", Collected([statement])) == [(shape(statement), table)]
