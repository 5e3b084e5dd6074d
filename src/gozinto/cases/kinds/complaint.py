"""A complaint: a customer says that a unit is not what it should be."""

from __future__ import annotations

from gozinto.access.roles import QUALITY, STORE, Role
from gozinto.cases.kinds.machines import About, Act, Field, Machine

_TAKERS = QUALITY | STORE | {Role.INSPECTOR}
_OPEN = frozenset({"received", "examined"})

COMPLAINT = Machine(
    kind="complaint",
    prefix="CP",
    states=("received", "examined", "decided", "closed", "withdrawn"),
    ends=frozenset({"closed", "withdrawn"}),
    acts=(
        Act(
            name="open",
            since=frozenset(),
            to="received",
            roles=_TAKERS,
            fields=(
                Field(name="claim", kind="text", required=True),
                Field(name="defect"),
                Field(name="dealer"),
                Field(name="reference"),
                Field(name="material"),
                Field(name="dot_week"),
                Field(name="sold_on", kind="date"),
                Field(name="failed_on", kind="date"),
                Field(name="in_use", kind="decimal"),
            ),
            about=(About(role="unit"),),
        ),
        Act(
            name="identify",
            since=_OPEN,
            roles=_TAKERS,
            fields=(Field(name="because", kind="text", required=True),),
            about=(About(role="unit", required=True),),
        ),
        Act(
            name="take_back",
            since=_OPEN | {"decided"},
            roles=QUALITY | STORE,
            fields=(Field(name="dealer"), Field(name="location")),
        ),
        Act(
            name="note",
            since=_OPEN | {"decided"},
            roles=_TAKERS,
            fields=(Field(name="note", kind="text", required=True),),
        ),
        Act(
            name="examine",
            since=_OPEN,
            to="examined",
            roles=QUALITY | {Role.INSPECTOR},
            fields=(
                Field(
                    name="result",
                    kind="choice",
                    required=True,
                    choices=("confirmed", "no_fault_found", "misuse", "worn_out"),
                ),
                Field(name="defect"),
                Field(name="cause", kind="text"),
            ),
        ),
        Act(
            name="decide",
            since=_OPEN,
            to="decided",
            roles=QUALITY,
            fields=(
                Field(
                    name="decision",
                    kind="choice",
                    required=True,
                    choices=("warranty", "goodwill", "rejected"),
                ),
                Field(name="because", kind="text", required=True),
                Field(name="amount", kind="decimal"),
            ),
        ),
        Act(
            name="exchange",
            since=frozenset({"decided"}),
            roles=QUALITY | STORE,
            fields=(
                Field(name="delivery_note", required=True),
                Field(name="dealer"),
                Field(name="location"),
            ),
            about=(About(role="new", required=True),),
        ),
        Act(name="lead_to", since=_OPEN | {"decided", "closed"}, roles=QUALITY),
        Act(name="close", since=frozenset({"decided"}), to="closed", roles=QUALITY),
        Act(
            name="withdraw",
            since=_OPEN | {"decided"},
            to="withdrawn",
            roles=QUALITY,
            fields=(Field(name="because", kind="text", required=True),),
        ),
        Act(
            name="reopen",
            since=frozenset({"closed", "withdrawn"}),
            to="received",
            roles=QUALITY,
            fields=(Field(name="because", kind="text", required=True),),
        ),
    ),
)
