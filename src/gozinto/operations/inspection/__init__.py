"""Objects are measured against their limits: input, in-process and final control."""

from gozinto.operations.inspection.inspecting import inspect, inspect_by_plan
from gozinto.operations.inspection.measured import Kind, Measured, Result
from gozinto.operations.inspection.plans import Observed, sample_size
from gozinto.operations.inspection.sampling import Sample, samples_of, take_sample
from gozinto.operations.inspection.sorting import sort_out

__all__ = [
    "Kind",
    "Measured",
    "Observed",
    "Result",
    "Sample",
    "inspect",
    "inspect_by_plan",
    "sample_size",
    "samples_of",
    "sort_out",
    "take_sample",
]
