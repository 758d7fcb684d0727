"""What people type, read: text and the time now in, a value out, or a refusal raised that says why not."""

from handlers.parsing.counts import read_count, read_minutes
from handlers.parsing.phones import read_phone, show_phone
from handlers.parsing.regions import region_of
from handlers.parsing.texts import read_name, read_text
from handlers.parsing.times import Span, When, offered_days, offered_times, read_time, read_when, span
from handlers.parsing.zones import read_zone, zone_offered

__all__ = [
    "Span", "When", "offered_days", "offered_times", "read_count", "read_minutes", "read_name", "read_phone",
    "read_text", "read_time", "read_when", "read_zone", "region_of", "show_phone", "span", "zone_offered",
]
