"""The order of an event's elements: the XML schema makes each event type a sequence.

Source: EPCIS 2.0, XML binding. Extensions of other namespaces come last.
"""

from __future__ import annotations

from collections.abc import Mapping

_FIRST = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration")
_WHAT_AND_WHERE = ("action", "bizStep", "disposition", "readPoint", "bizLocation")
_SENSORS = ("sourceList", "destinationList", "sensorElementList", "persistentDisposition")

SEQUENCES: Mapping[str, tuple[str, ...]] = {
    "ObjectEvent": (
        *(*_FIRST, "certificationInfo", "epcList", *_WHAT_AND_WHERE),
        *("bizTransactionList", "quantityList", *_SENSORS, "ilmd"),
    ),
    "AggregationEvent": (
        *(*_FIRST, "certificationInfo", "parentID", "childEPCs", *_WHAT_AND_WHERE),
        *("bizTransactionList", "childQuantityList", *_SENSORS),
    ),
    "TransactionEvent": (
        *(*_FIRST, "certificationInfo", "bizTransactionList", "parentID", "epcList"),
        *(*_WHAT_AND_WHERE, "quantityList", *_SENSORS),
    ),
    "TransformationEvent": (
        *(*_FIRST, "certificationInfo", "inputEPCList", "inputQuantityList", "outputEPCList"),
        *("outputQuantityList", "transformationID", *_WHAT_AND_WHERE[1:], "bizTransactionList"),
        *(*_SENSORS, "ilmd"),
    ),
    "AssociationEvent": (
        *(*_FIRST, "certificationInfo", "parentID", "childEPCs", "childQuantityList"),
        *(*_WHAT_AND_WHERE, "bizTransactionList", *_SENSORS),
    ),
}
ORDER: Mapping[str, Mapping[str, int]] = {
    kind: {name: place for place, name in enumerate(names)} for kind, names in SEQUENCES.items()
}
