"""Wenfeng, the community of the stories, as Olga the owner sets it up in the chat; small steps to begin with."""

import re

from tests.house_of_paidan import House
from tests.play import Seen


async def arrives(house: House, name: str, payload: str = "", language: str = "en") -> int:
    """Somebody new presses Start, perhaps with a link."""
    person = await house.play.person(name, language)
    await house.play.start(person, payload)
    await house.settled()
    return person


async def owner_payload(house: House) -> str:
    """What stands behind `start=` in the link that the program prints."""
    link = await house.app.owner_link()
    assert link is not None
    return link.partition("start=")[2]


async def owner(house: House, name: str = "Olga", language: str = "en") -> int:
    """Whoever opens the printed link."""
    return await arrives(house, name, await owner_payload(house), language)


async def says(house: House, person: int, text: str, chat: int | None = None, **details: object) -> Seen:
    """Write something and read the answer."""
    await house.play.say(person, text, chat, **details)
    await house.settled()
    return await house.play.last(person, chat)


async def presses(house: House, person: int, *labels: str, chat: int | None = None) -> Seen:
    """Press these buttons one after the other and read what stands there in the end."""
    for label in labels:
        await house.play.press(person, label, chat)
        await house.settled()
    return await house.play.last(person, chat)


async def begins(house: House, olga: int, name: str = "Wenfeng") -> Seen:
    """A community with a name, a language and a zone, and nothing else."""
    await presses(house, olga, "New community" if "New community" in await house.play.labels(olga) else "Set up")
    await says(house, olga, name)
    await presses(house, olga, "English", "Berlin")
    return await house.play.last(olga)


async def with_presets(house: House, olga: int) -> Seen:
    """The five helps, the seven colours and the usual rule."""
    await presses(house, olga, "Service list", "Add the five helps", "Back")
    await presses(house, olga, "Teams", "Add the seven colours", "Back")
    return await presses(house, olga, "Credit rule", "Jishui, 10 an hour")


async def wenfeng(house: House) -> int:
    """Everything but groups and people; answers Olga."""
    olga = await owner(house)
    await begins(house, olga)
    await with_presets(house, olga)
    return olga


async def code_for(house: House, olga: int, team: str) -> str:
    """The command to type in the group of a team, from the checklist."""
    await says(house, olga, "/setup")
    shown = await presses(house, olga, "Groups", team)
    found = re.search(r"/bind \w+", shown.text)
    assert found is not None, shown.text
    return found.group()


async def link_in(house: House, person: int, prefix: str) -> str:
    """The payload of the link with that prefix in what was said last."""
    shown = await house.play.last(person)
    found = re.search(rf"start=({prefix}_[\w-]+)", shown.text)
    assert found is not None, shown.text
    return found.group(1)


async def coordinator(house: House, olga: int, name: str = "Dora", language: str = "en") -> int:
    """Somebody whom Olga names."""
    await says(house, olga, "/setup")
    await presses(house, olga, "Coordinators", "Invite a coordinator")
    return await arrives(house, name, await link_in(house, olga, "coo"), language)


async def join_payload(house: House, olga: int) -> str:
    """The volunteers' link of the community."""
    await says(house, olga, "/setup")
    await presses(house, olga, "Invite people")
    return await link_in(house, olga, "join")


async def applies(house: House, name: str, payload: str, language: str = "en") -> int:
    """A volunteer fills the form by the link and sends it."""
    person = await arrives(house, name, payload, language)
    await presses(house, person, name, "Share my number")
    await presses(house, person, "▫️ 🍲 Meals", "Done", "▫️ 💚 Green team, environment", "Done", "Send")
    return person
