"""How a label would come out: its picture in true size, or what keeps it from being printed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from gozinto.errors import GozintoError, Violation
from gozinto.labels import content, rendering
from gozinto.labels.layouts import Layout
from gozinto.operations import sentences
from gozinto.operations.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, which of its own words say more, and the sentence."""

    path: str
    said: Sentence
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`image`: the label as the address of a picture, "" where it cannot be drawn."""

    image: str
    of: str
    number: str
    faults: tuple[Fault, ...] = ()
    is_example: bool = False


def preview(layout: Layout, *, of: str) -> Preview:
    """The label of one thing; for "" of one that does not exist, with a value in every field."""
    try:
        label = content.fill(layout, of=of) if of else content.example(layout)
        drawn = rendering.svg(label)
    except GozintoError as error:
        return Preview(image="", of=of, number="", faults=faults(told(error)), is_example=not of)
    image = b64encode(drawn.encode()).decode()
    return Preview(
        image=f"data:image/svg+xml;base64,{image}",
        of=of,
        number=label.values.get("number", ""),
        is_example=not of,
    )


def told(error: GozintoError) -> Sequence[GozintoError | Violation]:
    """Everything that an error says is wrong."""
    return getattr(error, "violations", ()) or (error,)


def faults(found: Sequence[GozintoError | Violation]) -> tuple[Fault, ...]:
    """What is wrong, in the reader's language, with the words of the fault where they say more."""
    return tuple(
        Fault(
            path=getattr(one, "path", ""),
            said=(said := sentences.of(one)),
            more="" if str(said.message) == one.message else one.message,
        )
        for one in found
    )
