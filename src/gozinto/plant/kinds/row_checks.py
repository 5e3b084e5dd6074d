"""What can be wrong with one row by itself, where no single cell is to blame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from gozinto.errors import Violation
from gozinto.plant.kinds.declaring import Finding, Row, RowCheck
from gozinto.standards import quantities

CHOICES_SEPARATOR = ";"
_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


def in_order(first: str, last: str) -> RowCheck:
    """The date `last` is not before `first`. Dates, and moments in UTC, sort as their texts do."""

    def check(row: Row) -> Iterator[Finding]:
        if row[first] and row[last] and row[last] < row[first]:
            yield Finding(
                field=last,
                code="ends_before_it_begins",
                message=f"{last} {row[last]} is before {first} {row[first]}.",
                next_step=f"Correct one of the two, or leave {last} empty for no end.",
            )

    return check


def is_address(name: str) -> RowCheck:
    """What stands there, if anything, is the address of one mailbox."""

    def check(row: Row) -> Iterator[Finding]:
        if row[name] and not _ADDRESS.fullmatch(row[name]):
            yield Finding(
                field=name,
                code="bad_email",
                message=f"{row[name]!r} is no e-mail address.",
                next_step="Write one address, such as quality@dealer.example.",
            )

    return check


def shift_ends_after_its_start(row: Row) -> Iterator[Finding]:
    """A shift takes some time, and no more than a day."""
    if row["ends_at"] <= row["starts_at"]:
        yield Finding(
            field="ends_at",
            code="ends_before_it_begins",
            message=f"The shift ends at {row['ends_at']}, and starts at {row['starts_at']}.",
            next_step="Give an end after the start.",
        )


def limits_are_in_order(row: Row) -> Iterator[Finding]:
    """lower ≤ target ≤ upper, of those that are given."""
    given = [(name, Decimal(row[name])) for name in ("lower", "target", "upper") if row[name]]
    for (below, low), (above, high) in pairwise(given):
        if low > high:
            yield Finding(
                field=above,
                code="limits_out_of_order",
                message=f"{above} {row[above]} is below {below} {row[below]}.",
                next_step="Give lower, target and upper in ascending order.",
            )


def limits_are_of_numbers(row: Row) -> Iterator[Finding]:
    """Only a number has a unit and limits."""
    if row["kind"] == "number":
        return
    for name in ("uom", "lower", "target", "upper"):
        if row[name]:
            yield Finding(
                field=name,
                code="not_for_this_kind",
                message=f"A characteristic of kind {row['kind']} has no {name}.",
                next_step=f"Leave {name} empty, or make the kind number.",
            )


def choices_are_of_choice(row: Row) -> Iterator[Finding]:
    """A choice has at least two different values to choose from; nothing else has any."""
    choices = [choice.strip() for choice in row["choices"].split(CHOICES_SEPARATOR)]
    if row["kind"] != "choice":
        if row["choices"]:
            yield Finding(
                field="choices",
                code="not_for_this_kind",
                message=f"A characteristic of kind {row['kind']} has no choices.",
                next_step="Leave choices empty, or make the kind choice.",
            )
    elif len(set(choices)) < len(choices) or len(choices) < 2 or not all(choices):
        yield Finding(
            field="choices",
            code="bad_choices",
            message=f"{row['choices']!r} is no list of at least two different choices.",
            next_step="Write them with semicolons between, such as: tight;loose;torn",
        )


_SAMPLING_NEEDS = {
    "all": (),
    "count": ("sample_size",),
    "percent": ("sample_percent",),
    "single_plan": ("sample_size", "acceptance_number"),
}


def sampling_is_whole(row: Row) -> Iterator[Finding]:
    """Each way of sampling has the numbers it needs, and no others."""
    needed = _SAMPLING_NEEDS[row["sampling"]]
    for name in ("sample_size", "sample_percent", "acceptance_number"):
        if name in needed and not row[name]:
            yield Finding(
                field=name,
                code="sampling_incomplete",
                message=f"Sampling by {row['sampling']} needs {name}.",
                next_step=f"Give {name}, or choose another way of sampling.",
            )
        elif row[name] and name not in needed:
            yield Finding(
                field=name,
                code="not_for_this_kind",
                message=f"Sampling by {row['sampling']} has no {name}.",
                next_step=f"Leave {name} empty, or choose another way of sampling.",
            )
    size, faults = row["sample_size"], row["acceptance_number"]
    if row["sampling"] == "single_plan" and size and faults and int(faults) >= int(size):
        yield Finding(
            field="acceptance_number",
            code="accepts_everything",
            message=f"{faults} faults may be in {size} units: nothing would ever fail.",
            next_step="Give an acceptance number below the sample size.",
        )


def a_step_is_of_a_process(row: Row) -> Iterator[Finding]:
    """An inspection in process says at which step."""
    if row["kind"] == "in_process" and not row["step"]:
        yield Finding(
            field="step",
            code="missing_value",
            message="An inspection in process needs a step.",
            next_step="Name the step at which it is carried out.",
        )


def conversion_crosses_dimensions(row: Row) -> Iterator[Finding]:
    """Inside a dimension the conversion is the same for every material, and known."""
    if quantities.same_dimension(row["from_uom"], row["to_uom"]):
        dimension = quantities.unit(row["from_uom"]).dimension
        yield Finding(
            field="to_uom",
            code="conversion_inside_dimension",
            message=f"{row['from_uom']} and {row['to_uom']} both measure {dimension}:"
            " that conversion is the same for every material.",
            next_step="Leave the row out; Gozinto converts inside a dimension by itself.",
        )
    for name in ("from_uom", "to_uom"):
        if quantities.unit(row[name]).dimension == "temperature":
            yield Finding(
                field=name,
                code="conversion_of_scale",
                message=f"{row[name]} is a scale without a zero that all its units share:"
                " no factor converts it.",
                next_step="Leave the row out.",
            )


def pattern_is_sound(faults: Callable[[str], Iterable[Violation]]) -> RowCheck:
    """The pattern is one of which `faults` finds nothing: all that is wrong with it otherwise."""

    def check(row: Row) -> Iterator[Finding]:
        for fault in faults(row["pattern"]):
            where = f" (at {fault.path})" if fault.path else ""
            yield Finding(
                field="pattern",
                code=fault.code,
                message=f"{fault.message}{where}",
                next_step=fault.next_step,
            )

    return check


def not_of_itself(name: str, key: str) -> RowCheck:
    """A row does not name itself."""

    def check(row: Row) -> Iterator[Finding]:
        if row[name] and row[name] == row[key]:
            yield Finding(
                field=name,
                code="cycle",
                message=f"{row[key]} names itself as its {name}.",
                next_step=f"Name another {name}, or none.",
            )

    return check
