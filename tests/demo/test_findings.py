"""What the rules find in the tyre plant: the planted bladder past its limit, and nothing else."""

from __future__ import annotations

from gozinto.demo.tyre import truths
from gozinto.demo.tyre.presses import asset_uri
from gozinto.demo.tyre.truths import BLADDER_CAUSE, Truths
from gozinto.record.models import Finding, Involvement, Measurement, Mount

FOUND = Finding.objects.exclude(rule="process_out_of_control")
"""What is no matter of chance."""


def test_only_the_bladder_that_was_left_too_long_is_found(built: Truths) -> None:
    told = FOUND.values_list("rule", "object__uri", "value").distinct()
    assert list(told) == [("asset_past_life", asset_uri(truths.BLADDER), truths.BLADDER)]


def test_its_return_past_the_limit_is_found_and_each_tyre_from_then_on(built: Truths) -> None:
    at_fault = set(FOUND.values_list("event_id", flat=True))
    mounted = set(
        Mount.objects.filter(
            object__uri=asset_uri(truths.BLADDER), is_on=True, at=built.past_limit_from
        ).values_list("event_id", flat=True)
    )
    tyres = Involvement.objects.filter(event_id__in=at_fault - mounted, role="output")
    assert mounted < at_fault
    assert built.touched[BLADDER_CAUSE]
    assert sorted(tyres.values_list("object__number", flat=True)) == sorted(
        built.touched[BLADDER_CAUSE]
    )
    assert len(at_fault) == 1 + len(built.touched[BLADDER_CAUSE])


def test_steady_processes_seldom_look_out_of_control(built: Truths) -> None:
    """All four rules together cry wolf once in 92 values of a steady process.

    Champ and Woodall, Exact results for Shewhart control charts (1987): mean run length 91.75. The
    limits are drawn from few values here, and many values are of series too short to be judged.
    """
    cries = Finding.objects.filter(rule="process_out_of_control").count()
    assert 0 < cries < Measurement.objects.count() / 60
