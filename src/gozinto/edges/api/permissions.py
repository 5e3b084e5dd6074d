"""Who may call what of the API, as a table for people: read off the operations themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ninja import NinjaAPI

from gozinto.access.roles import Role
from gozinto.edges.api.authentication import Holders, operations

_HEAD = """\
# Who may call what
Made by `gozinto roles`, out of what each operation of `/api/v1` declares; what declares nobody
answers nobody. An account may hold several roles, a token holds one.

| operation | {roles} |
| --- |{lines}
"""


@dataclass(frozen=True, slots=True, order=True)
class Permission:
    """One operation, and the roles whose holders it answers."""

    path: str
    method: str
    roles: frozenset[Role]


def permissions(api: NinjaAPI) -> list[Permission]:
    """Every operation of `api` with its roles, by address."""
    return sorted(_all(api))


def _all(api: NinjaAPI) -> Iterator[Permission]:
    for path, operation in operations(api):
        checks = [one for one in operation.auth_callbacks if isinstance(one, Holders)]
        admitted = frozenset().union(*(one.roles for one in checks))
        for method in operation.methods:
            yield Permission(path, method, admitted)


def plain(path: str) -> str:
    """The address as people write it: without the kinds of its blanks."""
    return re.sub(r"\{\w+:", "{", path)


def as_markdown(api: NinjaAPI) -> str:
    """The table, as docs/reference/roles.md has it."""
    roles = list(Role)
    head = _HEAD.format(roles=" | ".join(role.value for role in roles), lines=" :-: |" * len(roles))
    rows = (
        f"| `{one.method} {plain(one.path)}` | "
        + " | ".join("●" if role in one.roles else "" for role in roles)
        + " |\n"
        for one in permissions(api)
    )
    return head + "".join(rows)
