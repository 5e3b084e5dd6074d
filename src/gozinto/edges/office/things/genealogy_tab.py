"""The small picture of what went into an object and what it went into, one step either way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import words
from gozinto.edges.office.things import opening
from gozinto.edges.office.things.names import Names
from gozinto.edges.office.things.opening import Opened
from gozinto.edges.office.tracing import drawing, graph
from gozinto.edges.office.tracing.graph import Arrow, Picture, Shape
from gozinto.plant.models import TraceableObject
from gozinto.trace.lookups.around import Neighbour, Neighbours, Passed

CROWD = 12
"""More than so many on a side, and those of one material stand together in one box."""
LISTED = 100
"""Rows of a side below the picture; the whole answer has all."""
_COLUMNS = {"made_by": (0, 1), "used_by": (4, 3)}
"""Of each side: the column of what lies beyond, and of the runs between."""
_HERE = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the tables: what went in or came out, by which run, how much."""

    address: str
    number: str
    material: str
    run: str
    job: str
    step: str
    equipment: str
    quantity: str
    status: str
    tone: str


def context(opened: Opened) -> dict[str, Any]:
    """What the tab shows."""
    found = trace.neighbours(opened.object)
    sides = {"made_by": found.made_by, "used_by": found.used_by}
    picture = _picture(opened, found)
    drawn = drawing.draw(
        picture,
        href=lambda shape: _address(opened, shape),
        selected="",
        label=_("What went into it and what it went into; the tables below say the same."),
    )
    return {
        "drawing": drawn if len(picture.shapes) > 1 else None,
        "sides": {
            name: {
                "rows": list(_rows(passed, opened.names))[:LISTED],
                "left": max(sum(len(run.beyond) for run in passed) - LISTED, 0),
            }
            for name, passed in sides.items()
        },
        "is_cut": found.is_cut,
        "is_container": opened.object.kind == TraceableObject.Kind.CONTAINER,
    }


def _amount(one: Neighbour) -> Decimal | None:
    """How much of it; of a unit it is one, whether anybody said so or not."""
    is_unit = one.kind == TraceableObject.Kind.SERIAL and one.quantity is None
    return Decimal(1) if is_unit else one.quantity


def _rows(passed: Sequence[Passed], names: Names) -> Iterator[Row]:
    for run in passed:
        is_alone = run.is_own and run.job == run.uri
        for one in run.beyond:
            status = "held" if one.is_held else one.status
            yield Row(
                address=opening.address(one.uri, "genealogy"),
                number=one.number,
                material=names.material(one.item),
                run="" if is_alone else run.name,
                job="" if is_alone else f"{reverse('office:job')}?{urlencode({'id': run.job})}",
                step=run.step,
                equipment=run.equipment,
                quantity=words.quantity(_amount(one), one.uom),
                status=words.name(words.STATUSES, status) if words.status_tone(status) else "",
                tone=words.status_tone(status),
            )


def _address(opened: Opened, shape: Shape) -> str:
    if shape.kind == "run" or shape.is_origin:
        return ""
    if len(shape.members) > 1:
        way = {"direction": "forward"} if shape.key.startswith("used_by") else {}
        return f"{reverse('office:trace')}?{urlencode({'id': opened.object.uri, **way})}"
    return opening.address(shape.key, "genealogy")


def _picture(opened: Opened, found: Neighbours) -> Picture:
    own = opened.object
    origin = Shape(
        key=own.uri,
        kind=own.kind,
        title=own.number,
        subtitle=opened.names.material(own.item),
        members=(own.uri,),
        is_origin=True,
    )
    shapes: dict[str, Shape] = {own.uri: origin}
    level = {own.uri: _HERE}
    arrows: list[Arrow] = []
    for side, passed in (("made_by", found.made_by), ("used_by", found.used_by)):
        together = sum(len(run.beyond) for run in passed) > CROWD
        beyond, between = _COLUMNS[side]
        for run in passed:
            through = own.uri
            if not run.is_own and run.beyond:
                through = f"{side} {run.uri}"
                shapes[through] = _run_shape(through, run)
                level[through] = between
                arrows.append(_arrow(side, through, own.uri, None))
            for shape, members in _boxes(run, side, opened.names, together=together):
                known = shapes.get(shape.key)
                shapes[shape.key] = _joined(known, shape) if known else shape
                level.setdefault(shape.key, beyond)
                arrows.append(_arrow(side, shape.key, through, members))
    columns = {old: new for new, old in enumerate(sorted(set(level.values())))}
    return Picture(
        shapes=tuple(shapes.values()),
        arrows=tuple(graph.thicken(_each_once(arrows))),
        level={key: columns[column] for key, column in level.items()},
    )


def _run_shape(key: str, run: Passed) -> Shape:
    said = " · ".join(part for part in (words.last_part(run.step), run.equipment) if part)
    return Shape(key=key, kind="run", title=run.name, subtitle=said, members=(run.uri,))


def _boxes(
    run: Passed, side: str, names: Names, *, together: bool
) -> Iterator[tuple[Shape, list[Neighbour]]]:
    by_box: dict[str, list[Neighbour]] = defaultdict(list)
    for one in run.beyond:
        by_box[f"{side} {one.item}" if together and one.item else one.uri].append(one)
    for key, members in by_box.items():
        one = members[0]
        tones = {words.status_tone("held" if m.is_held else m.status) for m in members}
        yield (
            Shape(
                key=key if len(members) > 1 else one.uri,
                kind=one.kind,
                title=one.number,
                subtitle=names.material(one.item),
                members=tuple(dict.fromkeys(m.uri for m in members)),
                alarm="bad" if "bad" in tones else "warn" if "warn" in tones else "",
            ),
            members,
        )


def _joined(known: Shape, more: Shape) -> Shape:
    return replace(
        known,
        members=tuple(dict.fromkeys((*known.members, *more.members))),
        alarm=known.alarm or more.alarm,
    )


def _arrow(side: str, beyond: str, here: str, members: Sequence[Neighbour] | None) -> Arrow:
    source, target = (beyond, here) if side == "made_by" else (here, beyond)
    amounts = [one.quantity for one in members or ()]
    known = [amount for amount in amounts if amount is not None]
    units = {one.uom for one in members or ()}
    has_sum = len(units) == 1 and len(known) == len(amounts) and bool(known)
    return Arrow(
        source=source,
        target=target,
        thickness=1.2,
        dashed=any(one.is_doubtful for one in members or ()),
        quantity=sum(known, Decimal()) if has_sum else None,
        uom=next(iter(units)) if has_sum else "",
    )


def _each_once(arrows: Iterable[Arrow]) -> list[Arrow]:
    """One line between two boxes, however often something went that way."""
    found: dict[tuple[str, str], Arrow] = {}
    for one in arrows:
        key = (one.source, one.target)
        before = found.get(key)
        if before is None:
            found[key] = one
        elif before.quantity is None or one.quantity is None or before.uom != one.uom:
            found[key] = replace(before, quantity=None, uom="")
        else:
            found[key] = replace(before, quantity=before.quantity + one.quantity)
    return list(found.values())
