"""CSV that spreadsheets open rightly and that is read back as it was."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from gozinto.standards.tables.cells import disguised


def write(to: BinaryIO, rows: Iterable[Sequence[str]], *, remarks: Iterable[str] = ()) -> int:
    """Write rows, the first being the header, and answer how many; `remarks` follow the header.

    UTF-8 with a byte order mark, without which Excel takes it for its own code page.
    """
    to.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(to, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    count = 0
    for row in rows:
        writer.writerow([disguised(cell) for cell in row])
        count += 1
        if count == 1:
            writer.writerows([f"# {remark}"] for remark in remarks)
    text.detach()
    return count
