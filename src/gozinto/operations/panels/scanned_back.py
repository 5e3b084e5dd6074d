"""A label is scanned back: whether what carries it was made by the job that is open."""

from __future__ import annotations

from gozinto.operations.panels import jobs as all_jobs
from gozinto.operations.panels.jobs import Job
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import Meant, Scanned
from gozinto.roundtrips import rows

_MADE_IN = """
SELECT DISTINCT r.uri FROM gozinto_link l JOIN gozinto_run r ON r.id = l.run_id
WHERE l.object_id = (SELECT id FROM gozinto_traceableobject WHERE uri = %s) AND NOT l.is_input
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)
"""


def right(one: Scanned, running: Job) -> Meant:
    """Its label is right; a later step has what the jobs of others made.

    Raises Refused where another job made it at this step.
    """
    runs = [run for (run,) in rows(_MADE_IN, [one.match.uri])]
    others = [each for each in all_jobs.begun(runs).values() if each.step == running.step]
    if running.uri not in runs and others:
        raise refusal(
            "made_elsewhere", scanned=one.name, expected=one.expected(), job=others[0].number
        )
    sets = {"job": running.number, "of": one.match.uri, "made": one.match.code}
    return Meant(name=one.name, sets=sets)
