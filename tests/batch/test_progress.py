"""What a batch tells while it runs, where somebody looks and where nobody does."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from aspiratie.batch.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_has_a_bar_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    with Progress(3, unit="page") as progress:
        progress.tell("a", "made")
        progress._bar.refresh()
    shown = terminal.getvalue()
    assert "1/3" in shown
    assert "page/s" in shown
    assert "<00:0" in shown  # time left


def test_elsewhere_only_failures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", file := io.StringIO())
    with Progress(2, unit="page") as progress:
        progress.tell("a", "made")
        progress.tell("b", "failed", reason="cell 3: ValueError")
    assert file.getvalue() == "failed: b: cell 3: ValueError\n"


def test_lines_of_json_leave_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", terminal := Terminal())
    monkeypatch.setattr("sys.stdout", lines := io.StringIO())
    with Progress(1, unit="page", log_format="json") as progress:
        progress.tell("a", "failed", reason="één")
    assert terminal.getvalue() == ""
    line = json.loads(lines.getvalue())
    assert (line["page"], line["state"], line["reason"]) == ("a", "failed", "één")


def test_a_run_that_is_cut_off_sums_up_too(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    progress = Progress(5, unit="page", quiet=True, summary=path)
    progress.unchanged(2)
    progress.tell("a", "made")
    progress.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    found = json.loads(path.read_text())
    assert found["cut_off"] is True
    assert (found["made"], found["unchanged"], found["failed"], found["to_do"]) == (1, 2, 0, 4)


def test_a_run_with_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    with Progress(0, unit="page", quiet=True, summary=path) as progress:
        progress.unchanged(3)
    assert not path.exists()
