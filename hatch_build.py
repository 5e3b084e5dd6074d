"""Puts the operator panel's files into a wheel, an sdist and an editable install."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path(__file__).with_name("frontend")


def _assets() -> Any:
    """The module that builds them; it lies beside the sources and belongs to no package."""
    spec = importlib.util.spec_from_file_location("gozinto_assets", FRONTEND / "assets.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(FRONTEND / "assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class CustomBuildHook(BuildHookInterface):
    """Builds the panel before files are gathered; `GOZINTO_SKIP_ASSETS=1` leaves it out."""

    def _wanted(self) -> bool:
        return os.environ.get("GOZINTO_SKIP_ASSETS") != "1"

    def dependencies(self) -> list[str]:
        """Node from PyPI, where this machine has none and something is to be built."""
        needed: list[str] = _assets().needs() if self._wanted() else []
        return needed

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds; an sdist carries what was built, so a wheel made of it needs no node."""
        if self._wanted():
            _assets().build()
