"""A drill is opened on an item that somebody chose, or on one that nobody did; the clock runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gozinto.cases import stepping
from gozinto.cases.drills import drawing
from gozinto.cases.stepping import Standing, Taking
from gozinto.errors import Malformed, Violation
from gozinto.plant.models import TraceableObject
from gozinto.trace.measures import subjects

ANYWHERE = "anything"
"""Among what is drawn where nobody says."""


def open_drill(title: str, told: Mapping[str, object], taking: Taking) -> Standing:
    """Open a drill. `taking.subjects["origin"]`: the URI of the item, where it is chosen; else one
    is drawn, by `begins`, and told with the case: when it is known the clock runs already.

    Raises what `stepping.open_case` raises; Refused (drawn_or_chosen, not_stock, nothing_to_draw).
    """
    chosen = tuple(taking.subjects.get("origin", ()))
    begins = told.get("begins") or ("" if chosen else ANYWHERE)
    whole_told = {**told, "begins": begins}
    wrong = _unfit(chosen, begins)
    stepping.check_opening("drill", title=title, told=whole_told, taking=taking, beside=wrong)
    if chosen or stepping.is_taken(taking):
        return stepping.open_case("drill", title=title, told=whole_told, taking=taking)
    drawn = drawing.draw(str(begins))
    whole = replace(
        taking,
        subjects={**taking.subjects, "origin": (drawn.uri,)},
        made={**taking.made, "draw": drawn.as_json()},
    )
    return stepping.open_case("drill", title=title, told=whole_told, taking=whole)


def _unfit(chosen: tuple[str, ...], begins: object) -> list[Violation]:
    if chosen and begins:
        return [
            Violation(
                code="drawn_or_chosen",
                message="The item is either drawn or chosen.",
                next_step="Leave the item empty to have one drawn, or do not say among what.",
                path="begins",
                value=str(begins)[:80],
            )
        ]
    try:
        for item in TraceableObject.objects.filter(uri__in=chosen):
            subjects.check_is_stock(item)
    except Malformed as error:
        return [
            Violation(
                code=error.code, message=error.message, next_step=error.next_step, path="origin"
            )
        ]
    return []
