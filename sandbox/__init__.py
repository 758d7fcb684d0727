"""Pretend to be Telegram on this machine: the Bot API, people and groups one plays, and faults on demand."""
