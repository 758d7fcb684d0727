"""Presses around wishes that should not work: who is refused with which sentence, and who may."""

from collections.abc import Mapping
from functools import partial

from rules import wishes as verbs
from rules.wish_life import Claimant
from rules.wishes import Verb
from storage import wishes
from storage.desk import Turn
from tests.stories.siege import Siege

CLAIM = partial(verbs.claim, kind=Claimant.PERSON)

Tried = tuple[str, int, Mapping[str, str], str, str, int]  # verb, id, denied, allowed, argument, version


async def wish_of(siege: Siege, *moves: tuple[str, Verb]) -> int:
    """A wish that Dora has collected, after these moves; its number."""

    async def work(turn: Turn) -> int:
        number = await wishes.collect(
            turn, siege.wenfeng, siege.numbers["dora"], name="Grandma Li", phone=None, district="Eastgate",
            door="Door 302", beneficiary_group="old", words="A lamp", cost=30,
        )  # fmt: skip
        for name, verb in moves:
            await wishes.move(turn, number, siege.numbers[name], verb)
        return number

    number = await siege.house.app.desk.run(work)
    await siege.house.settled()
    return number


async def about_wishes(siege: Siege) -> list[Tried]:
    """A wish at every point of its life, and whoever would like to touch it."""
    checked = ("dora", verbs.verify)
    collected, board = await wish_of(siege), await wish_of(siege, checked)
    held = await wish_of(siege, checked, ("boris", CLAIM))
    of_chen = await wish_of(siege, checked, ("chen", CLAIM))
    delivered = await wish_of(siege, checked, ("boris", CLAIM), ("boris", verbs.deliver))
    granted = await wish_of(
        siege, checked, ("boris", CLAIM), ("boris", verbs.deliver), ("dora", verbs.confirm)
    )  # fmt: skip
    home, no = siege.wenfeng, dict.fromkeys(("anna", "boris", "gerd", "milan"), "not_a_coordinator")
    unknown = dict.fromkeys(("eve", "gerd", "milan"), "unknown_wish")
    theirs = dict.fromkeys(("anna", "chen", "milan", "dora"), "not_your_wish")

    def at(verb: str, wish: int, denied: Mapping[str, str], allowed: str = "", version: int = 0) -> Tried:
        return verb, wish, denied, allowed, "", version

    return [
        at("wishes", home, {"eve": "no_community", "milan": "no_community"}, "anna"),
        at("w_claim", board, unknown, "anna"),
        at("w_claim", collected, {"chen": "unknown_wish"}),
        at("w_claim", held, {"chen": "wish_taken", "boris": "wish_yours"}),
        at("w_claim", granted, {"chen": "wish_over"}),
        at("w_claim", 99_999, {"chen": "unknown_wish"}),
        at("w_card", held, theirs, "boris"),
        at("w_touch", board, {"boris": "not_your_wish"}),
        at("w_touch", held, theirs, "boris"),
        at("w_done", held, theirs, "boris"),
        at("w_done", delivered, {"boris": "wish_moved_on"}),
        at("w_back", delivered, {"boris": "wish_moved_on"}),
        at("w_back", granted, {"boris": "not_your_wish"}),
        at("w_back", held, theirs, "boris"),
        *(at(verb, home, no, "dora") for verb in ("w_new", "w_list", "s_wishes", "s_wlimit")),
        at("w_page", collected, no, "dora"),
        at("w_page", 99_999, no | {"dora": "not_a_coordinator"}),
        at("w_verify", board, {"dora": "wish_moved_on"}),
        at("w_verify", collected, no, "dora"),
        *(at(verb, of_chen, no, "dora") for verb in ("w_free", "w_end")),
        at("w_free", board, {"dora": "wish_moved_on"}),
        at("w_end", delivered, {"dora": "wish_moved_on"}),
        at("w_confirm", of_chen, {"dora": "wish_moved_on"}),
        *(at(verb, delivered, no, "dora") for verb in ("w_photo", "w_again")),
        at("w_thanks", delivered, {"dora": "wish_moved_on"}),
        at("w_thanks", granted, no, "dora"),
        at("w_confirm", delivered, no, "dora", version=3),
    ]
