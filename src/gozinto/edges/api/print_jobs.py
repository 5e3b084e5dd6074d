"""Printing over HTTP: labels asked for, the queue and its doubts, and jobs for agents."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto.access.roles import INSIDE, RECORDERS, Role
from gozinto.edges.api import bodies, jsontext, reading
from gozinto.edges.api import print_shapes as shapes
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.labels.jobs import agents, asking, leasing, listing, subjects
from gozinto.labels.jobs.leasing import Trouble
from gozinto.plant import objects

router = Router(tags=["labels"], auth=Holders(INSIDE))
_WRITERS, _AGENTS = Holders(RECORDERS), Holders({Role.AGENT})

_LONGEST = 19
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
_WRITES = _REFUSALS | {413: Problem}


def _jobs(numbers: Iterable[int], *, status: int = 200) -> HttpResponse:
    return jsontext.answer({"jobs": [listing.told(one) for one in numbers]}, status=status)


def _job(number: int, *, status: int = 200) -> HttpResponse:
    return jsontext.answer(listing.told(number), status=status)


def _number(job: str) -> int:
    """The number of a job in an address; 0, which none has, for what is no number."""
    return int(job) if job.isdecimal() and job.isascii() and len(job) < _LONGEST else 0


@router.post(
    "/labels/print",
    response={201: shapes.JobsOut, **_WRITES},
    summary="Print labels",
    openapi_extra=bodies.described(shapes.PrintIn),
    auth=_WRITERS,
)
def print_labels(request: HttpRequest) -> HttpResponse:
    """Queue a label of each of these; all or none. What has a label already needs a reason."""
    sent = bodies.read(request, shapes.PrintIn)
    jobs = subjects.ask(
        sent.ids,
        purpose=sent.purpose or "",
        printer=sent.printer,
        layout=sent.layout,
        copies=sent.copies,
        reason=sent.reason,
        by=caller(request).name,
    )
    return _jobs((job.pk for job in jobs), status=201)


@router.get(
    "/labels/jobs/{job}",
    response={200: shapes.JobOut, **_REFUSALS},
    summary="One print job",
)
def show(request: HttpRequest, job: str) -> HttpResponse:
    """How a job stands, and what went wrong with it last."""
    reading.read_parameters(request, known=())
    return _job(leasing.get(_number(job)).pk)


@router.post(
    "/labels/jobs/{job}/retry",
    response={200: shapes.JobOut, **_WRITES},
    summary="Try a failed job again",
    openapi_extra=bodies.described(shapes.RetryIn),
    auth=_WRITERS,
)
def retry(request: HttpRequest, job: str) -> HttpResponse:
    """Queue it again, at another printer where one is named."""
    sent = bodies.read(request, shapes.RetryIn)
    return _job(asking.retry(_number(job), printer=sent.printer, by=caller(request).name).pk)


@router.post(
    "/labels/jobs/{job}/confirm",
    response={200: shapes.JobOut, **_WRITES},
    summary="Say that a label in doubt is there",
    openapi_extra=bodies.described(shapes.DecideIn),
    auth=_WRITERS,
)
def confirm(request: HttpRequest, job: str) -> HttpResponse:
    """Settle a doubt: somebody has the label in hand."""
    sent = bodies.read(request, shapes.DecideIn)
    return _job(asking.confirm(_number(job), reason=sent.reason, by=caller(request).name).pk)


@router.post(
    "/labels/jobs/{job}/reprint",
    response={201: shapes.JobOut, **_WRITES},
    summary="Print again",
    openapi_extra=bodies.described(shapes.ReprintIn),
    auth=_WRITERS,
)
def reprint(request: HttpRequest, job: str) -> HttpResponse:
    """Queue the label again, with the reason; answers the new job. It settles a doubt."""
    sent = bodies.read(request, shapes.ReprintIn)
    again = asking.reprint(
        _number(job),
        reason=sent.reason,
        printer=sent.printer,
        copies=sent.copies or 0,
        by=caller(request).name,
    )
    return _job(again.pk, status=201)


@router.post(
    "/labels/jobs/{job}/void",
    response={200: shapes.JobOut, **_WRITES},
    summary="Make void",
    openapi_extra=bodies.described(shapes.DecideIn),
    auth=_WRITERS,
)
def void(request: HttpRequest, job: str) -> HttpResponse:
    """End a job that is not printed; of a printed one say that nothing may carry its label."""
    sent = bodies.read(request, shapes.DecideIn)
    return _job(asking.void(_number(job), reason=sent.reason, by=caller(request).name).pk)


@router.get(
    "/labels/history",
    response={200: shapes.LabelsOut, **_REFUSALS},
    summary="The labels of a thing",
    openapi_extra={
        "parameters": [
            {"in": "query", "name": "id", "required": True, "schema": {"type": "string"}}
        ]
    },
)
def history(request: HttpRequest) -> HttpResponse:
    """What was printed of a lot, unit or container, what of it is void, and its other numbers."""
    reading.refuse_others(request.GET, known=("id",))
    text = reading.read_one_id(request) if "id" in request.GET else reading.read_id("")
    found = objects.resolve(text)
    told = listing.history(found.uri, number=found.number)
    return jsontext.answer(
        {"history": [{k: v for k, v in asdict(one).items() if v is not None} for one in told]}
    )


@router.post(
    "/labels/agent/pull",
    response={200: shapes.PulledOut, **_WRITES},
    summary="The next job for an agent",
    openapi_extra=bodies.described(shapes.PullIn),
    auth=_AGENTS,
)
def pull(request: HttpRequest) -> HttpResponse:
    """Hand out a job of these printers, or wait for one. What it held there before is let go."""
    sent = bodies.read(request, shapes.PullIn)
    who = f"agent {caller(request).key} {sent.agent}"
    found = agents.hand_out(sent.printers, agent=who, wait_s=sent.wait_s)
    if found is None:
        return jsontext.answer({})
    handed = {
        "job": found.job,
        "lease": str(found.lease),
        "printer": found.printer,
        "language": found.language,
        "payload": base64.b64encode(found.payload).decode("ascii"),
        "digest": found.digest,
    }
    return jsontext.answer({"handed": handed})


@router.post(
    "/labels/agent/jobs/{job}/begin",
    response={200: shapes.JobOut, **_WRITES},
    summary="An agent begins",
    openapi_extra=bodies.described(shapes.BeginIn),
    auth=_AGENTS,
)
def begin(request: HttpRequest, job: str) -> HttpResponse:
    """Say that the first byte leaves now. Until this is answered nothing may be sent."""
    sent = bodies.read(request, shapes.BeginIn)
    return _job(leasing.begin(_number(job), lease=sent.lease, digest=sent.digest).pk)


@router.post(
    "/labels/agent/jobs/{job}/end",
    response={200: shapes.JobOut, **_WRITES},
    summary="An agent is done",
    openapi_extra=bodies.described(shapes.EndIn),
    auth=_AGENTS,
)
def end(request: HttpRequest, job: str) -> HttpResponse:
    """Say what became of it. That it was delivered may be said late, and twice."""
    sent = bodies.read(request, shapes.EndIn)
    trouble = Trouble(code=sent.code, message=sent.message, next_step=sent.next_step)
    told = agents.ended(_number(job), lease=sent.lease, outcome=sent.outcome, trouble=trouble)
    return _job(told.pk)
