"""Every customer of a recall is told of their own things, by letter and mail, until they answer."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from gozinto.cases import stepping
from gozinto.cases.models import CaseStep, RecallNotice, RecallUnit
from gozinto.cases.recalls import freezing, places
from gozinto.cases.recalls.places import OUT, Placed, Whereabouts
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Refused, Unknown, Violation
from gozinto.plant import enterprise, known
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.record.transactions import run_tx

MOST_ATTEMPTS = 6
_FIRST_WAIT = timedelta(minutes=1)
_LANGUAGE = "en"
"""In which a company is written to of which no language is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that a customer has: its number, what it is, how much, and when it was sent."""

    number: str
    material: str
    quantity: str
    uom: str
    note: str
    sent_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a letter says; all of it stands in its notice."""

    recall: str
    title: str
    company: str
    customer: str
    language: str
    is_reminder: bool
    instruction: str
    on: datetime
    lines: tuple[Line, ...]
    link: str = ""


Draw = Callable[[Letter], bytes]
"""How a letter becomes a PDF."""
Link = Callable[[str], str]
"""Where a customer answers a letter, by its code; "" where nobody outside reaches us."""
ANSWER = ("stopped", "sold", "answer")
"""What a customer may say beside that they have read it: how much is stopped there, how much was
sold on, and anything else."""


def notify(number: str, *, instruction: str, taking: Taking) -> Standing:
    """A letter to every customer that has anything of the scope: each names theirs alone.

    `instruction`: what they are to do. The worker sends them; one to a company without an address
    waits for somebody to print it. Raises what `stepping.take` raises, Refused (nobody_to_tell).
    """
    told = {"instruction": instruction}
    stepping.check(number, "notify", told=told, taking=taking)
    stands = stepping.find(number)
    return _write(number, "notify", told, taking, _lines(stands), instruction, is_reminder=False)


def remind(number: str, *, taking: Taking) -> Standing:
    """The letter once more to every customer that did not answer. Raises as `notify`."""
    stepping.check(number, "remind", told={}, taking=taking)
    stands = stepping.find(number)
    silent = {one.customer for one in newest(stands.id).values() if not one.acknowledged_at}
    lines = {uri: some for uri, some in _lines(stands).items() if uri in silent}
    instruction = str(stands.told.get("instruction", ""))
    return _write(number, "remind", {}, taking, lines, instruction, is_reminder=True)


def acknowledge(
    number: str,
    *,
    customer: str,
    who: str,
    taking: Taking,
    answered: Mapping[str, str] | None = None,
) -> Standing:
    """A customer answered, on the telephone say: `customer` is their URI or code, `answered` what
    they said, by the names of `ANSWER`.

    Raises what `stepping.take` raises, Unknown (not_notified) for a company that has no letter.
    """
    partner = known.now().partners.get(customer)
    uri = partner.uri if partner else customer
    stands = stepping.find(number)
    if uri not in newest(stands.id):
        raise Unknown(
            "This company has no letter of this recall.", code="not_notified", value=customer
        )
    told = {"customer": uri, "who": who, **(answered or {})}

    def body() -> Standing:
        after = stepping.take(number, "acknowledge", told=told, taking=taking)
        _acknowledged(stands.id, uri, who)
        return after

    return run_tx(body)


def newest(case: int) -> Mapping[str, RecallNotice]:
    """The last letter to each customer, by the URI of the company, in the order of their names."""
    found = RecallNotice.objects.filter(case=case).order_by("name", "customer", "step")
    return {one.customer: one for one in found}


def unreached(code: str) -> str:
    """No address: nobody outside reaches us."""
    return ""


def send(*, draw: Draw, link: Link = unreached, budget: int = 20) -> int:
    """Send what is due, at most so many letters; answers how many went out.

    A mail that does not go is tried again after a minute, then two, four and so on; after six
    times somebody must do it by hand. One that went out while the worker was killed may go twice.
    """
    sent = 0
    for _turn in range(budget):
        done = _send_one(draw, link)
        if done is None:
            break
        sent += done
    return sent


def is_due() -> bool:
    """Whether any letter is to be sent."""
    return _due().exists()


def letter_of(notice: RecallNotice, *, link: Link = unreached) -> Letter:
    """The letter of a notice: nothing is read of other customers."""
    return Letter(
        recall=notice.case.number,
        title=notice.case.title,
        company=enterprise.get().name,
        customer=notice.name,
        language=notice.language,
        is_reminder=notice.is_reminder,
        instruction=notice.instruction,
        on=notice.step.at,
        lines=tuple(Line(**one) for one in notice.lines),
        link=link(notice.code),
    )


def _due() -> QuerySet[RecallNotice]:
    waiting = RecallNotice.State.WAITING
    return RecallNotice.objects.filter(state=waiting, next_at__lte=clock.now())


def _send_one(draw: Draw, link: Link) -> bool | None:
    with transaction.atomic():
        notice = (
            _due()
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("case", "step")
            .order_by("next_at", "pk")
            .first()
        )
        if notice is None:
            return None
        problem = _posted(notice, draw, link)
        now = clock.now()
        changes: dict[str, Any] = {"attempts": F("attempts") + 1, "problem": problem}
        if not problem:
            changes |= {"state": RecallNotice.State.SENT, "sent_at": now}
        elif notice.attempts + 1 >= MOST_ATTEMPTS or not _may_be_sent(notice):
            changes["state"] = RecallNotice.State.FAILED
        else:
            changes["next_at"] = now + _FIRST_WAIT * 2**notice.attempts
        RecallNotice.objects.filter(pk=notice.pk).update(**changes)
        return not problem


def _may_be_sent(notice: RecallNotice) -> bool:
    return bool(notice.address) and bool(getattr(settings, "SENDS_MAIL", False))


def _posted(notice: RecallNotice, draw: Draw, link: Link) -> str:
    """Why it did not go; "" when it did."""
    if not notice.address:
        return "no_address"
    if not getattr(settings, "SENDS_MAIL", False):
        return "no_mail"
    letter = letter_of(notice, link=link)
    with translation.override(letter.language):
        subject = _("Recall %(number)s: %(title)s") % {
            "number": letter.recall,
            "title": " ".join(letter.title.split()),
        }
        if letter.is_reminder:
            subject = _("Reminder: %(subject)s") % {"subject": subject}
        mail = EmailMessage(subject, _text(letter), to=[notice.address])
        mail.attach(f"{letter.recall}.pdf", draw(letter), "application/pdf")
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        structlog.get_logger("gozinto.recalls").warning("notice_not_sent", exc_info=error)
        return type(error).__name__
    return ""


def _text(letter: Letter) -> str:
    said = [
        _("To %(customer)s") % {"customer": letter.customer},
        _("%(company)s recalls products that we sent to you. The letter lists them.")
        % {"company": letter.company},
        letter.instruction,
        *(
            [_("Please say here that you have read it: %(link)s") % {"link": letter.link}]
            if letter.link
            else []
        ),
    ]
    return "\n\n".join(said) + "\n"


def _lines(stands: Standing) -> dict[str, list[Line]]:
    """What each customer has of the scope that counts, by the URI of the company."""
    pieces = RecallUnit.objects.filter(case=stands.id, is_piece=True)
    objects = sorted(set(pieces.values_list("object_id", flat=True)))
    found = places.find(objects)
    things = {
        pk: (number, item)
        for pk, number, item in TraceableObject.objects.filter(
            pk__in=[one.object for one in found.placed if one.place in OUT]
        ).values_list("pk", "number", "item")
    }
    listed: dict[str, list[Line]] = defaultdict(list)
    for one in found.placed:
        if one.place in OUT and one.holder:
            listed[one.holder].append(_line(one, found, *things[one.object]))
    return {uri: sorted(some, key=lambda one: one.number) for uri, some in listed.items()}


def _line(one: Placed, found: Whereabouts, number: str, item: str) -> Line:
    left = found.shipments.get(one.event)
    material = known.now().material_of(item)
    return Line(
        number=number,
        material=material.name if material else item,
        quantity=format(one.quantity.normalize() + 0, "f"),
        uom=one.uom,
        note=left.note if left else "",
        sent_on=left.at.date().isoformat() if left else "",
    )


def _write(
    number: str,
    act: str,
    told: Mapping[str, object],
    taking: Taking,
    lines: Mapping[str, Sequence[Line]],
    instruction: str,
    *,
    is_reminder: bool,
) -> Standing:
    if not lines and not freezing.was_taken(taking):
        raise Refused(
            [
                Violation(
                    code="nobody_to_tell",
                    message="No customer is to be told.",
                    next_step="Nothing of it has left, or everybody answered: close it.",
                )
            ]
        )

    def body() -> Standing:
        stands = stepping.take(number, act, told=told, taking=taking)
        step = CaseStep.objects.get(case=stands.id, sequence=stands.seen)
        if step.act == act and not RecallNotice.objects.filter(step=step).exists():
            RecallNotice.objects.bulk_create(
                _notice(step, uri, some, instruction, is_reminder) for uri, some in lines.items()
            )
        return stands

    return run_tx(body)


def _notice(
    step: CaseStep, uri: str, lines: Sequence[Line], instruction: str, is_reminder: bool
) -> RecallNotice:
    partner = known.now().partner_of(uri)
    return RecallNotice(
        step=step,
        case_id=step.case_id,
        customer=uri,
        name=partner.name if partner else uri.rsplit("/", 1)[-1],
        address=partner.email if partner else "",
        language=(partner.language if partner else "") or _LANGUAGE,
        is_reminder=is_reminder,
        instruction=instruction,
        lines=[_as_json(one) for one in lines],
        code=secrets.token_urlsafe(32),
        next_at=step.at,
    )


def _as_json(line: Line) -> dict[str, str]:
    names = ("number", "material", "quantity", "uom", "note", "sent_on")
    return {name: getattr(line, name) for name in names}


def _acknowledged(case: int, customer: str, who: str) -> None:
    """Every letter to them is answered, and none is sent again."""
    RecallNotice.objects.filter(case=case, customer=customer, acknowledged_at=None).update(
        state=RecallNotice.State.ACKNOWLEDGED, acknowledged_at=clock.now(), acknowledged_by=who
    )
