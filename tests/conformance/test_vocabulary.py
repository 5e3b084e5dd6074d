"""Our lists of words are those of the published lists."""

from __future__ import annotations

from typing import Any

import pytest

from gozinto.standards.epcis import vocabulary as v
from gozinto.standards.epcis.fields import FIELDS

from .published import rows

LISTS = {
    "action": v.ACTIONS,
    "bizStep": v.BIZ_STEPS,
    "disposition": v.DISPOSITIONS,
    "bizTransactionType": v.BIZ_TRANSACTION_TYPES,
    "sourceDestinationType": v.SOURCE_DESTINATION_TYPES,
    "errorReason": v.ERROR_REASONS,
    "measurementType": v.MEASUREMENT_TYPES,
    "component": v.COMPONENTS,
    "sensorMetadataFields": v.SENSOR_METADATA_FIELDS,
    "sensorReportFields": v.SENSOR_REPORT_FIELDS,
}


def _published() -> Any:
    return rows("cbv-vocabulary.json")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_words_is_the_published_one(name: str) -> None:
    assert sorted(LISTS[name]) == sorted(_published()[name])


@pytest.mark.parametrize("kind", sorted(FIELDS))
def test_an_event_types_fields_are_the_published_ones(kind: str) -> None:
    published = _published()
    envelope = {"@context", "type"}
    expected = {*published["eventFields"][kind], *published["commonEventFields"]} - envelope
    # The list follows the JSON schema; text and XML schema allow it on every type.
    assert set(FIELDS[kind]) == expected | {"persistentDisposition"}
