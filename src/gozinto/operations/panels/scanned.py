"""A thing that was scanned at a panel, and what its scan may come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels import shelves
from gozinto.operations.panels import slots as all_slots
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.shapes import Choice, Context, Station
from gozinto.operations.scanning.known_codes import Match
from gozinto.operations.scanning.resolving import NewLot
from gozinto.plant import known as plant
from gozinto.plant.identifiers import identify
from gozinto.plant.models.materials import Tracking
from gozinto.standards.epcis.events import Json

BY_UNIT = frozenset((Tracking.SERIAL, Tracking.LOT_AND_SERIAL))
_MOST_EXPECTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a scan comes to.

    `act` with what it is told; or `choices`, and then `act` is what is told of it where nobody
    can be asked any more; or neither, and then the screen keeps what it `sets` and goes to `goto`.
    `name`: what was scanned, as a person calls it.
    """

    name: str = ""
    act: str = ""
    told: Mapping[str, Json] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    goto: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A thing that was scanned, where, and how much of it the person said ("": nothing).

    `kind`: that of `match`, or "gauge", "new_lot", "new_number". `lot`: what a supplier's label
    says for a receipt.
    """

    text: str
    kind: str
    match: Match
    station: Station
    context: Context
    quantity: str = ""
    lot: NewLot | None = None

    @property
    def name(self) -> str:
        """What it is called on the screen."""
        return " ".join(one for one in (self.match.code, self.match.name) if one) or self.text

    @property
    def thing(self) -> str:
        """Its URI, or its code where it has none."""
        return self.match.uri or self.match.code

    def expected(self) -> str:
        """What would have been right on this screen."""
        return expected(self.context)

    def job(self) -> Job:
        """The job that is open there, running. Raises Refused."""
        found = all_jobs.find(self.context.job)
        if found is None:
            raise refusal("no_job_open", scanned=self.name, expected=self.expected())
        if not found.is_open:
            code = "job_finished" if found.state == "finished" else "job_not_running"
            raise refusal(code, scanned=self.name, expected=self.expected(), job=found.number)
        return found

    def material(self) -> str:
        """The code of the material of a lot or unit; what its URI says where there is none."""
        item = identify(self.match.uri).item
        found = plant.now().material_of(item)
        return found.code if found else item


def amount(told: str) -> Decimal | None:
    """The quantity that somebody typed; None for none. Raises Refused (bad_quantity)."""
    if not told:
        return None
    try:
        found = Decimal(told)
    except InvalidOperation:
        found = Decimal(0)
    if not found.is_finite() or not 0 < found < Decimal("1e18"):
        raise refusal("bad_quantity", scanned=told, value=told)
    return found


def expected(context: Context) -> str:
    """What the open job still asks for: at most three materials, each with the lot that is next
    and where it lies. "" without a job.
    """
    job = all_jobs.find(context.job)
    if job is None or not job.is_open:
        return ""
    slots = all_slots.of(job)
    wanting = [one for one in slots if one.missing is None or one.missing > 0] or slots
    listed = list(dict.fromkeys(one.material for one in wanting))[:_MOST_EXPECTED]
    here = shelves.of(listed)
    return "; ".join(_next(code, here.get(code, ())) for code in listed)


def _next(material: str, lots: Sequence[shelves.Lot]) -> str:
    known = plant.now().materials
    name = known[material].name if material in known else material
    usable = next((one for one in lots if one.state == "next"), None)
    if usable is None:
        return name
    return f"{name}: {', '.join(one for one in (usable.number, usable.place) if one)}"


def makes_units(job: Job) -> bool:
    """Whether what the job makes has serial numbers, each unit its own."""
    material = plant.now().materials.get(job.product)
    return material is not None and material.tracking in BY_UNIT
