"""What was changed in the master data, and taking it back, over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from gozinto.access import describing
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext
from gozinto.edges.api import reading as asked
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.masters import reading
from gozinto.edges.api.masters.rows import outcome
from gozinto.edges.api.masters.shapes import BatchEntryOut, BatchOut, EntriesOut
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed
from gozinto.plant import changing
from gozinto.plant.kinds import as_json, find_kind

router = Router(tags=["changes"])
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422, 503), Problem)
_LARGEST_ID = 2**63 - 1


class AskedChanges(Schema):
    """Which changes."""

    kind: str = Field("", description="of one kind")
    key: str = Field("", description="of one row of that kind")
    batch: UUID | None = Field(None, description="of one batch")
    before: int = Field(0, ge=0, le=_LARGEST_ID, description="`next` of the page before")
    limit: int = Field(100, ge=1, le=1000)


class Why(Schema):
    """The reason for an undo."""

    why: str = Field("", max_length=1000)


class Forgotten(Schema):
    """Whose name is to be forgotten, and why."""

    person: str
    why: str = Field(max_length=1000)


@router.get(
    "/changes", response={200: EntriesOut, **_REFUSALS}, auth=Holders(INSIDE), summary="History"
)
def list_changes(request: HttpRequest, wanted: Query[AskedChanges]) -> HttpResponse:
    """Who changed what, when and why, newest first; of everything, of a kind, of one row."""
    asked.read_parameters(request, known=AskedChanges.model_fields)
    for name in ("kind", "key"):
        if getattr(wanted, name):
            asked.read_id(getattr(wanted, name), name=name)
    if wanted.kind:
        find_kind(wanted.kind)
    found = changing.changes(
        kind=wanted.kind,
        key=wanted.key,
        batch=wanted.batch,
        before=wanted.before,
        limit=wanted.limit,
    )
    answer: dict[str, Any] = {"changes": [_entry(entry) for entry in found]}
    if len(found) == wanted.limit:
        answer["next"] = found[-1].id
    return jsontext.answer(answer)


@router.get(
    "/batches/{uuid:batch}",
    response={200: BatchEntryOut, **_REFUSALS},
    auth=Holders(INSIDE),
    summary="Batch",
)
def get_batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """One batch: by whom, when, why, from where; and whether it was taken back."""
    asked.read_parameters(request, known=())
    return jsontext.answer(_plain(asdict(changing.get_batch(batch))))


@router.post(
    "/batches/{uuid:batch}/undo",
    response={200: BatchOut, **_REFUSALS},
    auth=Holders(describing.SOME_WRITERS),
    summary="Undo",
    openapi_extra={"requestBody": {"content": {"application/json": {"schema": {}}}}},
)
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take back all that a batch changed, or nothing where others changed it since."""
    members = _members(request, known=("why",)) if request.headers.get("Content-Length") else {}
    principal = caller(request)
    changing.get_batch(batch)
    describing.check(principal, changing.kinds_of(batch))
    done = changing.undo(batch, by=principal.name, why=_word(members, "why"))
    return jsontext.answer(outcome(done))


@router.post(
    "/forgotten-names",
    response={200: dict[str, str], **_REFUSALS},
    auth=Holders(describing.FORGETTERS),
    summary="Forget a name",
)
def forget(request: HttpRequest) -> HttpResponse:
    """Forget a person's name, in the history too; the opaque code stays in the record."""
    members = _members(request, known=("person", "why"))
    principal = caller(request)
    person = reading.read_key(find_kind("people"), _word(members, "person"))
    batch = changing.erase_name(person=person, by=principal.name, why=_word(members, "why"))
    return jsontext.answer({"person": person, "batch": str(batch)})


def _members(request: HttpRequest, *, known: tuple[str, ...]) -> dict[str, Any]:
    asked.read_parameters(request, known=())
    if request.headers.get("Content-Length") == "0":
        return {}
    members = jsontext.read_object(request, limit_bytes=65_536)
    asked.refuse_others(members, known=known)
    return members


def _word(members: dict[str, Any], name: str) -> str:
    value = members.get(name, "")
    if isinstance(value, str):
        return value
    raise Malformed(f"{name} has to be a text.", code="wrong_type")


def _entry(entry: changing.Entry) -> dict[str, Any]:
    shown = _plain(asdict(entry))
    kind = find_kind(entry.kind)
    for name in ("before", "after"):
        if name in shown:
            shown[name] = {
                field: as_json(kind.field(field), text) if kind.has(field) else text
                for field, text in shown[name].items()
            }
    return shown


def _plain(members: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, UUID) else value
        for name, value in members.items()
        if value not in (None, "") or name == "key"
    }
