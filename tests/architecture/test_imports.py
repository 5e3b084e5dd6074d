"""import-linter keeps the floors; each contract is broken on purpose to see that it would tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from .source import PROJECT, SOURCE

CONFIG = PROJECT / ".importlinter"

BREACHES = [
    ("floors", "plant/identifiers.py", "from gozinto.record import models"),
    ("floors", "trace/facts/nodes.py", "import gozinto.operations"),
    ("floors", "operations/things.py", "from gozinto.edges.api import problems"),
    ("floors", "operations/things.py", "from gozinto.labels import layouts"),
    ("floors", "labels/layouts.py", "from gozinto.edges.office import words"),
    ("floors", "demo/steps.py", "import gozinto.edges.office.words"),
    ("floors", "errors.py", "import gozinto.standards.units"),
    ("floors", "stray/__init__.py", ""),
    ("edges", "edges/office/words.py", "from gozinto.edges.api import problems"),
    ("edges", "edges/stray/__init__.py", ""),
    ("standards", "standards/units.py", "from gozinto.standards import quantities"),
    ("standards", "standards/gs1/scan.py", "from gozinto.standards.epcis import jsonld"),
    ("standards", "standards/stray.py", ""),
    ("tables", "standards/tables/cells.py", "from gozinto.standards.tables import reading"),
    ("pure", "genealogy/graph.py", "import django.db"),
    ("pure", "standards/quantities.py", "from django.utils import timezone"),
    ("ninja", "edges/office/words.py", "from ninja import Router"),
    ("ninja", "trace/facts/nodes.py", "import ninja"),
    ("schemas", "record/clock.py", "from pydantic import BaseModel"),
    ("gathering", "trace/facts/nodes.py", "from gozinto.models import Event"),
    ("trace", "trace/reading/source.py", "from gozinto.trace.facts import nodes"),
    ("trace", "trace/stray.py", ""),
    ("labels", "labels/stray.py", ""),
    ("rendering", "labels/rendering/stray.py", ""),
    ("siblings", "trace/one.py", "from gozinto.trace import two"),
]
"""Contract, file, and the line that goes in there; no line: the file alone is the breach."""

SECOND_HALF = {"trace/one.py": ("trace/two.py", "from gozinto.trace import one")}
"""A circle needs two."""


def _contracts() -> dict[str, str]:
    config = ConfigParser()
    config.read(CONFIG)
    prefix = "importlinter:contract:"
    return {s.removeprefix(prefix): config[s]["name"] for s in config if s.startswith(prefix)}


def _lint(folder: Path, *, contract: str = "") -> str:
    only = ["--contract", contract] if contract else []
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            *("--config", str(CONFIG), "--no-cache", *only),
        ],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout + done.stderr


def test_every_import_contract_is_kept() -> None:
    report = _lint(SOURCE.parent)
    assert f"Contracts: {len(_contracts())} kept, 0 broken." in report, report


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_planted_import_breaks_its_contract(
    contract: str, file: str, line: str, tmp_path: Path
) -> None:
    shutil.copytree(
        SOURCE, tmp_path / "gozinto", ignore=shutil.ignore_patterns("*.pyc", "static", "templates")
    )
    for name, text in [(file, line), *([SECOND_HALF[file]] if file in SECOND_HALF else [])]:
        target = tmp_path / "gozinto" / name
        target.parent.mkdir(exist_ok=True)
        with target.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{text}\n")
    report = _lint(tmp_path, contract=contract)
    assert f"{_contracts()[contract]} BROKEN" in report, report


def test_every_contract_has_a_planted_breach() -> None:
    assert {contract for contract, _, _ in BREACHES} == set(_contracts())
