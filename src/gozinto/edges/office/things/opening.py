"""What stands above every tab of an object: what it is, how it stands, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from gozinto import trace
from gozinto.access import gate
from gozinto.access.roles import LABORATORY, QUALITY, Role
from gozinto.cases.kinds.complaint import COMPLAINT
from gozinto.cases.kinds.drill import DRILL
from gozinto.edges.office import words
from gozinto.edges.office.things.names import Names
from gozinto.plant.known.shapes import Material
from gozinto.plant.models import TraceableObject
from gozinto.trace.lookups.heads import Head


@dataclass(frozen=True, slots=True)
class Opened:
    """An object whose page is asked for."""

    request: HttpRequest
    head: Head
    names: Names

    @property
    def object(self) -> TraceableObject:
        """The object itself."""
        return self.head.object

    @property
    def material(self) -> Material | None:
        """What it is made of, where that is on record."""
        item = self.object.item
        return self.names.plant.material_of(item) if item else None

    @property
    def roles(self) -> frozenset[Role]:
        """Of whoever asks."""
        principal = gate.find_principal(self.request)
        return principal.roles if principal else frozenset()


def open_up(request: HttpRequest, uri: str) -> Opened | None:
    """The object of exactly that URI; None where there is none."""
    head = trace.head(uri)
    return None if head is None else Opened(request, head, Names())


def context(opened: Opened) -> dict[str, Any]:
    """What every tab shows above its own."""
    found, standing = opened.object, opened.head.standing
    is_held = standing is not None and standing.held
    return {
        "thing": found,
        "kind": words.name(words.KINDS, found.kind),
        "material": opened.material,
        "status": _status(opened.head),
        "open_findings": opened.head.open_findings,
        "may_hold": not is_held and bool(opened.roles & LABORATORY),
        "may_release": is_held and bool(opened.roles & QUALITY),
        "may_complain": found.kind == found.Kind.SERIAL
        and bool(opened.roles & COMPLAINT.opening.roles),
        "may_drill": found.kind == found.Kind.LOT and bool(opened.roles & DRILL.opening.roles),
        "reasons": _reasons(opened, "release" if is_held else "hold"),
    }


def _reasons(opened: Opened, category: str) -> list[Mapping[str, str]]:
    """What is offered for why; own words are as good."""
    return [
        {"code": one.code, "name": one.name}
        for one in opened.names.plant.reasons.values()
        if one.category == category
    ]


def _status(head: Head) -> dict[str, str]:
    if head.standing is None:
        return {}
    status = "held" if head.standing.held else head.standing.status
    return {"text": words.name(words.STATUSES, status), "tone": words.status_tone(status)}


def address(uri: str, tab: str = "") -> str:
    """Where a tab of an object's page is; "" is the first."""
    asked = {"id": uri} | ({"tab": tab} if tab else {})
    return f"{reverse('office:thing')}?{urlencode(asked)}"
