"""Law: the migrations make exactly the tables that storage/schema.py shows, and undo them."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from storage.migrate import NewerDatabase, config_for, migrate
from storage.schema import metadata


def fresh(folder: Path, name: str) -> tuple[str, Engine]:
    url = f"sqlite:///{folder / name}"
    return url, create_engine(url)


def shape(engine: Engine) -> dict[str, object]:
    """Every table as the database itself describes it, in no order."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(table)
            },
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "indexes": {(index["name"], tuple(index["column_names"])) for index in seen.get_indexes(table)},
            "unique": {(each["name"], tuple(each["column_names"])) for each in seen.get_unique_constraints(table)},
            "foreign": {
                (each["name"], tuple(each["constrained_columns"]), each["referred_table"])
                for each in seen.get_foreign_keys(table)
            },
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }


def test_migrations_make_what_the_schema_shows(tmp_path: Path) -> None:
    url, migrated = fresh(tmp_path, "migrated.db")
    migrate(url)
    _, drawn = fresh(tmp_path, "drawn.db")
    metadata.create_all(drawn)
    assert shape(migrated) == shape(drawn)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrated.dispose()
    drawn.dispose()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    url, engine = fresh(tmp_path, "paidan.db")
    before, head = migrate(url)
    assert before is None
    assert migrate(url) == (head, head)
    engine.dispose()


def test_migrations_can_be_undone(tmp_path: Path) -> None:
    url, engine = fresh(tmp_path, "paidan.db")
    migrate(url)
    command.downgrade(config_for(url), "base")
    assert shape(engine) == {}
    engine.dispose()


def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    url, engine = fresh(tmp_path, "paidan.db")
    migrate(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        migrate(url)
    engine.dispose()
