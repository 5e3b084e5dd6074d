"""Objects are measured against their limits: input, in-process and final control."""

from gozinto.operations.inspection.inspecting import inspect, inspect_by_plan
from gozinto.operations.inspection.measured import Kind, Measured, Result
from gozinto.operations.inspection.plans import Observed, sample_size
from gozinto.operations.inspection.plans import get as plan
from gozinto.operations.inspection.sampling import Sample, samples_of, take_sample
from gozinto.operations.inspection.sorting import sort_out
from gozinto.operations.inspection.told import Told, told_of
from gozinto.operations.inspection.waiting import MOST_WAITING, WITHIN_DAYS, Waiting, waiting

__all__ = [
    "MOST_WAITING",
    "WITHIN_DAYS",
    "Kind",
    "Measured",
    "Observed",
    "Result",
    "Sample",
    "Told",
    "Waiting",
    "inspect",
    "inspect_by_plan",
    "plan",
    "sample_size",
    "samples_of",
    "sort_out",
    "take_sample",
    "told_of",
    "waiting",
]
