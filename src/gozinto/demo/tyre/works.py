"""The running plant: what is in its stores, what is mounted, and the steps it will do."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from gozinto.demo.diary import Diary
from gozinto.demo.tyre import truths
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.truths import Truths
from gozinto.demo.weights import kg
from gozinto.operations import production, scrapping
from gozinto.operations.things import Amount
from gozinto.plant import identifiers

Marks = frozenset[str]
"""The planted causes that something carries."""

UNMARKED: Marks = frozenset()
FIRST_JOB = 1042
"""The story's; the others follow it."""


@dataclass(slots=True)
class Held:
    """A lot in a store: what is left of it in grams (pieces), from when and until when."""

    uri: str
    left: int
    ready_at: datetime
    use_by: datetime | None = None
    marks: Marks = UNMARKED


@dataclass(frozen=True, slots=True)
class Taken:
    """Part of a lot, taken from a store."""

    uri: str
    amount: int
    marks: Marks


@dataclass(frozen=True, slots=True)
class Returned:
    """A tyre that a dealer sent back under our return number, and why; `serial`: "" where nobody
    could read it."""

    serial: str
    note: str
    dealer: str
    cause: str
    at: datetime


@dataclass
class Works(Diary):
    """All that changes while a plant is generated; memory does not grow with the plant."""

    plan: Plan
    truths: Truths = field(default_factory=Truths)
    stores: dict[str, deque[Held]] = field(default_factory=dict)
    auxiliaries: dict[str, list[str]] = field(default_factory=dict)
    """The lots of each auxiliary, in the order they are used up."""
    mounted: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """What is where: (equipment, slot, position) to URI."""
    back: list[Returned] = field(default_factory=list)
    """The tyres of the planted bladder that come back, as they are shipped."""
    waiting: list[Returned] = field(default_factory=list)
    """Those of them for which the dealer gets another one, as soon as there is one."""

    def __post_init__(self) -> None:
        self.rng = Random(f"{self.plan.seed}/works")
        self.people = self.plan.people
        self.truths.operator = self.people.fixed_operator()

    def open_run(
        self, operation: int, step: str, equipment: str, *, product: str, flow: str, by: str,
        at: datetime, until: datetime, planned: Decimal | int | None = None, job: str = "",
    ) -> str:  # fmt: skip
        """A run of a new job at a machine, whose operator badges in; answers its number."""
        return self.work(
            job=job or f"J-{FIRST_JOB + self.number('job')}/{operation}",
            step=step,
            equipment=equipment,
            flow=flow,
            product=product,
            by=by,
            at=at,
            until=until,
            planned=None if planned is None else Decimal(planned),
        )

    def mount_auxiliary(
        self, code: str, *, equipment: str, slot: str, step: str, index: int, by: str, at: datetime
    ) -> None:
        """See that the lot of an auxiliary in use on production day `index` is in its slot."""
        uri = self.auxiliary(code, index=index)
        if self.mounted.get((equipment, slot, "")) != uri:
            self.mounted[equipment, slot, ""] = uri
            self.do(production.mount, uri, equipment=equipment, slot=slot, step=step, by=by, at=at)

    def auxiliary(self, code: str, *, index: int) -> str:
        """The lot of an auxiliary that is in use on production day `index`."""
        lots = self.auxiliaries[code]
        return lots[index * len(lots) // len(self.plan.production)]

    def put(self, code: str, held: Held) -> None:
        """A lot goes into the store of its material."""
        self.stores.setdefault(code, deque()).append(held)

    def take(self, code: str, amount: int, *, at: datetime, by: str) -> list[Taken]:
        """The oldest usable of a material; what has grown too old is scrapped on the way."""
        store = self.stores.get(code, deque())
        out: list[Taken] = []
        wanted = amount
        while wanted > 0:
            if not store:
                raise LookupError(f"The demo plan has run out of {code}.")
            held = store[0]
            if held.use_by and held.use_by < at:
                store.popleft()
                if held.left:
                    self._scrap(held, at, by)
                continue
            if held.ready_at > at:
                raise LookupError(f"The demo plan takes {held.uri} before it is there.")
            part = min(wanted, held.left)
            held.left -= part
            wanted -= part
            if part:
                out.append(Taken(held.uri, part, held.marks))
            if not held.left:
                store.popleft()
        return out

    def _scrap(self, held: Held, at: datetime, by: str) -> None:
        self.do(
            scrapping.scrap,
            Amount(of=held.uri, quantity=kg(held.left), uom="KGM"),
            reason="past its age limit",
            at=at - timedelta(minutes=10),
            by=by,
        )


def lot_uri(material: str, number: str) -> str:
    """The URI of a lot of this plant."""
    return identifiers.lot_uri(truths.DOMAIN, material=material, number=number)


def marks_of(parts: list[Taken]) -> Marks:
    """All causes that some parts carry."""
    return frozenset().union(*(part.marks for part in parts))
