"""What is done with a list: kept as a view, taken along as a file, done to what is marked."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.access.saved_views import SavedView
from gozinto.edges.office.lists import exporting
from gozinto.operations.bulk import working
from gozinto.operations.bulk.models import BulkJob
from gozinto.record.models import ObjectState
from tests.edges.office.questions import few
from tests.edges.office.test_lists import LOTS, shown
from tests.edges.office.test_pages import text
from tests.edges.small_plant import DOMAIN, SERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]

BUTYL = f"https://{DOMAIN}/class/HB/ELASTO/HB-2209"
SILICA = f"https://{DOMAIN}/class/SI/MINERAL/SI-302"


def somebody(role: Role, *, name: str = "") -> Client:
    """A browser in which somebody of that role is signed in."""
    user = User.objects.create_user(name or role.value, password="a long enough one")
    RoleGrant.objects.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def held() -> set[str]:
    return set(ObjectState.objects.filter(held=True).values_list("object__number", flat=True))


class TestViews:
    """A list as somebody wants to see it again."""

    def test_a_view_is_kept_under_a_name_and_opened_again(self, desk: Client) -> None:
        kept = {"query": "kind=serial&status=returned&sort=number", "name": "Came back"}
        assert desk.post(f"{LOTS}views/", kept)["Location"].startswith(LOTS)
        page = desk.get(LOTS)
        assert "Came back" in text(page)
        (view,) = page.context["views"]
        again = desk.get(f"{LOTS}?{view.query}")
        assert shown(again) == [SERIAL]
        assert again.context["view"] == view

    def test_only_a_shared_view_is_seen_by_others_who_cannot_forget_it(self, desk: Client) -> None:
        desk.post(f"{LOTS}views/", {"query": "kind=lot", "name": "Mine"})
        desk.post(f"{LOTS}views/", {"query": "kind=lot", "name": "Ours", "shared": "1"})
        other = somebody(Role.WAREHOUSE)
        (seen,) = other.get(LOTS).context["views"]
        assert (seen.name, seen.owner) == ("Ours", "quality")
        forged = other.post(f"{LOTS}views/", {"act": "remove", "view": seen.id})
        assert forged.status_code == 403
        mine = SavedView.objects.get(name="Mine").pk
        assert other.post(f"{LOTS}views/", {"act": "remove", "view": mine}).status_code == 404
        assert SavedView.objects.count() == 2
        desk.post(f"{LOTS}views/", {"act": "remove", "view": seen.id})
        assert other.get(LOTS).context["views"] == []

    def test_the_same_name_replaces(self, desk: Client) -> None:
        for query in ("kind=lot", "kind=serial"):
            desk.post(f"{LOTS}views/", {"query": query, "name": "Mine"})
        assert SavedView.objects.get().query == "kind=serial"

    def test_what_the_list_does_not_know_is_not_kept(self, desk: Client) -> None:
        desk.post(f"{LOTS}views/", {"query": "kind=lot&after=x&evil=1", "name": "Mine"})
        assert SavedView.objects.get().query == "kind=lot"

    @pytest.mark.parametrize("name", ["", "x" * 81, "a\0b"])
    def test_a_name_is_wanted(self, desk: Client, name: str) -> None:
        assert desk.post(f"{LOTS}views/", {"query": "", "name": name}).status_code == 400
        assert desk.post(f"{LOTS}views/", {"act": "remove", "view": "x"}).status_code == 400
        assert desk.get(f"{LOTS}views/").status_code == 405


class TestFiles:
    """All that is filtered, for a spreadsheet."""

    def test_all_pages_are_in_the_file(self, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exporting, "CHUNK", 7)
        answer = desk.get(f"{LOTS}export.csv", {"sort": "number"})
        assert isinstance(answer, StreamingHttpResponse)
        table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        assert table[0][:3] == ["Number", "Kind", "Material"]
        assert len(table) == 32
        assert [row[0] for row in table[1:]] == sorted(row[0] for row in table[1:])

    def test_the_file_has_what_is_filtered_in_the_chosen_columns(self, desk: Client) -> None:
        asked = {"q": "HB-2209", "columns": ["number", "on_hand", "first_at", "status"]}
        answer = desk.get(f"{LOTS}export.csv", asked)
        assert isinstance(answer, StreamingHttpResponse)
        table = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        assert table[0] == ["Number", "Status", "On hand", "On hand, unit", "First seen"]
        number, status, amount, unit, first = table[1]
        assert (number, status, unit) == ("HB-2209", "conformant", "KGM")
        assert float(amount) < 900
        assert datetime.fromisoformat(first) == datetime(2026, 2, 2, 5, tzinfo=UTC)

    def test_a_workbook_has_the_same(self, desk: Client) -> None:
        answer = desk.get(f"{LOTS}export.xlsx", {"q": "HB-2209"})
        body = b"".join(answer.streaming_content)
        head, row = (
            CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        )
        assert (head[0], row[0]) == ("Number", "HB-2209")

    def test_a_file_says_that_there_is_more(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exporting, "CHUNK", 5)
        monkeypatch.setattr(exporting, "MOST", 10)
        answer = desk.get(f"{LOTS}export.csv")
        assert isinstance(answer, StreamingHttpResponse)
        lines = answer.getvalue().decode("utf-8-sig").splitlines()
        assert len(lines) == 12
        assert lines[-1].startswith("There are more rows")

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_what_cannot_be_asked_gives_no_file(self, desk: Client, kind: str) -> None:
        assert desk.get(f"{LOTS}export.{kind}", {"sort": "colour"}).status_code == 400


class TestMany:
    """The same is done to many rows."""

    def test_marked_lots_are_held_and_the_hold_is_undone(self, desk: Client) -> None:
        form = {"act": "hold", "row": [BUTYL, SILICA], "reason": "smells"}
        page = desk.post(f"{LOTS}do/", form)["Location"]
        waiting = desk.get(page)
        assert "0 of 2" in text(waiting)
        assert 'hx-trigger="load delay:1s"' in waiting.content.decode()
        working.work()
        assert held() == {"HB-2209", "SI-302"}
        done = desk.get(page, headers={"HX-Request": "true", "HX-Target": "progress"})
        assert "All 2 are done." in text(done)
        assert "hx-trigger" not in done.content.decode()
        back = desk.post(f"{page}undo/")["Location"]
        working.work()
        assert held() == set()
        assert "All 2 are done." in text(desk.get(back))
        assert "It was taken back." in text(desk.get(page))

    def test_it_is_undone_where_it_was_done(self, desk: Client) -> None:
        assert "a moment ago" not in text(desk.get(LOTS))
        page = desk.post(f"{LOTS}do/", {"act": "hold", "row": [BUTYL, SILICA], "reason": "x"})
        assert "It is still being done." in text(desk.get(LOTS))
        working.work()
        undo = f'action="{page["Location"]}undo/"'
        shown = desk.get(LOTS)
        assert "Put on hold 2 of 2, by you a moment ago." in text(shown)
        assert undo in shown.content.decode()
        assert undo not in somebody(Role.INSPECTOR).get(LOTS).content.decode(), "another's act"
        desk.post(f"{page['Location']}undo/")
        working.work()
        assert "a moment ago" not in text(desk.get(LOTS))

    def test_all_that_are_found_are_held(self, desk: Client) -> None:
        form = {"act": "hold", "all": "1", "query": "kind=serial&item=T205", "reason": "recall"}
        desk.post(f"{LOTS}do/", form)
        working.work()
        assert len(held()) == 6

    def test_the_page_of_a_job_takes_few_queries(self, desk: Client) -> None:
        form = {"act": "hold", "row": [BUTYL, "https://none.example/1"], "reason": "smells"}
        page = desk.post(f"{LOTS}do/", form)["Location"]
        working.work()
        assert "Nothing here goes by this name." in text(few(desk, page))

    def test_who_may_not_sees_no_marks_and_forges_nothing(self) -> None:
        warehouse = somebody(Role.WAREHOUSE)
        assert 'name="row"' not in warehouse.get(LOTS).content.decode()
        form = {"act": "hold", "row": [BUTYL], "reason": "smells"}
        assert warehouse.post(f"{LOTS}do/", form).status_code == 403
        inspector = somebody(Role.INSPECTOR)
        page = inspector.get(LOTS).content.decode()
        assert 'value="hold"' in page
        assert 'value="release"' not in page
        assert inspector.post(f"{LOTS}do/", form | {"act": "release"}).status_code == 403
        job = inspector.post(f"{LOTS}do/", form)["Location"]
        working.work()
        assert "Undo" not in text(inspector.get(job))
        assert inspector.post(f"{job}undo/").status_code == 403
        assert BulkJob.objects.count() == 1
        assert held() == {"HB-2209"}

    @pytest.mark.parametrize(
        "form",
        [
            {"act": "hold", "reason": "smells"},
            {"act": "hold", "row": BUTYL, "reason": " "},
            {"act": "eat", "row": BUTYL, "reason": "hungry"},
        ],
    )
    def test_what_cannot_be_done_is_said(self, desk: Client, form: dict[str, str]) -> None:
        answer = desk.post(f"{LOTS}do/", form)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
        assert desk.get("/many/999999/").status_code == 404
