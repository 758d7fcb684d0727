"""Law: the locks hold what the project asks for, with hashes, and name no machine and no registry."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.house.tree import ROOMS, read, sources

EXTRAS = {"requirements.txt": "", "requirements-test.txt": "test", "requirements-bench.txt": "bench"}
LOCKS = tuple(EXTRAS)


def asked(extra: str = "") -> set[str]:
    """The names of the direct dependencies, in the normal form of an index."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    return {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in wanted}


def pinned(lock: str) -> dict[str, str]:
    """Name and exact version of each package in a lock."""
    return {normal(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", read(lock), re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_everything_imported_is_asked_for() -> None:
    """What arrives only because another package needs it may be gone with its next release."""
    known = packages_distributions()
    inside = {*sys.stdlib_module_names, *ROOMS, ""}
    missing = [
        f"{source.name}:{line} imports {name}"
        for source in sources(*ROOMS)
        for line, name in source.imports()
        if (top := name.split(".")[0]) not in inside
        and not asked() & {normal(package) for package in known.get(top, [])}
    ]
    assert not missing


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_pinned(lock: str) -> None:
    assert asked(EXTRAS[lock]) <= set(pinned(lock))


def test_tests_run_on_the_versions_that_the_house_runs_on() -> None:
    assert pinned("requirements.txt").items() <= pinned("requirements-test.txt").items()


def test_others_are_measured_on_the_same_versions_as_the_house() -> None:
    ours, theirs = pinned("requirements.txt"), pinned("requirements-bench.txt")
    for package in ("python-telegram-bot", "httpx", "httpcore", "anyio", "aiohttp"):
        assert ours[package] == theirs[package]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hash_and_no_address(lock: str) -> None:
    text = read(lock)
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not re.findall(r"^.*(?:://|--index-url|--find-links|--trusted-host|@ file| /[a-z]+/).*$", text, re.MULTILINE)
