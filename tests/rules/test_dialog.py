"""The engine of all dialogs, on a small one: next, back, skip, change, keep, and coming back another day."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import dialog as engine
from rules.dialog import Answers, Dialog, Draft, Kind, Question
from rules.refusals import StaleButton


def _for_someone_else(answers: Answers) -> bool:
    return answers.get("for_whom") == "someone"


MEAL = Dialog(
    "meal",
    (
        Question("for_whom", Kind.CHOICE),
        Question("name", Kind.TEXT, asked=_for_someone_else),
        Question("day", Kind.DAY, clears=("time",)),
        Question("time", Kind.TIME),
        Question("allergies", Kind.CHOICES, optional=True),
        Question("portions", Kind.COUNT),
    ),
)
MYSELF: Answers = {"for_whom": "me", "day": "mon", "time": "12:00", "allergies": None, "portions": 1}


def draft(answers: Answers | None = None, asking: str | None = None) -> Draft:
    return Draft(1, 1, 1, "meal", answers=dict(answers or {}), asking=asking)


def asked(given: Draft) -> str | None:
    question = engine.next_question(MEAL, given)
    return question.name if question else None


def test_the_first_open_question_comes_next() -> None:
    assert asked(draft()) == "for_whom"
    assert asked(engine.answer(MEAL, draft(), {"for_whom": "me"})) == "day"


def test_a_question_that_does_not_arise_is_not_asked() -> None:
    assert asked(draft({"for_whom": "someone"})) == "name"
    assert asked(draft({"for_whom": "me"})) == "day"


def test_after_the_last_answer_nothing_is_asked() -> None:
    assert asked(draft(MYSELF)) is None


def test_several_answers_may_come_at_once() -> None:
    given = engine.answer(MEAL, draft({"for_whom": "me"}), {"day": "mon", "time": "12:00"})
    assert asked(given) == "allergies"


def test_an_optional_question_is_skipped() -> None:
    given = engine.skip(MEAL, draft({"for_whom": "me", "day": "mon", "time": "12:00"}))
    assert given.answers["allergies"] is None
    assert asked(given) == "portions"


def test_a_needed_question_is_not_skipped() -> None:
    with pytest.raises(StaleButton):
        engine.skip(MEAL, draft())


def test_nothing_is_left_to_skip_at_the_review() -> None:
    with pytest.raises(StaleButton):
        engine.skip(MEAL, draft(MYSELF))


def test_back_asks_the_question_before_and_keeps_its_answer_until_a_new_one_comes() -> None:
    given = engine.back(MEAL, draft({"for_whom": "me", "day": "mon"}))
    assert asked(given) == "day"
    assert given.answers["day"] == "mon"
    assert asked(engine.answer(MEAL, given, {"day": "tue"})) == "time"


def test_back_passes_over_what_was_not_asked() -> None:
    assert asked(engine.back(MEAL, draft({"for_whom": "me"}))) == "for_whom"
    assert asked(engine.back(MEAL, draft({"for_whom": "someone", "name": "Ema"}))) == "name"


def test_back_again_and_again_reaches_the_first_question_and_no_further() -> None:
    given = draft({"for_whom": "me", "day": "mon"})
    given = engine.back(MEAL, engine.back(MEAL, given))
    assert asked(given) == "for_whom"
    assert engine.previous(MEAL, given) is None
    with pytest.raises(StaleButton):
        engine.back(MEAL, given)


def test_back_from_the_review_asks_the_last_question() -> None:
    assert asked(engine.back(MEAL, draft(MYSELF))) == "portions"


def test_a_change_from_the_review_comes_back_to_the_review() -> None:
    given = engine.change(MEAL, draft(MYSELF), "portions")
    assert asked(given) == "portions"
    given = engine.answer(MEAL, given, {"portions": 2})
    assert asked(given) is None
    assert given.answers == {**MYSELF, "portions": 2}


def test_an_answer_that_hangs_on_a_changed_one_is_asked_again() -> None:
    given = engine.answer(MEAL, engine.change(MEAL, draft(MYSELF), "day"), {"day": "tue"})
    assert asked(given) == "time"


def test_the_same_answer_once_more_asks_nothing_again() -> None:
    given = engine.answer(MEAL, engine.change(MEAL, draft(MYSELF), "day"), {"day": "mon"})
    assert asked(given) is None


def test_who_orders_for_themselves_after_all_leaves_no_other_name_behind() -> None:
    given = draft({**MYSELF, "for_whom": "someone", "name": "Ema"})
    given = engine.answer(MEAL, engine.change(MEAL, given, "for_whom"), {"for_whom": "me"})
    assert asked(given) is None
    assert "name" not in given.answers


def test_who_orders_for_another_after_all_is_asked_for_the_name() -> None:
    given = engine.answer(MEAL, engine.change(MEAL, draft(MYSELF), "for_whom"), {"for_whom": "someone"})
    assert asked(given) == "name"


def test_what_the_dialog_was_begun_with_stays() -> None:
    given = engine.answer(MEAL, draft({"about": {"code": "E-0142"}}), {"for_whom": "me"})
    assert given.answers["about"] == {"code": "E-0142"}


@pytest.mark.parametrize("name", ["name", "colour"])
def test_what_was_not_asked_is_not_changed(name: str) -> None:
    left_over = draft({**MYSELF, "name": "Ema", "colour": "red"})
    with pytest.raises(StaleButton):
        engine.change(MEAL, left_over, name)


def test_what_was_not_answered_yet_is_not_changed() -> None:
    with pytest.raises(StaleButton):
        engine.change(MEAL, draft({"for_whom": "me"}), "portions")


def test_nothing_answers_a_question_the_dialog_does_not_have() -> None:
    with pytest.raises(StaleButton):
        engine.answer(MEAL, draft(), {"colour": "red"})


def test_the_answer_that_stands_may_be_kept() -> None:
    given = engine.keep(MEAL, engine.back(MEAL, draft({"for_whom": "me", "day": "mon"})))
    assert asked(given) == "time"
    assert given.answers == {"for_whom": "me", "day": "mon"}


@pytest.mark.parametrize("answers", [{}, MYSELF], ids=["first question", "review"])
def test_without_a_standing_answer_nothing_is_kept(answers: Answers) -> None:
    with pytest.raises(StaleButton):
        engine.keep(MEAL, draft(answers))


def test_ticks_gather_while_the_question_stays_open() -> None:
    given = draft({"for_whom": "me", "day": "mon", "time": "12:00"})
    given = engine.keep_asking(MEAL, given, "allergies", ["nuts"])
    given = engine.keep_asking(MEAL, given, "allergies", ["nuts", "milk"])
    assert asked(given) == "allergies"
    assert asked(engine.answer(MEAL, given, {"allergies": given.answers["allergies"]})) == "portions"


def test_nothing_ticked_is_no_answer() -> None:
    given = draft({"for_whom": "me", "day": "mon", "time": "12:00"})
    given = engine.keep_asking(MEAL, given, "allergies", ["nuts"])
    given = engine.keep_asking(MEAL, given, "allergies", [])
    given = engine.keep(MEAL, engine.back(MEAL, given))
    assert asked(given) == "allergies"


def test_every_step_makes_older_buttons_stale() -> None:
    given = draft({"for_whom": "me", "day": "mon", "time": "12:00"})
    for step in (engine.skip, engine.back):
        assert step(MEAL, given).version == given.version + 1
    assert engine.change(MEAL, given, "day").version == given.version + 1
    assert engine.answer(MEAL, given, {"portions": 1}).version == given.version + 1
    assert engine.keep_asking(MEAL, given, "allergies", ["nuts"]).version == given.version + 1
    assert engine.keep(MEAL, engine.back(MEAL, given)).version == given.version + 2


def test_a_draft_older_than_the_program_goes_on_where_it_can() -> None:
    given = draft({"for_whom": "me", "colour": "red"}, asking="colour")
    assert asked(given) == "day"
    assert asked(engine.answer(MEAL, given, {"day": "mon"})) == "time"


def test_a_question_that_no_longer_arises_is_passed_over() -> None:
    assert asked(draft({"for_whom": "me"}, asking="name")) == "day"


ANSWERS: dict[str, st.SearchStrategy[object]] = {
    "for_whom": st.sampled_from(["me", "someone"]),
    "name": st.sampled_from(["Ema", "Ana"]),
    "day": st.sampled_from(["mon", "tue"]),
    "time": st.sampled_from(["12:00", "13:00"]),
    "allergies": st.lists(st.sampled_from(["nuts", "milk"]), min_size=1, unique=True),
    "portions": st.integers(1, 9),
}


@given(data=st.data())
def test_whatever_is_pressed_a_draft_can_be_finished_after_a_restart(data: st.DataObject) -> None:
    """Random steps; each draft goes through JSON, as storage keeps it, and answering what is asked always ends."""
    given = draft()
    for _ in range(data.draw(st.integers(0, 12))):
        given = step(given, data)
        given = replace(given, answers=json.loads(json.dumps(given.answers)))
        assert set(given.answers) <= {question.name for question in MEAL.asked(given.answers)}
    for left in range(3 * len(MEAL.questions), -1, -1):
        question = engine.next_question(MEAL, given)
        if question is None:
            break
        assert left, "answering never ends"
        given = engine.answer(MEAL, given, {question.name: data.draw(ANSWERS[question.name])})
    assert set(given.answers) == {question.name for question in MEAL.asked(given.answers)}


def step(given: Draft, data: st.DataObject) -> Draft:
    """One thing a person may do; what is refused changes nothing."""
    question = engine.next_question(MEAL, given)
    press = data.draw(st.sampled_from(["answer", "tick", "skip", "back", "keep", "change"]))
    try:
        if press == "change":
            return engine.change(MEAL, given, data.draw(st.sampled_from(list(ANSWERS))))
        if press in ("skip", "back", "keep"):
            return {"skip": engine.skip, "back": engine.back, "keep": engine.keep}[press](MEAL, given)
    except StaleButton:
        return given
    if question is None:
        return given
    value = data.draw(ANSWERS[question.name])
    if press == "tick" and question.kind is Kind.CHOICES:
        return engine.keep_asking(MEAL, given, question.name, data.draw(st.sampled_from([value, []])))
    return engine.answer(MEAL, given, {question.name: value})


def test_an_answer_that_lost_its_sense_is_asked_for_again_before_all_else() -> None:
    given = engine.forget(draft(MYSELF, asking="time"), "day")
    assert asked(given) == "day"
    assert given.version == 1
    assert asked(engine.answer(MEAL, given, {"day": "tue"})) == "time"


def test_choices_that_go_on_are_shown_from_there_and_no_answer_is_lost() -> None:
    begun = draft(MYSELF, asking="day")
    further = engine.further(begun, "day", 3)
    assert asked(further) == "day"
    assert further.version == begun.version + 1
    assert {name: further.answers[name] for name in MYSELF} == MYSELF
    answered = engine.answer(MEAL, further, {"day": "tue"})
    assert answered.answers["further"] == {"day": 3}, "where another question does not look"
