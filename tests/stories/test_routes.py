"""Which team an order goes to is laid down by the coordinators, in the chat, and can be tried out first."""

from rules.dispatch import MOST_ROUTES, Route
from storage import dispatch, routing
from storage.engine import writing
from tests.town import Group, Town

BLUE = "💙 Blue team, revitalisation"
GREEN = "💚 Green team, environment"
PURPLE = "💜 Purple team, unity"
WESTGATE = {"district": "Westgate", "place": "Westgate 3, door 12"}
"""A new address: a known one would bring its own area."""


async def opens(town: Town, *labels: str) -> None:
    """Dora opens the routes, and presses these there."""
    await town.dora.says("/setup")
    await town.dora.presses("Routes", *labels)


async def lays(town: Town, team: str, *, service: str = "Skip", district: str = "", group: str = "Skip") -> None:
    """Dora adds a route; without a service she is asked for whom it is."""
    await opens(town, "Add a route", service)
    await (town.dora.says(district) if district else town.dora.presses("Skip"))
    await town.dora.presses(*([group] if service == "Skip" else []), team)


async def opens_team(town: Town, team: str, *labels: str) -> None:
    """Dora opens a team's page, and presses these there."""
    await town.dora.says("/setup")
    await town.dora.presses("Teams", team, *labels)


async def shows(group: Group, code: str) -> bool:
    """Whether the group has a card of this order that can be claimed."""
    return any(code in seen.text and "Claim" in seen.labels for seen in await group.seen())


async def test_orders_from_an_area_go_to_the_team_of_their_route(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await town.dora.sees("Eastgate", f"New orders of this kind go to {BLUE}")
    here, there = await town.order(district="  EASTGATE "), await town.order(**WESTGATE)
    assert await shows(town.blue, here)
    assert await shows(town.green, there)
    assert not await shows(town.green, here)
    await town.boris.presses("Claim", at=town.blue)
    assert "Boris is on it" in (await town.blue.card(here)).text


async def test_the_narrower_route_wins(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await lays(town, GREEN, service="🧹 Cleaning", district="Eastgate")
    assert await shows(town.green, await town.order())
    await lays(town, BLUE, group="People in hardship")
    assert await shows(town.blue, await town.order(**WESTGATE))
    await opens(town)
    assert (await town.dora.labels())[:3] == [
        f"Eastgate → {BLUE}", f"🧹 Cleaning · Eastgate → {GREEN}", f"People in hardship → {BLUE}",
    ]  # fmt: skip


async def test_of_two_equals_the_upper_one_counts_and_can_be_moved(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await lays(town, GREEN, group="People in hardship")
    assert await shows(town.blue, await town.order())
    await opens(town, f"People in hardship → {GREEN}", "Move up")
    assert (await town.dora.labels())[0] == f"People in hardship → {GREEN}"
    assert await shows(town.green, await town.order())


async def test_a_changed_area_takes_the_card_to_the_other_team(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    code = await town.order(district="Westgate")
    assert await shows(town.green, code)
    await town.anna.presses("Change details", "✏️ Area shown")
    await town.anna.says("eastgate")
    await town.anna.presses("Send")
    assert await shows(town.blue, code)
    assert not await shows(town.green, code)


async def test_a_change_of_something_else_leaves_the_card_where_it_is(town: Town) -> None:
    code = await town.order()
    await lays(town, BLUE, district="Eastgate")
    await town.anna.says("/mine")
    await town.anna.presses("Change details", "✏️ Helpers", "2", "Send")
    assert await shows(town.green, code)
    assert not await shows(town.blue, code)


async def test_a_route_is_removed_when_pressed_twice(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await opens(town, f"Eastgate → {BLUE}")
    page = await town.dora.newest()
    await town.dora.presses("Remove")
    await town.dora.sees("Remove this route?", "stay where they are")
    await town.dora.presses("Back")
    await town.dora.sees("New orders of this kind")
    await town.dora.presses("Remove", "Remove")
    await town.dora.sees("There are no routes yet")
    assert "do not know this button" in await town.dora.presses("Move up", on=page)
    assert await shows(town.green, await town.order())


async def test_the_same_route_twice_is_refused_in_words(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await lays(town, GREEN, district="EASTGATE")
    await town.dora.sees(f"a route for these orders is there already, to {BLUE}")
    await opens(town)
    assert len([label for label in await town.dora.labels() if "→" in label]) == 1


async def test_a_route_for_everything_is_none(town: Town) -> None:
    await opens(town, "Add a route", "Skip", "Skip", "Skip")
    await town.dora.sees("Nothing was added: a route needs at least")
    await opens(town)
    await town.dora.sees("There are no routes yet")


async def test_a_team_that_went_meanwhile_gets_no_route(town: Town) -> None:
    await opens(town, "Add a route", "Skip")
    await town.dora.says("Eastgate")
    await town.dora.presses("Skip")
    question = await town.dora.newest()
    await town.coordinates(town.felix)
    await town.felix.says("/setup")
    await town.felix.presses("Teams", BLUE, "Remove", "Remove")
    await town.dora.presses(BLUE, on=question)
    await town.dora.sees("nothing was done")
    await opens(town)
    await town.dora.sees("There are no routes yet")


async def test_there_is_a_limit_and_a_long_list_has_pages(town: Town) -> None:
    async with writing(town.house.app.engine) as connection:
        team = (await dispatch.teams_of(connection, town.community_id))[0]["id"]
        for number in range(MOST_ROUTES):
            await routing.add_route(connection, town.community_id, Route(0, team, district=f"Area {number}"))
    await opens(town)
    await town.dora.sees("40 routes")
    assert "There are 40 already" in await town.dora.presses("Add a route")
    await town.dora.presses("Next page ›", "Next page ›", "Next page ›")
    labels = await town.dora.labels()
    assert any("Area 39" in label for label in labels)
    assert "Next page ›" not in labels
    await town.dora.presses("‹ Previous page")
    assert any("Area 29" in label for label in await town.dora.labels())


async def test_where_would_an_order_go_by_a_route(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await opens(town, "Where would an order go?", "🧹 Cleaning")
    await town.dora.says("eastgate")
    await town.dora.sees(
        f"🧹 Cleaning from eastgate goes to {BLUE}.", f"By the route: Eastgate → {BLUE}",
        f"If nobody takes it, next: {GREEN}",
    )  # fmt: skip
    await town.dora.presses("Another order", "🦽 Getting about")
    await town.dora.says("Westgate")
    await town.dora.sees("No route fits, so it is for the team of the service", f"goes to {BLUE}")


async def test_where_would_it_go_when_its_team_has_no_group(town: Town) -> None:
    await opens_team(town, PURPLE, "Backup team", BLUE)
    await opens(town, "Where would an order go?", "🩺 Medical help")
    await town.dora.says("Eastgate")
    await town.dora.sees(
        f"🩺 Medical help from Eastgate goes to {BLUE}.", f"{PURPLE} has no group yet", f"next: {GREEN}",
    )  # fmt: skip
    assert await shows(town.blue, await town.order(service="🩺 Medical help"))


async def test_a_backup_is_chosen_changed_and_taken_away(town: Town) -> None:
    await opens_team(town, PURPLE, "Backup team", BLUE)
    assert f"✅ {BLUE}" in await town.dora.labels()
    await town.dora.presses("Back")
    await town.dora.sees(f"Backup: {BLUE}")
    await town.dora.presses("Backup team", GREEN)
    assert [label for label in await town.dora.labels() if label.startswith("✅")] == [f"✅ {GREEN}"]
    page = await town.dora.newest()
    await town.dora.presses(f"✅ {GREEN}")
    assert "out of date" in await town.dora.presses(f"✅ {GREEN}", on=page)
    await town.dora.presses("Back")
    assert "Backup:" not in (await town.dora.newest()).text


async def test_neighbours_are_ticked_and_a_doubled_press_does_no_harm(town: Town) -> None:
    await opens_team(town, PURPLE, "Neighbours", BLUE, GREEN)
    page = await town.dora.newest()
    await town.dora.presses(f"✅ {GREEN}")
    assert "out of date" in await town.dora.presses(f"✅ {GREEN}", on=page)
    await town.dora.presses("Back")
    await town.dora.sees(f"Neighbours: {BLUE}")
    assert GREEN not in (await town.dora.newest()).text
    assert await shows(town.blue, await town.order(service="🩺 Medical help")), "before all others"


async def test_only_other_teams_of_the_same_community_stand_in(town: Town) -> None:
    await opens_team(town, PURPLE, "Backup team")
    page = await town.dora.newest()
    for verb in ("s_backup", "s_near"):
        for arg in ("999", "-", "yes", "add-999", "cut-", "6x"):
            toast = await town.house.play.forge(town.dora.id, f"v1|{verb}|6|0|{arg}", page.id)
            assert toast is not None, arg
            assert "out of date" in toast, arg
    await town.house.settled()


async def test_orders_of_a_lost_group_go_to_the_backup(town: Town) -> None:
    await opens_team(town, GREEN, "Backup team", BLUE)
    code = await town.order()
    await town.house.play.post("remove_bot", person=town.dora.id, chat=town.green.id)
    await town.house.settled()
    assert await shows(town.blue, code)


async def test_a_removed_team_takes_its_routes_along(town: Town) -> None:
    await lays(town, BLUE, district="Eastgate")
    await opens_team(town, PURPLE, "Backup team", BLUE)
    await opens_team(town, BLUE, "Remove", "Remove")
    await opens(town)
    await town.dora.sees("There are no routes yet")
    assert await shows(town.green, await town.order())


async def test_what_was_typed_is_shown_as_typed(town: Town) -> None:
    await lays(town, BLUE, district="<b>East</b> & %(x)s {{y}}")
    await town.dora.sees("<b>East</b> & %(x)s {{y}}")
    await opens(town)
    assert f"<b>East</b> & %(x)s {{{{y}}}} → {BLUE}" in await town.dora.labels()
