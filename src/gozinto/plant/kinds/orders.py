"""What is to be bought, made and sold."""

from __future__ import annotations

from gozinto.plant.kinds.declaring import Field, Kind, Type
from gozinto.plant.kinds.shared import NOTE, choice, reference, state
from gozinto.plant.models import Order, OrderLine

_DUE_ON = Field(
    name="due_on", type=Type.DATE, synonyms=("delivery date", "termin", "teslim tarihi", "Termin")
)

ORDERS = Kind(
    name="orders",
    title="Orders",
    one="order",
    model=Order,
    key=("number",),
    fields=(
        Field(name="number", type=Type.CODE, required=True),
        choice("kind", Order.Kind, required=True),
        reference("partner", to="partners"),
        _DUE_ON,
        state(Order.State, default=Order.State.PLANNED),
        NOTE,
    ),
    states={
        "planned": ("released", "cancelled"),
        "released": ("closed", "cancelled"),
        "closed": ("released",),
        "cancelled": (),
    },
    help="What is bought, made and sold; what was done for each is read from the record.",
)

ORDER_LINES = Kind(
    name="order-lines",
    title="Order lines",
    one="order line",
    model=OrderLine,
    key=("order", "line"),
    fields=(
        reference("order", to="orders", required=True),
        Field(
            name="line",
            type=Type.CODE,
            required=True,
            synonyms=("line number", "item no", "kalem", "satır", "Zeile", "Auftragsposition"),
        ),
        reference("material", to="materials", required=True),
        Field(
            name="revision",
            type=Type.REFERENCE,
            refers_to="material-revisions",
            along=("material",),
            help="Empty: of any revision.",
        ),
        Field(name="quantity", type=Type.DECIMAL, required=True, above="0"),
        Field(name="uom", type=Type.UNIT, required=True),
        _DUE_ON,
    ),
    help="How much of which material an order asks for.",
)
