"""The resources of one kind: its rows as a list, one row, and rows sent together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from gozinto.access.describing import WRITERS
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, problems
from gozinto.edges.api import reading as asked
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.masters import reading, shapes
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, TooLarge
from gozinto.plant import changing, listing
from gozinto.plant.changing import Given, Outcome, Place
from gozinto.plant.kinds import Kind

MOST_ROWS = 100_000
_READING = dict.fromkeys((400, 401, 403, 404, 503), Problem)
_WRITING = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 422, 428, 503), Problem)
_WHY = shapes.query("why", "the reason, for the history")
_MATCH = shapes.header("If-Match", "the ETag of the row as you read it")
_NEW = shapes.header("If-None-Match", "* to create the row only if there is none")

View = Callable[..., HttpResponse]


def add(router: Router, kind: Kind) -> None:
    """Give a kind its resources."""
    row, sent = shapes.row_out(kind), shapes.row_in(kind)
    one = f"/{kind.name}" + ("/{path:key}" if kind.key else "")
    views: list[tuple[str, str, View, str, dict[int, Any], dict[str, Any]]] = [
        ("GET", one, _get(kind), "Get", {200: row, 304: None, **_READING}, {}),
        (
            "PUT",
            one,
            _put(kind),
            "Describe",
            {200: row, 201: row, **_WRITING},
            {"parameters": [_WHY, _MATCH, _NEW], "requestBody": shapes.body(sent)},
        ),
        (
            "PATCH",
            one,
            _patch(kind),
            "Change",
            {200: row, **_WRITING},
            {"parameters": [_WHY, _MATCH], "requestBody": shapes.body(sent)},
        ),
    ]
    if kind.key:
        page = {200: shapes.page_out(kind, row), **_READING}
        views += [
            ("DELETE", one, _delete(kind), "Remove", {204: None, **_WRITING},
             {"parameters": [_WHY, _MATCH]}),
            ("GET", f"/{kind.name}", _list(kind), "List", page,
             {"parameters": shapes.parameters(kind)}),
            ("POST", f"/{kind.name}", _batch(kind), "Send several",
             {200: shapes.BatchOut, **_WRITING}, {"requestBody": shapes.rows_body(sent)}),
        ]  # fmt: skip
    for method, path, view, verb, answers, extra in views:
        name = f"{method}_{'one_' if path == one else ''}{kind.name}".lower().replace("-", "_")
        router.add_api_operation(
            path,
            [method],
            view,
            auth=Holders(INSIDE if method == "GET" else WRITERS[kind.name]),
            response=answers,
            operation_id=name,
            summary=f"{verb} {kind.one if path == one else kind.title.lower()}".strip(),
            description=kind.help,
            tags=[kind.name],
            openapi_extra=extra,
        )


def _list(kind: Kind) -> View:
    def list_rows(request: HttpRequest) -> HttpResponse:
        filters = listing.filters(kind)
        asked.refuse_others(request.GET, known=(*filters, "q", "sort", "limit", "next"))
        options = {name: request.GET.getlist(name) for name in ("q", "sort", "limit", "next")}
        if repeated := [name for name, values in options.items() if len(values) > 1]:
            raise Malformed(f"{repeated[0]} stands more than once.", code="repeated_parameter")
        given = {name: values[0] for name, values in options.items() if values}
        page = listing.page(
            kind,
            where={name: request.GET.getlist(name) for name in request.GET if name in filters},
            search=given.get("q", ""),
            sort=given.get("sort", ""),
            after=given.get("next", ""),
            limit=reading.read_limit(given.get("limit", "100")),
        )
        rows = [reading.shown(kind, row) for row in page.rows]
        return jsontext.answer({"rows": rows} | ({"next": page.next} if page.next else {}))

    return list_rows


def _get(kind: Kind) -> View:
    def get_row(request: HttpRequest, key: str = "") -> HttpResponse:
        asked.read_parameters(request, known=())
        row = changing.get(kind.name, reading.read_key(kind, key))
        known = reading.read_tags(request, "If-None-Match") or []
        if changing.etag(kind.name, row) in known or "*" in known:
            return HttpResponse(status=304, headers={"ETag": _quoted(kind, row)})
        return _answer(kind, row)

    return _takes(kind, get_row)


def _put(kind: Kind) -> View:
    def put_row(request: HttpRequest, key: str = "") -> HttpResponse:
        named = reading.read_key(kind, key)
        values = reading.keyed(kind, named, _sent(request))
        whole = {field.name: "" for field in kind.fields} | values
        before = changing.find(kind.name, named)
        only_new = reading.read_tags(request, "If-None-Match") is not None
        if before is None or only_new:
            tags = reading.read_tags(request, "If-Match")
            # What If-Match names is not there: no tag of a row is "gone".
            tag = "" if tags is None else "gone"
        else:
            try:
                tag = reading.matched(request, kind, named, before)
            except reading.MissingTag as error:
                return problems.render(error, status=428)
        _change(request, kind, named, whole, tag)
        return _answer(kind, changing.get(kind.name, named), status=200 if before else 201)

    return _takes(kind, put_row)


def _patch(kind: Kind) -> View:
    def patch_row(request: HttpRequest, key: str = "") -> HttpResponse:
        named = reading.read_key(kind, key)
        values = reading.keyed(kind, named, _sent(request))
        before = changing.get(kind.name, named)
        try:
            tag = reading.matched(request, kind, named, before)
        except reading.MissingTag as error:
            return problems.render(error, status=428)
        _change(request, kind, named, values, tag)
        return _answer(kind, changing.get(kind.name, named))

    return _takes(kind, patch_row)


def _delete(kind: Kind) -> View:
    def delete_row(request: HttpRequest, key: str = "") -> HttpResponse:
        named = reading.read_key(kind, key)
        why = asked.read_parameters(request, known=("why",)).get("why", "")
        before = changing.get(kind.name, named)
        try:
            tag = reading.matched(request, kind, named, before)
        except reading.MissingTag as error:
            return problems.render(error, status=428)
        changing.remove(kind.name, named, by=caller(request).name, why=why, expected=tag)
        return HttpResponse(status=204)

    return _takes(kind, delete_row)


def _takes(kind: Kind, view: View) -> View:
    """The view as its address calls it: of a kind without a key there is none to pass on."""
    if kind.key:

        def with_key(request: HttpRequest, key: str) -> HttpResponse:
            return view(request, key)

        return with_key

    def alone(request: HttpRequest) -> HttpResponse:
        return view(request)

    return alone


def _batch(kind: Kind) -> View:
    def send_rows(request: HttpRequest) -> HttpResponse:
        asked.read_parameters(request, known=())
        members = jsontext.read_object(request, limit_bytes=reading.BODY_LIMIT_BYTES)
        asked.refuse_others(members, known=("rows", "why", "dry_run", "mode"))
        rows = members.get("rows")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Malformed("rows has to be a list of objects.", code="wrong_type")
        if len(rows) > MOST_ROWS:
            raise TooLarge(f"At most {MOST_ROWS:,} rows are sent at once.", limit=MOST_ROWS)
        mode, dry_run = members.get("mode", "upsert"), members.get("dry_run", False)
        if mode not in ("upsert", "create", "update") or not isinstance(dry_run, bool):
            raise Malformed(
                "mode is upsert, create or update; dry_run is true or false.", code="bad_parameter"
            )
        done = changing.apply(
            [
                Given(
                    kind=kind.name,
                    values=reading.read_values(row, row=number),
                    place=Place(row=number),
                )
                for number, row in enumerate(rows, 1)
            ],
            by=caller(request).name,
            why=_text(members.get("why", "")),
            source=f"POST /api/v1/{kind.name}",
            mode=mode,
            dry_run=dry_run,
        )
        return jsontext.answer(outcome(done))

    return send_rows


def outcome(done: Outcome) -> dict[str, Any]:
    """What became of a batch, as it is answered."""
    changes = []
    for change in done.changes:
        word = "created" if change.before is None else "updated" if change.after else "removed"
        told = {"key": change.key, "change": word}
        if change.after is not None:
            told["etag"] = changing.etag(change.kind, change.after)
        changes.append(told)
    return {
        **({"batch": str(done.batch)} if done.batch else {}),
        "dry_run": done.dry_run,
        "created": done.created,
        "updated": done.updated,
        "removed": done.removed,
        "unchanged": done.unchanged,
        "changes": changes,
    }


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise Malformed("why has to be a text.", code="wrong_type")


def _sent(request: HttpRequest) -> dict[str, str]:
    members = jsontext.read_object(request, limit_bytes=reading.BODY_LIMIT_BYTES)
    return reading.read_values(members)


def _change(
    request: HttpRequest, kind: Kind, key: str, values: dict[str, str], tag: str
) -> Outcome:
    why = asked.read_parameters(request, known=("why",)).get("why", "")
    return changing.apply(
        [Given(kind=kind.name, values=values)],
        by=caller(request).name,
        why=why,
        source=f"{request.method} /api/v1/{kind.name}",
        expected={key: tag},
    )


def _quoted(kind: Kind, row: Any) -> str:
    return f'"{changing.etag(kind.name, row)}"'


def _answer(kind: Kind, row: Any, *, status: int = 200) -> HttpResponse:
    answered = jsontext.answer(reading.shown(kind, row), status=status)
    answered["ETag"] = _quoted(kind, row)
    return answered
