"""Whatever a panel sends is answered: forged and torn entries are refused or kept."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.operations.panels.acts import ACTS
from gozinto.operations.panels.shapes import SCREENS
from tests.operations.panels.floor import JOB, entry, rubber, scan, send
from tests.workshop import lot

H1 = lot("HB", "H-1", "ELASTO")
NAMES = (
    *("uri", "text", "quantity", "uom", "slot", "position", "job", "numbers", "inputs", "values"),
    *(
        "characteristic",
        "value",
        "plan",
        "of",
        "location",
        "container",
        "note",
        "reason",
        "event_id",
    ),
    *("material", "supplier", "supplier_lot", "expires", "override", "number", "meant", "opens"),
    "event_id",
)
odd = st.sampled_from(
    (
        *("", " ", "H-1", H1, JOB, "RACK", "HB", "ELASTO", "1", "-1", "NaN", "1e999", "9" * 400),
        *(
            "https://[",
            "urn:",
            "tomorrow",
            "2026-13-45",
            "KGM",
            "furlong",
            "x" * 1_900,
            "\x1d",
            "%s",
        ),
        *(True, 0, -3, 2.5, None, [], {}, [1], [{}], [{"uri": "H-1"}], ["H-1", ""], {"a": "\0"}),
        *([{"code": "object_held", "reason": ""}], [{"characteristic": "x", "value": "1"}]),
    )
)
told = st.dictionaries(st.sampled_from(NAMES), odd, max_size=6)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    act=st.sampled_from((*ACTS, "scan", "reprint", "no such act")),
    told=told,
    live=st.booleans(),
    screen=st.sampled_from(SCREENS),
    context=st.dictionaries(
        st.sampled_from(("job", "destination", "container", "note")), odd, max_size=3
    ),
)
def test_nothing_that_a_panel_sends_is_a_fault_of_the_server(
    act: str, told: dict[str, Any], live: bool, screen: str, context: dict[str, Any]
) -> None:
    answer = send(entry(act, told, live=live, context={"screen": screen, **context}))[0]
    assert answer.verdict in ("ok", "refused", "choose", "kept")
    assert answer.sentence


def test_what_is_forged_meets_a_plant_in_which_it_could_do_something() -> None:
    scan(JOB)
    rubber()
    for act in ACTS:
        for value in ("https://[", "x" * 1_900, "2026-13-45", ["H-1"], {"a": 1}, -1, "\x1d"):
            sent = entry(act, dict.fromkeys(NAMES, value) | {"uri": H1, "job": JOB})
            assert send(sent)[0].sentence, (act, value)
