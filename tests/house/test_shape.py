"""Law: files open with their caption and stay small; tests play no tricks."""

import ast

from tests.house.tree import ROOMS, Source, sources

LINES_A_FILE = 400  # the smell begins at 300
LINES_A_FUNCTION = 60  # the smell begins at 40
FROZEN = "storage/migrations/versions/"  # a migration is a list that nobody edits any more
TRICKS = {"mock", "unittest.mock", "pytest_mock", "aioresponses", "respx", "freezegun", "time_machine"}
NAPS = {"sleep", "wait_for_timeout"}


def test_every_file_opens_with_its_caption() -> None:
    bare = [source.name for source in sources(*ROOMS, "tests") if not ast.get_docstring(source.tree)]
    assert not bare


def test_no_file_is_longer_than_two_screens_of_scrolling() -> None:
    lengths = {source.name: len(source.text.splitlines()) for source in living()}
    assert not {name: lines for name, lines in lengths.items() if lines > LINES_A_FILE}


def test_no_function_scrolls() -> None:
    scrolling = [
        f"{source.name}:{function.lineno} {function.name} has {length} lines"
        for source in living()
        for function in source.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_A_FUNCTION
    ]
    assert not scrolling


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "service", "services", "base", "misc"}
    assert not [source.name for source in sources(*ROOMS, "tests") if source.path.stem in vague]


def test_tests_use_no_mocks() -> None:
    """Telegram's double is the sandbox; our own code is never replaced."""
    broken = [
        f"{source.name}:{line} imports {name}"
        for source in sources("tests")
        for line, name in source.imports()
        if any(name == trick or name.startswith(trick + ".") for trick in TRICKS)
    ]
    broken += [
        f"{source.name}:{line} calls {name}"
        for source in sources("tests")
        for line, name in source.method_calls()
        if name in {"setattr", "setitem"}  # monkeypatch's; settings go through setenv
    ]
    assert not broken


def test_tests_do_not_sleep() -> None:
    """A test waits for something to happen, never for time to pass; `asyncio.sleep(0)` lets others run."""
    assert not [nap for source in sources("tests") for nap in naps(source)]


def living() -> list[Source]:
    return [source for source in sources(*ROOMS, "tests") if not source.name.startswith(FROZEN)]


def naps(source: Source) -> list[str]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and _name(node.func) in NAPS:
            length = node.args[0] if node.args else None
            if not (isinstance(length, ast.Constant) and length.value == 0):
                found.append(f"{source.name}:{node.lineno} sleeps")
    return found


def _name(function: ast.expr) -> str:
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
