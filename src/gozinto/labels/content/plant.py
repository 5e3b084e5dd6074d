"""What is told of the things a plant describes: places, people, assets, stations; and of jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gozinto.access.models import RoleGrant
from gozinto.labels.content import codes
from gozinto.labels.content.told import Told, each
from gozinto.plant import identifiers, known
from gozinto.plant.identifiers import canonical
from gozinto.plant.models import Location, Person
from gozinto.record.models import Run, RunEvent, Withdrawal


def locations(asked: Sequence[str]) -> list[Told]:
    """Places by code or URI. Two queries at most."""
    there = known.now().locations
    by_uri = {one.uri: one for one in there.values()}
    found = each([canonical(one) if "://" in one else one for one in asked],
                 there={**by_uri, **there}, what="location")  # fmt: skip
    glns = dict(
        Location.objects.filter(code__in={one.code for one in found})
        .exclude(gln=None)
        .values_list("code", "gln")
    )
    told: list[Told] = []
    for one in found:
        gln = glns.get(one.code) or ""
        code = codes.of_place(gln=gln, uri=one.uri)
        above = there[one.within[1]].name if len(one.within) > 1 else ""
        values = {"number": one.code, "name": one.name, "parent": above, "gln": gln}
        values |= {"gs1": code.gs1, "link": code.link}
        told.append(Told(uri=one.uri, values=values, without={"gs1": code.why}))
    return told


def badges(asked: Sequence[str]) -> list[Told]:
    """People by their codes, which alone stand in the symbol. Two queries at most."""
    found = each(asked, there=known.now().people, what="person")
    codes_asked = {one.code for one in found}
    names = dict(Person.objects.filter(code__in=codes_asked).values_list("code", "name"))
    roles: dict[str, list[str]] = {}
    grants = RoleGrant.objects.filter(user__person__in=codes_asked).order_by("role")
    for person, role in grants.values_list("user__person", "role"):
        roles.setdefault(person, []).append(role)
    return [
        Told(
            uri=one.code,
            values={
                "number": one.code,
                "name": names.get(one.code, ""),
                "role": ", ".join(roles.get(one.code, ())),
            },
        )
        for one in found
    ]


def assets(asked: Sequence[str]) -> list[Told]:
    """Moulds, tools and gauges by code or URI."""
    there = known.now().assets
    by_uri = {one.uri: one for one in there.values()}
    names = [canonical(one) if "://" in one else one for one in asked]
    told: list[Told] = []
    for one in each(names, there={**by_uri, **there}, what="asset"):
        last = one.calibrations[-1] if one.calibrations else None
        values = {
            "number": one.code,
            "name": one.name,
            "link": one.uri,
            "kind": one.kind,
            "status": one.state,
            "condition": one.condition,
            "calibrated_on": last.calibrated_on.isoformat() if last else "",
            "due_on": last.due_on.isoformat() if last and last.due_on else "",
        }
        told.append(Told(uri=one.uri, values=values))
    return told


def stations(asked: Sequence[str]) -> list[Told]:
    """Machines, and the levels above them, by code or URI."""
    plant = known.now()
    there, domain = plant.equipment, plant.company.domain
    uris = {code: identifiers.equipment_uri(domain, code=code) for code in there}
    by_uri = {uri: there[code] for code, uri in uris.items()}
    return [
        Told(
            uri=uris[one.code],
            values={
                "number": one.code,
                "name": one.name,
                "link": uris[one.code],
                "parent": there[one.within[1]].name if len(one.within) > 1 else "",
                "level": one.level,
            },
        )
        for one in each(asked, there={**by_uri, **there}, what="equipment")
    ]


def jobs(asked: Sequence[str]) -> list[Told]:
    """Runs by number or URI, with the last that was told of their step and machine."""
    plant = known.now()
    minted = {
        one: identifiers.run_uri(plant.company.domain, number=one) for one in asked if one.strip()
    }
    named = {*asked, *minted.values()}
    runs = dict(Run.objects.filter(uri__in=named).values_list("uri", "id"))
    there = {
        one: (uri, runs[uri]) for one in asked for uri in (one, minted.get(one, "")) if uri in runs
    }
    said = _said_of(list(runs.values()))
    told: list[Told] = []
    for uri, pk in each(asked, there=there, what="job"):
        step, name, equipment = said.get(pk, ("", "", ""))
        machine = plant.equipment.get(equipment)
        values = {"number": identifiers.run_number(uri), "name": name, "link": uri, "step": step}
        values["equipment"] = machine.name if machine else equipment
        told.append(Told(uri=uri, values=values))
    return told


def _said_of(runs: Sequence[int]) -> Mapping[int, tuple[str, str, str]]:
    rows = RunEvent.objects.filter(run__in=runs).order_by("at", "id")
    standing = rows.exclude(event__in=Withdrawal.objects.values("event"))
    found: dict[int, tuple[str, str, str]] = {}
    for pk, *said in standing.values_list("run_id", "step", "name", "equipment"):
        before = found.get(pk, ("", "", ""))
        step, name, equipment = (new or old for new, old in zip(said, before, strict=True))
        found[pk] = step, name, equipment
    return found
