"""A corrective action by the eight disciplines: team, problem, containment, causes, actions,
what was done, what keeps it from coming back, and the proof."""

from __future__ import annotations

from gozinto.access.roles import QUALITY, Role
from gozinto.cases.kinds.machines import Act, Field, Machine

_DOERS = QUALITY | {Role.PLANNER, Role.INSPECTOR}
_BECAUSE = Field(name="because", kind="text", required=True)
_OPEN = frozenset({"described", "contained", "explained", "planned", "done"})

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
        ),
        Act(
            name="contain",
            since=frozenset({"described", "contained"}),
            to="contained",
            roles=_DOERS,
            fields=(Field(name="containment", kind="text", required=True),),
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
            name="carry_out",
            since=frozenset({"planned", "done"}),
            to="done",
            roles=_DOERS,
            fields=(
                Field(name="done", kind="text", required=True),
                Field(name="check_on", kind="date", required=True),
            ),
        ),
        Act(name="note", since=_OPEN, roles=_DOERS, fields=(Field(name="note", kind="text"),)),
        Act(
            name="verify",
            since=frozenset({"done"}),
            to="effective",
            roles=QUALITY,
            fields=(_BECAUSE,),
        ),
        Act(
            name="fail",
            since=frozenset({"done"}),
            to="contained",
            roles=QUALITY,
            fields=(_BECAUSE,),
        ),
        Act(name="forbid", since=frozenset({"effective"}), roles=QUALITY, fields=(_BECAUSE,)),
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
