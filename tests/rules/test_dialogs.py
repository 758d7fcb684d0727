"""The dialogs as they are declared: what is asked, and when."""

import pytest

from rules import dialog as engine
from rules.dialog import Answers, Dialog, Draft
from rules.dialogs import DIALOGS, MOST_HELPERS, ORDER, SETTLE

MYSELF: Answers = {
    "for_whom": "me", "service": 1, "details": {"text": "Rice", "files": []}, "day": "now",
    "place": {"door": "Building 7, door 302", "latitude": None, "longitude": None}, "district": "Eastgate",
    "phone": None, "helpers": 1,
}  # fmt: skip


def asked(dialog: Dialog, answers: Answers) -> list[str]:
    return [question.name for question in dialog.asked(answers)]


def after(dialog: Dialog, answers: Answers, **changed: object) -> str | None:
    """The question that is open once these answers have been changed."""
    draft = engine.answer(dialog, Draft(1, 1, 1, dialog.name, answers=answers), changed)
    question = engine.next_question(dialog, draft)
    return question.name if question else None


def test_an_order_for_oneself_does_not_ask_who_it_is_for() -> None:
    assert not {"beneficiary_name", "relation", "beneficiary_phone"} & set(asked(ORDER, {"for_whom": "me"}))


def test_an_order_for_someone_else_asks_name_and_relation_and_may_have_a_phone() -> None:
    given = asked(ORDER, {"for_whom": "someone"})
    assert given[1:4] == ["beneficiary_name", "relation", "beneficiary_phone"]
    assert ORDER.question("beneficiary_phone").optional


def test_now_needs_no_time() -> None:
    assert "time" not in asked(ORDER, {"day": "now"})
    assert "time" in asked(ORDER, {"day": "2026-11-24"})


def test_another_day_asks_the_time_again() -> None:
    assert after(ORDER, {**MYSELF, "day": "2026-11-24", "time": "9:00"}, day="2026-11-25") == "time"


def test_another_place_asks_the_district_again() -> None:
    assert after(ORDER, MYSELF, place={"door": "Road 5", "latitude": None, "longitude": None}) == "district"


def test_a_complete_order_is_reviewed() -> None:
    assert after(ORDER, MYSELF, helpers=MOST_HELPERS) is None
    assert ORDER.review


def test_a_coordinator_gives_minutes_only_when_they_differ() -> None:
    assert asked(SETTLE, {"decision": "other"}) == ["decision", "minutes", "reason"]
    assert asked(SETTLE, {"decision": "reported"}) == ["decision", "reason"]


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS)
def test_names_fit_where_drafts_are_kept(dialog: Dialog) -> None:
    """`drafts.dialog` and `drafts.asking` hold twenty characters."""
    names = [question.name for question in dialog.questions]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 20 for name in [dialog.name, *names])


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS)
def test_what_a_question_clears_comes_after_it(dialog: Dialog) -> None:
    names = [question.name for question in dialog.questions]
    for position, question in enumerate(dialog.questions):
        assert all(names.index(cleared) > position for cleared in question.clears)


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS)
def test_a_dialog_opens_with_a_question_that_is_always_asked(dialog: Dialog) -> None:
    assert dialog.asked({})[0] == dialog.questions[0]
    assert DIALOGS[dialog.name] is dialog
