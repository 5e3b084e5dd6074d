"""The holes in a label's texts, and which fields may fill them. Pure.

A layout is refused at the door of master data when it asks for what a label of its purpose never
has, so these names stand here; where their values come from says `labels.content`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_HOLE = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}")

_EVERYWHERE = ("number", "name", "link", "company", "printed_on")
_OF_A_MATERIAL = (
    *("material", "material_name", "revision", "gtin", "gs1"),
    *("supplier", "supplier_lot", "quantity", "uom", "made_on", "expires_on"),
    *("status", "location", "job", "equipment"),
)

FIELDS: Mapping[str, tuple[str, ...]] = {
    "lot": (*_EVERYWHERE, *_OF_A_MATERIAL),
    "serial": (*_EVERYWHERE, *_OF_A_MATERIAL, "lot"),
    "container": (
        *(*_EVERYWHERE, "sscc", "gs1", "contents", "count", "status", "location"),
        *("material", "material_name", "gtin", "lot", "quantity", "uom", "expires_on"),
    ),
    "location": (*_EVERYWHERE, "gln", "gs1", "parent"),
    "badge": ("number", "name", "company", "printed_on", "role"),
    "job": (*_EVERYWHERE, "step", "equipment"),
    "asset": (*_EVERYWHERE, "kind", "status", "condition", "calibrated_on", "due_on"),
    "station": (*_EVERYWHERE, "parent", "level"),
}
"""By purpose: what a layout may ask for."""


def holes(template: str) -> tuple[str, ...]:
    """The fields a template asks for, in their order. `{{` and `}}` are braces themselves."""
    return tuple(found[1] for found in _HOLE.finditer(template) if found[1])


def stray_braces(template: str) -> bool:
    """Whether a brace stands in the template that neither names a field nor is doubled."""
    return bool(re.search(r"[{}]", _HOLE.sub("", template)))


def fill_text(template: str, *, values: Mapping[str, str]) -> str:
    """The template with the values in its holes; an absent value leaves nothing.

    A template all of whose fields are absent is empty as a whole, so that no `Expires ` stands on
    a label of what never expires.
    """
    asked = holes(template)
    if asked and not any(values.get(name) for name in asked):
        return ""
    filled = _HOLE.sub(
        lambda found: values.get(found[1], "") if found[1] else found[0][0], template
    )
    return filled.strip()
