"""How fast Telegram is written to: the sender asks before each call, and these are the answers."""

import pytest

from bot.limits import MOST_CHATS, Limits, Rates

ANNA, BORIS, GROUP = 11, 12, -7
FREE = Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=0)


def send(limits: Limits, chat_id: int, now: float) -> None:
    """One message on a line that takes no time."""
    limits.note(chat_id, now)
    limits.landed(chat_id, now)


def sent_at(limits: Limits, chat_id: int, count: int, start: float = 100.0) -> list[float]:
    """When each of so many messages to one chat goes out, each as soon as it may."""
    now, times = start, []
    for _ in range(count):
        now += limits.wait_seconds(chat_id, now)
        assert limits.wait_seconds(chat_id, now) == 0, "what was promised holds"
        send(limits, chat_id, now)
        times.append(round(now - start, 6))
    return times


def test_a_few_go_at_once_and_then_one_a_second() -> None:
    limits = Limits(Rates(per_chat_seconds=1, per_chat_burst=3))
    assert sent_at(limits, ANNA, 6) == [0, 0, 0, 1, 2, 3]


def test_after_a_silence_a_few_go_at_once_again() -> None:
    limits = Limits(Rates(per_chat_seconds=1, per_chat_burst=3))
    sent_at(limits, ANNA, 6)
    assert sent_at(limits, ANNA, 4, start=110.0) == [0, 0, 0, 1]


def test_one_chat_does_not_wait_for_another() -> None:
    limits = Limits(Rates(per_chat_seconds=1, per_chat_burst=1))
    send(limits, ANNA, 100)
    assert limits.wait_seconds(BORIS, 100) == 0


def test_a_group_gets_no_more_in_any_minute() -> None:
    limits = Limits(Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=20))
    times = sent_at(limits, GROUP, 45)
    assert all(later - earlier >= 60 for earlier, later in zip(times, times[20:], strict=False))
    assert times[19] == 0
    assert times[20] == 60


def test_a_person_is_no_group() -> None:
    limits = Limits(Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=2))
    assert sent_at(limits, ANNA, 5) == [0, 0, 0, 0, 0]


def test_all_chats_together_share_a_second() -> None:
    limits = Limits(Rates(per_second_overall=2, per_chat_seconds=0, per_group_minute=0))
    send(limits, ANNA, 100.0)
    send(limits, BORIS, 100.5)
    assert limits.wait_seconds(GROUP, 100.5) == pytest.approx(0.5)
    assert limits.overall_seconds(100.5) == pytest.approx(0.5)
    assert limits.wait_seconds(GROUP, 101.0) == 0
    assert limits.overall_seconds(101.0) == 0


def test_what_is_under_way_counts_and_its_second_begins_when_it_has_landed() -> None:
    limits = Limits(Rates(per_second_overall=2, per_chat_seconds=0, per_group_minute=0))
    limits.note(ANNA, 100.0)
    limits.note(BORIS, 100.0)
    assert limits.overall_seconds(103.0) > 0, "they may be about to arrive"
    limits.landed(ANNA, 103.0)
    assert limits.overall_seconds(103.5) == pytest.approx(0.5)
    assert limits.overall_seconds(104.0) == 0


def test_the_minute_of_a_group_begins_when_the_message_has_landed() -> None:
    limits = Limits(Rates(per_second_overall=0, per_chat_seconds=0, per_group_minute=1))
    limits.note(GROUP, 100.0)
    limits.landed(GROUP, 107.0)
    assert limits.wait_seconds(GROUP, 160.0) == 7


def test_zero_is_no_limit() -> None:
    assert set(sent_at(Limits(FREE), GROUP, 200)) == {0}


def test_it_does_not_matter_where_the_clock_began() -> None:
    assert sent_at(Limits(Rates()), GROUP, 30, start=-1e6) == sent_at(Limits(Rates()), GROUP, 30, start=1e6)


def test_a_chat_that_was_asked_for_patience_waits_and_others_do_not() -> None:
    limits = Limits(FREE)
    limits.pause(ANNA, 30, 100)
    assert limits.wait_seconds(ANNA, 100) == 30
    assert limits.wait_seconds(BORIS, 100) == 0
    assert limits.wait_seconds(ANNA, 130) == 0


def test_a_second_request_for_patience_holds_for_all() -> None:
    limits = Limits(FREE)
    limits.pause(ANNA, 30, 100)
    limits.pause(BORIS, 10, 105)
    assert limits.wait_seconds(GROUP, 105) == 10


def test_a_second_request_after_the_first_is_over_holds_for_one_chat() -> None:
    limits = Limits(FREE)
    limits.pause(ANNA, 30, 100)
    limits.pause(BORIS, 10, 131)
    assert limits.wait_seconds(GROUP, 131) == 0


def test_chats_that_have_long_been_quiet_take_no_room() -> None:
    limits = Limits(Rates())
    for chat_id in range(1, MOST_CHATS + 1):
        send(limits, chat_id, 100)
    limits.note(MOST_CHATS + 1, 1000)
    assert limits.known_chats == 1
