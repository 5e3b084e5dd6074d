"""A file is what its content says, whatever it is called; what runs something is not taken."""

from __future__ import annotations

import io
import zipfile

import pytest

from gozinto.errors import Malformed
from gozinto.record.attachments import media_types

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20)
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def workbook(*, main: str = MAIN, **parts: str) -> bytes:
    """A workbook's bare bones, and further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "certificate.pdf", "application/pdf"),
        (PDF, "certificate.exe", "application/pdf"),
        (PNG, "photo.png", "image/png"),
        (PNG + b"<script>alert(1)</script>", "photo.html", "image/png"),
        (JPEG, "photo.jpeg", "image/jpeg"),
        (WEBP, "photo.webp", "image/webp"),
        (workbook(), "values.xlsx", media_types.XLSX),
        (workbook(**{"xl/printerSettings/printerSettings1.bin": "x"}), "v.xlsx", media_types.XLSX),
        ("Sıcaklık\t172 °C\r\n".encode(), "note", "text/plain"),
        ("a;b\n1;2\n".encode("utf-16"), "values.CSV", "text/csv"),
        (b"<html><script>alert(1)</script></html>", "page.html", "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "drawing.svg", "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, name: str, media_type: str) -> None:
    assert media_types.of(io.BytesIO(content), name=name) == media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03\x00", "certificate.pdf"),
        (b"\x7fELF\x02\x01\x01\x00", "photo.png"),
        (b"GIF89a\x01\x00\x01\x00", "photo.gif"),
        (b"PK\x03\x04 this is no archive", "values.xlsx"),
        (workbook(main=MACROS), "values.xlsx"),
        (workbook(**{"xl/vbaProject.bin": "x"}), "values.xlsx"),
        (workbook(**{"run.EXE": "x"}), "values.xlsx"),
        (workbook(**{"xl/embeddings/oleObject1.bin": "x"}), "values.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.xls"),
        (b"one\x00two", "note.txt"),
        (b"\xff\xfeo\x00\x00", "note.txt"),
        (b"\x1b[2Jscreen", "note.txt"),
        ("Sıcaklık".encode("cp1254"), "values.csv"),
        (b" %PDF-1.7\x00", "later.pdf"),
    ],
)
def test_what_is_not_known_or_may_run_is_not_taken(content: bytes, name: str) -> None:
    with pytest.raises(Malformed) as refused:
        media_types.of(io.BytesIO(content), name=name)
    assert refused.value.code == "unknown_file_type"


def test_an_archive_in_disguise_is_none() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("invoice.js", "x")
    with pytest.raises(Malformed):
        media_types.of(out, name="values.xlsx")


def test_a_part_list_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", " " * (64 << 20))
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Malformed):
        media_types.of(out, name="values.xlsx")


def test_nothing_is_no_file() -> None:
    with pytest.raises(Malformed) as refused:
        media_types.of(io.BytesIO(), name="empty.pdf")
    assert refused.value.code == "empty_file"
