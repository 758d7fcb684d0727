"""Which commands Telegram offers, to whom; their descriptions are labels `command_…` in each language."""

PRIVATE = (
    "order", "mine", "open", "passbook", "join", "dispatch", "setup", "call", "hotline", "apart", "family", "language",
    "help", "cancel",
)  # fmt: skip
GROUP = ("bind",)
