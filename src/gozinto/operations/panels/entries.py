"""Takes what a panel sends: each entry is done once, and becomes one event or one refusal.

An entry that is live is judged by the rules, and refused where they forbid it. One that is not
has happened: it is recorded, and what is wrong with it is found. What cannot be recorded at all
is kept for a person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import translation

from gozinto.access.roles import Role
from gozinto.errors import GozintoError, Malformed, Unavailable
from gozinto.operations import stamp as stamps
from gozinto.operations.panels import deciding, missing, shapes, telling
from gozinto.operations.panels.acts import ACTS
from gozinto.operations.panels.doing import Doing, Done
from gozinto.operations.panels.models import PanelEntry
from gozinto.operations.panels.refusing import refusal
from gozinto.operations.panels.scanned import Meant, expected
from gozinto.operations.panels.shapes import Answer, Asked, Choice, Entry, Station, Who
from gozinto.operations.stamp import Override, Stamp
from gozinto.record import clock, requests
from gozinto.record.rules.table import RULES
from gozinto.record.transactions import run_tx
from gozinto.standards.epcis.events import Json

MOST = 50
"""Entries of one request."""
FRESH = timedelta(seconds=10)
"""What may be done without the network, was sent live and arrives later than that has happened:
its panel has told the person so.
"""
LATE = timedelta(seconds=60)
"""What needs the server is not done for somebody who waited for longer than that."""
SKEW = timedelta(minutes=2)
"""So far may a panel's clock be off before its times are taken for intervals."""

Reprint = Callable[[Doing], Done]
Labels = Callable[[str], int]


def _no_reprint(doing: Doing) -> Done:
    raise refusal("nothing_to_print", scanned=doing.text("text"))


def _no_labels(event_id: str) -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What only a room above can do: print a label again, and count those that a rule made."""

    reprint: Reprint = _no_reprint
    labels: Labels = _no_labels


def take(
    sent: Sequence[Json],
    *,
    station: Station,
    who: Asked,
    log: str = "",
    device_now: datetime | None = None,
    printing: Printing | None = None,
) -> list[Answer]:
    """Do what a station sent, in the order of its sequence; an answer for each as it was sent.

    `who`: who the person of an entry is at that station then. `log`: in which count of a device
    the numbers stand; without one nobody can know which are missing. `device_now`: the panel's
    clock as it sent this. Each entry is a transaction of its own. Raises Unavailable where nothing
    can be written.
    """
    now = clock.now()
    missing.note(map(_seq, sent), station=station, log=log)
    taking = _Taking(
        station=station,
        log=log,
        who=who,
        ahead=device_now - now if device_now else timedelta(0),
        printing=printing or Printing(),
    )
    order = sorted(range(len(sent)), key=lambda index: _seq(sent[index]))
    answers = {index: taking.one(sent[index]) for index in order}
    return [answers[index] for index in range(len(sent))]


def _seq(told: Json) -> int:
    """The number of an entry; 0 where it has none that can be one."""
    found = told.get("seq") if isinstance(told, Mapping) else None
    if not isinstance(found, int) or isinstance(found, bool):
        return 0
    return found if 0 < found <= shapes.MOST_SEQ else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taking:
    """One request of a station."""

    station: Station
    log: str
    who: Asked
    ahead: timedelta
    printing: Printing

    def one(self, told: Json) -> Answer:
        """What becomes of one entry; the same again if it came before."""
        content = _written(told)
        fingerprint = sha256(_content(told).encode()).digest()
        with translation.override(self.station.language):
            try:
                entry = shapes.read(told)
            except Malformed as error:
                return self._keep_unread(content, fingerprint, error)
            at = clock.now() if self._waits(entry) else entry.at - self.ahead
            who = self.who(entry, at) if entry.person else None
            return run_tx(lambda: self._once(entry, who, content, fingerprint))

    def _once(self, entry: Entry, who: Who | None, content: str, fingerprint: bytes) -> Answer:
        requests.wait_for_others("panel entry", entry.id)
        before = PanelEntry.objects.filter(name=entry.id).first()
        if before is None:
            answer, error = self._answered(entry, who)
            is_proven = who is not None and who.is_proven
            self._write(entry.id, answer, entry, content, fingerprint, error, is_proven=is_proven)
            return answer
        if bytes(before.fingerprint) == fingerprint and before.station == self.station.code:
            return _read(before.answer)
        return self._conflict(entry, content, fingerprint)

    def _conflict(self, entry: Entry, content: str, fingerprint: bytes) -> Answer:
        name = f"content:{self.station.code}:{fingerprint.hex()}"
        before = PanelEntry.objects.filter(name=name).first()
        if before is not None:
            return _read(before.answer)
        error = refusal("entry_conflict")
        answer = self._no(entry, error, verdict="kept")
        self._write(name, answer, entry, content, fingerprint, error)
        return answer

    def _keep_unread(self, content: str, fingerprint: bytes, unread: Malformed) -> Answer:
        name = f"content:{self.station.code}:{fingerprint.hex()}"
        error = refusal("bad_entry", field=str(unread.data.get("field", "")))
        said = telling.refused(error, scanned="", expected="")
        answer = Answer(id=_id_in(content), verdict="kept", **said)

        def once() -> Answer:
            requests.wait_for_others("panel entry", name)
            before = PanelEntry.objects.filter(name=name).first()
            if before is not None:
                return _read(before.answer)
            self._write(name, answer, None, content, fingerprint, error)
            return answer

        return run_tx(once)

    def _answered(self, entry: Entry, who: Who | None) -> tuple[Answer, GozintoError | None]:
        """What is done about an entry that is new, and what is wrong with it."""
        panel = stamps.Panel(station=self.station.code, is_proven=who is not None and who.is_proven)
        try:
            # A savepoint: what is refused leaves nothing but the answer.
            with transaction.atomic(), stamps.told_at(panel):
                return self._tried(entry, who), None
        except Unavailable:
            raise  # it stays in the panel's outbox until it can be written
        except GozintoError as error:
            verdict: shapes.Verdict = "refused" if self._waits(entry) else "kept"
            return self._no(entry, error, verdict=verdict), error

    def _waits(self, entry: Entry) -> bool:
        """Whether the person still waits for the verdict."""
        return entry.live and self._age(entry) <= LATE

    def _age(self, entry: Entry) -> timedelta:
        """How long ago it was made, by the panel's own clock."""
        return clock.now() - (entry.at - self.ahead)

    def _tried(self, entry: Entry, who: Who | None) -> Answer:
        meant = meaning(entry, station=self.station)
        is_asked = meant.choices and (self._waits(entry) or not meant.act)
        if is_asked or not meant.act:
            return self._not_done(entry, meant)
        if not entry.person:
            raise refusal("nobody_acts", scanned=meant.name)
        if who is None:
            raise refusal("unknown_operator", person=entry.person)
        done = self._do(entry, meant, who)
        event_id = done.captured.event_id if done.captured else ""
        return Answer(
            id=entry.id,
            verdict="ok",
            act=meant.act,
            event_id=event_id,
            sentence=telling.done(done),
            scanned=meant.name,
            findings=telling.findings(event_id) if event_id else (),
            labels=self.printing.labels(event_id) if event_id else 0,
            sets={**meant.sets, **done.sets},
            goto=meant.goto,
            kind=done.kind,
            words=dict(done.words),
        )

    def _not_done(self, entry: Entry, meant: Meant) -> Answer:
        if meant.choices and not self._waits(entry):
            raise refusal("several_meant", scanned=meant.name)
        return Answer(
            id=entry.id,
            verdict="choose" if meant.choices else "ok",
            sentence=telling.choosing(meant) if meant.choices else telling.set_to(meant),
            scanned=meant.name,
            choices=meant.choices,
            sets=meant.sets,
            goto=meant.goto,
        )

    def _do(self, entry: Entry, meant: Meant, who: Who) -> Done:
        if meant.act == "reprint":
            return self.printing.reprint(self._doing(entry, meant, who, is_live=True))
        act = ACTS.get(meant.act)
        if act is None:
            raise refusal("unknown_panel_act", scanned=meant.name)
        is_live = entry.live and self._age(entry) <= (FRESH if act.is_offline else LATE)
        if is_live and not who.is_proven:
            raise refusal("pin_needed", scanned=meant.name, person=entry.person)
        doing = self._doing(entry, meant, who, is_live=is_live)
        # Who may open a refusal does that, and no more: the roles of the act are the others'.
        opens = any(one.role for one in doing.stamp.get("override", ()))
        if who.roles.isdisjoint(act.roles) and not opens:
            named = ", ".join(str(Role(one).label) for one in sorted(act.roles))
            raise refusal("role_missing", scanned=meant.name, person=entry.person, roles=named)
        if not (is_live or act.is_offline):
            raise refusal("needs_network", scanned=meant.name)
        return act.do(doing)

    def _doing(self, entry: Entry, meant: Meant, who: Who, *, is_live: bool) -> Doing:
        stamp: Stamp = {"by": entry.person, "event_id": entry.event_id, "live": is_live}
        if not is_live:
            # It was then by the panel's clock, whatever that says; how far off it is bounds it.
            stamp["at"] = entry.at
            if abs(self.ahead) > SKEW:
                other = entry.at - self.ahead
                stamp["earliest"], stamp["latest"] = min(entry.at, other), max(entry.at, other)
        overrides = tuple(_overrides(meant.told or entry.told, entry.told, who))
        if overrides:
            stamp["override"] = overrides
        return Doing(station=self.station, entry=entry, who=who, told=meant.told, stamp=stamp)

    def _no(self, entry: Entry, error: GozintoError, *, verdict: shapes.Verdict) -> Answer:
        wanted = expected(entry.context) if verdict == "refused" else ""
        said = telling.refused(error, scanned=_named(entry), expected=wanted)
        return Answer(id=entry.id, verdict=verdict, act="", **said)

    def _write(
        self,
        name: str,
        answer: Answer,
        entry: Entry | None,
        content: str,
        fingerprint: bytes,
        error: GozintoError | None,
        *,
        is_proven: bool = True,
    ) -> None:
        now = clock.now()
        PanelEntry.objects.create(
            name=name,
            station=self.station.code,
            log=self.log,
            seq=entry.seq if entry else _seq(json.loads(content)) or None,
            at=entry.at if entry else now,
            received_at=now,
            clock_ahead_s=self.ahead.total_seconds(),
            person=entry.person if entry else "",
            is_proven=is_proven,
            live=entry.live if entry else False,
            act=answer.act,
            event_id=answer.event_id,
            verdict=answer.verdict,
            code=answer.code,
            sentence=answer.sentence,
            fault=json.dumps(telling.fault(error)) if error else "",
            fingerprint=fingerprint,
            told=content,
            answer=json.dumps(asdict(answer)),
        )


def meaning(entry: Entry, *, station: Station) -> Meant:
    """What an entry asks for: a scan is decided here, another act says it itself.

    Raises what `deciding.decide` raises.
    """
    if entry.act != "scan":
        return Meant(name=_named(entry), act=entry.act, told=entry.told)
    context = entry.context
    if entry.told.get("opens") is True:
        context = replace(context, container="")
    return deciding.decide(
        shapes.text(entry.told, "text"),
        station=station,
        context=context,
        quantity=shapes.text(entry.told, "quantity"),
        meant=shapes.text(entry.told, "meant"),
    )


def _overrides(told: Mapping[str, Json], sent: Mapping[str, Json], who: Who) -> Sequence[Override]:
    listed = sent.get("override", told.get("override", []))
    found = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return [_override(shapes.text(one, "code"), shapes.text(one, "reason"), who) for one in found]


def _override(code: str, reason: str, who: Who) -> Override:
    rule = RULES.get(code)
    may = sorted(who.roles & rule.overridden_by) if rule else []
    return Override(code=code, reason=reason, role="".join(may[:1]))


def _named(entry: Entry) -> str:
    """What was scanned or chosen, as it was sent."""
    named = (entry.told.get(name) for name in ("text", "number", "uri", "job"))
    return next((one for one in named if shapes.is_text(one) and one), "")


def _written(told: Json) -> str:
    """An entry as it is kept: every character can be stored, whatever a scanner sent."""
    return json.dumps(told, sort_keys=True, default=str)


def _content(told: Json) -> str:
    """What makes an entry the one it is: whether somebody waits for it does not."""
    if isinstance(told, Mapping):
        return _written({name: value for name, value in told.items() if name != "live"})
    return _written(told)


def _id_in(content: str) -> str:
    found = json.loads(content)
    name = found.get("id") if isinstance(found, dict) else None
    return name[:80] if isinstance(name, str) else ""


def _read(answer: str) -> Answer:
    told: dict[str, Any] = json.loads(answer)
    told["choices"] = tuple(Choice(**one) for one in told["choices"])
    for name in ("findings", "may_override"):
        told[name] = tuple(told[name])
    return Answer(**told)
