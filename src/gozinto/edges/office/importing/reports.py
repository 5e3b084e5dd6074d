"""What an import would do, or did, in the reader's words."""

from __future__ import annotations

from typing import Any

from django.utils import formats

from gozinto.edges.office.setup import past, wording
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import ImportJob


def of(job: ImportJob) -> dict[str, Any]:
    """How many rows are new, changed and as they were; the first of the changes."""
    report = job.report
    total = report["created"] + report["updated"]
    shown = [
        past.row_change(one["kind"], one["key"], before=one["before"], after=one["after"])
        for one in report["changes"]
    ]
    return {
        **{name: _grouped(report[name]) for name in ("created", "updated", "unchanged")},
        "total": total,
        "shown_total": _grouped(total),
        "changes": shown,
        "more": total - len(shown),
        "shown_more": _grouped(total - len(shown)),
        "by_kind": [
            (wording.kind_title(KINDS[name]), _grouped(count))
            for name, count in report["by_kind"].items()
            if name in KINDS
        ],
    }


def _grouped(number: int) -> str:
    return formats.number_format(number, force_grouping=True)
