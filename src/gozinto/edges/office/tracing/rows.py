"""A trace as rows in time: what was consumed, made, mounted, inspected, shipped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from gozinto.edges.office import words
from gozinto.edges.office.tracing.graph import Mounted, Notes
from gozinto.trace.answer import InspectionFact, Node, ShipmentFact, Trace, TraceLink
from gozinto.trace.facts import shares
from gozinto.trace.reasons.wording import CERTAINTIES

SORTS = ("time", "what", "object", "where", "value", "share", "known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. `uri` is what it is about; `until` is set where it lasted.

    `shareless`: why a row that is about material has no share.
    """

    group: str
    what: str
    uri: str
    object: str
    at: datetime | None
    until: datetime | None = None
    where: str = ""
    values: tuple[str, ...] = ()
    share: Decimal | None = None
    shareless: str = ""
    who: str = ""
    known: str = ""
    certainty: str = ""
    tone: str = ""
    event_id: str = ""

    @property
    def value(self) -> str:
        """All values in one line."""
        return "; ".join(self.values)

    @property
    def percent(self) -> str:
        """The share as a percentage."""
        return "" if self.share is None else words.share(self.share)

    def text(self) -> str:
        """Everything a reader may look for in this row, in small letters."""
        cells = (self.what, self.object, self.where, self.value, self.who, self.known)
        return " ".join(cells).casefold()


class Reader:
    """Turns one trace into rows; knows the printed numbers of its nodes."""

    def __init__(self, trace: Trace, *, notes: Notes) -> None:
        self.trace = trace
        self.notes = notes
        self.nodes: dict[str, Node] = {node.uri: node for node in trace.nodes}
        self.people = notes.people
        # Thousands of rows say the same few words and amounts.
        self._role = cache(partial(words.name, words.ROLES))
        self._certainty = cache(partial(words.name, CERTAINTIES))
        self._quantity = cache(words.quantity)

    def number(self, uri: str) -> str:
        """What is printed on the thing with this URI; the URI itself when it is not in here."""
        node = self.nodes.get(uri)
        return node.number if node else words.last_part(uri)

    def partner(self, uri: str | None) -> str:
        """The name of a company or of its place; the end of its URI when it is not known."""
        return self.notes.partners.get(uri or "") or words.last_part(uri or "")

    @cached_property
    def _shareless(self) -> str:
        """Why an object of this answer may have no share."""
        asked = [node for node in self.trace.nodes if not node.depth and node.kind != "container"]
        if self.trace.truncated:
            return _("The answer was cut, so no share is certain.")
        if self.trace.direction != "forward" and len(asked) > 1:
            return _("Several things were asked for; ask for one to see shares.")
        if len(self.trace.links) > shares.MOST_LINKS:
            return _("The answer is too large for shares; ask about less.")
        if self.trace.direction != "backward" and len(self.nodes) > shares.MOST_OBJECTS:
            return _("An amount on the way has no mass on record, or this is too far away.")
        return _("An amount on the way has no mass on record.")

    def where(self, node: Node) -> str:
        """The name of the place of a node, or of whom it is on its way to."""
        return words.where(
            self.partner(node.location),
            to=self.partner(node.destination),
            is_on_its_way=node.destination is not None,
        )

    def rows(self) -> list[Row]:
        """All rows, oldest first."""
        found = [self._link(link) for link in self.trace.links]
        found += [self._inspection(fact) for fact in self.trace.facts.inspections]
        found += [self._shipment(fact) for fact in self.trace.facts.shipments]
        return sorted(found, key=lambda row: (row.at is None, row.at, row.group, row.object))

    def _link(self, link: TraceLink) -> Row:
        run = self.nodes.get(link.to if link.role == "input" else link.from_)
        if link.from_ in self.notes.assets:
            return self._mount(link, run)
        uri = link.from_ if link.role == "input" else link.to
        share = self.nodes[uri].share if uri in self.nodes else None
        return Row(
            group="material",
            what=self._role(link.role),
            uri=uri,
            share=share,
            shareless=self._shareless if share is None else "",
            object=f"{self.number(link.from_)} → {self.number(link.to)}",
            at=link.earliest,
            until=link.latest if link.latest != link.earliest else None,
            where=" · ".join(text for text in (run and run.equipment, link.slot) if text),
            values=one(self._quantity(link.quantity, link.uom)),
            known=self._certainty(link.certainty),
            certainty=link.certainty,
            event_id=link.event_id,
        )

    def _mount(self, link: TraceLink, run: Node | None) -> Row:
        number = self.number(link.from_)
        mounted = next(
            (asset for asset in self.notes.mounted.get(link.to, ()) if asset.code == number), None
        )
        return Row(
            group="mounts",
            what=_("Mounted"),
            uri=link.from_,
            object=f"{number} → {self.number(link.to)}",
            at=link.earliest,
            until=link.latest,
            where=(run.equipment if run else "") or "",
            values=one(cycles(mounted) if mounted else ""),
            known=self._certainty(link.certainty),
            certainty=link.certainty,
            tone="bad" if mounted and mounted.is_over else "",
            event_id=link.event_id,
        )

    def _inspection(self, fact: InspectionFact) -> Row:
        is_bad = words.status_tone(fact.result) == "bad" or any(
            value.get("ok") is False for value in fact.values
        )
        return Row(
            group="inspections",
            what=words.name(words.CONTROLS, fact.kind),
            uri=fact.object,
            object=self.number(fact.object),
            at=fact.at,
            where=fact.gauge or "",
            values=tuple(measured(value) for value in fact.values)
            or one(words.name(words.STATUSES, fact.result)),
            who=self.people.get(fact.inspector or "", fact.inspector or ""),
            known=self._certainty("measured") if fact.values else "",
            tone="bad" if is_bad else "",
        )

    def _shipment(self, fact: ShipmentFact) -> Row:
        what = fact.container or (fact.objects[0] if len(fact.objects) == 1 else "")
        name = self.number(what) if what else words.counted_objects(len(fact.objects))
        return Row(
            group="shipments",
            what=_("Shipped"),
            uri=fact.objects[0] if fact.objects else "",
            object=name,
            at=fact.at,
            where=" · ".join(text for text in (self.partner(fact.ship_to), fact.note) if text),
            values=one(self._quantity(fact.quantity, fact.uom)),
            known=self._certainty("scanned"),
            event_id=fact.event_id,
        )


def one(value: str) -> tuple[str, ...]:
    """A single value; none at all when it says nothing."""
    return (value,) if value else ()


def cycles(asset: Mounted) -> str:
    """Cycles run beside cycles allowed."""
    if asset.cycles is None:
        return ""
    if asset.limit is None:
        return _("%(cycles)d cycles") % {"cycles": asset.cycles}
    return _("%(cycles)d cycles, limit %(limit)d") % {
        "cycles": asset.cycles,
        "limit": asset.limit,
    }


def measured(value: Any) -> str:
    """One result beside its limits: "gauge 1.22 mm (1.17 to 1.27)"."""
    text = f"{value.get('characteristic', '')} {value.get('value', '')}".strip()
    uom = value.get("uom")
    # C62 is a bare number here: a Mooney viscosity is no count of pieces.
    if sign := words.unit(uom) if uom and uom != "C62" else "":
        text = f"{text} {sign}"
    lower, upper = value.get("lower"), value.get("upper")
    if lower is not None and upper is not None:
        return _("%(text)s (%(lower)s to %(upper)s)") % {
            "text": text,
            "lower": lower,
            "upper": upper,
        }
    if upper is not None:
        return f"{text} ≤ {upper}"
    if lower is not None:
        return f"{text} ≥ {lower}"
    return text


def head() -> tuple[str, ...]:
    """What stands above the columns of the table as a file."""
    return (
        _("Step"),
        _("Object"),
        _("Time"),
        _("Until"),
        _("Where"),
        _("Value"),
        _("Share"),
        _("Who"),
        _("Known by"),
        _("Identifier"),
        _("Event"),
    )


def cells(row: Row) -> tuple[Any, ...]:
    """The cells of a row in that file."""
    return (
        row.what,
        row.object,
        row.at,
        row.until,
        row.where,
        row.value,
        row.share,
        row.who,
        row.known,
        row.uri,
        row.event_id,
    )


def select(rows: Iterable[Row], *, text: str, group: str) -> list[Row]:
    """The rows of a group ("" for all) that hold every word of `text`."""
    wanted = text.casefold().split()
    return [
        row
        for row in rows
        if (not group or row.group == group) and all(word in row.text() for word in wanted)
    ]


def order(rows: Sequence[Row], *, by: str, is_descending: bool) -> list[Row]:
    """The rows by one column; equal ones keep their order in time."""
    columns: dict[str, Any] = {
        "time": lambda row: (row.at is None, row.at),
        "what": lambda row: row.what.casefold(),
        "object": lambda row: row.object,
        "where": lambda row: row.where,
        "value": lambda row: row.value,
        "share": lambda row: -1 if row.share is None else row.share,
        "known": lambda row: row.known,
    }
    return sorted(rows, key=columns.get(by, columns["time"]), reverse=is_descending)


def of_objects(rows: Iterable[Row], *, uris: Collection[str]) -> list[Row]:
    """The rows about any of these things."""
    return [row for row in rows if row.uri in uris]
