"""What goes to a printer was read back from its dots; what cannot be read fails, and says so."""

from __future__ import annotations

import pytest

from gozinto.errors import GozintoError, Refused, Violation
from gozinto.labels import rendering
from gozinto.labels.jobs import drawing
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant.known.shapes import Printer
from tests.labels.jobs.queued import ask, lease_of, state, take
from tests.workshop import OPERATOR

PURPOSES = {"badge": OPERATOR, "location": "DOCK", "station": "MIX-1", "asset": "M-88"}


def printer(language: str) -> Printer:
    return Printer(
        code="P", name="P", connection="raw", address="", language=language, dpmm=8,
        equipment="", media_width_mm=None, media_height_mm=None, state="active",
    )  # fmt: skip


def job(purpose: str, *, copies: int = 1) -> PrintJob:
    return PrintJob(purpose=purpose, subject=PURPOSES[purpose], copies=copies)


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(("language", "opening"), [("zpl", b"^XA"), ("pdf", b"%PDF-")])
def test_a_label_of_each_purpose_is_drawn(purpose: str, language: str, opening: bytes) -> None:
    assert drawing.draw(job(purpose), printer(language)).startswith(opening)


def test_each_copy_is_a_label() -> None:
    assert drawing.draw(job("badge", copies=3), printer("zpl")).count(b"^XA") == 3


def test_what_cannot_be_read_back_is_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_labels: object, **_more: object) -> bytes:
        raise Refused([Violation(code="label_unreadable", message="Read nothing.")])

    monkeypatch.setattr(rendering, "zpl", unreadable)
    number = ask()
    taken = take()
    taken.purpose, taken.subject = "badge", OPERATOR
    assert drawing.payload(taken, printer("zpl"), draw=drawing.draw) is None
    assert lease_of(taken)
    assert state(number) == "failed"
    assert PrintJob.objects.get(pk=number).code == "label_unreadable"


def test_a_thing_that_is_not_there_fails_and_says_so() -> None:
    ask("nothing-like-it")
    taken = take()
    with pytest.raises(GozintoError):
        drawing.draw(taken, printer("zpl"))
    assert drawing.payload(taken, printer("zpl"), draw=drawing.draw) is None
    assert state(taken.pk) == "failed"
