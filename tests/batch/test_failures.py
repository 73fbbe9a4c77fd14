"""A batch in which reports fail: what the terminal and the index say, and what is kept."""

from __future__ import annotations

import errno
import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner, Result

from aspiratie.batch import publishing
from aspiratie.batch.executors import ChildExecutor, make_executor
from aspiratie.batch.manifest import Manifest
from aspiratie.batch.workers import pages
from aspiratie.cli import main
from aspiratie.errors import ReportError
from aspiratie.report import MAX_REGION, SEARCH, tell
from page_rules import faults

SECRET = "KANARIE answered 4"
SCHOOLS = [f"{i:02d}AB00" for i in range(1, 7)]


def _report(path: Path, *options: str) -> Result:
    arguments = ["report", str(path), "--executor", "serial", "--quiet", *options]
    return CliRunner().invoke(main, arguments)


def _index(folder: Path, language: str) -> str:
    """Read the index, held against every rule of a page; return its text."""
    html = (folder / "uit" / "index.html").read_text(encoding="utf-8")
    reasons = tuple(lxml.html.document_fromstring(html).xpath("//td[last()]/text()"))
    found = faults(html, language=language, ignore=reasons, max_bytes=MAX_REGION, script=SEARCH)
    assert found == []
    root = lxml.html.document_fromstring(html)
    told = root.xpath("//section[@id='failed']//td[last()]")
    assert all(cell.get("lang") == (None if language == "en" else "en") for cell in told)
    return str(root.text_content())


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("last", [1, 3, 6])
def test_one_half_and_all_fail(
    place: Callable[..., Path], tmp_path: Path, language: str, last: int
) -> None:
    out = _report(place(language, last=last))
    assert out.exit_code == 1
    assert f"{6 - last} reports made" in out.stdout
    assert f"{last} failed" in out.stdout
    assert "Open " in out.stdout
    assert SECRET not in out.output
    text = _index(tmp_path, language)
    for school in SCHOOLS[:last]:
        line = next(s for s in out.stderr.splitlines() if s.startswith(f"failed: {school}"))
        assert f"eigen.ipynb: The notebook stopped before its end. See failed/{school}." in line
        assert "cell 2: ValueError at line 8 of the cell." in out.stderr
        kept = tmp_path / "uit" / "failed" / school
        assert "ValueError" in (kept / "reason.txt").read_text()
        assert SECRET not in (kept / "reason.txt").read_text()
        assert SECRET in (kept / "notebook.ipynb").read_text()
        assert not (tmp_path / "uit" / f"{school}.html").exists()
    assert text.count("ValueError at line 8") == last
    assert sorted(p.name for p in (tmp_path / "uit" / "failed").iterdir()) == SCHOOLS[:last]


@pytest.mark.usefixtures("_quick")
def test_what_is_kept_goes_when_the_school_is_made(
    place: Callable[..., Path], tmp_path: Path
) -> None:
    assert _report(place(last=3)).exit_code == 1
    assert _report(place(last=1)).exit_code == 1
    assert [p.name for p in (tmp_path / "uit" / "failed").iterdir()] == SCHOOLS[:1]
    out = _report(place())
    assert out.exit_code == 0
    assert list((tmp_path / "uit" / "failed").iterdir()) == []
    assert "failed" not in _index(tmp_path, "nl")


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("word", ["KeyError", "/home/iemand/antwoorden.csv", "{{ x }}"])
def test_index_is_written_whatever_a_reason_says(
    place: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    def draw(*_: Any, **__: Any) -> None:
        raise ReportError(f"The file {word} is not there.")

    monkeypatch.setattr(pages, "draw_page", draw)
    out = _report(place())
    assert out.exit_code == 1
    assert word in out.stderr
    assert "Mislukt (6)" in _index(tmp_path, "nl")


@pytest.mark.usefixtures("_quick")
@pytest.mark.parametrize("extra", ["1 +", "import pandas as pd\npd.DataFrame({'a': [1]})['b']"])
def test_the_place_is_the_cell_and_not_a_library(
    place: Callable[..., Path], tmp_path: Path, extra: str
) -> None:
    out = _report(place(extra=extra), "--school", SCHOOLS[0])
    line = len(extra.splitlines())
    assert re.search(rf"cell 3: \w+Error at line {line} of the cell\.", out.stderr), out.stderr


def test_a_kernel_says_the_same_and_needs_no_language_info(
    place: Callable[..., Path], tmp_path: Path
) -> None:
    """The notebook has no metadata at all."""
    out = _report(place(last=1), "--school", SCHOOLS[0], "--school", SCHOOLS[1])
    assert "cell 2: ValueError at line 8 of the cell." in out.stderr
    assert "1 reports made" in out.stdout
    assert SECRET not in out.output


def test_an_error_of_the_package_is_told_whole(place: Callable[..., Path], tmp_path: Path) -> None:
    extra = "open_report(release, language='de')"
    out = _report(place(extra=extra), "--school", SCHOOLS[0])
    assert "ParameterError: The language of a report is not known." in out.stderr
    assert "'de' is not one of nl, en" in out.stderr


@pytest.mark.usefixtures("_quick")
def test_a_full_disk_is_told_of_every_school(
    place: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the pages, nor what is kept of failures, nor the index can be written."""
    path = place()
    assert _report(path, "--school", SCHOOLS[0]).exit_code == 0

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("aspiratie.report.render.tempfile.mkstemp", full)
    monkeypatch.setattr("aspiratie.report.failures._private", full)
    out = _report(path)
    assert out.exit_code == 1
    for school in SCHOOLS[1:]:
        assert f"failed: {school}: eigen.ipynb: The file cannot be written." in out.stderr
        # In the table; the pages of the region failed too, and make its first column wider.
        assert re.search(rf"{school} +eigen.ipynb: The file cannot be written\.", out.stderr)
    assert "No space left on device. Check that the folder" in out.stderr
    assert "There is no new index: The file cannot be written." in out.stderr


@pytest.mark.usefixtures("_quick")
def test_a_disk_that_fills_after_the_page_is_told_too(
    place: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Manifest, "add", full)
    out = _report(place(), "--school", SCHOOLS[0])
    assert out.exit_code == 1
    assert "not recorded; make room and run again" in out.stderr
    assert Manifest(tmp_path / "uit" / "release" / "manifest.jsonl").made == {}


# -- children that die ---------------------------------------------------------------
def _die(folder: str, times: int) -> str:
    """Kill this very process, the first so many times that it is called."""
    made = len(list(Path(folder).iterdir()))
    if made < times:
        (Path(folder) / str(made)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "made"


@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
def test_a_died_child_costs_one_retry_and_no_other(tmp_path: Path) -> None:
    with make_executor(workers=2) as executor:
        assert isinstance(executor, ChildExecutor)
        folders = [tmp_path / name for name in "abc"]
        for folder in folders:
            folder.mkdir()
        futures = [
            executor.submit(_die, str(folder), times)
            for folder, times in zip(folders, (0, 1, 2), strict=True)
        ]
        assert [f.result() for f in futures[:2]] == ["made", "made"]
        assert "BrokenProcessPool" in tell(futures[2].exception())  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kills by a signal")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_dead_workers_are_named_and_the_index_is_made(
    place: Callable[..., Path], tmp_path: Path, language: str
) -> None:
    """A notebook that kills the process that runs it, as one that takes too much memory."""
    lines = "import os, signal", "from pathlib import Path"
    kill = "if Path(release).stem[:2] != '01':\n    os.kill(os.getppid(), signal.SIGKILL)"
    path = place(language, extra="\n".join([*lines, kill]))
    asked = [word for school in SCHOOLS[:3] for word in ("--school", school)]
    out = CliRunner().invoke(main, ["report", str(path), "--workers", "2", "--quiet", *asked])
    assert out.exit_code == 1
    assert "1 reports made, 0 were up to date, 0 schools withheld, 2 failed" in out.stdout
    reason = "The process that made this report died"
    for school in SCHOOLS[1:3]:
        assert f"failed: {school}: eigen.ipynb: {reason}" in out.stderr
        assert reason in (tmp_path / "uit" / "failed" / school / "reason.txt").read_text()
    assert _index(tmp_path, language).count(reason) == 2


# -- the command line ------------------------------------------------------------------
def test_an_error_of_another_is_one_line_and_its_traceback_is_kept(
    place: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prepare(*_: Any, **__: Any) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(publishing, "compute", prepare)
    out = _report(place())
    assert out.exit_code == 2
    assert SECRET not in out.output
    assert re.match(
        r"Error: ValueError at publishing\.py:\d+\.\nIts traceback is in .*failed", out.stderr
    )
    kept = tmp_path / "uit" / "failed" / "run"
    assert SECRET in (kept / "traceback.txt").read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_an_error_before_the_parameters_are_read_is_kept_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr("aspiratie.codebook.read_codebook", lambda _: 1 / 0)
    out = CliRunner().invoke(main, ["codebook", "check", "x"])
    assert out.exit_code == 2
    assert out.stderr.startswith("Error: ZeroDivisionError at cli.py:")
    assert "run" in out.stderr
    assert next(tmp_path.rglob("traceback.txt")).is_file()
