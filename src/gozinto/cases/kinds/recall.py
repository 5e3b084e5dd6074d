"""A recall: what shares a cause is found, stopped, called back and accounted for."""

from __future__ import annotations

from gozinto.access.roles import QUALITY, STORE
from gozinto.cases.kinds.machines import About, Act, Field, Machine

_BECAUSE = Field(name="because", kind="text", required=True)
_WIDTH = Field(name="width", kind="choice", choices=("proven", "recorded", "possible"))
_FROZEN = frozenset({"frozen", "stopped", "notified"})
_STOPPED = frozenset({"stopped", "notified"})

RECALL = Machine(
    kind="recall",
    prefix="RC",
    states=("scoping", "frozen", "stopped", "notified", "closed", "cancelled"),
    ends=frozenset({"closed", "cancelled"}),
    acts=(
        Act(
            name="open",
            since=frozenset(),
            to="scoping",
            roles=QUALITY,
            fields=(_BECAUSE, _WIDTH, Field(name="sought", kind="lines")),
            about=(About(role="origin", many=True),),
        ),
        Act(name="narrow", since=frozenset({"scoping"}), roles=QUALITY, fields=(_WIDTH,)),
        Act(
            name="freeze",
            since=frozenset({"scoping"}),
            to="frozen",
            roles=QUALITY,
            fields=(_WIDTH, _BECAUSE),
            signed=True,
        ),
        Act(name="stop", since=frozenset({"frozen"}), to="stopped", roles=QUALITY),
        Act(
            name="join",
            since=_FROZEN,
            roles=QUALITY,
            fields=(_BECAUSE,),
            signed=True,
        ),
        Act(
            name="notify",
            since=_STOPPED,
            to="notified",
            roles=QUALITY,
            fields=(Field(name="instruction", kind="text", required=True),),
        ),
        Act(
            name="acknowledge",
            since=frozenset({"notified"}),
            roles=QUALITY | STORE,
            fields=(
                Field(name="customer", required=True),
                Field(name="who", required=True),
                Field(name="stopped", kind="decimal"),
                Field(name="sold", kind="decimal"),
                Field(name="answer", kind="text"),
            ),
        ),
        Act(name="remind", since=frozenset({"notified"}), roles=QUALITY),
        Act(
            name="take_back",
            since=_STOPPED,
            roles=QUALITY | STORE,
            fields=(
                Field(name="location"),
                Field(name="quantity", kind="decimal"),
                Field(name="customer"),
            ),
            about=(About(role="returned", required=True, many=True),),
        ),
        Act(
            name="write_off",
            since=_STOPPED,
            roles=QUALITY,
            fields=(_BECAUSE, Field(name="numbers", kind="lines"), Field(name="customer")),
        ),
        Act(name="lead_to", since=_FROZEN | {"closed"}, roles=QUALITY),
        # Nobody is told of what never left: such a recall closes as soon as all of it is held.
        Act(
            name="close",
            since=_STOPPED,
            to="closed",
            roles=QUALITY,
            fields=(Field(name="effectiveness", kind="text", required=True),),
            signed=True,
        ),
        Act(
            name="cancel",
            since=frozenset({"scoping", "frozen"}),
            to="cancelled",
            roles=QUALITY,
            fields=(_BECAUSE,),
        ),
        Act(
            name="reopen",
            since=frozenset({"closed"}),
            to="notified",
            roles=QUALITY,
            fields=(_BECAUSE,),
        ),
    ),
)
