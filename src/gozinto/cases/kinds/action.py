"""A corrective action by the eight disciplines: team, problem, containment, causes, actions,
what was done, what keeps it from coming back, and the proof."""

from __future__ import annotations

from gozinto.access.roles import QUALITY, RECORDERS, Role
from gozinto.cases.kinds.machines import About, Act, Field, Machine
from gozinto.plant.kinds import KINDS
from gozinto.plant.kinds.interlocks import CONDITIONS, PARAMETERS

_DOERS = QUALITY | {Role.PLANNER, Role.INSPECTOR}
_BECAUSE = Field(name="because", kind="text", required=True)
_OPEN = frozenset({"described", "contained", "explained", "planned", "done"})
_LINE = Field(name="line", required=True)
_COMPARED = (
    Field(name="counted", kind="choice", choices=("complaints", "returns")),
    Field(name="of_units", kind="choice", choices=("shipped", "made")),
    Field(name="material"),
    Field(name="defect"),
    Field(name="before_from", kind="date"),
    Field(name="before_to", kind="date"),
    Field(name="after_from", kind="date"),
    Field(name="after_to", kind="date"),
)
"""What is compared, where figures are to prove it: all of the dates, or none."""
_LOCKS = KINDS["interlocks"]
_INTERLOCK = (
    Field(name="interlock", required=True),
    Field(name="name", required=True),
    Field(name="condition", kind="choice", required=True, choices=tuple(CONDITIONS)),
    Field(name="severity", kind="choice", choices=_LOCKS.field("severity").choices),
    *(Field(name=name) for name in PARAMETERS),
)

ACTION = Machine(
    kind="action",
    prefix="CA",
    states=(
        *("described", "contained", "explained", "planned"),
        *("done", "effective", "closed", "cancelled"),
    ),
    ends=frozenset({"closed", "cancelled"}),
    acts=(
        Act(
            name="open",
            since=frozenset(),
            to="described",
            roles=QUALITY,
            fields=(
                Field(name="problem", kind="text", required=True),
                Field(name="team", kind="lines"),
                Field(name="lead"),
            ),
            about=(About(role="about", many=True),),
        ),
        Act(
            name="staff",
            since=_OPEN,
            roles=QUALITY,
            fields=(Field(name="team", kind="lines", required=True), Field(name="lead")),
        ),
        Act(
            name="contain",
            since=frozenset({"described", "contained"}),
            to="contained",
            roles=_DOERS,
            fields=(Field(name="containment", kind="text", required=True),),
            about=(About(role="contained", many=True),),
        ),
        Act(
            name="explain",
            since=frozenset({"contained", "explained"}),
            to="explained",
            roles=_DOERS,
            fields=(
                Field(name="occurred_because", kind="text", required=True),
                Field(name="escaped_because", kind="text"),
                Field(name="suspects", kind="lines"),
                Field(name="cases", kind="lines"),
            ),
        ),
        Act(
            name="plan",
            since=frozenset({"explained", "planned"}),
            to="planned",
            roles=_DOERS,
            fields=(
                Field(name="action", kind="text", required=True),
                Field(name="owner", required=True),
                Field(name="due_on", kind="date", required=True),
            ),
        ),
        Act(
            name="do",
            since=frozenset({"planned"}),
            roles=RECORDERS,
            fields=(_LINE, Field(name="done", kind="text", required=True)),
        ),
        Act(name="drop", since=frozenset({"planned"}), roles=QUALITY, fields=(_LINE, _BECAUSE)),
        Act(
            name="carry_out",
            since=frozenset({"planned", "done"}),
            to="done",
            roles=_DOERS,
            fields=(
                Field(name="done", kind="text", required=True),
                Field(name="check_on", kind="date", required=True),
            ),
        ),
        Act(
            name="note",
            since=_OPEN,
            roles=_DOERS,
            fields=(Field(name="note", kind="text", required=True),),
        ),
        Act(
            name="verify",
            since=frozenset({"done"}),
            to="effective",
            roles=QUALITY,
            fields=(_BECAUSE, *_COMPARED),
        ),
        Act(
            name="fail",
            since=frozenset({"done"}),
            to="contained",
            roles=QUALITY,
            fields=(_BECAUSE, *_COMPARED),
        ),
        Act(
            name="forbid",
            since=frozenset({"effective"}),
            roles=QUALITY,
            fields=(_BECAUSE, *_INTERLOCK),
        ),
        Act(
            name="close",
            since=frozenset({"effective"}),
            to="closed",
            roles=QUALITY,
            fields=(Field(name="prevention", kind="text", required=True),),
            signed=True,
        ),
        Act(name="cancel", since=_OPEN, to="cancelled", roles=QUALITY, fields=(_BECAUSE,)),
        Act(
            name="reopen",
            since=frozenset({"closed", "cancelled", "effective"}),
            to="described",
            roles=QUALITY,
            fields=(_BECAUSE,),
        ),
    ),
)
