"""The rules that read the plant's master data, as the one table of rules takes them in."""

from __future__ import annotations

from gozinto.record.rules.plant.events import PlantEvents
from gozinto.record.rules.plant.fefo import Fefo
from gozinto.record.rules.plant.mounts import Mounts
from gozinto.record.rules.plant.runs import Runs
from gozinto.record.rules.plant.series import Series
from gozinto.record.rules.plant.steps import Steps
from gozinto.record.rules.shapes import Rule, Scope

PLANT_SCOPES: tuple[Scope, ...] = (PlantEvents(), Runs(), Steps(), Fefo(), Mounts(), Series())

_QUALITY = frozenset({"quality"})

PLANT_RULES = (
    Rule(
        code="wrong_material",
        severity="override",
        overridden_by=_QUALITY,
        title="Something went in that the product's bill does not have there",
        next_step="Take what the bill says, or one of its alternatives.",
    ),
    Rule(
        code="wrong_station",
        severity="override",
        overridden_by=_QUALITY,
        title="A step was done at a machine where the routing does not have it",
        next_step="Take the job to a machine of the work center that the routing names.",
    ),
    Rule(
        code="step_skipped",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was at a step of its routing and not at all steps before",
        next_step="Do the missing step first, or tell that it was done.",
    ),
    Rule(
        code="over_consumption",
        severity="override",
        overridden_by=frozenset({"planner", "quality"}),
        title="More went into a run than its plan asks for, beyond the material's tolerance",
        next_step="Check the quantity; ask the planner where the job really takes more.",
    ),
    Rule(
        code="produced_more_than_consumed",
        severity="finding",
        title="More came out of a run than what went in allows",
        next_step="See what was not scanned as it went in, or whether the count is right.",
    ),
    Rule(
        code="operator_unqualified",
        severity="override",
        overridden_by=_QUALITY,
        title="Somebody did a step without the skill that it asks for",
        next_step="Let somebody do it who holds the qualification, or enter it.",
    ),
    Rule(
        code="operator_not_badged",
        severity="override",
        overridden_by=_QUALITY,
        title="Somebody worked in a run without being badged in at its machine",
        next_step="Badge in at the machine first.",
    ),
    Rule(
        code="asset_past_life",
        severity="override",
        overridden_by=_QUALITY,
        title="A tool was mounted, or worked, past its life",
        next_step="Take it off and mount another one.",
    ),
    Rule(
        code="gauge_out_of_calibration",
        severity="override",
        overridden_by=_QUALITY,
        title="Something was measured with a gauge that was not calibrated",
        next_step="Measure with another gauge, or enter the gauge's calibration.",
    ),
    Rule(
        code="supplier_not_approved",
        severity="override",
        overridden_by=_QUALITY,
        title="Material came from a supplier who is not approved for it",
        next_step="Send it back, or have quality approve the supplier.",
    ),
    Rule(
        code="fefo_violated",
        severity="override",
        overridden_by=frozenset({"warehouse", "quality"}),
        title="A lot was used while another one was there that expires before",
        next_step="Take the lot that expires first, or say why not.",
    ),
    Rule(
        code="accepted_out_of_limits",
        severity="finding",
        title="Something was accepted with a value outside its limits",
        next_step="Reject it, or let quality decide on a concession.",
    ),
    Rule(
        code="process_out_of_control",
        severity="finding",
        title="Measured values form a pattern that chance does not make (Western Electric)",
        next_step="Look for what changed at the machine, in the material or in the measurement.",
    ),
)
