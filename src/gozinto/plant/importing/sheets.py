"""Which kind of master data a table holds: as told, by its name, or by what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gozinto.errors import Malformed, Unknown
from gozinto.plant.importing.columns import Heading, fits
from gozinto.plant.kinds import KINDS, Kind, Type, find_field, folded, headers

TEXTS = (Type.TEXT, Type.CODE, Type.REFERENCE, Type.GTIN, Type.GLN, Type.PATTERN)
"""What a number would have lost its leading zeros in."""

_ORDINAL = re.compile(r"^\d+[\s._-]+")
"""What people put before a name so that files lie in order: 01-materials.csv."""


@cache
def heading(kind: Kind) -> Heading:
    """What may stand above the columns of a kind."""
    known = {name: name for name in kind.names}
    for field in kind.fields:
        known.update(dict.fromkeys(field.synonyms, field.name))
    return Heading(
        title=kind.title,
        find=lambda header: find_field(kind, header),
        known={**headers(kind), **known},
        needed=[name for name in kind.key if kind.field(name).required],
    )


def by_name(name: str) -> Kind | None:
    """The kind that a file or sheet is named after: materials, 01_Materials, material."""
    wanted = folded(_ORDINAL.sub("", name))
    for kind in KINDS.values():
        if wanted in (folded(kind.name), folded(kind.title), folded(kind.one)):
            return kind
    return None


def by_header(cells: Sequence[str]) -> list[Kind]:
    """The kinds that have a field for every header of the table, and whose key is there."""
    return [kind for kind in KINDS.values() if fits(cells, heading(kind))]


def kind_of(name: str, cells: Sequence[str], *, source: str) -> Kind:
    """The kind of a table by its name, else by its header. Raises Unknown, Malformed."""
    named = by_name(name)
    if named is not None:
        return named
    fitting = by_header(cells)
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(kind.name for kind in fitting)
    if fitting:
        raise Malformed(
            f"{source}: the header of “{name}” is one of several kinds: {listed}.",
            code="which_kind",
            next_step="Name the file or sheet after its kind, or say --kind.",
        )
    raise Unknown(
        f"{source}: neither the name “{name}” nor its header tells what kind of table it is.",
        code="unknown_kind",
        near=list(_near(cells)),
        next_step="Name the file or sheet after its kind, or say --kind.",
    )


def _near(cells: Sequence[str]) -> Iterator[str]:
    """The three kinds that know most of these headers."""

    def known(kind: Kind) -> int:
        return sum(1 for cell in cells if find_field(kind, cell))

    for kind in sorted(KINDS.values(), key=known, reverse=True)[:3]:
        if known(kind):
            yield kind.name
