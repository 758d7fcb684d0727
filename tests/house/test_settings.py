"""Law: every setting is documented, and no setting is documented that does not exist."""

import re

import pytest

from bot.config import Settings
from tests.house.tree import READMES, read

DOCUMENTS = (".env.example", *READMES)


def names() -> set[str]:
    """What the settings are called in the environment."""
    prefix = Settings.model_config.get("env_prefix", "")
    return {(prefix + field).upper() for field in Settings.model_fields}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_setting_is_documented(document: str) -> None:
    assert names() <= set(re.findall(r"PAIDAN_[A-Z0-9_]+", read(document)))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_documented_setting_exists(document: str) -> None:
    assert set(re.findall(r"PAIDAN_[A-Z0-9_]+", read(document))) <= names()
