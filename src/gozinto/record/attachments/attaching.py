"""Files are attached to objects, events and rows; listed, read, and withdrawn for a reason."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from gozinto.errors import Conflict, Malformed, TooLarge, Unknown
from gozinto.plant.models import TraceableObject
from gozinto.record import clock, storage
from gozinto.record.attachments import media_types, store
from gozinto.record.attachments.models import Attachment, AttachmentWithdrawal
from gozinto.record.models import Event, Involvement

MOST_BYTES = 20 * 1024 * 1024
LONGEST_NAME = 150
LONGEST_NOTE = 500
MOST_LISTED = 500
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A row that describes the plant: its kind, such as "routing-steps", and its key as a text."""

    kind: str
    key: str


Target = TraceableObject | Event | Described
"""What a file is put on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file and what it is on: `object` its URI, or `event` and `event_id`, its position and id;
    or `row`; the others are None.

    `withdrawn_at`, `withdrawn_by` and `why`: of one that is no more to be gone by.
    """

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    note: str
    by: str
    at: datetime
    object: str | None
    event: int | None
    event_id: str | None
    row: Described | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    why: str


def attach(
    file: BinaryIO,
    *,
    name: str,
    to: Target,
    by: str,
    note: str = "",
) -> Attached:
    """Keep a file on an object, event or row. The same on the same again is the one that is there.

    Raises TooLarge (file_too_large), Malformed (empty_file, unknown_file_type, bad_name, bad_note),
    StorageFull and Unavailable.
    """
    storage.check_space()
    size = file.seek(0, os.SEEK_END)
    if size > MOST_BYTES:
        raise TooLarge(
            f"A file has at most {MOST_BYTES >> 20} MB.", code="file_too_large", limit=MOST_BYTES
        )
    called = readable_name(name)
    if "\0" in note or len(note) > LONGEST_NOTE:
        raise Malformed(f"A note has at most {LONGEST_NOTE} characters.", code="bad_note")
    media_type = media_types.of(file, name=called)
    target = _columns(to)
    sha256 = store.keep(file)
    with transaction.atomic():
        there = Attachment.objects.filter(sha256=sha256, withdrawal=None, **target).first()
        kept = there or Attachment.objects.create(
            name=called,
            media_type=media_type,
            size=size,
            sha256=sha256,
            note=note.strip(),
            by=by,
            at=clock.now(),
            **target,
        )
    return find(kept.pk)


def _columns(to: Target) -> dict[str, Any]:
    """What says in an attachment's row what it is on."""
    if isinstance(to, Described):
        return {"kind": to.kind, "key": to.key}
    return {"event": to} if isinstance(to, Event) else {"object": to}


def readable_name(name: str) -> str:
    """A file's name without its folders, and without what deceives an eye or a file system.

    Raises Malformed (bad_name) where nothing is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Controls, surrogates, and the marks that turn the direction of writing round.
    kept = "".join(one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co"})
    kept = "".join("_" if one in '<>:"|?*' else one for one in kept).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if len(kept) > LONGEST_NAME:
        kept = f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"[-LONGEST_NAME:] if dot else kept
    kept = kept[:LONGEST_NAME]
    if not kept:
        raise Malformed("The file has no name.", code="bad_name", value=name[:80])
    return kept


def of_object(object: TraceableObject) -> list[Attached]:
    """The files on an object and on the events that name it, the newest first. One query."""
    named = Involvement.objects.filter(object=object).values("event_id")
    return _told(Attachment.objects.filter(Q(object=object) | Q(event_id__in=named)))


def of_event(position: int) -> list[Attached]:
    """The files on the event at that place of the record, the newest first. One query."""
    return _told(Attachment.objects.filter(event_id=position))


def of_rows(rows: Iterable[Described]) -> list[Attached]:
    """The files on rows that describe the plant, the newest first. One query."""
    any_of = [Q(kind=one.kind, key=one.key) for one in set(rows)]
    return _told(Attachment.objects.filter(reduce(or_, any_of))) if any_of else []


def state_of_rows() -> str:
    """A text that is another one after each change of any file on a row. One query."""
    told = Attachment.objects.exclude(kind="").aggregate(Count("pk"), Count("withdrawal"))
    return f"{told['pk__count']} {told['withdrawal__count']}"


def find(number: int) -> Attached:
    """One file. Raises Unknown (unknown_attachment)."""
    told = _told(Attachment.objects.filter(pk=number)) if 0 < number <= _LAST else []
    if not told:
        raise Unknown(f"There is no file {number}.", code="unknown_attachment", value=str(number))
    return told[0]


def event_at(position: int) -> Event:
    """The event at that place of the record. Raises Unknown (unknown_event)."""
    found = Event.objects.filter(position=position).first() if 0 < position <= _LAST else None
    if found is None:
        raise Unknown(
            f"The record has no event {position}.", code="unknown_event", value=str(position)
        )
    return found


def event_named(event_id: str) -> Event:
    """The event of that id. Raises Unknown (unknown_event)."""
    found = Event.objects.filter(event_id=event_id, is_declaration=False).first()
    if found is None:
        raise Unknown(f"There is no event {event_id} on record.", code="unknown_event")
    return found


def content(number: int) -> tuple[Attached, BinaryIO]:
    """One file with its content, found to be what it was. Raises Unknown, Unavailable."""
    found = find(number)
    return found, store.opened(found.sha256)


def withdraw(number: int, *, why: str, by: str) -> Attached:
    """Say that a file is no more to be gone by. Its content stays, for what was done by it.

    Raises Unknown, Malformed (reason_missing), Conflict (already_withdrawn).
    """
    said = why.replace("\0", "").strip()
    if not said or len(said) > LONGEST_NOTE:
        raise Malformed("Say why in a few words.", code="reason_missing")
    find(number)
    try:
        with transaction.atomic():
            AttachmentWithdrawal.objects.create(
                attachment_id=number, why=said, by=by, at=clock.now()
            )
    except IntegrityError as error:
        raise Conflict(
            "It was withdrawn already.",
            code="already_withdrawn",
            next_step="Look who did it, and why.",
        ) from error
    return find(number)


def _told(found: QuerySet[Attachment]) -> list[Attached]:
    listed = found.select_related("object", "event", "withdrawal").order_by("-id")[:MOST_LISTED]
    return [_as_told(one) for one in listed]


def _as_told(one: Attachment) -> Attached:
    withdrawn: AttachmentWithdrawal | None = getattr(one, "withdrawal", None)
    return Attached(
        id=one.pk,
        name=one.name,
        media_type=one.media_type,
        size=one.size,
        sha256=one.sha256,
        note=one.note,
        by=one.by,
        at=one.at,
        object=one.object.uri if one.object else None,
        event=one.event.position if one.event else None,
        event_id=one.event.event_id if one.event else None,
        row=Described(kind=one.kind, key=one.key) if one.kind else None,
        withdrawn_at=withdrawn.at if withdrawn else None,
        withdrawn_by=withdrawn.by if withdrawn else "",
        why=withdrawn.why if withdrawn else "",
    )
