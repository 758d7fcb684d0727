"""Kept apart: whoever would rather not meet somebody again does not, and nobody learns whose wish it was."""

from tests.town import Town

REFUSED = "This order is looking for somebody else"


async def met(town: Town) -> None:
    """Boris has helped Anna, and the order is closed."""
    await town.finished(town.boris)
    await town.anna.presses("Confirm", "Skip", "Skip")


async def test_the_resident_wishes_it_and_the_helper_is_refused_without_a_reason(town: Town) -> None:
    await met(town)
    await town.anna.presses("Somebody else next time")
    await town.anna.sees("rather not meet again", "Nobody is told")
    before = len(await town.boris.chat())
    await town.anna.presses("Not Boris again")
    assert await town.anna.labels() == ["Boris may come again"]
    assert len(await town.boris.chat()) == before, "nobody is told"
    code = await town.order(details="Carry the carpet down")
    assert REFUSED in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))
    assert "is yours" in await town.chen.presses("Claim", at=town.green, on=await town.green.card(code))
    assert REFUSED in await town.boris.presses("Stand by", at=town.green, on=await town.green.card(code))


async def test_the_helper_wishes_it_as_well(town: Town) -> None:
    await met(town)
    await town.boris.says("/apart")
    await town.boris.presses("Not Anna again")
    code = await town.order(details="Carry the carpet down")
    assert REFUSED in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))
    await town.boris.presses("Anna may come again")
    assert "is yours" in await town.boris.presses("Claim", at=town.green, on=await town.green.card(code))


async def test_a_coordinator_cannot_offer_it_to_them(town: Town) -> None:
    await met(town)
    code = await town.order(details="Carry the carpet down")
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody")
    shown = await town.dora.newest()
    assert "Boris Novak" in shown.labels
    await town.anna.says("/apart")
    await town.anna.presses("Not Boris again")
    assert "cannot be offered to Boris" in await town.dora.presses("Boris Novak", on=shown)
    await town.dora.says(f"/dispatch {code}")
    await town.dora.presses("Offer to somebody")
    assert "Boris Novak" not in await town.dora.labels()


async def test_who_stands_by_for_the_other_steps_down(town: Town) -> None:
    await met(town)
    code = await town.order(details="Carry the carpet down")
    card = await town.green.card(code)
    await town.chen.presses("Claim", at=town.green, on=card)
    await town.boris.presses("Stand by", at=town.green, on=await town.green.card(code))
    await town.anna.says("/apart")
    await town.anna.presses("Not Boris again")
    assert not (await town.view(code)).standing_by
    await town.chen.presses("Hand back", "Skip")
    assert not (await town.view(code)).holding


async def test_somebody_never_met_is_no_name_on_the_list(town: Town) -> None:
    await met(town)
    await town.anna.says("/apart")
    page = await town.anna.newest()
    assert page.labels == ["Not Boris again"]
    chen = (await town.view("E-0001")).resident_id + 2
    toast = await town.house.play.forge(town.anna.id, f"v1|apart_wish|{town.community_id}|0|{chen}", page.id)
    assert toast is not None
    assert "out of date" in toast


async def test_in_chinese(town: Town) -> None:
    await met(town)
    await town.wang.says("/apart")
    await town.wang.sees("以后不想再碰面", "谁也不会知道")
