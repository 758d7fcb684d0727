"""Which commands Telegram offers, to whom; their descriptions are labels `command_…` in each language."""

PRIVATE = (
    "order", "mine", "open", "passbook", "join", "wishes", "dispatch", "setup", "hotline", "apart", "language", "help",
    "cancel",
)  # fmt: skip
GROUP = ("bind",)
