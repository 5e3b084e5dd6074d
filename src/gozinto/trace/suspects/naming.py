"""What the factors of a table are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gozinto.trace.reading import masters
from gozinto.trace.reading.masters import Names
from gozinto.trace.suspects.answers import KINDS, Factor
from gozinto.trace.suspects.bins import Bin
from gozinto.trace.suspects.exposures import Key
from gozinto.trace.suspects.told import Lot


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of all factors that an answer speaks of."""

    lots: Mapping[int, Lot]
    bins: Mapping[tuple[str, str], Sequence[Bin]]
    suppliers: Mapping[int, str]
    names: Names

    @classmethod
    def of(
        cls,
        keys: Iterable[Key],
        *,
        lots: Mapping[int, Lot],
        bins: Mapping[tuple[str, str], Sequence[Bin]],
        suppliers: Mapping[int, str],
    ) -> Naming:
        """Of these factors. One query."""
        by_kind: dict[str, set[str]] = {kind: set() for kind in KINDS}
        delivered: set[str] = set()
        for rank, which in keys:
            by_kind[KINDS[rank]].add(str(which[0]))
            if KINDS[rank] == "supplier_lot":
                delivered.add(suppliers[int(which[0])])
        names = masters.names(
            partners=by_kind["supplier"] | delivered,
            people=by_kind["operator"],
            equipment=by_kind["equipment"] | by_kind["position"],
        )
        return cls(lots, bins, suppliers, names)

    def factor(self, key: Key) -> Factor:
        """What a factor is called."""
        rank, which = key
        kind, words = KINDS[rank], [str(word) for word in which]
        if kind in ("asset", "supplier_lot", "lot"):
            return self._of_lot(kind, self.lots[int(which[0])])
        if kind in ("position", "equipment"):
            name = self.names.equipment.get(words[0]) or None
            place = words[1] if kind == "position" else None
            return Factor(kind=kind, code=words[0], name=name, place=place)
        if kind == "parameter":
            found = self.bins[words[0], words[1]][int(which[2])]
            return Factor(
                kind=kind, code=words[1], material=words[0] or None, low=found.low, high=found.high
            )
        if kind == "recipe":
            return Factor(kind=kind, code=words[1], material=words[0])
        if kind == "supplier":
            name = self.names.partners.get(words[0]) or None
            code = words[0].rsplit("/", 1)[-1]
            return Factor(kind=kind, code=code, name=name, uri=words[0])
        if kind == "operator":
            return Factor(kind=kind, code=words[0], name=self.names.people.get(words[0]) or None)
        return _of_time(kind, words)

    def _of_lot(self, kind: str, lot: Lot) -> Factor:
        if lot.is_asset:
            return Factor(kind=kind, code=lot.number, name=lot.kind or None, uri=lot.uri)
        supplier = self.names.partners.get(self.suppliers.get(lot.object, ""), "")
        said = ", ".join(word for word in (lot.name, supplier) if word)
        return Factor(
            kind=kind, code=lot.number, name=said or None, uri=lot.uri, material=lot.material
        )


def _of_time(kind: str, words: Sequence[str]) -> Factor:
    """A crew, a shift, a day or a week of a step; a gauge or a plan by its code."""
    if kind == "crew":
        return Factor(kind=kind, code=words[1], step=words[0])
    if kind == "shift":
        step, on, code, crew = words
        day = date.fromisoformat(on)
        return Factor(kind=kind, code=code, step=step, on=day, crew=crew or None)
    if kind == "day":
        return Factor(kind=kind, code=words[1], step=words[0], on=date.fromisoformat(words[1]))
    if kind == "week":
        year, week = int(words[1]), int(words[2])
        monday = date.fromisocalendar(year, week, 1)
        return Factor(kind=kind, code=f"{year}-W{week:02}", step=words[0], on=monday)
    return Factor(kind=kind, code=words[0])
