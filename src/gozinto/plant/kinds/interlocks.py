"""Interlocks: what a proven corrective action has forbidden since, by kinds of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gozinto.plant.kinds import row_checks
from gozinto.plant.kinds.declaring import Field, Finding, Kind, Row, Type
from gozinto.plant.kinds.shared import CODE, NAME, choice, reference, state
from gozinto.plant.models import Interlock


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind of condition is told: all of `all_of`, some of each of `some_of`, maybe `maybe`.

    All other parameters stay empty.
    """

    all_of: tuple[str, ...] = ()
    some_of: tuple[tuple[str, ...], ...] = ()
    maybe: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every parameter that it may be told, in the order of a form."""
        return (*(name for some in self.some_of for name in some), *self.all_of, *self.maybe)


_OF_WHAT = (("material", "supplier"),)

CONDITIONS: Mapping[str, Needs] = {
    "most_cycles": Needs(
        all_of=("cycles",), some_of=(("asset", "asset_kind"),), maybe=("equipment", "step")
    ),
    "inspected_first": Needs(
        all_of=("plan",), some_of=_OF_WHAT, maybe=("product", "equipment", "step")
    ),
    "used_within": Needs(
        all_of=("hours",), some_of=_OF_WHAT, maybe=("product", "equipment", "step")
    ),
    "used_after": Needs(
        all_of=("hours",), some_of=_OF_WHAT, maybe=("product", "equipment", "step")
    ),
    "within_limits": Needs(
        all_of=("parameter", "step"), some_of=(("lower", "upper"),), maybe=("equipment", "uom")
    ),
    "not_into": Needs(some_of=(("supplier", "supplier_lot"),), maybe=("material", "product")),
    "skill_needed": Needs(all_of=("skill", "step"), maybe=("equipment",)),
}
"""Every kind of condition with its parameters."""

PARAMETERS = tuple(dict.fromkeys(name for needs in CONDITIONS.values() for name in needs.names))
"""Every parameter that any of them has."""


def is_told_what_it_needs(row: Row) -> Iterator[Finding]:
    """A condition has the parameters it needs, and none that it has no use for."""
    needs = CONDITIONS[row["condition"]]
    for some in (*((name,) for name in needs.all_of), *needs.some_of):
        if not any(row[name] for name in some):
            yield Finding(
                field=some[0],
                code="missing_value",
                message=f"The condition {row['condition']} needs {' or '.join(some)}.",
                next_step="Fill it in, or choose another condition.",
            )
    for name in PARAMETERS:
        if row[name] and name not in needs.names:
            yield Finding(
                field=name,
                code="not_for_this_kind",
                message=f"The condition {row['condition']} has no {name}.",
                next_step=f"Leave {name} empty, or choose another condition.",
            )


def limits_in_order(row: Row) -> Iterator[Finding]:
    """lower ≤ upper, where both are given."""
    if row["lower"] and row["upper"] and Decimal(row["upper"]) < Decimal(row["lower"]):
        yield Finding(
            field="upper",
            code="limits_out_of_order",
            message=f"upper {row['upper']} is below lower {row['lower']}.",
            next_step="Give lower and upper in ascending order.",
        )


INTERLOCKS = Kind(
    name="interlocks",
    title="Interlocks",
    one="interlock",
    model=Interlock,
    key=("code",),
    fields=(
        CODE,
        NAME,
        Field(name="case", required=True, help="The corrective action that proved it."),
        choice("condition", Interlock.Condition, required=True),
        choice("severity", Interlock.Severity, default=Interlock.Severity.OVERRIDE),
        state(Interlock.State, default=Interlock.State.ACTIVE),
        reference("asset", to="assets"),
        Field(name="asset_kind", help="Of all tools of this kind, such as bladder."),
        reference("material", to="materials"),
        reference("supplier", to="partners"),
        Field(name="supplier_lot", help="The supplier's own number of the lot."),
        reference("product", to="materials"),
        reference("equipment", to="equipment"),
        Field(name="step"),
        reference("plan", to="inspection-plans"),
        Field(name="parameter", help="What a machine or a gauge measures, by its name."),
        Field(name="lower", type=Type.DECIMAL),
        Field(name="upper", type=Type.DECIMAL),
        Field(name="uom", type=Type.UNIT),
        Field(name="cycles", type=Type.INTEGER, least="1"),
        Field(name="hours", type=Type.DECIMAL, above="0"),
        reference("skill", to="skills"),
        Field(name="since", type=Type.MOMENT, help="Empty: of all that is on record."),
        Field(name="until", type=Type.MOMENT, help="Empty for no end."),
    ),
    states={
        "active": ("suspended", "retired"),
        "suspended": ("active", "retired"),
        "retired": (),
    },
    checks=(is_told_what_it_needs, limits_in_order, row_checks.in_order("since", "until")),
    help="What must not happen any more, since a corrective action proved that it helps.",
)
