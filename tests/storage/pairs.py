"""Pairs of turns that could come between each other: how each begins, and the two turns."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.application import all_words
from handlers import binding, coordinator, join, request, reviewing, service_list, teams
from handlers.context import Incoming
from handlers.dispatch import house_of
from handlers.presses import Press
from rules import orders as verbs
from rules.dialog import Draft
from rules.notices import Show, View
from rules.people import Standing
from rules.presets import MOST_SERVICES
from storage import drafts, inbox, links, lost, memberships, orders, outgoing, people, posts, setup
from storage.desk import Turn, Verb
from storage.engine import writing
from storage.inbox import Arrived
from storage.posts import Subject
from storage.races import write
from storage.schema import claims, entries, outbox
from storage.schema import orders as orders_table
from storage.schema import teams as teams_table
from tests.people import MONDAY, TUESDAY
from tests.storage.racing import Work
from tests.storage.village import Village

Begin = Callable[["Scene"], Awaitable[tuple[Work, Work]]]
Shown = Sequence[Select[Any]] | None
HOUSE = house_of(all_words(), "paidan_bot")


@dataclass
class Scene:
    """A village in a database of its own, which can be made again."""

    engine: AsyncEngine
    village: Village


def turning(work: Callable[[Turn], Awaitable[object]]) -> Work:
    return lambda connection: work(Turn(connection, MONDAY, None))


def move(scene: Scene, person: int | None, verb: Verb) -> Work:
    async def work(turn: Turn) -> str:
        return (await turn.move(scene.village.order, person, verb)).order.state.value

    return turning(work)


def incoming(person: people.Person, chat: int | None = None) -> Incoming:
    return Incoming(person=person, chat_id=chat or person.telegram_id, private=chat is None, chat_title="a group")


def pressing(handler: Any, person: people.Person, press: Press) -> Work:
    return turning(lambda turn: handler(turn, incoming(person), HOUSE, press))


async def all_of(connection: AsyncConnection, query: Select[Any]) -> list[Any]:
    return [tuple(row) for row in await connection.execute(query)]


async def order_and_credits(connection: AsyncConnection) -> list[Any]:
    """An order as it stands, who holds it, what was paid and said; not in which order."""
    said = select(outbox.c.key, outbox.c.lane, func.count()).group_by(outbox.c.key, outbox.c.lane)
    paid = select(entries.c.ledger, entries.c.person_id, func.sum(entries.c.amount)).group_by(
        entries.c.ledger, entries.c.person_id
    )
    return [
        await all_of(connection, select(orders_table.c.state, orders_table.c.version).order_by(orders_table.c.id)),
        sorted(await all_of(connection, select(claims.c.person_id, claims.c.state))),
        sorted(map(str, await all_of(connection, paid))),
        sorted(await all_of(connection, said)),
    ]


# --- the pairs: how it begins, the two turns, and what of the database must not differ from one after the other ---


async def two_claims(scene: Scene) -> tuple[Work, Work]:
    chen = await another_volunteer(scene)
    return move(scene, scene.village.boris.id, verbs.claim), move(scene, chen.id, verbs.claim)


async def claim_and_cancel(scene: Scene) -> tuple[Work, Work]:
    return (
        move(scene, scene.village.boris.id, verbs.claim),
        move(scene, scene.village.anna.id, partial(verbs.cancel, reason="ill")),
    )


async def confirmed_twice(scene: Scene) -> tuple[Work, Work]:
    for verb in (verbs.claim, verbs.check_in, partial(verbs.finish, minutes=60)):
        await write(scene.engine, move(scene, scene.village.boris.id, verb))
    return move(scene, scene.village.anna.id, verbs.confirm), move(scene, None, verbs.confirm)


async def placed_while_its_team_goes(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        await setup.add_seven_colours(connection, there.community)
        other = (await all_of(connection, select(teams_table.c.id).where(teams_table.c.preset == "green")))[0][0]
        await setup.bind(connection, there.community, other, -100_8, None, "Green")
        await connection.execute(update(orders_table).values(state="closed", wake_at=None))
    answers = {
        "for_whom": "myself", "service": there.service, "details": {"text": "Rice", "files": []}, "day": "now",
        "place": {"door": "7", "latitude": None, "longitude": None}, "district": "Eastgate", "phone": None,
        "helpers": 1,
    }  # fmt: skip
    draft = Draft(0, there.anna.id, there.community, "order", None, answers)
    await write(scene.engine, lambda connection: people.enter(connection, there.community, there.anna.id))
    place = turning(lambda turn: request.place_order(turn, incoming(there.anna), HOUSE, draft))
    return place, pressing(teams.remove, there.dora, Press("s_cut_team", there.team, arg="yes"))


async def placed_twice(scene: Scene) -> tuple[Work, Work]:
    async def work(connection: AsyncConnection) -> int:
        first = (await connection.execute(select(orders_table).limit(1))).mappings().one()
        kept = {name: value for name, value in first.items() if name not in ("id", "number", "community_id")}
        return (await orders.add(connection, scene.village.community, kept))[1]

    return work, work


async def five_helps_twice(scene: Scene) -> tuple[Work, Work]:
    press = Press("s_five", scene.village.community)
    return pressing(service_list.five_helps, scene.village.dora, press), pressing(
        service_list.five_helps, await another_coordinator(scene), press
    )


async def the_last_service(scene: Scene) -> tuple[Work, Work]:
    there = scene.village.community
    values = {"beneficiary_group": "old", "name": "x"}
    async with writing(scene.engine) as connection:
        for _ in range(MOST_SERVICES - 2):
            await setup.add_service(connection, there, values)

    async def add_the_last(connection: AsyncConnection) -> str:
        await setup.add_service(connection, there, values)
        return "added"

    return add_the_last, add_the_last


async def two_teams_for_one_group(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        await setup.add_seven_colours(connection, there.community)
        rows = await all_of(connection, select(teams_table.c.id).order_by(teams_table.c.id).limit(3))
        codes = [
            (await links.binding(connection, there.community, row[0], there.dora.id, MONDAY)).code for row in rows[1:]
        ]
    here = incoming(there.dora, -100_9)
    first, second = (turning(partial(_bind, here, code)) for code in codes)
    return first, second


async def a_team_and_the_coordinators_for_one_group(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        codes = [
            (await links.binding(connection, there.community, team, there.dora.id, MONDAY)).code
            for team in (there.team, None)
        ]
    first, second = (turning(partial(_bind, incoming(there.dora, -100_9), code)) for code in codes)
    return first, second


async def approved_and_declined(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    await in_review(scene)
    draft = Draft(0, there.dora.id, there.community, "decline_order", there.order, {"reason": "not_ours"})
    emil = await another_coordinator(scene)
    approve = pressing(reviewing.approve, emil, Press("let_out", there.order))
    return approve, turning(lambda turn: reviewing.end_decline(turn, incoming(there.dora), HOUSE, draft))


async def approved_and_cancelled(scene: Scene) -> tuple[Work, Work]:
    await in_review(scene)
    approve = pressing(reviewing.approve, scene.village.dora, Press("let_out", scene.village.order))
    return approve, move(scene, scene.village.anna.id, verbs.cancel)


async def in_review(scene: Scene) -> None:
    async with writing(scene.engine) as connection:
        await connection.execute(update(orders_table).values(state="review", wake_at=TUESDAY, version=0))


async def one_code_in_two_groups(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        code = (await links.binding(connection, there.community, there.team, there.dora.id, MONDAY)).code
    return (
        turning(partial(_bind, incoming(there.dora, -100_9), code)),
        turning(partial(_bind, incoming(there.boris, -100_10), code)),
    )


async def one_link_for_two(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        token = await links.coordinator_link(connection, there.community, there.dora.id, MONDAY)
    return (
        turning(lambda turn: coordinator.become_coordinator(turn, incoming(there.anna), HOUSE, token)),
        turning(lambda turn: coordinator.become_coordinator(turn, incoming(there.boris), HOUSE, token)),
    )


async def an_owner_while_another_link_is_printed(scene: Scene) -> tuple[Work, Work]:
    async with writing(scene.engine) as connection:
        token = await links.owner_link_if_none(connection, MONDAY)
    assert token is not None

    async def print_link(connection: AsyncConnection) -> bool:
        return await links.owner_link_if_none(connection, MONDAY) is not None

    own = turning(lambda turn: coordinator.become_owner(turn, incoming(scene.village.anna), HOUSE, token))
    return own, print_link


async def two_links_printed(_scene: Scene) -> tuple[Work, Work]:
    async def print_link(connection: AsyncConnection) -> bool:
        return await links.owner_link_if_none(connection, MONDAY) is not None

    return print_link, print_link


async def applied_again_while_approved(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        place = await people.enter(connection, there.community, there.anna.id)
        await memberships.apply(connection, place.id, [], [], MONDAY)
    answers = {"name": "Anna", "phone": "+8613800138000", "services": [], "teams": []}
    draft = Draft(0, there.anna.id, there.community, "join", None, answers)
    again = turning(lambda turn: join.end_join(turn, incoming(there.anna), HOUSE, draft))
    return again, pressing(coordinator.approve, there.dora, Press("approve", place.id))


async def approved_and_approved(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        place = await people.enter(connection, there.community, there.anna.id)
        await memberships.apply(connection, place.id, [], [], MONDAY)
    press = Press("approve", place.id)
    return pressing(coordinator.approve, there.dora, press), pressing(
        coordinator.approve, await another_coordinator(scene), press
    )


async def a_coordinator_removed_twice(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        for person in (there.anna, there.boris):
            await people.change(connection, person.id, owner=True)
        place = await people.enter(connection, there.community, there.dora.id)
    press = Press("s_uncoord", place.id, arg="yes")
    first, second = (dataclasses.replace(person, owner=True) for person in (there.anna, there.boris))
    return pressing(coordinator.remove, first, press), pressing(coordinator.remove, second, press)


async def met_and_entered_twice(scene: Scene) -> tuple[Work, Work]:
    async def work(connection: AsyncConnection) -> None:
        person = await people.met(connection, 77, "New", "en", MONDAY, private=True)
        await people.enter(connection, scene.village.community, person.id)

    return work, work


async def one_draft_two_answers(scene: Scene) -> tuple[Work, Work]:
    async with writing(scene.engine) as connection:
        draft = Draft(0, scene.village.anna.id, scene.village.community, "order", None, {})
        kept = await drafts.start(connection, draft, MONDAY)

    def answer(word: str) -> Work:
        async def work(connection: AsyncConnection) -> str:
            now = await drafts.by_id(connection, kept.draft.id)
            assert now is not None
            if now.draft.version:
                return "too late"
            changed = dataclasses.replace(now.draft, answers={"said": word}, version=1)
            await drafts.keep(connection, now, changed, MONDAY, offered=[], reply_keyboard=False)
            return "kept"

        return work

    return answer("one"), answer("two")


async def sent_while_it_is_asked_for_again(scene: Scene) -> tuple[Work, Work]:
    async with writing(scene.engine) as connection:
        await Turn(connection, MONDAY, None).show(Show(scene.village.order, View.CARD))
        (row,) = await outgoing.waiting(connection, (), 1)

    async def sent(connection: AsyncConnection) -> None:
        await outgoing.sent(connection, row)
        await posts.remember(connection, Subject(scene.village.order, View.CARD), posts.Post(row.lane, 5, "x"))

    return sent, turning(lambda turn: turn.show(Show(scene.village.order, View.CARD)))


async def a_person_lost_twice(scene: Scene) -> tuple[Work, Work]:
    work = turning(lambda turn: lost.person_lost(turn, scene.village.anna.id, "blocked"))
    return work, work


async def a_group_lost_twice(_scene: Scene) -> tuple[Work, Work]:
    work = turning(lambda turn: lost.group_lost(turn, -100_7, "removed"))
    return work, work


async def an_update_taken_twice(scene: Scene) -> tuple[Work, Work]:
    await arrive(scene, 1)
    take = lambda connection: inbox.take(connection, 1, MONDAY)  # noqa: E731 # said twice
    return take, take


async def an_update_that_comes_twice(_scene: Scene) -> tuple[Work, Work]:
    both = [Arrived(2, 5, {}), Arrived(1, 5, {})]
    return (
        lambda connection: inbox.receive(connection, both, MONDAY),
        lambda connection: inbox.receive(connection, both[::-1], MONDAY),
    )


async def another_volunteer(scene: Scene) -> people.Person:
    async with writing(scene.engine) as connection:
        chen = await people.met(connection, 14, "Chen Mei", "en", MONDAY, private=True)
        place = await people.enter(connection, scene.village.community, chen.id)
        await people.change_membership(connection, place.id, standing=Standing.APPROVED.value)
    return chen


async def another_coordinator(scene: Scene) -> people.Person:
    async with writing(scene.engine) as connection:
        emil = await people.met(connection, 15, "Emil", "en", MONDAY, private=True)
        place = await people.enter(connection, scene.village.community, emil.id)
        await people.change_membership(connection, place.id, coordinator=True)
    return emil


async def arrive(scene: Scene, *numbers: int) -> None:
    async with writing(scene.engine) as connection:
        await inbox.receive(connection, [Arrived(number, 5, {}) for number in numbers], MONDAY)


async def _bind(here: Incoming, code: str, turn: Turn) -> None:
    await binding.bind(turn, here, HOUSE, code)
