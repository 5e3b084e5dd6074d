"""/epcis/capture: a document in, and what became of each that was sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from gozinto.access.gate import Principal
from gozinto.edges.epcis import parameters
from gozinto.edges.epcis.bodies import LIMITS, open_body, syntax_of
from gozinto.errors import Malformed, Refused, Unknown, Violation
from gozinto.record import documents
from gozinto.record.documents import Report
from gozinto.record.models import CaptureJob

_BEHAVIOURS = ("rollback", "proceed")
_MOST_IN_LIST = 10
_LIMIT_HEADERS = {
    "GS1-EPCIS-Capture-Limit": str(LIMITS.events),
    "GS1-EPCIS-Capture-File-Size-Limit": str(LIMITS.document_bytes),
}


def capture(request: HttpRequest, who: Principal) -> HttpResponse:
    """Record a document and answer 202 with its job, which is finished by then.

    A document that cannot be read is answered 400 with every fault, except that `proceed` keeps
    what is sound. What the record has against an event stands in the job.
    """
    behaviour = request.headers.get("GS1-Capture-Error-Behaviour", "rollback")
    if behaviour not in _BEHAVIOURS:
        raise Malformed(
            f"There is no error behaviour {behaviour!r}.",
            code="unknown_error_behaviour",
            next_step=f"Send one of {', '.join(_BEHAVIOURS)}.",
        )
    proceed = behaviour == "proceed"
    with open_body(request) as body:
        report = documents.capture(
            body,
            syntax=syntax_of(request),
            limits=LIMITS,
            proceed=proceed,
            told_by=f"epcis:{who.name}",
        )
    unread = report.misread or report.unreadable
    if unread and not (proceed and report.captured + report.repeated):
        raise _unreadable(report)
    where = request.build_absolute_uri(f"/epcis/capture/{report.job}")
    headers = {"Location": where, "GS1-Capture-Error-Behaviour": behaviour, **_LIMIT_HEADERS}
    return HttpResponse(status=202, headers=headers)


def one(request: HttpRequest, who: Principal, job_id: UUID) -> HttpResponse:
    """What became of one document. Raises Unknown."""
    job = CaptureJob.objects.filter(job_id=job_id).first()
    if job is None:
        raise Unknown(
            f"There is no capture job {job_id}.",
            code="unknown_capture_job",
            next_step="Check the id; /epcis/capture lists the jobs, the newest first.",
        )
    return _json(_shown(job))


def listed(request: HttpRequest, who: Principal) -> HttpResponse:
    """A page of all jobs, the newest first."""
    wanted = parameters.read_page(request)
    jobs = CaptureJob.objects.order_by("-job_id")
    if wanted.after:
        jobs = jobs.filter(job_id__lt=_token(wanted.after))
    rows = list(jobs[: wanted.size + 1])
    answer = _json([_shown(job, most=_MOST_IN_LIST) for job in rows[: wanted.size]])
    if len(rows) > wanted.size:
        token = str(rows[wanted.size - 1].job_id)
        answer["Link"] = f'<{parameters.next_address(request, token)}>; rel="next"'
    return answer


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Malformed(
            "This is no page token of this server.",
            code="bad_page_token",
            next_step="Follow the Link header of the page before, or ask anew without it.",
            value=text[:80],
        ) from error


def _unreadable(report: Report) -> Malformed | Refused:
    faults = [*report.unreadable]
    for faulty in report.faults:
        faults += faulty.violations
    more = report.faulty - len(report.faults)
    if more:
        faults.append(Violation(code="more_faults", message=f"{more} more events are faulty."))
    said = f"{report.faulty} of {report.read} events are faulty, and nothing was stored."
    if report.unreadable:
        said = f"{report.unreadable[0].message.rstrip('.')}, and nothing was stored."
    return Malformed(
        said,
        code=faults[0].code,
        violations=faults,
    )


def _shown(job: CaptureJob, *, most: int | None = None) -> dict[str, Any]:
    errors = [
        _error(_EVENT, violation, {"index": one["index"], "eventID": one["eventID"]})
        for one in job.faults
        for violation in one["violations"]
    ]
    errors += [_error(_DOCUMENT, violation, {}) for violation in job.unreadable]
    if most is not None and len(errors) > most:
        more = Violation(
            code="more_faults",
            message=f"There are {len(errors) - most:,} more faults.",
            next_step=f"Ask for /epcis/capture/{job.job_id}, which lists them.",
        )
        errors[most:] = [_error(_EVENT, more.as_dict(), {})]
    return {
        "captureID": str(job.job_id),
        "createdAt": _time(job.created_at),
        "finishedAt": _time(job.finished_at),
        "running": False,
        "success": job.success,
        "captureErrorBehaviour": _BEHAVIOURS[job.proceed],
        "errors": errors,
        "gozinto:events": {
            "read": job.read,
            "captured": job.captured,
            "repeated": job.repeated,
            "faulty": job.faulty,
        },
    }


_EVENT = "This event is not on record"
_DOCUMENT = "The document itself is faulty"


def _error(title: str, violation: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
    is_conflict = violation["code"] == "event_id_conflict"
    exception = "ResourceAlreadyExistsException" if is_conflict else "ValidationException"
    status = 409 if is_conflict else 400
    return {
        "type": f"epcisException:{exception}",
        "title": title,
        "status": status,
        "detail": violation["message"],
        **violation,
        **where,
    }


def _time(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _json(value: object) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")
