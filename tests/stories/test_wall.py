"""The wall: one group that shows every card of the community, for all to see and nobody to press."""

from storage.engine import reading
from storage.schema import communities, posts
from tests.town import Group, Town, bind_code_in


async def walled(town: Town) -> Group:
    """Dora binds a group of her own as the wall."""
    wall = Group(town.house, await town.house.play.group("All cards", [town.dora.id, town.boris.id], supergroup=True))
    await town.dora.says("/setup")
    await town.dora.presses("Group with all cards")
    code = bind_code_in(await town.dora.newest())
    await town.dora.says(f"/bind {code}", at=wall)
    return wall


async def test_every_card_is_mirrored_without_buttons_and_kept_up_to_date(town: Town) -> None:
    before = await town.order()
    wall = await walled(town)
    assert (await wall.seen())[1].text.startswith("Every order of Wenfeng is shown here now")
    assert (await wall.card(before)).labels == [], "what lives already is shown as well"
    code = await town.order(town.boris)
    assert (await wall.card(code)).labels == []
    assert (await town.green.card(code)).labels == ["Claim"]
    await town.chen.presses("Claim", at=town.green, on=await town.green.card(code))
    assert "Chen is on it" in (await wall.card(code)).text
    await town.house.later(days=3)
    assert (await wall.card(before)).text == (await town.green.card(before)).text
    assert "still waits" not in "\n".join(seen.text for seen in await wall.seen()), "it is asked where one can press"
    await town.keeps_private()


async def test_a_button_forged_onto_the_wall_is_judged_like_any_other(town: Town) -> None:
    code = await town.order()
    wall = await walled(town)
    card = await wall.card(code)
    toast = await town.house.play.forge(town.boris.id, "v1|claim|1|0|", card.id, wall.id)
    await town.house.settled()
    assert "private chat" in str(toast) or "yours" in str(toast)
    assert "Boris is on it" in (await wall.card(code)).text


async def test_given_up_it_is_not_kept_up_to_date_any_more(town: Town) -> None:
    code = await town.order()
    wall = await walled(town)
    await town.dora.says("/setup")
    await town.dora.presses("Group with all cards", "Show them no more")
    await town.dora.sees("There is no group with all cards")
    assert "no longer shown here" in (await wall.seen())[-1].text
    await town.boris.presses("Claim", at=town.green)
    assert "Boris" not in (await wall.card(code)).text
    async with reading(town.house.app.engine) as connection:
        assert not [row for row in await connection.execute(posts.select()) if row.position == -1]


async def test_a_group_is_one_thing_only_and_a_lost_wall_is_told(town: Town) -> None:
    await town.dora.says("/setup")
    await town.dora.presses("Group with all cards")
    code = bind_code_in(await town.dora.newest())
    await town.dora.says(f"/bind {code}", at=town.green)
    assert "taken" in (await town.green.seen())[-1].text or "belongs" in (await town.green.seen())[-1].text
    wall = await walled(town)
    await town.house.play.post("remove_bot", person=town.dora.id, chat=wall.id)
    await town.house.settled()
    await town.dora.finds("I can no longer write to the group with all cards")
    async with reading(town.house.app.engine) as connection:
        (row,) = await connection.execute(communities.select())
    assert row.wall_chat_id is None
    code = await town.order()
    assert (await town.green.card(code)).labels == ["Claim"]
