"""The master data that verbs need, with a refusal that helps where somebody names it wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from gozinto.errors import Unknown
from gozinto.plant import known
from gozinto.plant.known.shapes import Company, Material

T = TypeVar("T")


def company() -> Company:
    """The company that runs this plant."""
    return known.now().company


def location_uri(code: str) -> str:
    """The URI of a place. Raises Unknown."""
    return _named(known.now().locations, code, "location").uri


def partner_uri(code: str) -> str:
    """The URI of a company beside ours. Raises Unknown."""
    return _named(known.now().partners, code, "partner").uri


def material(code: str) -> Material:
    """The material of that code. Raises Unknown."""
    return _named(known.now().materials, code, "material")


def unit_of(code: str, uom: str) -> str:
    """The unit to count a material in: `uom`, or its own for "". Raises Unknown for the code."""
    own = material(code).uom
    return uom or own


def check_equipment(code: str) -> None:
    """Raise Unknown unless there is such equipment."""
    _named(known.now().equipment, code, "equipment")


def check_person(code: str) -> None:
    """Raise Unknown unless somebody works here under that code; or nobody is described at all."""
    people = known.now().people
    if people:
        _named(people, code, "person")


def _named(there: Mapping[str, T], code: str, what: str) -> T:
    """What goes by that code. Raises Unknown with up to five codes that begin alike."""
    found = there.get(code)
    if found is None:
        beginning = code[:3].casefold()
        near = [one for one in there if beginning and one.casefold().startswith(beginning)]
        raise Unknown(f"There is no {what} {code}.", code=f"unknown_{what}", near=sorted(near)[:5])
    return found
