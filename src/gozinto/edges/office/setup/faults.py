"""What is wrong with rows as a form shows it: beside the field, or above all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gozinto.edges.office.setup import addresses, wording
from gozinto.errors import InTheWay, Refused, Violation
from gozinto.operations import sentences
from gozinto.operations.sentences import of_masters
from gozinto.plant.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: what and what to do, where, and the page of the row it is about."""

    message: str
    next_step: str
    where: str = ""
    address: str = ""


def told(violation: Violation) -> tuple[str, str]:
    """What is wrong and what to do about it, in the reader's language where it stands there.

    In English the fault's own words, which name what is near and what is allowed.
    """
    if (get_language() or "en").startswith("en"):
        return violation.message, violation.next_step
    said = sentences.of(violation)
    message, next_step = of_masters.TABLE.get(violation.code, (said.message, said.next_step))
    column = str(violation.data.get("column", ""))
    meant = [wording.choice_word(column, str(one)) for one in violation.data.get("meant", ())]
    if not meant:
        return str(message), str(next_step)
    return str(message), f"{next_step} {_('Near it:')} {', '.join(meant)}."


def by_field(error: Refused, *, kind: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """What is wrong with the fields of a form for one row, by field."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for fault in error.violations:
        column = str(fault.data.get("column", ""))
        if column and fault.data.get("kind") == kind:
            found[column] = (*found.get(column, ()), told(fault))
    return found


def above(violations: Sequence[Violation], *, but: str = "") -> list[Fault]:
    """What is wrong with rows, those of the field boxes of the kind `but` left out."""
    return [
        _fault(one)
        for one in violations
        if not (but and one.data.get("kind") == but and one.data.get("column"))
    ]


def of(error: Refused | InTheWay) -> list[Fault]:
    """Everything that is wrong."""
    return above(error.violations)


def _fault(violation: Violation) -> Fault:
    kind = KINDS.get(str(violation.data.get("kind", "")))
    key = str(violation.data.get("key", ""))
    message, next_step = told(violation)
    if kind is None:
        return Fault(message, next_step, violation.path)
    words = f"{wording.kind_one(kind)} {wording.key_words(key)}".strip()
    return Fault(message, next_step, words, addresses.of_row(kind, key) if key else "")
