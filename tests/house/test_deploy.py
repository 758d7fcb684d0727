"""Law: what is ready-made for running Paidan names files, commands and settings that exist."""

import re
import shutil
import subprocess

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.config import Settings
from tests.house.tree import ROOT, read

DOCKERFILE, COMPOSE, UNIT = "Dockerfile", "compose.yaml", "deploy/paidan.service"


def test_the_image_copies_what_is_there_and_all_rooms() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.*)$", read(DOCKERFILE), re.MULTILINE)
        for name in line.split()[:-1]
    }
    assert {"bot", "handlers", "rules", "sandbox", "storage", "requirements.txt", "pyproject.toml"} <= copied
    assert all((ROOT / name).exists() for name in copied)
    let_in = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert let_in == copied


def test_the_image_runs_as_nobody_important() -> None:
    lines = read(DOCKERFILE).splitlines()
    assert any(line.startswith("USER ") and line != "USER root" for line in lines)
    assert any(line.startswith("HEALTHCHECK ") for line in lines)
    assert all("slim" in line for line in lines if line.startswith("FROM "))


def test_health_is_asked_for_where_the_image_serves_it() -> None:
    (served,) = re.findall(r"PAIDAN_METRICS_ADDRESS=(\S+)", read(DOCKERFILE))
    (asked,) = re.findall(r"urlopen\('http://([^/]+)/healthz'", read(DOCKERFILE))
    assert asked == served


def test_what_is_published_is_where_the_image_listens() -> None:
    (listens,) = re.findall(r"PAIDAN_LISTEN_PORT=(\d+)", read(DOCKERFILE))
    (published,) = re.findall(r'- "127\.0\.0\.1:[\d-]+:(\d+)"', read(COMPOSE))
    assert [listens] == re.findall(r"^EXPOSE (\d+)$", read(DOCKERFILE), re.MULTILINE) == [published]


@pytest.mark.parametrize("document", [DOCKERFILE, COMPOSE, UNIT, "docs/scaling.md", "docs/operating.md"])
def test_every_setting_named_exists(document: str) -> None:
    known = {f"PAIDAN_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"PAIDAN_[A-Z0-9_]*[A-Z0-9]", read(document)))
    assert {name for name in named if name not in known and not any(one.startswith(name) for one in known)} == set()


@pytest.mark.parametrize("document", [DOCKERFILE, COMPOSE, UNIT, "docs/scaling.md"])
def test_every_command_named_exists(document: str) -> None:
    said = re.findall(r"(?:bin/paidan|run --rm paidan|^\s*command:|`paidan|^paidan) ([a-z]+(?: (?:set|delete|info))?)",
                      read(document), re.MULTILINE)  # fmt: skip
    for command in said:
        assert CliRunner().invoke(cli, [*command.split(), "--help"]).exit_code == 0, command


def test_the_unit_is_one_to_systemd() -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd on this machine: the unit was not verified")
    said = subprocess.run([program, "verify", str(ROOT / UNIT)], capture_output=True, text=True, check=False)
    # The program it starts is not installed here; everything else must be understood.
    complaints = [line for line in (said.stdout + said.stderr).splitlines() if "is not executable" not in line]
    assert complaints == []
