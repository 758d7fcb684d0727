"""Reads the source of the house, for the laws that look at it."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "storage", "rules", "sandbox")
READMES = ("README.md", "README.zh-CN.md")


@dataclass(frozen=True)
class Source:
    """One Python file; `name` is its path from the root, with forward slashes."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full dotted name of everything imported."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node.lineno, f"{'.' * node.level}{node.module or ''}.{alias.name}"

    def method_calls(self) -> Iterator[tuple[int, str]]:
        """Line and name of everything called with a dot before it."""
        for call in ast.walk(self.tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                yield call.lineno, call.func.attr

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def _source(path: Path) -> Source:
    """Read and parsed once for all laws."""
    return Source(path)


def sources(*rooms: str) -> list[Source]:
    """Every Python file of these rooms, in order; never none."""
    found = [_source(path) for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    assert found, f"no Python in {rooms}"
    return found


def read(name: str) -> str:
    """A file of the project's root as text."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    """The fenced blocks of a Markdown text written in one of these languages."""
    fence = re.compile(rf"^[ ]*```(?:{'|'.join(languages)})[ ]*\n(.*?)^[ ]*```", re.MULTILINE | re.DOTALL)
    return fence.findall(text)
