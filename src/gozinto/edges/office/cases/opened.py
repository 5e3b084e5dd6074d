"""A case whose page is asked for, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from gozinto.access import gate
from gozinto.access.gate import Principal
from gozinto.access.roles import INSIDE
from gozinto.cases import stepping
from gozinto.cases.stepping import Standing
from gozinto.edges.office.cases.forms import Refused
from gozinto.edges.office.things.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A case, the names of its page, and who looks at it. `was`: a form of theirs as refused."""

    request: HttpRequest
    case: Standing
    who: Principal
    names: Names
    was: Refused | None = None

    @property
    def by(self) -> str:
        """Under what name whoever looks takes a step."""
        return self.who.person or self.who.name


def open_up(request: HttpRequest, number: str, *, kind: str = "") -> Opened:
    """The case of that number for whoever asks. Raises Unknown as `stepping.find`."""
    who = gate.admit(request, roles=INSIDE)
    case = stepping.find(number, kind=kind)
    return Opened(request=request, case=case, who=who, names=Names())


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a kind of case puts on its pages beside what all have.

    `template`: shown between the head and the history, given what `context` answers; `beside`:
    likewise among the cards at the side; "panel_links" of the context: words and addresses of
    buttons in the head. `acts`: those whose forms the panel draws by itself, so
    that the page does not; each posts to office:case-step. `boxes`: what the form that opens one
    asks, where the table of the kind does not say it well enough; `title`: what it is called
    unless somebody says otherwise.
    """

    template: str = ""
    beside: str = ""
    context: Callable[[Opened], Mapping[str, Any]] | None = None
    acts: frozenset[str] = frozenset()
    boxes: str = "office/case_form.html"
    title: Callable[[], str] | None = None
