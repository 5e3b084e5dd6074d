"""The kinds of cases: the table of what each may be taken through."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gozinto.cases.kinds.action import ACTION
from gozinto.cases.kinds.complaint import COMPLAINT
from gozinto.cases.kinds.drill import DRILL
from gozinto.cases.kinds.machines import About, Act, Field, Machine, Value
from gozinto.cases.kinds.recall import RECALL

__all__ = ["MACHINES", "About", "Act", "Field", "Machine", "Value"]

MACHINES: Mapping[str, Machine] = MappingProxyType(
    {one.kind: one for one in (COMPLAINT, RECALL, ACTION, DRILL)}
)
