"""What materials are made of and how: bills, units, routings, number formats fit together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from gozinto.plant.changing import stored
from gozinto.plant.changing.checks.circles import circles
from gozinto.plant.changing.checks.touching import Found, Touched, rows_of, rows_where
from gozinto.plant.kinds import KINDS, Finding, Row
from gozinto.plant.models import BillLine, Equipment, Material
from gozinto.standards import quantities

_SAID = 6
_WORK = (Equipment.Level.WORK_CENTER.value, Equipment.Level.WORK_UNIT.value)


def cycles(touched: Touched) -> Found:
    """Nothing is needed, at whatever depth, to make itself."""
    made_of = BillLine.objects.values_list("material__code", "component__code").distinct()
    group_of = {code: group for group in circles(made_of) for code in group}
    if not group_of:
        return
    for key, row in rows_of("bill-lines", touched.keys("bill-lines")).items():
        group = group_of.get(row["material"], [])
        if row["component"] not in group or row["component"] == row["material"]:
            continue
        listed = ", ".join(group[:_SAID]) + (" and others" if len(group) > _SAID else "")
        finding = Finding(
            field="component",
            code="cycle",
            message=f"{row['component']} is made of {row['material']}, by way of {listed}.",
            next_step="Take one of them out of the bill of the other.",
        )
        yield "bill-lines", key, finding


def units(touched: Touched) -> Found:
    """A bill counts a component in its own dimension, or in one that it converts into."""
    lines, changed = KINDS["bill-lines"], touched.keys("bill-lines")
    # A new material is in no bill but those that came with it, which are looked at themselves.
    spoilt = touched.changed("materials", "uom", also_new=False)
    spoilt |= touched.values("unit-conversions", "material")
    components = touched.values("bill-lines", "component") | spoilt
    reached = _dimensions(components)
    for key, row in _lines_in_other_dimensions(reached).items():
        component, dimension = row["component"], quantities.unit(row["uom"]).dimension
        if key not in changed and component not in spoilt:
            continue
        finding = Finding(
            field="uom",
            code="incomparable_units",
            message=f"{row['uom']} measures {dimension}; {component} is counted in"
            f" {' or '.join(sorted(reached[component]))}.",
            next_step=f"Use a unit of these, or add a unit conversion of {component}.",
        )
        yield lines.name, key, finding


def _lines_in_other_dimensions(reached: Mapping[str, set[str]]) -> dict[str, dict[str, str]]:
    """The lines whose component cannot be counted as they do.

    Of the others two columns are read, and nothing is joined: a bill may have a hundred thousand
    lines that no statistics of the database know of yet.
    """
    wrong: list[int] = []
    for some in stored.batches(sorted(reached)):
        codes = dict(Material.objects.filter(code__in=some).values_list("pk", "code"))
        found = BillLine.objects.filter(component_id__in=list(codes))
        wrong += [
            pk
            for pk, component, uom in found.values_list("pk", "component_id", "uom")
            if quantities.unit(uom).dimension not in reached[codes[component]]
        ]
    kind = KINDS["bill-lines"]
    return {
        kind.key_of(row): row
        for pks in stored.batches(wrong)
        for _, row in stored.read(kind, BillLine.objects.filter(pk__in=pks))
    }


def _dimensions(materials: Iterable[str]) -> dict[str, set[str]]:
    """The dimensions that each material can be counted in: its own, and what that converts to."""
    codes = sorted(materials)
    reached = {
        code: {quantities.unit(uom).dimension}
        for some in stored.batches(codes)
        for code, uom in Material.objects.filter(code__in=some).values_list("code", "uom")
    }
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows_where("unit-conversions", field="material", values=codes):
        pairs[row["material"]].append(_crossed(row))
    for code, crossed in pairs.items():
        for _ in crossed:
            for one, other in crossed:
                if reached[code] & {one, other}:
                    reached[code] |= {one, other}
    return reached


def _crossed(row: Row) -> tuple[str, str]:
    first, second = (quantities.unit(row[name]).dimension for name in ("from_uom", "to_uom"))
    return first, second


def conversions(touched: Touched) -> Found:
    """Between two dimensions of a material there is one way, so that there is one answer."""
    kind = KINDS["unit-conversions"]
    of: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_where(
        kind.name, field="material", values=touched.values(kind.name, "material")
    ):
        of[row["material"]].append(row)
    changed = touched.keys(kind.name)
    for material, rows in of.items():
        joined: dict[str, str] = {}
        # What was there before stands; of two new ones the second is told.
        for row in sorted(rows, key=lambda row: (kind.key_of(row) in changed, kind.key_of(row))):
            one, other = (_root(joined, dimension) for dimension in _crossed(row))
            if one != other:
                joined[one] = other
                continue
            if kind.key_of(row) not in changed:
                continue
            finding = Finding(
                field="to_uom",
                code="conversion_twice",
                message=f"{material} converts {' and '.join(_crossed(row))} into each other"
                " already, by other rows.",
                next_step="Keep one conversion between two dimensions.",
            )
            yield kind.name, kind.key_of(row), finding


def _root(joined: dict[str, str], dimension: str) -> str:
    while dimension in joined:
        dimension = joined[dimension]
    return dimension


def steps(touched: Touched) -> Found:
    """Where a material has a routing, its bill and its plans name steps of that."""
    materials = (
        touched.values("bill-lines", "material")
        | touched.values("routing-steps", "material")
        | touched.values("inspection-plans", "material")
    )
    routed: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows_where("routing-steps", field="material", values=materials):
        routed[row["material"], row["revision"]].add(row["step"])
        routed[row["material"], ""].add(row["step"])
    rerouted = touched.values("routing-steps", "material")
    for name in ("bill-lines", "inspection-plans"):
        kind, changed = KINDS[name], touched.keys(name)
        for row in rows_where(name, field="material", values=materials):
            material, key = row["material"], kind.key_of(row)
            known = routed.get((material, row.get("revision", ""))) or routed.get((material, ""))
            if not row["step"] or not known or row["step"] in known:
                continue
            if key not in changed and material not in rerouted:
                continue
            finding = Finding(
                field="step",
                code="step_not_in_routing",
                message=f"The routing of {material} has no step {row['step']}.",
                next_step="It has " + ", ".join(sorted(known)) + ".",
            )
            yield name, key, finding


def sequences(touched: Touched) -> Found:
    """The steps of a routing follow each other: no two have the same place."""
    kind = KINDS["routing-steps"]
    first: dict[tuple[str, str, str], str] = {}
    changed = touched.keys(kind.name)
    rows = rows_where(kind.name, field="material", values=touched.values(kind.name, "material"))
    for row in sorted(rows, key=lambda row: (kind.key_of(row) in changed, kind.key_of(row))):
        place = (row["material"], row["revision"], row["sequence"])
        other = first.setdefault(place, row["step"])
        if other != row["step"] and kind.key_of(row) in changed:
            finding = Finding(
                field="sequence",
                code="sequence_twice",
                message=f"{row['sequence']} is the place of step {other} in this routing.",
                next_step="Give each step a sequence of its own.",
            )
            yield kind.name, kind.key_of(row), finding


def work_centers(touched: Touched) -> Found:
    """A step is done at a work center or a work unit, not at a whole site."""
    kind = KINDS["routing-steps"]
    named = touched.values(kind.name, "work_center") | touched.changed("equipment", "level")
    rows = list(rows_where(kind.name, field="work_center", values=named))
    levels = rows_of("equipment", {row["work_center"] for row in rows})
    for row in rows:
        level = levels[row["work_center"]]["level"]
        if level not in _WORK:
            finding = Finding(
                field="work_center",
                code="not_a_work_center",
                message=f"{row['work_center']} is a {level}: no step is done there.",
                next_step="Name a work center or a work unit.",
            )
            yield kind.name, kind.key_of(row), finding


def formats(touched: Touched) -> Found:
    """Lots are numbered by a format for lots, serials by one for serials."""
    named = touched.changed("materials", "lot_format") | touched.changed(
        "materials", "serial_format"
    )
    rows = list(rows_where("materials", field="code", values=named))
    renamed = touched.changed("numbering-formats", "subject", also_new=False)
    for name in ("lot_format", "serial_format"):
        rows += rows_where("materials", field=name, values=renamed)
    known = stored.of_keys(
        KINDS["numbering-formats"],
        {row[name] for row in rows for name in ("lot_format", "serial_format")} - {""},
    )
    for code, row in {row["code"]: row for row in rows}.items():
        for name, subject in (("lot_format", "lot"), ("serial_format", "serial")):
            if not row[name] or known[row[name]][1]["subject"] == subject:
                continue
            finding = Finding(
                field=name,
                code="format_of_other_subject",
                message=f"{row[name]} numbers a {known[row[name]][1]['subject']}, no {subject}.",
                next_step=f"Choose a numbering format whose subject is {subject}.",
            )
            yield "materials", code, finding
