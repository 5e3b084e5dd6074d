"""A glance at a stored event says what reading all of it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event, ObjectEvent, TypedReference
from gozinto.standards.epcis.glance import Glance, glance
from gozinto.standards.epcis.gozinto import NAMESPACE, Context
from tests.standards.epcis.made_events import events, texts

WORDS = ("person", "supplier_lot", "inspection", "result", "gauge", "values")


def seen(event: Event) -> Glance:
    """What a glance at its stored text gives."""
    return glance(jsonld.stored(event)[0])


def differing(event: Event) -> list[str]:
    """The parts of the glance that are not those of the whole event, read with all checks."""
    whole = jsonld.loads(jsonld.stored(event)[0])
    context = Context.of(whole)
    return [
        name
        for name, part in seen(event)._asdict().items()
        if part != (_tied(whole) if name == "replaced" else _of(whole, context, name))
    ]


def _of(whole: Event, context: Context, name: str) -> object:
    return getattr(context if name in WORDS else whole, name)


def _tied(whole: Event) -> tuple[str, ...]:
    """What an event that gives one thing for another names; nothing of any other event."""
    return getattr(whole, "epc_list", ()) if whole.biz_step == "replacing" else ()


@given(events(), st.builds(Context, person=texts, supplier_lot=texts, result=texts, gauge=texts))
def test_it_agrees_with_the_whole_event(event: Event, context: Context) -> None:
    made_up = {n: word for n, word in event.extensions.items() if not n.startswith(NAMESPACE)}
    assert differing(replace(event, extensions=made_up | context.extensions())) == []


def control(**words: object) -> ObjectEvent:
    """An input control, with results."""
    rows = ({"characteristic": "ML", "value": Decimal("1.10"), "https://ns.example.com/n#by": "x"},)
    return ObjectEvent(
        event_id="https://id.demo.example/event/1",
        event_time=datetime(2026, 3, 2, tzinfo=UTC),
        action="OBSERVE",
        biz_step="inspecting",
        epc_list=("https://id.demo.example/obj/T/1",),
        source_list=(TypedReference(type="owning_party", value="https://id.demo.example/p/1"),),
        extensions=Context(person="P-1", values=rows).extensions() | words,
    )


def test_a_result_keeps_its_digits_and_a_foreign_name_is_full() -> None:
    (row,) = seen(control()).values
    assert str(row["value"]) == "1.10"
    assert row["https://ns.example.com/n#by"] == "x"
    assert differing(control()) == []


def test_where_our_prefix_would_be_misread_the_names_are_full_ones() -> None:
    event = control(**{"https://ns.example.com/n#see": "gozinto:this"})
    assert '"gozinto:person"' not in jsonld.stored(event)[0]
    assert seen(event).person == "P-1"
    assert differing(event) == []
