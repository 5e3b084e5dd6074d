"""The tables that a person sends, through the one door: all of them or none, every fault told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gozinto.errors import Refused
from gozinto.plant import changing
from gozinto.plant.importing.faults import in_order
from gozinto.plant.importing.gathering import Gathered, Manner, Table, gather

LONGEST_SOURCE = 400
Progress = Callable[[int, int], None]
"""Told what is done and of how much; of 0 while rows are being counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, folder, archive or stream of tables; `name` where it has none of its own."""

    tables: Path | bytes | BinaryIO
    name: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.name or (self.tables.name if isinstance(self.tables, Path) else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of the tables."""

    outcome: changing.Outcome
    tables: tuple[Table, ...]


def load(
    sources: Iterable[Source],
    *,
    by: str,
    why: str = "",
    mode: changing.Mode = "upsert",
    manner: Manner | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Loaded:
    """Create and change master data as the tables say, as one batch that can be undone.

    An empty cell makes a field empty; a field without a column stays as it is. Raises Refused
    with every violation of every row and cell, and what `gathering.gather` raises.
    """
    listed = tuple(sources)
    gathered = read(listed, manner=manner or Manner(), progress=progress)
    return carry_out(
        gathered,
        by=by,
        why=why,
        source=", ".join(source.title for source in listed),
        mode=mode,
        dry_run=dry_run,
        progress=progress,
    )


def read(sources: Iterable[Source], *, manner: Manner, progress: Progress | None) -> Gathered:
    """All rows of these tables, and what is wrong with their cells. Raises as `gather` does."""
    gathered = Gathered()
    for source in sources:
        gather(
            source.tables,
            name=source.name,
            manner=manner,
            into=gathered,
            progress=None if progress is None else lambda count: progress(count, 0),
        )
    return gathered


def carry_out(
    gathered: Gathered,
    *,
    by: str,
    why: str = "",
    source: str,
    mode: changing.Mode = "upsert",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Loaded:
    """Create and change master data as the rows say. Raises Refused with every violation."""
    if gathered.headers:
        raise Refused(in_order([*gathered.headers, *gathered.cells]))
    try:
        outcome = changing.apply(
            gathered.in_order(),
            by=by,
            why=why,
            source=source[:LONGEST_SOURCE],
            mode=mode,
            # Cells that could not be read are left out: then the rest is only looked at.
            dry_run=dry_run or bool(gathered.cells),
            progress=progress,
        )
    except Refused as refused:
        told = {fault.path for fault in gathered.cells}
        more = [fault for fault in refused.violations if fault.path not in told]
        raise Refused(in_order([*gathered.cells, *more])) from None
    if gathered.cells:
        raise Refused(in_order(gathered.cells))
    return Loaded(outcome=outcome, tables=tuple(gathered.tables))
