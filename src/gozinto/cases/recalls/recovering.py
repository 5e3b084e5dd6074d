"""What of a recall came back, was destroyed or is still out: read off the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gozinto.cases import stepping
from gozinto.cases.models import CaseStep, RecallUnit, RecallWriteOff
from gozinto.cases.recalls import counting, freezing, places
from gozinto.cases.recalls.counting import Amounts, Tally
from gozinto.cases.recalls.places import HERE, OUT, Placed
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Refused, Violation
from gozinto.plant import known
from gozinto.plant.models import TraceableObject
from gozinto.record.transactions import run_tx

ACCOUNTS = ("held", "recovered", "scrapped", "consumed", "written_off", "out", "unknown")
"""Where everything that counts is in the end, each in exactly one: here since then; out at the
freeze and here or destroyed since; destroyed here; gone into something else; nobody waits for it
any more; still out; nobody knows."""
ACCOUNTED = frozenset(ACCOUNTS) - {"out", "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How far a recall is. `now`: where all of it is; `by_account`: the mass balance, which adds
    up to what was frozen (`frozen`); `was_out`: how much was out then; `open_with`: what is still
    out, by company. `recovered` and `accounted`: shares from 0 to 1.
    """

    frozen: Amounts
    now: Tally
    by_account: Mapping[str, Amounts]
    was_out: Amounts
    open_with: Mapping[str, Amounts]
    recovered: Decimal | None
    accounted: Decimal | None


def recovery(number: str) -> Recovery:
    """How far a recall is, in a fixed number of queries. Raises Unknown (unknown_case, not_frozen).

    Nothing of it is typed: a thing that is scanned as it comes back, or is destroyed, counts.
    """
    stands = stepping.find(number)
    freezing.frozen_objects(stands)
    at_freeze = _at_freeze(stands.id)
    objects = {one.object for one in at_freeze}
    now = places.find(objects).placed
    kinds = counting.kinds_of(objects)
    written_off = set(
        RecallWriteOff.objects.filter(case=stands.id).values_list("object_id", flat=True)
    )
    by_account = _balanced(at_freeze, now, written_off)
    was_out = _summed(one for one in at_freeze if one.place in OUT)
    frozen = _summed(at_freeze)
    done = {
        uom: sum((by_account[name].get(uom, Decimal(0)) for name in ACCOUNTED), Decimal(0))
        for uom in frozen
    }
    return Recovery(
        frozen=frozen,
        now=counting.tally(now, kinds),
        by_account=by_account,
        was_out=was_out,
        open_with=_by_holder(one for one in now if one.object not in written_off),
        recovered=counting.share(by_account["recovered"], of=was_out),
        accounted=counting.share(done, of=frozen),
    )


def write_off(
    number: str,
    *,
    because: str,
    taking: Taking,
    numbers: Sequence[str] = (),
    customer: str = "",
) -> Standing:
    """Nobody waits any more for these things, or for all that a customer still has, and why.

    Raises what `stepping.take` raises; Refused (not_out) for a thing that is not out with anybody.
    """
    told = {"because": because, "numbers": list(numbers), "customer": customer}
    stepping.check(number, "write_off", told=told, taking=taking)
    stands = stepping.find(number)
    if freezing.was_taken(taking):
        return stands
    objects = _to_write_off(stands, numbers, customer)
    made = {"written_off": len(objects)}

    def body() -> Standing:
        after = stepping.take(number, "write_off", told=told, taking=replace(taking, made=made))
        step = CaseStep.objects.get(case=stands.id, sequence=after.seen)
        RecallWriteOff.objects.bulk_create(
            [RecallWriteOff(step=step, case_id=stands.id, object_id=pk) for pk in sorted(objects)],
            ignore_conflicts=True,
            batch_size=5_000,
        )
        return after

    return run_tx(body)


def close(number: str, *, effectiveness: str, taking: Taking) -> Standing:
    """The recall is over: everything is accounted for, and somebody says how well it worked.

    The step keeps the balance. Raises what `stepping.take` raises; Refused (still_out) while
    anything is out that nobody wrote off.
    """
    told = {"effectiveness": effectiveness}
    stepping.check(number, "close", told=told, taking=taking)
    if freezing.was_taken(taking):
        return stepping.find(number)
    found = recovery(number)
    left = {name: found.by_account[name] for name in ("out", "unknown") if found.by_account[name]}
    if left:
        said = ", ".join(
            f"{amount.normalize():f}" for some in left.values() for amount in some.values()
        )
        raise Refused(
            [
                Violation(
                    code="still_out",
                    message=f"{said} of the recall are not accounted for.",
                    next_step="Wait for them, or write them off and say why.",
                    path="effectiveness",
                )
            ]
        )
    made = {
        "balance": {name: counting.told(some) for name, some in found.by_account.items()},
        "recovered": "" if found.recovered is None else str(round(found.recovered, 4)),
    }
    return stepping.take(number, "close", told=told, taking=replace(taking, made=made))


def reopen(number: str, *, because: str, taking: Taking) -> Standing:
    """Something turned up after all."""
    return stepping.take(number, "reopen", told={"because": because}, taking=taking)


def _at_freeze(case: int) -> list[Placed]:
    found = RecallUnit.objects.filter(case=case, is_piece=True)
    columns = ("object_id", "place", "holder", "location", "quantity", "uom", "position")
    return [Placed(*row) for row in found.values_list(*columns)]


def _balanced(
    at_freeze: Iterable[Placed], now: Iterable[Placed], written_off: Collection[int]
) -> Mapping[str, Amounts]:
    """The mass balance. Of a lot that was partly out, what is here beyond what was here then is
    what came back."""
    found: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in ACCOUNTS}
    out_then: dict[int, Decimal] = defaultdict(Decimal)
    for one in at_freeze:
        out_then[one.object] += one.quantity if one.place in OUT else Decimal(0)
    out_now: dict[int, Decimal] = defaultdict(Decimal)
    parts = list(now)
    for one in parts:
        out_now[one.object] += one.quantity if one.place in OUT else Decimal(0)
    back = {pk: max(amount - out_now[pk], Decimal(0)) for pk, amount in out_then.items()}
    # What came back first fills what is here, then what was destroyed or used since.
    for one in sorted(parts, key=lambda one: (one.place != "returned", one.place not in HERE)):
        if one.place in OUT:
            account = "written_off" if one.object in written_off else "out"
            found[account][one.uom] += one.quantity
            continue
        came = min(back.get(one.object, Decimal(0)), one.quantity)
        if came:
            back[one.object] -= came
            found["recovered"][one.uom] += came
        if one.quantity - came:
            account = "held" if one.place in HERE else one.place
            if account == "unknown" and one.object in written_off:
                account = "written_off"
            found[account][one.uom] += one.quantity - came
    return {name: dict(some) for name, some in found.items()}


def _summed(some: Iterable[Placed]) -> Amounts:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for one in some:
        amounts[one.uom] += one.quantity
    return {uom: amount for uom, amount in amounts.items() if amount}


def _by_holder(parts: Iterable[Placed]) -> Mapping[str, Amounts]:
    by: dict[str, list[Placed]] = defaultdict(list)
    for one in parts:
        if one.place in OUT:
            by[one.holder].append(one)
    return {holder: _summed(some) for holder, some in sorted(by.items())}


def _to_write_off(stands: Standing, numbers: Sequence[str], customer: str) -> set[int]:
    objects = {one.object for one in _at_freeze(stands.id)}
    out = [one for one in places.find(objects).placed if one.place in OUT | {"unknown"}]
    partner = known.now().partners.get(customer)
    uri = partner.uri if partner else customer
    chosen = {one.object for one in out if customer and one.holder == uri}
    things = dict(
        TraceableObject.objects.filter(pk__in={one.object for one in out}).values_list(
            "number", "pk"
        )
    )
    missing = [name for name in numbers if name not in things]
    chosen |= {things[name] for name in numbers if name in things}
    if missing or not chosen:
        raise Refused(
            [
                Violation(
                    code="not_out",
                    message=f"{name or 'Nothing'} of this recall is out with anybody.",
                    next_step="Write off only what is still out.",
                    path="numbers",
                    value=name,
                )
                for name in (missing or [""])
            ]
        )
    return chosen
