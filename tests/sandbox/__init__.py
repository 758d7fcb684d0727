"""The pretend Telegram, asked over real HTTP with python-telegram-bot as its client."""
