"""One hour for several processes: a file of two numbers says how far ahead of this machine it is."""

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from bot.clock import Clock

SHAPE = struct.Struct("dd")


class SharedClock(Clock):
    """Goes on by itself; whoever holds the same file sees it put forward at the same instant."""

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._held = mmap.mmap(file.fileno(), SHAPE.size)

    @classmethod
    def made(cls, path: Path, start: datetime) -> Self:
        """A new one."""
        path.write_bytes(SHAPE.pack((start - datetime.now(UTC)).total_seconds(), 0.0))
        return cls(path)

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self._numbers()[0])

    def ticks(self) -> float:
        return super().ticks() + self._numbers()[1]

    def put_to(self, moment: datetime) -> None:
        """It is that moment now, which must not be past."""
        ahead, skipped = self._numbers()
        step = (moment - self.now()).total_seconds()
        assert step > 0, f"it is later than {moment}: the story took too long"
        SHAPE.pack_into(self._held, 0, ahead + step, skipped + step)

    def _numbers(self) -> tuple[float, float]:
        ahead, skipped = SHAPE.unpack_from(self._held)
        return ahead, skipped
