"""Pairs of turns about routes, teams that stand in, checks and pauses, that could come between each other."""

from functools import partial

from sqlalchemy import func, select

from handlers import neighbours, routes, teams, volunteers
from handlers.presses import Press
from rules import orders as verbs
from rules.dialog import Draft
from rules.dispatch import Route
from storage import people, routing, setup, vettings
from storage.engine import writing
from storage.schema import claims, journal, outbox
from storage.schema import memberships as memberships_table
from storage.schema import neighbours as neighbours_table
from storage.schema import routes as routes_table
from storage.schema import services as services_table
from storage.schema import teams as teams_table
from storage.schema import vettings as vettings_table
from tests.people import MONDAY
from tests.storage.pairs import (
    HOUSE,
    Begin,
    Scene,
    Shown,
    another_coordinator,
    incoming,
    move,
    pressing,
    turning,
)
from tests.storage.racing import Work


async def the_same_route_twice(scene: Scene) -> tuple[Work, Work]:
    there, emil = scene.village, await another_coordinator(scene)
    answers = {"service": None, "district": "Eastgate", "group": None, "team": there.team}

    def lays(person: people.Person) -> Work:
        draft = Draft(0, person.id, there.community, "route", None, answers)
        return turning(lambda turn: routes.end_route(turn, incoming(person), HOUSE, draft))

    return lays(there.dora), lays(emil)


async def a_route_raised_while_another_goes(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        made = [
            await routing.add_route(connection, there.community, Route(0, there.team, district=name)) for name in "ABC"
        ]
    emil = await another_coordinator(scene)
    return (
        pressing(routes.move_up, there.dora, Press("s_up_route", made[2])),
        pressing(routes.remove, emil, Press("s_cut_route", made[1], arg="yes")),
    )


async def a_backup_chosen_while_it_goes(scene: Scene) -> tuple[Work, Work]:
    there = scene.village
    async with writing(scene.engine) as connection:
        other = await setup.add_team(connection, there.community, {"name": "Other"})
    emil = await another_coordinator(scene)
    return (
        pressing(neighbours.backup, there.dora, Press("s_backup", there.team, arg=str(other))),
        pressing(teams.remove, emil, Press("s_cut_team", other, arg="yes")),
    )


async def paused_twice(scene: Scene) -> tuple[Work, Work]:
    place = await boris(scene)
    press = Press("s_pause", place)
    return pressing(volunteers.let_rest, scene.village.dora, press), pressing(
        volunteers.let_rest, await another_coordinator(scene), press
    )


async def claimed_while_paused(scene: Scene) -> tuple[Work, Work]:
    place = await boris(scene)
    return move(scene, scene.village.boris.id, verbs.claim), pressing(
        volunteers.let_rest, scene.village.dora, Press("s_pause", place)
    )


async def claimed_while_the_check_is_taken_back(scene: Scene) -> tuple[Work, Work]:
    number = await checked(scene)
    return move(scene, scene.village.boris.id, verbs.claim), pressing(
        volunteers.take_back, scene.village.dora, Press("s_unvet", number, arg="yes")
    )


async def taken_back_while_paused(scene: Scene) -> tuple[Work, Work]:
    number = await checked(scene)
    emil = await another_coordinator(scene)
    return (
        pressing(volunteers.take_back, scene.village.dora, Press("s_unvet", number, arg="yes")),
        pressing(volunteers.let_rest, emil, Press("s_pause", await boris(scene))),
    )


async def taken_back_twice(scene: Scene) -> tuple[Work, Work]:
    press = partial(Press, "s_unvet", await checked(scene), arg="yes")
    return pressing(volunteers.take_back, scene.village.dora, press()), pressing(
        volunteers.take_back, await another_coordinator(scene), press()
    )


async def boris(scene: Scene) -> int:
    """His place in the community."""
    async with writing(scene.engine) as connection:
        return (await people.enter(connection, scene.village.community, scene.village.boris.id)).id


async def checked(scene: Scene) -> int:
    """Boris has the only check, and the order is for checked volunteers only."""
    there = scene.village
    async with writing(scene.engine) as connection:
        await connection.execute(services_table.update().values(vetted_only=True))
        await vettings.add(connection, there.community, there.boris.id, "ID card", there.dora.id, None, MONDAY)
        return int((await vettings.of(connection, there.community, there.boris.id))[0]["id"])


_SAID = select(outbox.c.key, func.count()).group_by(outbox.c.key).order_by(outbox.c.key)
_NOTED = select(journal.c.verb).order_by(journal.c.verb)
_STANDING = select(memberships_table.c.standing).order_by(memberships_table.c.id)
_CHECKS = select(vettings_table.c.revoked_at)
_PLACES = select(claims.c.person_id, claims.c.state)

PAIRS: tuple[tuple[Begin, Shown], ...] = (
    (the_same_route_twice, (select(routes_table.c.district, routes_table.c.position), _NOTED)),
    (
        a_route_raised_while_another_goes,
        (select(routes_table.c.district).order_by(routes_table.c.position), _NOTED),
    ),
    (
        a_backup_chosen_while_it_goes,
        (select(neighbours_table.c.neighbour_id), select(teams_table.c.removed).order_by(teams_table.c.id), _NOTED),
    ),
    (paused_twice, (_STANDING, _SAID, _NOTED)),
    (claimed_while_paused, (_STANDING, _PLACES, _NOTED)),
    (claimed_while_the_check_is_taken_back, (_CHECKS, _PLACES, _NOTED)),
    (taken_back_while_paused, (_CHECKS, _STANDING, _SAID, _NOTED)),
    (taken_back_twice, (_CHECKS, _SAID, _NOTED)),
)
