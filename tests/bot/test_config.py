"""Settings: read from the environment, refused in one line, and never with the token in it."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import Settings, explain

TOKEN = "123456:AAF-secret_secret_secret_secret"


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory without .env, and an environment without our settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PAIDAN_{name.upper()}", raising=False)
    monkeypatch.setenv("PAIDAN_TOKEN", TOKEN)


def refusal() -> str:
    with pytest.raises(ValidationError) as refused:
        Settings()
    line = explain(refused.value)
    assert "\n" not in line
    assert "secret" not in line
    return line


def test_a_token_is_all_that_is_needed() -> None:
    settings = Settings()
    assert settings.token.get_secret_value() == TOKEN
    assert settings.database == "sqlite:///data/paidan.db"
    assert settings.database_file == Path("data/paidan.db")
    assert TOKEN not in repr(settings)


def test_a_missing_token_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PAIDAN_TOKEN")
    assert refusal().startswith("PAIDAN_TOKEN: missing")


@pytest.mark.parametrize("token", ["", "secret", "12:secret", "123:secret secret secret", "bot123456:secretsecret"])
def test_what_is_no_token_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("PAIDAN_TOKEN", token)
    assert refusal().startswith("PAIDAN_TOKEN: this is not a bot token")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://secret@host/x"), ("DATABASE_URL", "secret"), ("API_URL", "telegram"),
        ("API_URL", "ftp://x"), ("API_URL", "https://x/?a=1"), ("LOG", "loud"), ("PER_SECOND_OVERALL", "-1"),
        ("PER_CHAT_SECONDS", "soon"), ("DATABASE_DIRECT_URL", "sqlite:///secret.db"), ("DATABASE_CONNECTIONS", "1"),
        ("WEBHOOK_URL", "http://paidan.example.org/"), ("WEBHOOK_URL", "https://x/?secret=1"), ("LISTEN_PORT", "70000"),
        ("WEBHOOK_CONNECTIONS", "101"), ("WORKERS", "0"), ("BEAT_SECONDS", "0"), ("STOP_SECONDS", "3600"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PAIDAN_{name}", value)
    assert refusal().startswith(f"PAIDAN_{name}: ")


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIDAN_LOG", "loud")
    monkeypatch.setenv("PAIDAN_WORKERS", "many")
    line = refusal()
    assert "PAIDAN_LOG" in line
    assert "PAIDAN_WORKERS" in line


@pytest.mark.parametrize(
    ("given", "used", "file"),
    [
        ("sqlite:////tmp/x.db", "sqlite:////tmp/x.db", Path("/tmp/x.db")),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d", None),
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d", None),
        ("sqlite:///:memory:", "sqlite:///:memory:", None),
    ],
)
def test_a_database_url_needs_no_driver(
    monkeypatch: pytest.MonkeyPatch, given: str, used: str, file: Path | None
) -> None:
    monkeypatch.setenv("PAIDAN_DATABASE_URL", given)
    assert (Settings().database, Settings().database_file) == (used, file)


def test_the_root_of_the_api_may_end_in_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIDAN_API_URL", "http://127.0.0.1:8000/")
    assert Settings().api_url == "http://127.0.0.1:8000"


def test_settings_stand_in_a_file_too_beside_those_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PAIDAN_LOG=debug\nPAIDAN_DATA_DIR=from-file\nCOMPOSE_PROJECT_NAME=x\n")
    monkeypatch.setenv("PAIDAN_LOG", "error")
    assert Settings().data_dir == Path("from-file")
    assert Settings().log == "error", "the environment wins"
