"""Published documents through the door: each into an empty record, and out again the same."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from gozinto import trace
from gozinto.plant.models import TraceableObject
from gozinto.record import documents as capturing
from gozinto.record import queries, rebuild
from gozinto.record.models import Event, Run
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.event_hash import event_hash

from ..standards.epcis.written import written
from .published import HASHED, files
from .test_epcis_json import CONTRADICTORY as JSON_CONTRADICTORY
from .test_epcis_json import JSON
from .test_epcis_xml import CONTRADICTORY as XML_CONTRADICTORY
from .test_epcis_xml import OLD, XML

pytestmark = pytest.mark.django_db

EVERY = files(
    f"{JSON}/Capture/Documents/*.json",
    f"{JSON}/Capture/Events/*.json",
    f"{JSON}/Query/*.json",
    f"{XML}/Capture/Documents/*.xml",
    f"{XML}/Capture/Events/*.xml",
    f"{XML}/Query/*.xml",
    f"{XML}/Query/Documents/*.xml",
    f"{OLD}/**/*.xml",
    f"{HASHED}/**/*.jsonld",
    f"{HASHED}/**/*.json",
    f"{HASHED}/**/*.xml",
)
INVALID = files(
    f"{JSON}/Capture/Invalid/*.json",
    f"{JSON}/Query/Invalid/*.json",
    f"{XML}/Capture/Invalid/*.xml",
    f"{XML}/Query/Invalid/*.xml",
)


CONFLICTING: Mapping[str, str] = dict.fromkeys(
    (
        "epcisDocHavingEventWithIgnoreFields.jsonld",
        "epcisQueryDocHavingEventWithIgnoreFields.jsonld",
    ),
    "the same event id twice, once with two fields of a repository's own: an id is of one "
    "event, and what is on record is kept whole",
)
"""Valid one event at a time, and in conflict with itself as a document."""


def contradicts_the_standard(path: Path) -> bool:
    """Whether a document published as valid is none; why stands in the tables named above."""
    return path.name in JSON_CONTRADICTORY or any(
        path.as_posix().endswith(name) for name in XML_CONTRADICTORY
    )


@pytest.mark.parametrize("path", EVERY)
def test_a_published_document_is_recorded_and_leaves_with_the_hashes_it_had(path: Path) -> None:
    report = capturing.capture(path.read_bytes())
    if contradicts_the_standard(path):
        assert report.misread or report.unreadable
        assert _stored() == (0, 0, 0)
        return
    if path.name in CONFLICTING:
        codes = {v.code for fault in report.faults for v in fault.violations}
        assert codes == {"event_id_conflict"}, CONFLICTING[path.name]
        assert _stored() == (0, 0, 0)
        report = capturing.capture(path.read_bytes(), proceed=True)
        assert (report.captured, report.faulty) == (1, 1)
        return
    assert report.success, (report.unreadable, report.faults)
    sent = documents.read_all(path.read_bytes())
    hashes = sorted({event_hash(event) for event in sent})
    assert report.captured + report.repeated == len(sent)
    on_record = list(queries.events(queries.Query()))
    assert sorted({event_hash(event) for event in on_record}) == hashes
    for syntax in ("json", "xml"):
        out = documents.read_all(io.BytesIO(written(on_record, syntax)))
        assert sorted({event_hash(event) for event in out}) == hashes
    assert rebuild.check() == []


@pytest.mark.parametrize("path", INVALID)
def test_an_invalid_document_is_refused_and_nothing_of_it_is_stored(path: Path) -> None:
    report = capturing.capture(path.read_bytes())
    told = [*report.unreadable, *(v for fault in report.faults for v in fault.violations)]
    assert told
    assert all(violation.code and violation.path for violation in told)
    assert _stored() == (0, 0, 0)


@pytest.mark.parametrize("path", files(f"{JSON}/Capture/Documents/Transformation*.json"))
def test_what_a_published_transformation_took_in_is_in_what_it_put_out(path: Path) -> None:
    report = capturing.capture(path.read_bytes())
    if contradicts_the_standard(path):
        assert not report.success
        return
    links = Event.objects.filter(type="TransformationEvent", link__isnull=False)
    made = TraceableObject.objects.filter(link__is_input=False).distinct()
    taken = set(TraceableObject.objects.filter(link__is_input=True).values_list("uri", flat=True))
    for one in made if links.exists() else ():
        answer = trace.backward([one])
        assert taken & {node.uri for node in answer.nodes}
        assert {gap.code for gap in answer.gaps} <= {
            "consumed_never_received",
            "serial_without_production",
        }


def _stored() -> tuple[int, int, int]:
    return Event.objects.count(), TraceableObject.objects.count(), Run.objects.count()
