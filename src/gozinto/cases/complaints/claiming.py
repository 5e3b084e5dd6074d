"""A complaint is opened: what can be read of the unit is checked, and a dealer's number is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import connection

from gozinto.cases import stepping
from gozinto.cases.models import CaseStep
from gozinto.cases.standing import Standing
from gozinto.cases.stepping import Taking
from gozinto.errors import GozintoError, Malformed, Violation
from gozinto.operations.candidates import Marks
from gozinto.plant import known
from gozinto.record.transactions import run_tx

Told = Mapping[str, object]
_CORRECT = "Correct it and send it again; nothing was stored."


def open_complaint(title: str, told: Told, taking: Taking) -> Standing:
    """Open a complaint about a unit, or about what can be read of it.

    A dealer's own number makes a claim: the same one again is refused with the complaint that it
    is (claim_known). Raises Refused with all that is wrong, and what `stepping.open_case` raises.
    """
    unit = _unit(taking)
    made = {"unit": unit, "certainty": "scanned"} if unit else {}
    full = replace(taking, made={**made, **taking.made})
    wrong = list(faults(told))

    def body() -> Standing:
        one_at_a_time()
        return _opened(title, told, full, wrong)

    return run_tx(body)


def one_at_a_time() -> None:
    """Until this transaction ends nobody else opens a claim: two clerks with one letter would
    open two complaints."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('complaints'))")


def _opened(title: str, told: Told, taking: Taking, wrong: list[Violation]) -> Standing:
    key = claim_of(told)
    is_again = CaseStep.objects.filter(request=taking.request).exists() if taking.request else False
    if key and not is_again:
        there = claims([key]).get(key)
        if there:
            wrong = [*wrong, _claimed(there, key[1])]
    if wrong:
        stepping.check_opening("complaint", title=title, told=told, taking=taking, beside=wrong)
    return stepping.open_case("complaint", title=title, told=told, taking=taking)


def _unit(taking: Taking) -> str:
    return next(iter(taking.subjects.get("unit", ())), "")


def claim_of(told: Told) -> tuple[str, str] | None:
    """The dealer, by one name however it was told, and the dealer's number; None without both."""
    dealer, reference = str(told.get("dealer") or "").strip(), str(told.get("reference") or "")
    return (dealer_of(dealer), reference.strip()) if dealer and reference.strip() else None


def dealer_of(told: str) -> str:
    """A company by its code, where one of that code or URI is on record; else as it was told."""
    plant = known.now()
    found = plant.partner_of(told) or plant.partners.get(told)
    return found.code if found else told


def claims(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Of these claims (dealer, number) those that are complaints, with their numbers. One query."""
    wanted = set(keys)
    found = CaseStep.objects.filter(
        case__kind="complaint",
        sequence=1,
        told__reference__in=sorted({number for _dealer, number in wanted}),
    ).values_list("told__dealer", "told__reference", "case__number")
    listed = {(dealer_of(dealer or ""), number): case for dealer, number, case in found}
    return {key: listed[key] for key in wanted if key in listed}


def faults(told: Told) -> Iterator[Violation]:
    """What is wrong with what a complaint was told, beyond what its fields say by themselves."""
    material, week = str(told.get("material") or ""), str(told.get("dot_week") or "")
    if material and known.now().material_of(material) is None:
        message = f"There is no model {material[:80]}."
        yield _wrong("material", message, material, code="unknown_material")
    if week:
        try:
            Marks(material=material, dot_week=week).days()
        except Malformed as error:
            yield _of(error, "dot_week")
    sold, failed = _day(told.get("sold_on")), _day(told.get("failed_on"))
    if sold and failed and failed < sold:
        message = "It failed before it was sold."
        yield _wrong("failed_on", message, str(failed), code="failed_before_sold")
    if _is_negative(told.get("in_use")):
        yield _wrong("in_use", "in_use: not below 0.", str(told["in_use"]), code="bad_field")


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)) if told else None
    except ValueError:
        return None  # the field itself says so


def _is_negative(told: object) -> bool:
    try:
        return bool(told) and Decimal(str(told)) < 0
    except InvalidOperation:
        return False  # the field itself says so


def _claimed(case: str, reference: str) -> Violation:
    return Violation(
        code="claim_known",
        message=f"{reference} of this dealer is {case} already.",
        next_step=f"Go on with {case}; or correct the dealer's number.",
        path="reference",
        value=reference,
        data={"case": case},
    )


def _of(error: GozintoError, path: str) -> Violation:
    return Violation(
        code=error.code,
        message=error.message,
        next_step=error.next_step,
        path=path,
        value=str(error.data.get("value", "")),
    )


def _wrong(path: str, message: str, value: str, *, code: str) -> Violation:
    return Violation(code=code, message=message, next_step=_CORRECT, path=path, value=value[:200])
