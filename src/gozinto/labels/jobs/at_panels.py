"""What a panel asks of the queue of labels: how many a rule makes of its event, and one again."""

from __future__ import annotations

from gozinto.labels.jobs import asking, devices, draining
from gozinto.labels.jobs.models import PrintJob
from gozinto.labels.jobs.rules import wanted as wanted_by
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.refusing import refusal
from gozinto.plant import objects
from gozinto.record.models import Event


def wanted(event_id: str) -> int:
    """How many labels the rules ask for of an event that is on record: they come by themselves.

    No query where nothing is printed by rule; two where something is.
    """
    rules = devices.rules()
    if not rules:
        return 0
    event = Event.objects.filter(event_id=event_id, is_declaration=False).first()
    if event is None:
        return 0
    happened = draining.happened([event])[event.pk]
    found = wanted_by(happened, rules=rules, serving=devices.serving())
    return sum(one.rule.copies for one in found)


def reprint(doing: Doing) -> Done:
    """Print the label of a thing again, with the reason, at the printer of the station."""
    reason = doing.text("reason").strip()
    if not reason:
        raise refusal("reason_needed", scanned=doing.text("text"))
    named = doing.text("uri") or doing.text("number") or doing.text("text")
    subject = objects.resolve(named)
    last = PrintJob.objects.filter(subject=subject.uri).order_by("-pk").first()
    if last is None:
        raise refusal("nothing_to_print", scanned=subject.number)
    asking.reprint(
        last.pk, by=doing.stamp["by"], reason=reason, printer=doing.station.printer or last.printer
    )
    return Done(captured=None, kind="reprint", words={"number": subject.number})
