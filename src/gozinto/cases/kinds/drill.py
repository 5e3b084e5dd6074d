"""A drill: a recall rehearsed on a blind item, against the clock; nothing is held."""

from __future__ import annotations

from gozinto.access.roles import QUALITY
from gozinto.cases.kinds.machines import Act, Field, Machine

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
            fields=(Field(name="purpose", kind="text"),),
        ),
        Act(name="scope", since=frozenset({"running"}), roles=QUALITY),
        Act(
            name="reach",
            since=frozenset({"running"}),
            roles=QUALITY,
            fields=(
                Field(name="customer", required=True),
                Field(name="answered", kind="flag"),
                Field(name="who"),
            ),
        ),
        Act(
            name="finish",
            since=frozenset({"running"}),
            to="finished",
            roles=QUALITY,
            fields=(Field(name="learned", kind="text"),),
            signed=True,
        ),
        Act(
            name="abandon",
            since=frozenset({"running"}),
            to="abandoned",
            roles=QUALITY,
            fields=(Field(name="because", kind="text", required=True),),
        ),
    ),
)
