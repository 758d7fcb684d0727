"""The example community of the demo: people and groups in the sandbox, and the community they belong to."""

import asyncio
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from rules.people import Standing
from storage import communities, dispatch, people, setup
from storage.engine import writing

SLUG = "wenfeng"
PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Living:
    """The ids that the sandbox gave to the people and groups, by their names in the example's own file."""

    people: dict[str, int]
    groups: dict[str, int]


def told() -> dict[str, Any]:
    """The example as its file tells it: names, groups, the tour."""
    return tomllib.loads(files("bot.example").joinpath("example.toml").read_text(encoding="utf-8"))


async def move_in(play_url: str, language: str) -> Living:
    """People and groups come to live in the sandbox; everybody has pressed Start, the bot is in the groups."""
    example = told()
    async with httpx.AsyncClient(base_url=play_url) as client:
        lives: dict[str, int] = {}
        for key, person in example["people"].items():
            made = await _post(client, "people", name=person["name"], language_code=person["language"])
            lives[key] = made["id"]
        groups: dict[str, int] = {}
        for key, group in example["groups"].items():
            members = [lives[member] for member in group["members"]]
            made = await _post(client, "groups", title=group["title"][language], members=members)
            groups[key] = made["id"]
            await _post(client, "add_bot", person=members[0], chat=groups[key])
        for person_id in lives.values():
            await _post(client, "start", person=person_id, payload="")
        living = Living(lives, groups)
        await _post(client, "tour", steps=tour(living))
    return living


async def settle(engine: AsyncEngine, living: Living, language: str, now: datetime, *, zone: str | None = None) -> None:
    """The community itself: services, teams with their groups, volunteers, a coordinator who is also the owner."""
    example = told()
    async with writing(engine) as connection:
        home = example["community"]
        community_id = await communities.add(
            connection, SLUG, home["name"][language], language, zone or home["zone"], now
        )
        await communities.change(connection, community_id, credit_rule="jishui")
        await setup.add_seven_colours(connection, community_id)
        await setup.add_five_helps(connection, community_id)
        by_preset = {team["preset"]: team["id"] for team in await dispatch.teams_of(connection, community_id)}
        for key, group in example["groups"].items():
            title = group["title"][language]
            await setup.bind(connection, community_id, by_preset[group["team"]], living.groups[key], None, title)
        service_ids = [row["id"] for row in await dispatch.services_of(connection, community_id)]
        for key, told_of in example["people"].items():
            met = await people.met(
                connection, living.people[key], told_of["name"], told_of["language"], now, private=True
            )
            place = await people.enter(connection, community_id, met.id)
            if told_of.get("volunteer"):
                await people.change_membership(
                    connection, place.id, standing=Standing.APPROVED.value, services=service_ids, decided_at=now
                )
            if told_of.get("coordinator"):
                await people.change_membership(connection, place.id, coordinator=True)
                await people.change(connection, met.id, owner=True)


async def welcomed(play_url: str, living: Living) -> None:
    """Wait until everybody has the bot's first words, though not for ever, and leave nothing unread."""
    async with httpx.AsyncClient(base_url=play_url, timeout=PATIENCE_SECONDS) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                for person_id in living.people.values():
                    await _greeted(client, person_id)
        for person_id in living.people.values():
            for chat in (await _get(client, "chats", **{"as": person_id}))["chats"]:
                await _post(client, "read", person=person_id, chat=chat["id"])


async def _greeted(client: httpx.AsyncClient, person_id: int) -> None:
    since = 0
    while True:
        changes = await _get(client, "changes", since=since, wait=1 if since else 0)
        shown = await _get(client, f"chats/{person_id}")
        if any(message["from"]["is_bot"] for message in shown["messages"]):
            return
        since = changes["next"]


def tour(living: Living) -> list[dict[str, Any]]:
    """The steps beside the page, in each language, with the ids of who is who here."""
    steps = []
    for step in told()["tour"]:
        for language in ("en", "zh"):
            person = living.people[step[language]["person"]]
            chat = living.groups[step["group"]] if "group" in step else person
            steps.append({**step[language], "language": language, "person": person, "chat": chat})
    return steps


async def _get(client: httpx.AsyncClient, route: str, **query: object) -> dict[str, Any]:
    answer = await client.get(f"play/{route}", params={name: str(value) for name, value in query.items()})
    answer.raise_for_status()
    return dict(answer.json())


async def _post(client: httpx.AsyncClient, route: str, **body: object) -> dict[str, Any]:
    answer = await client.post(f"play/{route}", json=body)
    answer.raise_for_status()
    return dict(answer.json())
