"""What a volunteer wants to hear of, and when: orders one by one or once a day, and nothing that can wait by night."""

from datetime import datetime, timedelta

from rules.hours import next_at
from rules.quiet import MOST_MINUTES, Quiet, after_quiet

DIGESTS = (8 * 60, 12 * 60, 18 * 60, 20 * 60)  # offered: when a day's orders are told at once
QUIET_HOURS = ((21 * 60, 7 * 60), (22 * 60, 7 * 60), (22 * 60, 8 * 60), (23 * 60, 6 * 60))  # offered


def next_round(now: datetime, zone: str, digest: int | None, quiet: Quiet | None) -> datetime | None:
    """When somebody is next told what is open: at their hour of the day, else when their quiet hours are over."""
    if digest is not None:
        return after_quiet(next_at(now, digest, zone), quiet)
    return next_at(now, quiet.ends, zone) if quiet is not None else None


def kept_back_since(now: datetime, digest: int | None, quiet: Quiet | None) -> datetime | None:
    """Since when nothing was told one by one; None where everything that is open counts."""
    if digest is not None or quiet is None:
        return None
    length = (quiet.ends - quiet.begins) % MOST_MINUTES
    return now - timedelta(minutes=length + 60)  # an hour more, for nights in which the clocks are set
