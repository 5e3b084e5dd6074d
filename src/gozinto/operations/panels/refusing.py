"""A refusal that a stranger understands: what was scanned, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from gozinto.errors import Refused, Violation
from gozinto.operations.sentences.of_panels import PANELS


def refusal(
    code: str, *, scanned: str = "", expected: str = "", near: Sequence[str] = (), **data: str
) -> Refused:
    """That a panel's entry is refused, by its code in the table of a panel's sentences.

    `expected`: what would have been right there, as a person says it. `near`: numbers like it.
    """
    told = {**data, "scanned": scanned}
    message, next_step = PANELS[code]
    with translation.override("en"):
        english = str(message) % told, str(next_step) % told
    beside = {"expected": expected, "near": list(near)}
    return Refused(
        [
            Violation(
                code=code,
                message=english[0],
                next_step=english[1],
                value=scanned,
                data={**told, **{name: value for name, value in beside.items() if value}},
            )
        ]
    )
