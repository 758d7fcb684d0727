"""Who reads a message: a person or a group, in which language, on whose clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.words import Words
from storage import communities, desks, drafts, people, setup
from storage.people import Person
from storage.views import OrderView


class Row(Protocol):
    """What of an outbox row matters here."""

    @property
    def lane(self) -> int:
        """The chat."""

    @property
    def person_id(self) -> int | None:
        """Whose private chat it is; None for a group."""

    @property
    def thread_id(self) -> int | None:
        """The topic, if it is one."""

    @property
    def kind(self) -> str:
        """Say or show."""

    @property
    def key(self) -> str:
        """The notice or the view."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """The notice's fields."""

    @property
    def order_id(self) -> int | None:
        """The order it is about."""

    @property
    def claim_id(self) -> int | None:
        """The claim it shows."""

    @property
    def position(self) -> int:
        """Which of the posts of its kind."""


@dataclass(frozen=True)
class Reader:
    """Who reads it: a person, or a group (None); in which language, on whose clocks."""

    person: Person | None
    language: str
    zone: str


async def reader_of(connection: AsyncConnection, row: Row, words: Words, order: OrderView | None) -> Reader:
    """Who reads a row of the outbox, and how they are spoken to."""
    person = await people.get(connection, row.person_id) if row.person_id is not None else None
    home, zone = (order.language, order.zone) if order is not None else await _home(connection, row, person)
    chosen, telegram = (person.language, person.telegram_language) if person is not None else (None, "")
    return Reader(person, words.language_for(chosen, telegram, home), zone)


async def home_of(connection: AsyncConnection, person: Person, words: Words) -> tuple[str, str]:
    """The language a person is spoken to in, and the zone of their clocks, whatever it is about."""
    home, zone = await _nearest(connection, person)
    return words.language_for(person.language, person.telegram_language, home), zone


async def _home(connection: AsyncConnection, row: Row, person: Person | None) -> tuple[str | None, str]:
    """The language and the zone of the community a message belongs to, as far as one is known."""
    community_id = row.fields.get("community_id")
    if community_id is None and row.key == "ask":
        kept = await drafts.by_id(connection, row.fields["draft_id"])
        community_id = kept.draft.community_id if kept else None
    if community_id is None and person is None:
        community_id = await _community_here(connection, row.lane, row.thread_id)
    if community_id is not None:
        found = await communities.get(connection, community_id)
        return found["language"], found["zone"]
    if person is not None:
        return await _nearest(connection, person)
    every = await communities.every(connection)
    return (every[0]["language"], every[0]["zone"]) if every else (None, "UTC")


async def _community_here(connection: AsyncConnection, chat_id: int, thread_id: int | None) -> int | None:
    """The community to which a group belongs, or a topic of it: to one of its teams, or as one of its own."""
    for topic in dict.fromkeys((thread_id, None)):
        team = await setup.team_at(connection, chat_id, topic)
        if team is not None:
            return int(team["community_id"])
        for room in desks.Room:
            home = await desks.at(connection, room, chat_id, topic)
            if home is not None:
                return int(home["id"])
    return None


async def _nearest(connection: AsyncConnection, person: Person) -> tuple[str | None, str]:
    near = await people.communities_of(connection, person)
    return (near[0]["language"], near[0]["zone"]) if near else (None, "UTC")
