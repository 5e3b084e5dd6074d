"""What a plant consists of is looked up, described, changed, taken back and removed at a desk."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import translation

from gozinto.access.models import RoleGrant, User
from gozinto.access.roles import Role
from gozinto.edges.office.setup import wording
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.kinds import KINDS, called, find_field
from gozinto.plant.models import Material
from tests.edges.office.questions import few

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_plant")]


@pytest.fixture
def planner(client: Client) -> Client:
    """A browser in which somebody is signed in who keeps the plant's description."""
    return signed_in(client, Role.PLANNER)


def signed_in(client: Client, role: Role) -> Client:
    user = User.objects.create_user(f"the-{role.value}", password="a long enough one")
    RoleGrant.objects.create(user=user, role=role)
    client.force_login(user)
    return client


def text(answer: Any) -> str:
    """What a page says, without its marks."""
    page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def row(kind: str, key: str) -> str:
    return f"/setup/{kind}/row/?{urlencode({'key': key})}"


def sent(page: Any) -> dict[str, str]:
    """What the form of a row would send as it stands."""
    boxes = page.context["boxes"]
    values = {b.id: b.value for b in boxes if b.input != "flag" and not b.is_fixed}
    values |= {b.id: "true" for b in boxes if b.input == "flag" and b.value == "true"}
    etag, flags = page.context.get("etag", ""), page.context["flags"]
    return values | {"etag": etag, "flags": flags, "do": "save"}


def test_every_kind_stands_in_one_group() -> None:
    listed = [name for _, names in wording.GROUPS for name in names]
    assert sorted(listed) == sorted(KINDS)


def test_every_value_to_choose_from_has_a_word() -> None:
    values = {one for kind in KINDS.values() for field in kind.fields for one in field.choices}
    assert values == set(wording.CHOICES)


@pytest.mark.parametrize("name", KINDS)
def test_what_a_page_calls_a_column_is_a_header_that_is_read_back(name: str) -> None:
    kind = KINDS[name]
    for field in kind.names:
        for language in called.LANGUAGES:
            word = called.in_language(called.of_field(kind, field), language)
            assert find_field(kind, word) == field, (language, word)


@pytest.mark.parametrize("language", ["tr", "de"])
def test_every_help_of_a_field_is_translated(language: str) -> None:
    helps = {kind.help for kind in KINDS.values()}
    helps |= {field.help for kind in KINDS.values() for field in kind.fields if field.help}
    with translation.override(language):
        assert [one for one in helps if wording.told(one) == one] == []


def test_the_index_counts_every_kind(desk: Client) -> None:
    page = text(few(desk, "/setup/"))
    assert "Materials" in page
    assert re.search(r"Partners Suppliers, customers, dealers and carriers\. 8\b", page)


@pytest.mark.parametrize("name", [kind.name for kind in KINDS.values() if kind.key])
def test_every_list_is_twelve_queries_at_most(desk: Client, name: str) -> None:
    answer = few(desk, f"/setup/{name}/")
    assert answer.status_code == 200
    assert wording.kind_title(KINDS[name]) in text(answer)


def test_a_list_is_searched_filtered_and_sorted_by_its_address(desk: Client) -> None:
    answer = desk.get("/setup/materials/?kind=raw&q=r&sort=-name")
    keys = [one["key"] for one in answer.context["rows"]]
    names = [Material.objects.get(code=key).name for key in keys]
    assert names == sorted(names, reverse=True)
    assert set(keys) == {"NR", "CB", "SC", "TX", "BW"}
    assert "Kind: raw material ✕" in text(answer)
    nothing = text(desk.get("/setup/materials/?kind=packaging"))
    assert "Nothing fits all of this" in nothing


def test_a_list_goes_on_where_its_page_ended(desk: Client) -> None:
    given = [
        Given(kind="reasons", values={"code": f"R{n:03}", "name": f"r{n}", "category": "hold"})
        for n in range(130)
    ]
    changing.apply(given, by="x")
    first = desk.get("/setup/reasons/")
    further = desk.get(f"/setup/reasons/{first.context['later']}")
    keys = [one["key"] for page in (first, further) for one in page.context["rows"]]
    assert keys == [f"R{n:03}" for n in range(130)]
    assert "130 rows" in text(first)


def test_an_empty_list_says_how_to_begin(planner: Client) -> None:
    page = text(planner.get("/setup/inspection-plans/"))
    assert "There are none yet" in page
    assert "Describe the first" in page


def test_an_address_that_asks_for_nothing_known_is_refused(desk: Client) -> None:
    for address, status in (
        ("/setup/moons/", 404),
        ("/setup/materials/?colour=red", 400),
        ("/setup/materials/?sort=colour", 400),
        ("/setup/materials/?next=x", 400),
        ("/setup/materials/?gtin=12", 400),
        ("/setup/materials/row/?key=NONE", 404),
        ("/setup/materials/save/pdf/", 400),
        ("/setup/materials/options/name/", 400),
    ):
        assert desk.get(address).status_code == status, address


def test_what_a_list_finds_is_saved_as_a_table_that_imports_again(desk: Client) -> None:
    saved = desk.get("/setup/materials/save/csv/?kind=finished")
    lines = b"".join(saved.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("code,name,kind,uom")
    assert [line.split(",")[0] for line in lines[1:]] == ["T205"]
    book = desk.get("/setup/materials/save/xlsx/?kind=finished")
    assert b"".join(book.streaming_content).startswith(b"PK")


def test_a_row_shows_its_form_its_history_and_what_refers_to_it(planner: Client) -> None:
    changing.apply(
        [
            Given(kind="skills", values={"code": "PRESS", "name": "Presses"}),
            Given(
                kind="qualifications",
                values={"person": "A1107", "skill": "PRESS", "obtained_on": "2024-01-01",
                        "expires_on": "2025-01-01"},
            ),
            Given(kind="people", values={"code": "A1107", "name": "Deniz A."}),
        ],
        by="hr",
        why="moved",
    )  # fmt: skip
    answer = few(planner, row("people", "A1107"))
    page = text(answer)
    assert "Deniz Aksoy → Deniz A." in page
    assert "moved" in page
    assert "PRESS" in page
    assert 'class="num warn">2025-01-01' in answer.content.decode()
    assert "/setup/qualifications/new/?person=A1107" in answer.content.decode()


def test_a_row_is_changed_and_the_change_taken_back(planner: Client) -> None:
    page = planner.get(row("materials", "T205"))
    changed = sent(page) | {"f-name": "Tyre 205", "why": "shorter"}
    answer = planner.post(row("materials", "T205"), changed, follow=True)
    assert "1 row was changed." in text(answer)
    assert Material.objects.get(code="T205").name == "Tyre 205"
    (last,) = changing.history("materials", "T205")
    assert (last.by, last.why, last.source) == ("the-planner", "shorter", "office")
    back = planner.post(
        f"/setup/changes/{last.batch}/undo/", {"back": row("materials", "T205")}, follow=True
    )
    assert "Taken back." in text(back)
    assert Material.objects.get(code="T205").name == "205/55 R16 tyre"


def test_saving_without_a_change_says_so(planner: Client) -> None:
    answer = planner.post(row("materials", "T205"), sent(planner.get(row("materials", "T205"))))
    assert "Nothing was to be changed" in text(planner.get(answer["Location"]))
    assert changing.history("materials", "T205") == []


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(planner: Client) -> None:
    mine = sent(planner.get(row("materials", "T205"))) | {"f-name": "Mine"}
    changing.apply([Given(kind="materials", values={"code": "T205", "name": "Theirs"})], by="x")
    answer = planner.post(row("materials", "T205"), mine)
    assert answer.status_code == 412
    assert "Somebody changed it while you were writing." in text(answer)
    assert "It is Theirs now." in text(answer)
    assert Material.objects.get(code="T205").name == "Theirs"
    planner.post(row("materials", "T205"), sent(answer))
    assert Material.objects.get(code="T205").name == "Mine"


def test_what_is_wrong_stands_beside_its_box_and_what_was_typed_stays(planner: Client) -> None:
    values = sent(planner.get(row("materials", "T205")))
    answer = planner.post(row("materials", "T205"), values | {"f-uom": "furlong", "f-name": "New"})
    assert answer.status_code == 422
    boxes = {box.name: box for box in answer.context["boxes"]}
    assert boxes["uom"].faults
    assert (boxes["uom"].value, boxes["name"].value) == ("furlong", "New")
    assert Material.objects.get(code="T205").name == "205/55 R16 tyre"


def test_a_decimal_comma_is_read_where_it_is_the_custom(planner: Client) -> None:
    values = sent(planner.get(row("materials", "T205"))) | {"f-tolerance_percent": "2,5"}
    german = {"Accept-Language": "de"}
    assert planner.post(row("materials", "T205"), values, headers=german).status_code == 302
    assert str(Material.objects.get(code="T205").tolerance_percent).rstrip("0") == "2.5"


def test_a_state_goes_to_those_that_may_follow_it(planner: Client) -> None:
    page = planner.get(row("materials", "T205"))
    assert [one for one, _ in page.context["state"]["steps"]] == ["blocked", "retired"]
    step = {"do": "state", "etag": page.context["etag"]}
    planner.post(row("materials", "T205"), step | {"state": "blocked"})
    assert changing.get("materials", "T205")["state"] == "blocked"
    page = planner.get(row("materials", "T205"))
    forged = {"do": "state", "etag": page.context["etag"], "state": "draft"}
    assert planner.post(row("materials", "T205"), forged).status_code == 422


def test_a_new_row_begins_with_what_the_address_says_or_a_copy(planner: Client) -> None:
    page = planner.get("/setup/bill-lines/new/?material=T205")
    values = sent(page) | {
        "f-slot": "TREAD", "f-component": "TR", "f-quantity": "1", "f-uom": "KGM",
    }  # fmt: skip
    assert values["f-material"] == "T205"
    answer = planner.post("/setup/bill-lines/new/", values)
    key = "T205|||TREAD||TR"
    assert changing.get("bill-lines", key)["quantity"] == "1"
    assert answer["Location"].startswith(row("bill-lines", key))
    assert planner.post("/setup/bill-lines/new/", values).status_code == 422
    copied = planner.get(f"/setup/bill-lines/new/?{urlencode({'copy': key})}")
    assert sent(copied)["f-component"] == "TR"
    of_material = sent(planner.get("/setup/materials/new/?copy=T205"))
    assert (of_material["f-code"], of_material["f-uom"]) == ("", "C62")


def test_a_row_goes_unless_something_refers_to_it_and_comes_back(planner: Client) -> None:
    page = planner.get(row("people", "A1150"))
    gone = planner.post(
        row("people", "A1150"), {"do": "remove", "etag": page.context["etag"]}, follow=True
    )
    assert changing.find("people", "A1150") is None
    batch = gone.context["done"].batch.id
    planner.post(f"/setup/changes/{batch}/undo/")
    assert changing.get("people", "A1150")["name"] == "Mert Kaya"
    hall = planner.get(row("equipment", "HALL"))
    kept = planner.post(row("equipment", "HALL"), {"do": "remove", "etag": hall.context["etag"]})
    assert kept.status_code == 409
    assert "PRESS-42" in text(kept)


def test_a_row_that_others_changed_is_not_removed(planner: Client) -> None:
    page = planner.get(row("people", "A1150"))
    changing.apply([Given(kind="people", values={"code": "A1150", "name": "M."})], by="x")
    answer = planner.post(row("people", "A1150"), {"do": "remove", "etag": page.context["etag"]})
    assert answer.status_code == 412
    assert planner.post(row("people", "A1150"), {"do": "remove"}).status_code == 412
    assert changing.find("people", "A1150")


def test_the_one_enterprise_has_a_page_and_no_list(planner: Client) -> None:
    answer = planner.get("/setup/enterprise/", follow=True)
    assert sent(answer)["f-name"] == "Demo Tyres"
    planner.post("/setup/enterprise/row/", sent(answer) | {"f-zone": "Europe/Berlin"})
    assert changing.get("enterprise", "")["zone"] == "Europe/Berlin"


def test_marked_rows_are_given_another_value_at_once_and_taken_back(planner: Client) -> None:
    asked = planner.post("/setup/materials/change/", {"key": ["NR", "CB"], "field": "uom"})
    assert "2 rows get the same value" in text(asked)
    rows = asked.context["rows"]
    apply = {
        "key": [one["key"] for one in rows], "etag": [one["etag"] for one in rows],
        "field": "uom", "do": "apply", "f-uom": "TNE", "back": "/setup/materials/?kind=raw",
    }  # fmt: skip
    answer = planner.post("/setup/materials/change/", apply, follow=True)
    assert answer.redirect_chain[0][0].startswith("/setup/materials/?kind=raw&done=")
    assert "2 rows were changed." in text(answer)
    assert changing.get("materials", "NR")["uom"] == "TNE"
    outdated = planner.post("/setup/materials/change/", apply | {"f-uom": "GRM"})
    assert outdated.status_code == 412
    wrong = planner.post("/setup/materials/change/", apply | {"etag": [], "f-uom": "furlong"})
    assert wrong.status_code == 422
    planner.post(f"/setup/changes/{answer.context['done'].batch.id}/undo/")
    assert changing.get("materials", "NR")["uom"] == "KGM"


def test_all_that_a_list_finds_is_changed_at_once(planner: Client) -> None:
    asked = planner.post(
        "/setup/partners/change/", {"all": "1", "query": "?kind=dealer", "field": "kind"}
    )
    assert {one["key"] for one in asked.context["rows"]} == {"B0417", "B0233"}
    nothing = planner.post("/setup/partners/change/", {"field": "kind"})
    assert nothing.status_code == 400
    assert planner.post("/setup/partners/change/", {"field": "code"}).status_code == 400


def test_options_are_rows_units_and_zones_near_what_is_typed(desk: Client) -> None:
    def offered(address: str) -> list[str]:
        return re.findall(r'<option value="(.*?)"', desk.get(address).content.decode())

    assert offered("/setup/bill-lines/options/material/?f-material=T2") == ["T205"]
    assert "KGM" in offered("/setup/materials/options/uom/?f-uom=kilo")
    assert offered("/setup/enterprise/options/zone/?f-zone=istanbul")[0] == "Asia/Istanbul"
    changing.apply(
        [
            Given(kind="material-revisions", values={"material": code, "revision": revision})
            for code, revision in (("T205", "A"), ("T205", "B"), ("GT", "C"))
        ],
        by="x",
    )
    assert offered("/setup/bill-lines/options/revision/?f-material=T205") == ["A", "B"]


def test_changes_are_listed_and_what_stands_in_the_way_of_an_undo_is_told(
    planner: Client,
) -> None:
    for name in ("one", "two"):
        changing.apply([Given(kind="materials", values={"code": "T205", "name": name})], by="x")
    listed = planner.get("/setup/changes/")
    batches = listed.context["batches"]
    assert [one.changes for one, _ in batches] == [1, 1]
    assert [what for _, what in batches] == ["Material T205"] * 2
    page = text(planner.get(f"/setup/changes/{batches[1][0].id}/"))
    assert "205/55 R16 tyre → one" in page
    answer = planner.post(f"/setup/changes/{batches[1][0].id}/undo/")
    assert answer.status_code == 409
    assert "nothing was changed" in text(answer)
    assert Material.objects.get(code="T205").name == "two"
    assert planner.get("/setup/changes/?before=yesterday").status_code == 400


def test_an_undo_leads_nowhere_else(planner: Client) -> None:
    done = changing.apply([Given(kind="materials", values={"code": "GT", "name": "n"})], by="x")
    answer = planner.post(
        f"/setup/changes/{done.batch}/undo/", {"back": "https://elsewhere.example/"}
    )
    assert answer["Location"].startswith(f"/setup/changes/{done.batch}/")


READERS = [Role.OPERATOR, Role.WAREHOUSE, Role.INSPECTOR, Role.AUDITOR, Role.QUALITY]


@pytest.mark.parametrize("role", READERS)
def test_who_may_not_describe_the_plant_is_shown_no_way_and_refused(
    client: Client, role: Role
) -> None:
    browser = signed_in(client, role)
    page = browser.get(row("materials", "T205"))
    assert 'value="save"' not in page.content.decode()
    assert "not change it" in text(page)
    assert 'name="field"' not in browser.get("/setup/materials/").content.decode()
    done = changing.apply([Given(kind="materials", values={"code": "GT", "name": "n"})], by="x")
    forged = [
        (row("materials", "T205"), {"do": "save", "f-name": "x"}),
        (row("materials", "T205"), {"do": "state", "state": "retired"}),
        (row("materials", "T205"), {"do": "remove"}),
        ("/setup/materials/new/", {"f-code": "X", "f-name": "x", "f-kind": "raw"}),
        ("/setup/materials/change/", {"key": "T205", "field": "name", "do": "apply"}),
        (f"/setup/changes/{done.batch}/undo/", {}),
    ]
    for address, form in forged:
        assert browser.post(address, form).status_code == 403, address
    assert changing.get("materials", "T205")["name"] == "205/55 R16 tyre"


def test_quality_changes_its_own_kinds(desk: Client) -> None:
    new = {"f-code": "CUT", "f-name": "Cut", "f-category": "scrap", "do": "save"}
    assert desk.post("/setup/reasons/new/", new).status_code == 302
    assert changing.get("reasons", "CUT")["category"] == "scrap"
