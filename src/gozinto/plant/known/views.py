"""What is read of the plant at once, and which tables that comes from.

Every view names by code what its rows refer to, so that views of different moments fit together:
its rows hold no primary keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import F, Model

from gozinto.plant import enterprise, models
from gozinto.plant.conversions import Conversion, Conversions
from gozinto.plant.known import shapes

T = TypeVar("T")
ByCode = Mapping[str, T]


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Generic[T]):
    """One thing to read: from these models, by this function."""

    name: str
    of: tuple[type[Model], ...]
    read: Callable[[], T]

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables whose versions together are this view's."""
        return tuple(model._meta.db_table for model in self.of)


def _company() -> shapes.Company:
    found = enterprise.get()
    return shapes.Company(name=found.name, domain=found.domain, zone=found.zone)


def _materials() -> ByCode[shapes.Material]:
    names = (
        *("code", "name", "kind", "uom", "gtin", "shelf_life_days", "tracking"),
        *("tolerance_percent", "unit_value", "state", "effective_from", "effective_to"),
    )
    return {
        row["code"]: shapes.Material(**{**row, "gtin": row["gtin"] or ""})
        for row in models.Material.objects.order_by("code").values(*names)
    }


def _conversions() -> ByCode[Conversions]:
    rows: dict[str, list[Conversion]] = defaultdict(list)
    found = models.UnitConversion.objects.order_by("id").values_list(
        "material__code", "from_uom", "to_uom", "factor"
    )
    for code, from_uom, to_uom, factor in found:
        rows[code].append(Conversion(from_uom=from_uom, to_uom=to_uom, factor=factor))
    return {code: Conversions(ones, material=code) for code, ones in rows.items()}


_Revisions = Mapping[tuple[str, str], tuple[str, date | None, date | None]]


def _revisions() -> _Revisions:
    """By material and revision: the state, and from and to which day."""
    found = models.MaterialRevision.objects.values_list(
        "material__code", "revision", "state", "effective_from", "effective_to"
    )
    return {(code, revision): (state, begin, end) for code, revision, state, begin, end in found}


_Makings = Mapping[str, tuple[shapes.Made[T], ...]]


def _made(told: Mapping[tuple[str, str], list[T]]) -> _Makings[T]:
    """What is told of each revision that may ever be made, by material.

    A draft is none; what became obsolete was in force only if it says until when.
    """
    revisions = _revisions()
    found: dict[str, list[shapes.Made[T]]] = defaultdict(list)
    for (code, revision), ones in told.items():
        state, begin, end = revisions.get((code, revision), ("draft", None, None))
        if not revision:
            state = "released"  # said of all revisions, and of a material that has none
        if state == "released" or (state == "obsolete" and end is not None):
            found[code].append(
                shapes.Made(
                    revision=revision, effective_from=begin, effective_to=end, lines=tuple(ones)
                )
            )
    return {code: tuple(ones) for code, ones in found.items()}


def _bills() -> _Makings[shapes.BillLine]:
    names = (
        *("step", "slot", "position", "quantity", "uom", "priority"),
        *("effective_from", "effective_to"),
    )
    rows = models.BillLine.objects.order_by("material_id", "step", "slot", "position", "priority")
    told: dict[tuple[str, str], list[shapes.BillLine]] = defaultdict(list)
    for row in rows.values(
        *names, "revision", of=F("material__code"), component_code=F("component__code")
    ).iterator(chunk_size=5000):
        told[row.pop("of"), row.pop("revision")].append(
            shapes.BillLine(component=row.pop("component_code"), **row)
        )
    return _made(told)


def _routings() -> _Makings[shapes.RoutingStep]:
    rows = models.RoutingStep.objects.order_by("material_id", "sequence").values_list(
        *("material__code", "revision", "sequence", "step"),
        *("work_center__code", "skill__code", "flow", "instructions"),
    )
    told: dict[tuple[str, str], list[shapes.RoutingStep]] = defaultdict(list)
    for code, revision, sequence, step, center, skill, flow, instructions in rows:
        told[code, revision].append(
            shapes.RoutingStep(
                revision=revision,
                sequence=sequence,
                step=step,
                work_center=center or "",
                skill=skill or "",
                flow=flow,
                instructions=instructions,
            )
        )
    return _made(told)


def _plans() -> ByCode[shapes.Plan]:
    looked_at: dict[str, list[shapes.Characteristic]] = defaultdict(list)
    numbers = ("code", "name", "kind", "uom", "lower", "target", "upper", "choices")
    for row in models.Characteristic.objects.order_by("id").values(
        *numbers, of=F("plan__code"), gauge_code=F("gauge__code")
    ):
        plan, gauge = row.pop("of"), row.pop("gauge_code") or ""
        choices = tuple(one.strip() for one in row.pop("choices").split(";") if one.strip())
        looked_at[plan].append(shapes.Characteristic(**row, choices=choices, gauge=gauge))
    names = (
        *("code", "name", "kind", "step", "required", "sampling", "sample_size"),
        *("sample_percent", "acceptance_number", "state", "effective_from", "effective_to"),
    )
    return {
        row["code"]: shapes.Plan(
            material=row.pop("material_code") or "",
            characteristics=tuple(looked_at[row["code"]]),
            **row,
        )
        for row in models.InspectionPlan.objects.order_by("code").values(
            *names, material_code=F("material__code")
        )
    }


def _plans_of() -> Mapping[tuple[str, str], tuple[shapes.Plan, ...]]:
    """By the code of a material, and the kind."""
    found: dict[tuple[str, str], list[shapes.Plan]] = defaultdict(list)
    for plan in _plans().values():
        found[plan.material, plan.kind].append(plan)
    return {of: tuple(plans) for of, plans in found.items()}


_INTERLOCKED = ("asset", "material", "supplier", "product", "equipment", "plan", "skill")


def _interlocks() -> Mapping[str, tuple[shapes.Interlock, ...]]:
    """Those that are active, by kind of condition."""
    names = (
        *("code", "name", "case", "condition", "severity", "state", "asset_kind", "supplier_lot"),
        *("step", "parameter", "lower", "upper", "uom", "cycles", "hours", "since", "until"),
    )
    named = {f"{name}_code": F(f"{name}__code") for name in _INTERLOCKED}
    found: dict[str, list[shapes.Interlock]] = defaultdict(list)
    active = models.Interlock.objects.filter(state="active").order_by("code")
    for row in active.values(*names, **named):
        codes = {name: row.pop(f"{name}_code") or "" for name in _INTERLOCKED}
        told: dict[str, Any] = {**row, **codes}
        found[told["condition"]].append(shapes.Interlock(**told))
    return {condition: tuple(ones) for condition, ones in found.items()}


def _above(parents: Mapping[str, str], code: str) -> tuple[str, ...]:
    """A thing and what it is part of, upwards; SQL may have written a circle, so no code twice."""
    way: dict[str, None] = {}
    while code and code not in way:
        way[code] = None
        code = parents.get(code, "")
    return tuple(way)


def _equipment() -> ByCode[shapes.Equipment]:
    rows = models.Equipment.objects.order_by("code").values_list(
        "code", "name", "level", "state", "parent__code"
    )
    listed = list(rows)
    parents = {code: parent or "" for code, *_, parent in listed}
    return {
        code: shapes.Equipment(
            code=code, name=name, level=level, state=state, within=_above(parents, code)
        )
        for code, name, level, state, _ in listed
    }


def _assets() -> ByCode[shapes.Asset]:
    calibrations: dict[str, list[shapes.Calibration]] = defaultdict(list)
    for gauge, on, due_on, result in models.Calibration.objects.order_by(
        "calibrated_on"
    ).values_list("gauge__code", "calibrated_on", "due_on", "result"):
        calibrations[gauge].append(
            shapes.Calibration(calibrated_on=on, due_on=due_on, result=result)
        )
    names = (
        *("code", "uri", "kind", "name", "cycle_limit", "life_days", "condition"),
        *("in_service_on", "state", "calibration_interval_days", "measures_uom"),
    )
    return {
        row["code"]: shapes.Asset(**row, calibrations=tuple(calibrations[row["code"]]))
        for row in models.PhysicalAsset.objects.order_by("code").values(*names)
    }


def _people() -> ByCode[shapes.Person]:
    learned: dict[str, list[shapes.Qualification]] = defaultdict(list)
    for person, skill, obtained_on, expires_on in models.Qualification.objects.values_list(
        "person__code", "skill__code", "obtained_on", "expires_on"
    ):
        learned[person].append(
            shapes.Qualification(skill=skill, obtained_on=obtained_on, expires_on=expires_on)
        )
    return {
        code: shapes.Person(code=code, state=state, qualifications=tuple(learned[code]))
        for code, state in models.Person.objects.order_by("code").values_list("code", "state")
    }


def _approvals() -> Mapping[str, Mapping[str, shapes.Approval]]:
    """By the material's code, then the partner's."""
    found: dict[str, dict[str, shapes.Approval]] = defaultdict(dict)
    for material, partner, state, begin, end in models.Approval.objects.values_list(
        "material__code", "partner__code", "state", "effective_from", "effective_to"
    ):
        found[material][partner] = shapes.Approval(
            state=state, effective_from=begin, effective_to=end
        )
    return found


def _partners() -> ByCode[shapes.Partner]:
    names = ("code", "uri", "name", "kind", "language", "email", "state")
    rows = models.Partner.objects.order_by("code").values(*names)
    return {row["code"]: shapes.Partner(**row) for row in rows}


def _locations() -> ByCode[shapes.Location]:
    rows = models.Location.objects.order_by("code").values_list(
        "code", "uri", "name", "kind", "partner__code", "parent__code"
    )
    listed = list(rows)
    parents = {code: parent or "" for code, *_, parent in listed}
    return {
        code: shapes.Location(
            code=code,
            uri=uri,
            name=name,
            kind=kind,
            partner=partner or "",
            within=_above(parents, code),
        )
        for code, uri, name, kind, partner, _ in listed
    }


def _reasons() -> ByCode[shapes.Reason]:
    rows = models.Reason.objects.order_by("code").values("code", "name", "category")
    return {row["code"]: shapes.Reason(**row) for row in rows}


def _label_layouts() -> ByCode[shapes.LabelLayout]:
    on_it: dict[str, list[shapes.LabelElement]] = defaultdict(list)
    names = (
        *("nr", "kind", "x_mm", "y_mm", "width_mm", "height_mm", "text", "symbology", "size_pt"),
        *("bold", "align", "fit", "module_mm", "human_readable", "thickness_mm"),
    )
    elements = models.LabelElement.objects.order_by("layout_id", "nr")
    for row in elements.values(*names, of=F("layout__code")):
        on_it[row.pop("of")].append(shapes.LabelElement(**row))
    layouts = models.LabelLayout.objects.order_by("code")
    return {
        row["code"]: shapes.LabelLayout(**row, elements=tuple(on_it[row["code"]]))
        for row in layouts.values("code", "name", "purpose", "width_mm", "height_mm", "margin_mm")
    }


def _printers() -> ByCode[shapes.Printer]:
    names = (
        *("code", "name", "connection", "address", "language", "dpmm"),
        *("media_width_mm", "media_height_mm", "state"),
    )
    return {
        row["code"]: shapes.Printer(equipment=row.pop("of") or "", **row)
        for row in models.Printer.objects.order_by("code").values(*names, of=F("equipment__code"))
    }


def _print_rules() -> ByCode[shapes.PrintRule]:
    rows = models.PrintRule.objects.order_by("code").values_list(
        *("code", "when", "purpose", "material__code", "layout__code", "printer__code"),
        *("copies", "state"),
    )
    return {
        code: shapes.PrintRule(
            code=code,
            when=when,
            purpose=purpose,
            material=material or "",
            layout=layout or "",
            printer=printer or "",
            copies=copies,
            state=state,
        )
        for code, when, purpose, material, layout, printer, copies, state in rows
    }


def _by_gtin() -> Mapping[str, str]:
    rows = models.Material.objects.exclude(gtin=None).values_list("gtin", "code")
    return {gtin: code for gtin, code in rows if gtin}


def _metered() -> frozenset[str]:
    found = models.Material.objects.exclude(tolerance_percent=None).values_list("code", flat=True)
    return frozenset(found)


def _coded(rows: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return dict(rows)


def _asset_uris() -> Mapping[str, str]:
    return _coded(models.PhysicalAsset.objects.values_list("uri", "code"))


def _partner_uris() -> Mapping[str, str]:
    return _coded(models.Partner.objects.values_list("uri", "code"))


def _view(read: Callable[[], T], *of: type[Model]) -> View[T]:
    return View(name=read.__name__, of=of, read=read)


_OF_A_PRODUCT: tuple[type[Any], ...] = (models.Material, models.MaterialRevision)

COMPANY = _view(_company, models.Enterprise)
MATERIALS = _view(_materials, models.Material)
METERED = _view(_metered, models.Material)
GTINS = _view(_by_gtin, models.Material)
CONVERSIONS = _view(_conversions, models.UnitConversion, models.Material)
BILLS = _view(_bills, models.BillLine, *_OF_A_PRODUCT)
ROUTINGS = _view(_routings, models.RoutingStep, *_OF_A_PRODUCT, models.Equipment, models.Skill)
_OF_PLANS: tuple[type[Any], ...] = (
    models.InspectionPlan,
    models.Characteristic,
    models.Material,
    models.PhysicalAsset,
)
PLANS = _view(_plans, *_OF_PLANS)
PLANS_OF = _view(_plans_of, *_OF_PLANS)
INTERLOCKS = _view(
    _interlocks,
    models.Interlock,
    *(models.PhysicalAsset, models.Material, models.Partner, models.Equipment),
    *(models.InspectionPlan, models.Skill),
)
EQUIPMENT = _view(_equipment, models.Equipment)
ASSETS = _view(_assets, models.PhysicalAsset, models.Calibration)
ASSET_URIS = _view(_asset_uris, models.PhysicalAsset)
PEOPLE = _view(_people, models.Person, models.Qualification, models.Skill)
APPROVALS = _view(_approvals, models.Approval, models.Material, models.Partner)
PARTNERS = _view(_partners, models.Partner)
PARTNER_URIS = _view(_partner_uris, models.Partner)
LOCATIONS = _view(_locations, models.Location, models.Partner)
LABEL_LAYOUTS = _view(_label_layouts, models.LabelLayout, models.LabelElement)
PRINTERS = _view(_printers, models.Printer, models.Equipment)
PRINT_RULES = _view(
    _print_rules, models.PrintRule, models.Material, models.LabelLayout, models.Printer
)
REASONS = _view(_reasons, models.Reason)
