"""Tables that a planner keeps become master data: mapped, checked, put right, written, undone."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gozinto.access.roles import Role
from gozinto.edges.office.setup import past
from gozinto.plant import changing
from gozinto.plant.importing import jobs, working
from gozinto.plant.models import ImportFile, ImportJob, Material
from gozinto.standards.tables import workbook_writing
from gozinto.standards.tables.workbook_writing import Column, Table
from tests.edges.office.test_setup import signed_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

GERMAN = "Artikelnummer;Bezeichnung;Materialart;Einheit;Lagerplatz\n"
GOOD = GERMAN + "W1;Wachs;raw;KGM;A1\nW2;Talkum;auxiliary;KGM;\n"
BAD = GERMAN + "W1;Wachs;raw;Pfund;A1\nW2;Talkum;auxiliary;KGM;\nW3;;rau;KGM;\n"


@pytest.fixture
def planner(client: Client) -> Client:
    return signed_in(client, Role.PLANNER)


def send(browser: Client, *files: tuple[str, str | bytes]) -> str:
    """The address of an import of these files."""
    sent = [
        SimpleUploadedFile(name, body.encode() if isinstance(body, str) else body)
        for name, body in files
    ]
    answer = browser.post("/import/", {"file": sent})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def job(address: str) -> ImportJob:
    return jobs.get(UUID(address.split("/")[2]))


def work() -> list[tuple[int, int]]:
    """All that waits is done; answers what was told of how far it was."""
    heard: list[tuple[int, int]] = []
    while working.work_one(tell=lambda _, done, total: heard.append((done, total))):
        pass
    return heard


def checked(browser: Client, address: str, **said: str) -> Any:
    """The page of an import that was mapped as guessed, and checked."""
    answer = browser.post(f"{address}map/", {"do": "check"} | said)
    assert answer.status_code == 302, text(answer)
    work()
    return browser.get(address)


def test_a_table_in_german_is_mapped_checked_written_and_taken_back(planner: Client) -> None:
    address = send(planner, ("Artikel.csv", GOOD))
    page = planner.get(address)
    (table,) = page.context["tables"]
    assert table["table"].kind == "materials"
    assert table["table"].fields == ("code", "name", "kind", "uom", "")
    assert "1 column is left out" in text(page)
    page = checked(planner, address)
    assert "2 rows would change. Nothing is wrong" in text(page)
    assert not Material.objects.filter(code="W1").exists()
    planner.post(f"{address}write/", {"why": "first load"})
    assert job(address).state == "writing"
    work()
    page = planner.get(address)
    assert "2 rows were written." in text(page)
    assert Material.objects.get(code="W1").name == "Wachs"
    batch = page.context["done"].batch
    assert (batch.by, batch.why, batch.source) == (
        "the-planner", "first load", "import of Artikel.csv",
    )  # fmt: skip
    assert page.context["done"].undo == f"{address}undo/"
    planner.post(f"{address}undo/")
    assert "is being taken back" in text(planner.get(address))
    assert work()[-1] == (2, 2)
    assert "taken back since" in text(planner.get(address))
    assert not Material.objects.filter(code="W1").exists()
    assert not ImportFile.objects.exists()


def test_what_is_wrong_is_put_right_in_the_grid(planner: Client) -> None:
    address = send(planner, ("materials.csv", BAD))
    page = checked(planner, address)
    assert "3 faults stand in the way" in text(page)
    (table,) = page.context["grid"]["tables"]
    assert [row["row"] for row in table["rows"]] == [2, 4]
    wrong = {c["id"]: c["value"] for row in table["rows"] for c in row["cells"] if c["fault"]}
    assert wrong == {"cell-0-2-uom": "Pfund", "cell-0-4-name": "", "cell-0-4-kind": "rau"}
    cells = {c["id"]: c["value"] for row in table["rows"] for c in row["cells"]}
    again = cells | {"cell-0-2-uom": "LBR", "cell-0-4-kind": "raw"}
    planner.post(f"{address}fix/", again)
    work()
    page = planner.get(address)
    (table,) = page.context["grid"]["tables"]
    assert [row["row"] for row in table["rows"]] == [4]
    planner.post(f"{address}fix/", {"out-0-4": "1"})
    work()
    page = planner.get(address)
    assert "2 rows would change" in text(page)
    planner.post(f"{address}write/")
    work()
    assert Material.objects.get(code="W1").uom == "LBR"
    assert not Material.objects.filter(code="W3").exists()


def test_what_stands_in_the_way_of_taking_it_back_is_told(planner: Client) -> None:
    address = send(planner, ("materials.csv", "code,name\nT205,Tyre\n"))
    assert planner.post(f"{address}undo/").status_code == 400
    checked(planner, address)
    planner.post(f"{address}write/")
    work()
    changing.apply([changing.Given(kind="materials", values={"code": "T205", "name": "n"})], by="x")
    planner.post(f"{address}undo/")
    work()
    page = planner.get(address)
    assert "materials T205 was changed since by x" in text(page)
    assert Material.objects.get(code="T205").name == "n"


def test_a_large_change_is_taken_back_by_the_worker(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "AT_ONCE", 1)
    rows = [
        changing.Given(
            kind="materials", values={"code": code, "name": code, "kind": "raw", "uom": "KGM"}
        )
        for code in ("W7", "W8")
    ]
    done = changing.apply(rows, by="somebody", source="a script")
    address = planner.post(f"/setup/changes/{done.batch}/undo/")["Location"]
    assert address.startswith("/import/")
    assert Material.objects.filter(code="W7").exists()
    assert "Taking back a script" in text(planner.get(address))
    assert work()[-1] == (2, 2)
    assert not Material.objects.filter(code="W7").exists()
    assert "It is taken back." in text(planner.get(address))
    assert "Taking back: a script" in text(planner.get("/import/"))


def test_a_large_import_is_taken_back_on_its_own_page(
    planner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "AT_ONCE", 1)
    address = send(planner, ("Artikel.csv", GOOD))
    checked(planner, address)
    planner.post(f"{address}write/")
    work()
    batch = planner.get(address).context["done"].batch
    assert planner.post(f"/setup/changes/{batch.id}/undo/")["Location"] == address
    work()
    assert "taken back since" in text(planner.get(address))


def test_what_may_have_been_meant_is_told_in_every_language(planner: Client) -> None:
    table = "code,name,kind,uom,state\nW1,Wachs,raw,KGM,activ\n"
    address = send(planner, ("materials.csv", table))
    for language, said in (("de", "Naheliegend: aktiv."), ("tr", "Yakın olanlar: etkin.")):
        planner.cookies["django_language"] = language
        assert said in text(checked(planner, address))


def test_columns_are_what_somebody_says_they_are(planner: Client) -> None:
    address = send(planner, ("list.csv", "Ref,What,Kat\nCUT,Cut too short,scrap\n"))
    (table,) = planner.get(address).context["tables"]
    assert table["table"].kind == ""
    early = planner.post(f"{address}map/", {"do": "check"})
    assert early.status_code == 422
    assert "cannot be checked yet" in text(early)
    planner.post(f"{address}map/", {"do": "kind", "kind-0": "reasons"})
    page = planner.get(address)
    assert "No column yet for: Code" in text(page)
    said = {"kind-0": "reasons", "column-0-0": "code", "column-0-1": "name"}
    twice = planner.post(f"{address}map/", said | {"column-0-2": "name", "do": "check"})
    assert twice.status_code == 422
    assert "Several columns for: Name" in text(twice)
    page = checked(planner, address, **said, **{"column-0-2": "category"})
    planner.post(f"{address}write/")
    work()
    assert changing.get("reasons", "CUT")["category"] == "scrap"


def test_a_workbook_of_several_sheets_is_written_as_one(planner: Client) -> None:
    book = io.BytesIO()
    columns = [Column(header=one) for one in ("Code", "Name", "Kind")]
    workbook_writing.write(
        book,
        [
            Table(name="Partners", columns=columns, rows=[("P1", "One", "supplier")]),
            Table(name="Materials", columns=columns, rows=[("M1", "Wax", "moon")]),
            Table(name="Notes", columns=columns[:1], rows=[("hello",)]),
        ],
    )
    address = send(planner, ("plant.xlsx", book.getvalue()))
    kinds = [one["table"].kind for one in planner.get(address).context["tables"]]
    assert kinds == ["partners", "materials", ""]
    page = checked(planner, address)
    (table,) = page.context["grid"]["tables"]
    assert table["kind"] == "Materials"
    planner.post(f"{address}fix/", {"cell-1-2-kind": "raw", "cell-1-2-name": "Wax"})
    work()
    assert {kind for kind, _ in planner.get(address).context["would"]["by_kind"]} == {
        "Materials", "Partners",
    }  # fmt: skip


def test_a_decimal_comma_is_read_where_somebody_says_so(planner: Client) -> None:
    table = "code;name;kind;tolerance_percent\nW1;Wax;raw;2,5\n"
    address = send(planner, ("materials.csv", table))
    assert "1 fault" in text(checked(planner, address))
    page = checked(planner, address, decimal_comma="1")
    assert page.context["would"]["created"] == "1"


def test_what_others_wrote_meanwhile_is_found_when_it_is_written(planner: Client) -> None:
    address = send(planner, ("materials.csv", "code,gtin\nT205,04012345123456\n"))
    assert checked(planner, address).context["would"]["updated"] == "1"
    taken = changing.Given(kind="materials", values={"code": "NR", "gtin": "04012345123456"})
    changing.apply([taken], by="x")
    planner.post(f"{address}write/")
    work()
    page = planner.get(address)
    assert "1 fault stands in the way" in text(page)
    assert changing.get("materials", "T205")["gtin"] == ""


def test_the_same_table_again_changes_nothing(planner: Client) -> None:
    address = send(planner, ("materials.csv", "code,name\nT205,205/55 R16 tyre\n"))
    page = checked(planner, address)
    assert "Nothing would change" in text(page)
    assert 'action="' + address + 'write/"' not in page.content.decode()


def test_how_far_an_import_is_is_told_while_it_waits(planner: Client) -> None:
    rows = "".join(f"R{n},r,hold\n" for n in range(2_500))
    address = send(planner, ("reasons.csv", "code,name,category\n" + rows))
    planner.post(f"{address}map/", {"do": "check"})
    assert "begins in a moment" in text(planner.get(address))
    heard = work()
    assert heard[0] == (999, 0)
    assert heard[-1] == (5_000, 5_000)
    ImportJob.objects.update(state="writing")
    working.keep_progress(job(address).pk, done=1_250, total=5_000)
    part = planner.get(address, headers={"HX-Request": "true"})
    assert "25 %" in text(part)
    assert "<html" not in part.content.decode()
    work()
    assert planner.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_an_import_that_takes_the_worker_down_is_given_up(planner: Client) -> None:
    address = send(planner, ("materials.csv", "code,name\nT205,x\n"))
    planner.post(f"{address}map/", {"do": "check"})
    ImportJob.objects.update(attempts=working.ATTEMPTS)
    work()
    assert "not tried again" in text(planner.get(address))


def test_an_import_under_way_is_left_alone_and_an_unsound_one_not_written(
    planner: Client,
) -> None:
    address = send(planner, ("materials.csv", BAD))
    planner.post(f"{address}map/", {"do": "check"})
    for act in ("map", "drop"):
        assert planner.post(f"{address}{act}/").status_code == 400
    work()
    assert planner.post(f"{address}write/").status_code == 400
    assert planner.post(f"{address}drop/").status_code == 302
    assert planner.get(address).status_code == 404


def test_what_is_no_table_is_refused(planner: Client) -> None:
    bodies = {"a.pdf": b"%PDF-1.7\n\x00", "old.xls": b"\xd0\xcf\x11\xe0", "e.csv": b""}
    for name, body in bodies.items():
        files = [SimpleUploadedFile(name, body)]
        assert planner.post("/import/", {"file": files}).status_code in (400, 422), name
    assert planner.post("/import/").status_code == 400
    same = [SimpleUploadedFile("a.csv", b"code\nx\n"), SimpleUploadedFile("a.csv", b"code\ny\n")]
    assert planner.post("/import/", {"file": same}).status_code == 400
    assert not ImportJob.objects.exists()


def test_templates_import_as_nothing(planner: Client) -> None:
    template = planner.get("/import/template/materials.csv").content
    assert template.decode("utf-8-sig").startswith("code,name,kind")
    assert planner.get("/import/template/plant.xlsx").content.startswith(b"PK")
    assert planner.get("/import/template/plant.csv").status_code == 400
    assert planner.get("/import/template/moons.csv").status_code == 404


def test_who_may_describe_some_kinds_imports_those_alone(client: Client) -> None:
    quality = signed_in(client, Role.QUALITY)
    address = send(quality, ("materials.csv", GOOD))
    assert quality.post(f"{address}map/", {"do": "check"}).status_code == 403
    ImportJob.objects.update(state="checked", report={"created": 1})
    for act in ("write", "fix", "undo", "drop"):
        assert quality.post(f"{address}{act}/").status_code == 403, act
    own = send(quality, ("reasons.csv", "code,name,category\nCUT,Cut,scrap\n"))
    assert checked(quality, own).context["would"]["created"] == "1"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR, Role.WAREHOUSE, Role.INSPECTOR])
def test_others_are_shown_no_import_and_refused(client: Client, role: Role) -> None:
    browser = signed_in(client, role)
    assert not re.search(r'href="/import/"', browser.get("/setup/").content.decode())
    assert browser.get("/import/").status_code == 403
    assert browser.post("/import/").status_code == 403
    assert browser.get("/import/template/materials.csv").status_code == 403
