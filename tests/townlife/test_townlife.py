"""A short morning of a small town ends well, and what is counted can be true."""

from pathlib import Path

from tests.townlife.__main__ import ARRANGEMENTS, lived, table


async def test_a_morning_is_lived_and_counted(tmp_path: Path) -> None:
    both = ARRANGEMENTS[-1]
    found = await lived(tmp_path, both, 7, count=8, volunteers=25, residents=4, hours=3)
    assert 0 < found.orders <= 8
    assert 0 <= found.claimed <= 1
    assert list(found.by_hours) == sorted(found.by_hours), "who is claimed within an hour is within two"
    assert found.by_hours[-1] <= found.claimed
    assert found.to_group >= 1
    assert table([found]).count("\n") == 14
