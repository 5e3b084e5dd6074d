"""Reads the master data that verbs need; once for all of a load, if the caller says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from gozinto.errors import Unknown
from gozinto.plant import enterprise
from gozinto.plant.models import Enterprise, Equipment, Location, Material, Partner

T = TypeVar("T")
_kept: ContextVar[dict[tuple[str, str], Any] | None] = ContextVar("kept_master_data", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Within the block master data is read once and taken as unchanged: for loads of events."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def company() -> Enterprise:
    """The company that runs this plant."""
    return _once("company", "", enterprise.get)


def location_uri(code: str) -> str:
    """The URI of a place. Raises Unknown."""
    return _once("location", code, lambda: _uri(Location, code, "location"))


def partner_uri(code: str) -> str:
    """The URI of a company beside ours. Raises Unknown."""
    return _once("partner", code, lambda: _uri(Partner, code, "partner"))


def material(code: str) -> Material:
    """The material of that code. Raises Unknown."""
    return _once("material", code, lambda: _material(code))


def unit_of(code: str, uom: str) -> str:
    """The unit to count a material in: `uom`, or its own for "". Raises Unknown for the code."""
    own = material(code).uom
    return uom or own


def check_equipment(code: str) -> None:
    """Raise Unknown unless there is such equipment."""
    if not _once("equipment", code, lambda: Equipment.objects.filter(code=code).exists()):
        raise Unknown(
            f"There is no equipment {code}.",
            code="unknown_equipment",
            near=_near(Equipment.objects.values_list("code", flat=True), code),
        )


def _once(kind: str, code: str, read: Callable[[], T]) -> T:
    memo = _kept.get()
    if memo is None:
        return read()
    if (kind, code) not in memo:
        memo[kind, code] = read()
    found: T = memo[kind, code]
    return found


def _uri(model: type[Location] | type[Partner], code: str, what: str) -> str:
    found = model._default_manager.filter(code=code).values_list("uri", flat=True).first()
    if found is None:
        raise Unknown(
            f"There is no {what} {code}.",
            code=f"unknown_{what}",
            near=_near(model._default_manager.values_list("code", flat=True), code),
        )
    return str(found)


def _material(code: str) -> Material:
    found = Material.objects.filter(code=code).first()
    if found is None:
        raise Unknown(
            f"There is no material {code}.",
            code="unknown_material",
            near=_near(Material.objects.values_list("code", flat=True), code),
        )
    return found


def _near(codes: Any, wanted: str) -> list[str]:
    """Up to five codes that begin alike."""
    return sorted(codes.filter(code__istartswith=wanted[:3])[:5]) if wanted else []
