"""What a panel does with a job: begins and ends it, feeds it, and tells what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from gozinto.access import panel_sessions
from gozinto.operations import badging, production, runs, scrapping
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import makes_units
from gozinto.operations.panels.shapes import text, texts
from gozinto.operations.production import Component
from gozinto.operations.runs import Run
from gozinto.operations.sentences.amounts import quantity as written
from gozinto.operations.things import Amount, Thing
from gozinto.plant import known as plant
from gozinto.record import Captured
from gozinto.standards.epcis.events import Json


def start(doing: Doing) -> Done:
    """The job begins at the station's machine; one that was paused goes on."""
    job = doing.job()
    if job.state == "paused":
        return resume(doing)
    if job.state == "finished":
        raise refusal("job_finished", scanned=job.number, job=job.number)
    captured = production.start(
        job=job.number,
        step=job.step,
        equipment=doing.equipment(),
        flow=job.flow,
        product=job.product,
        planned=job.planned,
        uom=job.uom,
        order=job.order,
        line=job.line,
        **doing.stamp,
    )
    return _of_job(captured, "start", job)


def _of_job(captured: Captured, kind: str, job: Job) -> Done:
    sets = {"job": "" if kind == "finish" else job.number}
    return Done(captured=captured, kind=kind, words={"job": job.number}, sets=sets)


def pause(doing: Doing) -> Done:
    """The job stands still."""
    job = doing.job()
    return _of_job(
        production.pause(job.uri, reason=doing.text("reason"), **doing.stamp), "pause", job
    )


def resume(doing: Doing) -> Done:
    """The job goes on."""
    job = doing.job()
    return _of_job(production.resume(job.uri, **doing.stamp), "resume", job)


def finish(doing: Doing) -> Done:
    """The job ends."""
    job = doing.job()
    return _of_job(
        production.finish(job.uri, reason=doing.text("reason"), **doing.stamp), "finish", job
    )


def run_of(doing: Doing, job: Job) -> Run | str:
    """The run of the job; where its start has not arrived yet, as the order has it.

    What is sent later than it was done comes in any order: what went in may be here first.
    """
    if job.state != "planned":
        return job.uri
    if doing.is_live:
        raise refusal("job_not_running", scanned=doing.number(), job=job.number)
    return runs.told(
        job=job.number,
        step=job.step,
        equipment=doing.equipment(),
        flow=job.flow,
        product=job.product,
        by=doing.stamp["by"],
        at=doing.stamp.get("at"),
    )


def consume(doing: Doing) -> Done:
    """Something goes into the job."""
    return _fed(doing, production.consume, "consume")


def put_back(doing: Doing) -> Done:
    """What the job did not use comes back."""
    return _fed(doing, production.put_back, "put_back")


def _fed(doing: Doing, verb: Callable[..., Captured], kind: str) -> Done:
    job = doing.job()
    quantity = doing.quantity()
    uom = doing.text("uom") if quantity is not None else ""
    captured = verb(
        doing.thing(),
        run=run_of(doing, job),
        quantity=quantity,
        uom=uom,
        slot=doing.text("slot"),
        position=doing.text("position"),
        **doing.stamp,
    )
    words = {"number": doing.number(), "quantity": written(quantity, uom), "job": job.number}
    kind = kind if quantity is not None else f"{kind}_one"
    return Done(captured=captured, kind=kind, words=words, sets={"job": job.number})


def mount(doing: Doing) -> Done:
    """A tool goes into the machine."""
    return _put(doing, production.mount, "mount")


def unmount(doing: Doing) -> Done:
    """A tool comes off the machine."""
    return _put(doing, production.unmount, "unmount")


def _put(doing: Doing, verb: Callable[..., Captured], kind: str) -> Done:
    captured = verb(
        doing.thing(),
        equipment=doing.equipment(),
        slot=doing.text("slot"),
        position=doing.text("position"),
        step=doing.text("step"),
        **doing.stamp,
    )
    words = {"number": doing.number(), "equipment": doing.equipment()}
    return Done(captured=captured, kind=kind, words=words)


def produce(doing: Doing) -> Done:
    """A lot, or units, come out of the job."""
    job = doing.job()
    if not job.product:
        raise refusal("not_to_make", scanned=job.number)
    place = doing.text("location") or doing.entry.context.destination or doing.station.location
    run, numbers = run_of(doing, job), texts(doing.told, "numbers")
    inputs = [_component(one) for one in _list(doing.told.get("inputs", []))]
    if makes_units(job):
        made = (
            production.produce_serial(
                run=run,
                material=job.product,
                number="".join(numbers[:1]),
                lot=doing.text("lot"),
                inputs=inputs,
                position=doing.text("position"),
                location=place,
                **doing.stamp,
            )
            if inputs
            else production.produce_serials(
                run=run,
                material=job.product,
                numbers=numbers,
                count=0 if numbers else int(doing.quantity() or 1),
                lot=doing.text("lot"),
                position=doing.text("position"),
                location=place,
                **doing.stamp,
            )
        )
        amount = written(Decimal(len(made.numbers)), "C62")
    else:
        quantity = doing.quantity()
        if quantity is None:
            raise refusal("quantity_needed", scanned=job.number)
        made = production.produce_lot(
            run=run,
            material=job.product,
            quantity=quantity,
            uom=doing.text("uom") or job.uom,
            number="".join(numbers[:1]) or doing.text("number"),
            location=place,
            **doing.stamp,
        )
        amount = written(quantity, doing.text("uom") or job.uom or _unit(job))
    words = {"number": ", ".join(made.numbers[:3]), "quantity": amount, "job": job.number}
    sets = {"job": job.number, "made": "".join(made.numbers[-1:])}
    return Done(captured=made, kind="produce", words=words, sets=sets)


def _unit(job: Job) -> str:
    return plant.now().materials[job.product].uom


def _list(value: Json) -> list[Mapping[str, Json]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _component(told: Mapping[str, Json]) -> Component:
    return Component(of=text(told, "uri"), slot=text(told, "slot"), position=text(told, "position"))


def scrap(doing: Doing) -> Done:
    """Some of what the job made, or a thing that was scanned, is no good."""
    from_job = doing.text("number")
    reason, quantity = doing.text("reason"), doing.quantity()
    if not reason:
        raise refusal("reason_needed", scanned=from_job or doing.number())
    if from_job:
        job = doing.job()
        if quantity is None:
            raise refusal("quantity_needed", scanned=from_job)
        captured = production.scrap(
            run=run_of(doing, job),
            material=job.product,
            number=from_job,
            quantity=quantity,
            reason=reason,
            uom=doing.text("uom"),
            **doing.stamp,
        )
        amount = written(quantity, doing.text("uom") or _unit(job))
        return Done(captured=captured, kind="scrap", words={"number": from_job, "quantity": amount})
    return _scrapped(doing, reason, quantity)


def _scrapped(doing: Doing, reason: str, quantity: Decimal | None) -> Done:
    of: Thing | Amount = doing.thing()
    if quantity is not None:
        of = Amount(of=doing.thing(), quantity=quantity, uom=doing.text("uom"))
    captured = scrapping.scrap(of, reason=reason, equipment=doing.station.equipment, **doing.stamp)
    amount = written(quantity, doing.text("uom"))
    words = {"number": doing.number(), "quantity": amount}
    return Done(captured=captured, kind="scrap" if amount else "scrap_one", words=words)


def badge_in(doing: Doing) -> Done:
    """The person works at the machine from now on."""
    return _badged(doing, badging.badge_in, "badge_in")


def badge_out(doing: Doing) -> Done:
    """The person leaves the machine: it is the session at the station that ends."""
    at = doing.entry.at if "at" in doing.stamp else None
    panel_sessions.left(station=doing.station.code, person=doing.stamp["by"], at=at)
    return _badged(doing, badging.badge_out, "badge_out")


def _badged(doing: Doing, verb: Callable[..., Captured], kind: str) -> Done:
    if not doing.station.equipment:
        return Done(captured=None, kind=kind, words={"person": doing.stamp["by"]})
    captured = verb(equipment=doing.station.equipment, **doing.stamp)
    return Done(captured=captured, kind=kind, words={"person": doing.stamp["by"]})
