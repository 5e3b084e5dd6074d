"""How callers may name things: a URI, an object, or whatever is printed on the label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from gozinto import record
from gozinto.errors import Malformed
from gozinto.operations import master_data
from gozinto.plant import identifiers, objects
from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.events import Place, QuantityElement, TypedReference
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment

Thing = str | TraceableObject


@dataclass(frozen=True, kw_only=True, slots=True)
class Amount:
    """A quantity of a lot; `quantity` None: all of it, unspecified. `uom`: UN/ECE Rec 20."""

    of: Thing
    quantity: Decimal | None = None
    uom: str = ""


Things = Thing | Amount | Iterable[Thing | Amount]


@dataclass(frozen=True, slots=True)
class Listed:
    """Things as an event lists them: single ones by EPC, lots by class and quantity."""

    epcs: tuple[str, ...]
    quantities: tuple[QuantityElement, ...]


T = TypeVar("T")


def some(listed: Sequence[T]) -> Sequence[T]:
    """The list that a caller gave. Raises Malformed (no_things) where nothing is in it."""
    if not listed:
        raise Malformed("The list is empty.", code="no_things", next_step="Name at least one.")
    return listed


def is_uri(text: str) -> bool:
    """Whether `text` is already a URI and no printed number."""
    return text.startswith(("https://", "http://", "urn:"))


@dataclass(frozen=True, slots=True)
class _Opened:
    """What is in containers: the stays in each by its URI, and the objects that stay."""

    stays: Mapping[str, Sequence[containers.Stay]]
    objects: Mapping[int, TraceableObject]


class _Ahead:
    """What a batch names, looked for together; its containers are opened when one asks."""

    def __init__(self, texts: Iterable[str]) -> None:
        printed, uris = set[str](), set[str]()
        for text in texts:
            (uris if is_uri(text) else printed).add(text)
        try:
            self.found = objects.find_many(printed)
        except Malformed:
            self.found = {}  # the verb that names it says so, of its own request alone
        named = {one.uri for several in self.found.values() for one in several}
        self._uris = named | {identifiers.canonical(uri) for uri in uris}
        self._opened: _Opened | None = None

    def opened(self) -> _Opened:
        """What is in the containers that the batch names, now."""
        if self._opened is None:
            self._opened = _open(self._uris, at=None)
        return self._opened


_foreseen: ContextVar[_Ahead | None] = ContextVar("foreseen_things", default=None)


@contextmanager
def foreseen(texts: Iterable[str]) -> Iterator[None]:
    """Within the block these are looked for once, together: for a batch of verbs."""
    token = _foreseen.set(_Ahead(texts))
    try:
        yield
    finally:
        _foreseen.reset(token)


def uri_of(thing: Thing) -> str:
    """The canonical URI of a thing.

    A URI stands for itself, known or not: a report may name what was never received.
    Raises Unknown or Ambiguous for a printed number.
    """
    return uris_of([thing])[0]


def uris_of(things: Sequence[Thing]) -> list[str]:
    """The canonical URI of each thing; printed numbers are looked for together.

    Raises Unknown or Ambiguous for a printed number, Refused where several are at fault.
    """
    printed = _resolved([t for t in things if isinstance(t, str) and not is_uri(t)])
    return [
        thing.uri
        if isinstance(thing, TraceableObject)
        else printed[thing].uri
        if thing in printed
        else identifiers.canonical(thing)
        for thing in things
    ]


def _resolved(texts: Sequence[str]) -> Mapping[str, TraceableObject]:
    ahead = _foreseen.get()
    known: Mapping[str, Sequence[TraceableObject]] = ahead.found if ahead else {}
    others = [text for text in texts if text not in known]
    found = objects.resolve_many(others) if others else {}
    return found | {
        text: objects.the_one(text, known[text], look_near=False) for text in texts if text in known
    }


def listed(things: Things) -> Listed:
    """Sort things into serials and containers (EPCs) and lots (quantities).

    Raises Unknown or Ambiguous for a printed number, Refused where several are at fault.
    """
    many: Iterable[Thing | Amount] = (
        (things,) if isinstance(things, str | TraceableObject | Amount) else things
    )
    amounts = [thing if isinstance(thing, Amount) else Amount(of=thing) for thing in many]
    epcs: list[str] = []
    quantities: list[QuantityElement] = []
    for amount, uri in zip(amounts, uris_of([a.of for a in amounts]), strict=True):
        if amount.quantity is not None or _is_lot(amount.of, uri):
            quantities.append(
                QuantityElement(epc_class=uri, quantity=amount.quantity, uom=amount.uom)
            )
        else:
            epcs.append(uri)
    return Listed(tuple(epcs), tuple(quantities))


def with_content(things: Things, *, at: datetime | None) -> Listed:
    """Sort things, and list with each container what was in it at that time.

    Raises Unknown or Ambiguous for a printed number.
    """
    named = listed(things)
    if not any(_may_hold(uri) for uri in named.epcs):
        return named
    ahead = _foreseen.get()
    opened = ahead.opened() if ahead and at is None else _open(named.epcs, at=at)
    found = (s for uri in named.epcs for s in opened.stays.get(uri, ()) if not s.out)
    stays = list(dict.fromkeys(found))  # once, where a pallet is named and a box on it too
    inside = opened.objects
    amounts = [
        Amount(of=inside[s.object], quantity=s.amount.value, uom=s.amount.uom)
        if inside[s.object].kind == TraceableObject.Kind.LOT
        else inside[s.object]
        for s in stays
    ]
    more = listed(amounts)
    return Listed(
        tuple(dict.fromkeys((*named.epcs, *more.epcs))), (*named.quantities, *more.quantities)
    )


def _open(uris: Iterable[str], *, at: datetime | None) -> _Opened:
    record.flush()  # what a bulk load has packed and not written yet is inside too
    boxes = dict(
        TraceableObject.objects.filter(
            uri__in=[uri for uri in uris if _may_hold(uri)], kind=TraceableObject.Kind.CONTAINER
        ).values_list("id", "uri")
    )
    held = containers.contents(list(boxes), moment=Moment(as_of=at))
    inside = {stay.object for stays in held.values() for stay in stays}
    return _Opened(
        {boxes[box]: stays for box, stays in held.items()},
        TraceableObject.objects.in_bulk(list(inside)),
    )


def _may_hold(uri: str) -> bool:
    """Whether it may be a container, by its URI alone; a foreign one tells nothing."""
    found = identifiers.identify(uri)
    return found.kind == "container" or not found.item


def _is_lot(thing: Thing, uri: str) -> bool:
    if isinstance(thing, TraceableObject):
        return thing.kind == TraceableObject.Kind.LOT
    return identifiers.identify(uri).kind == "lot"


def domain() -> str:
    """Where this company's own identifiers live."""
    return master_data.company().domain


def place(location: str) -> Place | None:
    """The place of a location's code or URI; None for "". Raises Unknown for another code."""
    if not location:
        return None
    return Place(id=location if is_uri(location) else master_data.location_uri(location))


def owner(code: str, *, kind: str = "owning_party") -> TypedReference:
    """A company (code or URI) as a party to a source or destination. Raises Unknown."""
    return TypedReference(type=kind, value=code if is_uri(code) else master_data.partner_uri(code))


def document(kind: str, number: str) -> tuple[TypedReference, ...]:
    """A business document by its number or URI, of a CBV kind ("desadv"); none for ""."""
    if not number:
        return ()
    uri = number if is_uri(number) else identifiers.document_uri(domain(), number=number)
    return (TypedReference(type=kind, value=uri),)
