"""Pallets, the warehouse, and shipments to dealers."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gozinto.demo.tyre import calendar, complaints, field
from gozinto.demo.tyre.curing import Finished, tyre_uri
from gozinto.demo.tyre.materials import PALLETS, numbered
from gozinto.demo.tyre.works import Works
from gozinto.operations import packing, receiving, shipping
from gozinto.plant import identifiers

TYRES_A_PALLET = 24
PALLETS_A_TRUCK = 30
TRUCKS_A_DAY = 6
SHIP_HOUR = 10.0
ROUND = (
    "D-ANK", "D-IST", "D-IZM", "D-BUR", "D-ADA", "D-ANT", "D-KON", "D-GAZ", "D-TRA", "D-ESK",
    "D-SOF", "D-THE",
)  # fmt: skip
"""The dealers, in the order in which the plant thinks of them."""
CARRIERS = ("C-YOL", "C-KAR")


@dataclass(frozen=True, slots=True)
class Pallet:
    """A packed pallet in the warehouse."""

    uri: str
    ready_at: datetime
    tyres: tuple[Finished, ...]


class Warehouse:
    """The pallets that wait, first in first out."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._pallets: deque[Pallet] = deque()

    def pack(self, finished: Sequence[Finished]) -> None:
        """Put a day's good tyres on pallets."""
        works = self._works
        for start in range(0, len(finished), TYRES_A_PALLET):
            tyres = tuple(finished[start : start + TYRES_A_PALLET])
            at = tyres[-1].ready_at + timedelta(minutes=20)
            uri = identifiers.container_uri(sscc=sscc(works.number("pallet")))
            works.do(
                packing.pack,
                container=uri,
                contents=[tyre_uri(tyre.serial) for tyre in tyres],
                location="FINISHING",
                at=at,
                by=works.people.at(at, "packer"),
            )
            stored_at = at + timedelta(minutes=25)
            by = works.people.at(stored_at, "packer")
            works.do(receiving.put_away, uri, location="FG-STORE", at=stored_at, by=by)
            self._pallets.append(Pallet(uri, stored_at, tyres))

    def ship(self, day: date) -> None:
        """Send half of what lay overnight to the dealers in turn, the oldest first."""
        midnight = calendar.moment(day)
        waiting = sum(pallet.ready_at < midnight for pallet in self._pallets)
        going = [self._pallets.popleft() for _ in range(-(-waiting // 2))]
        size = max(1, min(PALLETS_A_TRUCK, -(-len(going) // TRUCKS_A_DAY)))
        for start in range(0, len(going), size):
            at = calendar.moment(day, hour=SHIP_HOUR, minutes=6 * start / size)
            self._ship(going[start : start + size], at)

    def _ship(self, pallets: Sequence[Pallet], at: datetime) -> None:
        works = self._works
        number = works.number("delivery")
        dealer = ROUND[number * 5 % len(ROUND)]
        note = f"DN-{at:%Y}-{number:05d}"
        uris = [pallet.uri for pallet in pallets]
        by = works.people.at(at, "warehouse")
        works.do(shipping.pick, uris, note=note, location="DISPATCH", at=at, by=by)
        left_at = at + timedelta(minutes=35)
        works.do(
            shipping.ship,
            uris,
            note=note,
            to=dealer,
            ship_to=f"LOC-{dealer}",
            carrier=CARRIERS[number % len(CARRIERS)],
            at=left_at,
            by=by,
        )
        tyres = [tyre for pallet in pallets for tyre in pallet.tyres]
        back = {tyre.serial for tyre in tyres if field.follow(works, tyre, dealer, left_at)}
        if number == 1:
            stay = [tyre for tyre in tyres if tyre.serial not in back and not tyre.marks]
            complaints.letter(works, dealer, stay[: len(complaints.LETTER)], left_at)


def sscc(number: int) -> str:
    """The serial shipping container code of a pallet, with its check digit.

    GS1 prefix 952 is kept for demonstrations: no company's.
    """
    return numbered(PALLETS, number)
