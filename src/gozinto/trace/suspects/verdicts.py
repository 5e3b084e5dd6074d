"""Whether it is the process or the material: what the causes that were found are, taken together.

Only what was found to explain complaints speaks here. A supplier's lot, its supplier and what was
measured of it are material; a machine, a tool, a crew, a time and a lot of our own making are the
process; by what something was measured is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gozinto.plant import known
from gozinto.plant.models.materials import MaterialKind
from gozinto.trace.suspects.answers import Cause, Factor, Side, Verdict
from gozinto.trace.suspects.wording import named

_MATERIAL = frozenset({"supplier_lot", "supplier"})
_NEITHER = frozenset({"gauge", "plan"})
_MADE_HERE = frozenset({MaterialKind.INTERMEDIATE, MaterialKind.FINISHED})

SENTENCES: dict[Side, str | Promise] = {
    "material": gettext_lazy(
        "Beside %(what)s no machine, tool, crew or time explains any of it: the process is fine,"
        " the raw material is at fault."
    ),
    "process": gettext_lazy(
        "Beside %(what)s no supplier's lot explains any of it: the raw material is fine, the"
        " process is at fault."
    ),
    "both": gettext_lazy("Both are at fault, the process and a raw material: %(what)s."),
    "undecided": gettext_lazy(
        "Process or raw material cannot be told apart here (%(what)s): test first what does."
    ),
}


def verdict(causes: Sequence[Cause]) -> Verdict | None:
    """Process or material, by the causes; None where there is none."""
    sides = [_side((one.suspect.factor, *one.suspect.tied)) for one in causes]
    if not sides:
        return None
    side: Side = sides[0] if len(set(sides)) == 1 else "both"
    if "undecided" in sides:
        side = "undecided"
    what = ", ".join(named(one.suspect.factor) for one in causes)
    return Verdict(side=side, sentence=str(SENTENCES[side]) % {"what": what})


def _side(tied: Iterable[Factor]) -> Side:
    """What one cause is, with all that nothing tells apart from it."""
    found = {one for factor in tied for one in _sides(factor)}
    return found.pop() if len(found) == 1 else "undecided"


def _sides(factor: Factor) -> Iterable[Side]:
    if factor.kind in _NEITHER:
        return ()
    if factor.kind in _MATERIAL or (factor.kind == "parameter" and _is_bought(factor)):
        return ("material",)
    return ("process",)


def _is_bought(factor: Factor) -> bool:
    material = known.now().material_of(factor.material or "")
    return material is not None and material.kind not in _MADE_HERE
