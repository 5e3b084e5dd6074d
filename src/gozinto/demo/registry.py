"""The demo plants there are: what each makes, how it is planned, lives and tells its story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from rich.console import Console

from gozinto.demo.electronics import calendar as electronics_calendar
from gozinto.demo.electronics import generate as electronics_generate
from gozinto.demo.electronics import story as electronics_story
from gozinto.demo.electronics.plan import Plan as ElectronicsPlan
from gozinto.demo.electronics.truths import Truths as ElectronicsTruths
from gozinto.demo.food import calendar as food_calendar
from gozinto.demo.food import generate as food_generate
from gozinto.demo.food import story as food_story
from gozinto.demo.food.plan import Plan as FoodPlan
from gozinto.demo.food.truths import Truths as FoodTruths
from gozinto.demo.plant_clock import PlantClock
from gozinto.demo.steps import Progress, Step
from gozinto.demo.tyre import calendar as tyre_calendar
from gozinto.demo.tyre import describe as tyre_describe
from gozinto.demo.tyre import generate as tyre_generate
from gozinto.demo.tyre import story as tyre_story
from gozinto.demo.tyre.plan import Plan as TyrePlan
from gozinto.demo.tyre.truths import Truths as TyreTruths


class AnyPlan(Protocol):
    """How large a plant is, what fixes its chance, and where its calendar ends."""

    @property
    def scale(self) -> int:
        """How many finished units it makes."""

    @property
    def seed(self) -> int:
        """Another seed, another plant."""

    @property
    def until(self) -> date:
        """The midnight at which it ends."""

    @property
    def begins(self) -> date:
        """The first day of its record."""


P = TypeVar("P", bound=AnyPlan)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPlant(Generic[P, T]):
    """One demo plant; `sizes`: the fewest, the usual and the most units that it makes.

    `truths` makes an empty account of what is planted, which `steps` fills.
    """

    name: str
    made: str
    sizes: tuple[int, int, int]
    clock: PlantClock
    plan: Callable[[int, int, date], P]
    truths: Callable[[], T]
    steps: Callable[[P, T], Iterator[Step | Progress]]
    describe: Callable[[P], None]
    tell: Callable[[Console, P], None]


TYRE = DemoPlant(
    name="tyre",
    made="tyres",
    sizes=(60, 2_000, 1_000_000),
    clock=tyre_calendar.CLOCK,
    plan=TyrePlan,
    truths=TyreTruths,
    steps=tyre_generate.steps,
    describe=tyre_describe.describe,
    tell=lambda console, _: tyre_story.tell(console),
)

ELECTRONICS = DemoPlant(
    name="electronics",
    made="boards",
    sizes=(120, 1_200, 1_000_000),
    clock=electronics_calendar.CLOCK,
    plan=ElectronicsPlan,
    truths=ElectronicsTruths,
    steps=electronics_generate.steps,
    describe=electronics_generate.describe,
    tell=electronics_story.tell,
)

FOOD = DemoPlant(
    name="food",
    made="jars",
    sizes=(600, 6_000, 1_000_000),
    clock=food_calendar.CLOCK,
    plan=FoodPlan,
    truths=FoodTruths,
    steps=food_generate.steps,
    describe=food_generate.describe,
    tell=lambda console, _: food_story.tell(console),
)

PLANTS: Mapping[str, DemoPlant[Any, Any]] = {
    plant.name: plant for plant in (TYRE, FOOD, ELECTRONICS)
}
