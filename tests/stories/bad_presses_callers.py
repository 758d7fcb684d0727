"""What an attacker would like to press about people without Telegram, and about those who act for relatives."""

from collections.abc import Mapping

from rules.family import ProxyState
from storage import callers, proxies
from storage.engine import writing
from tests.stories.siege import Siege

Tried = tuple[str, int, Mapping[str, str], str]


async def tries(siege: Siege) -> list[Tried]:
    """Verb, on what, who is refused with which sentence, and who may."""
    home, away, now = siege.wenfeng, siege.northfield, siege.house.clock.now()
    async with writing(siege.house.app.engine) as connection:
        caller = await callers.met(connection, home, "Mrs Li", "+8613900139000", now)
    order = await siege.order(resident_id=caller.id, placed_by=siege.numbers["dora"], pin="4821")
    async with writing(siege.house.app.engine) as connection:
        eve, fritz, gerd = (siege.numbers[name] for name in ("eve", "fritz", "gerd"))
        asked = await proxies.ask(connection, away, eve, fritz, "", now)
        other = await proxies.ask(connection, away, eve, gerd, "", now)
        active = await proxies.ask(connection, away, fritz, eve, "", now)
        await proxies.decide(connection, active, ProxyState.ACTIVE, eve, now)
    no = dict.fromkeys(("anna", "boris", "gerd", "milan"), "not_a_coordinator")
    mine = dict.fromkeys(("anna", "boris", "gerd", "milan", "eve"), "not_your_order")
    strange = dict.fromkeys(("eve", "milan"), "no_community")
    nobody = dict.fromkeys(("anna", "dora", "milan", "noor"), "not_asked")
    return [
        ("call", home, no, "dora"),
        ("slip", order, no, "dora"),
        ("slip", 99_999, no | {"dora": "not_a_coordinator"}, ""),
        ("claim", order, {"dora": "acts_for_resident"}, ""),
        ("change", order, mine, ""),
        ("cancel", order, mine, ""),
        ("status", order, dict.fromkeys(("anna", "gerd", "milan"), "unknown_order"), "dora"),
        ("family", home, strange, "boris"),
        ("fam_link", home, strange, "boris"),
        ("fam_call", home, strange, "chen"),
        ("fam_yes", asked, nobody | {"eve": "not_asked"}, "fritz"),
        ("fam_yes", active, {"eve": "proxy_answered"}, ""),
        ("fam_no", other, nobody | {"eve": "not_asked", "fritz": "not_asked"}, "gerd"),
        ("fam_end", other, {"eve": "proxy_answered"}, ""),
        ("fam_end", active, nobody | {"gerd": "not_asked"}, "eve"),
        ("fam_end", 99_999, nobody, ""),
    ]
