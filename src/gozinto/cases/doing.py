"""What the pages and the HTTP interface do with any case: by its kind's own verb where it has one.

A step that brings something about (a return, a hold, an exchange) has a function of its kind, which
captures events under ids made of the step's request and then takes the step; all others are
steps alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import uuid6

from gozinto.cases import stepping
from gozinto.cases.complaints import claiming, returned
from gozinto.cases.corrective import acting, forbidding, proving
from gozinto.cases.drills import opening as drilling
from gozinto.cases.drills import reaching, scoping
from gozinto.cases.kinds import MACHINES, Act
from gozinto.cases.kinds.machines import is_text
from gozinto.cases.recalls import acts as recall_acts
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Ambiguous, GozintoError, Malformed, Refused, Unknown, Violation
from gozinto.plant import objects

Told = Mapping[str, object]
Opening = Callable[[str, Told, Taking], Standing]
"""Opens a case of a kind, of its title and what it was told."""
Doing = Callable[[Standing, Told, Taking], Standing]
"""Takes a case, as it stands, a step on."""

OPENINGS: Mapping[str, Opening] = MappingProxyType(
    {
        "complaint": claiming.open_complaint,
        "recall": recall_acts.opened,
        "drill": drilling.open_drill,
    }
)
"""By kind; one that is not there is opened by its step alone."""

DOINGS: Mapping[tuple[str, str], Doing] = MappingProxyType(
    {
        ("complaint", "identify"): returned.identify,
        ("complaint", "take_back"): returned.take_back,
        ("complaint", "examine"): returned.examine,
        ("complaint", "exchange"): returned.exchange,
        ("action", "contain"): acting.contain,
        ("action", "explain"): acting.explain,
        ("action", "do"): acting.do,
        ("action", "drop"): acting.drop,
        ("action", "carry_out"): acting.carry_out,
        ("action", "verify"): proving.verify,
        ("action", "fail"): proving.fail,
        ("action", "forbid"): forbidding.forbid,
        ("drill", "scope"): scoping.scope,
        ("drill", "reach"): reaching.reach,
        ("drill", "finish"): reaching.finish,
        **{("recall", name): does for name, does in recall_acts.DOINGS.items()},
    }
)
"""By kind and act; one that is not there is a step alone."""

_LONGEST = 2_000
LEADING = "lead_to"
"""The act by which a case says which other one it led to."""


def open_case(kind: str, *, title: str, told: Told, taking: Taking, led_from: str = "") -> Standing:
    """Open a case. `taking.subjects`: by anything printed on them; `led_from`: the number of the
    case that led to it, which then says so. Raises as `stepping.open_case` and Refused for what
    nothing goes by.
    """
    if kind not in MACHINES:
        raise Unknown(f"No case is a {kind[:40]}.", code="unknown_kind", near=sorted(MACHINES))
    leads = _leading(led_from) if led_from else None
    found = _resolved(MACHINES[kind].opening, taking)
    opens = OPENINGS.get(kind)
    if opens is not None:
        opened = opens(title, told, found)
    else:
        opened = stepping.open_case(kind, title=title, told=told, taking=found)
    if leads is not None and opened.number not in leads.tied:
        stepping.take(
            leads.number,
            LEADING,
            told={},
            taking=Taking(
                by=taking.by,
                roles=taking.roles,
                request=stepping.beside(found, LEADING),
                ties=(opened.number,),
            ),
        )
        return stepping.find(opened.number)
    return opened


def take(number: str, act: str, *, told: Told, taking: Taking) -> Standing:
    """Take a case a step on. Raises as `stepping.take`, what the kind's own verb raises, and
    Refused for what nothing goes by."""
    stands = stepping.find(number)
    of_it = MACHINES[stands.kind].find(act)
    found = _resolved(of_it, taking) if of_it else taking
    does = DOINGS.get((stands.kind, act))
    if does is None:
        return stepping.take(number, act, told=told, taking=found)
    return does(stands, told, found)


def _leading(number: str) -> Standing:
    """A case that is to lead to another. Raises Unknown, Refused (act_not_open)."""
    stands = stepping.find(number)
    act = MACHINES[stands.kind].find(LEADING)
    if act is None or stands.state not in act.since:
        raise Refused(
            [
                Violation(
                    code="act_not_open",
                    message=f"{number} is {stands.state}: it leads to no other case now.",
                    next_step="Open the other case by itself.",
                    path="from",
                    value=number,
                )
            ]
        )
    return stands


def _resolved(act: Act, taking: Taking) -> Taking:
    """The taking with the things that the act asks for by their URIs. Raises Refused."""
    subjects, wrong = dict(taking.subjects), list[Violation]()
    for one in act.about:
        named = [text.strip() for text in subjects.get(one.role, ()) if text.strip()]
        if len(named) > 1 and not one.many:
            wrong.append(_fault(one.role, Malformed("One alone is wanted.", code="bad_field"), ""))
        uris = list[str]()
        for text in named:
            if not is_text(text) or len(text) > _LONGEST:
                unread = Malformed("No label holds a text like this.", code="bad_id")
                wrong.append(
                    _fault(one.role, unread, text[:40].encode("utf-8", "replace").decode())
                )
                continue
            try:
                uris.append(objects.resolve(text).uri)
            except (Unknown, Ambiguous, Malformed) as error:
                wrong.append(_fault(one.role, error, text))
        subjects[one.role] = tuple(uris)
    if wrong:
        raise Refused(wrong)
    return replace(taking, subjects=subjects, request=taking.request or uuid6.uuid7())


def _fault(path: str, error: GozintoError, text: str) -> Violation:
    near: Sequence[str] = getattr(error, "near", ()) or [
        uri for uri, _said in getattr(error, "candidates", ())
    ]
    return Violation(
        code=error.code,
        message=error.message,
        next_step=error.next_step,
        path=path,
        value=text[:200],
        data={"near": list(near)} if near else {},
    )
