"""What the pages call everything about cases: kinds, states, acts, fields and choices.

Keyed by kind and name; a name without its kind is meant wherever a kind has no word of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from gozinto.edges.office.setup import wording as setup
from gozinto.plant.kinds import KINDS as KINDS_OF_MASTERS
from gozinto.plant.kinds.interlocks import CONDITIONS, PARAMETERS

Word = str | Promise


def _named(name: str) -> str:
    return setup.field_word(KINDS_OF_MASTERS["interlocks"], name)


_of_interlock = lazy(_named, str)
"""What the setup pages call a field of an interlock."""

KINDS: Mapping[str, Word] = {
    "complaint": _("Complaint"),
    "recall": _("Recall"),
    "action": _("Corrective action"),
    "drill": _("Drill"),
}
OPEN: Mapping[str, Word] = {
    "complaint": _("Open a complaint"),
    "recall": _("Open a recall"),
    "action": _("Open a corrective action"),
    "drill": _("Begin a drill"),
}
ABOUT: Mapping[str, Word] = {
    "complaint": _("A customer says that a unit is not what it should be."),
    "recall": _("What shares a cause is found, stopped, called back and accounted for."),
    "action": _("The cause is found and put right, and it is proven that it stays so."),
    "drill": _("A recall is rehearsed on something chosen blindly; nothing is held."),
}

STATES: Mapping[tuple[str, str], tuple[Word, str]] = {
    ("", "cancelled"): (_("cancelled"), ""),
    ("", "closed"): (_("closed"), ""),
    ("complaint", "received"): (_("received"), "warn"),
    ("complaint", "examined"): (_("examined"), "warn"),
    ("complaint", "decided"): (_("decided"), ""),
    ("complaint", "withdrawn"): (_("withdrawn"), ""),
    ("recall", "scoping"): (_("scope is being found"), "warn"),
    ("recall", "frozen"): (_("scope stands"), "bad"),
    ("recall", "stopped"): (_("stopped"), "bad"),
    ("recall", "notified"): (_("customers are told"), "bad"),
    ("action", "described"): (_("problem described"), "warn"),
    ("action", "contained"): (_("contained"), "warn"),
    ("action", "explained"): (_("cause found"), "warn"),
    ("action", "planned"): (_("action planned"), "warn"),
    ("action", "done"): (_("done, not proven"), "warn"),
    ("action", "effective"): (_("effective"), ""),
    ("drill", "running"): (_("running"), "warn"),
    ("drill", "finished"): (_("finished"), ""),
    ("drill", "abandoned"): (_("abandoned"), ""),
}
"""Each with its tone: "", "warn" or "bad"."""

ACTS: Mapping[tuple[str, str], tuple[Word, Word]] = {
    ("", "open"): (_("Open"), _("Opened")),
    ("", "note"): (_("Note"), _("Noted")),
    ("", "close"): (_("Close"), _("Closed")),
    ("", "cancel"): (_("Cancel"), _("Cancelled")),
    ("", "reopen"): (_("Reopen"), _("Reopened")),
    ("", "lead_to"): (_("Lead on"), _("Led to another case")),
    ("complaint", "identify"): (_("Name the unit"), _("Unit named")),
    ("complaint", "take_back"): (_("It came back"), _("Came back")),
    ("complaint", "examine"): (_("Examine"), _("Examined")),
    ("complaint", "decide"): (_("Decide"), _("Decided")),
    ("complaint", "exchange"): (_("Exchange"), _("Exchanged")),
    ("complaint", "withdraw"): (_("Withdraw"), _("Withdrawn")),
    ("recall", "narrow"): (_("Choose the width"), _("Width chosen")),
    ("recall", "freeze"): (_("Decide the scope"), _("Scope decided")),
    ("recall", "stop"): (_("Stop"), _("Stopped")),
    ("recall", "join"): (_("Take in more"), _("Taken in")),
    ("recall", "notify"): (_("Tell customers"), _("Customers told")),
    ("recall", "acknowledge"): (_("Customer has answered"), _("Customer answered")),
    ("recall", "remind"): (_("Remind"), _("Reminded")),
    ("recall", "take_back"): (_("It came back"), _("Came back")),
    ("recall", "write_off"): (_("Write off"), _("Written off")),
    ("action", "staff"): (_("Name the team"), _("Team named")),
    ("action", "contain"): (_("Contain"), _("Contained")),
    ("action", "explain"): (_("Name the cause"), _("Cause named")),
    ("action", "plan"): (_("Plan an action"), _("Action planned")),
    ("action", "do"): (_("It is done"), _("Action done")),
    ("action", "drop"): (_("Drop it"), _("Action dropped")),
    ("action", "carry_out"): (_("All is done"), _("Carried out")),
    ("action", "verify"): (_("Confirm the effect"), _("Effect confirmed")),
    ("action", "fail"): (_("It did not help"), _("It did not help")),
    ("action", "forbid"): (_("Make an interlock"), _("Interlock made")),
    ("drill", "open"): (_("Begin"), _("Begun")),
    ("drill", "scope"): (_("Find the scope"), _("Scope found")),
    ("drill", "reach"): (_("Customer was called"), _("Customer called")),
    ("drill", "finish"): (_("Finish"), _("Finished")),
    ("drill", "abandon"): (_("Abandon"), _("Abandoned")),
}
"""What the button says, and what stands in the history."""

FIELDS: Mapping[tuple[str, str], Word] = {
    ("", "because"): _("Why"),
    ("", "note"): _("Note"),
    ("", "customer"): _("Customer"),
    ("", "who"): _("Spoken with"),
    ("", "width"): _("Width"),
    ("complaint", "claim"): _("What is complained of"),
    ("complaint", "defect"): _("Defect"),
    ("complaint", "dealer"): _("Dealer"),
    ("complaint", "reference"): _("The dealer's number"),
    ("complaint", "material"): _("Model"),
    ("complaint", "dot_week"): _("DOT week (four digits)"),
    ("complaint", "sold_on"): _("Sold on"),
    ("complaint", "failed_on"): _("Failed on"),
    ("complaint", "in_use"): _("In use, km"),
    ("complaint", "location"): _("Put where"),
    ("complaint", "result"): _("Result"),
    ("complaint", "cause"): _("What was found"),
    ("complaint", "decision"): _("Decision"),
    ("complaint", "amount"): _("Amount paid"),
    ("complaint", "delivery_note"): _("Delivery note of the new one"),
    ("recall", "sought"): _("Or sought by machine, gauge or supplier"),
    ("recall", "numbers"): _("Numbers of what nobody waits for"),
    ("recall", "instruction"): _("What customers are to do"),
    ("recall", "answer"): _("Answer"),
    ("recall", "stopped"): _("Stopped there"),
    ("recall", "sold"): _("Sold on"),
    ("recall", "location"): _("Put where"),
    ("recall", "quantity"): _("How much of a lot"),
    ("recall", "effectiveness"): _("How it is known that it worked"),
    ("action", "problem"): _("Problem"),
    ("action", "team"): _("Team"),
    ("action", "lead"): _("Led by"),
    ("action", "containment"): _("Containment"),
    ("action", "occurred_because"): _("Why it happened"),
    ("action", "escaped_because"): _("Why it was not found"),
    ("action", "suspects"): _("Suspects"),
    ("action", "action"): _("Action"),
    ("action", "owner"): _("Who does it"),
    ("action", "due_on"): _("Due on"),
    ("action", "done"): _("What was done"),
    ("action", "check_on"): _("Check its effect on"),
    ("action", "prevention"): _("What keeps it from coming back"),
    ("action", "cases"): _("Complaints and recalls of this cause"),
    ("action", "line"): _("Which action"),
    ("action", "counted"): _("What is counted"),
    ("action", "of_units"): _("Of all units"),
    ("action", "defect"): _("Defect"),
    ("action", "before_from"): _("Before, from"),
    ("action", "before_to"): _("Before, until"),
    ("action", "after_from"): _("After, from"),
    ("action", "after_to"): _("After, until"),
    ("action", "interlock"): _("Code of the interlock"),
    **{
        ("action", name): _of_interlock(name)
        for name in ("name", "condition", "severity", *PARAMETERS)
    },
    ("drill", "begins"): _("Drawn blindly among"),
    ("drill", "purpose"): _("What is rehearsed"),
    ("drill", "answered"): _("Answered"),
    ("drill", "learned"): _("What was learned"),
}
SUBJECTS: Mapping[tuple[str, str], Word] = {
    ("complaint", "unit"): _("Unit"),
    ("complaint", "new"): _("New unit"),
    ("recall", "origin"): _("Origin"),
    ("recall", "returned"): _("Units that came back"),
    ("drill", "origin"): _("Item"),
    ("action", "about"): _("About"),
    ("action", "contained"): _("Held"),
}
"""As what a thing is named."""

CHOICES: Mapping[str, Word] = {
    "confirmed": _("fault confirmed"),
    "no_fault_found": _("no fault found"),
    "misuse": _("misuse"),
    "worn_out": _("worn out"),
    "warranty": _("warranty"),
    "goodwill": _("goodwill"),
    "rejected": _("rejected"),
    "proven": _("Proven"),
    "recorded": _("Recorded"),
    "possible": _("Possible"),
    "complaints": _("complaints"),
    "returns": _("returns"),
    "made": _("made"),
    "shipped": _("shipped"),
    "override": _("refused, unless let pass"),
    "anything": _("anything"),
    "raw": _("raw materials"),
    "finished": _("what was made and shipped"),
    **{name: setup.CHOICES[name] for name in (*CONDITIONS, "block", "finding")},
}
SIGNED: Mapping[str, Word] = {
    "password": _("signed by password"),
    "pin": _("signed by PIN"),
}


def of(words: Mapping[tuple[str, str], Word], kind: str, name: str) -> str:
    """The word of a kind for a name, else the one for all kinds; a name without one as it is."""
    return str(words.get((kind, name)) or words.get(("", name)) or name.replace("_", " "))


def state(kind: str, name: str) -> tuple[str, str]:
    """What a state is called, and its tone."""
    word, tone = STATES.get((kind, name)) or STATES.get(("", name)) or (name, "")
    return str(word), tone


def act(kind: str, name: str) -> tuple[str, str]:
    """What an act is called on a button, and in the history."""
    button, done = ACTS.get((kind, name)) or ACTS.get(("", name)) or (name, name)
    return str(button), str(done)
