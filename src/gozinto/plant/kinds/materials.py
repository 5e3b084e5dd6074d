"""Materials, what they are made of, and how they are inspected and numbered."""

from __future__ import annotations

from dataclasses import replace

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
from gozinto.plant.kinds.synonyms import SYNONYMS
from gozinto.plant.models import (
    BillLine,
    Characteristic,
    InspectionPlan,
    Material,
    MaterialRevision,
    NumberingFormat,
    RoutingStep,
    SupplierPattern,
    UnitConversion,
)
from gozinto.standards.numbers import patterns

_REVISION = Field(
    name="revision",
    type=Type.REFERENCE,
    refers_to="material-revisions",
    along=("material",),
    help="Empty: of every revision.",
)
_MATERIAL = reference("material", to="materials", required=True)
_STEP = Field(name="step", type=Type.CODE)

MATERIALS = Kind(
    name="materials",
    title="Materials",
    one="material",
    model=Material,
    key=("code",),
    fields=(
        replace(CODE, synonyms=SYNONYMS["material"]),
        NAME,
        choice("kind", Material.Kind, required=True, synonyms=("malzeme türü", "Materialart")),
        Field(name="uom", type=Type.UNIT, default="C62", help="UN/ECE Rec 20, such as KGM."),
        choice("tracking", Material.Tracking, default=Material.Tracking.LOT),
        Field(name="gtin", type=Type.GTIN),
        Field(name="shelf_life_days", type=Type.INTEGER),
        Field(
            name="tolerance_percent",
            type=Type.DECIMAL,
            least="0",
            most="100",
            help="How far its mass balance may be out.",
        ),
        Field(
            name="unit_value",
            type=Type.DECIMAL,
            least="0",
            help="What one unit is worth, in your own currency; a recall adds it up.",
        ),
        reference("lot_format", to="numbering-formats"),
        reference("serial_format", to="numbering-formats"),
        state(Material.State, default=Material.State.ACTIVE),
        *EFFECTIVE,
    ),
    states={
        "draft": ("active", "retired"),
        "active": ("blocked", "retired"),
        "blocked": ("active", "retired"),
        "retired": (),
    },
    checks=(EFFECTIVE_IN_ORDER,),
    help="What is bought, made, used up and packed.",
)

REVISIONS = Kind(
    name="material-revisions",
    title="Revisions of materials",
    one="revision",
    model=MaterialRevision,
    key=("material", "revision"),
    fields=(
        _MATERIAL,
        Field(name="revision", type=Type.CODE, required=True),
        state(MaterialRevision.State, default=MaterialRevision.State.DRAFT),
        *EFFECTIVE,
        NOTE,
    ),
    states={"draft": ("released", "obsolete"), "released": ("obsolete",), "obsolete": ()},
    checks=(EFFECTIVE_IN_ORDER,),
    help="Versions of a material's definition, named by bills and routings.",
)

CONVERSIONS = Kind(
    name="unit-conversions",
    title="Unit conversions",
    one="conversion",
    model=UnitConversion,
    key=("material", "from_uom", "to_uom"),
    fields=(
        _MATERIAL,
        Field(name="from_uom", type=Type.UNIT, required=True),
        Field(name="to_uom", type=Type.UNIT, required=True),
        Field(
            name="factor",
            type=Type.DECIMAL,
            required=True,
            above="0",
            help="How many to_uom are one from_uom.",
        ),
    ),
    checks=(row_checks.conversion_crosses_dimensions,),
    help="What one unit of a material is in another dimension: 1 piece is 9.2 kg.",
)

BILL_LINES = Kind(
    name="bill-lines",
    title="Bills of material",
    one="bill line",
    model=BillLine,
    key=("material", "revision", "step", "slot", "position", "component"),
    fields=(
        _MATERIAL,
        _REVISION,
        _STEP,
        Field(name="slot", type=Type.CODE, required=True),
        Field(name="position", type=Type.CODE),
        reference("component", to="materials", required=True),
        Field(name="quantity", type=Type.DECIMAL, required=True, above="0", help="For one unit."),
        Field(name="uom", type=Type.UNIT, required=True),
        Field(
            name="priority",
            type=Type.INTEGER,
            default="0",
            help="Among alternatives of one slot; 0 is taken first.",
        ),
        *EFFECTIVE,
    ),
    checks=(EFFECTIVE_IN_ORDER, row_checks.not_of_itself("component", "material")),
    help="What goes into one unit of a material, slot by slot; several of a slot are alternatives.",
)

ROUTING_STEPS = Kind(
    name="routing-steps",
    title="Routings",
    one="routing step",
    model=RoutingStep,
    key=("material", "revision", "step"),
    fields=(
        _MATERIAL,
        _REVISION,
        Field(name="sequence", type=Type.INTEGER, required=True),
        Field(name="step", type=Type.CODE, required=True),
        Field(name="name", synonyms=("operation text", "operasyon adı", "Arbeitsgangtext")),
        reference("work_center", to="equipment"),
        reference("skill", to="skills"),
        choice("flow", RoutingStep.Flow, default=RoutingStep.Flow.BATCH),
        Field(
            name="instructions",
            help="What the operator reads at the machine; drawings and photos are files of it.",
        ),
    ),
    help="The steps by which a material is made, in the order of their sequence.",
)

PLANS = Kind(
    name="inspection-plans",
    title="Inspection plans",
    one="inspection plan",
    model=InspectionPlan,
    key=("code",),
    fields=(
        CODE,
        NAME,
        choice("kind", InspectionPlan.Kind, required=True),
        reference("material", to="materials"),
        _STEP,
        Field(name="required", type=Type.FLAG, default="true"),
        choice("sampling", InspectionPlan.Sampling, default=InspectionPlan.Sampling.ALL),
        Field(name="sample_size", type=Type.INTEGER, least="1"),
        Field(name="sample_percent", type=Type.DECIMAL, above="0", most="100"),
        Field(name="acceptance_number", type=Type.INTEGER),
        state(InspectionPlan.State, default=InspectionPlan.State.ACTIVE),
        *EFFECTIVE,
    ),
    states={"draft": ("active", "retired"), "active": ("retired",), "retired": ()},
    checks=(
        EFFECTIVE_IN_ORDER,
        row_checks.sampling_is_whole,
        row_checks.a_step_is_of_a_process,
    ),
    help="What is inspected of a material, at which step, and of how many units.",
)

CHARACTERISTICS = Kind(
    name="characteristics",
    title="Characteristics",
    one="characteristic",
    model=Characteristic,
    key=("plan", "code"),
    fields=(
        reference("plan", to="inspection-plans", required=True),
        CODE,
        NAME,
        choice("kind", Characteristic.Kind, required=True),
        Field(name="uom", type=Type.UNIT),
        Field(name="lower", type=Type.DECIMAL),
        Field(name="target", type=Type.DECIMAL),
        Field(name="upper", type=Type.DECIMAL),
        Field(name="choices", help="With semicolons between."),
        reference("gauge", to="assets"),
    ),
    checks=(
        row_checks.limits_are_of_numbers,
        row_checks.limits_are_in_order,
        row_checks.choices_are_of_choice,
    ),
    help="What a plan looks at: a number with limits, a pass or fail, or a choice.",
)

NUMBERING_FORMATS = Kind(
    name="numbering-formats",
    title="Numbering formats",
    one="numbering format",
    model=NumberingFormat,
    key=("code",),
    fields=(
        CODE,
        NAME,
        Field(name="pattern", type=Type.PATTERN, required=True),
        choice("subject", NumberingFormat.Subject, required=True),
        Field(name="gapless", type=Type.FLAG, default="false"),
        reference("material", to="materials"),
        reference("line", to="equipment"),
        state(NumberingFormat.State, default=NumberingFormat.State.ACTIVE),
    ),
    states={"draft": ("active", "retired"), "active": ("retired",), "retired": ()},
    checks=(row_checks.pattern_is_sound(patterns.faults),),
    help="How the numbers look that are issued for lots, serials, containers and jobs.",
)

SUPPLIER_PATTERNS = Kind(
    name="supplier-patterns",
    title="Patterns of suppliers' numbers",
    one="supplier's pattern",
    model=SupplierPattern,
    key=("partner", "material"),
    fields=(
        reference("partner", to="partners", required=True),
        reference("material", to="materials"),
        Field(name="pattern", type=Type.PATTERN, required=True),
    ),
    checks=(row_checks.pattern_is_sound(patterns.partners_faults),),
    help="Which part of a number that a partner printed is its lot, its item, its date.",
)
