"""A machine that lives days of a plant, verb after verb, and its model beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from gozinto import trace
from gozinto.errors import Refused
from gozinto.operations import (
    correcting,
    counting,
    holding,
    moving,
    packing,
    production,
    receiving,
    returning,
    scrapping,
    shipping,
)
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp
from gozinto.operations.things import Amount
from gozinto.plant import identifiers
from gozinto.plant.models import TraceableObject
from gozinto.record import Captured, clock, rebuild
from gozinto.record.models import Finding, ObjectState
from gozinto.standards.gs1.check_digits import check_digit
from gozinto.trace.reading import containers
from gozinto.trace.reading.moment import Moment
from tests import workshop
from tests.properties.plant_model import RULES, Plant, Told, Touch, is_box, is_lot
from tests.workshop import CLERK, DAY, lot, reported_run, unit

BOUGHT = [lot("HB", number, supplier="ELASTO") for number in "AB"]
MADE = [lot("LC", number) for number in "12"]
LOTS = [*BOUGHT, *MADE]
UNITS = [unit("GT", number) for number in "123"]
BOXES = [
    identifiers.container_uri(sscc=body + check_digit(body))
    for body in ("34012345000000001", "34012345000000002")
]
JOBS = ("J-1", "J-2")
PLACES = {code: identifiers.location_uri(workshop.DOMAIN, code=code) for code in ("DOCK", "RACK")}

lots, bought, made = st.sampled_from(LOTS), st.sampled_from(BOUGHT), st.sampled_from(MADE)
units, boxes, jobs = st.sampled_from(UNITS), st.sampled_from(BOXES), st.sampled_from(JOBS)
places = st.sampled_from(sorted(PLACES))
kilos = st.integers(1, 9).map(Decimal)
moments = st.none() | st.floats(0, 1)
"""None: it happens now, and is a request; else a report of what was, so far into the day."""

MINUTE = 60_000
"""A minute in ticks of the model: a report falls between two of them, and never on another one."""


def _time(tick: int) -> datetime:
    return DAY + timedelta(milliseconds=tick)


@dataclass
class Done:
    """A request that was answered, and how to send it again."""

    again: Callable[[], Captured]
    answer: Captured


class Days(RuleBasedStateMachine):
    """What may happen."""

    def __init__(self) -> None:
        super().__init__()
        self._block = transaction.atomic()
        self._block.__enter__()
        self.plant = Plant()
        self.now = 0
        self.count = 0
        self.done: list[Done] = []

    def teardown(self) -> None:
        """What only the whole day shows."""
        try:
            self._compare_traces()
            assert rebuild.check() == []
        finally:
            transaction.set_rollback(True)
            self._block.__exit__(None, None, None)

    def _stamp(self, moment: float | None) -> tuple[Stamp, int]:
        self.count += 1
        self.now += MINUTE
        tick = self.now if moment is None else int(moment * self.now / MINUTE) * MINUTE + self.count
        name = f"urn:uuid:018f2f6a-0000-7000-8000-{self.count:012d}"
        return Stamp(by=CLERK, at=_time(tick), live=moment is None, event_id=name), tick

    def _do(
        self,
        verb: Callable[[Stamp], Captured],
        moment: float | None,
        touches: list[Touch],
        *,
        reads: bool = False,
        **more: object,
    ) -> None:
        """One request or report, to the product and to the model.

        `reads`: what it says depends on what is on record, so it is not the same when sent again.
        """
        stamp, tick = self._stamp(moment)
        told = Told(stamp["event_id"], tick, tuple(touches), **more)  # type: ignore[arg-type]
        expected = self.plant.codes_of(told) if moment is None else set()

        def sent() -> Captured:
            with clock.set_to(_time(self.now)):
                return verb(stamp)

        codes = set()
        try:
            answer = sent()
        except Refused as refused:
            codes = {violation.code for violation in refused.violations}
        assert codes & RULES == expected, f"refused for {sorted(codes)}, and not {sorted(expected)}"
        if codes:
            return
        self.plant.tell(told)
        if not reads:
            self.done.append(Done(sent, answer))

    def _run(self, job: str) -> Run:
        return reported_run(job=job, step="mixing", equipment="MIX-1", by=CLERK, at=DAY)

    @rule(of=bought, kg=kilos, place=places, when=moments)
    def receive(self, of: str, kg: Decimal, place: str, when: float | None) -> None:
        number = of.rpartition("/")[2]
        self._do(
            lambda stamp: receiving.receive(
                material="HB", supplier="ELASTO", supplier_lot=number, quantity=kg,
                location=place, **stamp,
            ),
            when,
            [Touch(of, kg, "received", place=PLACES[place], status="in_progress")],
        )  # fmt: skip

    @rule(of=lots | units, place=places, when=moments)
    def put_away(self, of: str, place: str, when: float | None) -> None:
        self._do(
            lambda stamp: moving.move(of, location=place, **stamp),
            when,
            [Touch(of, place=PLACES[place])],
        )

    @rule(of=lots, kg=kilos, job=jobs, when=moments)
    def consume(self, of: str, kg: Decimal, job: str, when: float | None) -> None:
        run = self._run(job)
        self._do(
            lambda stamp: production.consume(of, run=run, quantity=kg, uom="KGM", **stamp),
            when,
            [Touch(of, -kg, "consumed")],
            run=run.uri,
            ins=(of,),
        )

    @rule(of=units, job=jobs, when=moments)
    def consume_unit(self, of: str, job: str, when: float | None) -> None:
        run = self._run(job)
        self._do(
            lambda stamp: production.consume(of, run=run, **stamp),
            when,
            [Touch(of, Decimal(-1), "consumed", status="consumed")],
            run=run.uri,
            ins=(of,),
        )

    @rule(of=made, kg=kilos, job=jobs, when=moments)
    def produce_lot(self, of: str, kg: Decimal, job: str, when: float | None) -> None:
        run, number = self._run(job), of.rpartition("/")[2]
        self._do(
            lambda stamp: production.produce_lot(
                run=run, material="LC", number=number, quantity=kg, **stamp
            ),
            when,
            [Touch(of, kg, "produced", status="active")],
            run=run.uri,
            made=(of,),
        )

    @rule(of=units, into=lots, kg=kilos, job=jobs, when=moments)
    def produce_serial(self, of: str, into: str, kg: Decimal, job: str, when: float | None) -> None:
        run, number = self._run(job), of.rpartition("/")[2]
        part = production.Component(of=into, quantity=kg, uom="KGM")
        self._do(
            lambda stamp: production.produce_serial(
                run=run, material="GT", number=number, inputs=[part], **stamp
            ),
            when,
            [
                Touch(into, -kg, "consumed"),
                Touch(of, Decimal(1), "produced", status="active"),
            ],
            run=run.uri,
            ins=(into,),
            made=(of,),
            is_own_run=True,
        )

    @rule(of=lots | units, is_held=st.booleans(), when=moments)
    def hold(self, of: str, is_held: bool, when: float | None) -> None:
        verb = holding.hold if is_held else holding.release
        self._do(
            lambda stamp: verb(of, reason="looked at", **stamp), when, [Touch(of, hold=is_held)]
        )

    @rule(box=boxes, of=units, when=moments)
    def pack(self, box: str, of: str, when: float | None) -> None:
        self._do(
            lambda stamp: packing.pack(container=box, contents=[of], **stamp),
            when,
            [Touch(box), Touch(of, status="in_progress")],
            box=box,
            into=(of,),
        )

    @rule(box=boxes, of=units, when=moments)
    def unpack(self, box: str, of: str, when: float | None) -> None:
        self._do(
            lambda stamp: packing.unpack(container=box, contents=[of], **stamp),
            when,
            [Touch(box), Touch(of, status="in_progress")],
            box=box,
            out=(of,),
        )

    @rule(of=units | lots, kg=kilos, when=moments)
    def ship(self, of: str, kg: Decimal, when: float | None) -> None:
        amount = kg if is_lot(of) else Decimal(1)
        what = Amount(of=of, quantity=kg, uom="KGM") if is_lot(of) else of
        self._do(
            lambda stamp: shipping.ship([what], note="D-1", to="NORTH", **stamp),
            when,
            [Touch(of, -amount, "shipped", status="in_transit")],
        )

    @rule(box=boxes)
    def ship_box(self, box: str) -> None:
        inside = self.plant.content(box)
        self._do(
            lambda stamp: shipping.ship([box], note="D-2", to="NORTH", **stamp),
            None,
            [
                Touch(box, status="in_transit"),
                *(Touch(one, Decimal(-1), "shipped", status="in_transit") for one in inside),
            ],
            reads=True,
        )

    @rule(of=units, place=places, when=moments)
    def take_back(self, of: str, place: str, when: float | None) -> None:
        self._do(
            lambda stamp: returning.take_back(
                of, dealer="NORTH", reason="flat", location=place, **stamp
            ),
            when,
            [Touch(of, Decimal(1), "returned", place=PLACES[place], status="returned")],
        )

    @rule(of=units | lots, kg=kilos, when=moments)
    def scrap(self, of: str, kg: Decimal, when: float | None) -> None:
        amount = kg if is_lot(of) else Decimal(1)
        what = Amount(of=of, quantity=kg, uom="KGM") if is_lot(of) else of
        self._do(
            lambda stamp: scrapping.scrap(what, reason="torn", **stamp),
            when,
            [Touch(of, -amount, "scrapped", status="destroyed")],
        )

    @rule(of=lots, kg=st.integers(0, 20).map(Decimal))
    def count_lot(self, of: str, kg: Decimal) -> None:
        """Now: the difference is booked by an event of its own."""
        stamp, tick = self._stamp(None)
        beyond = kg - self.plant.standing()[of].stock
        with clock.set_to(_time(self.now)):
            answer = counting.count_lot(of, quantity=kg, uom="KGM", **stamp)
        *_, first = (*answer.beside, answer.event_id)[:1]
        self.plant.tell(Told(first, tick, (Touch(of, counted=kg),)))
        if beyond:
            status = "active" if beyond > 0 else "unknown"
            touch = Touch(of, beyond, "counted", status=status)
            self.plant.tell(Told(answer.event_id, tick, (touch,), is_booking=True))
        assert len(answer.beside) == (1 if beyond else 0)

    @precondition(lambda self: any(not told.is_gone for told in self.plant.told))
    @rule(draw=st.data())
    def withdraw(self, draw: st.DataObject) -> None:
        told = draw.draw(st.sampled_from([told for told in self.plant.told if not told.is_gone]))
        with clock.set_to(_time(self.now)):
            correcting.withdraw(told.id, reason="a slip", by=CLERK)
        told.is_gone = True

    @precondition(lambda self: self.done)
    @rule(draw=st.data())
    def send_again(self, draw: st.DataObject) -> None:
        """A panel that was offline, or a person who clicks twice."""
        done = draw.draw(st.sampled_from(self.done))
        again = done.again()
        assert again.repeated
        assert (again.event_id, again.position) == (done.answer.event_id, done.answer.position)

    @invariant()
    def everything_stands_where_the_model_has_it(self) -> None:
        """Stock, holds, places and states of everything ever named."""
        rows = ObjectState.objects.filter(last_at__isnull=False).values_list(
            "object__uri", "on_hand", "held", "location", "status"
        )
        shown = {uri: tuple(of) for uri, *of in rows}
        standing = self.plant.standing()
        known = {uri: standing[uri].shown() for uri in standing}
        assert shown == known

    @invariant()
    def everything_is_in_the_box_where_the_model_has_it(self) -> None:
        """What is in which container."""
        found: dict[str, set[str]] = {}
        names = dict(TraceableObject.objects.values_list("id", "uri"))
        ids = [pk for pk, uri in names.items() if is_box(uri)]
        for pk, stays in containers.contents(ids, moment=Moment()).items():
            found[names[pk]] = {names[stay.object] for stay in stays if stay.out is None}
        assert found == {names[pk]: set(self.plant.content(names[pk])) for pk in ids}

    @invariant()
    def what_should_not_have_been_is_found(self) -> None:
        """Every finding of the model's rules, and no other one."""
        found = Finding.objects.filter(rule__in=RULES).values_list(
            "rule", "object__uri", "event__event_id"
        )
        assert sorted(found) == sorted(self.plant.faults())

    def _compare_traces(self) -> None:
        kinds = set(TraceableObject.Kind.values)
        for one in TraceableObject.objects.filter(uri__in=self.plant.objects()):
            if not is_box(one.uri):
                nodes = trace.backward([one]).nodes
                assert {n.uri for n in nodes if n.kind in kinds} == self.plant.origins(one.uri)
