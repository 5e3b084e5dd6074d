"""Material becomes product: runs at machines, what they consume, and what comes out."""

from gozinto.operations.production.backflushing import backflush
from gozinto.operations.production.consuming import consume, put_back
from gozinto.operations.production.converting import Part, merge, repack, split
from gozinto.operations.production.made_numbers import Produced
from gozinto.operations.production.mounting import mount, unmount
from gozinto.operations.production.parameters import Parameter, Reading, record_parameters
from gozinto.operations.production.producing import (
    Output,
    mix,
    produce_lot,
    produce_serial,
    produce_serials,
)
from gozinto.operations.production.reworking import Replaced, repair, rework
from gozinto.operations.production.running import finish, pause, resume, start
from gozinto.operations.production.transforming import Component
from gozinto.operations.production.wasting import scrap
from gozinto.operations.runs import Run

__all__ = [
    "Component",
    "Output",
    "Parameter",
    "Part",
    "Produced",
    "Reading",
    "Replaced",
    "Run",
    "backflush",
    "consume",
    "finish",
    "merge",
    "mix",
    "mount",
    "pause",
    "produce_lot",
    "produce_serial",
    "produce_serials",
    "put_back",
    "record_parameters",
    "repack",
    "repair",
    "resume",
    "rework",
    "scrap",
    "split",
    "start",
    "unmount",
]
