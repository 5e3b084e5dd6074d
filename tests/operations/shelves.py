"""Stock for tests: lots that came, tyres that were made, in few words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from gozinto import record
from gozinto.operations import receiving
from gozinto.plant import objects
from gozinto.plant.models import Location
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import ObjectEvent, Place
from gozinto.standards.epcis.gozinto import Context, LinkDetail
from tests.workshop import CLERK, DOMAIN, at, lot, unit


def came(
    number: str,
    quantity: int,
    hours: float = 0,
    *,
    expires: datetime | None = None,
    location: str = "DOCK",
    material: str = "HB",
) -> str:
    """A lot of rubber came from its supplier; its URI."""
    receiving.receive(
        material=material, supplier="ELASTO", supplier_lot=number, quantity=Decimal(quantity),
        expires=expires, location=location, by=CLERK, at=at(hours),
    )  # fmt: skip
    return lot(material, number, "ELASTO")


def tyres(*numbers: str, hours: float = 0, location: str = "DOCK", of: str = "") -> list[str]:
    """Tyres were made: their URIs. `of`: the number of their lot."""
    uris = [unit("T205", number) for number in numbers]
    links = tuple(LinkDetail(id=uri, lot=lot("T205", of)) for uri in uris) if of else ()
    place = Place(id=Location.objects.get(code=location).uri)
    made = ObjectEvent(
        event_time=at(hours), action="ADD", biz_step="commissioning", disposition="active",
        epc_list=tuple(uris), biz_location=place, extensions=Context(links=links).extensions(),
    )  # fmt: skip
    record.capture(made)
    return uris


def state(number: str) -> ObjectState:
    """How it stands with what goes by that number."""
    return ObjectState.objects.get(object=objects.resolve(number))


def on_hand(*numbers: str) -> list[Decimal]:
    """How much there is of each."""
    return [state(number).on_hand for number in numbers]


def place(code: str) -> str:
    """The URI of a place here."""
    return f"https://{DOMAIN}/loc/{code}"


def numbers_of(uris: Sequence[str]) -> list[str]:
    """The printed numbers of these."""
    return [uri.rpartition("/")[2] for uri in uris]
