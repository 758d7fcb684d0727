"""Who may press what of ordering once more, every week, and of simple mode: for test_bad_presses.py."""

from collections.abc import Mapping
from datetime import date, timedelta

from rules.standing_orders import Rhythm, begun
from storage import orders, standing_orders
from storage.engine import writing
from tests.stories.siege import Siege

Case = tuple[str, int, Mapping[str, str], str, str, int]  # verb, id, denied, allowed, arg, version


async def about_again(siege: Siege) -> list[Case]:
    """Chen has ordered for a day to come, and one thing every week; nobody else may touch it."""
    order = await siege.order("chen", moment="at")
    chen, now = siege.numbers["chen"], siege.house.clock.now()
    async with writing(siege.house.app.engine) as connection:
        row = await orders.row(connection, order)
        assert row is not None
        answers = {**row["answers"], "day": "2026-12-01", "time": "09:00"}
        await orders.change(connection, order, answers=answers)
        rhythm = Rhythm(frozenset({2}), 540, 60, "Asia/Shanghai", (now + timedelta(200)).date())
        weekly = await standing_orders.add(
            connection, rhythm, begun(rhythm, date(2026, 12, 1), now), now, community_id=siege.wenfeng,
            person_id=chen, service_id=row["service_id"], order_id=order, answers=answers, moment="at",
        )  # fmt: skip
    no = dict.fromkeys(("anna", "dora", "eve", "milan"), "unknown_order")
    return [
        ("again", order, no, "chen", "", 0),
        ("again", 99_999, no | {"chen": "unknown_order"}, "", "", 0),
        ("weekly", order, no, "chen", "", 0),
        ("weekly_page", weekly, no, "chen", "", 0),
        ("weekly_skip", weekly, {"chen": "stale_button"}, "", "", 7),
        ("weekly_skip", weekly, no, "chen", "", 0),
        ("weekly_stop", weekly, no, "chen", "", 0),
        ("again_list", 0, {}, "milan", "", 0),
        ("simple", 0, {"milan": "stale_button"}, "", "perhaps", 0),
        ("simple", 0, {}, "chen", "off", 0),
    ]
