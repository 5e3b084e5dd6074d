"""Machine code that is kept between processes: quick when whole, compiled anew when not."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import gozinto
from gozinto.genealogy.kernels import compiled
from tests import homes

BEGIN = """
import sys
from pathlib import Path
from gozinto.genealogy.kernels import compiled
if sys.argv[1:]:
    compiled.prepare(Path(sys.argv[1]))
"""
SMALL = f"""
import gozinto.genealogy.kernels as package
package.__path__.insert(0, {str(Path(__file__).with_name("small_kernels"))!r})
compiled.warm()
from gozinto.genealogy.kernels.trial import doubled, halved
kernels = [doubled, halved]
"""
"""Kernels that compile in a moment, in place of ours: how code is kept depends on none of them."""

OURS = """
from gozinto.genealogy.arrays import EdgeList, build
from gozinto.genealogy.walker import Walker
assert "numba" not in sys.modules
moments = EdgeList.of(source=[0, 1], target=[1, 2], time=[5, 6], link=[7, 8])
graph = build(layer=[0, 3, 0], forgets=[0, 0, 0], moments=moments, carries=EdgeList.of())
reached = Walker(graph).reach([0], ahead=True, used=True, paths=True)
assert reached.nodes.tolist() == [0, 1, 2]
assert [hop.link for hop in reached.paths.to(2)] == [7, 8]
from gozinto.genealogy.kernels import answering, asking, dealing
kernels = [asking.ask, asking.bind, dealing.deal, answering.spread_each]
"""
END = """
print(*("kept" if sum(kernel.stats.cache_hits.values()) else "new" for kernel in kernels))
"""

ALL_KEPT, ALL_NEW = "kept kept", "new new"


def ask(folder: Path | None, *, kernels: str = SMALL, **environment: str) -> str:
    """Whether a process of its own found its kernels kept; it fails if an answer is wrong."""
    bare = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(gozinto.__file__).parent.parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + kernels + END, *([str(folder)] if folder else [])],
        env=bare | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that two processes left behind that began at once: one of them compiled."""
    folder = tmp_path_factory.mktemp("home") / "kernels"
    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(ask, [folder, folder])) == [ALL_KEPT, ALL_NEW]
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A folder with the same content, to be spoilt."""
    shutil.copytree(whole, tmp_path / "kernels")
    return tmp_path / "kernels"


def code_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.nbc"))


def test_ours_are_kept_by_whoever_compiles_first() -> None:
    """In the folder of all tests, where they are compiled once for this checkout."""
    compiled.warm()
    assert ask(homes.kernels(), kernels=OURS) == "kept kept kept kept"


def test_what_one_process_compiled_the_next_one_finds(whole: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in whole.rglob("*") if path.name != "lock"}
    assert ask(whole) == ALL_KEPT
    assert before == {
        path: path.stat().st_mtime_ns for path in whole.rglob("*") if path.name != "lock"
    }
    assert stat.S_IMODE(whole.stat().st_mode) == 0o700


def test_a_kernel_before_the_door_is_open_is_an_error_and_not_an_empty_folder(
    tmp_path: Path,
) -> None:
    early = "from gozinto.genealogy.kernels import dealing\ncompiled.warm()\nkernels = []"
    with pytest.raises(AssertionError, match=r"imported before .compiled\.warm.*dealing"):
        ask(tmp_path / "kernels", kernels=early)
    assert not list(tmp_path.glob("kernels/*.json"))


def test_without_a_home_nothing_else_is_needed(whole: Path) -> None:
    assert ask(whole, HOME="/nonexistent") == ALL_KEPT


def test_a_folder_that_others_may_write_is_closed_to_them(folder: Path) -> None:
    folder.chmod(0o777)
    ask(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_code_that_is_not_what_was_kept_is_never_run(folder: Path) -> None:
    spoilt = code_files(folder)[-1]
    content = bytearray(spoilt.read_bytes())
    content[len(content) // 2] ^= 1
    spoilt.write_bytes(content)
    assert ask(folder) == ALL_NEW
    assert ask(folder) == ALL_KEPT


def test_a_file_cut_off_or_lost_or_planted_is_seen(folder: Path) -> None:
    kept = compiled._contents(folder)
    assert compiled._listed(folder) == kept
    cut, lost, *_ = code_files(folder)
    content = cut.read_bytes()
    cut.write_bytes(content[:-1])
    assert compiled._contents(folder) != kept
    cut.write_bytes(content)
    lost.rename(folder / "elsewhere")
    assert compiled._contents(folder) != kept
    (folder / "elsewhere").rename(lost)
    assert compiled._contents(folder) == kept
    lost.with_suffix(".planted").write_bytes(content)
    assert compiled._contents(folder) != kept


def test_what_numba_cannot_read_is_compiled_anew(folder: Path) -> None:
    """The list is right and the file still broken: it was broken before it was listed."""
    for path in folder.glob("*/*.nbi"):
        path.write_bytes(path.read_bytes()[:40])
    (folder / compiled.LIST).write_text(json.dumps(compiled._contents(folder)))
    assert ask(folder) == ALL_NEW
    assert ask(folder) == ALL_KEPT


def test_a_folder_that_cannot_be_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert ask(tmp_path / "file" / "kernels") == ALL_NEW
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_somebody_elses_folder_is_not_used(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(PermissionError), compiled._locked(tmp_path / "link"):
        pytest.fail("a link leads anywhere")
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(PermissionError), compiled._locked(folder):
        pytest.fail("it belongs to another account")
