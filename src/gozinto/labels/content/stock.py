"""What is told of lots, units and containers: of all that are asked for in a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from gozinto.errors import Refused, Violation
from gozinto.labels.content import codes
from gozinto.labels.content.codes import Codes
from gozinto.labels.content.told import Told
from gozinto.operations import whereabouts
from gozinto.plant import identifiers, known, objects
from gozinto.plant.known import Known
from gozinto.plant.models import Alias, MaterialRevision, TraceableObject
from gozinto.record.models import Link, Membership, ObjectState, Withdrawal
from gozinto.standards import quantities
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment

_INSTANT = timedelta(microseconds=1)
_GTIN_DIGITS = 14


_LOT_OF = Membership.objects.filter(unit=OuterRef("id")).exclude(
    event__in=Withdrawal.objects.values("event")
)
_ALIASES_OF = Alias.objects.filter(object=OuterRef("id")).order_by("id")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """How a thing came out: on which day, of which job, at which machine."""

    at: datetime
    run: str
    equipment: str


class _Facts:
    """What the record and the plant say of some objects, read at once."""

    def __init__(self, of: Collection[TraceableObject]) -> None:
        ids = {one.id for one in of}
        self.plant: Known = known.now()
        self.states = ObjectState.objects.in_bulk(ids, field_name="object_id")
        self.made = _made(ids)
        self.places = whereabouts.of(ids)
        self.revisions = _revisions({one.item for one in of})
        named = TraceableObject.objects.filter(id__in=ids).annotate(
            lot=Subquery(_LOT_OF.values("lot__number")[:1]),
            texts=ArraySubquery(_ALIASES_OF.values("text")),
        )
        called = list(named.values_list("id", "lot", "texts"))
        self.lots = {pk: lot for pk, lot, _texts in called if lot}
        self.aliases = {pk: texts for pk, _lot, texts in called}

    def day(self, at: datetime | None) -> date | None:
        """The day of the plant."""
        return self.plant.day(at) if at else None

    def expires_on(self, of: TraceableObject) -> date | None:
        """The last day on which it may be used; what ends at midnight ended the day before."""
        state = self.states.get(of.id)
        return self.day(state.expires_at - _INSTANT if state and state.expires_at else None)

    def gtin(self, of: TraceableObject) -> str:
        """The GTIN of what it is made of; an item that is no material of ours may be one itself."""
        material = self.plant.material_of(of.item)
        if material is not None:
            return material.gtin
        return of.item if of.item.isdecimal() and len(of.item) == _GTIN_DIGITS else ""


def lots(asked: Sequence[str]) -> list[Told]:
    """Lots by any of their names. Raises Unknown, Ambiguous and Refused (label_of_other_kind)."""
    return _stock(asked, kind="lot")


def serials(asked: Sequence[str]) -> list[Told]:
    """Units by any of their names. Raises Unknown, Ambiguous and Refused (label_of_other_kind)."""
    return _stock(asked, kind="serial")


def _stock(asked: Sequence[str], *, kind: str) -> list[Told]:
    found = _resolved(asked, kind=kind)
    facts = _Facts(found)
    coded = _unique(
        {
            one.id: codes.of_stock(
                kind=kind,
                number=one.number,
                gtin=facts.gtin(one),
                uri=one.uri,
                domain=facts.plant.company.domain,
                expires_on=facts.expires_on(one),
            )
            for one in found
        },
        of=found,
    )
    return [
        Told(
            uri=one.uri,
            values=_values(one, facts) | {"gs1": coded[one.id].gs1, "link": coded[one.id].link},
            without={"gs1": coded[one.id].why, "gtin": "its material has no GTIN"},
        )
        for one in found
    ]


def _values(one: TraceableObject, facts: _Facts) -> dict[str, str]:
    material = facts.plant.material_of(one.item)
    made = facts.made.get(one.id)
    machine = facts.plant.equipment.get(made.equipment) if made else None
    supplier, theirs = _supplied(one, facts)
    return {
        "number": one.number,
        "name": material.name if material else one.item,
        "material": material.code if material else one.item,
        "material_name": material.name if material else "",
        "revision": facts.revisions.get(one.item, ""),
        "gtin": facts.gtin(one),
        "supplier": supplier,
        "supplier_lot": theirs,
        "made_on": _text(facts.day(made.at) if made else None),
        "job": identifiers.run_number(made.run) if made else "",
        "equipment": machine.name if machine else (made.equipment if made else ""),
        "expires_on": _text(facts.expires_on(one)),
        "lot": facts.lots.get(one.id, ""),
        **_standing(one, facts),
    }


def _standing(one: TraceableObject, facts: _Facts) -> dict[str, str]:
    """How much there is, its status and its place; of a unit no amount: it is one."""
    state = facts.states.get(one.id)
    place = facts.places.get(one.id, "")
    named = next((p.name for p in facts.plant.locations.values() if p.uri == place), "")
    found = {"status": "", "location": named, "quantity": "", "uom": ""}
    if state is not None:
        found["status"] = "held" if state.held else state.status.rpartition("/")[2]
    if state is not None and state.uom and one.kind == TraceableObject.Kind.LOT:
        found["quantity"] = quantities.shortest(state.on_hand)
        found["uom"] = quantities.sign(state.uom)
    return found


def _supplied(one: TraceableObject, facts: _Facts) -> tuple[str, str]:
    """From whom it came and under which number, as far as its names say so."""
    code = identifiers.supplier_of(one.uri)
    partner = facts.plant.partners.get(code)
    others = [text for text in facts.aliases.get(one.id, ()) if text != one.number]
    theirs = one.number if code else (others[0] if others else "")
    return partner.name if partner else code, theirs


def container_values(asked: Sequence[str]) -> list[Told]:
    """Containers by SSCC, number or URI, with what is in them now. Raises as `lots` does."""
    found = _resolved(asked, kind="container")
    held = containers.contents([one.id for one in found], moment=Moment())
    inner = TraceableObject.objects.in_bulk({s.object for stays in held.values() for s in stays})
    facts = _Facts([*found, *inner.values()])
    told: list[Told] = []
    for one in found:
        sscc = one.number if identifiers.is_sscc(one.number) else ""
        coded = codes.of_container(sscc=sscc, uri=one.uri, domain=facts.plant.company.domain)
        content = [inner[stay.object] for stay in held.get(one.id, ())]
        values = _content(content, facts) | {
            "number": one.number,
            "sscc": sscc,
            "gs1": coded.gs1,
            "link": coded.link,
        }
        values |= {name: _standing(one, facts)[name] for name in ("status", "location")}
        told.append(Told(uri=one.uri, values=values, without=dict.fromkeys(_OF_SSCC, coded.why)))
    return told


_OF_SSCC = ("gs1", "sscc")


def _content(content: Sequence[TraceableObject], facts: _Facts) -> dict[str, str]:
    """What a container holds; a field of one thing alone where all of them agree in it."""
    named = [_values(one, facts) for one in content]
    amounts = Counter(values["material_name"] or values["material"] for values in named)
    shared = ("material", "material_name", "name", "gtin", "expires_on")
    agreed = {name: _agreed([values[name] for values in named]) for name in shared}
    numbers = [
        one.number if one.kind == TraceableObject.Kind.LOT else values["lot"]
        for one, values in zip(content, named, strict=True)
    ]
    single = named[0] if len(named) == 1 else {"quantity": "", "uom": ""}
    return agreed | {
        "contents": ", ".join(f"{count} x {name}" for name, count in sorted(amounts.items())),
        "count": str(len(content)) if content else "",
        "lot": _agreed(numbers),
        "quantity": single["quantity"],
        "uom": single["uom"],
    }


def _agreed(values: Sequence[str]) -> str:
    return values[0] if values and len(set(values)) == 1 else ""


def _resolved(asked: Sequence[str], *, kind: str) -> list[TraceableObject]:
    by_text = objects.resolve_many(asked)
    found = [by_text[text] for text in asked]
    others = [one for one in dict.fromkeys(found) if one.kind != kind]
    if others:
        raise Refused(
            [
                Violation(
                    code="label_of_other_kind",
                    message=f"{one.number} is a {one.kind}, and the label is for a {kind}.",
                    next_step=f"Choose a layout for a {one.kind}.",
                    value=one.number,
                )
                for one in others
            ]
        )
    return found


def _unique(coded: Mapping[int, Codes], *, of: Sequence[TraceableObject]) -> dict[int, Codes]:
    """GS1 data stays only where it names this one object and no other of the plant."""
    named = objects.find_many({one.gs1 for one in coded.values() if one.gs1})
    uris = {one.id: one.uri for one in of}
    return {
        pk: one
        if not one.gs1 or [found.id for found in named[one.gs1]] == [pk]
        else Codes(gs1="", link=uris[pk], why="several things would go by it")
        for pk, one in coded.items()
    }


def _made(ids: Collection[int]) -> dict[int, _Made]:
    """The first time that each came out of a run."""
    rows = (
        Link.objects.filter(object__in=ids, is_input=False)
        .exclude(event__in=Withdrawal.objects.values("event"))
        .order_by("-at")
        .values_list("object_id", "at", "run__uri", "equipment")
    )
    return {pk: _Made(at=at, run=run, equipment=where) for pk, at, run, where in rows}


def _revisions(items: Collection[str]) -> dict[str, str]:
    """The released revision of each material that has no other one."""
    found: dict[str, list[str]] = {}
    rows = MaterialRevision.objects.filter(material__code__in=items, state="released")
    for code, revision in rows.values_list("material__code", "revision"):
        found.setdefault(code, []).append(revision)
    return {code: ones[0] for code, ones in found.items() if len(ones) == 1}


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
