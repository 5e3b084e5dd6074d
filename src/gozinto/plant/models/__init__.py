"""What exists in a plant, in ISA-95 nouns; and the identity of every traceable object.

Every model declares what it is in `declared_as`: "master" (edited by people), "record"
(written by record.capture alone, never changed), "projection" (derived from the record), "queue"
(work to be done, written with the event that asks for it), "register" (added to by its own room
alone, never changed), "counter" (how far a register's numbers have come) or "version" (which state
other tables are in; written by the database itself).
"""

from gozinto.plant.models.calendars import Calendar, CalendarShift, Holiday, Shift
from gozinto.plant.models.declared import Declared, UriField
from gozinto.plant.models.enterprise import Enterprise
from gozinto.plant.models.equipment import Calibration, Equipment, PhysicalAsset
from gozinto.plant.models.history import MasterBatch, MasterChange
from gozinto.plant.models.importing import ImportFile, ImportJob
from gozinto.plant.models.inspection import Characteristic, InspectionPlan
from gozinto.plant.models.interlocks import Interlock
from gozinto.plant.models.issued import (
    IssuedNumber,
    NumberRange,
    Relabelling,
    ReturnedRange,
    SequenceBlock,
    VoidNumber,
)
from gozinto.plant.models.labels import LabelElement, LabelLayout, Printer, PrintRule
from gozinto.plant.models.materials import (
    BillLine,
    Material,
    MaterialRevision,
    RoutingStep,
    UnitConversion,
)
from gozinto.plant.models.numbering import NumberingFormat, SupplierPattern
from gozinto.plant.models.orders import Order, OrderLine
from gozinto.plant.models.partners import Approval, Location, Partner, Reason
from gozinto.plant.models.people import Crew, CrewMember, Person, Qualification, Skill
from gozinto.plant.models.traceable import Alias, TraceableObject
from gozinto.plant.models.versions import PlantVersion

__all__ = [
    "Alias",
    "Approval",
    "BillLine",
    "Calendar",
    "CalendarShift",
    "Calibration",
    "Characteristic",
    "Crew",
    "CrewMember",
    "Declared",
    "Enterprise",
    "Equipment",
    "Holiday",
    "ImportFile",
    "ImportJob",
    "InspectionPlan",
    "Interlock",
    "IssuedNumber",
    "LabelElement",
    "LabelLayout",
    "Location",
    "MasterBatch",
    "MasterChange",
    "Material",
    "MaterialRevision",
    "NumberRange",
    "NumberingFormat",
    "Order",
    "OrderLine",
    "Partner",
    "Person",
    "PhysicalAsset",
    "PlantVersion",
    "PrintRule",
    "Printer",
    "Qualification",
    "Reason",
    "Relabelling",
    "ReturnedRange",
    "RoutingStep",
    "SequenceBlock",
    "Shift",
    "Skill",
    "SupplierPattern",
    "TraceableObject",
    "UnitConversion",
    "UriField",
    "VoidNumber",
]
