"""Cases of every kind over HTTP: listed, opened, read, and taken a step on by the same table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access import gate, signing
from gozinto.access.roles import INSIDE, Role
from gozinto.cases import doing, stepping
from gozinto.cases.complaints import claim_tables
from gozinto.cases.drills import figures, trend
from gozinto.cases.kinds import MACHINES, Act, Machine
from gozinto.cases.kinds.complaint import COMPLAINT
from gozinto.cases.listing import CASES
from gozinto.cases.stepping import Signature, Standing, Step, Taking
from gozinto.edges.api import bodies, jsontext, lists, reading, tables
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.case_shapes import (
    CaseOut,
    DrillOut,
    KindsOut,
    OpenIn,
    StepIn,
    Subjects,
    TrendOut,
)
from gozinto.edges.api.recall_shapes import Claims, ClaimsOut
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, Violation
from gozinto.record import clock

router = Router(tags=["cases"], auth=Holders(INSIDE))

_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 422, 429, 503, 507), Problem)
_OPENERS: frozenset[Role] = frozenset().union(*(one.opening.roles for one in MACHINES.values()))
_TAKERS: frozenset[Role] = frozenset().union(
    *(act.roles for one in MACHINES.values() for act in one.acts)
)
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "complaint": {
        "kind": "complaint",
        "title": "Loses air overnight",
        "told": {
            "claim": "22 kPa a month, no nail found",
            "defect": "leak",
            "dealer": "B0417",
            "reference": "R-2026-118",
            "sold_on": "2026-02-20",
            "failed_on": "2026-03-02",
        },
        "subjects": {"unit": ["0444232322"]},
    },
    "recall": {
        "kind": "recall",
        "title": "Leaks of bladder B-317",
        "told": {"because": "It ran two shifts past its cycles.", "width": "possible"},
        "subjects": {"origin": ["0444232322"]},
    },
    "action": {
        "kind": "action",
        "title": "Bladders past their cycles",
        "told": {"problem": "A bladder ran past its limit and nobody was stopped."},
        "led_from": "CP-2026-0007",
    },
    "drill": {
        "kind": "drill",
        "title": "Mock recall of March",
        "told": {"begins": "anything", "purpose": "Reach every customer within four hours."},
    },
}
"""An example of a request for each kind, for the OpenAPI page."""
STEP = {"act": "examine", "told": {"result": "confirmed", "cause": "thin liner"}, "seen": 1}

lists.add(router, "", CASES, "Cases of every kind, the newest first; `open` of those not ended.")


def _with_examples(model: Any, examples: Mapping[str, Any]) -> dict[str, Any]:
    told = bodies.described(model)
    content = told["requestBody"]["content"]["application/json"]
    content["examples"] = {name: {"value": value} for name, value in examples.items()}
    return told


@router.get("/kinds", response={200: KindsOut, **_REFUSALS}, summary="What cases may be")
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of case: its states, and what may be done in which, by whom, told what."""
    reading.refuse_others(request.GET, known=())
    return jsontext.answer({"kinds": [_kind(one) for one in MACHINES.values()]})


@router.post(
    "",
    response={201: CaseOut, **_REFUSALS},
    summary="Open a case",
    openapi_extra=_with_examples(OpenIn, EXAMPLES),
    auth=Holders(_OPENERS),
)
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case of a kind; who may, and what it is told, its kind says."""
    sent = bodies.read(request, OpenIn)
    opened = doing.open_case(
        sent.kind,
        title=sent.title,
        told=sent.told,
        taking=_taking(request, sent.subjects, password=sent.password),
        led_from=sent.led_from,
    )
    return jsontext.answer(_case(opened, caller(request)), status=201)


@router.post(
    "/claims",
    response={200: ClaimsOut, **_REFUSALS},
    summary="Claims out of a table",
    openapi_extra=tables.BODY,
    auth=Holders(COMPLAINT.opening.roles),
)
def claims(request: HttpRequest, asked: Query[Claims]) -> HttpResponse:
    """Open a complaint for every row of a dealer's table, CSV or XLSX, or for none.

    A claim goes by its dealer and the dealer's own number, so the same table again adds nothing.
    """
    reading.read_parameters(request, known=Claims.model_fields)
    sources = tables.sources(request, asked.name)
    if len(sources) != 1:
        raise Malformed(
            f"There are {len(sources)} files; claims are one.",
            code="one_file_only",
            next_step="Send each by itself, or the sheets of one workbook.",
        )
    who = caller(request)
    report = claim_tables.load(
        sources[0].tables,
        name=sources[0].name,
        by=who.person or who.name,
        roles=who.roles,
        dealer=asked.dealer,
        keeps_sound=asked.keeps_sound,
    )
    told = {"rows": report.rows, "opened": report.opened, "there": report.there}
    return jsontext.answer(told | {"left_out": [_left_out(one) for one in report.left_out]})


def _left_out(one: Violation) -> dict[str, Any]:
    told = {"code": one.code, "message": one.message, "next_step": one.next_step}
    beside = {
        "row": one.data.get("row"), "column": one.data.get("column"), "value": one.value
    }  # fmt: skip
    return told | {name: value for name, value in beside.items() if value}


@router.get("/drills", response={200: TrendOut, **_REFUSALS}, summary="Drills over time")
def drills(request: HttpRequest) -> HttpResponse:
    """The drills that were finished, what each came to, and how long it took."""
    reading.refuse_others(request.GET, known=())
    found = trend.trend()
    listed = [trace.as_json(one) | {"clock_s": one.clock_s} for one in found.drills]
    within = {str(hours): count for hours, count in found.within.items()}
    return jsontext.answer({"drills": listed, "within": within})


@router.get("/{number}", response={200: CaseOut, **_REFUSALS}, summary="Read a case")
def read(request: HttpRequest, number: str) -> HttpResponse:
    """A case as it stands, with all its steps, and what you may do with it now."""
    reading.refuse_others(request.GET, known=())
    return jsontext.answer(_case(stepping.find(number), caller(request)))


@router.get(
    "/{number}/figures", response={200: DrillOut, **_REFUSALS}, summary="What a drill came to"
)
def drill_figures(request: HttpRequest, number: str) -> HttpResponse:
    """How much is located, explained and reached, how soon, and who was called."""
    reading.refuse_others(request.GET, known=())
    stands = stepping.find(number, kind="drill")
    told = trace.as_json(figures.figures(stands, now=clock.now()))
    called = [trace.as_json(one) for one in figures.contacts(stands)]
    return jsontext.answer({**told, "contacts": called})


@router.post(
    "/{number}/steps",
    response={200: CaseOut, **_REFUSALS},
    summary="Take a case a step on",
    openapi_extra=_with_examples(StepIn, {"complaint": STEP}),
    auth=Holders(_TAKERS),
)
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step that its state and your roles allow; what it brings about is on record with it.

    What is signed is signed by the password of whoever is signed in: a token is nobody's.
    """
    sent = bodies.read(request, StepIn)
    after = doing.take(
        number,
        sent.act,
        told=sent.told,
        taking=_taking(request, sent.subjects, password=sent.password, seen=sent.seen),
    )
    return jsontext.answer(_case(after, caller(request)))


def _taking(
    request: HttpRequest, subjects: Subjects, *, password: str, seen: int | None = None
) -> Taking:
    who = caller(request)
    signed: Signature = ""
    if password and who.user is not None:
        signing.check_password(request, who.user, password=password)
        signed = "password"
    return Taking(
        by=who.person or who.name, roles=who.roles, seen=seen, signed=signed, subjects=subjects
    )


def _case(of: Standing, who: gate.Principal) -> dict[str, Any]:
    machine = MACHINES[of.kind]
    return {
        "kind": of.kind,
        "number": of.number,
        "title": of.title,
        "state": of.state,
        "is_ended": of.is_ended,
        "opened_at": of.opened_at,
        "opened_by": of.opened_by,
        "seen": of.seen,
        "told": of.told,
        "made": of.made,
        "subjects": of.subjects,
        "tied": of.tied,
        "tied_from": of.tied_from,
        "open": [act.name for act in machine.open_to(of.state, who.roles)],
        "steps": [_step(one) for one in of.steps],
    }


def _step(of: Step) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sequence": of.sequence,
        "act": of.act,
        "state": of.state,
        "told": of.told,
        "made": of.made,
        "by": of.by,
        "at": of.at,
        "position": of.position,
    }
    beside = {"signed": of.signed, "subjects": of.subjects, "ties": of.ties}
    return told | {name: value for name, value in beside.items() if value}


def _kind(of: Machine) -> dict[str, Any]:
    return {
        "kind": of.kind,
        "prefix": of.prefix,
        "states": of.states,
        "ends": sorted(of.ends),
        "acts": [_act(one) for one in of.acts],
    }


def _act(of: Act) -> dict[str, Any]:
    told: dict[str, Any] = {"name": of.name, "since": sorted(of.since)}
    told |= {"to": of.to} if of.to else {}
    return told | {
        "roles": sorted(role.value for role in of.roles),
        "signed": of.signed,
        "fields": [
            {"name": one.name, "kind": one.kind, "required": one.required}
            | ({"choices": one.choices} if one.choices else {})
            for one in of.fields
        ],
        "about": [
            {"role": one.role, "required": one.required, "many": one.many} for one in of.about
        ],
    }
