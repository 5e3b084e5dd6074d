"""Which field stands in which column of a table, by what a person wrote above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gozinto.errors import Violation
from gozinto.plant.importing.faults import Where

NUMBERS_AS_TEXT_STEP = (
    "Format the column as text and type it again with its zeros, or import with --trust-numbers"
    " where no zeros were lost."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a table of some kind may have above its columns.

    `find` answers the field of a header, "" for none; `known` are headers to suggest; `needed`
    the fields without which a row cannot be told from another.
    """

    title: str
    find: Callable[[str], str]
    known: Mapping[str, str]
    needed: Sequence[str]


def matched(
    cells: Sequence[str], heading: Heading, *, where: Where
) -> tuple[tuple[str, ...], list[Violation]]:
    """The field of each column, "" where none, and what is wrong with the header."""
    fields: list[str] = []
    faults: list[Violation] = []
    for cell in cells:
        field = heading.find(cell) if cell.strip() else ""
        if cell.strip() and not field:
            faults.append(_unknown(cell, heading, where))
        elif field and field in fields:
            first = cells[fields.index(field)]
            faults.append(
                where.fault(
                    "column_twice",
                    f"“{first}” and “{cell}” both stand for {field}.",
                    next_step="Keep one of the two columns.",
                    column=cell,
                )
            )
            field = ""
        fields.append(field)
    missing = [name for name in heading.needed if name not in fields]
    if missing:
        faults.append(
            where.fault(
                "missing_column",
                f"A table of {heading.title} needs the column {' and '.join(missing)}.",
                next_step="Add it, or correct the header that stands for it.",
                column=missing[0],
            )
        )
    return tuple(fields), faults


def fits(cells: Iterable[str], heading: Heading) -> bool:
    """Whether every header stands for a field of its own, and those that are needed are there."""
    fields = [heading.find(cell) for cell in cells if cell.strip()]
    return all(fields) and len(set(fields)) == len(fields) and set(heading.needed) <= set(fields)


def _unknown(cell: str, heading: Heading, where: Where) -> Violation:
    lower = {known.casefold(): field for known, field in heading.known.items()}
    near = [lower[found] for found in get_close_matches(cell.casefold(), lower, n=3, cutoff=0.6)]
    meant = ", ".join(dict.fromkeys(near))
    return where.fault(
        "unknown_column",
        f"“{cell}” is no column of {heading.title}.",
        next_step=f"Rename it to {meant}, or take it out."
        if meant
        else "Rename it, or take it out.",
        column=cell,
        value=cell,
    )
