"""One way to every printer: by its connection, out of one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from gozinto.edges.printing import files, ipp, raw
from gozinto.edges.printing.outcomes import Unfit

KINDS: Mapping[str, str] = {"pdf": "application/pdf", "zpl": "application/vnd.zebra-zpl"}
"""What each language is called over HTTP."""


T = TypeVar("T")
_Deliver = Callable[["Target", bytes, str], None]
_Check = Callable[["Target"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A printer: its code, how it is reached and where, what it speaks; where folders are."""

    code: str
    connection: str
    address: str
    language: str
    root: Path


def deliver(target: Target, payload: bytes, *, name: str) -> None:
    """Send it, and answer when it is printed. Raises NothingSent, Unfit or Lost."""
    _known(target, _DELIVER)(target, payload, name)


def check(target: Target) -> str:
    """How a printer is, in words. Raises NothingSent or Unfit where it would not print."""
    return _known(target, _CHECK)(target)


def _known(target: Target, table: Mapping[str, T]) -> T:
    if target.connection not in table:
        raise Unfit(
            f"Printer {target.code} is printed at by its agent, not from here.",
            code="printer_of_agent",
            next_step="Run `gozinto agent` near it.",
        )
    return table[target.connection]


def _to_raw(target: Target, payload: bytes, _name: str) -> None:
    raw.deliver(target.address, payload, speaks_zpl=target.language == "zpl")


def _to_ipp(target: Target, payload: bytes, name: str) -> None:
    ipp.deliver(target.address, payload, kind=KINDS[target.language], name=name)


def _to_file(target: Target, payload: bytes, name: str) -> None:
    into = files.folder(target.root, target.address)
    files.deliver(into, payload, name=name + files.SUFFIXES[target.language])


def _check_raw(target: Target) -> str:
    return raw.check(target.address, speaks_zpl=target.language == "zpl")


def _check_ipp(target: Target) -> str:
    return ipp.check(target.address)


def _check_file(target: Target) -> str:
    return f"writes to {files.folder(target.root, target.address)}"


_DELIVER: Mapping[str, _Deliver] = {"raw": _to_raw, "ipp": _to_ipp, "file": _to_file}
_CHECK: Mapping[str, _Check] = {"raw": _check_raw, "ipp": _check_ipp, "file": _check_file}
