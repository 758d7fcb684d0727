"""How a reminder is written: to whom, its words, its time; and how words and time are changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers import dialogs, reminders
from handlers.context import Choice, House, Incoming, Toast
from handlers.leading import gently, led, named
from handlers.parsing.times import offered_days, offered_times, span
from handlers.presses import Press
from rules import reminders as rules
from rules.dialog import Draft
from rules.hours import next_at
from rules.notices import ours
from rules.refusals import StaleButton, TooMany, UnknownButton
from rules.reminders import Audience
from storage import communities, dispatch
from storage import reminders as kept
from storage.desk import Turn

WHENS = ("now", "at", "weekly")
MOST_DAYS = 7
HOURS = range(6, 23)


async def begin(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A new one: to whom first."""
    community = await led(turn, incoming, press.id)
    if await kept.count_living(turn.connection, community["id"]) >= rules.MOST_LIVING:
        raise TooMany(most=rules.MOST_LIVING)
    return await dialogs.begin(turn, incoming, house, "remind", community_id=community["id"])


async def change_words(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Other words for it."""
    return await _change(turn, incoming, house, press, "remind_words")


async def change_time(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Another time for it."""
    return await _change(turn, incoming, house, press, "remind_time")


async def end_new(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """Written: it is shown as it will read, with how many will read it, and waits for a yes."""
    community = await led(turn, incoming, draft.community_id or 0)
    audience = Audience(str(draft.answers["audience"]))
    team_id = draft.answers.get("team")
    if audience in reminders.GROUPS and not isinstance(team_id, int):
        raise StaleButton
    number = await kept.add(
        turn.connection, turn.now, community_id=community["id"], author_id=incoming.person.id,
        text=str(draft.answers["text"]), audience=audience.value,
        team_id=team_id if audience in reminders.GROUPS else None,
        **_time(draft.answers, turn.now, community["zone"]),
    )  # fmt: skip
    await reminders.page(turn, incoming, await reminders.mine(turn, incoming, number))
    return None


async def end_words(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The new words count, unless it has gone out meanwhile."""
    reminder = await reminders.mine(turn, incoming, draft.subject_id or 0)
    rules.check_change(reminder)
    changed = replace(reminder, text=str(draft.answers["text"]), author_id=incoming.person.id)
    await kept.keep(turn.connection, changed)
    await turn.note(
        "remind_words", community_id=changed.community_id, person_id=incoming.person.id, reason=str(changed.id)
    )
    await reminders.page(turn, incoming, changed)
    return None


async def end_time(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The new time counts; a reminder that waits goes on waiting, until then."""
    reminder = await reminders.mine(turn, incoming, draft.subject_id or 0)
    rules.check_change(reminder)
    zone = (await communities.get(turn.connection, reminder.community_id))["zone"]
    changed = replace(reminder, **_time(draft.answers, turn.now, zone))
    if changed.state is rules.ReminderState.WAITING and changed.next_at is None:
        changed = replace(changed, next_at=turn.now)
    await kept.keep(turn.connection, changed)
    await reminders.page(turn, incoming, changed)
    return None


async def _change(turn: Turn, incoming: Incoming, house: House, press: Press, dialog: str) -> Toast | None:
    reminder = await reminders.mine(turn, incoming, press.id)
    rules.check_change(reminder)
    return await dialogs.begin(
        turn, incoming, house, dialog, community_id=reminder.community_id, subject_id=reminder.id
    )


def _time(answers: Mapping[str, object], now: datetime, zone: str) -> dict[str, Any]:
    """When it goes out, as it is kept: at once, at an instant, or every week on local clocks."""
    values: dict[str, Any] = {"weekday": None, "minutes": None, "zone": zone, "next_at": None}
    if answers["when"] == "weekly":
        weekday, minutes = answers.get("weekday"), answers.get("hour")
        if not isinstance(weekday, int) or not isinstance(minutes, int):
            raise StaleButton
        values |= {"weekday": weekday, "minutes": minutes}
        values["next_at"] = next_at(now, minutes, zone, weekday)
    elif answers["when"] == "at" and answers.get("day") != "now":
        asked = span(str(answers["day"]), str(answers.get("time") or "any"), now, zone)
        values["next_at"] = asked.starts_at.astimezone(UTC)
    return values


async def _audiences(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    teams = await dispatch.teams_of(turn.connection, draft.community_id or 0)
    offered = [Audience.VOLUNTEERS, Audience.CLAIMS, *([Audience.TEAM] if teams else [])]
    offered += [Audience.GROUP] if any(team["chat_id"] is not None for team in teams) else []
    return [(each.value, ours("rem_audience", audience=each.value, team=None)) for each in offered]


async def _teams(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    bound_only = draft.answers.get("audience") == Audience.GROUP.value
    rows = await dispatch.teams_of(turn.connection, draft.community_id or 0)
    return [(row["id"], named(row, "team")) for row in rows if row["chat_id"] is not None or not bound_only]


async def _whens(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(each, ours(f"rem_when_{each}")) for each in WHENS]


async def _days(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = await _zone(turn, draft)
    return [(day, ours("day", date=day)) for day in offered_days(turn.now, zone, MOST_DAYS)]


async def _times(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    offered = offered_times(str(draft.answers["day"]), turn.now, await _zone(turn, draft))
    return [(each, ours("time", time=each)) for each in offered if ":" in each]


async def _weekdays(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(day, ours("weekday", weekday=day)) for day in range(7)]


async def _hours(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(hour * 60, ours("time", time=f"{hour:02d}:00")) for hour in HOURS]


async def _zone(turn: Turn, draft: Draft) -> str:
    if draft.community_id is None:
        raise UnknownButton
    return str((await communities.get(turn.connection, draft.community_id))["zone"])


_TIME = {"when": _whens, "day": _days, "time": _times, "weekday": _weekdays, "hour": _hours}
PRESSES = {"rem_new": begin, "rem_words": change_words, "rem_time": change_time}
ENDINGS = {"remind": gently(end_new), "remind_words": gently(end_words), "remind_time": gently(end_time)}
CHOICES = {
    ("remind", "audience"): _audiences, ("remind", "team"): _teams,
    **{(dialog, question): offered for dialog in ("remind", "remind_time") for question, offered in _TIME.items()},
}  # fmt: skip
