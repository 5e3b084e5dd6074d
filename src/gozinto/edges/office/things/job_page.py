"""The page of a job: what it makes and how far it is, what fills its slots, who works on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office import search, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.registers.jobs import STATES
from gozinto.edges.office.things import names, opening
from gozinto.edges.office.things.names import Names
from gozinto.operations import runs as known_runs
from gozinto.plant import identifiers
from gozinto.plant.known.shapes import BillLine
from gozinto.record import listing
from gozinto.record.registers import RUNS
from gozinto.trace.lookups import runs
from gozinto.trace.lookups.runs import Passed
from gozinto.trace.reading.measured import Measurement

ACTIVITIES: Mapping[str, str | Promise] = {
    "start": _("Started"),
    "pause": _("Paused"),
    "resume": _("Went on"),
    "finish": _("Finished"),
    "badge_in": _("Came"),
    "badge_out": _("Went"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot of the bill: what may fill it, how much one product takes, and what filled it."""

    name: str
    components: str
    each: str
    filled: tuple[Passed, ...]


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The run that `id` names, by its URI or its job's number. Raises Unknown (unknown_run)."""
    asked = search.read(request.GET.get("id", ""))
    if not asked:
        return redirect("office:home")
    named = Names()
    row = _row(asked, named)
    run = row["run"]
    through = runs.passed(run)
    (told, measured), worked = runs.told(run), runs.worked(run)
    people = names.people({one.person for one in told} | {one.person for one in worked})
    state, tone = STATES.get(row.get("last", ""), ("", ""))
    context: dict[str, Any] = {
        "row": row,
        "state": state,
        "tone": tone,
        "product": named.material(row.get("product", "")) if row.get("product") else "",
        "progress": _progress(row),
        "slots": _slots(row, named, [one for one in through if one.is_input]),
        "went_in": _listed(through, named, is_input=True),
        "came_out": _listed(through, named, is_input=False),
        "told": [
            {
                "what": words.name(ACTIVITIES, one.activity),
                "one": one,
                "person": people.get(one.person, one.person),
            }
            for one in told
        ],
        "worked": [
            {
                "one": one,
                "person": people.get(one.person, one.person),
                "role": words.name(words.PEOPLE, one.role),
            }
            for one in worked
        ],
        "inspected": [
            {
                "one": one,
                "control": words.name(words.CONTROLS, one.control),
                "result": words.name(words.STATUSES, one.result),
                "tone": words.status_tone(one.result),
                "address": opening.address(one.uri, "measurements"),
            }
            for one in runs.inspected(run)
        ],
        "parameters": _parameters(measured),
    }
    return render(request, "office/job.html", context)


def _row(asked: str, named: Names) -> dict[str, Any]:
    """The run as the list of jobs has it; of one that nobody started, as it was worked on."""
    uri = identifiers.run_uri(named.plant.company.domain, number=asked)
    found = listing.page(RUNS, where={"run": [asked, uri]}, limit=1).rows
    if found:
        return found[0]
    run = known_runs.get(asked)
    return {
        "run": run.uri,
        "job": run.job_name,
        "step": run.step,
        "equipment": run.equipment,
        "product": run.product,
        "started_at": run.started_at,
        "started_by": run.started_by,
    }


def _progress(row: Mapping[str, Any]) -> dict[str, Any]:
    """How much of what was planned came out; without a share where the two do not compare."""
    planned = Decimal(row.get("planned") or 0)
    made = Decimal(row.get("made") or 0)
    uom = row.get("made_uom") or row.get("uom") or "C62"
    share = made / planned if planned and (not made or row.get("uom", "C62") == uom) else None
    return {
        "made": words.quantity(made, uom),
        "planned": words.quantity(planned, row.get("uom") or "C62") if planned else "",
        "percent": "" if share is None else words.share(share),
        # The circle of the picture is 100 long.
        "drawn": "0 100" if share is None else f"{min(float(share), 1.0) * 100:.1f} 100",
    }


def _slots(row: Mapping[str, Any], named: Names, inputs: Sequence[Passed]) -> list[Slot]:
    """The slots of the step's bill as it stood when the job began; alternatives together."""
    product, began = row.get("product"), row.get("started_at")
    if not product or began is None:
        return []
    lines: dict[tuple[str, str, str], list[BillLine]] = defaultdict(list)
    for line in named.plant.bill(product, on=named.plant.day(began)):
        if not line.step or line.step == row.get("step"):
            lines[line.step, line.slot, line.position].append(line)
    return [
        Slot(
            name=" ".join(part for part in (slot, position) if part),
            components=" / ".join(named.material(line.component) for line in listed),
            each=words.quantity(listed[0].quantity, listed[0].uom),
            filled=tuple(one for one in inputs if _fills(one, slot, listed, named)),
        )
        for (_step, slot, position), listed in lines.items()
    ]


def _fills(one: Passed, slot: str, lines: Sequence[BillLine], named: Names) -> bool:
    if one.slot and one.slot[1]:
        return one.slot[1] == slot
    found = named.plant.material_of(one.item)
    return found is not None and found.code in {line.component for line in lines}


def _listed(through: Sequence[Passed], named: Names, *, is_input: bool) -> dict[str, Any]:
    side = [one for one in through if one.is_input == is_input]
    return {
        "rows": [
            {
                "one": one,
                "address": opening.address(one.uri),
                "material": named.material(one.item),
                "quantity": words.quantity(one.quantity, one.uom) if one.kind == "lot" else "",
                "slot": " ".join(part for part in one.slot[1:] if part),
                "status": words.name(words.STATUSES, "held" if one.is_held else one.status),
                "tone": words.status_tone("held" if one.is_held else one.status),
            }
            for one in side
        ],
        "count": side[0].of_all if side else 0,
        "left": (side[0].of_all if side else 0) - len(side),
    }


def _parameters(told: Sequence[Measurement]) -> list[dict[str, Any]]:
    """Each parameter with its first, last, lowest and highest number."""
    by_name: dict[str, list[Measurement]] = defaultdict(list)
    for one in told:
        by_name[one.name].append(one)
    found = []
    for name, listed in by_name.items():
        numbers = [one.value for one in listed if isinstance(one.value, Decimal)]
        uom = listed[-1].uom or "?"
        last = listed[-1].value
        found.append(
            {
                "name": name,
                "count": len(listed),
                "last": last if isinstance(last, str) else _plain(last, uom),
                "lowest": _plain(min(numbers), uom) if numbers else "",
                "highest": _plain(max(numbers), uom) if numbers else "",
            }
        )
    return found


def _plain(value: Decimal, uom: str) -> str:
    return words.quantity(value, uom).removesuffix("?").rstrip()
