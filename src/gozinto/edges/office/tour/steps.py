"""What each step of the tour says, and which page it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gozinto.record.examples import Examples


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. `address`: of its page, from what this plant has to show."""

    title: str | Promise
    text: str | Promise
    address: Callable[[Examples], str]


def _page(name: str) -> Callable[[Examples], str]:
    return lambda shown: reverse(f"office:{name}")


def _of(name: str, uri: str, **more: str) -> str:
    # Before anything is on record there is nothing to choose: the page then says what to do.
    query = {"id": uri, **more} if uri else more
    return f"{reverse(f'office:{name}')}?{urlencode(query)}"


STEPS: tuple[Step, ...] = (
    Step(
        title=_("One thing and its story"),
        text=_("Everything that happened to this unit, who did it and where. Read its Story."),
        address=lambda shown: _of("thing", shown.unit) if shown.unit else reverse("office:lots"),
    ),
    Step(
        title=_("Where from?"),
        text=_(
            "Material flows left to right: suppliers, lots, machines, this unit. Click a box; "
            "beside it stands why it is in the answer."
        ),
        address=lambda shown: _of("trace", shown.unit),
    ),
    Step(
        title=_("Where used?"),
        text=_(
            "The other way: where a lot went, down to the customers. Choose Possible above the "
            "graph to see what nobody can rule out."
        ),
        address=lambda shown: _of("trace", shown.lot, direction="forward"),
    ),
    Step(
        title=_("What needs you"),
        text=_("Only exceptions: holds, what expires, findings, gaps. Each has its next step."),
        address=_page("inbox"),
    ),
    Step(
        title=_("All lots"),
        text=_(
            "Filter, sort, mark many and hold them at once. The address keeps all of it: send it."
        ),
        address=_page("lots"),
    ),
    Step(
        title=_("What is inspected"),
        text=_("What waits for a control, the limits of its plan, and charts that say more."),
        address=_page("inspections"),
    ),
    Step(
        title=_("What happens now"),
        text=_("Each work center as it is told, without loading the page again."),
        address=_page("live"),
    ),
    Step(
        title=_("The plant itself"),
        text=_("Materials, machines, people, plans: each change can be seen and taken back."),
        address=_page("setup"),
    ),
)
"""In order; each takes half a minute."""
