"""Material becomes product: runs at machines, what they consume, and what comes out."""

from gozinto.operations.production.consuming import consume
from gozinto.operations.production.mounting import mount, unmount
from gozinto.operations.production.producing import mix, produce_lot, produce_serial
from gozinto.operations.production.running import finish, pause, resume, run, start
from gozinto.operations.production.transforming import Component
from gozinto.operations.runs import Run

__all__ = [
    "Component",
    "Run",
    "consume",
    "finish",
    "mix",
    "mount",
    "pause",
    "produce_lot",
    "produce_serial",
    "resume",
    "run",
    "start",
    "unmount",
]
