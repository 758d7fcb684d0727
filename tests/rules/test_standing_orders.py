"""The same help every week: on the wall's clocks, to the last day, and never two orders for one day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from rules.standing_orders import AHEAD, Rhythm, begun, due, skipped

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
TUESDAY = date(2026, 11, 24)
rhythms = st.builds(
    Rhythm, st.frozensets(st.integers(1, 7), min_size=1), st.integers(0, 1439), st.integers(1, 720),
    st.sampled_from(ZONES), st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)  # fmt: skip
nows = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware


def tuesdays(zone: str = "Asia/Shanghai", minute: int = 540, until: date = date(2027, 11, 24)) -> Rhythm:
    """Every Tuesday for an hour, at nine unless told otherwise."""
    return Rhythm(frozenset({2}), minute, 60, zone, until)


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() -> None:
    rhythm = tuesdays("Europe/Berlin")
    before, after = date(2027, 3, 23), date(2027, 3, 30)  # between them an hour is left out
    assert [rhythm.starts_at(day).hour for day in (before, after)] == [8, 7]
    assert due(rhythm, before, rhythm.places_at(before)).next_at == rhythm.starts_at(after) - AHEAD


def test_an_hour_that_does_not_exist_is_the_one_after_it_and_of_two_the_first_counts() -> None:
    sundays = Rhythm(frozenset({7}), 150, 60, "Europe/Berlin", date(2027, 12, 31))  # half past two
    berlin = ZoneInfo("Europe/Berlin")
    assert sundays.starts_at(date(2027, 3, 28)).astimezone(berlin).strftime("%H:%M") == "03:30"
    twice = sundays.starts_at(date(2027, 10, 31))
    assert (twice.hour, twice.minute) == (0, 30), "summer time is still on"


def test_a_new_one_begins_after_the_order_it_was_made_of() -> None:
    now = tuesdays().starts_at(TUESDAY) - timedelta(hours=20)
    assert begun(tuesdays(), TUESDAY, now).next_day == date(2026, 12, 1)
    long_ago = date(2026, 1, 6)
    assert begun(tuesdays(), long_ago, now).next_day == TUESDAY, "and never in the past"
    assert begun(tuesdays(until=TUESDAY), TUESDAY, now).over


def test_an_order_is_placed_two_days_before_and_then_the_next_week_is_next() -> None:
    rhythm = tuesdays()
    early = due(rhythm, TUESDAY, rhythm.places_at(TUESDAY) - timedelta(seconds=1))
    assert (early.place, early.next_day) == (None, TUESDAY)
    step = due(rhythm, TUESDAY, rhythm.places_at(TUESDAY))
    assert (step.place, step.next_day) == (TUESDAY, TUESDAY + timedelta(7))
    again = due(rhythm, TUESDAY + timedelta(7), rhythm.places_at(TUESDAY))
    assert again.place is None, "whoever looks once more finds the next week"


def test_weeks_that_were_missed_are_let_go_and_only_the_coming_one_is_placed() -> None:
    rhythm = tuesdays()
    now = rhythm.starts_at(TUESDAY + timedelta(28)) - timedelta(hours=1)
    step = due(rhythm, TUESDAY, now)
    assert (step.place, step.next_day) == (TUESDAY + timedelta(28), TUESDAY + timedelta(35))


def test_the_last_day_is_placed_and_then_it_is_over() -> None:
    rhythm = tuesdays(until=TUESDAY + timedelta(7))
    assert due(rhythm, TUESDAY, rhythm.places_at(TUESDAY)).next_day == TUESDAY + timedelta(7)
    last = due(rhythm, TUESDAY + timedelta(7), rhythm.places_at(TUESDAY + timedelta(7)))
    assert last.place == TUESDAY + timedelta(7)
    assert last.over
    gone = due(rhythm, TUESDAY, rhythm.starts_at(TUESDAY + timedelta(8)))
    assert gone.place is None
    assert gone.over


def test_a_day_that_is_skipped_is_not_placed() -> None:
    assert skipped(tuesdays(), TUESDAY).next_day == TUESDAY + timedelta(7)
    assert skipped(tuesdays(until=TUESDAY), TUESDAY).over


@given(rhythms, st.dates(date(2026, 1, 1), date(2027, 12, 1)), nows)
def test_whatever_the_zone_a_day_to_come_is_placed_in_time_and_once(rhythm: Rhythm, first: date, now: datetime) -> None:
    step = due(rhythm, first, now)
    placed = []
    while step.place is not None:
        placed.append(step.place)
        if step.next_day is None:
            break
        step = due(rhythm, step.next_day, now)
    assert placed == sorted(set(placed))
    assert len(placed) <= AHEAD.days + 1
    for day in placed:
        assert first <= day <= rhythm.until
        assert day.isoweekday() in rhythm.weekdays
        assert now < rhythm.starts_at(day) <= now + AHEAD
    if step.next_at is not None and step.place is None:
        assert step.next_day is not None
        assert now < step.next_at == rhythm.starts_at(step.next_day) - AHEAD


@given(rhythms, st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_the_time_on_the_wall_is_always_the_same_where_it_exists(rhythm: Rhythm, day: date) -> None:
    local = rhythm.starts_at(day).astimezone(ZoneInfo(rhythm.zone))
    wanted = datetime.combine(day, datetime.min.time()) + timedelta(minutes=rhythm.minute)
    moved = local.replace(tzinfo=None) - wanted
    assert moved in (timedelta(0), timedelta(minutes=30), timedelta(hours=1), timedelta(hours=24))
    assert rhythm.ends_at(day) - rhythm.starts_at(day) == timedelta(minutes=rhythm.lasts)
