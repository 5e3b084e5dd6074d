"""What can be wrong with a row about labels by itself, where no single cell is to blame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gozinto.plant.kinds.declaring import Finding, Row
from gozinto.plant.label_texts import stray_braces

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "size_pt"),
    "symbol": ("text", "symbology"),
    "line": ("thickness_mm",),
}
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "text": _NEEDED["text"],
    "symbol": (*_NEEDED["symbol"], "module_mm"),
    "line": _NEEDED["line"],
}
_OF_ONE_KIND = ("text", "symbology", "size_pt", "module_mm", "thickness_mm")

LABELLED: Mapping[str, tuple[str, ...]] = {
    "received": ("lot", "serial", "container"),
    "produced": ("lot", "serial"),
    "packed": ("container",),
    "moved": ("lot", "serial", "container"),
    "shipped": ("lot", "serial", "container"),
}
"""By what happened: what there is to put a label on."""

_ADDRESSES: Mapping[str, tuple[str, str]] = {
    "raw": (
        r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?",
        "Write the printer's name or address, such as 10.0.0.7 or 10.0.0.7:9100.",
    ),
    "ipp": (
        r"ipps?://[^\s/?#@]+(?:/\S*)?",
        "Write it like ipp://printer.example.com/ipp/print.",
    ),
    "file": (r"\S.*", "Name the folder that labels are written to."),
    "agent": (r".*", ""),
}
"""By connection: the shape of an address, and how to write one."""


def element_is_whole(row: Row) -> Iterator[Finding]:
    """Each kind of element has what it needs, and nothing of another kind."""
    kind = row["kind"]
    for name in _OF_ONE_KIND:
        if name in _NEEDED[kind] and not row[name].strip():
            yield Finding(
                field=name,
                code="missing_value",
                message=f"An element of kind {kind} needs {name}.",
                next_step=f"Give {name}.",
            )
        elif row[name] and name not in _ALLOWED[kind]:
            yield Finding(
                field=name,
                code="not_for_this_kind",
                message=f"An element of kind {kind} has no {name}.",
                next_step=f"Leave {name} empty, or choose another kind.",
            )


def braces_are_paired(row: Row) -> Iterator[Finding]:
    """Every brace of a text names a field or is doubled."""
    if stray_braces(row["text"]):
        yield Finding(
            field="text",
            code="bad_label_text",
            message=f"A brace in {row['text']!r} names no field.",
            next_step="Write fields as {number}, in small letters; write {{ for a brace itself.",
        )


def printer_can_be_reached(row: Row) -> Iterator[Finding]:
    """The address has the shape that its connection asks for."""
    shape, how = _ADDRESSES[row["connection"]]
    if not re.fullmatch(shape, row["address"]):
        yield Finding(
            field="address",
            code="bad_address" if row["address"] else "missing_value",
            message=f"{row['address']!r} is no address for the connection {row['connection']}."
            if row["address"]
            else f"The connection {row['connection']} needs an address.",
            next_step=how,
        )


def moment_has_such_labels(row: Row) -> Iterator[Finding]:
    """What happened leaves something to put a label of that purpose on."""
    possible = LABELLED[row["when"]]
    if row["purpose"] not in possible:
        yield Finding(
            field="purpose",
            code="no_such_label_then",
            message=f"Nothing that is {row['when']} gets a label for a {row['purpose']}.",
            next_step=f"Choose one of: {', '.join(possible)}.",
        )
