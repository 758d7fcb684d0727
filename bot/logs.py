"""One line an update and no names: what the log may hold, and what keeps the token out of it."""

import hashlib
import logging
import sys
from collections.abc import Callable

ROOMS = ("bot", "handlers", "storage")
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# They log whole URLs, and the token is part of them, or whole answers, and people are part of those.
CHATTY = ("httpx", "httpcore", "telegram", "apscheduler", "alembic", "asyncio", "aiohttp", "sqlalchemy", "uvicorn")


def begin(level: str) -> None:
    """Log our own rooms at this level to standard error, and of the libraries only what is bad."""
    logging.basicConfig(level=logging.WARNING, format=FORMAT, stream=sys.stderr)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def pseudonyms(secret: str) -> Callable[[int], str]:
    """A short name for a Telegram id: the same in every line of one installation, and meaningless outside."""
    key = hashlib.sha256(secret.encode()).digest()

    def pseudonym(number: int) -> str:
        return hashlib.blake2s(str(number).encode(), key=key, digest_size=5).hexdigest()

    return pseudonym
