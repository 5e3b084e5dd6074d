"""Files are kept by their hash, on what they are about; withdrawn ones stay to be read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.plants import lot, received, some
from tests.record.attachments.test_media_types import PDF, PNG

from gozinto import record
from gozinto.errors import Conflict, GozintoError, TooLarge, Unavailable
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.attachments import attaching, store
from gozinto.record.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubber() -> TraceableObject:
    """A lot that was received."""
    record.capture(received(some(lot("RM", "RM-1"), 10), 0))
    return objects.resolve("RM-1")


def put(to: attaching.Target, content: bytes = PDF, name: str = "c.pdf", **more: str) -> int:
    return attaching.attach(io.BytesIO(content), name=name, to=to, by="P-1", **more).id


def read(number: int) -> bytes:
    _, content = attaching.content(number)
    with content:
        return content.read()


def test_a_file_is_kept_and_read_back_letter_by_letter(rubber: TraceableObject) -> None:
    number = put(rubber, note=" the supplier's ")
    assert read(number) == PDF
    found = attaching.find(number)
    assert (found.name, found.media_type, found.size) == ("c.pdf", "application/pdf", len(PDF))
    assert (found.note, found.by, found.object) == ("the supplier's", "P-1", rubber.uri)
    path = store.path_of(found.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob(".*"))


def test_the_same_on_the_same_again_is_the_one_that_is_there(rubber: TraceableObject) -> None:
    assert put(rubber) == put(rubber, name="again.pdf")
    event = Event.objects.get()
    assert put(event) != put(rubber)
    assert len({one.sha256 for one in attaching.of_object(rubber)}) == 1


def test_an_object_shows_the_files_of_the_events_that_name_it(rubber: TraceableObject) -> None:
    on_event, on_lot = put(Event.objects.get(), PNG, "p.png"), put(rubber)
    assert [one.id for one in attaching.of_object(rubber)] == [on_lot, on_event]
    assert [one.id for one in attaching.of_event(Event.objects.get().position)] == [on_event]


def test_a_withdrawn_file_stays_and_says_who_and_why(rubber: TraceableObject) -> None:
    number = put(rubber)
    told = attaching.withdraw(number, why="of another lot", by="P-2")
    assert (told.why, told.withdrawn_by) == ("of another lot", "P-2")
    with pytest.raises(Conflict):
        attaching.withdraw(number, why="again", by="P-2")
    assert read(number) == PDF
    assert put(rubber) != number  # put there once more it is another one, to be gone by


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\report.pdf", "report.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("..hidden..", "hidden"),
        ("o\u0308l.pdf", "öl.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_deceives_nobody(name: str, kept: str) -> None:
    assert attaching.readable_name(name) == kept


@pytest.mark.parametrize("name", ["", " . ", "/", "\u202e", "a/"])
def test_a_file_without_a_name_is_refused(name: str, rubber: TraceableObject) -> None:
    with pytest.raises(GozintoError) as refused:
        put(rubber, name=name)
    assert refused.value.code == "bad_name"


def test_what_is_too_large_is_not_kept(
    rubber: TraceableObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "MOST_BYTES", len(PDF) - 1)
    with pytest.raises(TooLarge):
        put(rubber)
    assert attaching.of_object(rubber) == []


def test_a_content_that_was_changed_is_not_handed_out(rubber: TraceableObject) -> None:
    number = put(rubber, PNG + b"!", "p.png")
    path = store.path_of(attaching.find(number).sha256)
    path.write_bytes(PNG)
    with pytest.raises(Unavailable) as refused:
        attaching.content(number)
    assert refused.value.code == "attachment_damaged"
    path.unlink()
    with pytest.raises(Unavailable):
        attaching.content(number)
    put(rubber, PNG + b"!", "p.png")  # sent again, it is there again
    assert read(number) == PNG + b"!"


def test_a_directory_that_cannot_be_written_is_said(
    rubber: TraceableObject, tmp_path: Path, settings: object
) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.GOZINTO_ATTACHMENTS_DIR = str(tmp_path / "file")  # type: ignore[attr-defined]
    with pytest.raises(Unavailable):
        put(rubber)


@pytest.mark.parametrize("number", [0, -1, 2**80])
def test_a_file_that_is_not_there_is_unknown(number: int) -> None:
    with pytest.raises(GozintoError) as refused:
        attaching.find(number)
    assert refused.value.code == "unknown_attachment"


@pytest.mark.parametrize("hash", ["", "a" * 63, "../" + "a" * 61, "A" * 64])
def test_what_is_no_hash_is_no_path(hash: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(hash)


def test_a_drawing_on_a_step_outlives_the_row_that_describes_it(db: None) -> None:
    step = attaching.Described(kind="routing-steps", key="T205|A|curing")
    number = put(step, PNG, "mould.png", note="how it lies in the mould")
    other = attaching.Described(kind="materials", key="T205")
    assert [one.id for one in attaching.of_rows([step, other])] == [number]
    assert attaching.of_rows([other]) == []
    found = attaching.find(number)
    assert (found.row, found.object, found.event) == (step, None, None)


def test_what_is_on_a_row_tells_that_it_changed(rubber: TraceableObject) -> None:
    before = attaching.state_of_rows()
    put(rubber)
    assert attaching.state_of_rows() == before, "a file on a lot is on no row"
    number = put(attaching.Described(kind="materials", key="T205"))
    there = attaching.state_of_rows()
    attaching.withdraw(number, why="an old drawing", by="P-1")
    assert len({before, there, attaching.state_of_rows()}) == 3
