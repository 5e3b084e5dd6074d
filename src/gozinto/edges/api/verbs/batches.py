"""Many requests of one verb together: all of them or none, or each by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Literal

from gozinto.access.gate import Principal
from gozinto.edges.api import problems
from gozinto.edges.api.shapes import Problem, Shape
from gozinto.edges.api.verbs import answers, calling, faults
from gozinto.edges.api.verbs.table import Verb
from gozinto.errors import (
    Ambiguous,
    GozintoError,
    Malformed,
    Refused,
    TooLarge,
    Unknown,
    Violation,
)
from gozinto.operations import things
from gozinto.operations.stamp import gathered
from gozinto.plant import known
from gozinto.record import Captured
from gozinto.record.transactions import run_tx

BODY_LIMIT_BYTES = 32 * 1_048_576
MOST_TOGETHER, MOST_ONE_BY_ONE = 10_000, 1_000
"""Items of a batch, by mode: each by itself is a transaction each."""

Done = list[dict[str, Any]]
Mode = Literal["all_or_nothing", "per_item"]


class ResultOut(Shape):
    """What became of one item: its status alone, and what it was answered."""

    status: int
    answer: answers.ToldOut | None = None
    problem: Problem | None = None


class BatchOut(Shape):
    """What became of each item, in the order they were sent."""

    results: list[ResultOut]


def done(verb: Verb, members: Mapping[str, Any], *, who: Principal) -> dict[str, Any]:
    """What became of the items of a batch. Raises as one request does; each fault has its item."""
    mode, items = _read(members)
    with known.kept():
        return {"results": _MODES[mode][0](verb, items, who)}


def _read(members: Mapping[str, Any]) -> tuple[str, list[Any]]:
    wrong = [
        Violation(
            code="unknown_member",
            message="A batch has mode and items.",
            path=name,
            next_step="Leave it out; what is said of each item stands in the item.",
        )
        for name in members
        if name not in ("mode", "items")
    ]
    mode, items = members.get("mode", "all_or_nothing"), members.get("items")
    if not isinstance(mode, str) or mode not in _MODES:
        said = "all_or_nothing: in one transaction; per_item: each in one of its own."
        wrong.append(
            Violation(
                code="unknown_choice", message=said, path="mode", value=faults.shown(mode),
                next_step="Choose one that is listed.",
            )
        )  # fmt: skip
    if not isinstance(items, list) or not items:
        wrong.append(
            Violation(
                code="wrong_type", message="This has to be a list of requests.", path="items",
                next_step="Send at least one.",
            )
        )  # fmt: skip
    if wrong or not isinstance(items, list):
        raise faults.refusal(wrong)
    most = _MODES[mode][1]
    if len(items) > most:
        raise TooLarge(f"A batch of this mode has at most {most:,} items.", limit=most)
    return mode, items


def _together(verb: Verb, items: Sequence[Any], who: Principal) -> Done:
    asked = _asked(verb, items, who)
    # One transaction round all: a correction is written at once and does not wait for the others.
    return run_tx(lambda: _in_one(verb, asked, items))


def _in_one(verb: Verb, asked: Sequence[Mapping[str, Any]], items: Sequence[Any]) -> Done:
    told: list[Any] = []
    with things.foreseen(calling.things_named(verb, asked)):
        try:
            with gathered() as batch:
                told += _told(verb, asked, items)
        except Refused as refused:
            raise Refused(_of_items(refused.violations, told, items)) from None
    return [_result(batch.of(one) if isinstance(one, Captured) else one) for one in told]


def _asked(verb: Verb, items: Sequence[Any], who: Principal) -> list[dict[str, Any]]:
    """The keywords of every item. Raises Malformed with all that is wrong in any of them."""
    asked: list[dict[str, Any]] = []
    wrong: list[Violation] = []
    for number, item in enumerate(items):
        try:
            asked.append(calling.keywords(verb, item, who=who, at=_place(number)))
        except Malformed as error:
            wrong += error.violations
    if wrong:
        raise faults.refusal(wrong)
    return asked


def _told(verb: Verb, asked: Sequence[Mapping[str, Any]], items: Sequence[Any]) -> list[Any]:
    """What the verb answers to each. Raises Refused with all that it refuses."""
    told: list[Any] = []
    wrong: list[Violation] = []
    for number, (keywords, item) in enumerate(zip(asked, items, strict=True)):
        try:
            told.append(verb.call(**keywords))
        except GozintoError as error:
            wrong += (_at(number, one, item) for one in _violations(error))
    if wrong:
        raise Refused(wrong)
    return told


def _violations(error: GozintoError) -> Sequence[Violation]:
    if isinstance(error, Malformed | Refused) and error.violations:
        return error.violations
    data = dict(error.data)
    if isinstance(error, Unknown) and error.near:
        data["near"] = list(error.near)
    if isinstance(error, Ambiguous):
        data["candidates"] = [uri for uri, _ in error.candidates]
    return [Violation(code=error.code, message=error.message, next_step=error.next_step, data=data)]


def _of_items(
    violations: Sequence[Violation], told: Sequence[Any], items: Sequence[Any]
) -> list[Violation]:
    """Violations of events as violations of the items whose events they are."""
    owner = {
        event_id: number
        for number, one in enumerate(told)
        if isinstance(one, Captured)
        for event_id in (*one.beside, one.event_id)
    }
    found = []
    for one in violations:
        number = owner.get(str(one.data.get("event_id", "")))
        if number is None and len(owner) == 1:
            number = 0
        found.append(one if number is None else _at(number, one, items[number]))
    return found


def _place(number: int) -> str:
    return f"items[{number}]"


def _at(number: int, one: Violation, item: object) -> Violation:
    """The violation with the item it is of, and the place in it where its value stands."""
    inside = one.path.removeprefix("$").removeprefix(".")
    one = replace(one, path=_place(number) + (f".{inside}" if inside else ""))
    (one,) = faults.located([one], item, at=_place(number))
    data = {name: value for name, value in one.data.items() if name != "event_id"}
    return replace(one, data=data)


def _one_by_one(verb: Verb, items: Sequence[Any], who: Principal) -> Done:
    results: Done = []
    for number, item in enumerate(items):
        try:
            keywords = calling.keywords(verb, item, who=who, at=_place(number))
            results.append(_result(verb.call(**keywords)))
        except GozintoError as error:
            found = problems.document(error)
            results.append({"status": found["status"], "problem": found})
    return results


def _result(told: Any) -> dict[str, Any]:
    return {"status": answers.status(told), "answer": asdict(told)}


_MODES: Mapping[str, tuple[Callable[[Verb, Sequence[Any], Principal], Done], int]] = {
    "all_or_nothing": (_together, MOST_TOGETHER),
    "per_item": (_one_by_one, MOST_ONE_BY_ONE),
}
