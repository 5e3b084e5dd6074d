"""Between peanuts and almonds everything is washed: the record says so, and so does the swab."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from gozinto.demo import described
from gozinto.demo.food import calendar
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.works import Works
from gozinto.operations import inspection, production
from gozinto.operations.inspection import Measured
from gozinto.plant import identifiers

WASHED = ("ROASTER-1", "MILL-1", "FILL-1")
LITRES = Decimal(20)
HOUR = 18.5
SCREEN = "SCREEN-2"
"""Where the swab is taken: in the mill, behind everything."""


def wash(works: Works, day: date, caustic: str) -> None:
    """All machines are washed after a day, and the mill's screen is swabbed."""
    for turn, equipment in enumerate(WASHED):
        at = calendar.moment(day, hour=HOUR, minutes=50 * turn)
        run = works.open_run(
            "cleaning", equipment, product="", skill="CLEAN", at=at,
            until=at + timedelta(minutes=45), flow="batch",
        )  # fmt: skip
        used_at = at + timedelta(minutes=5)
        works.do(
            production.consume, caustic, run=run, quantity=LITRES, uom="LTR", at=used_at,
            by=works.person(used_at, "CLEAN"),
        )  # fmt: skip
    swabbed_at = calendar.moment(day, hour=HOUR + 3)
    light = Measured(
        characteristic="ATP swab, RLU",
        value=Decimal(works.rng.randrange(4, 22)),
        upper=Decimal(30),
    )
    works.do(
        inspection.inspect, identifiers.asset_uri(described.domain(PLANT), code=SCREEN),
        kind="in_process", values=[light], result="accepted", gauge="ATP-1", step="cleaning",
        equipment="MILL-1", at=swabbed_at, by=works.person(swabbed_at, "QA"),
    )  # fmt: skip
