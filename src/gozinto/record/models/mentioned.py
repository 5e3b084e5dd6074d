"""What an event's own text says of parties and papers, as expressions that an index can hold.

The text is canonical JSON: the members of an object stand in the order of their names, without
spaces. So what is looked for has one shape, and no text within the event can have it: a quotation
mark in a text has a backslash before it.
"""

from __future__ import annotations

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Collate

RECEIPT, SHIPMENT = "receiving", "shipping"
"""The business steps of what comes in and of what goes out."""

SENDER = r'"source":"([^"]*)","type":"owning_party"'
RECEIVER = r'"destination":"([^"]*)","type":"owning_party"'
_CARRIER = r'"destination":"([^"]*)","type":"possessing_party"'
_PAPER = r'"bizTransaction":"([^"]*)","type":"%s"'


def sender(document: str = "document") -> Func:
    """The company that a thing came from; null where none is told. `document`: the path to it."""
    return _found(document, SENDER)


def receiver(document: str = "document") -> Func:
    """The company that a thing goes to."""
    return _found(document, RECEIVER)


def carrier(document: str = "document") -> Func:
    """The company that takes it there."""
    return _found(document, _CARRIER)


def paper(kind: str, document: str = "document") -> Collate:
    """The business document of a kind: "desadv" a delivery note, "rma" a return number.

    It is compared byte by byte, so that an index finds those that begin alike.
    """
    return Collate(_found(document, _PAPER % kind), "C")


def member(name: str, document: str = "document") -> Func:
    """A text that stands at the top of the event, `gozinto:reason` say."""
    return Func(
        F(document),
        template=f"(%(expressions)s::json ->> '{name}')",
        output_field=TextField(),
    )


def _found(document: str, pattern: str) -> Func:
    return Func(F(document), Value(pattern), function="substring", output_field=TextField())
