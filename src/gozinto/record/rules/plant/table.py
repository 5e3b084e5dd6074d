"""The rules that read the plant's master data, as the one table of rules takes them in."""

from __future__ import annotations

from gozinto.record.rules.plant.events import PlantEvents
from gozinto.record.rules.plant.fefo import Fefo
from gozinto.record.rules.plant.interlocks.scope import Interlocks
from gozinto.record.rules.plant.interlocks.table import INTERLOCK_RULES
from gozinto.record.rules.plant.mounts import Mounts
from gozinto.record.rules.plant.runs import Runs
from gozinto.record.rules.plant.series import Series
from gozinto.record.rules.plant.steps import Steps
from gozinto.record.rules.shapes import Rule, Scope

PLANT_SCOPES: tuple[Scope, ...] = (
    *(PlantEvents(), Runs(), Steps(), Fefo(), Mounts(), Series()),
    Interlocks(),
)

_QUALITY = frozenset({"quality"})

PLANT_RULES = (
    Rule(
        code="wrong_material",
        severity="override",
        overridden_by=_QUALITY,
        title="Something went in that the product's bill does not have there",
        message={
            "nowhere": "%(material)s is not in the bill of %(product)s.",
            "other_step": (
                "%(material)s does not go in at step %(step)s in the bill of %(product)s."
            ),
            "other_slot": "%(material)s does not go into slot %(slot)s in the bill of %(product)s.",
        },
        next_step="Take what the bill says, or one of its alternatives.",
    ),
    Rule(
        code="wrong_station",
        severity="override",
        overridden_by=_QUALITY,
        title="A step was done at a machine where the routing does not have it",
        message="%(step)s is done at %(work_center)s, not at %(equipment)s.",
        next_step="Take the job to a machine of the work center that the routing names.",
    ),
    Rule(
        code="step_skipped",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was at a step of its routing and not at all steps before",
        message="%(number)s was at %(step)s and never at %(missing)s before.",
        next_step="Do the missing step first, or tell that it was done.",
    ),
    Rule(
        code="over_consumption",
        severity="override",
        overridden_by=frozenset({"planner", "quality"}),
        title="More went into a run than its plan asks for, beyond the material's tolerance",
        message=(
            "%(run)s: %(possible)s %(product)s could be made of the %(material)s that went in,"
            " %(planned)s are planned."
        ),
        next_step="Check the quantity; ask the planner where the job really takes more.",
    ),
    Rule(
        code="produced_more_than_consumed",
        severity="finding",
        title="More came out of a run than what went in allows",
        message=(
            "%(run)s: %(made)s %(product)s came out, and what went in is enough for %(possible)s."
        ),
        next_step="See what was not scanned as it went in, or whether the count is right.",
    ),
    Rule(
        code="operator_unqualified",
        severity="override",
        overridden_by=_QUALITY,
        title="Somebody did a step without the skill that it asks for",
        message="%(person)s is not qualified for %(skill)s on %(day)s.",
        next_step="Let somebody do it who holds the qualification, or enter it.",
    ),
    Rule(
        code="operator_not_badged",
        severity="override",
        overridden_by=_QUALITY,
        title="Somebody worked in a run without being badged in at its machine",
        message="%(person)s was not badged in at %(equipment)s.",
        next_step="Badge in at the machine first.",
    ),
    Rule(
        code="asset_past_life",
        severity="override",
        overridden_by=_QUALITY,
        title="A tool was mounted, or worked, past its life",
        message={
            "mounted": "%(asset)s has %(cycles)s of %(limit)s cycles behind it.",
            "worked": "%(asset)s worked %(cycles)s times, of %(limit)s.",
            "too_old": "%(asset)s may be used until %(until)s.",
        },
        next_step="Take it off and mount another one.",
    ),
    Rule(
        code="gauge_out_of_calibration",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was measured with a gauge that was not calibrated",
        message={
            "never": "%(gauge)s was not calibrated by %(day)s.",
            "failed": "%(gauge)s failed its calibration of %(day)s.",
            "due": "%(gauge)s was due for calibration on %(day)s.",
        },
        next_step="Measure with another gauge, or enter the gauge's calibration.",
    ),
    Rule(
        code="supplier_not_approved",
        severity="override",
        overridden_by=_QUALITY,
        title="Material came from a supplier who is not approved for it",
        message="%(partner)s is not approved for %(material)s on %(day)s.",
        next_step="Send it back, or have quality approve the supplier.",
    ),
    Rule(
        code="order_not_open",
        severity="override",
        overridden_by=frozenset({"planner", "quality"}),
        title="Something was received, begun or shipped for an order that was closed or cancelled",
        message={
            "closed": "Order %(order)s was closed then.",
            "cancelled": "Order %(order)s was cancelled then.",
        },
        next_step="Check the order's number; have the planner open it again, or allow this one.",
    ),
    Rule(
        code="fefo_violated",
        severity="override",
        overridden_by=frozenset({"warehouse", "quality"}),
        title="A lot was used while another one was there that expires before",
        message=("%(number)s expires on %(expires)s, and %(other)s on %(other_expires)s."),
        next_step="Take the lot that expires first, or say why not.",
    ),
    Rule(
        code="accepted_out_of_limits",
        severity="finding",
        title="Something was accepted with a value outside its limits",
        message="Accepted although %(characteristic)s is %(measured)s.",
        next_step="Reject it, or let quality decide on a concession.",
    ),
    Rule(
        code="process_out_of_control",
        severity="finding",
        title="Measured values form a pattern that chance seldom makes (Western Electric)",
        message={
            "1": "%(characteristic)s at %(equipment)s: one value beyond three sigma.",
            "2": (
                "%(characteristic)s at %(equipment)s: "
                "two of three values beyond two sigma, on one side."
            ),
            "3": (
                "%(characteristic)s at %(equipment)s: "
                "four of five values beyond one sigma, on one side."
            ),
            "4": (
                "%(characteristic)s at %(equipment)s: "
                "eight values in a row on one side of the centre."
            ),
        },
        next_step="Look for what changed at the machine, in the material or in the measurement.",
        is_signal=True,
    ),
    *INTERLOCK_RULES,
)
