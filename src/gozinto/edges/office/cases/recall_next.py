"""What is to be done next about a recall, in one sentence, and the forms beside each customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from gozinto.cases.kinds import MACHINES
from gozinto.cases.recalls.recovering import Recovery
from gozinto.cases.standing import Standing
from gozinto.edges.office.cases import forms, wording
from gozinto.edges.office.cases.opened import Opened

_MACHINE = MACHINES["recall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What to do, and the act whose form is open for it; "" where no form does it. `is_done`: the
    recall itself wants nothing more."""

    said: str
    act: str = ""
    is_done: bool = False


def of(case: Standing, recovery: Recovery | None) -> Next | None:
    """What comes next; None once the recall is given up."""
    if case.state == "scoping":
        return Next(
            said=_("Look at the three widths, choose one, and decide the scope: it is written down "
                   "thing by thing, and signed."),
            act="freeze",
        )  # fmt: skip
    if recovery is None or case.state == "cancelled":
        return None
    if case.state == "frozen":
        return Next(said=_("Stop what has not left yet, then hold all of it in one action."))
    if case.state == "closed":
        done = _("It is closed, and every piece of it is accounted for.")
        cause = _("Put the cause right, too: open a corrective action.")
        return Next(said=done if case.tied else f"{done} {cause}", is_done=True)
    is_done = recovery.accounted == 1
    if is_done and (case.state == "notified" or not recovery.open_with):
        return Next(said=_("Every piece is accounted for: close it, and sign."), act="close")
    if case.state == "stopped":
        count = len(recovery.open_with)
        said = _("All that is here is on hold. Tell the customer who has some of it.")
        if count != 1:
            said = _(
                "All that is here is on hold. Tell the %(count)s customers who have some of it."
            )
        return Next(said=said % {"count": count}, act="notify")
    return Next(
        said=_("Scan what comes back; it counts by itself. Whoever does not answer is reminded; "
               "what nobody waits for is written off. Then close it."),
        act="take_back",
    )  # fmt: skip


def forms_of(opened: Opened, customer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The forms beside a customer: that they answered by another way than their link, and that
    nobody waits for what they still have."""
    open_now = {act.name: act for act in _MACHINE.open_to(opened.case.state, opened.who.roles)}
    wanted = {
        "acknowledge": customer["has_letter"] and not customer["is_answered"],
        "write_off": customer["is_out"],
    }
    for name, is_wanted in wanted.items():
        if not is_wanted or name not in open_now:
            continue
        was = opened.was
        is_theirs = was is not None and was.given.get("customer") == customer["uri"]
        act = open_now[name]
        kept = tuple(one for one in act.fields if one.name not in ("customer", "numbers"))
        yield forms.form("recall", replace(act, fields=kept), was=was if is_theirs else None) | {
            "word": wording.act("recall", name)[0]
        }
