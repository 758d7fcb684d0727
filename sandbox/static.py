"""Serve the page's own files, read once and checked against a list, never cached by the browser."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PAGE = Path(__file__).parent / "page"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


async def index(_request: Request) -> Response:
    """The page itself."""
    return _file("index.html")


async def part(request: Request) -> Response:
    """A script, style or picture of the page."""
    return _file(request.path_params["path"])


def _file(name: str) -> Response:
    path = PAGE / name
    kind = TYPES.get(path.suffix)
    if (
        kind is None
        or ".." in Path(name).parts
        or not path.is_file()
        or not path.resolve().is_relative_to(PAGE.resolve())
    ):
        return PlainTextResponse("Not found.", 404, HEADERS)
    return Response(path.read_bytes(), headers={**HEADERS, "Content-Type": kind})


ROUTES = [Route("/", index, methods=["GET"]), Route("/page/{path:path}", part, methods=["GET"])]
