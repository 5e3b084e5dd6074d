"""Stops writing while there is still room for the database to stay well."""

from __future__ import annotations

import shutil
import time

from django.conf import settings

from gozinto.errors import StorageFull

FREE_SHARE = 0.05
_CHECK_EVERY_S = 1.0
_checked: dict[str, tuple[float, bool]] = {}


def check_space() -> None:
    """Raise StorageFull when less than 5 % of the record's disk is free; looks once a second."""
    path = str(getattr(settings, "GOZINTO_DATA_DIR", "") or "")
    if not path:
        return
    at, full = _checked.get(path, (-_CHECK_EVERY_S, False))
    if time.monotonic() - at >= _CHECK_EVERY_S:
        usage = shutil.disk_usage(path)
        full = usage.free < usage.total * FREE_SHARE
        _checked[path] = (time.monotonic(), full)
    if full:
        raise StorageFull("Less than 5 % of the disk is free, so nothing more is accepted.")
