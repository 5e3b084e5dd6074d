"""Short files, short functions, names that say something, a sentence on everything public."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import PurePosixPath

import pytest

from .source import SOURCE, TESTS, Module, functions, modules, public_functions

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MOST_POSITIONAL = 2
EMPTY_NAMES = {"utils", "helpers", "manager", "service", "base", "misc", "common"}

VERBS_AND_QUESTIONS = {
    *("labels", "operations", "trace", "record", "access", "plant", "genealogy", "standards"),
}
"""Rooms that other people's code calls: there an argument is named."""

SHAPES_OF_OTHERS: Mapping[str, str] = {
    "src/gozinto/access/gate.py:process_view": "Django calls it so",
    "src/gozinto/standards/quantities.py:convert": "reads as it is said: this, from, to",
}
READERS = ("src/gozinto/standards/epcis/reading.py", "src/gozinto/standards/epcis/parts.py")
"""One shape for all readers, (reading, value, path), so that they can stand in a table."""
KERNELS = "src/gozinto/genealogy/kernels/"
"""Machine code: one compiled function cannot call another by the names of its arguments."""


def long_files(found: list[Module]) -> list[str]:
    return [m.path for m in found if len(m.text.splitlines()) > LONGEST_FILE]


def long_functions(found: list[Module]) -> list[str]:
    return [
        f"{m.path}:{f.lineno} {f.name}"
        for m in found
        for f in functions(m.tree)
        if (f.end_lineno or f.lineno) - f.lineno + 1 > LONGEST_FUNCTION
    ]


def empty_names(paths: list[str]) -> list[str]:
    refused = EMPTY_NAMES | {f"{name}s" for name in EMPTY_NAMES}
    return [
        path
        for path in paths
        if any(part.partition(".")[0] in refused for part in PurePosixPath(path).parts)
    ]


def undocumented(found: list[Module]) -> list[str]:
    return [
        f"{m.path}:{f.lineno} {f.name}"
        for m in found
        for f in public_functions(m.tree)
        if not ast.get_docstring(f)
    ]


def rooms_without_purpose(found: list[Module]) -> list[str]:
    return [
        m.path
        for m in found
        if m.path.endswith("/__init__.py") and not (ast.get_docstring(m.tree) or "").strip()
    ]


def unnamed_arguments(found: list[Module]) -> list[str]:
    """Public functions of the inner rooms that take more than two arguments without a name."""
    out = []
    for m in found:
        if m.room not in VERBS_AND_QUESTIONS or m.path in READERS or m.path.startswith(KERNELS):
            continue
        for f in public_functions(m.tree):
            names = [a.arg for a in (*f.args.posonlyargs, *f.args.args)]
            taken = [n for n in names if n not in ("self", "cls", "reading")]
            if len(taken) > MOST_POSITIONAL and f"{m.path}:{f.name}" not in SHAPES_OF_OTHERS:
                out.append(f"{m.path}:{f.lineno} {f.name}({', '.join(taken)})")
    return out


def test_no_file_is_too_long() -> None:
    assert long_files(modules(SOURCE, TESTS)) == []


def test_no_function_is_too_long() -> None:
    assert long_functions(modules(SOURCE, TESTS)) == []


def test_no_name_says_nothing() -> None:
    paths = [p.relative_to(SOURCE.parent).as_posix() for p in SOURCE.rglob("*")]
    paths += [p.relative_to(TESTS.parent).as_posix() for p in TESTS.rglob("*")]
    assert empty_names([p for p in paths if "__pycache__" not in p]) == []


def test_everything_public_says_what_it_answers() -> None:
    assert undocumented(modules(SOURCE)) == []


def test_every_room_opens_with_its_purpose() -> None:
    assert rooms_without_purpose(modules(SOURCE)) == []


def test_the_inner_rooms_are_called_by_name() -> None:
    assert unnamed_arguments(modules(SOURCE)) == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (long_files, "x = 1\n" * (LONGEST_FILE + 1)),
        (long_functions, "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
        (long_functions, "class A:\n    async def f(self):\n" + "        x\n" * LONGEST_FUNCTION),
        (undocumented, "def f():\n    return 1\n"),
        (undocumented, "class A:\n    def f(self):\n        return 1\n"),
        (unnamed_arguments, "def consume(run, scan, quantity):\n    '''Eats.'''\n"),
    ],
)
def test_a_planted_breach_is_found(check: object, text: str) -> None:
    assert callable(check)
    assert len(check([Module("src/gozinto/operations/planted.py", text)])) == 1


def test_planted_empty_names_and_rooms_are_found() -> None:
    assert empty_names(["src/gozinto/plant/utils.py", "src/gozinto/services/x.py"])[1:]
    assert empty_names(["src/gozinto/plant/models.py", "src/gozinto/database.py"]) == []
    assert rooms_without_purpose([Module("src/gozinto/stray/__init__.py", "")])


def test_what_is_at_the_limit_passes() -> None:
    body = "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)
    assert long_functions([Module("src/gozinto/plant/planted.py", body)]) == []
    lines = "x = 1\n" * LONGEST_FILE
    assert long_files([Module("src/gozinto/plant/planted.py", lines)]) == []
