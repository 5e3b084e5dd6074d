"""A customer answers their letter by the code in it; whoever has the code needs no account."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from gozinto.cases import stepping
from gozinto.cases.kinds.recall import RECALL
from gozinto.cases.models import RecallNotice
from gozinto.cases.recalls import notifying
from gozinto.cases.recalls.notifying import Letter
from gozinto.cases.stepping import Taking
from gozinto.errors import Refused, Unknown, Violation

CUSTOMER = "the customer"
"""Who took a step that came by a letter's code. No account and no person is called so: a space is
in no name of an account and in no code."""
_ROLES = frozenset().union(*(one.roles for one in RECALL.acts if one.name == "acknowledge"))
"""The code stands in for the role: it was sent to that company alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a customer is asked: their newest letter, and whether anybody answered for them.

    `is_over`: the recall was closed, and nobody waits for an answer.
    """

    letter: Letter
    is_over: bool
    answered_at: datetime | None
    answered_by: str


def find(code: str) -> Asked:
    """The letter of that code, or the newest to the same company. Raises Unknown (unknown_link)."""
    notice = _newest(code)
    return Asked(
        letter=notifying.letter_of(notice),
        is_over=stepping.find(notice.case.number).is_ended,
        answered_at=notice.acknowledged_at,
        answered_by=notice.acknowledged_by,
    )


def answer(code: str, *, who: str, answered: Mapping[str, str]) -> None:
    """A customer has read the letter. Once it is answered, by whomever, this changes nothing.

    `answered`: by the names of `notifying.ANSWER`. Raises Unknown (unknown_link), Refused for what
    is missing or no number, and (act_not_open) once the recall is closed.
    """
    notice = _newest(code)
    if notice.acknowledged_at is not None:
        return
    wrong = [_negative(name, told) for name, told in answered.items() if _is_negative(told)]
    if wrong:
        raise Refused(wrong)
    notifying.acknowledge(
        notice.case.number,
        customer=notice.customer,
        who=who,
        answered=answered,
        taking=Taking(
            by=CUSTOMER,
            roles=_ROLES,
            request=uuid.uuid5(uuid.NAMESPACE_URL, f"urn:gozinto:answer:{notice.code}"),
        ),
    )


def _newest(code: str) -> RecallNotice:
    found = RecallNotice.objects.select_related("case", "step")
    named = found.filter(code=code).first() if code.isascii() and code.isprintable() else None
    if named is None:
        raise Unknown(
            "This link leads to no letter.",
            code="unknown_link",
            next_step="Open the link as it stands in the letter, or scan its code.",
        )
    same = found.filter(case=named.case_id, customer=named.customer)
    return same.order_by("step").last() or named


def _is_negative(told: str) -> bool:
    try:
        return Decimal(told) < 0
    except InvalidOperation:
        return False  # the table of the act says what is no number


def _negative(name: str, told: str) -> Violation:
    return Violation(
        code="bad_field",
        message="Less than nothing is not there.",
        next_step="Correct it and send it again; nothing was stored.",
        path=name,
        value=told,
    )
