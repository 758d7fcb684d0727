"""/family: acting for a relative, who agrees by a link; for one without Telegram a coordinator does."""

from sqlalchemy import RowMapping

from handlers import communities, dialogs
from handlers.context import House, Incoming, Toast, tell
from handlers.leading import Rows, button
from handlers.presses import Press
from rules import family as rule
from rules.behalf import check_relatives
from rules.dialog import Draft
from rules.family import ProxyState
from rules.notices import Coordinators, ProxyAnswer, ProxyAsked, ProxyOver, Say, Screen, ours
from rules.people import first_name
from rules.refusals import NotAsked
from storage import callers, links, people, proxies
from storage.desk import Turn
from storage.engine import hold
from storage.links import Kind


async def family(turn: Turn, incoming: Incoming, house: House, _text: str = "") -> None:
    """For whom one acts, and who acts for oneself."""
    community = await communities.choose(turn, incoming, house, "family")
    if community is not None:
        await _page(turn, incoming, community["id"])


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The same by a button, in the community that was meant."""
    await _page(turn, incoming, (await communities.of(turn, incoming, press.id))["id"])
    return None


async def by_telegram(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A link for a relative who has Telegram."""
    community = await communities.of(turn, incoming, press.id)
    await _check_room(turn, incoming)
    token = await links.family_link(turn.connection, community["id"], incoming.person.id, turn.now)
    link = house.link(f"fam_{token}")
    rows: Rows = (((ours("set_copy_link"), f"copy:{link}", ""),), (button("back", "family", community["id"]),))
    await tell(turn, incoming, Screen("family_link", {"link": link}, rows))
    return None


async def by_coordinator(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A relative without Telegram: who it is, then the coordinators are asked."""
    community = await communities.of(turn, incoming, press.id)
    check_relatives(len(await _of_person(turn, incoming.person.id)))  # each that waits is work for a coordinator
    return await dialogs.begin(turn, incoming, house, "relative", community_id=community["id"])


async def end_relative(turn: Turn, incoming: Incoming, _house: House, draft: Draft) -> Toast | None:
    """The coordinators are asked; nothing is allowed before one of them has agreed."""
    community_id, answers = draft.community_id or 0, draft.answers
    await hold(turn.connection, "community", community_id)
    await communities.of(turn, incoming, community_id)
    others = await _of_person(turn, incoming.person.id)
    check_relatives(len(others))
    relative = await callers.met(
        turn.connection, community_id, str(answers["name"]), str(answers["caller_phone"]), turn.now
    )
    rule.ask(incoming.person.id, relative.id, others)
    relation = str(answers["relation"])
    number = await proxies.ask(
        turn.connection, community_id, incoming.person.id, relative.id, relation, turn.now
    )  # fmt: skip
    await turn.note("ask_proxy", community_id=community_id, person_id=incoming.person.id, reason=str(number))
    judges = Coordinators(community_id, without=frozenset({incoming.person.id}))
    await turn.say(Say(judges, ProxyAsked(number, community_id)))
    await tell(turn, incoming, Screen("family_sent", {"name": relative.name}))
    return None


async def by_link(turn: Turn, incoming: Incoming, _house: House, token: str) -> None:
    """The relative has opened the link: they are asked, and agree by a button."""
    link = await links.find(turn.connection, token, Kind.FAMILY)
    asker, community_id = link["created_by"], link["community_id"]
    if link["used_at"] is None:
        rule.ask(asker, incoming.person.id, await _of_person(turn, asker))
    await links.use(turn.connection, token, Kind.FAMILY, incoming.person.id, turn.now)
    await people.enter(turn.connection, community_id, incoming.person.id)
    number = await proxies.ask(turn.connection, community_id, asker, incoming.person.id, "", turn.now)
    await turn.note("ask_proxy", community_id=community_id, person_id=asker, reason=str(number))
    await tell(turn, incoming, ProxyAsked(number, community_id))


async def agree(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Yes, they may act."""
    return await _answer(turn, incoming, press, yes=True)


async def refuse(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """No; no reason is asked for."""
    return await _answer(turn, incoming, press, yes=False)


async def over(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Either of them ends it, once it is pressed twice; the other is told."""
    row = await _row(turn, press)
    actor = await people.member(turn.connection, row["community_id"], incoming.person.id)
    rule.end(proxies.as_rule(row), actor)
    if press.arg != "yes":
        back = button("back", "family", row["community_id"])
        sure = (button("family_end", "fam_end", press.id, "yes", "danger"), back)
        data = {"name": row["name"], "relative": row["relative"], "own": row["person_id"] == incoming.person.id}
        await tell(turn, incoming, Screen("family_end_sure", data, (sure,)))
        return None
    await proxies.finish(turn.connection, press.id, incoming.person.id, turn.now)
    await turn.note(
        "end_proxy", community_id=row["community_id"], person_id=incoming.person.id, reason=str(press.id)
    )  # fmt: skip
    told = ProxyOver(press.id, row["community_id"], first_name(incoming.person.name))
    if incoming.person.id != row["person_id"]:
        await turn.say(Say(row["person_id"], told))
    elif row["caller"]:
        await turn.say(Say(Coordinators(row["community_id"], frozenset({incoming.person.id})), told))
    else:
        await turn.say(Say(row["relative_id"], told))
    await _page(turn, incoming, row["community_id"])
    return None


async def _answer(turn: Turn, incoming: Incoming, press: Press, *, yes: bool) -> Toast | None:
    row = await _row(turn, press)
    await hold(turn.connection, "family", row["person_id"])  # else a fourth may be agreed to at the same moment
    row = await _row(turn, press)
    actor = await people.member(turn.connection, row["community_id"], incoming.person.id)
    state = rule.answer(proxies.as_rule(row), actor, await _of_person(turn, row["person_id"]), yes=yes)
    await proxies.decide(turn.connection, press.id, state, incoming.person.id, turn.now)
    await turn.note(
        "let_act" if yes else "not_let_act", community_id=row["community_id"], person_id=incoming.person.id,
        reason=str(press.id),
    )  # fmt: skip
    await tell(turn, incoming, ProxyAsked(press.id, row["community_id"]))
    await turn.say(Say(row["person_id"], ProxyAnswer(press.id, row["community_id"])))
    return None


async def _row(turn: Turn, press: Press) -> RowMapping:
    row = await proxies.held(turn.connection, press.id)
    if row is None:
        raise NotAsked
    return row


async def _check_room(turn: Turn, incoming: Incoming) -> None:
    mine = await _of_person(turn, incoming.person.id)
    check_relatives(sum(each.state is ProxyState.ACTIVE for each in mine))


async def _of_person(turn: Turn, person_id: int) -> tuple[rule.Proxy, ...]:
    return tuple(proxies.as_rule(row) for row in await proxies.of_person(turn.connection, person_id))


async def _page(turn: Turn, incoming: Incoming, community_id: int) -> None:
    mine = await proxies.of_person(turn.connection, incoming.person.id)
    for_me = await proxies.of_relative(turn.connection, incoming.person.id)
    data = {
        "mine": [{"name": row["relative"], "waits": row["state"] == ProxyState.ASKED.value} for row in mine],
        "for_me": [row["name"] for row in for_me],
    }  # fmt: skip
    ends = [
        ((ours("family_end_one", name=name), Press("fam_end", row["id"]).data(), ""),)
        for rows, key in ((mine, "relative"), (for_me, "name"))
        for row in rows if row["state"] == ProxyState.ACTIVE.value
        for name in (row[key],)
    ]  # fmt: skip
    asks = (button("family_by_link", "fam_link", community_id), button("family_by_call", "fam_call", community_id))
    await tell(turn, incoming, Screen("family", data, (*ends, *((each,) for each in asks))))


COMMANDS = {"family": family}
PRESSES = {
    "family": opened, "fam_link": by_telegram, "fam_call": by_coordinator, "fam_yes": agree, "fam_no": refuse,
    "fam_end": over,
}  # fmt: skip
LINKS = {"fam": by_link}
ENDINGS = {"relative": end_relative}
