"""Presses about reminders, duty and what one hears, for `test_bad_presses`: who is refused, and who may."""

from datetime import timedelta

from rules.reminders import Audience
from storage import duty, reminders
from storage.engine import writing
from storage.schema import memberships, services
from tests.stories.siege import Siege, held

COORDINATE = dict.fromkeys(("anna", "boris", "gerd", "milan"), "not_a_coordinator")
VOLUNTEER = {"anna": "not_approved", "eve": "no_community", "gerd": "no_community", "milan": "no_community"}

Rows = list[tuple[str, int, dict[str, str], str, str]]  # verb, id, who is refused and how, who may, arg


async def about_people(siege: Siege) -> Rows:
    """Every verb of theirs, on a reminder that waits for a yes, a rota with two wishes to swap, and a service."""
    home = siege.wenfeng
    reminder, yes, no, day = await _laid_down(siege)
    boris = held(await siege.rows(memberships), community_id=home, person_id=siege.numbers["boris"])[0]["id"]
    service = held(await siege.rows(services), community_id=home)[0]["id"]
    asked = {"anna": "unknown_button", "boris": "unknown_button", "gerd": "unknown_button"}
    rows: Rows = [(verb, home, COORDINATE, "dora", "") for verb in ("rem_list", "rem_new", "rota", "rota_hours")]
    rows += [(verb, reminder, COORDINATE, "dora", "") for verb in ("rem_open", "rem_words", "rem_time", "rem_go")]
    rows += [
        ("rem_stop", reminder, COORDINATE, "dora", ""),
        ("rem_open", 99_999, {"dora": "unknown_button", "anna": "unknown_button"}, "", ""),
        ("rota_day", home, COORDINATE, "dora", "1"),
        ("rota_day", home, {"dora": "unknown_button"}, "", "7"),
        ("rota_hour", home, {"dora": "stale_button"}, "", "61"),
        ("rota_hour", home, COORDINATE, "dora", "480"),
        ("rota_set", boris, COORDINATE | {"dora": "stale_button"}, "", "1"),
        ("rota_clear", home, COORDINATE, "dora", "5"),
        ("duty_note", home, COORDINATE, "dora", ""),
        ("swap", home, COORDINATE, "dora", ""),
        ("swap_day", home, COORDINATE | {"dora": "not_your_duty"}, "", day),
        ("swap_with", boris, COORDINATE | {"dora": "stale_button"}, "", day),
        ("swap_yes", yes, asked, "dora", ""),
        ("swap_no", no, asked, "dora", ""),
        ("off_duty", home, VOLUNTEER, "boris", "morning"),
        ("off_duty", home, {"boris": "stale_button"}, "", "noon"),
        ("hear_svc", service, VOLUNTEER, "boris", ""),
        ("hear_at", home, VOLUNTEER, "boris", "720"),
        ("hear_at", home, {"boris": "stale_button"}, "", "61"),
        ("hear_hush", home, VOLUNTEER, "boris", "1320-420"),
        ("hear_hush", home, {"boris": "stale_button"}, "", "1-2"),
    ]
    rows += [(verb, home, VOLUNTEER, "boris", "") for verb in ("duty", "on_duty", "hear", "hear_how", "hear_quiet")]
    return rows


async def _laid_down(siege: Siege) -> tuple[int, int, int, str]:
    """A reminder that Dora has written, and two days of Boris's that she is asked to take."""
    home, now = siege.wenfeng, siege.house.clock.now()
    boris, dora = siege.numbers["boris"], siege.numbers["dora"]
    async with writing(siege.house.app.engine) as connection:
        reminder = await reminders.add(
            connection, now, community_id=home, author_id=dora, text="The keys are with Mei.",
            audience=Audience.VOLUNTEERS.value, zone="Asia/Shanghai",
        )  # fmt: skip
        days = [(now + timedelta(days=ahead)).date() for ahead in (2, 3)]
        for day in days:
            await duty.set_day(connection, home, day.weekday(), boris)
        yes, no = [await duty.ask_swap(connection, home, day, boris, dora, now) for day in days]
        return reminder, yes, no, days[0].isoformat()
