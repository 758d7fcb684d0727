"""Damage to people without Telegram, and to those who act for others."""

CALLS = "UPDATE people SET telegram_id = NULL WHERE id = (SELECT resident_id FROM orders WHERE id = 3)"
_ACTS = "INSERT INTO proxies SELECT {number}, 1, {who}, {whom}, '', '{state}', {by}, placed_at, placed_at, NULL, NULL "
_OF_ORDER = "FROM orders WHERE id = 3"


def _acts(number: int, who: str = "1", whom: str = "2", state: str = "active", by: str = "2") -> str:
    return _ACTS.format(number=number, who=who, whom=whom, state=state, by=by) + _OF_ORDER


DAMAGES: dict[str, tuple[str, ...]] = {
    "caller_written_to": (CALLS, "UPDATE orders SET placed_by = 1"),
    "call_taken_by_nobody": (
        CALLS, "UPDATE people SET started = false, reachable = false WHERE telegram_id IS NULL",
    ),
    "pin_in_vain": ("UPDATE orders SET pin = '0042' WHERE id = 3",),
    "unknown_proxy_state": (_acts(99, state="perhaps"),),
    "acts_for_oneself": (_acts(99, whom="1"),),
    "acts_unasked": (_acts(99, by="NULL"),),
    "too_many_relatives": (_acts(96), _acts(97, whom="3"), _acts(98, whom="4"), _acts(99, whom="5")),
}  # fmt: skip
