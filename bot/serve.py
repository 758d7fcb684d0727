"""`paidan serve`: the webhook's endpoint in front of the house; one process of several, or the only one."""

import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route

from bot.application import Application, running
from bot.clock import Clock
from bot.config import Settings
from bot.site import listen, open_site
from bot.webhook import Door, secret_of

BACKLOG = 1024
MOST_AT_ONCE = 250  # requests; more are told to come again
FINISH_SECONDS = 3
USUAL_PATH = "/telegram"


class PortTaken(Exception):
    """Something else listens there."""


@dataclass(frozen=True)
class Serving:
    """A house with a door, and where that is."""

    application: Application
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        """What a proxy on this machine passes Telegram's requests on to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}{self.path}"


@contextlib.asynccontextmanager
async def serving(
    settings: Settings, clock: Clock | None = None, pages: Callable[[Application], Sequence[BaseRoute]] = lambda _: ()
) -> AsyncIterator[Serving]:
    """Everything set going, then the door opened; and shut first at the end. `pages` stand beside it.

    Raises PortTaken, and what `running` raises.
    """
    async with running(settings, clock, polls=False) as application:
        listener = _listener(settings, shared=application.shared)
        path = path_of(settings)
        door = Door(secret_of(settings.token.get_secret_value()), application.keep)
        site = Starlette(routes=[Route(path, door.receive, methods=["POST"]), *pages(application)])
        how = {
            "log_level": logging.WARNING, "timeout_keep_alive": 75,
            "timeout_graceful_shutdown": FINISH_SECONDS, "limit_concurrency": MOST_AT_ONCE, "backlog": BACKLOG,
        }  # fmt: skip
        async with open_site(site, listener, **how):
            yield Serving(application, settings.listen_host, listener.getsockname()[1], path)


def path_of(settings: Settings) -> str:
    """Where the door is: the path of the webhook's address."""
    return urlsplit(settings.webhook_url).path or USUAL_PATH


def _listener(settings: Settings, *, shared: bool) -> socket.socket:
    """Processes on one PostgreSQL may share the port, and the system spreads the connections."""
    try:
        return listen(settings.listen_host, settings.listen_port, shared=shared, backlog=BACKLOG)
    except OSError as error:
        raise PortTaken(f"{settings.listen_host}:{settings.listen_port}: {error.strerror or error}") from error
