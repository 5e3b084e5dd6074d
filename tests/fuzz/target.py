"""What must hold for any bytes at all."""

from __future__ import annotations

import io
from pathlib import Path

from gozinto.errors import GozintoError
from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.limits import Limits

CORPUS = Path(__file__).parent / "corpus"
SMALL = Limits(document_bytes=1_000_000, part_bytes=100_000, events=1000)


def check(data: bytes, *, syntax: Syntax) -> None:
    """Read or refused with a code; what was read is faultless, and is the same after writing."""
    read = []
    refusal = None
    try:
        for one in documents.read(data, syntax=syntax, limits=SMALL):
            assert (one.event is None) == bool(one.faults)
            assert all(fault.code and fault.message for fault in one.faults)
            if one.event is not None:
                read.append(one.event)
    except GozintoError as refused:
        refusal = refused
    assert refusal is None or (refusal.code and refusal.next_step)
    for other in ("json", "xml"):
        to = io.BytesIO()
        documents.write(read, to=to, syntax=other)
        assert documents.read_all(to.getvalue(), syntax=other) == read
