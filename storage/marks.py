"""What was asked about a place and the timer of its helper, as the columns of a claim."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rules.life import Claim
from rules.marks import Asked, Watch
from storage.schema import claims

_ASKED = ("still_asked_at", "still_settled_at", "arrival_asked_at", "done_asked_at")  # in the order of the fields
_WATCH = ("check_on_at", "check_asked_at", "check_called_at")
NAMES = (*_ASKED, *_WATCH)
COLUMNS = tuple(claims.c[name] for name in NAMES)


def asked(row: Any) -> Asked:
    """What the helper was asked."""
    return Asked(*(getattr(row, name) for name in _ASKED))


def watch(row: Any) -> Watch:
    """The helper's timer."""
    return Watch(*(getattr(row, name) for name in _WATCH))


def values(claim: Claim) -> Mapping[str, datetime | None]:
    """Both, as they are kept."""
    was, timer = claim.asked, claim.watch
    kept = (was.still_at, was.settled_at, was.arrival_at, was.done_at, timer.due_at, timer.asked_at, timer.called_at)
    return dict(zip(NAMES, kept, strict=True))
