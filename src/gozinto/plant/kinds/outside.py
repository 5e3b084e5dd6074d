"""Companies beside ours, the places where objects are, and the reasons people give."""

from __future__ import annotations

from dataclasses import replace

from gozinto.plant import identifiers
from gozinto.plant.kinds import row_checks
from gozinto.plant.kinds.declaring import Field, Kind, Type
from gozinto.plant.kinds.shared import (
    CODE,
    EFFECTIVE,
    EFFECTIVE_IN_ORDER,
    NAME,
    NOTE,
    choice,
    reference,
    state,
)
from gozinto.plant.models import Approval, Location, Partner, Reason

PARTNERS = Kind(
    name="partners",
    title="Partners",
    one="partner",
    model=Partner,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("kind", Partner.Kind, required=True),
        Field(name="gln", type=Type.GLN),
        replace(
            choice("language", Partner.Language),
            help="In which letters to it are written; English where it is empty.",
        ),
        Field(name="email", help="Where letters of a recall go."),
        state(Partner.State, default=Partner.State.ACTIVE),
    ),
    states={"active": ("blocked", "retired"), "blocked": ("active", "retired"), "retired": ()},
    checks=(row_checks.is_address("email"),),
    uri=identifiers.partner_uri,
    help="Suppliers, customers, dealers and carriers.",
)

APPROVALS = Kind(
    name="approvals",
    title="Approvals",
    one="approval",
    model=Approval,
    key=("partner", "material"),
    fields=(
        reference("partner", to="partners", required=True),
        reference("material", to="materials", required=True),
        state(Approval.State, default=Approval.State.PROPOSED),
        *EFFECTIVE,
        NOTE,
    ),
    states={
        "proposed": ("approved", "withdrawn"),
        "approved": ("suspended", "withdrawn"),
        "suspended": ("approved", "withdrawn"),
        "withdrawn": ("proposed",),
    },
    checks=(EFFECTIVE_IN_ORDER,),
    help="Which material may be had from which partner.",
)

LOCATIONS = Kind(
    name="locations",
    title="Locations",
    one="location",
    model=Location,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("kind", Location.Kind, default=Location.Kind.OTHER),
        reference("parent", to="locations"),
        reference("partner", to="partners"),
        Field(name="gln", type=Type.GLN),
    ),
    checks=(row_checks.not_of_itself("parent", "code"),),
    uri=identifiers.location_uri,
    help="Where objects are: warehouses, racks, quarantine, the sites of partners.",
)

REASONS = Kind(
    name="reasons",
    title="Reasons",
    one="reason",
    model=Reason,
    key=("code",),
    fields=(CODE, NAME, choice("category", Reason.Category, required=True)),
    help="What people choose from when something is scrapped, held or put right.",
)
