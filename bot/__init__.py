"""Speaks, and runs the house: the only room that knows Telegram, sentences and the clock."""

import os

# The library's coming way to hand out durations; without it every request for patience is a deprecation warning first.
os.environ.setdefault("PTB_TIMEDELTA", "true")
