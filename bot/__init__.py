"""Speaks, and runs the house: the only room that knows Telegram, sentences and the clock."""
