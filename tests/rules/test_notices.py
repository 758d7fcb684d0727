"""Everything that can be said is a key with plain fields, so that an outbox row can keep it."""

import dataclasses
import json

from bot.stand_ins import FOR_RESIDENT
from rules import notices
from rules.notices import AboutOrder, Notice, to_resident


def said() -> list[type[Notice]]:
    """Every notice that is sent by itself."""
    kinds = [each for each in vars(notices).values() if isinstance(each, type) and issubclass(each, Notice)]
    return [kind for kind in kinds if kind not in (Notice, notices.AboutOrder)]


def test_every_notice_has_a_key_of_its_own() -> None:
    keys = [kind.key() for kind in said()]
    assert len(set(keys)) == len(keys)
    assert notices.HelperHandedBack.key() == "helper_handed_back"


def test_fields_are_kept_as_they_are() -> None:
    told = notices.Earned(142, 140, 25, 120, by_clock=True)
    kept = json.loads(json.dumps(told.fields()))
    assert kept == {"order_id": 142, "minutes": 140, "credits": 25, "balance": 120, "by_clock": True}
    assert notices.Earned(**kept) == told


def test_notices_of_different_kinds_differ() -> None:
    alike: set[Notice] = {notices.Placed(142), notices.OrderChanged(142), notices.Placed(142)}
    assert len(alike) == 2


def test_what_is_said_to_residents_is_said_to_who_stands_in_for_them_in_their_own_words() -> None:
    """A notice that is missing there would read to a relative as if the order were their own."""
    kinds = [each for each in vars(to_resident).values() if isinstance(each, type) and issubclass(each, AboutOrder)]
    elsewhere: tuple[type[AboutOrder], ...] = (
        notices.AskedFirst, notices.OpenToAll, notices.CannotThisTime, notices.EveryWeekPlaced,
    )  # fmt: skip
    assert {kind.key() for kind in (*kinds, *elsewhere) if kind is not AboutOrder} <= FOR_RESIDENT


def test_what_is_private_is_never_a_field() -> None:
    """Phones and addresses are read from the order when the message is sent, for the person it is sent to."""
    private = {"phone", "door", "address", "beneficiary_name", "beneficiary_phone", "latitude", "longitude"}
    assert not [kind for kind in said() if private & {field.name for field in dataclasses.fields(kind)}]
