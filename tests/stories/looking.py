"""A service whose orders are looked at first, and the coordinators' group, as Dora sets them up in the chat."""

from tests.play import Seen
from tests.town import Group, Somebody, Town


async def looked_at(town: Town, service: str = "🧹 Cleaning") -> None:
    """Dora wants to look at the orders for this service, as she says on its page."""
    await town.dora.says("/setup")
    await town.dora.presses("Service list", service)
    await town.dora.sees("Orders go straight to the team's group")
    await town.dora.presses("Look at orders first")
    await town.dora.sees("Coordinators look at each order first")


async def desk(town: Town, *people: Somebody) -> Group:
    """A group of the coordinators, bound by its code."""
    crew = [each.id for each in (town.dora, *people)]
    group = Group(town.house, await town.house.play.group("Desk", crew, supergroup=True))
    await town.dora.says("/setup")
    await town.dora.presses("Coordinators' group")
    shown = await town.dora.newest()
    typed = next(line for line in shown.text.splitlines() if line.startswith("/bind "))
    await town.dora.says(typed, at=group)
    return group


async def ready(town: Town, *people: Somebody) -> Group:
    """Cleaning is looked at first, by Dora and these, in a group."""
    await looked_at(town)
    return await desk(town, *people)


async def cards(group: Group) -> list[Seen]:
    """What the bot has written there about orders."""
    return [seen for seen in await group.seen() if "E-0" in seen.text]
