"""How a story ends: what stands in the tables and in every chat, and in what two endings differ."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Table, select

from sandbox import entities
from sandbox.messages import Message
from sandbox.world import World
from storage.schema import metadata

Row = dict[str, Any]
Look = tuple[str, str, tuple[tuple[str, ...], ...], str]
"""A message as people see it: who, what, the labels of its buttons, and the kind of its file."""

NEVER_THE_SAME = {
    "communities": {"created_at"}, "outbox": set(), "links": {"token_hash"},
    "inbox": {"update_id", "received_at", "done_at"},
}  # fmt: skip
SOFT = {("posts", "claim_id"): "claims", ("drafts", "subject_id"): "orders"}  # no foreign keys, but numbers of rows


@dataclass
class Sent:
    """A message the bot sent: its number, and how it looked then."""

    id: int
    look: Look


@dataclass
class Ending:
    """All that can be seen when nothing moves any more."""

    tables: dict[str, list[Row]]
    chats: dict[int, dict[int, Look]]
    keyboards: dict[int, tuple[str, ...]]
    sent: dict[int, list[Sent]]
    repeated: list[str] = field(default_factory=list)


def ending(world: World, engine: Engine) -> Ending:
    """How it looks now."""
    with engine.connect() as connection:
        tables = {
            table.name: [dict(row) for row in connection.execute(_in_order(table)).mappings()]
            for table in metadata.sorted_tables
        }
    chats = {
        chat.id: {message.id: _look(message) for message in chat.messages.values()} for chat in world.chats.values()
    }
    keyboards = {}
    for person in world.people:
        shown = world.chat(person).keyboard_for(person)
        keyboards[person] = tuple(key["text"] for row in (shown.keys if shown else None) or () for key in row)
    sent: dict[int, list[Sent]] = {}
    for call in world.calls.since(0):
        if call.ok and call.method.startswith("send"):
            message = call.result
            sent.setdefault(message["chat"]["id"], []).append(Sent(message["message_id"], _sent_look(message)))
    return Ending(tables, chats, keyboards, sent)


def differences(as_it_should: Ending, as_it_is: Ending, kills: int) -> list[str]:
    """What was lost, came twice or is wrong.

    Telegram has no way to tell whether it has seen a message before, so what was on its way when the bot was killed
    may come twice: one message a chat and kill, one right after the other. Nobody reads two of them twice.
    """
    found: list[str] = []
    orphans = [
        orphan
        for chat in sorted({*as_it_should.sent, *as_it_is.sent})
        for orphan in _repeats(chat, as_it_should.sent.get(chat, []), as_it_is.sent.get(chat, []), found)
    ]
    as_it_is.repeated = [f"{chat}: {orphan.look[1][:60]!r}" for chat, orphan in orphans]
    for chat, count in Counter(chat for chat, _ in orphans).items():
        if count > kills:
            found.append(f"chat {chat} got {count} messages twice for {kills} kills: {as_it_is.repeated}")
    chats = {chat: dict(messages) for chat, messages in as_it_is.chats.items()}
    for chat, orphan in orphans:
        found += _stays_harmless(chat, orphan, chats[chat].pop(orphan.id, None))
    for chat, messages in as_it_should.chats.items():
        found += _unlike(f"chat {chat}", list(messages.values()), list(chats[chat].values()))
    if as_it_should.keyboards != as_it_is.keyboards:
        found.append(f"keyboards {as_it_is.keyboards}, not {as_it_should.keyboards}")
    should, are = _told(as_it_should.tables, as_it_should.chats), _told(as_it_is.tables, chats)
    for name, rows in should.items():
        found += _unlike(f"table {name}", rows, are[name])
    return found


def _repeats(chat: int, should: list[Sent], are: list[Sent], found: list[str]) -> list[tuple[int, Sent]]:
    """The first of each pair of twins; whatever else differs is told in `found`."""
    orphans: list[tuple[int, Sent]] = []
    at = 0
    for before, one in zip([None, *are], are, strict=False):
        if at < len(should) and should[at].look == one.look:
            at += 1
        elif before is not None and before.look == one.look:
            orphans.append((chat, before))
        else:
            found.append(f"chat {chat} was sent {one.look}, not {should[at].look if at < len(should) else 'that'}")
            return orphans
    found += [f"chat {chat} was never sent {lost.look}" for lost in should[at:]]
    return orphans


def _stays_harmless(chat: int, orphan: Sent, now: Look | None) -> list[str]:
    """A message that came twice and that nobody knows of stays as it was sent, or has lost its buttons."""
    if now in (None, orphan.look, (*orphan.look[:2], (), orphan.look[3])):
        return []
    return [f"chat {chat}: the twin of a message says {now}, and was sent as {orphan.look}"]


def _unlike(what: str, should: Sequence[object], are: Sequence[object]) -> list[str]:
    lost = [f"{what} lacks {each}" for each in should if each not in are]
    more = [f"{what} has {each}" for each in are if each not in should]
    if lost or more or list(should) == list(are):
        return lost + more
    return [f"{what} has the same in another order or number"]


def _told(tables: Mapping[str, list[Row]], chats: Mapping[int, Mapping[int, Look]]) -> dict[str, list[Row]]:
    """The rows in words that do not depend on how numbers were given."""
    places = {
        name: {row["id"]: place for place, row in enumerate(rows, 1)}
        for name, rows in tables.items() if rows and "id" in rows[0]
    }  # fmt: skip
    chat_of = {row["id"]: row["telegram_id"] for row in tables["people"]}
    told: dict[str, list[Row]] = {}
    for name, rows in tables.items():
        table = metadata.tables[name]
        told[name] = [_row(table, row, places) for row in rows]
        if "message_id" in table.columns:
            for row, one in zip(rows, told[name], strict=True):
                chat = row["chat_id"] if "chat_id" in row else chat_of[row["person_id"]]
                one["message_id"] = chats[chat].get(row["message_id"], "gone")
    return told


def _row(table: Table, row: Row, places: Mapping[str, Mapping[int, int]]) -> Row:
    told: Row = {}
    for name, value in row.items():
        to = next((key.column.table.name for key in table.columns[name].foreign_keys), SOFT.get((table.name, name)))
        if name in NEVER_THE_SAME.get(table.name, ()):
            continue
        if name == "id":
            told[name] = places[table.name][value]
        elif to is not None:
            told[name] = places.get(to, {}).get(value, value)
        elif isinstance(value, datetime):
            told[name] = f"{value:%d.%m. %H:%M}"
        else:
            told[name] = value
    return told


def _in_order(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def _look(message: Message) -> Look:
    sender = "bot" if message.by_bot else str(message.sender.id)
    return (sender, message.markup() or message.service_words, _labels(message.inline), _kind(message))


def _kind(message: Message) -> str:
    return message.media.field if message.media is not None else ""


def _labels(rows: Sequence[Sequence[Mapping[str, Any]]] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(button["text"]) for button in row) for row in rows or ())


def _sent_look(shape: Mapping[str, Any]) -> Look:
    text = str(shape.get("text", shape.get("caption", "")))
    drawn = entities.draw(text, shape.get("entities", shape.get("caption_entities", [])))
    kind = next((each for each in ("photo", "voice", "document") if each in shape), "")
    return ("bot", drawn, _labels(shape.get("reply_markup", {}).get("inline_keyboard")), kind)
