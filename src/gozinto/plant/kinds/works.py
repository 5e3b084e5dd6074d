"""The company, its machines and what is mounted on them, its people and when they work."""

from __future__ import annotations

from gozinto.plant import identifiers
from gozinto.plant.kinds import row_checks
from gozinto.plant.kinds.declaring import Field, Kind, Type
from gozinto.plant.kinds.shared import CODE, NAME, choice, reference, state
from gozinto.plant.models import (
    Calendar,
    CalendarShift,
    Calibration,
    Crew,
    CrewMember,
    Enterprise,
    Equipment,
    Holiday,
    Person,
    PhysicalAsset,
    Qualification,
    Shift,
    Skill,
)

ENTERPRISE = Kind(
    name="enterprise",
    title="Enterprise",
    one="enterprise",
    model=Enterprise,
    key=(),
    fields=(
        NAME,
        Field(
            name="domain",
            type=Type.DOMAIN,
            default="id.demo.example",
            help="Where the identifiers of private things live.",
        ),
        Field(name="zone", type=Type.ZONE, default="UTC"),
    ),
    help="The company that runs this plant: one row.",
)

SKILLS = Kind(
    name="skills",
    title="Skills",
    one="skill",
    model=Skill,
    key=("code",),
    fields=(CODE, NAME),
    help="What people have to be qualified for.",
)

PEOPLE = Kind(
    name="people",
    title="People",
    one="person",
    model=Person,
    key=("code",),
    fields=(
        Field(name="code", type=Type.CODE, required=True, synonyms=("sicil no", "Personalnummer")),
        Field(name="name", synonyms=("full name", "ad soyad", "Vor- und Nachname")),
        state(Person.State, default=Person.State.ACTIVE),
    ),
    states={"active": ("left",), "left": ("active",)},
    help="Who works here. The code is opaque and stays in the record; the name can be erased.",
)

CREWS = Kind(
    name="crews",
    title="Crews",
    one="crew",
    model=Crew,
    key=("code",),
    fields=(CODE, NAME),
    help="People who work the same shifts.",
)

CALENDARS = Kind(
    name="calendars",
    title="Calendars",
    one="calendar",
    model=Calendar,
    key=("code",),
    fields=(
        CODE,
        NAME,
        Field(name="zone", type=Type.ZONE, required=True),
        Field(
            name="cycle_days",
            type=Type.INTEGER,
            required=True,
            least="1",
            most="1000",
            help="After how many days it repeats: 7 for a week.",
        ),
        Field(name="cycle_starts_on", type=Type.DATE, required=True, help="A day 1 of the cycle."),
    ),
    help="Cycles of days that repeat.",
)

CALENDAR_SHIFTS = Kind(
    name="calendar-shifts",
    title="Shifts of calendars",
    one="shift of a calendar",
    model=CalendarShift,
    key=("calendar", "day", "code"),
    fields=(
        reference("calendar", to="calendars", required=True),
        Field(name="day", type=Type.INTEGER, required=True, least="1", most="1000"),
        Field(name="code", type=Type.CODE, required=True, synonyms=("shift", "vardiya", "Schicht")),
        Field(name="starts", type=Type.TIME, required=True, help="Local time."),
        Field(
            name="ends",
            type=Type.TIME,
            required=True,
            help="Local time; at or before the start means the next day.",
        ),
        reference("crew", to="crews"),
    ),
    help="Which shifts a calendar has on which day of its cycle.",
)

HOLIDAYS = Kind(
    name="holidays",
    title="Holidays",
    one="holiday",
    model=Holiday,
    key=("calendar", "date"),
    fields=(
        reference("calendar", to="calendars", required=True),
        Field(name="date", type=Type.DATE, required=True),
        Field(name="name"),
    ),
    help="Dates on which a calendar has no shifts.",
)

SHIFTS = Kind(
    name="shifts",
    title="Shifts",
    one="shift",
    model=Shift,
    key=("calendar", "date", "code"),
    fields=(
        reference("calendar", to="calendars"),
        Field(name="code", type=Type.CODE, required=True, synonyms=("shift", "vardiya", "Schicht")),
        reference("crew", to="crews"),
        Field(
            name="date",
            type=Type.DATE,
            required=True,
            help="The production day that the shift counts to.",
        ),
        Field(name="starts_at", type=Type.MOMENT, required=True),
        Field(name="ends_at", type=Type.MOMENT, required=True),
    ),
    checks=(row_checks.shift_ends_after_its_start,),
    help="Shifts as they took or take place: made from calendars, or imported.",
)

EQUIPMENT = Kind(
    name="equipment",
    title="Equipment",
    one="equipment",
    model=Equipment,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("level", Equipment.Level, required=True),
        reference("parent", to="equipment"),
        reference("calendar", to="calendars"),
        state(Equipment.State, default=Equipment.State.ACTIVE),
    ),
    states={
        "active": ("out_of_service", "retired"),
        "out_of_service": ("active", "retired"),
        "retired": (),
    },
    checks=(row_checks.not_of_itself("parent", "code"),),
    help="Machines and the levels above them (ISA-95): each lower than what it belongs to.",
)

ASSETS = Kind(
    name="assets",
    title="Assets",
    one="asset",
    model=PhysicalAsset,
    key=("code",),
    fields=(
        CODE,
        Field(
            name="kind",
            type=Type.CODE,
            required=True,
            help="Such as mould, bladder, die, tool, gauge.",
        ),
        Field(name="name"),
        Field(name="cycle_limit", type=Type.INTEGER),
        Field(name="life_days", type=Type.INTEGER),
        choice("condition", PhysicalAsset.Condition, default=PhysicalAsset.Condition.GOOD),
        Field(name="in_service_on", type=Type.DATE),
        state(PhysicalAsset.State, default=PhysicalAsset.State.IN_SERVICE),
        Field(name="calibration_interval_days", type=Type.INTEGER, least="1"),
        Field(name="measures_uom", type=Type.UNIT),
    ),
    states={
        "in_service": ("in_repair", "retired"),
        "in_repair": ("in_service", "retired"),
        "retired": (),
    },
    uri=identifiers.asset_uri,
    help="What is mounted and wears, and what measures: moulds, bladders, dies, tools, gauges.",
)

CALIBRATIONS = Kind(
    name="calibrations",
    title="Calibrations",
    one="calibration",
    model=Calibration,
    key=("gauge", "calibrated_on"),
    fields=(
        reference("gauge", to="assets", required=True),
        Field(name="calibrated_on", type=Type.DATE, required=True),
        Field(name="due_on", type=Type.DATE),
        choice("result", Calibration.Result, required=True),
        Field(name="certificate"),
    ),
    checks=(row_checks.in_order("calibrated_on", "due_on"),),
    help="When a gauge was compared with a standard, and until when that holds.",
)

QUALIFICATIONS = Kind(
    name="qualifications",
    title="Qualifications",
    one="qualification",
    model=Qualification,
    key=("person", "skill", "obtained_on"),
    fields=(
        reference("person", to="people", required=True),
        reference("skill", to="skills", required=True),
        Field(name="obtained_on", type=Type.DATE, required=True),
        Field(name="expires_on", type=Type.DATE, help="The last day; empty for no end."),
        Field(name="certificate"),
    ),
    checks=(row_checks.in_order("obtained_on", "expires_on"),),
    help="Who learned what, and until when it holds.",
)

CREW_MEMBERS = Kind(
    name="crew-members",
    title="Members of crews",
    one="member of a crew",
    model=CrewMember,
    key=("crew", "person", "from_on"),
    fields=(
        reference("crew", to="crews", required=True),
        reference("person", to="people", required=True),
        Field(name="from_on", type=Type.DATE, required=True),
        Field(name="to_on", type=Type.DATE, help="The last day; empty for no end."),
    ),
    checks=(row_checks.in_order("from_on", "to_on"),),
    help="Who belongs to which crew, and when.",
)
