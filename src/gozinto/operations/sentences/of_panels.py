"""What a panel at a machine refuses, and what to do instead, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OFFICE = _("Nothing is lost: it waits in the Inbox of the office.")

PANELS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "bad_entry": (_("What the panel sent cannot be read: %(field)s."), _OFFICE),
    "entry_conflict": (_("The panel used a number twice for different things."), _OFFICE),
    "unknown_operator": (
        _("Nobody works here under the badge %(person)s."),
        _("Scan your own badge."),
    ),
    "nobody_acts": (_("It is not known who you are."), _("Scan your badge, then scan it again.")),
    "pin_needed": (
        _("%(person)s has not given the PIN here."),
        _("Scan your badge and give your PIN, then do it again."),
    ),
    "role_missing": (
        _("%(person)s may not do this."),
        _("Ask somebody who is one of: %(roles)s."),
    ),
    "unknown_panel_act": (_("The panel asked for something that there is not."), _OFFICE),
    "needs_network": (
        _("This cannot be done without the network."),
        _("Do it again when the panel is connected."),
    ),
    "several_meant": (_("%(scanned)s may mean several things."), _OFFICE),
    "nothing_known": (
        _("Nothing here goes by %(scanned)s."),
        _("Scan the label again, or type the number that is printed on it."),
    ),
    "no_use_here": (
        _("%(name)s is of no use on this screen."),
        _("Scan what the screen asks for."),
    ),
    "no_job_open": (_("No job is open here."), _("Scan the job's papers first.")),
    "unknown_job": (
        _("There is no job %(scanned)s."),
        _("Scan the job's papers again, or ask the planner."),
    ),
    "no_job_of_order": (
        _("Nothing of order %(scanned)s is done at this machine."),
        _("Take the papers to the machine that they name."),
    ),
    "job_finished": (_("Job %(job)s is finished."), _("Scan the papers of the next job.")),
    "job_not_running": (
        _("Job %(job)s is not running."),
        _("Start it, or let it go on: scan its papers."),
    ),
    "not_in_bill": (
        _("%(material)s does not go into %(product)s here."),
        _("Take what the slot asks for."),
    ),
    "made_elsewhere": (
        _("Job %(job)s made %(scanned)s, and not this one."),
        _("Scan the label that was printed for this job; put the other back where it belongs."),
    ),
    "quantity_needed": (
        _("How much it is, is not known."),
        _("Scan it again, and give the quantity."),
    ),
    "bad_quantity": (_("%(value)s is no quantity."), _("Type the number again.")),
    "no_destination": (
        _("Where it goes is not known."),
        _("Scan the place first, then what goes there."),
    ),
    "no_container": (
        _("There is no container yet."),
        _("Scan the container's SSCC first, then what goes into it."),
    ),
    "no_note": (
        _("There is no delivery note yet."),
        _("Scan the order's papers first, then what leaves."),
    ),
    "no_customer": (
        _("Order %(scanned)s names no customer."),
        _("Ask the planner to enter who gets it."),
    ),
    "not_to_make": (
        _("The job does not say what it makes."),
        _("Ask the planner to start it with its product."),
    ),
    "nothing_measured": (_("There is no value."), _("Type what the gauge shows.")),
    "no_such_measure": (
        _("No plan asks for %(characteristic)s here."),
        _("Choose one of those on the screen."),
    ),
    "nothing_to_measure": (
        _("Which one was measured is not known."),
        _("Scan what you measured, then give the value."),
    ),
    "reason_needed": (_("It does not say why."), _("Choose a reason.")),
    "undo_too_late": (
        _("This can no longer be taken back here."),
        _("Ask quality to correct it in the office."),
    ),
    "undo_of_another": (
        _("Somebody else did this."),
        _("Whoever did it may take it back; otherwise ask quality."),
    ),
    "no_equipment_here": (
        _("This panel stands at no machine."),
        _("Ask the office to give the station its machine."),
    ),
    "no_supplier": (
        _("From whom it came is not known."),
        _("Scan the supplier's label, or enter the receipt in the office."),
    ),
    "entry_settled": (
        _("This entry of a panel was settled already."),
        _("Look at the Inbox again."),
    ),
    "entry_without_reason": (
        _("What a panel sent is settled for a reason."),
        _("Say why."),
    ),
    "entry_unclear": (
        _("It is not known what was meant."),
        _("Give the number of what was meant, or set it aside."),
    ),
    "nothing_to_print": (
        _("There is no label of %(scanned)s to print again."),
        _("Scan the thing, or print its label in the office."),
    ),
}
"""By code: a sentence and a next step, both filled with what the refusal is about."""
