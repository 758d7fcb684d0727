"""When nobody comes: the steps of a service and the quiet hours of a community, as pages of /setup."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import RowMapping

from handlers.context import House, Incoming, Toast, tell
from handlers.leading import button, in_pairs, led, led_service, named
from handlers.parsing.clock import written
from handlers.presses import Press
from rules.ladder import DEFAULT, URGENT, Act, Ladder, Step
from rules.notices import Button, Screen, ours
from rules.refusals import StaleButton
from storage import communities, setup
from storage.desk import Turn
from storage.ladders import carry_on, drawn, ladder_of

AFTER = (5, 15, 60, 3 * 60, 12 * 60, 24 * 60, 48 * 60, 7 * 24 * 60)  # minutes that are offered
BEFORE = (0, 60, 2 * 60, 3 * 60, 5 * 60, 8 * 60, 12 * 60, 24 * 60)
QUIET = tuple((begins * 60, ends * 60) for begins, ends in ((21, 7), (22, 6), (22, 7), (22, 8), (23, 7)))
NEVER = "none"


async def opened(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The steps of one service, each with its button."""
    await _page(turn, incoming, await led_service(turn, incoming, press.id))
    return None


async def urgent(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """Whether its orders go through quiet hours, and climb faster where the steps are the usual ones."""
    row = await led_service(turn, incoming, press.id)
    if press.arg not in ("yes", "no"):
        raise StaleButton
    if row["urgent"] != (press.arg == "yes"):
        await setup.change_service(turn.connection, row["community_id"], row["id"], urgent=press.arg == "yes")
        await _carry_on(turn, row, ladder_of(row["ladder"], urgent=press.arg == "yes"))
        await _note(turn, incoming, row, "urgent" if press.arg == "yes" else "not_urgent")
    return await opened(turn, incoming, _house, press)


async def rung(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """One step with its two times."""
    row = await led_service(turn, incoming, press.id)
    step = _step_of(_ladder(row), press.arg)

    def times(which: str, offered: tuple[int, ...], chosen: int) -> list[Button]:
        return [
            (
                ours("set_rung_time", minutes=each, chosen=each == chosen),
                Press("s_rung_to", row["id"], arg=f"{step.act}-{which}-{each}").data(), "",
            )
            for each in offered
        ]  # fmt: skip

    _, after, before = step.row
    after_row, before_row = times("a", AFTER, after), times("b", BEFORE, before)
    rows = (
        tuple(after_row[:4]), tuple(after_row[4:]), tuple(before_row[:4]), tuple(before_row[4:]),
        (button("set_cut_rung", "s_rung_cut", row["id"], step.act), button("back", "s_ladder", row["id"])),
    )  # fmt: skip
    await tell(turn, incoming, Screen("setup_rung", {"step": _as_data(step)}, rows))
    return None


async def set_time(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Another time for one step; the others stay."""
    row = await led_service(turn, incoming, press.id)
    act, _, choice = press.arg.partition("-")
    which, _, minutes = choice.partition("-")
    offered = {"a": AFTER, "b": BEFORE}.get(which, ())
    if minutes not in map(str, offered):
        raise StaleButton
    span = timedelta(minutes=int(minutes))

    def changed(step: Step) -> Step:
        return replace(step, after=span) if which == "a" else replace(step, before=span)

    await _keep(turn, incoming, row, _with_step(_ladder(row), act, changed))
    return await rung(turn, incoming, house, replace(press, arg=act))


async def cut(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """One step less."""
    row = await led_service(turn, incoming, press.id)
    ladder = _ladder(row)
    gone = _step_of(ladder, press.arg)
    await _keep(turn, incoming, row, tuple(step for step in ladder if step is not gone))
    return await opened(turn, incoming, house, press)


async def add(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """A step that was left out, at its usual times and in its usual place."""
    row = await led_service(turn, incoming, press.id)
    usual = _step_of(URGENT if row["urgent"] else DEFAULT, press.arg)
    order = list(Act)
    if all(step.act is not usual.act for step in _ladder(row)):
        await _keep(turn, incoming, row, tuple(sorted((*_ladder(row), usual), key=lambda step: order.index(step.act))))
    return await opened(turn, incoming, house, press)


async def usual(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """No steps of its own any more."""
    row = await led_service(turn, incoming, press.id)
    if row["ladder"] is not None:
        await setup.change_service(turn.connection, row["community_id"], row["id"], ladder=None)
        await _carry_on(turn, row, ladder_of(None, urgent=row["urgent"]))
        await _note(turn, incoming, row, "usual_ladder")
    return await opened(turn, incoming, house, press)


async def quiet(turn: Turn, incoming: Incoming, _house: House, press: Press) -> Toast | None:
    """The hours in which nothing goes out that can wait."""
    community = await led(turn, incoming, press.id)
    now = community["quiet_from"], community["quiet_to"]
    begins, ends = (None if minutes is None else written(minutes) for minutes in now)

    def hours(pair: tuple[int, int]) -> Button:
        label = ours("set_hours", begins=written(pair[0]), ends=written(pair[1]), chosen=pair == now)
        return label, Press("s_hush", press.id, arg=f"{pair[0]}-{pair[1]}").data(), ""

    never = ours("set_never_quiet", chosen=begins is None), Press("s_hush", press.id, arg=NEVER).data(), ""
    rows = (*in_pairs([*map(hours, QUIET), never]), (button("back", "s_open", press.id),))
    await tell(turn, incoming, Screen("setup_quiet", {"begins": begins, "ends": ends}, rows))
    return None


async def hush(turn: Turn, incoming: Incoming, house: House, press: Press) -> Toast | None:
    """Other quiet hours, from what is due next on."""
    community = await led(turn, incoming, press.id)
    offered = {f"{begins}-{ends}": (begins, ends) for begins, ends in QUIET}
    chosen = (None, None) if press.arg == NEVER else offered.get(press.arg)
    if chosen is None:
        raise StaleButton
    if chosen != (community["quiet_from"], community["quiet_to"]):
        await communities.change(turn.connection, press.id, quiet_from=chosen[0], quiet_to=chosen[1])
        await turn.note("quiet_hours", community_id=press.id, person_id=incoming.person.id, reason=press.arg)
    return await quiet(turn, incoming, house, press)


async def _page(turn: Turn, incoming: Incoming, row: RowMapping) -> None:
    ladder, number = _ladder(row), row["id"]
    steps = [
        (ours("set_rung", place=place, act=step.act.value), Press("s_rung", number, arg=step.act.value).data(), "")
        for place, step in enumerate(ladder, 1)
    ]  # fmt: skip
    there = {step.act for step in ladder}
    more = [
        (ours("set_add_rung", act=act.value), Press("s_rung_add", number, arg=act.value).data(), "")
        for act in Act if act not in there
    ]  # fmt: skip
    kind = ("set_urgent_off", "no") if row["urgent"] else ("set_urgent_on", "yes")
    last = [button(kind[0], "s_urgent", number, kind[1])]
    if row["ladder"] is not None:
        last.append(button("set_usual_ladder", "s_rungs", number))
    data = {"service": named(row, "service"), "steps": drawn(ladder), "urgent": row["urgent"]}
    rows = (
        *((each,) for each in steps), *((each,) for each in more), tuple(last),
        (button("back", "s_service", number),),
    )  # fmt: skip
    await tell(turn, incoming, Screen("setup_ladder", data, rows))


async def _keep(turn: Turn, incoming: Incoming, row: RowMapping, ladder: Ladder) -> None:
    rows = [list(step.row) for step in ladder]
    await setup.change_service(turn.connection, row["community_id"], row["id"], ladder=rows)
    await _carry_on(turn, row, ladder)
    await _note(turn, incoming, row, "ladder")


async def _carry_on(turn: Turn, row: RowMapping, ladder: Ladder) -> None:
    await carry_on(turn.connection, row["community_id"], row["id"], _ladder(row), ladder, turn.now)


async def _note(turn: Turn, incoming: Incoming, row: RowMapping, verb: str) -> None:
    name = row["name"] or row["preset"]
    await turn.note(verb, community_id=row["community_id"], person_id=incoming.person.id, reason=name)


def _ladder(row: RowMapping) -> Ladder:
    return ladder_of(row["ladder"], urgent=row["urgent"])


def _step_of(ladder: Ladder, act: str) -> Step:
    for step in ladder:
        if step.act == act:
            return step
    raise StaleButton


def _with_step(ladder: Ladder, act: str, changed: Callable[[Step], Step]) -> Ladder:
    one = _step_of(ladder, act)
    return tuple(changed(step) if step is one else step for step in ladder)


def _as_data(step: Step) -> dict[str, object]:
    return drawn((step,))[0]


PRESSES = {
    "s_ladder": opened, "s_urgent": urgent, "s_rung": rung, "s_rung_to": set_time, "s_rung_cut": cut,
    "s_rung_add": add, "s_rungs": usual, "s_quiet": quiet, "s_hush": hush,
}  # fmt: skip
