"""What exists in the tyre plant: its files, and what grows with the plant, as master data."""

from __future__ import annotations

from collections.abc import Iterator

from gozinto.demo import describing
from gozinto.demo.tyre.materials import PLANT
from gozinto.demo.tyre.people import People
from gozinto.demo.tyre.plan import CAVITIES, Plan
from gozinto.demo.tyre.presses import mould_code


def describe(plan: Plan) -> None:
    """Write all master data of a plan's plant; saying it twice is harmless."""
    describing.describe(PLANT, begins=plan.begins, until=plan.until, grown=_grown(plan))


def _grown(plan: Plan) -> Iterator[tuple[str, dict[str, str]]]:
    """Machines, moulds and people of a plan; those of the smallest plant are in the files too."""
    for number in range(1, plan.mixers + 1):
        yield _unit(f"MIXM-{number}", f"Master mixer {number}, 270 L", "MIXING")
        yield _unit(f"MIXF-{number}", f"Final mixer {number}, 270 L", "MIXING")
    for code in plan.builders:
        yield _unit(code, f"Building machine {code[3:]}", "BUILD")
    for press, code in enumerate(plan.presses):
        yield _unit(code, f"Curing press {code[6:]}", "CURE")
        recorder = {"code": f"REC-{code}", "kind": "gauge"}
        yield "assets", recorder | {"name": f"Curve recorder of press {code[6:]}"}
        for cavity in CAVITIES:
            mould = mould_code(plan, (press, cavity))
            yield "assets", {"code": mould, "kind": "mould", "name": _mould(mould)}
    yield from _people(plan.people)


def _unit(code: str, name: str, center: str) -> tuple[str, dict[str, str]]:
    return "equipment", {"code": code, "name": name, "level": "work_unit", "parent": center}


def _mould(code: str) -> str:
    return f"Mould {code[2:]}, 205/55 R16"


def _people(people: People) -> Iterator[tuple[str, dict[str, str]]]:
    """The builders and press operators, of whom there are as many as machines."""
    for worker in people.at_machines():
        yield "people", {"code": worker.code, "name": worker.name}
        member = {"person": worker.code, "crew": str(worker.crew), "from_on": "2024-01-01"}
        yield "crew-members", member
        skill = {"person": worker.code, "skill": worker.skill, "obtained_on": "2024-01-15"}
        yield "qualifications", skill
