"""What files on objects, events and rows are asked and answered over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from gozinto.edges.api.numbering_shapes import Given, Named
from gozinto.edges.api.shapes import Shape, Text
from gozinto.record.attachments.attaching import LONGEST_NOTE

_ON_OBJECT = "anything printed on an object"
_ON_EVENT = "the id of an event"
_KIND = "the kind of a row that describes the plant, such as routing-steps"
_KEY = "its key, such as T205|A|curing"


class Listing(Schema):
    """What the files are on: an object, an event, or a row."""

    object: str = Field("", description=_ON_OBJECT)
    event: str = Field("", description=_ON_EVENT)
    kind: str = Field("", description=_KIND)
    key: str = Field("", description=_KEY)


class Attaching(Listing):
    """What a file is put on, and what is said of it."""

    name: str = Field("", description="what people call it; else the name in the form")
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class RowOut(Shape):
    """A row that describes the plant."""

    kind: Text
    key: Text


class WithdrawIn(Given):
    """Why a file is no more to be gone by."""

    reason: Named


class AttachmentOut(Shape):
    """A file; `withdrawn_at`, `withdrawn_by` and `why` of one that is no more to be gone by."""

    id: int
    name: Text
    media_type: Text
    size: int
    sha256: Text
    note: Text | None = None
    by: Text
    at: datetime
    object: Text | None = None
    event_id: Text | None = None
    row: RowOut | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: Text | None = None
    why: Text | None = None


class Attachments(Shape):
    """The files on an object, event or row, the newest first."""

    attachments: list[AttachmentOut]
