"""A disk on which no file grows any more, for this process or for one that was started by a test."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress

SMALLEST_BYTES = 4096  # less than what SQLite writes for the smallest commit


@contextmanager
def full_disk(process_id: int = 0) -> Iterator[None]:
    """Every write that would make a file longer than this fails, as it does without any room left."""
    before = resource.prlimit(process_id, resource.RLIMIT_FSIZE)
    resource.prlimit(process_id, resource.RLIMIT_FSIZE, (SMALLEST_BYTES, before[1]))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):  # it has ended meanwhile
            resource.prlimit(process_id, resource.RLIMIT_FSIZE, before)
