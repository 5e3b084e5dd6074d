"""What an object's history comes to, one event after the other: pure.

`ObjectState` holds what a person asks of an object; this is what the rules ask beside it. It is
stepped through the events in the order in which they happened, so whoever comes late makes the
whole history be gone through again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from gozinto.errors import GozintoError
from gozinto.record.effect_shapes import InvolvementEffect
from gozinto.standards.quantities import convert

HELD, RECALLED, EXPIRES = "held", "recalled", "expires"
"""What may be said of an object, beside each kind of inspection."""
INSPECTED = "inspected/"
YES, NO = "yes", "no"
UNITS = "units"
"""How a lot came that is known by its units alone."""
_ORIGINS = frozenset(("received", "opening", "returned", "counted"))
USES = frozenset(("consumed", "shipped"))
_REWORK = frozenset(("consumed", "produced"))


@dataclass(frozen=True, slots=True)
class Saying:
    """What was said of it last, when, and by which event: the later one counts."""

    what: str
    at: str
    event_id: str

    @property
    def when(self) -> tuple[str, str]:
        """Its place in a history."""
        return self.at, self.event_id


Place = tuple[str, int, str]
"""Where in a history an event stands: when, whether it brings, tells or takes away, and its id."""


@dataclass(frozen=True, slots=True)
class Said:
    """All that one event says of one object: which event, when, and what."""

    position: int
    event_id: str
    at: datetime
    did: Sequence[InvolvementEffect]

    @property
    def place(self) -> Place:
        """Its place in the history of the object.

        Of what is told of one instant, what comes was first, and what goes was last; a difference
        is booked after what was counted.
        """
        goes = comes = False
        for effect in self.did:
            if effect.term == "counted":
                return instant(self.at), 3, self.event_id
            if effect.delta:
                goes, comes = goes or effect.delta < 0, comes or effect.delta > 0
        return instant(self.at), 1 + goes - comes, self.event_id

    @property
    def is_rework(self) -> bool:
        """Whether it went in and came out again: that is no origin."""
        # most events say one thing of an object
        return len(self.did) > 1 and {effect.term for effect in self.did} >= _REWORK

    @property
    def origins(self) -> tuple[str, ...]:
        """How this brings the object into the plant, if it does."""
        if self.is_rework:
            return ()
        return tuple(filter(None, map(origin_of, self.did)))

    @property
    def is_use(self) -> bool:
        """Whether somebody used the object up, or let it leave the house."""
        return any(effect.term in USES for effect in self.did)


@dataclass(slots=True)
class Standing:
    """Where an object comes from, what was said of it, and what took it away.

    `last`: the place of the latest event. `origins`: how it came, in alphabetical order. `said`:
    by topic. `moved`: of a unit, the term of its last move, when, and into which run it went.
    `found`: of a lot, how much more was counted than booked, in its own unit.
    """

    last: Place = ("", 0, "")
    origins: tuple[str, ...] = ()
    is_used: bool = False
    said: dict[str, Saying] = field(default_factory=dict)
    moved: tuple[str, str, str] = ("", "", "")
    found: Decimal = Decimal(0)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Standing:
        """The standing that `written` gave."""
        at, rank, event_id = kept.get("last", ("", 0, ""))
        term, moved_at, *into = kept.get("moved", ("", ""))
        return cls(
            last=(at, rank, event_id),
            is_used=kept.get("used", False),
            origins=tuple(kept.get("origins", ())),
            said={topic: Saying(*told) for topic, told in kept.get("said", {}).items()},
            moved=(term, moved_at, *into) if into else (term, moved_at, ""),
            found=Decimal(kept.get("found", "0")),
        )

    def written(self) -> dict[str, Any]:
        """The standing as JSON; what says nothing is left out."""
        pairs = {
            "last": list(self.last),
            "used": self.is_used,
            "origins": list(self.origins),
            "said": {
                topic: [told.what, told.at, told.event_id] for topic, told in self.said.items()
            },
            "moved": list(filter(None, self.moved)) if self.moved[0] else [],
            "found": format(self.found.normalize(), "f") if self.found else "",
        }
        return {name: value for name, value in pairs.items() if value}

    def step(self, said: Said, *, booked: Decimal, uom: str) -> None:
        """One event more, later than all before; `booked` of it, in `uom`, was on hand until then.

        An event that tells of itself out of order has the whole history stepped through again.
        """
        self.last = said.place
        self.is_used = self.is_used or said.is_use
        for origin in self.new_origins(said):
            self.come(origin)
        for effect in said.did:
            if effect.delta and not effect.object.is_class:
                into = effect.run if effect.delta < 0 else ""
                self.moved = (effect.term, instant(said.at), into)
            for topic, what in sayings(effect):
                self.said[topic] = Saying(what, instant(said.at), said.event_id)
            counted = booked if effect.term == "counted" else counted_of(effect, uom)
            if counted is not None:
                self.found = counted - booked

    def new_origins(self, said: Said) -> tuple[str, ...]:
        """How this brings the object into the plant; what had gone into the run was here before.

        Unless nothing says how it had come: then it comes now, wherever it is said to have gone.
        """
        _, _, into = self.moved
        comes_back = into and any(did.delta > 0 and did.run == into for did in said.did)
        return () if comes_back and self.origins else said.origins

    def come(self, origin: str) -> None:
        """It came in this way."""
        if origin not in self.origins:
            self.origins = tuple(sorted((*self.origins, origin)))

    def last_said_at(self) -> str:
        """The time of what was said last of it."""
        return max((told.at for told in self.said.values()), default="")


def of_lots(sayings: Iterable[Iterable[Said]], *, until: datetime) -> list[Standing]:
    """What was said of each of these lots by then, and nothing else of them."""
    found = []
    for told in sayings:
        lot = Standing()
        for said in told:
            if said.at <= until:
                lot.step(said, booked=Decimal(0), uom="")
        found.append(lot)
    return found


def is_so(topic: str, *, own: Standing, lots: Iterable[Standing]) -> bool:
    """Whether this was said of it; or of its lot, and the unit was not freed since by itself."""
    said = own.said.get(topic)
    if said and said.what == YES:
        return True
    freed = said.when if said and said.what == NO else ("", "")
    told = (lot.said.get(topic) for lot in lots)
    return any(one is not None and one.what == YES and one.when > freed for one in told)


def expiry(own: Standing, lots: Iterable[Standing]) -> str:
    """When, as `instant` writes it: its own word, else the earliest of its lots; "" never."""
    said = own.said.get(EXPIRES)
    if said:
        return said.what
    return min((lot.said[EXPIRES].what for lot in lots if EXPIRES in lot.said), default="")


@lru_cache(maxsize=1024)
def instant(at: datetime) -> str:
    """A time as text that sorts as times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def origin_of(effect: InvolvementEffect) -> str:
    """How this brings an object into the plant; "" when it does not."""
    if effect.term == "produced":
        return "made" if effect.role == "output" else "commissioned"
    is_lost = effect.term == "counted" and effect.delta <= 0
    return effect.term if effect.term in _ORIGINS and not is_lost else ""


def counted_of(effect: InvolvementEffect, uom: str) -> Decimal | None:
    """How much of a lot this counts, in `uom`; None where it counts nothing that compares."""
    if not (effect.is_count and effect.object.is_class and uom) or effect.quantity is None:
        return None
    try:
        return convert(effect.quantity, effect.uom, uom)
    except GozintoError:
        # Counted in another dimension than it is booked in: the two say nothing of each other.
        return None


def sayings(effect: InvolvementEffect) -> Iterator[tuple[str, str]]:
    """What this says of an object that holds until something else is said: topic and what."""
    if effect.recalled:
        yield RECALLED, YES
    elif effect.held:
        yield HELD, YES
    elif effect.held is not None:
        yield HELD, NO
        if effect.recalled is not None:
            yield RECALLED, NO
    if effect.expires_at:
        yield EXPIRES, instant(effect.expires_at)
    if effect.result:
        yield INSPECTED + effect.inspection, effect.result
