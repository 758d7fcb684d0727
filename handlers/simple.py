"""Simple mode, remembered for each person: one question a screen, few buttons under each other, a voice for a pen."""

from collections.abc import Mapping, Sequence

from handlers.context import Choice, House, Incoming, Toast, tell
from handlers.presses import Press
from rules.notices import Button, Screen, ours
from rules.refusals import StaleButton
from storage import people
from storage.desk import Turn
from storage.people import Person

MOST_SERVICES = 5
DAYS_A_SCREEN = 3
MOST_TIMES = 4
MOST_PLACES = 1
MOST_SHOWN = 3  # orders in /mine, districts
ALL = "all"  # all answers of a review with a button each

ON: Button = (ours("simple_on"), Press("simple", arg="on").data(), "")
OFF: Button = (ours("simple_off"), Press("simple", arg="off").data(), "")
ASK_FOR_HELP: Button = (ours("ask_for_help"), Press("order").data(), "success")
MINE: Button = (ours("my_orders"), Press("mine").data(), "")


async def simple(turn: Turn, incoming: Incoming, _house: House, _text: str = "") -> None:
    """/simple: on when it was off, and off when it was on."""
    await _set(turn, incoming, on=not incoming.person.simple)


async def pressed(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same by a button, which says which; pressed twice it is still so."""
    if press.arg not in ("on", "off"):
        raise StaleButton
    await _set(turn, incoming.beside(), on=press.arg == "on")
    return None


def doors() -> tuple[tuple[Button, ...], ...]:
    """What is needed most, and the way back."""
    return ((ASK_FOR_HELP,), (MINE,), (OFF,))


def flag(person: Person) -> dict[str, object]:
    """What tells a dialog that its person is spoken to simply."""
    return {"simple": True} if person.simple else {}


def known(person: Person) -> dict[str, object]:
    """What an order need not ask in simple mode: for whom, how many, and a phone that is known."""
    if not person.simple:
        return {}
    phone = {"phone": person.phone} if person.phone else {}
    return {**flag(person), "for_whom": "myself", "helpers": 1, **phone}


def is_simple(answers: Mapping[str, object]) -> bool:
    """Whether a dialog goes simply."""
    return bool(answers.get("simple"))


def is_spoken(incoming: Incoming, answers: Mapping[str, object]) -> bool:
    """Whether a voice note is all of the answer: nobody has to press Done after it."""
    return is_simple(answers) and incoming.message is not None and incoming.message.voice is not None


def shows_all(answers: Mapping[str, object]) -> bool:
    """Whether the review shows a button for each answer: something is to be changed."""
    return bool(_from(answers, "review"))


def services(choices: list[Choice], answers: Mapping[str, object], asking: str | None) -> list[Choice]:
    """Five at a time; all of them where nothing is asked, for the review says what was chosen."""
    if not is_simple(answers) or (asking != "service" and answers.get("service") is not None):
        return choices
    return _some(choices, _from(answers, "service"), MOST_SERVICES)


def days(choices: list[Choice], answers: Mapping[str, object]) -> list[Choice]:
    """Now, tomorrow, or another time: then the days, some at a time."""
    if not is_simple(answers):
        return choices
    first = [choice for choice in choices if choice[1].get("key") in ("now", "tomorrow")]
    later = [choice for choice in choices if choice not in first]
    start = _from(answers, "day")
    if not start:
        return [*first, (_further(1), ours("another_time"))] if later else first
    return _some(later, start - 1, DAYS_A_SCREEN, first=1)


def times(choices: list[Choice], answers: Mapping[str, object]) -> list[Choice]:
    """The parts of the day; an hour can be typed."""
    return choices[:MOST_TIMES] if is_simple(answers) else choices


def further(value: object) -> int | None:
    """Where the choices go on, if that is what was pressed."""
    start = value.get("further") if isinstance(value, Mapping) else None
    return start if isinstance(start, int) else None


def _some(choices: Sequence[Choice], start: int, count: int, first: int = 0) -> list[Choice]:
    """So many from there; after the last ones come the first again."""
    start = start if 0 <= start < len(choices) else 0
    shown, after = list(choices[start : start + count]), start + count
    if len(choices) > count:
        shown.append((_further(first + (after if after < len(choices) else 0)), ours("more")))
    return shown


def _further(start: int) -> dict[str, int]:
    return {"further": start}


def _from(answers: Mapping[str, object], question: str) -> int:
    shown = answers.get("further")
    start = shown.get(question) if isinstance(shown, Mapping) else None
    return start if isinstance(start, int) else 0


async def _set(turn: Turn, incoming: Incoming, *, on: bool) -> None:
    await people.change(turn.connection, incoming.person.id, simple=on)
    if on:
        await tell(turn, incoming, Screen("simple_is_on", {}, doors()))
    else:
        await tell(turn, incoming, Screen("simple_is_off", {}, ((ASK_FOR_HELP,), (MINE,), (ON,))))


COMMANDS = {"simple": simple}
PRESSES = {"simple": pressed}
