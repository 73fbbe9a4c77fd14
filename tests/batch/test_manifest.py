"""The manifest: a journal that breaks off loses its last line, and every file has a digest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aspiratie.batch.folder.lock import hold
from aspiratie.batch.manifest import Made, Manifest, sha256_of
from aspiratie.errors import ParameterError


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    (tmp_path / "release").mkdir()
    for name in ("a.html", "a.xlsx", "b.html"):
        (tmp_path / name).write_text(name)
    made = Manifest(tmp_path / "release" / "manifest.jsonl")
    for name, files in (("a", ["a.html", "a.xlsx"]), ("b", ["b.html"])):
        made.add(name, Made(key="k", files={f: sha256_of(tmp_path / f) for f in files}))
    return made


def _again(manifest: Manifest) -> Manifest:
    return Manifest(manifest.path)


@pytest.mark.parametrize("content", ["", "other"])
def test_every_file_has_a_digest(manifest: Manifest, content: str) -> None:
    assert _again(manifest).is_whole("a", "k", ["a.html", "a.xlsx"])
    (manifest.folder / "a.xlsx").write_text(content)
    again = _again(manifest)
    assert not again.is_whole("a", "k", ["a.html", "a.xlsx"])
    assert again.is_whole("a", "k", ["a.html"])
    assert list(again.standing("a")) == ["a.html"]
    assert again.standing("a", "another") == {}
    assert not again.is_whole("a", "k", ["a.html", "a.pdf"])


def test_every_broken_end_costs_the_last_line_at_most(manifest: Manifest) -> None:
    whole = manifest.path.read_bytes()
    first = whole.index(b"\n") + 1
    for end in range(first, len(whole) + 1):
        manifest.path.write_bytes(whole[:end])
        again = _again(manifest)
        assert set(again.made) == ({"a", "b"} if end >= len(whole) - 1 else {"a"})
        again.add("c", Made(key="k"))
        assert {"a", "c"} <= set(_again(again).made)
        again.compact()
        assert set(_again(again).made) == set(again.made)


def test_what_cannot_be_read_counts_for_nothing(manifest: Manifest) -> None:
    lines = manifest.path.read_bytes().splitlines(keepends=True)
    manifest.path.write_bytes(b"\x00\xff\n" + lines[0][:-9] + b"\n[]\n" + lines[1])
    assert set(_again(manifest).made) == {"b"}
    manifest.path.write_bytes(os.urandom(300))
    assert _again(manifest).made == {}


def test_a_line_is_added_and_the_file_compacted_once(manifest: Manifest) -> None:
    for _ in range(5):
        manifest.add("b", Made(key="k2", reason="broken"))
    assert len(manifest.path.read_bytes().splitlines()) == 7
    manifest.compact()
    assert len(manifest.path.read_bytes().splitlines()) == 2
    assert _again(manifest).failures == {"b": "broken"}
    before = manifest.path.stat()
    again = _again(manifest)
    again.compact()
    assert manifest.path.stat() == before


def test_only_what_is_as_it_was_made_is_removed(manifest: Manifest) -> None:
    (manifest.folder / "a.html").write_text("edited by hand")
    _again(manifest).remove("a")
    assert (manifest.folder / "a.html").is_file()
    assert not (manifest.folder / "a.xlsx").exists()
    assert set(_again(manifest).made) == {"b"}


HOLD = """
import sys, time
from pathlib import Path
from aspiratie.batch.folder.lock import hold
with hold(Path(sys.argv[1])) as scratch:
    (scratch / "left").touch()
    print(scratch, flush=True)
    time.sleep(300)
"""


def test_one_run_holds_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert first.stdout is not None
    with first.stdout:
        scratch = Path(first.stdout.readline().strip())
    with pytest.raises(ParameterError, match=rf"'out': process {first.pid} on .*, since "):
        hold(folder).__enter__()
    first.kill()
    first.wait()
    with hold(folder) as again:
        assert again == scratch
        assert list(again.iterdir()) == []
        assert f"process {os.getpid()} on" in (folder / ".run").read_text()
    assert list(folder.iterdir()) == []
    assert not again.exists()


def test_a_folder_that_cannot_be_held_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ParameterError, match="'taken' cannot be written"), hold(tmp_path / "taken"):
        pass
