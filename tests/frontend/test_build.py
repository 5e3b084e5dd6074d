"""The panel's build: typed strictly, small, of packages we may ship, and naming nobody's host."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from frontend import assets

LARGEST_GZIP_BYTES = 60_000
"""Of the page without the camera; the design allows 150 KB, and we mean to stay far below."""

LICENCES = {"MIT", "ISC", "Apache-2.0", "0BSD", "BSD-2-Clause", "BSD-3-Clause"}
CHOICE_OF_LICENCES = {"(MIT OR CC0-1.0)"}

FOREIGN = re.compile(r"https?://(?!www\.w3\.org/)[a-z0-9-]+\.[a-z.]+", re.IGNORECASE)


def _lock() -> dict[str, Any]:
    return dict(json.loads((assets.FRONTEND / "package-lock.json").read_text())["packages"])


def test_every_file_is_typed(packages: None) -> None:
    """`tsc` has nothing to say, in its strictest form."""
    assert assets.node("node_modules/typescript/bin/tsc", "--noEmit") == ""


def test_a_wrong_type_is_found(packages: None, tmp_path: Path) -> None:
    """The check above would go red: an entry without a sequence number is no entry."""
    protocol = (assets.FRONTEND / "panel" / "protocol.ts").as_posix()
    (tmp_path / "wrong.ts").write_text(
        f'import type {{ Entry }} from "{protocol}";\nexport const made: Entry = {{}};\n'
    )
    settings = {
        "extends": (assets.FRONTEND / "tsconfig.json").as_posix(),
        "compilerOptions": {"types": []},
        "include": ["wrong.ts"],
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps(settings))
    with pytest.raises(assets.NotBuilt, match="missing the following properties"):
        assets.node("node_modules/typescript/bin/tsc", "--project", str(tmp_path))


def test_the_page_is_small_without_the_camera(panel: Path) -> None:
    """What the first visit loads, compressed as it is sent."""
    told = json.loads((panel / "build.json").read_text())
    sent = sum((panel / f"{name}.gz").stat().st_size for name in told["page"])
    assert 1_000 < sent <= LARGEST_GZIP_BYTES
    assert "zxing_reader.wasm" in told["camera"]
    assert not set(told["page"]) & set(told["camera"])


def test_what_lies_compressed_is_what_lies_beside_it(panel: Path) -> None:
    """The server sends the one in place of the other."""
    told = json.loads((panel / "build.json").read_text())
    for name in [*told["page"], *told["camera"], "worker.js"]:
        assert gzip.decompress((panel / f"{name}.gz").read_bytes()) == (panel / name).read_bytes()


def test_what_is_built_names_no_host(panel: Path) -> None:
    """Nothing is fetched from anywhere but the plant's own server."""
    for built in panel.glob("*.js"):
        assert not FOREIGN.findall(built.read_text()), built.name


def test_the_lock_file_names_no_host() -> None:
    """It pins each package by its content, and leaves open where it comes from."""
    text = (assets.FRONTEND / "package-lock.json").read_text()
    assert not FOREIGN.findall(re.sub(r'"(url|funding)": .*', "", text))
    packages = {name: told for name, told in _lock().items() if name}
    assert len(packages) > 5
    assert all("resolved" not in told for told in packages.values())
    assert all(told["integrity"].startswith("sha512-") for told in packages.values())


def test_every_package_may_be_shipped() -> None:
    """Each has a licence that ours may stand beside."""
    licences = {name: told["license"] for name, told in _lock().items() if name}
    strange = {
        name: licence
        for name, licence in licences.items()
        if licence not in LICENCES | CHOICE_OF_LICENCES
    }
    assert strange == {}


def test_exact_versions_are_asked_for() -> None:
    """Nothing newer than what was tried comes in unasked."""
    asked = json.loads((assets.FRONTEND / "package.json").read_text())
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


def test_the_same_sources_are_not_built_twice(panel: Path) -> None:
    """What a wheel's build finds built stays as it is, and needs no node."""
    before = (panel / "build.json").stat().st_mtime_ns
    assets.build()
    assert (panel / "build.json").stat().st_mtime_ns == before
    assert assets.is_current()
    assert assets.needs() == []


def test_the_worker_is_another_one_with_every_version(panel: Path) -> None:
    """A browser takes a panel anew when its worker differs; what names the version is in it."""
    told = json.loads((panel / "build.json").read_text())
    worker = (panel / "worker.js").read_text()
    assert told["version"] in worker
    assert all(name in worker for name in [*told["page"], *told["camera"]])


def test_changed_sources_are_built_again(panel: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another digest of the sources makes the build old."""
    monkeypatch.setattr(assets, "sources_digest", lambda: "another")
    assert not assets.is_current()


def test_without_node_the_build_says_what_to_do(
    panel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyPI's node is asked for, and where that is missing too, a sentence names the way out."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(assets, "is_current", lambda: False)
    monkeypatch.setattr(assets.importlib.util, "find_spec", lambda _name: None)
    assert assets.needs() == [assets.NODE_WHEEL]
    with pytest.raises(assets.NotBuilt, match="GOZINTO_SKIP_ASSETS"):
        assets.node("--version")


def test_an_old_node_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian 12's node is 18: then PyPI's is taken."""
    for program in ("node", "npm"):
        (tmp_path / program).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / program).chmod(0o755)
    shell = shutil.which("sh")
    assert shell is not None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not assets.node_on_path()
