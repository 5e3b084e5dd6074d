"""What a printer of the ZPL family says of itself when asked `~HS`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

ASK = b"~HS"
STRINGS = 3
_STRING = re.compile(rb"\x02([^\x02\x03]*)\x03")


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStatus:
    """Why the printer would not print now, and what it has still to print."""

    paper_out: bool
    paused: bool
    head_open: bool
    ribbon_out: bool
    formats_waiting: int
    labels_left: int

    @property
    def obstacle(self) -> str:
        """Why it would not print, in words; "" when it would."""
        told = (
            (self.head_open, "its head is open"),
            (self.paper_out, "it has no paper"),
            (self.ribbon_out, "it has no ribbon"),
            (self.paused, "it is paused"),
        )
        return next((words for is_so, words in told if is_so), "")

    @property
    def is_done(self) -> bool:
        """Whether nothing that it was sent is left to print."""
        return self.formats_waiting == 0 and self.labels_left == 0


def strings(answer: bytes) -> list[bytes]:
    """The whole strings of an answer so far."""
    return _STRING.findall(answer)


def read(answer: bytes) -> HostStatus | None:
    """The status that the three strings of an answer tell; None where they are none."""
    found = [one.split(b",") for one in strings(answer)]
    if len(found) < STRINGS or len(found[0]) < 5 or len(found[1]) < 9:
        return None
    first, second = found[0], found[1]
    counts = (first[4].strip(), second[8].strip())
    if not all(count.isdigit() for count in counts):
        return None
    return HostStatus(
        paper_out=first[1].strip() == b"1",
        paused=first[2].strip() == b"1",
        head_open=second[2].strip() == b"1",
        ribbon_out=second[3].strip() == b"1",
        formats_waiting=int(counts[0]),
        labels_left=int(counts[1]),
    )
