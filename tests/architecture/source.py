"""The project's Python files as text and syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "gozinto"
TESTS = PROJECT / "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One file; `path` is relative to the project and reads `src/gozinto/plant/models.py`."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def room(self) -> str:
        """The first folder or file under src/gozinto: `plant`, `edges`, `errors`."""
        return self.path.removeprefix("src/gozinto/").partition("/")[0].removesuffix(".py")


def modules(*folders: Path) -> list[Module]:
    """Every Python file below the folders, without what Django generates (migrations)."""
    return [
        Module(path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
        if "migrations" not in path.parts
    ]


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """Functions of the module and methods of its public classes whose names are public."""
    bodies: list[list[ast.stmt]] = [tree.body]
    while bodies:
        for node in bodies.pop():
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                bodies.append(node.body)
            elif isinstance(node, Function) and not node.name.startswith("_"):
                yield node
