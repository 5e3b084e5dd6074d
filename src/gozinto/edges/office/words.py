"""What the pages call things: vocabulary words, units and quantities in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gozinto.operations.sentences.amounts import quantity as quantity
from gozinto.operations.sentences.amounts import unit as unit

Words = Mapping[str, str | Promise]

KINDS: Words = {
    "lot": gettext_lazy("Lot"),
    "serial": gettext_lazy("Serial"),
    "container": gettext_lazy("Container"),
    "run": gettext_lazy("Run"),
    "customer": gettext_lazy("Customer"),
}
STEPS: Words = {
    "accepting": gettext_lazy("Accepted"),
    "assembling": gettext_lazy("Assembled"),
    "commissioning": gettext_lazy("Made"),
    "cycle_counting": gettext_lazy("Counted"),
    "departing": gettext_lazy("Departed"),
    "destroying": gettext_lazy("Scrapped"),
    "holding": gettext_lazy("Held"),
    "inspecting": gettext_lazy("Inspected"),
    "installing": gettext_lazy("Mounted"),
    "loading": gettext_lazy("Loaded"),
    "opening_balance": gettext_lazy("Opening stock"),
    "packing": gettext_lazy("Packed"),
    "picking": gettext_lazy("Picked"),
    "receiving": gettext_lazy("Received"),
    "removing": gettext_lazy("Taken off"),
    "relabelling": gettext_lazy("Relabelled"),
    "repairing": gettext_lazy("Repaired"),
    "replacing": gettext_lazy("Exchanged"),
    "sampling": gettext_lazy("Sampled"),
    "shipping": gettext_lazy("Shipped"),
    "stock_taking": gettext_lazy("Counted"),
    "storing": gettext_lazy("Put away"),
    "transforming": gettext_lazy("Transformed"),
    "unpacking": gettext_lazy("Unpacked"),
    "creating_class_instance": gettext_lazy("Made"),
}
TYPES: Words = {
    "ObjectEvent": gettext_lazy("Observed"),
    "AggregationEvent": gettext_lazy("Packed"),
    "TransactionEvent": gettext_lazy("Booked"),
    "TransformationEvent": gettext_lazy("Transformed"),
    "AssociationEvent": gettext_lazy("Mounted"),
}
LABELLED: Words = {
    "lot": gettext_lazy("Lot"),
    "serial": gettext_lazy("Serial"),
    "container": gettext_lazy("Container"),
    "location": gettext_lazy("Location"),
    "badge": gettext_lazy("Badge"),
    "job": gettext_lazy("Job"),
    "asset": gettext_lazy("Asset"),
    "station": gettext_lazy("Station"),
}
"""What a label is stuck on."""

LABEL_FIELDS: Words = {
    "text": gettext_lazy("Content"),
    "symbology": gettext_lazy("Barcode"),
    "x_mm": gettext_lazy("From the left, mm"),
    "y_mm": gettext_lazy("From the top, mm"),
    "width_mm": gettext_lazy("Width, mm"),
    "height_mm": gettext_lazy("Height, mm"),
    "size_pt": gettext_lazy("Size of letters, pt"),
    "bold": gettext_lazy("Bold"),
    "align": gettext_lazy("Aligned"),
    "fit": gettext_lazy("If it is too long"),
    "module_mm": gettext_lazy("Narrowest bar, mm"),
    "human_readable": gettext_lazy("In letters below"),
    "thickness_mm": gettext_lazy("Thickness, mm"),
}
LABEL_CHOICES: Words = {
    "left": gettext_lazy("left"),
    "center": gettext_lazy("centre"),
    "right": gettext_lazy("right"),
    "shrink": gettext_lazy("smaller letters"),
    "wrap": gettext_lazy("more lines"),
    "cut": gettext_lazy("the end is left out"),
    "text": gettext_lazy("Text"),
    "symbol": gettext_lazy("Barcode"),
    "line": gettext_lazy("Line"),
    "code128": "Code 128",
    "gs1_128": "GS1-128",
    "datamatrix": "Data Matrix",
    "gs1_datamatrix": "GS1 DataMatrix",
    "qr": "QR",
    "gs1_link_qr": "GS1 Digital Link QR",
}

STATUSES: Words = {
    "accepted": gettext_lazy("accepted"),
    "active": gettext_lazy("active"),
    "available": gettext_lazy("available"),
    "concession": gettext_lazy("concession"),
    "confirmed": gettext_lazy("fault confirmed"),
    "conformant": gettext_lazy("conformant"),
    "consumed": gettext_lazy("consumed"),
    "container_closed": gettext_lazy("container closed"),
    "destroyed": gettext_lazy("scrapped"),
    "held": gettext_lazy("on hold"),
    "in_progress": gettext_lazy("in progress"),
    "in_transit": gettext_lazy("in transit"),
    "mismatch_instance": gettext_lazy("not what the papers say"),
    "mismatch_quantity": gettext_lazy("not as much as the papers say"),
    "misuse": gettext_lazy("misuse"),
    "mounted": gettext_lazy("mounted"),
    "no_fault_found": gettext_lazy("no fault found"),
    "non_conformant": gettext_lazy("non-conformant"),
    "picked": gettext_lazy("picked"),
    "produced": gettext_lazy("made"),
    "received": gettext_lazy("received"),
    "rejected": gettext_lazy("rejected"),
    "returned": gettext_lazy("returned"),
    "scrapped": gettext_lazy("scrapped"),
    "shipped": gettext_lazy("shipped"),
    "stored": gettext_lazy("in stock"),
    "unavailable": gettext_lazy("on hold"),
    "unknown": gettext_lazy("not found"),
    "worn_out": gettext_lazy("worn out"),
}
CONTROLS: Words = {
    "input": gettext_lazy("Input inspection"),
    "in_process": gettext_lazy("In-process inspection"),
    "final": gettext_lazy("Final inspection"),
    "returned": gettext_lazy("Examination of a return"),
}
PEOPLE: Words = {
    "operator": gettext_lazy("Operator"),
    "inspector": gettext_lazy("Inspector"),
    "quality": gettext_lazy("Quality"),
    "warehouse": gettext_lazy("Warehouse"),
}
ASSETS: Words = {
    "bladder": gettext_lazy("Bladder"),
    "mould": gettext_lazy("Mould"),
    "die": gettext_lazy("Die"),
    "drum": gettext_lazy("Drum"),
    "gauge": gettext_lazy("Gauge"),
    "reel": gettext_lazy("Reel"),
    "tool": gettext_lazy("Tool"),
}
ROLES: Words = {
    "input": gettext_lazy("Consumed"),
    "output": gettext_lazy("Made"),
}
PARTS: Words = {
    "child": gettext_lazy("as content"),
    "parent": gettext_lazy("as container"),
    "input": gettext_lazy("went in"),
    "output": gettext_lazy("came out"),
}
GAPS: Words = {
    "consumed_never_received": gettext_lazy(
        "It was consumed, and nobody recorded where it came from."
    ),
    "produced_from_nothing": gettext_lazy("It was made, and nothing on record went into it."),
    "serial_without_production": gettext_lazy("This unit exists, and nobody recorded its making."),
    "opening_balance": gettext_lazy("Opening stock: what went into it lies before the record."),
    "unknown_link": gettext_lazy("Something went in here, and nobody knows what or how much."),
    "container_content_unknown": gettext_lazy("What was in this container is not known."),
    "supplier_missing": gettext_lazy("It was received, and its receipt names no supplier."),
    "customer_missing": gettext_lazy("It was shipped, and no record says to whom."),
    "partner_data_missing": gettext_lazy("A partner has not sent what happened there."),
    "cut_by_limit": gettext_lazy("The answer was cut at its limit; there is more."),
}
DOUBTS: Words = {
    "wide_time": gettext_lazy("When it took part is only known to an interval."),
    "inferred_link": gettext_lazy("That it took part was reckoned, and not scanned."),
    "unknown_link": gettext_lazy("Whether it took part is not known."),
    "doubtful_slot": gettext_lazy("What filled its slot was not scanned."),
}
TERMS: Words = {
    "opening": gettext_lazy("Opening stock"),
    "received": gettext_lazy("Received"),
    "produced": gettext_lazy("Made"),
    "returned": gettext_lazy("Came back"),
    "reworked": gettext_lazy("Came back from rework"),
    "counted": gettext_lazy("Booked after a count"),
    "consumed": gettext_lazy("Consumed"),
    "shipped": gettext_lazy("Shipped"),
    "scrapped": gettext_lazy("Scrapped"),
    "sampled": gettext_lazy("Sampled"),
}
REMARKS: Words = {
    "no_tolerance": gettext_lazy("No tolerance is on record for this material."),
    "without_quantity": gettext_lazy("These events do not say how much; they are in no sum."),
    "several_dimensions": gettext_lazy(
        "It was told of in units of several dimensions; nothing on record converts them."
    ),
    "told_twice": gettext_lazy("These events tell again of what is counted already."),
    "units_differ": gettext_lazy(
        "By their serial numbers more or fewer are there than by the amounts of the lot."
    ),
}
SEPARATIONS: Words = {
    "order": gettext_lazy("Order"),
    "slot": gettext_lazy("Its own"),
    "place": gettext_lazy("Elsewhere"),
    "certainty": gettext_lazy("Not certain"),
    "history": gettext_lazy("Impossible together"),
    "nothing": gettext_lazy("Dead end"),
    "unconnected": gettext_lazy("Not connected"),
    "other_lot": gettext_lazy("Another lot"),
    "as_of": gettext_lazy("Later"),
    "known_at": gettext_lazy("Not known yet"),
    "cut": gettext_lazy("Cut"),
}
WIDTHS: Words = {
    "proven": gettext_lazy("Proven"),
    "recorded": gettext_lazy("Recorded"),
    "possible": gettext_lazy("Possible"),
}
DIRECTIONS: Words = {
    "backward": gettext_lazy("Where from"),
    "both": gettext_lazy("Both ways"),
    "forward": gettext_lazy("Where used"),
}
DIRECTION_MEANINGS: Words = {
    "backward": gettext_lazy("Everything that went into it, to the suppliers."),
    "both": gettext_lazy("What went into it and what it went into, but nothing that is only akin."),
    "forward": gettext_lazy("Everything that it went into, to the customers."),
}
CERTAINTIES: Words = {
    "scanned": gettext_lazy("scanned"),
    "measured": gettext_lazy("measured"),
    "declared": gettext_lazy("declared"),
    "interval": gettext_lazy("interval"),
    "inferred": gettext_lazy("reckoned"),
    "unknown": gettext_lazy("unknown"),
}
BAD_STATUSES = frozenset({"non_conformant", "rejected", "destroyed", "scrapped"})
DOUBTFUL_STATUSES = frozenset({"concession", "held", "unavailable", "returned", "recalled"})


def name(words: Words, code: str | None) -> str:
    """The word for `code` in the reader's language; a foreign code is shown as it is.

    Of a URI only the last part counts: CBV names come as web addresses and as URNs.
    """
    if not code:
        return ""
    short = last_part(code)
    word = words.get(code) or words.get(short)
    return str(word) if word else short.replace("_", " ")


def last_part(code: str) -> str:
    """The part of a URI that a person reads; any other text as it is."""
    if code.startswith("urn:epcglobal:cbv:"):
        return code.rsplit(":", 1)[-1].split("-", 1)[-1]
    if code.startswith(("http://", "https://", "urn:")):
        # CBV 2.0 as web addresses: .../cbv/BizStep-receiving, .../cbv/Disp-in_transit.
        return re.sub("^(BizStep|Disp)-", "", unquote(re.split("[/:]", code.rstrip("/"))[-1]))
    return code


def asset_kind(kind: str) -> str:
    """The word for a kind of asset, opening with a capital letter."""
    found = name(ASSETS, kind)
    return found[:1].upper() + found[1:]


def moment(at: datetime | None) -> str:
    """A time at the plant, in the reader's notation; "" when there is none."""
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""


def day(on: date | None) -> str:
    """A day, in the reader's notation; of a time, the day that it is at the plant."""
    if isinstance(on, datetime):
        on = timezone.localtime(on)
    return formats.date_format(on, "SHORT_DATE_FORMAT") if on else ""


def share(value: Decimal) -> str:
    """A share as a percentage, in the reader's notation; one that is not 0 never reads as 0."""
    percent = value * 100
    if percent < Decimal("0.1"):
        return _("< %(number)s %%") % {"number": formats.number_format(Decimal("0.1"))}
    return _("%(number)s %%") % {"number": formats.number_format(round(percent, 1), 1)}


def where(location: str, *, to: str, is_on_its_way: bool) -> str:
    """Where a thing is, of the names of its place and of whom it was sent to; "" if unknown."""
    if not is_on_its_way:
        return location
    return _("in transit to %(name)s") % {"name": to} if to else name(STATUSES, "in_transit")


def status_tone(status: str | None) -> str:
    """The tone of a status: "bad", "warn", or "" for all that is normal."""
    short = last_part(status or "")
    if short in BAD_STATUSES:
        return "bad"
    return "warn" if short in DOUBTFUL_STATUSES else ""


def counted_objects(number: int) -> str:
    """ "41 objects" in the reader's language."""
    return ngettext("%(n)s object", "%(n)s objects", number) % {"n": grouped(number)}


def counted_links(number: int) -> str:
    """ "63 links" in the reader's language."""
    return ngettext("%(n)s link", "%(n)s links", number) % {"n": grouped(number)}


def counted_suppliers(number: int) -> str:
    """ "8 suppliers" in the reader's language."""
    return ngettext("%(n)s supplier", "%(n)s suppliers", number) % {"n": grouped(number)}


def counted_customers(number: int) -> str:
    """ "9 customers" in the reader's language."""
    return ngettext("%(n)s customer", "%(n)s customers", number) % {"n": grouped(number)}


def grouped(number: int | Decimal) -> str:
    """A number with what its reader puts between thousands."""
    return formats.number_format(number, force_grouping=True)
