"""A recall is opened: with what it begins, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from gozinto.cases import stepping
from gozinto.cases.recalls import origins
from gozinto.cases.recalls.scoping import Preview, preview
from gozinto.cases.stepping import Standing, Taking
from gozinto.operations.things import Thing
from gozinto.trace import Sought


def open_recall(
    title: str,
    *,
    because: str,
    taking: Taking,
    of: Sequence[Thing] = (),
    sought: Sequence[Sought] = (),
    width: str = "possible",
) -> Standing:
    """Open a recall of these things, or of what is sought; nothing is held yet.

    Raises Malformed (nothing_recalled), Unknown or Ambiguous for a printed number, and what
    `stepping.open_case` raises.
    """
    begun = origins.named(of, sought=sought)
    whole = replace(
        taking,
        subjects={**taking.subjects, "origin": begun.things},
        made={**taking.made, "sought": begun.as_json()},
    )
    lines = [urlencode(one) for one in begun.as_json()]
    told = {"because": because, "width": width, "sought": lines}
    return stepping.open_case("recall", title=title, told=told, taking=whole)


def narrow(number: str, *, width: str, taking: Taking) -> Standing:
    """Choose in which width the recall is to be frozen."""
    return stepping.take(number, "narrow", told={"width": width}, taking=taking)


def preview_of(number: str) -> Preview:
    """The three widths of an open recall, as they stand now."""
    stands = stepping.find(number, kind="recall")
    return preview(origins.kept(stands.subjects, stands.made))


def cancel(number: str, *, because: str, taking: Taking) -> Standing:
    """Nothing is to be recalled after all; what was held stays held until it is released."""
    return stepping.take(number, "cancel", told={"because": because}, taking=taking)
