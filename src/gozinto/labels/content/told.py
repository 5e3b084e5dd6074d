"""What is told of the thing a label is of, and how things are found that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from gozinto.errors import Refused, Unknown, Violation

T = TypeVar("T")
_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A thing's values by field. `without`: why a field that one might expect is absent."""

    uri: str
    values: Mapping[str, str]
    without: Mapping[str, str] = field(default_factory=dict)


def each(asked: Sequence[str], *, there: Mapping[str, T], what: str) -> list[T]:
    """What goes by each name. Raises Unknown for one that nothing goes by, Refused for several."""
    missing = [name for name in dict.fromkeys(asked) if name not in there]
    if len(missing) > 1:
        raise Refused(
            [
                Violation(
                    code=Unknown.code,
                    message=f"There is no {what} {name!r}.",
                    next_step=Unknown.next_step,
                    value=name,
                )
                for name in missing
            ]
        )
    for name in missing:
        raise Unknown(f"There is no {what} {name!r}.", near=_near(name, there))
    return [there[name] for name in asked]


def _near(name: str, there: Iterable[str]) -> list[str]:
    beginning = name[:2].casefold()
    return sorted(one for one in there if beginning and one.casefold().startswith(beginning))[
        :_NEAR
    ]
