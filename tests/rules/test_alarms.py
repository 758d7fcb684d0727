"""The owner hears once that something is wrong and once that it is over, however often it comes and goes."""

from datetime import timedelta

from rules.alarms import COOL_DOWN, Alarm, Kind, Step, begins, ends
from tests.people import MONDAY

MINUTE = timedelta(minutes=1)


def begun(step: Step | None) -> Alarm:
    assert step is not None
    return step.alarm


def test_what_begins_is_told_at_once() -> None:
    step = begins(None, Kind.UPDATES, 0, MONDAY, MONDAY - MINUTE)
    assert step == Step(Alarm(Kind.UPDATES, 0, MONDAY - MINUTE, told=True, told_at=MONDAY), tell=True)


def test_what_goes_on_is_not_told_again() -> None:
    alarm = begun(begins(None, Kind.UPDATES, 0, MONDAY))
    assert begins(alarm, Kind.UPDATES, 0, MONDAY + timedelta(days=9)) is None


def test_what_is_over_is_told_once() -> None:
    alarm = begun(begins(None, Kind.UPDATES, 0, MONDAY))
    over = ends(alarm, MONDAY + MINUTE)
    assert over is not None
    assert over.tell
    assert over.alarm.over_at == MONDAY + MINUTE
    assert ends(over.alarm, MONDAY + 2 * MINUTE) is None
    assert ends(None, MONDAY) is None


def test_what_comes_again_soon_is_kept_and_not_told_and_neither_is_its_end() -> None:
    alarm = begun(ends(begun(begins(None, Kind.UPDATES, 0, MONDAY)), MONDAY + MINUTE))
    again = begins(alarm, Kind.UPDATES, 0, MONDAY + 2 * MINUTE)
    assert again is not None
    assert (again.tell, again.alarm.on, again.alarm.began_at) == (False, True, MONDAY + 2 * MINUTE)
    over = ends(again.alarm, MONDAY + 3 * MINUTE)
    assert over is not None
    assert not over.tell


def test_what_came_again_and_stays_is_told_after_the_cool_down_with_its_own_beginning() -> None:
    alarm = begun(ends(begun(begins(None, Kind.UPDATES, 0, MONDAY)), MONDAY + MINUTE))
    again = begun(begins(alarm, Kind.UPDATES, 0, MONDAY + 2 * MINUTE))
    assert begun(begins(again, Kind.UPDATES, 0, MONDAY + 3 * MINUTE)) == again
    late = begins(again, Kind.UPDATES, 0, MONDAY + COOL_DOWN)
    assert late is not None
    assert (late.tell, late.alarm.began_at) == (True, MONDAY + 2 * MINUTE)


def test_an_hour_of_coming_and_going_is_one_beginning_and_one_end() -> None:
    told = 0
    alarm: Alarm | None = None
    for minute in range(60):
        now = MONDAY + minute * MINUTE
        step = ends(alarm, now) if minute % 2 else begins(alarm, Kind.MESSAGES, 0, now)
        if step is not None:
            alarm, told = step.alarm, told + step.tell
    assert told == 2
