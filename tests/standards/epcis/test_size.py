"""Memory is in step with one event, not with the document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .test_documents import RECEIPT, XML_RECEIPT, document, xml

MEASURED = """
import resource, sys
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.limits import Limits
with open(sys.argv[1], "rb") as file:
    count = sum(one.event is not None for one in documents.read(file, limits=Limits(
        document_bytes=200_000_000)))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def measured(path: Path) -> tuple[int, int]:
    """How many events a process of its own reads, and the most memory it had, in MB."""
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], check=True, capture_output=True, text=True
    )
    count, peak_mb = map(int, ran.stdout.split())
    return count, peak_mb


def of_size(path: Path, *, syntax: str, size: int, late_context: bool = False) -> int:
    """Writes a document of about this many bytes and answers how many events it has."""
    one = json.dumps(RECEIPT) if syntax == "json" else XML_RECEIPT
    whole = document("EVENTS")
    if late_context:
        whole["@context"] = whole.pop("@context")
    around = json.dumps(whole) if syntax == "json" else xml("EVENTS").decode()
    begin, end = around.split('"EVENTS"' if syntax == "json" else "EVENTS")
    count = size // len(one)
    between = ",\n" if syntax == "json" else "\n"
    with path.open("w", encoding="utf-8") as file:
        file.write(begin)
        file.writelines((between if i else "") + one for i in range(count))
        file.write(end)
    return count


@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_ten_times_the_document_needs_no_more_memory(tmp_path: Path, syntax: str) -> None:
    peaks = []
    for size in (1_000_000, 10_000_000):
        path = tmp_path / f"{size}.{syntax}"
        count = of_size(path, syntax=syntax, size=size)
        read, peak_mb = measured(path)
        assert read == count
        peaks.append(peak_mb)
    assert peaks[1] - peaks[0] < 4


@pytest.mark.long
@pytest.mark.parametrize("late_context", [False, True])
@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_a_hundred_megabytes_are_read_in_a_few(
    tmp_path: Path, syntax: str, late_context: bool
) -> None:
    path = tmp_path / f"large.{syntax}"
    count = of_size(path, syntax=syntax, size=100_000_000, late_context=late_context)
    small = tmp_path / f"small.{syntax}"
    of_size(small, syntax=syntax, size=100_000)
    read, peak_mb = measured(path)
    assert read == count
    assert peak_mb - measured(small)[1] < 10
