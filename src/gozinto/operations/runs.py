"""A run, as a caller carries it from verb to verb, and as the record knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from gozinto import record
from gozinto.errors import Unknown
from gozinto.operations import master_data, things
from gozinto.operations.stamp import read_once
from gozinto.plant import identifiers
from gozinto.record import clock
from gozinto.record.models import Activity, RunEvent, Withdrawal
from gozinto.record.models import Run as RunRow
from gozinto.roundtrips import rows
from gozinto.standards.epcis.gozinto import Flow


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A job's operation at one machine. `product`: the code of the material that it makes."""

    uri: str
    job_name: str
    step: str
    equipment: str
    flow: Flow
    started_by: str
    started_at: datetime
    product: str = ""

    @property
    def step_uri(self) -> str:
        """The step as a business step of an event."""
        # CBV has no word for a plant's own steps and asks for a company's own URI (7.1.1).
        return f"https://{things.domain()}/step/{quote(self.step, safe='')}"

    def words(self) -> Mapping[str, Any]:
        """What every event of the run says of it."""
        return {
            "equipment": self.equipment,
            "step": self.step,
            "job_name": self.job_name,
            "flow": self.flow,
            "product": self.product,
        }


def told(
    *,
    job: str,
    step: str,
    equipment: str,
    flow: Flow = "batch",
    product: str = "",
    by: str,
    at: datetime | None = None,
) -> Run:
    """A run as its teller knows it; `job` is its number ("J-1042/80"). Nothing is captured.

    Raises Unknown for equipment or a product (material code) that does not exist.
    """
    master_data.check_equipment(equipment)
    if product:
        master_data.material(product)
    return Run(
        uri=identifiers.run_uri(things.domain(), number=job),
        job_name=job,
        step=step,
        equipment=equipment,
        flow=flow,
        started_by=by,
        started_at=at or clock.now(),
        product=product,
    )


def get(run: Run | str) -> Run:
    """The run of that job number or URI, as it was last started, or else last worked on.

    A `Run` is answered as it is. Raises Unknown (unknown_run) where nothing is on record of it.
    """
    if isinstance(run, Run):
        return run
    uri = run if things.is_uri(run) else identifiers.run_uri(things.domain(), number=run.strip())
    return read_once(("run", uri), lambda: _read(run, uri))


def _read(run: str, uri: str) -> Run:
    record.flush()  # a bulk load may have begun it and not written it yet
    found = rows(_STARTED, [uri]) or rows(_WORKED, [uri])
    if not found:
        raise Unknown(
            f"There is no run {run}.",
            code="unknown_run",
            next_step="Start it first, or scan the job's papers again.",
        )
    ((name, step, equipment, flow, person, at, product),) = found
    return Run(
        uri=uri,
        job_name=name,
        step=step,
        equipment=equipment,
        flow=flow or "batch",
        started_by=person,
        started_at=at,
        product=product,
    )


_STARTED, _WORKED = (
    f"SELECT x.name, x.step, x.equipment, x.flow, x.person, x.at, {product}"
    f" FROM {of._meta.db_table} x JOIN {RunRow._meta.db_table} r ON r.id = x.run_id"
    f" WHERE r.uri = %s{kind} AND NOT EXISTS (SELECT 1 FROM {Withdrawal._meta.db_table} w"
    " WHERE w.event_id = x.event_id) ORDER BY x.at DESC, x.event_id DESC LIMIT 1"
    for of, product, kind in (
        (Activity, "x.product", " AND x.activity = 'start'"),
        (RunEvent, "''", ""),
    )
)
"""What a run was last started as, or worked on; in plain SQL, as every scan asks it."""
