"""One act of a person at a station, about to be done: what it was told, and how it is stamped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import amount
from gozinto.operations.panels.shapes import Entry, Station, Who, text
from gozinto.operations.stamp import Stamp
from gozinto.plant.identifiers import identify
from gozinto.record import Captured
from gozinto.standards.epcis.events import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was put on record, and what its sentence is filled with; `kind` names the sentence.

    `sets`: what the screen is to keep of it. Nothing is on record where `captured` is None.
    """

    captured: Captured | None
    kind: str
    words: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An act with what it was told; `is_live`: rules may refuse it."""

    station: Station
    entry: Entry
    who: Who
    told: Mapping[str, Json]
    stamp: Stamp

    @property
    def is_live(self) -> bool:
        """Whether the person waits for the verdict."""
        return self.stamp.get("live", False)

    def text(self, name: str) -> str:
        """What was told under a name; "" for nothing."""
        return text(self.told, name)

    def thing(self) -> str:
        """The URI, or what was scanned or typed, of what it is done to. Raises Refused."""
        found = self.text("uri") or self.text("text")
        if not found:
            raise refusal("nothing_known", scanned="")
        return found

    def number(self) -> str:
        """What the thing is called."""
        found = self.thing()
        return identify(found).number if "://" in found or found.startswith("urn:") else found

    def quantity(self) -> Decimal | None:
        """How much, where that was told. Raises Refused (bad_quantity)."""
        told = self.told.get("quantity", "")
        return amount(str(told)) if isinstance(told, str | int) else amount(repr(told))

    def job(self) -> Job:
        """The job that it is about: told, or open on the screen. Raises Refused."""
        number = self.text("job") or self.entry.context.job
        found = all_jobs.find(number)
        if found is None:
            code = "unknown_job" if number else "no_job_open"
            raise refusal(code, scanned=number)
        return found

    def equipment(self) -> str:
        """The machine of the station. Raises Refused where it has none."""
        if not self.station.equipment:
            raise refusal("no_equipment_here")
        return self.station.equipment
