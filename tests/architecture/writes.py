"""Finds in a module what writes rows of guarded models: the one write door is a rule of the house.

An import cannot show it, so the syntax is read: chains that start at a guarded model and end in
a write, guarded models built outside, variables that hold their rows and are saved, related
names written through, and SQL that names their tables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import cached_property

from .source import Module

WRITES = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update"),
    *("delete", "save", "raw_delete", "_raw_delete", "acreate", "abulk_create", "aupdate"),
    *("aget_or_create", "aupdate_or_create", "abulk_update", "adelete", "asave"),
}
BY_COPY = "gozinto.record.copying"
"""What writes any table it is given."""
THROUGH_RELATED = WRITES | {"add", "set", "remove", "clear"}


@dataclass(frozen=True)
class Guarded:
    """The models that only the door writes, and the names under which others reach their rows."""

    models: frozenset[str]
    related: frozenset[str]

    @cached_property
    def tables(self) -> re.Pattern[str]:
        names = "|".join(sorted(name.lower() for name in self.models))
        return re.compile(
            rf"\b(insert\s+into|update|delete\s+from|truncate(\s+table)?|copy)\s+\W*"
            rf"(\w+\W+\.\W*)?gozinto_({names})\b",
            re.IGNORECASE,
        )


def guarded(
    found: list[Module], *, declared: tuple[str, ...] = ("record", "projection")
) -> Guarded:
    """The models that declare themselves one of these, and the related names that lead to them."""
    models, related = set(), set()
    for module in found:
        for node in module.tree.body:
            if isinstance(node, ast.ClassDef) and _declared(node) in declared:
                models.add(node.name)
                related.add(f"{node.name.lower()}_set")
                related |= set(_related_names(node))
    return Guarded(frozenset(models), frozenset(related))


def writes(module: Module, guard: Guarded) -> list[str]:
    """`path:line what` for every write of a guarded model in this module."""
    nodes = list(ast.walk(module.tree))
    names = _local_names(nodes, guard)
    held = _held(nodes, names) if names else set()
    found = {
        f"{module.path}:{line} {what}"
        for node in nodes
        for line, what in _writes_of(node, names, held, guard)
    }
    return sorted(found)


def _declared(node: ast.ClassDef) -> str:
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign | ast.Assign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {t.id for t in targets if isinstance(t, ast.Name)}
            if "declared_as" in names and isinstance(statement.value, ast.Constant):
                return str(statement.value.value)
    return ""


def _related_names(node: ast.ClassDef) -> Iterator[str]:
    for part in ast.walk(node):
        if not isinstance(part, ast.keyword) or part.arg != "related_name":
            continue
        if isinstance(part.value, ast.Constant) and part.value.value != "+":
            yield str(part.value.value)


def _local_names(nodes: list[ast.AST], guard: Guarded) -> dict[str, str]:
    """What guarded models are called in this module, and the modules that hold models."""
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in guard.models and (node.module or "").endswith("models"):
                    names[alias.asname or alias.name] = alias.name
    return names


def _is_model(node: ast.expr, names: dict[str, str], guard: Guarded) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Attribute) and node.attr in guard.models:
        holder = node.value
        last = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
        return "models" in last
    # apps.get_model("gozinto", "Event")
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get_model"
        and any(isinstance(a, ast.Constant) and a.value in guard.models for a in node.args)
    )


def _root(node: ast.expr) -> Iterator[ast.expr]:
    """The expressions a chain of attributes, calls and subscripts starts from, outermost first."""
    while True:
        yield node
        if isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Call | ast.Await):
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            return


def _held(nodes: list[ast.AST], names: dict[str, str]) -> set[str]:
    """Variables that were given rows of a guarded model: by assignment or by a loop."""
    held: set[str] = set()
    for _ in range(2):  # a second pass follows `rows = Model…; for row in rows`
        for node in nodes:
            if isinstance(node, ast.Assign):
                pairs = [(target, node.value) for target in node.targets]
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                pairs = [(node.target, node.value)]
            elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
                pairs = [(node.target, node.iter)]
            elif isinstance(node, ast.NamedExpr):
                pairs = [(node.target, node.value)]
            else:
                continue
            for target, value in pairs:
                start = list(_root(value))[-1]
                if isinstance(start, ast.Name) and (start.id in names or start.id in held):
                    held |= {t.id for t in ast.walk(target) if isinstance(t, ast.Name)}
    return held


def _writes_of(
    node: ast.AST, names: dict[str, str], held: set[str], guard: Guarded
) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.ImportFrom) and node.module == BY_COPY:
        yield node.lineno, f"imports {BY_COPY}"
    if isinstance(node, ast.Constant):
        match = guard.tables.search(str(node.value))
        if match:
            yield node.lineno, match[0]
    if not isinstance(node, ast.Call):
        return
    if _is_model(node.func, names, guard):
        yield node.lineno, f"builds {ast.unparse(node.func)}"
    if not isinstance(node.func, ast.Attribute):
        return
    chain = list(_root(node.func.value))
    steps = {part.attr for part in chain if isinstance(part, ast.Attribute)}
    starts_at_model = any(_is_model(part, names, guard) for part in chain)
    holds_row = isinstance(chain[-1], ast.Name) and chain[-1].id in held
    if node.func.attr in WRITES and (starts_at_model or holds_row):
        yield node.lineno, ast.unparse(node.func)
    if node.func.attr in THROUGH_RELATED and steps & guard.related:
        yield node.lineno, ast.unparse(node.func)
