"""Law: every setting is documented, with its default, and no setting is documented that does not exist."""

import re

import pytest

from bot.config import Settings
from tests.house.tree import READMES, read

EXAMPLE = ".env.example"
DOCUMENTS = (EXAMPLE, *READMES)


def defaults() -> dict[str, str | None]:
    """What each setting is called in the environment, and what holds without it; None where it must be given."""
    prefix = Settings.model_config.get("env_prefix", "")
    return {
        (prefix + name).upper(): None if field.is_required() else str(field.default)
        for name, field in Settings.model_fields.items()
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_setting_is_documented(document: str) -> None:
    assert defaults().keys() <= set(re.findall(r"PAIDAN_[A-Z0-9_]+", read(document)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_documented_setting_exists(document: str) -> None:
    assert set(re.findall(r"PAIDAN_[A-Z0-9_]+", read(document))) <= defaults().keys()


def test_the_example_shows_the_defaults() -> None:
    shown = dict(re.findall(r"^#(PAIDAN_\w+)=(.*)$", read(EXAMPLE), re.MULTILINE))
    assert shown == {name: value for name, value in defaults().items() if value is not None}
