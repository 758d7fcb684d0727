"""A ready community for stories: its people, each with a hand of their own, its two groups, and how to ask for help."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from rules.people import Standing
from storage import communities, dispatch, people, setup
from storage.engine import reading, writing
from storage.views import OrderView, view
from tests.databases import Place
from tests.house_of_paidan import House, open_house
from tests.people import MONDAY
from tests.play import Seen

SLUG = "wenfeng"
ZONE = "Asia/Shanghai"
DOOR = "Eastgate Road 5, building 7, door 302"
PHONE = "138 0013 8000"
PRIVATE = ("Anna", "Lind", "138", "8000", "302", "building 7", "Building 7")
"""What of Anna's order must never stand in a group."""

WHO = {  # the name Telegram shows, the language of the app
    "anna": ("Anna Lind", "en"),
    "boris": ("Boris Novak", "en"),
    "chen": ("Chen Mei", "en"),
    "felix": ("Felix Moser", "en"),
    "wang": ("王桂兰", "zh-hans"),
    "liu": ("刘洋", "zh-hans"),
    "dora": ("Dora Klein", "en"),
    "milan": ("Milan Kos", "en"),
}
VOLUNTEERS = ("boris", "chen", "felix", "liu")


@dataclass(frozen=True)
class Group:
    """A team's group as everybody in it sees it."""

    house: House
    id: int

    async def card(self, code: str) -> Seen:
        """The one card of an order; there are never two."""
        cards = [seen for seen in await self.seen() if f"{code} ·" in seen.text]
        assert len(cards) == 1, f"{code} stands here {len(cards)} times"
        return cards[0]

    async def seen(self) -> list[Seen]:
        """What the bot has written here."""
        return [seen for seen in await self.house.play.chat(self.id) if seen.by_bot and not seen.service]


@dataclass(frozen=True)
class Somebody:
    """One person's hand. Whatever they do, all that follows from it has happened and was sent before it returns."""

    house: House
    id: int
    name: str

    async def says(self, *texts: str, at: Group | None = None) -> Seen:
        """Write these one after the other, in private unless told otherwise, and read the newest answer."""
        for text in texts:
            await self.house.play.say(self.id, text, chat=at.id if at else None)
            await self.house.settled()
        return await self.newest(at)

    async def presses(self, *labels: str, at: Group | None = None, on: Seen | None = None) -> str:
        """Press these one after the other; the last toast, "" when there was none.

        `on` is a message as it was seen, whose button may be gone by now.
        """
        toast = None
        for label in labels:
            toast = await self.house.play.press(
                self.id, label, chat=at.id if at else None, message=on.id if on else None, stale=on is not None or None
            )
            await self.house.settled()
        return toast or ""

    async def opens(self, payload: str) -> Seen:
        """Open a link to the bot and read what it says."""
        await self.house.play.start(self.id, payload)
        await self.house.settled()
        return await self.newest()

    async def newest(self, at: Group | None = None) -> Seen:
        """The bot's newest message."""
        return await self.house.play.last(self.id, at.id if at else None)

    async def sees(self, *words: str) -> Seen:
        """The bot's newest message in private, which contains all these words."""
        seen = await self.newest()
        for each in words:
            assert each in seen.text, f"{self.name} sees {seen.text!r}, without {each!r}"
        return seen

    async def finds(self, words: str) -> Seen:
        """The newest of all messages in private that contains the words."""
        found = [seen for seen in await self.chat() if words in seen.text]
        assert found, f"{self.name} sees {words!r} nowhere"
        return found[-1]

    async def chat(self) -> list[Seen]:
        """All that the bot has said in private, as it stands now."""
        return [seen for seen in await self.house.play.chat(self.id) if seen.by_bot and not seen.service]

    async def labels(self) -> list[str]:
        """What can be pressed: the open reply keyboard, else the buttons of the newest message."""
        shown = await self.house.play.get(f"chats/{self.id}", as_=self.id)
        keys = [key["label"] for row in shown["keyboard"] or [] for key in row]
        return keys or (await self.newest()).labels


@dataclass(frozen=True)
class Town:
    """Wenfeng, where the stories happen.

    Anna and 王桂兰 are residents; Boris, Chen, Felix and 刘洋 approved volunteers; Dora coordinates, and owns the
    installation; Milan only lives there. The green team cleans, the blue one gets people about.
    """

    house: House
    community_id: int
    folk: dict[str, Somebody]
    green: Group
    blue: Group
    secrets: list[str] = field(default_factory=lambda: list(PRIVATE))
    refused: list[str] = field(default_factory=list)
    """Which methods Telegram may refuse in this story."""

    def __getattr__(self, name: str) -> Somebody:
        """`town.anna`."""
        try:
            return self.folk[name]
        except KeyError:
            raise AttributeError(name) from None

    async def order(self, who: Somebody | None = None, /, **answers: str) -> str:
        """Ask for help by chat, as Anna unless told otherwise; the order's code."""
        who = who or self.folk["anna"]
        said = {
            "service": "🧹 Cleaning", "details": "Wash the kitchen window", "when": "tomorrow 9 to 11", "place": DOOR,
            "district": "Eastgate", "phone": PHONE, "helpers": "1",
        } | answers  # fmt: skip
        await who.says("/order")
        await who.presses("Myself", said["service"])
        await who.says(said["details"], said["when"], said["place"], said["district"], said["phone"])
        await who.presses(said["helpers"])
        toast = await who.presses("Send")
        found = re.search(r"E-\d{4}", toast)
        assert found is not None, f"not sent: {toast!r}, {(await who.newest()).text!r}"
        return found.group()

    async def claimed(self, *helpers: Somebody, **answers: str) -> str:
        """An order of Anna's that these have claimed, with as many places; its code."""
        code = await self.order(**({"helpers": str(len(helpers))} | answers))
        for helper in helpers:
            await helper.presses("Claim", at=self.green)
        return code

    async def finished(self, *helpers: Somebody, minutes: int = 140) -> str:
        """An order of Anna's that these have claimed and finished after so many minutes; its code."""
        code = await self.claimed(*helpers)
        for helper in helpers:
            await helper.presses("I have arrived")
        await self.house.later(minutes=minutes)
        for helper in helpers:
            await helper.presses("Finished", "Send")
        return code

    async def coordinates(self, who: Somebody) -> None:
        """Make them a coordinator, too."""
        async with writing(self.house.app.engine) as connection:
            person = await people.by_telegram(connection, who.id)
            assert person is not None
            place = await people.enter(connection, self.community_id, person.id)
            await people.change_membership(connection, place.id, coordinator=True)

    async def view(self, code: str) -> OrderView:
        """The order as the database has it."""
        async with reading(self.house.app.engine) as connection:
            found = await view(connection, int(code.removeprefix("E-")))
        assert found is not None
        return found

    async def said_in_groups(self) -> str:
        """Every call that ever went to a group, also what has been edited away since, as one text."""
        calls = await self.house.play.calls()
        return "\n".join(str(call["params"]) for call in calls if str(call["chat_id"]).startswith("-"))

    async def asks_for_nothing_in_vain(self) -> None:
        """Telegram refused no call but those a story is about: each would count against our limits."""
        refused = [call for call in await self.house.play.calls() if not call["ok"]]
        assert not [call for call in refused if call["method"] not in self.refused], refused

    async def keeps_private(self) -> None:
        """Nothing private was ever said in a group."""
        said = await self.said_in_groups()
        for secret in self.secrets:
            assert secret not in said, f"{secret!r} was said in a group"


@asynccontextmanager
async def open_town(place: Place, *, language: str = "en", start: datetime = MONDAY) -> AsyncIterator[Town]:
    """The house with the community in it; it is Monday evening there."""
    async with open_house(place, start=start) as house:
        yield await settle(house, language)


async def settle(house: House, language: str = "en") -> Town:
    """People and groups come to live in the sandbox, and the community is written into the tables."""
    folk = {key: Somebody(house, await house.play.person(*who), who[0]) for key, who in WHO.items()}
    crew = [folk[key].id for key in ("dora", *VOLUNTEERS)]
    # Telegram turns groups into supergroups as they grow; only their messages have links.
    green = Group(house, await house.play.group("Green team", crew, supergroup=True))
    blue = Group(house, await house.play.group("Blue team", crew))
    await house.settled()
    async with writing(house.app.engine) as connection:
        community_id = await found(connection, house, language, folk, {"green": green.id, "blue": blue.id})
    for somebody in folk.values():
        house.box.world.chat(somebody.id).started = True  # they pressed Start long ago
    return Town(house, community_id, folk, green, blue)


async def found(
    connection: AsyncConnection, house: House, language: str, folk: dict[str, Somebody], groups: dict[str, int]
) -> int:
    """The community's rows: five helps, seven colours, two groups, the rule of Jishui, and who is what."""
    now = house.clock.now()
    name = "Wenfeng" if language == "en" else "文峰社区"
    community_id = await communities.add(connection, SLUG, name, language, ZONE, now)
    # Its nights are not quiet, so that a story can put the clock forward without counting hours.
    await communities.change(connection, community_id, credit_rule="jishui", quiet_from=None, quiet_to=None)
    await setup.add_seven_colours(connection, community_id)
    await setup.add_five_helps(connection, community_id)
    for team in await dispatch.teams_of(connection, community_id):
        if team["preset"] in groups:
            await setup.bind(connection, community_id, team["id"], groups[team["preset"]], None, team["preset"])
    services = [row["id"] for row in await dispatch.services_of(connection, community_id)]
    for key, somebody in folk.items():
        person = await people.met(connection, somebody.id, *WHO[key], now, private=True)
        place = await people.enter(connection, community_id, person.id)
        if key in VOLUNTEERS:
            await people.change_membership(
                connection, place.id, standing=Standing.APPROVED.value, services=services, decided_at=now
            )
        if key == "dora":
            await people.change_membership(connection, place.id, coordinator=True)
            await people.change(connection, person.id, owner=True)
    return community_id


def link_in(seen: Seen, prefix: str) -> str:
    """What stands behind `start=` in the link of that kind in a message: "join", "com", "coo"."""
    found = re.search(rf"start=({prefix}_[\w-]+)", seen.text)
    assert found is not None, seen.text
    return found.group(1)


def bind_code_in(seen: Seen) -> str:
    """The code to type in a team's group."""
    found = re.search(r"/bind (\w+)", seen.text)
    assert found is not None, seen.text
    return found.group(1)
