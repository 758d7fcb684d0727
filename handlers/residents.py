"""Whose order a draft is about: one's own, a relative's, a caller's, or that of the order it changes."""

from handlers.context import Choice, House
from rules.dialog import Draft
from rules.notices import theirs
from rules.refusals import NotYourRelative, UnknownOrder
from storage import orders, people, proxies
from storage.desk import Turn
from storage.people import Person

RELATIVE = "relative:"  # before the number of the person, in the answer to "for whom"
CHANGES = ("change_order", "change_for")


async def of(turn: Turn, draft: Draft) -> Person:
    """The resident; raises NotYourRelative where they are not acted for any more."""
    return await people.get(turn.connection, await _number(turn, draft))


async def known(turn: Turn, draft: Draft) -> Person | None:
    """The same while the draft is filled in; None as long as nobody knows, or of a caller who is new."""
    if draft.dialog == "call":
        caller = draft.answers.get("caller")
        return await people.get(turn.connection, caller) if isinstance(caller, int) else None
    try:
        return await of(turn, draft)
    except NotYourRelative:
        return None


async def for_whom(turn: Turn, draft: Draft, _house: House) -> list[Choice]:
    """The relatives for whom a person acts in the draft's community, by name."""
    return [
        (f"{RELATIVE}{row['relative_id']}", theirs(row["relative"]))
        for row in await proxies.of_person(turn.connection, draft.person_id)
        if row["state"] == proxies.ACTIVE and row["community_id"] == draft.community_id
    ]


async def _number(turn: Turn, draft: Draft) -> int:
    if draft.dialog in CHANGES:
        facts = await orders.facts(turn.connection, draft.subject_id or 0, draft.person_id, turn.now)
        if facts is None:
            raise UnknownOrder
        if not facts.acts_as_resident:  # any more, while the draft was open
            raise NotYourRelative
        return facts.order.resident_id
    answer = str(draft.answers.get("for_whom"))
    if not answer.startswith(RELATIVE):
        return draft.person_id
    relative_id = int(answer.removeprefix(RELATIVE))
    if not await proxies.acts_for(turn.connection, draft.community_id or 0, draft.person_id, relative_id):
        raise NotYourRelative
    return relative_id
