"""paidan doctor: one line for each thing that can be well or not, and the worst of them as exit code."""

import asyncio
import json
from collections.abc import Iterable
from typing import Annotated

import typer
from pydantic import ValidationError

from bot.config import Settings, explain
from bot.verdicts import Level, Line, wrong

WIDTHS = (9, 10)  # of a level and of what it is about


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Telegram.")] = False,
) -> None:
    """Look whether all is well: settings, database, ledger, what waits, token, groups.

    The exit code is 0 when it is, 1 with a warning, 2 when something is wrong. It changes nothing, and may be run
    beside a running bot.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        lines = [wrong("settings", explain(error), "Set it in the environment or in .env; see .env.example.")]
        if not as_json:
            say(lines[0])
    else:
        lines = asyncio.run(_examine(settings, online=not offline, aloud=not as_json))
    worst = max(line.level for line in lines)
    if as_json:
        typer.echo(as_object(lines))
    else:
        counts = [sum(line.level is level for line in lines) for level in Level]
        typer.echo(f"{counts[0]} ok, {counts[1]} warnings, {counts[2]} wrong")
    raise typer.Exit(int(worst))


def as_object(lines: Iterable[Line]) -> str:
    """Lines for a program: the worst level, then each line."""
    said = [
        {"level": line.level.name.lower(), "about": line.about, "says": line.says, "do": line.do} for line in lines
    ]
    worst = max((line.level for line in lines), default=Level.OK)
    return json.dumps({"level": worst.name.lower(), "lines": said}, ensure_ascii=False, indent=1)


def say(line: Line) -> None:
    """One line for people, with what to do in a second."""
    level, about = line.level.name.lower().ljust(WIDTHS[0]), line.about.ljust(WIDTHS[1])
    typer.echo(f"{level}{about} {line.says}")
    if line.do:
        typer.echo(f"{'':{sum(WIDTHS)}} → {line.do}")


async def _examine(settings: Settings, *, online: bool, aloud: bool) -> list[Line]:
    from bot.doctor import examine

    lines = []
    async for line in examine(settings, online=online):
        lines.append(line)
        if aloud:
            say(line)
    return lines
