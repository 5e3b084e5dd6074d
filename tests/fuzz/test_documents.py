"""No bytes bring a document reader down: mutated ones always, guided ones for hours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gozinto.standards.epcis.documents import Syntax

from .target import CORPUS, check

SECONDS = os.environ.get("GOZINTO_FUZZ_S", "600")
DOCUMENTS = {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())}
PIECES = st.sampled_from(
    [
        *(b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"<", b">", b"&#0;", b"&x;", b"]]>", b"<!--"),
        *(b"<!DOCTYPE a>", b'xmlns="x"', b"{", b"}", b"[", b"]", b'"', b"\\u0000", b"\\ud800"),
        *(b"null", b"1e999", b"NaN", b"@context", b'"type":', b"urn:", b"gozinto:", b"ext1:"),
        *(b"<extension>", b"</extension>", b'xsi:nil="true"', b'json:as="list"', b"@value"),
    ]
) | st.binary(max_size=6)


@given(
    st.sampled_from(sorted(DOCUMENTS)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4),
)
@settings(max_examples=400, deadline=None)
def test_mutated_documents_are_read_or_refused(
    name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    data = DOCUMENTS[name]
    for where, length, piece in changes:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    check(data, syntax="xml" if name.endswith(".xml") else "json")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_corpus_itself_holds(name: str) -> None:
    check(DOCUMENTS[name], syntax="xml" if name.endswith(".xml") else "json")


@pytest.mark.long
@pytest.mark.skipif(find_spec("atheris") is None, reason="there is no wheel of atheris here")
@pytest.mark.parametrize("syntax", ["json", "xml"])
def test_guided_bytes_bring_no_reader_down(tmp_path: Path, syntax: Syntax) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in CORPUS.glob(f"*.{syntax}"):
        shutil.copy(path, corpus)
    ran = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", syntax, SECONDS, str(corpus)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
