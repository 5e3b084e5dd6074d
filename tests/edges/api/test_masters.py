"""Master data over HTTP: every kind a resource, no change over what others changed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto.access import describing, tokens
from gozinto.access.roles import INSIDE, Role
from gozinto.edges.api.authentication import undeclared
from gozinto.edges.api.urls import api
from gozinto.plant import changing
from gozinto.plant.kinds import KINDS
from tests.plant.changing.works import SMALL, everything, send

pytestmark = pytest.mark.django_db
V1 = "/api/v1/"


def holding(role: Role) -> Client:
    return Client(headers={"Authorization": f"Bearer {tokens.create(role=role, name=role.value)}"})


@pytest.fixture
def described(db: None) -> None:
    send(SMALL)


def where(kind: str, key: str = "") -> str:
    return V1 + kind + (f"/{quote(key, safe='')}" if key else "")


def ask(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return client.generic(method, path, headers=headers, **sent)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    return found


def test_every_row_of_every_kind_is_got_by_its_key_as_the_list_has_it(
    described: None, program: Client
) -> None:
    for name, kind in KINDS.items():
        if not kind.key:
            assert program.get(where(name)).json()["zone"] == "Europe/Istanbul"
            continue
        listed = program.get(where(name)).json()["rows"]
        assert len(listed) == len(everything()[name])
        for row in listed:
            got = program.get(where(name, row["key"]))
            assert got.json() == row
            assert got["ETag"] == f'"{row["etag"]}"'


def test_a_row_is_created_changed_and_removed_by_those_who_read_it(program: Client) -> None:
    at = where("reasons", "TORN")
    new = {"name": "Torn", "category": "scrap"}
    made = ask(program, "PUT", at, new, **{"If-None-Match": "*"})
    assert (made.status_code, made.json()["code"]) == (201, "TORN")
    problem(ask(program, "PUT", at, new, **{"If-None-Match": "*"}), 412, "outdated")
    problem(ask(program, "PUT", at, new), 428, "missing_if_match")
    problem(ask(program, "PATCH", at, {"name": "Cut"}), 428, "missing_if_match")
    problem(ask(program, "DELETE", at), 428, "missing_if_match")

    changed = ask(program, "PATCH", at + "?why=typo", {"name": "Cut"}, **{"If-Match": made["ETag"]})
    assert changed.json()["name"] == "Cut"
    assert changed["ETag"] != made["ETag"]
    problem(ask(program, "PATCH", at, {"name": "X"}, **{"If-Match": made["ETag"]}), 412, "outdated")
    problem(ask(program, "DELETE", at, **{"If-Match": made["ETag"]}), 412, "outdated")
    assert changing.history("reasons", "TORN")[0].why == "typo"

    tag = {"If-Match": f'"other", {changed["ETag"]}'}
    assert ask(program, "DELETE", at, **tag).status_code == 204
    problem(program.get(at), 404, "unknown_row")
    problem(ask(program, "PUT", at, new, **tag), 412, "outdated")


def test_a_put_says_all_of_a_row_and_a_patch_a_part(described: None, program: Client) -> None:
    at = where("materials", "TYRE")
    body = {"shelf_life_days": 100, "tolerance_percent": "2.50"}
    patched = ask(program, "PATCH", at, body, **{"If-Match": "*"}).json()
    assert (patched["shelf_life_days"], patched["tolerance_percent"]) == (100, "2.5")
    assert patched["name"] == "Tyre"
    whole = patched | {"shelf_life_days": None}
    assert ask(program, "PUT", at, whole, **{"If-Match": "*"}).json()["shelf_life_days"] is None
    bare = {"name": "Tyre", "kind": "finished"}
    put = ask(program, "PUT", at, bare, **{"If-Match": "*"}).json()
    assert put["tolerance_percent"] is None


def test_what_is_unchanged_is_not_sent_again(described: None, program: Client) -> None:
    got = program.get(where("materials", "TYRE"))
    again = program.get(where("materials", "TYRE"), headers={"If-None-Match": got["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_enterprise_is_one_row_at_its_own_address(program: Client) -> None:
    at = where("enterprise")
    problem(program.get(at), 404, "unknown_row")
    body = {"name": "Works", "zone": "Europe/Berlin"}
    assert ask(program, "PUT", at, body).status_code == 201
    tagged = {"If-Match": program.get(at)["ETag"]}
    assert ask(program, "PATCH", at, {"name": "Werk"}, **tagged).json()["name"] == "Werk"
    assert ask(program, "DELETE", at, **tagged).status_code == 405


def test_a_state_follows_only_where_it_may(described: None, program: Client) -> None:
    at, any_ = where("materials", "TYRE"), {"If-Match": "*"}
    assert ask(program, "PATCH", at, {"state": "retired"}, **any_).status_code == 200
    found = problem(ask(program, "PATCH", at, {"state": "active"}, **any_), 422, "refused")
    assert [v["code"] for v in found["violations"]] == ["state_not_allowed"]


def test_what_is_in_use_says_by_what(described: None, program: Client) -> None:
    answer = ask(program, "DELETE", where("people", "P-1"), **{"If-Match": "*"})
    (used,) = problem(answer, 409, "in_the_way")["violations"]
    assert used["data"]["kind"] == "crew-members"
    assert used["data"]["key"] == "A|P-1|2026-01-01"


def test_several_rows_come_in_together_or_not_at_all(described: None, program: Client) -> None:
    good = {"code": "OIL", "name": "Oil", "kind": "raw", "uom": "KGM", "shelf_life_days": 90}
    bad = [{"code": "A", "name": "A", "kind": "raw", "uom": "KILO"}, {"code": "B", "kind": 1}]
    found = problem(
        ask(program, "POST", where("materials"), {"rows": [good, *bad]}), 422, "refused"
    )
    assert [(v["path"], v["code"]) for v in found["violations"]] == [
        ("row 2, column uom", "unknown_unit"),
        ("row 3, column kind", "unknown_choice"),
        ("row 3, column name", "missing_value"),
    ]
    assert changing.find("materials", "OIL") is None
    tried = ask(program, "POST", where("materials"), {"rows": [good], "dry_run": True}).json()
    assert (tried["created"], tried["dry_run"], "batch" in tried) == (1, True, False)
    done = ask(program, "POST", where("materials"), {"rows": [good], "why": "new"}).json()
    assert (done["created"], done["changes"][0]["key"]) == (1, "OIL")

    (entry,) = program.get(V1 + "changes", {"kind": "materials", "key": "OIL"}).json()["changes"]
    assert (entry["by"], entry["why"], entry["batch"]) == ("erp", "new", done["batch"])
    assert entry["after"]["shelf_life_days"] == 90
    batch = V1 + f"batches/{done['batch']}"
    assert program.get(batch).json()["changes"] == 1
    assert ask(program, "POST", batch + "/undo", {"why": "no"}).json()["removed"] == 1
    assert "undone_by" in program.get(batch).json()
    again = problem(ask(program, "POST", batch + "/undo"), 409, "in_the_way")
    assert again["violations"][0]["code"] == "already_undone"


def materials(program: Client, **asked: Any) -> list[str]:
    return [row["code"] for row in program.get(where("materials"), asked).json()["rows"]]


@pytest.fixture
def stock(described: None) -> None:
    rows = [
        {"code": f"M{n:02}", "name": f"Part {n}", "kind": "raw", "shelf_life_days": life}
        for n, life in enumerate(["", "5", "20", "100", "", "20"])
    ]
    send([("materials", row) for row in rows])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"shelf_life_days__gte": "20"}, ["M02", "M03", "M05"]),
        ({"shelf_life_days__gt": "5", "shelf_life_days__lt": "100"}, ["M02", "M05"]),
        ({"shelf_life_days": ["5", "100"]}, ["M01", "M03"]),
        ({"shelf_life_days": "", "kind": "raw", "code__contains": "m"}, ["M00", "M04"]),
        ({"uom": "kgm"}, ["RUBBER"]),
        ({"q": "part 3"}, ["M03"]),
        ({"q": "%"}, []),
        ({"kind": "finished"}, ["TYRE"]),
        ({"sort": "-shelf_life_days,-code", "shelf_life_days__gte": "1"},
         ["M03", "M05", "M02", "M01"]),
    ],
)  # fmt: skip
def test_a_list_is_filtered_and_sorted(
    stock: None, program: Client, asked: dict[str, Any], found: list[str]
) -> None:
    assert materials(program, **asked) == found


@pytest.mark.parametrize(
    "sort", ["", "code", "-code", "shelf_life_days", "-shelf_life_days", "kind,-shelf_life_days"]
)
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_follow_each_other_without_gap_or_repeat(
    stock: None, program: Client, sort: str, limit: int
) -> None:
    options = {"sort": sort} if sort else {}
    whole = materials(program, **options)
    assert len(whole) == 8
    seen: list[str] = []
    asked: dict[str, Any] = {**options, "limit": limit}
    while True:
        page = program.get(where("materials"), asked).json()
        seen += [row["code"] for row in page["rows"]]
        if "next" not in page:
            break
        asked["next"] = page["next"]
    assert seen == whole


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("colour=red", "unknown_parameter"),
        ("name__gte=x", "unknown_parameter"),
        ("shelf_life_days=soon", "bad_filter"),
        ("shelf_life_days=99999999999999999999", "bad_filter"),
        ("effective_from__gte=2026-02-30", "bad_filter"),
        ("code__contains=%00", "bad_filter"),
        ("q=%00", "bad_filter"),
        ("q=%ff", ""),
        ("sort=colour", "unknown_sort"),
        ("sort=code,-code", "unknown_sort"),
        ("limit=0", "bad_parameter"),
        ("limit=x", "bad_parameter"),
        ("limit=1&limit=2", "repeated_parameter"),
        ("next=rubbish", "bad_token"),
        ("next=W10", "bad_token"),
        ("next=WyIiLFsiXHUwMDAwIl0sMV0", "bad_token"),
        ("sort=shelf_life_days&next=WyJzaGVsZl9saWZlX2RheXMiLCBbIiAgIl0sIDFd", "bad_token"),
        ("shelf_life_days__gte=%20", ""),
    ],
)
def test_a_list_that_cannot_be_says_why(
    described: None, program: Client, query: str, code: str
) -> None:
    answer = program.get(f"{where('materials')}?{query}")
    if code:
        problem(answer, 400, code)
    else:
        assert answer.status_code == 200


def test_a_key_with_slashes_spaces_and_turkish_letters_is_a_key(program: Client) -> None:
    for code in ("A/B/history", "ÇELİK KORD", "50%", "a+b", "x?y#z"):
        made = ask(program, "PUT", where("skills", code), {"name": code})
        assert (made.status_code, made.json()["code"]) == (201, code)
        assert program.get(where("skills", code)).json()["name"] == code


@pytest.mark.parametrize(
    ("key", "body", "status", "code"),
    [
        ("A|B", {"name": "x"}, 404, "unknown_row"),
        ("A\0", {"name": "x"}, 404, "unknown_row"),
        ("A", {"name": ["x"]}, 400, "wrong_type"),
        ("A", {"code": "B", "name": "x"}, 400, "key_mismatch"),
        ("A", [], 400, "not_an_object"),
        ("A", {"name": "x", "colour": "red"}, 422, "refused"),
        ("A", {"name": None}, 422, "refused"),
        ("A", {"name": "\ud800"}, 0, ""),
    ],
)
def test_a_mistaken_row_is_the_callers_mistake(
    program: Client, key: str, body: Any, status: int, code: str
) -> None:
    answer = ask(program, "PUT", where("skills", key), body)
    if status:
        problem(answer, status, code)
    assert 400 <= answer.status_code < 500
    assert list(changing.every(KINDS["skills"])) == []


@pytest.mark.parametrize("tag", ["abc", '"abc', "", "W/x"])
def test_a_tag_that_is_none_is_told(described: None, program: Client, tag: str) -> None:
    answer = ask(program, "PATCH", where("skills", "PRESS"), {"name": "x"}, **{"If-Match": tag})
    assert answer.status_code in (400, 412)
    assert changing.get("skills", "PRESS")["name"] == "Runs a press"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_inside_reads_and_only_those_named_write(described: None, role: Role) -> None:
    client = holding(role)
    for name, kind in KINDS.items():
        status = client.get(where(name)).status_code
        assert status == (200 if role in INSIDE else 403), name
        if kind.key:
            answer = ask(client, "POST", where(name), {"rows": []})
            assert answer.status_code == (200 if role in describing.WRITERS[name] else 403), name


def test_quality_takes_back_only_what_it_may_describe(described: None, program: Client) -> None:
    batch = changing.list_batches(limit=1)[0].id
    quality = holding(Role.QUALITY)
    problem(ask(quality, "POST", f"{V1}batches/{batch}/undo"), 403, "forbidden")
    assert ask(program, "POST", f"{V1}batches/{batch}/undo").status_code == 200


def test_only_an_administrator_forgets_a_name(described: None, program: Client) -> None:
    body = {"person": "P-1", "why": "asked for it"}
    problem(ask(program, "POST", V1 + "forgotten-names", body), 403, "forbidden")
    assert ask(holding(Role.ADMIN), "POST", V1 + "forgotten-names", body).status_code == 200
    assert "Ada" not in program.get(V1 + "changes", {"kind": "people"}).content.decode()


def test_every_resource_declares_its_roles_and_is_on_the_openapi_page(client: Client) -> None:
    assert undeclared(api) == []
    page = client.get("/api/v1/openapi.json").json()
    for name, kind in KINDS.items():
        one = page["paths"][V1 + name + ("/{key}" if kind.key else "")]
        assert {"get", "put", "patch"} <= set(one), name
        sent = one["put"]["requestBody"]["content"]["application/json"]["schema"]
        assert set(sent["properties"]) == set(kind.names)
        if kind.key:
            parameters = {entry["name"] for entry in page["paths"][V1 + name]["get"]["parameters"]}
            assert {*kind.names, "q", "sort", "limit", "next"} <= parameters
    operations = [op["operationId"] for path in page["paths"].values() for op in path.values()]
    assert len(operations) == len(set(operations))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from([kind for kind in KINDS.values() if kind.key]),
    key=st.text(min_size=1, max_size=12),
    values=st.lists(anything, min_size=4, max_size=12),
    method=st.sampled_from(["PUT", "PATCH", "POST"]),
)
def test_whatever_is_sent_is_never_our_fault(
    program: Client, kind: Any, key: str, values: list[Any], method: str
) -> None:
    row = dict(zip(kind.names, values, strict=False))
    try:
        path = where(kind.name, "" if method == "POST" else key)
    except UnicodeEncodeError:
        return
    body = {"rows": [row], "dry_run": True} if method == "POST" else row
    answer = ask(program, method, path, body, **{"If-Match": "*"})
    assert answer.status_code < 500, answer.content
