"""Tables over HTTP: as a body or a form, all or nothing, and out again as they came."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gozinto.access import tokens
from gozinto.access.roles import Role
from gozinto.edges.api.table_shapes import Imported, Opened
from gozinto.plant import changing, enterprise
from gozinto.plant.models import Material
from gozinto.standards.tables import reading
from tests.edges.api.test_traces import problem
from tests.standards.tables.workbooks import zipped

pytestmark = pytest.mark.django_db

MATERIALS = "Kod;Ad;Tür;Birim\r\nHB;Bromobutyl;raw;KGM\r\n0444;Lastik;finished;C62\r\n".encode()


@pytest.fixture(autouse=True)
def _works() -> None:
    enterprise.describe(name="Small Tyre Works", domain="id.demo.example", zone="Europe/Istanbul")


def send(program: Client, body: bytes, query: str = "?name=materials.csv") -> Any:
    """The answer to one table."""
    return program.post(f"/api/v1/imports{query}", body, content_type="text/csv")


def test_a_table_comes_in_as_a_batch_that_says_who_and_why(program: Client) -> None:
    answer = send(program, MATERIALS, "?name=materials.csv&why=first%20day")
    assert answer.status_code == 200, answer.content
    said = answer.json()
    Imported.model_validate(said)
    assert (said["created"], said["updated"], said["unchanged"]) == (2, 0, 0)
    assert said["tables"] == [{"name": "materials.csv", "kind": "materials", "rows": 2}]
    batch = changing.get_batch(said["batch"])
    assert (batch.by, batch.why) == ("erp", "first day")
    again = send(program, MATERIALS).json()
    assert (again["unchanged"], "batch" in again) == (2, False)


def test_a_rehearsal_keeps_nothing(program: Client) -> None:
    said = send(program, MATERIALS, "?kind=materials&dry_run=true").json()
    assert (said["dry_run"], said["created"]) == (True, 2)
    assert not Material.objects.exists()


def test_files_of_a_form_are_one_batch(program: Client) -> None:
    bill = b"material,slot,component,quantity,uom\n0444,liner,HB,1,KGM\n"
    files = [
        SimpleUploadedFile("bill-lines.csv", bill),
        SimpleUploadedFile("materials.csv", MATERIALS),
    ]
    answer = program.post("/api/v1/imports", {"file": files})
    assert answer.status_code == 200, answer.content
    assert answer.json()["created"] == 3


def test_all_that_is_wrong_is_listed_with_its_place(program: Client) -> None:
    answer = send(program, MATERIALS + b"X;=1;rubber;KGM\r\n")
    found = problem(answer, 422, "refused")["violations"]
    assert [(v["code"], v["data"]["row"], v["data"]["column"]) for v in found] == [
        ("formula_in_cell", 4, "name"),
        ("unknown_choice", 4, "kind"),
    ]
    assert not Material.objects.exists()


def test_more_faults_than_anybody_reads_are_counted(program: Client) -> None:
    rows = "".join(f"M{n};m;rubber;KGM\r\n" for n in range(1_200)).encode()
    found = problem(send(program, MATERIALS + rows), 422, "refused")["violations"]
    assert len(found) == 1_001
    assert (found[-1]["code"], "200" in found[-1]["message"]) == ("more_faults", True)


@pytest.mark.parametrize(
    ("body", "query", "status", "code"),
    [
        (b"", "", 400, "empty_body"),
        (MATERIALS, "?kind=colours", 404, "unknown_kind"),
        (MATERIALS, "?colour=red", 400, "unknown_parameter"),
        (MATERIALS, "?dry_run=perhaps", 400, "bad_parameter"),
        (b"PK\x03\x04 broken", "", 400, "broken_archive"),
        (zipped({"xl/vbaProject.bin": b"", "[Content_Types].xml": b""}), "", 400, "macros_refused"),
        ("Kod;Ad\r\nŞ;ğ\r\n".encode("windows-1254"), "?kind=skills", 400, "bad_encoding"),
        (b"colour\nred\n", "", 404, "unknown_kind"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    program: Client, body: bytes, query: str, status: int, code: str
) -> None:
    assert problem(send(program, body, query), status, code)["code"] == code


def test_a_form_without_a_table_and_one_that_is_broken(program: Client) -> None:
    empty = program.post("/api/v1/imports", {"note": "nothing"})
    assert problem(empty, 400, "empty_body")["next_step"]
    broken = program.post(
        "/api/v1/imports", b"--x", content_type="multipart/form-data; boundary=" + "y" * 300
    )
    assert problem(broken, 400, "bad_form")["next_step"]


@pytest.mark.parametrize("query", ["", "?format=xlsx", "?kind=materials&kind=enterprise"])
def test_what_is_exported_comes_in_again_unchanged(program: Client, query: str) -> None:
    send(program, MATERIALS)
    out = program.get(f"/api/v1/exports{query}")
    assert out.status_code == 200
    assert "attachment" in out["Content-Disposition"]
    said = send(program, b"".join(out.streaming_content), "").json()
    assert (said["created"], said["updated"], said["unchanged"]) == (0, 0, 3)


def test_one_kind_is_csv_and_several_are_not(program: Client) -> None:
    send(program, MATERIALS)
    out = program.get("/api/v1/exports?kind=materials")
    assert out["Content-Type"].startswith("text/csv")
    with reading.opened(b"".join(out.streaming_content), name="materials.csv") as book:
        assert [row.cells[0] for row in book.sheets[0].rows()] == ["code", "0444", "HB"]
    problem(program.get("/api/v1/exports?format=csv"), 400, "bad_parameter")
    problem(program.get("/api/v1/exports?kind=colours"), 404, "unknown_kind")


STOCK = b"material,number,quantity,uom\nHB,HB-1,250,KGM\nHB,HB-2,0.5,TNE\n"


def open_stock(program: Client, body: bytes, query: str = "") -> Any:
    """The answer to a table of what is there on the first day."""
    return program.post(f"/api/v1/opening-stock{query}", body, content_type="text/csv")


def test_what_is_on_the_shelf_on_the_first_day_goes_on_record_once(program: Client) -> None:
    send(program, MATERIALS)
    at = "?name=stock.csv&at=2026-01-01T00:00:00Z"
    tried = open_stock(program, STOCK, f"{at}&dry_run=true").json()
    assert tried == {"dry_run": True, "rows": 2, "recorded": 2, "repeated": 0}
    first = open_stock(program, STOCK, at).json()
    Opened.model_validate(first)
    assert first == {"dry_run": False, "rows": 2, "recorded": 2, "repeated": 0}
    assert open_stock(program, STOCK, at).json()["repeated"] == 2
    found = program.get("/api/v1/trace/backward?id=HB-1").json()
    assert [gap["code"] for gap in found["gaps"]] == ["opening_balance"]


def test_stock_that_cannot_be_is_refused_with_its_place(program: Client) -> None:
    send(program, MATERIALS)
    wrong = problem(open_stock(program, STOCK + b"XX,HB-3,1,KGM\n"), 422, "refused")
    assert [(v["data"]["row"], v["data"]["column"]) for v in wrong["violations"]] == [
        (4, "material")
    ]
    problem(open_stock(program, STOCK, "?at=yesterday"), 400, "bad_time")
    problem(open_stock(program, b""), 400, "empty_body")
    files = [SimpleUploadedFile(f"{n}.csv", STOCK) for n in "ab"]
    problem(program.post("/api/v1/opening-stock", {"file": files}), 400, "one_file_only")


def test_quality_imports_its_own_kinds_and_no_others() -> None:
    token = tokens.create(role=Role.QUALITY, name="lab")
    lab = Client(headers={"Authorization": f"Bearer {token}"})
    assert send(lab, b"code,name\nS1,Sewing\n", "?kind=skills").json()["created"] == 1
    problem(send(lab, MATERIALS), 403, "forbidden")
    assert not Material.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.PLANNER, 200, 200),
        (Role.AUDITOR, 200, 403),
        (Role.OPERATOR, 403, 403),
        (Role.PARTNER, 403, 403),
    ],
)
def test_who_may(role: Role, reads: int, writes: int) -> None:
    client = Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name='x')}"})
    assert client.get("/api/v1/exports?kind=skills").status_code == reads
    assert send(client, MATERIALS).status_code == writes
