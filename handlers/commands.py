"""Which commands Telegram offers, to whom; their descriptions are labels `command_…` in each language."""

PRIVATE = (
    "order", "mine", "open", "passbook", "join", "wishes", "duty", "hear", "dispatch", "remind", "rota", "setup",
    "call", "hotline", "apart", "again", "simple", "family", "language", "help", "cancel",
)  # fmt: skip
GROUP = ("bind", "hotline")
