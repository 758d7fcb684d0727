"""The moment and places at which the sentences of these tests are typed."""

from datetime import UTC, datetime

CHINA, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
FRIDAY = datetime(2026, 11, 20, 6, 10, tzinfo=UTC)  # a Friday, 14:10 in Shanghai
TODAY, TOMORROW = "2026-11-20", "2026-11-21"


def utc(text: str) -> datetime:
    """A moment in UTC: 2026-11-20 06:10."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
