"""A plant in which every page of the office has something to show, and browsers that ask for it."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from gozinto.access import links, panel_sessions, pins, stations, tokens
from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.cases import doing
from gozinto.cases.models import RecallNotice
from gozinto.cases.recalls import freezing, notifying, opening, stopping
from gozinto.cases.stepping import Taking
from gozinto.labels.jobs import leasing
from gozinto.operations import holding
from gozinto.operations.bulk import asking
from gozinto.operations.bulk import working as bulk
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.importing import jobs, working
from gozinto.plant.models import Person, TraceableObject
from gozinto.record import charts
from gozinto.record.attachments import attaching
from gozinto.record.models import Event
from tests.edges import laboratory, small_plant
from tests.labels.jobs import queued

PASSWORD = "three tyres and a bladder"
FAULTY = "code,name,kind,uom\nW1,Wax,raw,furlong\nW2,,raw,KGM\n"
SOUND = "code,name,kind,uom\nW3,Wax,raw,KGM\n"


def furnish(*, tyres: int = 6) -> dict[str, str]:
    """Tell the story, leave some work undone; answers what the addresses of pages name."""
    small_plant.build(tyres=tyres)
    laboratory.furnish()
    laboratory.measure(30)
    a_print_queue()
    holding.hold("HB-2209", reason="Smells.", by="A1107")
    (series,) = [one for one in charts.all_series() if one.signals]
    return {
        "chart": series.key,
        "inspection": Event.objects.filter(biz_step="inspecting").latest("position").event_id,
        "receipt": Event.objects.get(biz_step="receiving", document__contains="/HB-2209").event_id,
        "event": str(Event.objects.earliest("position").position),
        "file": _file(),
        "bulk": _bulk(),
        "batch": _batch(),
        **_cases(),
        "faulty": _import(FAULTY, is_checked=True),
        "sound": _import(SOUND, is_checked=True),
        "unmapped": _import(SOUND, is_checked=False),
        **_accounts(),
        **_stations(),
    }


def a_print_queue() -> None:
    """A label in each state that a person is shown otherwise."""
    queued.printed("P-77")
    queued.ask("F-1")
    failed = queued.take()
    leasing.unfit(failed.pk, lease=queued.lease_of(failed), trouble=queued.GONE)
    doubt = queued.begun("HB-2209")
    leasing.lost(doubt.pk, lease=queued.lease_of(doubt), trouble=queued.GONE)
    queued.ask("Q-88", printer="ZD-2", copies=3)


def _stations() -> dict[str, str]:
    """One with a device at which somebody works by badge alone, and one that nobody enrolled."""
    stations.create(
        code="PRESSES", name="Press hall", equipment="PRESS-42", location="WH", by="r.admin"
    )
    stations.create(code="STORE", name="Raw warehouse", location="WH", by="r.admin")
    stations.enrol(stations.invite("PRESSES", by="r.admin"), agent="Mozilla/5.0 (Android) Chrome/1")
    pins.choose("A1107", pin="2580", by="r.admin")
    panel_sessions.sign_in(station="PRESSES", person="A1107", pin="2580")
    panel_sessions.begun_offline(station="PRESSES", person="A1150", at=timezone.now())
    return {"station": "PRESSES"}


def _file() -> str:
    tyre = TraceableObject.objects.get(uri=small_plant.TYRE)
    paper = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    return str(attaching.attach(paper, name="return.pdf", to=tyre, by="A1107").id)


def _bulk() -> str:
    things = TraceableObject.objects.filter(number__in=["SI-302", "HB-2209"])
    job = asking.ask(
        "hold",
        subjects=[one.uri for one in things],
        reason="Smells.",
        by="chief",
        roles=[Role.ADMIN],
    )
    bulk.work()
    return str(job.pk)


def _cases() -> Mapping[str, str]:
    """A complaint that is not decided, a recall whose scope is being found, a proven action."""
    taking = Taking(by="A1107", roles=[Role.QUALITY], subjects={"unit": [small_plant.SERIAL]})
    claim = {"claim": "Loses air overnight.", "dealer": "B0417", "defect": "leak"}
    complaint = doing.open_case("complaint", title="It leaks", told=claim, taking=taking)
    doing.take(
        complaint.number,
        "examine",
        told={"result": "confirmed", "cause": "thin liner"},
        taking=Taking(by="A1107", roles=[Role.QUALITY]),
    )
    found = doing.open_case(
        "recall",
        title="Leaks of B-317",
        told={"because": "The bladder ran past its cycles."},
        taking=Taking(by="A1107", roles=[Role.QUALITY], subjects={"origin": [small_plant.SERIAL]}),
        led_from=complaint.number,
    )
    unread = doing.open_case(
        "complaint",
        title="It leaks too",
        told={**claim, "material": "T205", "dot_week": "0626"},
        taking=Taking(by="A1107", roles=[Role.QUALITY]),
    )
    action = _proven()
    return {
        "case": complaint.number,
        "recall": found.number,
        "unread": unread.number,
        **_called_back(),
        "action": action,
        **_drilled(),
    }


def _drilled() -> Mapping[str, str]:
    """A drill that was finished, and one on which somebody is at work."""
    numbers = {}
    for name, told in (("drilled", {"begins": "finished"}), ("drill", {"begins": "raw"})):
        taking = Taking(by="A1107", roles=[Role.QUALITY])
        case = doing.open_case("drill", title="Mock recall", told=told, taking=taking)
        doing.take(case.number, "scope", told={}, taking=taking)
        numbers[name] = case.number
    reached = {"customer": "B0417", "answered": True, "who": "A. Kaya"}
    doing.take(numbers["drilled"], "reach", told=reached, taking=taking)
    learned = {"learned": "The list of telephone numbers is old."}
    signed = Taking(by="A1107", roles=[Role.QUALITY], signed="password")
    doing.take(numbers["drilled"], "finish", told=learned, taking=signed)
    return numbers


def _called_back() -> Mapping[str, str]:
    """A recall whose customers are told, and one of its letters."""

    def by() -> Taking:
        return Taking(by="A1107", roles=[Role.QUALITY], signed="password")

    tyres = TraceableObject.objects.filter(item="T205", kind="serial")
    out = tyres.exclude(number=small_plant.SERIAL).order_by("-number")[0]
    number = opening.open_recall("Leaks", because="It leaks.", of=[out], taking=by()).number
    freezing.freeze(number, because="It leaks.", taking=by())
    stopping.stop(number, taking=by())
    notifying.notify(number, instruction="Send them back.", taking=by())
    (letter,) = RecallNotice.objects.all()
    return {"called": number, "letter": str(letter.pk), "code": letter.code}


def _proven() -> str:
    """The number of a corrective action that helped."""
    told: tuple[tuple[str, dict[str, object]], ...] = (
        ("contain", {"containment": "The press stands."}),
        ("explain", {"occurred_because": "The bladder was worn."}),
        ("plan", {"action": "Change it earlier", "owner": "A1107", "due_on": "2026-03-05"}),
        ("do", {"line": "4", "done": "Told the shifts."}),
        ("carry_out", {"done": "All changed.", "check_on": "2026-03-20"}),
        ("verify", {"because": "No leak since."}),
    )
    problem = {"problem": "Tyres leak at the bladder."}
    taking = Taking(by="A1107", roles=[Role.QUALITY])
    case = doing.open_case("action", title="Worn bladders", told=problem, taking=taking)
    for act, what in told:
        case = doing.take(case.number, act, told=what, taking=taking)
    return case.number


def _batch() -> str:
    waxed = Given(kind="materials", values={"code": "WX", "name": "Wax", "kind": "raw"})
    return str(changing.apply([waxed], by="chief", why="A new supplier.").batch)


def _import(table: str, *, is_checked: bool) -> str:
    sent = io.BytesIO(table.encode())
    job = jobs.start([jobs.Sent("materials.csv", sent, len(table))], by="chief")
    if is_checked:
        jobs.check(job)
        assert working.work_one(tell=lambda *_: None)
    return str(job.pk)


def _accounts() -> Mapping[str, str]:
    """One without second factors, one with all of them, and a link that opens once."""
    Person.objects.create(code="chief", name="R. Admin")
    chief = User.objects.create_user("chief", first_name="R. Admin")
    keyed = User.objects.create_user("keyed", password=PASSWORD, first_name="K. Admin")
    for user in (chief, keyed):
        RoleGrant.objects.create(user=user, role=Role.ADMIN)
    TOTP.activate(keyed, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(keyed)
    key = Authenticator.objects.create(
        user=keyed,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Desk", "credential": _credential()},
    )
    tokens.create(role=Role.INTEGRATOR, name="erp")
    return {"key": str(key.pk), "link": links.create(user=chief, sets_password=True)}


def _credential() -> dict[str, Any]:
    """What a key tells when it is added; nobody signs in with this one."""
    public = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    known = AttestedCredentialData.create(Aaguid.NONE, b"key", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(b"h" * 32, flags, 0, known)
    said = CollectedClientData.create("webauthn.create", b"c" * 16, "http://testserver")
    response = {
        "clientDataJSON": websafe_encode(said),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    key = websafe_encode(b"key")
    return {"id": key, "rawId": key, "response": response, "type": "public-key"}


VISITORS = ("nobody", "half", "chief", "keyed")


def visitors() -> dict[str, Client]:
    """Browsers: nobody's, the two administrators', and one that has shown a password alone."""
    half = Client()
    half.post("/sign-in/", {"username": "keyed", "password": PASSWORD})
    return {"nobody": Client(), "half": half} | {name: _of(name) for name in ("chief", "keyed")}


def _of(name: str) -> Client:
    browser = Client()
    user = User.objects.get(username=name)
    browser.force_login(user)
    # Who has factors has shown them this minute, as allauth notes it.
    session = browser.session
    shown = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser
