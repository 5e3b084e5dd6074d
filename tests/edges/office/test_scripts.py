"""What every page makes a browser load and run."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

import gozinto

TEMPLATES = Path(gozinto.__file__).parent / "templates" / "office"
BASE_BYTES = 25 * 1024


def scripts(template: str) -> list[str]:
    """The scripts that a template names."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return re.findall(r"<script src=\"{% static '([^']+)' %}\"", text)


def test_the_scripts_of_every_page_are_small() -> None:
    named = scripts("frame.html")
    assert len(named) >= 4
    sizes = {}
    for name in named:
        path = finders.find(name)
        assert isinstance(path, str), name
        sizes[name] = len(gzip.compress(Path(path).read_bytes(), 9))
    assert sum(sizes.values()) <= BASE_BYTES, sizes


def test_every_script_but_the_first_waits_for_the_page() -> None:
    for path in TEMPLATES.rglob("*.html"):
        for tag in re.findall(r"<script[^>]*>", path.read_text(encoding="utf-8")):
            assert "theme.js" in tag or " defer" in tag, (path.name, tag)
