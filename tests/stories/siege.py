"""Two settled communities under siege: everybody's hand, whatever Telegram can deliver, and what the database says."""

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from rules import orders as verbs
from rules import review
from rules.life import Facts, Outcome
from rules.notices import ours
from rules.people import Standing
from rules.review import SoFar
from sandbox.messages import Message
from storage import communities, dispatch, people, reviews, routing, setup
from storage import orders as kept_orders
from storage.desk import Turn, Verb
from storage.engine import reading, writing
from storage.reviews import Kind
from storage.schema import claims, drafts, inbox, journal, metadata, orders, outbox, teams, transfers
from tests.databases import Place
from tests.house_of_paidan import House, MovableClock, open_house
from tests.people import MONDAY
from tests.play import Json, Play, Seen

DOOR = "Building 7, door 302, Eastgate Road 5"
PHONE = "138 0013 8000"
FOLK = {
    "anna": "Anna Lind", "boris": "Boris Novak", "chen": "Chen Wei", "dora": "Dora Klein", "milan": "Milan Kos",
    "eve": "Eve Northrop", "fritz": "Fritz Baum", "gerd": "Gerd Holm", "noor": "Noor Amin", "olga": "Olga Renn",
}  # fmt: skip
NOISE = (inbox, outbox)  # what comes and goes with every word


@dataclass
class Siege:
    """Wenfeng is the home of Anna, Boris, Chen and Dora; Northfield of Eve, Fritz and Gerd.

    Boris, Chen and Fritz are volunteers, Dora and Gerd coordinators, Olga owns it all; Milan and Noor are strangers.
    """

    house: House
    folk: dict[str, int]
    green: int
    north: int
    wenfeng: int
    northfield: int
    numbers: dict[str, int] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=list)  # what may stand in the log as an error

    @property
    def play(self) -> Play:
        return self.house.play

    def who(self, name: str | int) -> int:
        return self.folk[name] if isinstance(name, str) else name

    async def say(self, name: str | int, text: str, chat: int | None = None, **details: object) -> Seen | None:
        """Say it, wait, and answer the bot's newest words there, None when it never spoke."""
        await self.play.say(self.who(name), text, chat, **details)
        await self.house.settled()
        return await self.newest(name, chat)

    async def press(self, name: str | int, label: str, chat: int | None = None, **details: Any) -> str:
        """Press it, or what contains it, wait, and answer the toast, "" when there was none."""
        shown = await self.play.labels(self.who(name), chat) if "message" not in details else [label]
        label = label if label in shown else next((each for each in shown if label in each), label)
        toast = await self.play.press(self.who(name), label, chat, **details)
        await self.house.settled()
        return toast or ""

    async def forge(self, name: str | int, data: str, message: int | None = None, chat: int | None = None) -> str:
        """Press a button that is not there, under the bot's newest message unless told otherwise; the toast."""
        if message is None:
            message = await self.something_of_ours(name, chat)
        toast = await self.play.forge(self.who(name), data, message, chat)
        await self.house.settled()
        return toast or ""

    async def something_of_ours(self, name: str | int, chat: int | None = None) -> int:
        """A message of the bot that can be pressed on, brought about by /help where there is none yet."""
        there = self.house.box.world.chat(chat or self.who(name)).newest()
        found = next((message.id for message in there if message.by_bot and message.service is None), None)
        if found is None:
            await self.say(name, "/help")
            return (await self.last(name, chat)).id
        return found

    async def last(self, name: str | int, chat: int | None = None) -> Seen:
        return await self.play.last(self.who(name), chat)

    async def newest(self, name: str | int, chat: int | None = None) -> Seen | None:
        seen = await self.said(name, chat)
        return seen[-1] if seen else None

    async def said(self, name: str | int, chat: int | None = None) -> list[Seen]:
        """All that the bot has said in private, or in the chat named."""
        return [each for each in await self.play.chat(chat or self.who(name)) if each.by_bot and not each.service]

    async def answers(self, name: str, *answers: str) -> Seen:
        """Press what begins with a dot, say the rest; the bot's newest words after all of it."""
        for answer in answers:
            if answer.startswith("."):
                await self.press(name, answer[1:])
            else:
                await self.say(name, answer)
        return await self.last(name)

    async def ask(
        self, name: str = "anna", until: str = "", details: str = "Rice and eggs", helpers: str = "1"
    ) -> Seen:
        """Go through the order's dialog as far as the question named, or to the review."""
        await self.say(name, "/order")
        steps = {
            "for_whom": ".Myself", "service": ".🧹 Cleaning", "details": details, "day": ".Now", "place": DOOR,
            "district": "Eastgate", "phone": PHONE, "helpers": f".{helpers}",
        }  # fmt: skip
        for question, answer in steps.items():
            if question == until:
                break
            await self.answers(name, answer)
        return await self.last(name)

    async def sent(self, name: str = "anna", **how: str) -> int:
        """An order asked for and sent by chat; its id."""
        await self.ask(name, **how)
        await self.press(name, "Send")
        return await self.newest_id(orders)

    async def order(self, name: str = "anna", helpers: int = 1, looked_at: bool = False, **columns: object) -> int:
        """The same in one step at the desk, which is quicker; its id."""
        made = await self.place(name, helpers, looked_at, **columns)
        await self.house.settled()
        return made

    async def place(self, name: str = "anna", helpers: int = 1, looked_at: bool = False, **columns: object) -> int:
        """The same, not waited for."""
        now, person_id = self.house.clock.now(), self.numbers[name]
        home = self.northfield if name == "eve" else self.wenfeng

        async def work(turn: Turn) -> int:
            service = (await dispatch.services_of(turn.connection, home))[2]
            team = (await routing.roads(turn.connection, home)).team_id(service["id"], "Eastgate")
            answers = {
                "for_whom": "myself", "service": service["id"], "details": {"text": "Rice and eggs", "files": []},
                "day": "now", "place": {"door": DOOR, "latitude": None, "longitude": None}, "district": "Eastgate",
                "phone": "+8613800138000", "helpers": helpers,
            }  # fmt: skip
            values = {
                "resident_id": person_id, "service_id": service["id"], "team_id": team, "details": "Rice and eggs",
                "moment": "now", "starts_at": now, "ends_at": now + timedelta(hours=2), "door": DOOR,
                "district": "Eastgate", "phone": "+8613800138000", "helpers": helpers, "state": "open",
                "answers": answers, "placed_at": now,
            }  # fmt: skip
            number, _ = await kept_orders.add(turn.connection, home, {**values, **columns})

            def place(facts: Facts) -> Outcome:
                return review.place(facts) if looked_at else verbs.place(facts, has_group=team is not None)

            await turn.move(number, person_id, place)
            return number

        return await self.house.app.desk.run(work)

    async def asked_back(self) -> int:
        """Anna's order that Dora looks at first, with a question that waits."""
        order = await self.order(looked_at=True)

        async def work(turn: Turn) -> None:
            ask = partial(review.ask_back, so_far=SoFar(), question="Which floor?")
            await turn.move(order, self.numbers["dora"], ask)
            await reviews.note(turn.connection, order, self.numbers["dora"], Kind.ASKED, "Which floor?", turn.now)

        await self.house.app.desk.run(work)
        await self.house.settled()
        return order

    async def claimed(self) -> int:
        """Anna's order in Boris's hands."""
        order = await self.order()
        await self._moves(order, verbs.claim)
        return order

    async def finished(self) -> int:
        """Anna's order, done by Boris and not yet confirmed."""
        order = await self.claimed()
        await self._moves(order, verbs.check_in, partial(verbs.finish, minutes=140))
        return order

    async def _moves(self, order: int, *moves: Verb) -> None:
        for verb in moves:
            await self.house.app.desk.move(order, self.numbers["boris"], verb)
        await self.house.settled()

    def label(self, key: str, language: str = "en", **fields: object) -> str:
        """A button of ours."""
        return self.house.app.words.label(ours(key, **fields), language)

    def toast(self, key: str, language: str = "en", **given: object) -> str:
        """A refusal as a toast."""
        return self.house.app.words.toast(key, given, language)

    async def code(self, preset: str = "blue", community: str = "wenfeng") -> str:
        """What a coordinator is given to type in a team's group: "/bind CODE"."""
        home, leader = {"wenfeng": (self.wenfeng, "dora"), "northfield": (self.northfield, "gerd")}[community]
        team = held(await self.rows(teams), community_id=home, preset=preset)[0]["id"]
        await self.forge(leader, f"v1|s_bind|{team}|0|")
        copied = [button["copy"] for row in (await self.last(leader)).buttons for button in row if "copy" in button]
        return str(copied[0])

    async def card(self, chat: int | None = None) -> Seen:
        """The newest card in the group."""
        return next(each for each in reversed(await self.said("boris", chat or self.green)) if "E-0" in each.text)

    async def joins(self, name: str = "noor") -> int:
        """An application that waits; its membership's id."""
        async with writing(self.house.app.engine) as connection:
            place = await people.enter(connection, self.wenfeng, self.numbers[name])
        await self.answers(name, "/join", FOLK[name], PHONE, ".Cleaning", ".Done", ".Green", ".Done")
        await self.press(name, "Send")
        return place.id

    # --- what no client would send, and Telegram may deliver all the same ---

    async def deliver(self, name: str | int, chat: int | None = None, **content: Any) -> Seen | None:
        """A message with any content; the bot's newest words."""
        self.queue(name, chat, **content)
        await self.house.settled()
        return await self.newest(name, chat)

    def queue(self, name: str | int, chat: int | None = None, **content: Any) -> None:
        """The same, not waited for."""
        world = self.house.box.world
        person, place = world.person(self.who(name)), world.chat(chat or self.who(name))
        shape = Message(world.next_message_id(place), place, person, int(world.now())).shape()
        world.updates.add("message", {**shape, **content}, ("chat", place.id), world.now())

    # --- what the database says ---

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        async with reading(self.house.app.engine) as connection:
            return await _rows(connection, table)

    async def count(self, table: Table) -> int:
        async with reading(self.house.app.engine) as connection:
            return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())

    async def newest_id(self, table: Table) -> int:
        async with reading(self.house.app.engine) as connection:
            return int((await connection.execute(select(func.max(table.c.id)))).scalar_one())

    async def dump(self, but: Iterable[Table] = ()) -> dict[str, list[Any]]:
        """Everything that is kept, save what comes and goes with every word."""
        kept = [table for table in metadata.sorted_tables if table not in (*NOISE, *but)]
        async with reading(self.house.app.engine) as connection:
            return {
                table.name: list(await connection.execute(select(table).order_by(*table.primary_key.columns)))
                for table in kept
            }

    async def state(self, order: int) -> str:
        return next(str(row["state"]) for row in await self.rows(orders) if row["id"] == order)

    async def check(self) -> None:
        """Nothing unhandled, nothing given up, nothing unsent, nothing half made."""
        undone = [row for row in await self.rows(inbox) if row["done_at"] is None]
        assert not undone, [row["body"] for row in undone]
        waiting = [row for row in await self.rows(outbox) if row["dead_at"] is None]
        assert not waiting, waiting
        placed = {row["order_id"] for row in await self.rows(journal) if row["verb"] == "place"}
        made = {row["id"]: row for row in await self.rows(orders)}
        assert set(made) == placed
        taken = [row["order_id"] for row in await self.rows(claims)]
        assert set(taken) <= set(made)
        paid = [(row["claim_id"], row["ledger"]) for row in await self.rows(transfers)]
        assert len(set(paid)) == len(paid)

    async def drafted(self, dialog: str, name: str = "anna") -> dict[str, Any] | None:
        """The draft of that dialog."""
        mine = self.numbers[name]
        found = [row for row in await self.rows(drafts) if (row["person_id"], row["dialog"]) == (mine, dialog)]
        return found[0] if found else None

    def no_errors(self, caplog: pytest.LogCaptureFixture) -> None:
        """No traceback and no error in the log, but those that a test expects."""
        for record in (*caplog.get_records("setup"), *caplog.get_records("call")):
            words = record.getMessage()
            assert record.levelno < logging.ERROR or any(each in words for each in self.allowed), words
            assert record.exc_info is None, words


@asynccontextmanager
async def besieged(
    place: Place, caplog: pytest.LogCaptureFixture, *, zone: str = "Asia/Shanghai", start: datetime = MONDAY,
    strict: bool = False, telegrams: MovableClock | None = None, **changed: object,
) -> AsyncIterator[Siege]:  # fmt: skip
    """Both communities settled, everybody known to the bot, nothing ordered yet.

    At the end nothing may be lost, stuck, half made, or an error in the log.
    """
    async with open_house(place, start=start, strict=strict, telegrams=telegrams, **changed) as house:
        folk = {key: house.box.world.add_person(name, language_code="en").id for key, name in FOLK.items()}
        for person in folk.values():
            house.box.world.chat(person).started = True
        green = await house.play.group("Green team", [folk[key] for key in ("dora", "boris", "chen")], supergroup=True)
        north = await house.play.group("North team", [folk[key] for key in ("gerd", "fritz")])
        await house.settled()
        async with writing(house.app.engine) as connection:
            numbers = {
                key: (await people.met(connection, folk[key], name, "en", MONDAY, private=True)).id
                for key, name in FOLK.items()
            }
            homes = [
                await _settle(connection, "Wenfeng", zone, green, numbers, "anna", ("boris", "chen"), "dora"),
                await _settle(connection, "Northfield", "Europe/Berlin", north, numbers, "eve", ("fritz",), "gerd"),
            ]
            await people.change(connection, numbers["olga"], owner=True)
        siege = Siege(house, folk, green, north, homes[0], homes[1], numbers)
        yield siege
        await house.settled()
        await siege.check()
        await house.is_sound()
        siege.no_errors(caplog)


async def _settle(
    connection: AsyncConnection, name: str, zone: str, group: int, numbers: dict[str, int],
    resident: str, volunteers: Iterable[str], coordinator: str,
) -> int:  # fmt: skip
    home = await communities.add(connection, name.lower(), name, "en", zone, MONDAY)
    await communities.change(connection, home, credit_rule="jishui", quiet_from=None, quiet_to=None)
    await setup.add_seven_colours(connection, home)
    await setup.add_five_helps(connection, home)
    team = next(row["id"] for row in await dispatch.teams_of(connection, home) if row["preset"] == "green")
    await setup.bind(connection, home, team, group, None, f"{name} group")
    await people.enter(connection, home, numbers[resident])
    for each in volunteers:
        place = await people.enter(connection, home, numbers[each])
        await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
    place = await people.enter(connection, home, numbers[coordinator])
    await people.change_membership(connection, place.id, coordinator=True)
    return home


async def _rows(connection: AsyncConnection, table: Table) -> list[dict[str, Any]]:
    found = (await connection.execute(select(table).order_by(*table.primary_key.columns))).mappings()
    return [dict(row) for row in found]


def held(rows: list[dict[str, Any]], **values: object) -> list[dict[str, Any]]:
    """The rows with these values."""
    return [row for row in rows if all(row[name] == value for name, value in values.items())]


async def team_rows(siege: Siege, chat: int) -> list[Json]:
    """The teams that a group is bound to."""
    return held(await siege.rows(teams), chat_id=chat)
