"""A fuzzer guided by coverage: `python -m tests.fuzz.guided json SECONDS CORPUS`.

The documents in the folder are where it begins; what it finds worth keeping it adds to them.
A crash ends it with the bytes that caused it.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["gozinto"]):
    from gozinto.standards.epcis.documents import Syntax

    from .target import check


def main(syntax: Syntax, seconds: str, corpus: str) -> None:
    """Fuzzes until the time is over."""
    options = [f"-max_total_time={seconds}", "-max_len=20000", "-rss_limit_mb=1000"]
    options.append(f"-artifact_prefix={corpus}/")
    atheris.Setup([sys.argv[0], *options, corpus], lambda data: check(data, syntax=syntax))
    atheris.Fuzz()


if __name__ == "__main__":
    main("xml" if sys.argv[1] == "xml" else "json", sys.argv[2], sys.argv[3])
