"""What a step of a job says to the operator: its instructions, drawings and photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gozinto.errors import Unknown
from gozinto.operations.panels.jobs import Job
from gozinto.plant import known as plant
from gozinto.plant.kinds import KEY_SEPARATOR
from gozinto.plant.known.shapes import RoutingStep
from gozinto.record import clock
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Attached, Described

STEPS, MATERIALS = "routing-steps", "materials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What stands beside a job. `files`: of its step first, then of what it makes."""

    instructions: str = ""
    files: tuple[Attached, ...] = ()


def of(jobs: Sequence[Job]) -> dict[str, Papers]:
    """The papers of each job, by its number. One query for all files."""
    steps = {job.number: _step(job) for job in jobs}
    rows = {job.number: _rows(job, steps[job.number]) for job in jobs}
    files = _by_row(one for each in rows.values() for one in each)
    return {
        number: Papers(
            instructions=step.instructions if step else "",
            files=tuple(file for row in rows[number] for file in files.get(row, ())),
        )
        for number, step in steps.items()
    }


def get(number: int) -> Attached:
    """A file that a panel may show. Raises Unknown (unknown_attachment), for all others too."""
    found = attaching.find(number)
    if found.row is None or found.row.kind not in (STEPS, MATERIALS) or found.withdrawn_at:
        raise Unknown(f"There is no file {number}.", code="unknown_attachment", value=str(number))
    return found


def _step(job: Job) -> RoutingStep | None:
    if not job.product:
        return None
    known = plant.now()
    routing = known.routing(job.product, on=known.day(clock.now()))
    return next((one for one in routing if one.step == job.step), None)


def _rows(job: Job, step: RoutingStep | None) -> list[Described]:
    if not job.product:
        return []
    product = Described(kind=MATERIALS, key=job.product)
    if step is None:
        return [product]
    key = KEY_SEPARATOR.join((job.product, step.revision, step.step))
    return [Described(kind=STEPS, key=key), product]


def _by_row(rows: Iterable[Described]) -> Mapping[Described, list[Attached]]:
    found: dict[Described, list[Attached]] = {}
    for one in attaching.of_rows(rows):
        if one.row is not None and one.withdrawn_at is None:
            found.setdefault(one.row, []).append(one)
    return found
