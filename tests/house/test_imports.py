"""Law: the rules need nothing but Python itself; the other directions are import-linter's."""

import sys

from tests.house.tree import sources


def test_rules_import_the_standard_library_only() -> None:
    strangers = [
        f"{source.name}:{line} imports {name}"
        for source in sources("rules")
        for line, name in source.imports()
        if name.split(".")[0] not in {"rules", *sys.stdlib_module_names}
    ]
    assert not strangers


def test_rules_read_no_clock_and_roll_no_dice() -> None:
    """`now` is handed in: the same facts give the same outcome, always."""
    modules = {"time", "random", "secrets", "uuid", "os", "asyncio", "threading", "sqlite3", "socket"}
    calls = {"now", "utcnow", "today"}
    broken = [
        f"{source.name}:{line} {name}"
        for source in sources("rules")
        for found, forbidden in ((source.imports(), modules), (source.method_calls(), calls))
        for line, name in found
        if name.split(".")[0] in forbidden
    ]
    assert not broken
