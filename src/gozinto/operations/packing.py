"""Objects go into logistic units and out of them."""

from __future__ import annotations

from typing import Unpack

from gozinto.errors import Unknown
from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture, numbering
from gozinto.operations.things import Listed, Things
from gozinto.plant import identifiers
from gozinto.plant.models import NumberingFormat
from gozinto.plant.numbering import issuing
from gozinto.record import Captured
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import AggregationEvent

ROLE = "warehouse"


def pack(
    *,
    contents: Things,
    container: str = "",
    format: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Contents, which may be containers, go into a container: its SSCC (18 digits) or URI.

    Without a `container` it is a new one, and has the next number of the numbering format
    `format` ("": of the one active format for containers); the answer's event names it. A repeat
    of the request (`event_id`) names the same. Raises Malformed for an SSCC that is none
    (bad_sscc) or no contents (no_things), Unknown for a format or location that does not exist,
    Refused where no number can be issued, and what `record.capture` raises.
    """
    listed = things.listed(contents)
    if not listed.epcs and not listed.quantities:
        things.some(())
    if container:
        return _pack(listed, container_uri(container), location, stamp)
    return numbering(lambda: _pack(listed, new_container(format, stamp), location, stamp))


def _pack(listed: Listed, parent: str, location: str, stamp: Stamp) -> Captured:
    return capture(
        AggregationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "ADD",
            "biz_step": "packing",
            "disposition": "in_progress",
            "parent_id": parent,
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )


def unpack(
    *, container: str, contents: Things = (), location: str = "", **stamp: Unpack[Stamp]
) -> Captured:
    """Contents come out of a container; without `contents` all of them.

    Raises Malformed for an SSCC that is none, Unknown for a location that does not exist.
    """
    listed = things.listed(contents)
    return capture(
        AggregationEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "DELETE",
            "biz_step": "unpacking",
            "disposition": "in_progress",
            "parent_id": container_uri(container),
            "child_epcs": listed.epcs,
            "child_quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )


def container_uri(container: str) -> str:
    """The URI of a container by SSCC or URI. Raises Malformed for an SSCC that is none."""
    return container if things.is_uri(container) else identifiers.container_uri(sscc=container)


def new_container(format: str, stamp: Stamp) -> str:
    """The URI of a container that has no label yet, by the next number of a format.

    A number that is no SSCC is one of the company's own: `/box/{number}` of its domain. Raises
    Unknown for a format that does not exist, Refused where no number can be issued.
    """
    event_id = stamp.get("event_id", "")
    told = _told_before(event_id) if event_id else ""
    if told:
        return told
    code = format or _only_format()
    (number,) = issuing.issue(format=code, by=stamp["by"], at=stamp.get("at"))
    if identifiers.is_sscc(number):
        return identifiers.container_uri(sscc=number)
    return identifiers.box_uri(things.domain(), number=number)


def _told_before(event_id: str) -> str:
    """The container that a request of this id packed before; "" where there was none."""
    row = EventRow.objects.filter(event_id=event_id, is_declaration=False).first()
    event = jsonld.loads(row.document) if row else None
    return event.parent_id if isinstance(event, AggregationEvent) else ""


def _only_format() -> str:
    """The one active numbering format for containers. Raises Unknown unless there is one."""
    found = list(
        NumberingFormat.objects.filter(
            subject=NumberingFormat.Subject.CONTAINER, state=NumberingFormat.State.ACTIVE
        )
        .order_by("code")
        .values_list("code", flat=True)[:5]
    )
    if len(found) == 1:
        return found[0]
    raise Unknown(
        f"{len(found) or 'No'} active numbering formats are for containers.",
        code="unknown_format",
        near=found,
        next_step="Scan the container's label, or name the format of its number.",
    )
