"""What each question of an order, a claim or its end offers to press."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers import residents, simple
from handlers.context import Choice, Choices, House
from handlers.parsing.phones import show_phone
from handlers.parsing.spans import offered_days, offered_times
from rules.dialog import Draft
from rules.dialogs import MOST_HELPERS
from rules.masking import mask_numbers
from rules.notices import ours, theirs
from rules.people import first_name
from rules.standing_orders import LONGEST_DAYS
from storage import communities, dispatch, first_choice
from storage.desk import Turn

MOST_DAYS = 7
MOST_ADDRESSES = 3
MOST_DISTRICTS = 6
RELATIONS = ("parent", "spouse", "child", "relative", "neighbour")
HAND_BACK_REASONS = ("ill", "no_time", "too_far", "other")
CANCEL_REASONS = ("no_longer_needed", "other_help", "wrong_details", "other")
DECISIONS = ("as_reported", "other", "none")
MOST_STARS = 5
UNTIL_DAYS = (28, 91, LONGEST_DAYS)
USUAL_MINUTES = (15, 30, 45, 60, 90, 120, 180, 240)


async def _for_whom(turn: Turn, draft: Draft, house: House) -> list[Choice]:
    relatives = await residents.for_whom(turn, draft, house) if draft.dialog == "order" else []
    return [("myself", ours("myself")), *relatives, ("someone", ours("someone"))]


async def _services(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    if draft.dialog in residents.CHANGES and draft.subject_id is not None:
        rows = await dispatch.services_for_change(turn.connection, _community(draft), draft.subject_id)
    else:
        rows = list(await dispatch.services_of(turn.connection, _community(draft)))
    named = [
        (row["id"], ours("named", prefix="service", preset=row["preset"], name=row["name"], emoji=row["emoji"]))
        for row in rows
    ]
    return simple.services(named, draft.answers, draft.asking)


async def _days(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = (await communities.get(turn.connection, _community(draft)))["zone"]
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    near = {today.isoformat(): ours("today"), (today + timedelta(days=1)).isoformat(): ours("tomorrow")}
    days = offered_days(turn.now, zone, MOST_DAYS)
    offered: list[Choice] = [("now", ours("now")), *((day, near.get(day) or ours("day", date=day)) for day in days)]
    return simple.days(offered, draft.answers)


async def _times(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = (await communities.get(turn.connection, _community(draft)))["zone"]
    offered = offered_times(str(draft.answers["day"]), turn.now, zone)
    return simple.times([(value, ours("time", time=value)) for value in offered], draft.answers)


async def _addresses(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    resident = await residents.known(turn, draft)
    if resident is None:
        return []
    most = simple.MOST_PLACES if simple.is_simple(draft.answers) else MOST_ADDRESSES
    rows = await communities.saved_addresses(turn.connection, _community(draft), resident.id, most)
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
    most = simple.MOST_SHOWN if simple.is_simple(draft.answers) else MOST_DISTRICTS
    found = await communities.districts(turn.connection, _community(draft), most)
    return [(name, theirs(name)) for name in found if mask_numbers(name) == name]


async def _own_phone(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    resident = await residents.known(turn, draft)
    phone = resident.phone if resident is not None else None
    return [(phone, theirs(show_phone(phone)))] if phone else []


async def _weekdays(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(day, ours(f"weekday_{day}")) for day in range(1, 8)]


async def _untils(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    zone = (await communities.get(turn.connection, _community(draft)))["zone"]
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    return [((today + timedelta(days)).isoformat(), ours(f"for_{days}_days")) for days in UNTIL_DAYS]


async def _helpers(_turn: Turn, _draft: Draft, _house: House) -> list[Choice]:
    return [(count, theirs(str(count))) for count in range(1, MOST_HELPERS + 1)]


async def _same_helper(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    resident = await residents.known(turn, draft)
    if resident is None:
        return [("anybody", ours("anybody"))]
    last = await first_choice.last_helpers(turn.connection, _community(draft), resident.id, turn.now)
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
    **{(dialog, question): offered for dialog in ("order", *residents.CHANGES) for question, offered in _ORDER.items()},
    **{("call", question): _ORDER[question] for question in ("service", "day", "time", "place", "district")},
    ("relative", "relation"): _fixed("relation", RELATIONS),
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
    ("every_week", "days"): _weekdays,
    ("every_week", "until"): _untils,
}
