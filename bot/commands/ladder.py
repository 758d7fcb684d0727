"""paidan ladder: what is done while nobody comes, drawn from its data, with the hours of an example."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.commands.starting import present_database, refuse, refusing, settings_or_refuse
from rules.ladder import DEFAULT, URGENT, Climb, Ladder, times
from rules.quiet import Quiet

if TYPE_CHECKING:
    from bot.words import Words

EXAMPLES = (timedelta(hours=2), timedelta(hours=24), timedelta(days=4))  # from now until it begins


def ladder(
    usual: Annotated[bool, typer.Option("--usual", help="The two to begin with; asks no database.")] = False,
    language: Annotated[str, typer.Option(help="en or zh_CN.")] = "en",
) -> None:
    """Draw what is done while nobody claims an order: the steps of each service, and when they would come."""
    from bot.words import Words

    words, now = Words(), datetime.now(UTC)
    if language not in words.languages:
        refuse(f"--language: one of {', '.join(words.languages)}")
    if usual:
        for name, steps in (("usual", DEFAULT), ("urgent", URGENT)):
            typer.echo("\n".join(_drawn(words, language, name, steps, None, "UTC", now)))
        return
    settings = settings_or_refuse()

    async def run() -> list[str]:
        from storage import communities, dispatch
        from storage.engine import reading
        from storage.ladders import ladder_of, quiet_of

        lines: list[str] = []
        async with present_database(settings) as engine, reading(engine) as connection:
            for home in await communities.every(connection):
                for row in await dispatch.services_of(connection, home["id"]):
                    steps = ladder_of(row["ladder"], urgent=row["urgent"])
                    quiet = None if row["urgent"] else quiet_of(home)
                    label = {"key": "named", "prefix": "service", **{x: row[x] for x in ("preset", "name", "emoji")}}
                    name = f"{home['name']} · {words.label(label, language)}"
                    lines += _drawn(words, language, name, steps, quiet, home["zone"], now)
        return lines

    with refusing(settings):
        found = asyncio.run(run())
    typer.echo("\n".join(found) if found else "There is no service yet.")


def _drawn(
    words: "Words", language: str, name: str, steps: Ladder, quiet: Quiet | None, zone: str, now: datetime
) -> Iterator[str]:
    from storage.ladders import drawn

    yield name
    yield from (f"  {line}" for line in words.text("drawn", language, steps=drawn(steps)).splitlines())
    clock = ZoneInfo(zone)
    for ahead in EXAMPLES:
        hours = [f"{at.astimezone(clock):%a %H:%M} {act}" for act, at in times(steps, Climb(now, now + ahead), quiet)]
        yield f"  {now.astimezone(clock):%a %H:%M} → {(now + ahead).astimezone(clock):%a %H:%M}  {', '.join(hours)}"
    yield ""
