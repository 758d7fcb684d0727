"""What the clock has done about one helper's place: what they were asked, and the timer of who is alone."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """When a helper was asked what; `settled_at` ends the question whether they still come, answered or not."""

    still_at: datetime | None = None
    settled_at: datetime | None = None
    arrival_at: datetime | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Watch:
    """When to ask whether all is well, when it was asked, and when somebody else was told that no answer came."""

    due_at: datetime | None = None
    asked_at: datetime | None = None
    called_at: datetime | None = None
