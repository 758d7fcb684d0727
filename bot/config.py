"""Settings from the environment or `.env`, each with a sentence; a wrong one stops the start with one line."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "PAIDAN_"
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}")
_WEBHOOK = re.compile(r"https://[^\s/?#]+(/[^\s?#]*)?|http://(localhost|127\.\d+\.\d+\.\d+)(:\d+)?(/[^\s?#]*)?")
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Settings(BaseSettings):
    """Everything that may differ between two installations."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore")

    token: SecretStr = Field(description="The bot's token, as @BotFather gave it: 123456:ABC…")
    data_dir: Path = Field(Path("data"), description="The directory for the SQLite file and its lock.")
    database_url: str = Field(
        "", description="Another database than the SQLite file paidan.db in the data directory."
    )  # fmt: skip
    database_direct_url: str = Field(
        "", description="PostgreSQL past its PgBouncer, for what holds a session or looks through all of it."
    )  # fmt: skip
    database_connections: int = Field(
        12, ge=2, le=500, description="Connections to PostgreSQL that one process keeps at most."
    )  # fmt: skip
    api_url: str = Field(
        "https://api.telegram.org",
        description="The root of the Bot API server; /bot<token>/method and /file/bot<token>/path are appended.",
    )
    log: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_format: Literal["text", "json"] = Field("text", description="Log lines for people, or for programs.")
    metrics_address: str = Field(
        "", description="Where /metrics, /healthz and /readyz are served, such as 127.0.0.1:9464."
    )  # fmt: skip
    per_second_overall: int = Field(
        30, ge=0, le=10_000, description="Messages and edits a second, all chats together; 0: no limit."
    )
    per_chat_seconds: float = Field(
        1.0, ge=0, le=60, description="Seconds between two messages to one chat, on average; 0: no limit."
    )
    per_chat_burst: int = Field(
        3, ge=1, le=20, description="Messages to one chat that may follow at once before the pause is kept."
    )
    per_group_minute: int = Field(
        20, ge=0, le=10_000, description="Messages and edits a minute to one group; 0: no limit."
    )  # fmt: skip
    workers: int = Field(16, ge=1, le=256, description="People whose updates are handled at the same time.")
    senders: int = Field(16, ge=1, le=256, description="Chats that are written to at the same time.")
    beat_seconds: float = Field(5.0, gt=0, le=3600, description="Seconds between two looks at what is due.")
    poll_seconds: int = Field(30, ge=0, le=50, description="How long one request for updates waits for some.")
    webhook_url: str = Field("", description="The public address at which Telegram reaches paidan serve.")
    webhook_connections: int = Field(40, ge=1, le=100, description="How many updates Telegram may deliver at once.")
    listen_host: str = Field("127.0.0.1", description="The address of this machine at which paidan serve listens.")
    listen_port: int = Field(8080, ge=0, le=65535, description="The port at which paidan serve listens.")
    stop_seconds: float = Field(6.0, gt=0, le=60, description="How long running work may take to finish at the end.")

    @field_validator("token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(token.get_secret_value().strip()):
            raise ValueError("this is not a bot token; @BotFather gives one that looks like 123456:ABC…")
        return SecretStr(token.get_secret_value().strip())

    @field_validator("database_direct_url")
    @classmethod
    def _direct_is_postgresql(cls, url: str) -> str:
        if url and not url.startswith("postgres"):
            raise ValueError("only PostgreSQL has use for it; for example postgresql://paidan@localhost:5432/paidan")
        return _with_driver(url) if url else url

    @field_validator("webhook_url")
    @classmethod
    def _webhook_can_be_reached(cls, url: str) -> str:
        if url and not _WEBHOOK.fullmatch(url):
            raise ValueError("not an address that Telegram delivers to; for example https://paidan.example.org/telegram")
        return url

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, url: str) -> str:
        return _with_driver(url) if url else url

    @field_validator("api_url")
    @classmethod
    def _api_is_http(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", url):
            raise ValueError("not an address; for example https://api.telegram.org")
        return url.rstrip("/")

    @field_validator("metrics_address")
    @classmethod
    def _address_has_a_port(cls, address: str) -> str:
        host, _, port = address.strip().rpartition(":")
        if address.strip() and not (host and port.isdecimal() and int(port) < 65_536):
            raise ValueError("not an address with a port; for example 127.0.0.1:9464")
        return address.strip()

    @property
    def database(self) -> str:
        """The database's URL for the asynchronous engine."""
        return self.database_url or f"sqlite:///{self.data_dir / 'paidan.db'}"

    @property
    def direct_database(self) -> str:
        """The same database for connections that hold a session: no PgBouncer in transaction mode in between."""
        return self.database_direct_url or self.database

    @property
    def is_shared(self) -> bool:
        """Whether several processes may work on the database."""
        return make_url(self.database).get_backend_name() != "sqlite"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; None with a database server or in memory."""
        url = make_url(self.database)
        if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
            return None
        return Path(url.database)


def _with_driver(url: str) -> str:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("not a database URL; for example sqlite:////var/lib/paidan/paidan.db") from None
    if parsed.get_backend_name() not in _DRIVERS:
        raise ValueError("only sqlite and postgresql are known")
    return _DRIVERS[parsed.get_backend_name()] + url[len(parsed.drivername) :]


def explain(error: ValidationError) -> str:
    """One line for all that is wrong, by the names of the settings; the values are not repeated."""
    said = []
    for each in error.errors(include_url=False, include_input=False, include_context=False):
        setting = PREFIX + str(each["loc"][0]).upper() if each["loc"] else ""
        known = Settings.model_fields.get(str(each["loc"][0])) if each["loc"] else None
        why = each["msg"].removeprefix("Value error, ")
        if each["type"] == "missing" and known is not None:
            why = f"missing. {known.description}"
        said.append(f"{setting}: {why}" if setting else why)
    return "; ".join(said)
