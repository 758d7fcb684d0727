"""The buttons of what is ordered once more or every week, and how buttons stand in simple mode."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.presses import Press
from rules.life import OVER, State
from rules.notices import Button, ours
from storage.views import OrderView

Rows = tuple[tuple[Button, ...], ...]

BEFORE_IT = (State.REVIEW, State.OPEN, State.CLAIMED)


def one_a_row(rows: Iterable[Sequence[Any]]) -> Rows:
    """Each button in a row of its own: large, and hard to miss."""
    return tuple((button,) for row in rows for button in row)


def one_way_out(ask: Mapping[str, Any], leaving: tuple[Button, ...]) -> tuple[Button, ...]:
    """Back, or Cancel where nothing was asked before: for whom it is goes without saying."""
    return leaving[-1:] if ask["question"] == "service" else leaving[:1]


def simple_review(ask: Mapping[str, Any]) -> Rows:
    """Send it, change something, or leave it."""

    def data(verb: str, arg: str = "") -> str:
        return Press(verb, ask["draft_id"], ask["version"], arg).data()

    return (
        ((ours("send"), data("send"), "success"),),
        ((ours("change_something"), data("edit", "all"), ""),),
        ((ours("cancel"), data("drop"), ""),),
    )


def under_status(order: OrderView, fields: Mapping[str, Any]) -> Rows:
    """Once more when it is over, every week where it has a time, and what was before."""
    rows: list[tuple[Button, ...]] = []
    if order.state in OVER:
        rows.append(((ours("again"), Press("again", order.id).data(), "success"),))
    if order.moment != "now" and order.state in (*BEFORE_IT, *OVER):
        rows.append((_every_week(order),))
    if fields.get("more"):
        rows.append(((ours("earlier_orders"), Press("again_list").data(), ""),))
    return tuple(rows)


def under_weekly(order: OrderView, fields: Mapping[str, Any]) -> Rows:
    """Stop all of them; or go on, where this was the last."""
    if fields.get("last"):
        return go_on(order)
    return (((ours("stop_all"), Press("weekly_stop", int(fields["standing_id"])).data(), ""),),)


def go_on(order: OrderView) -> Rows:
    """Every week, from now on."""
    return ((_every_week(order),),)


def _every_week(order: OrderView) -> Button:
    return ours("every_week"), Press("weekly", order.id).data(), ""
