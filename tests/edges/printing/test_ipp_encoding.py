"""IPP's bytes: what RFC 8010 shows, and what no printer should send."""

from __future__ import annotations

import pytest

from gozinto.edges.printing import ipp_encoding as wire
from gozinto.edges.printing.ipp_encoding import Attribute, NotIpp

OK = b"\x02\x00\x00\x00\x00\x00\x00\x01"


def test_a_request_is_written_as_the_standard_says() -> None:
    message = wire.request(
        0x0002,
        id=1,
        attributes=[Attribute(tag=wire.CHARSET, name="attributes-charset", value="utf-8")],
        job=[Attribute(tag=wire.INTEGER, name="copies", value=20)],
    )
    assert message == (
        b"\x02\x00\x00\x02\x00\x00\x00\x01\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x02\x21\x00\x06copies\x00\x04\x00\x00\x00\x14\x03"
    )


def test_an_answer_with_several_values_is_read() -> None:
    message = OK + (
        b"\x01\x47\x00\x12attributes-charset\x00\x05utf-8"
        b"\x02\x21\x00\x06job-id\x00\x04\x00\x00\x00\x93"
        b"\x44\x00\x11job-state-reasons\x00\x01a\x44\x00\x00\x00\x01b\x03"
    )
    answer = wire.answer(message)
    assert (answer.status, answer.number("job-id")) == (0, 147)
    assert answer.texts("job-state-reasons") == ["a", "b"]


@pytest.mark.parametrize(
    "message",
    [b"", OK, OK + b"\x01", OK + b"\x01\x47\x00\xff", OK + b"\x01\x47\x00\x01a\x00\x09b\x03"],
)
def test_what_is_cut_off_is_no_answer(message: bytes) -> None:
    with pytest.raises(NotIpp):
        wire.answer(message)
