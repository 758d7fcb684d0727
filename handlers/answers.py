"""One answer at a time: what was typed or sent becomes a value, and a value becomes words again."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import Message

from handlers.context import Choice, Incoming
from handlers.parsing.counts import read_cost, read_count, read_minutes
from handlers.parsing.phones import read_phone, read_short_number, show_phone
from handlers.parsing.pins import read_pin
from handlers.parsing.regions import region_of
from handlers.parsing.spans import span
from handlers.parsing.texts import read_name, read_names, read_text
from handlers.parsing.times import read_date, read_time, read_when
from handlers.parsing.zones import read_zone
from rules import crisis, refusals
from rules.dialog import Draft, Kind, Question
from rules.dialogs import MOST_FILES, MOST_HELPERS
from rules.notices import Label, ours, theirs
from storage import communities
from storage.desk import Turn

MOST_FILE_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot fetch
LAST_MINUTE = "23:59"
ROLE_CHARACTERS = 24  # what a button can show
NAMES = frozenset({"name", "beneficiary_name"})
SEVERAL = {  # names with commas between them: how many, how long
    ("roles", "roles"): (MOST_HELPERS, ROLE_CHARACTERS),
    ("crisis_words", "words"): (crisis.MOST_WORDS, crisis.MOST_CHARACTERS),
}
OWN_PHONE = frozenset({"phone"})
EMOJI_WILL_DO = frozenset({"words"})  # thanks can be said with a heart

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """All that reading an answer may look at."""

    turn: Turn
    incoming: Incoming
    draft: Draft
    question: Question
    language: str
    zone: str

    @property
    def message(self) -> Message:
        """What was sent."""
        if self.incoming.message is None:
            raise refusals.StaleButton
        return self.incoming.message

    @property
    def typed(self) -> str:
        """The typed text, or a refusal where something else was sent."""
        if self.message.text is None:
            raise refusals.WrongKind
        return self.message.text


async def read(turn: Turn, incoming: Incoming, draft: Draft, question: Question, language: str) -> Values:
    """The answers (mostly one) that a message gives to a question; raises an Unreadable refusal."""
    zone = "UTC"
    if draft.community_id is not None:
        zone = (await communities.get(turn.connection, draft.community_id))["zone"]
    return await _READERS[question.kind](Answer(turn, incoming, draft, question, language, zone))


async def day_is_over(turn: Turn, draft: Draft) -> refusals.TimePassed | None:
    """Why no time of the draft's day will do any more; None as long as one may."""
    day = str(draft.answers.get("day"))
    zone = (await communities.get(turn.connection, draft.community_id))["zone"] if draft.community_id else "UTC"
    try:
        span(day, LAST_MINUTE, turn.now, zone)
    except refusals.TimePassed as passed:
        return passed
    return None


def as_label(draft: Draft, question: Question, offered: list[Choice]) -> Label:
    """An answer as it stands in the review."""
    value = draft.answers.get(question.name)
    if value is None or value == "":
        return ours("no_answer")
    if question.kind is Kind.CHOICE:
        # What was picked and is no longer offered has left the list since.
        typed = theirs(str(value)) if question.typed else ours("no_answer")
        return next((label for each, label in offered if each == value), typed)
    match question.kind:
        case Kind.CHOICES:
            return ours("list", labels=[label for each, label in offered if isinstance(value, list) and each in value])
        case Kind.DAY:
            return ours("now") if value == "now" else ours("day", date=value)
        case Kind.TIME | Kind.DATE:
            return ours("time", time=value) if question.kind is Kind.TIME else ours("full_day", date=value)
        case Kind.PHONE:
            return theirs(show_phone(str(value)))
        case Kind.MINUTES | Kind.PHOTO:
            return ours("minutes", minutes=value) if question.kind is Kind.MINUTES else ours("photo_sent")
        case Kind.PLACE if isinstance(value, Mapping):
            return theirs(str(value["door"])) if value["door"] else ours("pin")
        case Kind.FILES if isinstance(value, Mapping):
            return ours("details", text=value["text"], files=len(value["files"]))
    return theirs(str(value))


async def _text(answer: Answer) -> Values:
    name = answer.question.name
    asked = (answer.draft.dialog, name)
    if asked in SEVERAL:
        return {name: read_names(answer.typed, *SEVERAL[asked])}
    if asked == ("hotline", "number"):
        return {name: read_short_number(answer.typed, answer.zone)}
    if name in NAMES:
        return {name: read_name(answer.typed, answer.question.limit)}
    return {name: read_text(answer.typed, answer.question.limit, words_needed=name not in EMOJI_WILL_DO)}


async def _choice(answer: Answer) -> Values:
    name = answer.question.name
    if not answer.question.typed:
        raise refusals.NotAChoice
    if name == "zone":
        return {name: read_zone(answer.typed, answer.language)}
    if name == "caller":
        return {name: read_name(answer.typed, answer.question.limit)}
    return {name: read_text(answer.typed, answer.question.limit, words_needed=name not in EMOJI_WILL_DO)}


async def _choices(_: Answer) -> Values:
    raise refusals.NotAChoice


async def _files(answer: Answer) -> Values:
    name, message = answer.question.name, answer.message
    before = answer.draft.answers.get(name)
    files = list(before["files"]) if isinstance(before, Mapping) else []
    text = str(before["text"]) if isinstance(before, Mapping) else ""
    if message.text is None:
        if len(files) >= MOST_FILES:
            raise refusals.TooManyFiles(most=MOST_FILES)
        files.append(_file(message))
    written = message.text or message.caption
    if written:
        said = read_text(written, answer.question.limit, words_needed=not files)
        text = read_text(f"{text}\n{said}" if text else said, answer.question.limit, words_needed=False)
    return {name: {"text": text, "files": files}}


def _file(message: Message) -> dict[str, Any]:
    """Photo, voice note or document, by its id; nothing is downloaded."""
    if message.photo:
        sent: Any = message.photo[-1]
        kind = "photo"
    elif message.voice:
        sent, kind = message.voice, "voice"
    elif message.document:
        sent, kind = message.document, "document"
    else:
        raise refusals.WrongKind
    if sent.file_size and sent.file_size > MOST_FILE_BYTES:
        raise refusals.FileTooLarge(megabytes=MOST_FILE_BYTES // 1024 // 1024)
    seconds = message.voice.to_dict()["duration"] if message.voice else None  # a number, whatever the library's mode
    return {"kind": kind, "file_id": sent.file_id, "seconds": int(seconds) if isinstance(seconds, int) else None}


async def _day(answer: Answer) -> Values:
    when = read_when(answer.typed, answer.turn.now, answer.zone, answer.language)
    values = {"day": when.day, "time": when.time}
    return {name: value for name, value in values.items() if value is not None}


async def _date(answer: Answer) -> Values:
    day = read_date(answer.typed, answer.turn.now, answer.zone, answer.language, answer.question.limit)
    return {answer.question.name: day.isoformat()}


async def _time(answer: Answer) -> Values:
    day = str(answer.draft.answers["day"])
    return {"time": read_time(answer.typed, day, answer.turn.now, answer.zone, answer.language)}


async def _place(answer: Answer) -> Values:
    message = answer.message
    if message.venue is not None:
        at = message.venue.location
        door = read_text(f"{message.venue.title}, {message.venue.address}", 10_000)[: answer.question.limit]
        return {"place": {"door": door, "latitude": at.latitude, "longitude": at.longitude}}
    if message.location is not None:
        at = message.location
        return {"place": {"door": "", "latitude": at.latitude, "longitude": at.longitude}}
    return {"place": {"door": read_text(answer.typed, answer.question.limit), "latitude": None, "longitude": None}}


async def _phone(answer: Answer) -> Values:
    name, contact = answer.question.name, answer.message.contact
    if contact is None:
        return {name: read_phone(answer.typed, region_of(answer.zone))}
    if name in OWN_PHONE and contact.user_id != answer.incoming.person.telegram_id:
        raise refusals.SomeoneElsesContact
    number = contact.phone_number
    return {name: read_phone(number if number.startswith("+") else f"+{number}", region_of(answer.zone))}


async def _count(answer: Answer) -> Values:
    return {answer.question.name: read_count(answer.typed, answer.question.limit)}


async def _minutes(answer: Answer) -> Values:
    return {answer.question.name: read_minutes(answer.typed, answer.question.limit)}


async def _cost(answer: Answer) -> Values:
    """About how much it costs; `most` and `currency` are what the community has set, when the dialog began."""
    cost, most = read_cost(answer.typed, answer.question.limit), answer.draft.answers.get("most")
    if answer.question.name == "cost" and isinstance(most, int) and cost > most:
        raise refusals.OverWishLimit(most, str(answer.draft.answers.get("currency") or ""))
    return {answer.question.name: cost}


async def _photo(answer: Answer) -> Values:
    if not answer.message.photo:
        raise refusals.NotAPhoto
    return {answer.question.name: _file(answer.message)["file_id"]}


async def _pin(answer: Answer) -> Values:
    return {answer.question.name: read_pin(answer.typed)}


_READERS: Mapping[Kind, Callable[[Answer], Awaitable[Values]]] = {
    Kind.CHOICE: _choice, Kind.CHOICES: _choices, Kind.TEXT: _text, Kind.FILES: _files, Kind.DAY: _day,
    Kind.DATE: _date, Kind.TIME: _time, Kind.PLACE: _place, Kind.PHONE: _phone, Kind.COUNT: _count,
    Kind.MINUTES: _minutes, Kind.COST: _cost, Kind.PHOTO: _photo, Kind.PIN: _pin,
}  # fmt: skip
