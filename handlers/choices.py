"""What each question of an order, a claim or its end offers to press."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.context import Choice, Choices, House
from handlers.parsing.phones import show_phone
from handlers.parsing.spans import offered_days, offered_times
from rules.dialog import Draft
from rules.dialogs import MOST_HELPERS
from rules.masking import mask_numbers
from rules.notices import ours, theirs
from rules.people import first_name
from storage import communities, dispatch, first_choice, people
from storage.desk import Turn

MOST_DAYS = 7
MOST_ADDRESSES = 3
MOST_DISTRICTS = 6
RELATIONS = ("parent", "spouse", "child", "relative", "neighbour")
HAND_BACK_REASONS = ("ill", "no_time", "too_far", "other")
CANCEL_REASONS = ("no_longer_needed", "other_help", "wrong_details", "other")
DECISIONS = ("as_reported", "other", "none")
MOST_STARS = 5
USUAL_MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)


async def _for_whom(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [("myself", ours("myself")), ("someone", ours("someone"))]


async def _services(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    if draft.dialog == "change_order" and draft.subject_id is not None:
        rows = await dispatch.services_for_change(turn.connection, _community(draft), draft.subject_id)
    else:
        rows = list(await dispatch.services_of(turn.connection, _community(draft)))
    return [
        (row["id"], ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"]))
        for row in rows
    ]


async def _days(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = (await communities.get(turn.connection, _community(draft)))["zone"]
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    near = {today.isoformat(): ours("today"), (today + timedelta(days=1)).isoformat(): ours("tomorrow")}
    days = offered_days(turn.now, zone, MOST_DAYS)
    return [("now", ours("now")), *((day, near.get(day) or ours("day", date=day)) for day in days)]


async def _times(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = (await communities.get(turn.connection, _community(draft)))["zone"]
    offered = offered_times(str(draft.answers["day"]), turn.now, zone)
    return [(value, ours("time", time=value)) for value in offered]


async def _addresses(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    rows = await communities.saved_addresses(turn.connection, _community(draft), draft.person_id, MOST_ADDRESSES)
    return [
        (
            {
                "place": {"door": row["door"], "latitude": row["latitude"], "longitude": row["longitude"]},
                "district": row["district"],
            },
            theirs(row["door"]),
        )
        for row in rows
    ]


async def _districts(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    """Areas that neighbours have named, save those in which one has typed a door or a phone."""
    found = await communities.districts(turn.connection, _community(draft), MOST_DISTRICTS)
    return [(name, theirs(name)) for name in found if mask_numbers(name) == name]


async def _own_phone(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    phone = (await people.get(turn.connection, draft.person_id)).phone
    return [(phone, theirs(show_phone(phone)))] if phone else []


async def _helpers(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(count, theirs(str(count))) for count in range(1, MOST_HELPERS + 1)]


async def _same_helper(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    last = await first_choice.last_helpers(turn.connection, _community(draft), draft.person_id, turn.now)
    helper = last.get(int(str(draft.answers["service"])))
    anybody: Choice = ("anybody", ours("anybody"))
    return [(first_choice.SAME, ours("same_helper", name=first_name(helper.name))), anybody] if helper else [anybody]


async def _minutes(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(minutes, ours("minutes", minutes=minutes)) for minutes in USUAL_MINUTES]


async def _stars(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(stars, ours("stars", stars=stars)) for stars in range(1, MOST_STARS + 1)]


def _fixed(prefix: str, values: tuple[str, ...]) -> Choices:
    async def offered(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
        return [(value, ours(f"{prefix}_{value}")) for value in values]

    return offered


def _community(draft: Draft) -> int:
    if draft.community_id is None:
        raise AssertionError("this dialog belongs to a community")
    return draft.community_id


_ORDER: dict[str, Choices] = {
    "for_whom": _for_whom, "relation": _fixed("relation", RELATIONS), "service": _services, "day": _days,
    "time": _times, "place": _addresses, "district": _districts, "phone": _own_phone, "helpers": _helpers,
    "same_helper": _same_helper,
}  # fmt: skip
CHOICES: dict[tuple[str, str], Choices] = {
    **{(dialog, question): offered for dialog in ("order", "change_order") for question, offered in _ORDER.items()},
    ("route", "service"): _services,
    ("route", "district"): _districts,
    ("preview", "service"): _services,
    ("preview", "district"): _districts,
    ("finish", "minutes"): _minutes,
    ("hand_back", "reason"): _fixed("reason", HAND_BACK_REASONS),
    ("cancel_order", "reason"): _fixed("reason", CANCEL_REASONS),
    ("settle", "decision"): _fixed("decision", DECISIONS),
    ("settle", "minutes"): _minutes,
    ("thanks", "stars"): _stars,
}
