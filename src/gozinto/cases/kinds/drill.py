"""A drill: a recall rehearsed on a blind item, against the clock; nothing is held."""

from __future__ import annotations

from gozinto.access.roles import QUALITY, STORE
from gozinto.cases.kinds.machines import About, Act, Field, Machine

BEGINS = ("anything", "raw", "finished")
"""Among what a blind item is drawn: every lot, and every finished unit of no lot; lots of what is
bought; what was made and shipped."""
_RUNNING = frozenset({"running"})

DRILL = Machine(
    kind="drill",
    prefix="DR",
    states=("running", "finished", "abandoned"),
    ends=frozenset({"finished", "abandoned"}),
    acts=(
        Act(
            name="open",
            since=frozenset(),
            to="running",
            roles=QUALITY,
            fields=(
                Field(name="begins", kind="choice", choices=BEGINS),
                Field(name="purpose", kind="text"),
            ),
            about=(About(role="origin"),),
        ),
        Act(name="scope", since=_RUNNING, roles=QUALITY),
        Act(
            name="reach",
            since=_RUNNING,
            roles=QUALITY | STORE,
            fields=(
                Field(name="customer", required=True),
                Field(name="answered", kind="flag"),
                Field(name="who"),
            ),
        ),
        Act(
            name="finish",
            since=_RUNNING,
            to="finished",
            roles=QUALITY,
            fields=(Field(name="learned", kind="text"),),
            signed=True,
        ),
        Act(
            name="abandon",
            since=_RUNNING,
            to="abandoned",
            roles=QUALITY,
            fields=(Field(name="because", kind="text", required=True),),
        ),
        Act(name="lead_to", since=frozenset({"running", "finished"}), roles=QUALITY),
    ),
)
