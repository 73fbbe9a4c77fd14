"""The command line as a program, and a third language, which is refused wherever it is given."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from aspiratie.batch import report_region
from aspiratie.cli import main
from aspiratie.display import open_report
from aspiratie.errors import ParameterError


@pytest.mark.parametrize("module", ["aspiratie", "aspiratie.cli"])
def test_the_package_is_the_command(module: str) -> None:
    command = [sys.executable, "-m", module, "codebook", "check", "aspiratie-leerling"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "is sound" in done.stdout
    command = [sys.executable, "-m", module, "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Usage: aspiratie ")


def test_a_third_language_is_refused() -> None:
    out = CliRunner().invoke(main, ["region", __file__, "--language", "de"])
    assert out.exit_code == 2
    assert "'de' is not one of 'nl', 'en'" in out.output


def test_a_third_language_opens_nothing() -> None:
    """Before any file is looked for."""
    with pytest.raises(ParameterError, match="'de' is not one of nl, en"):
        open_report("not-there.json", language="de")


def test_a_region_is_not_prepared_in_a_third_language(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("school;bel1\n99AA00;4\n")
    path = tmp_path / "p.yml"
    path.write_text(
        "{region: Streek, wave: '1', date: 2026-03-01, output: uit,"
        " surveys: [{file: a.csv, codebook: aspiratie-leerling}]}"
    )
    with pytest.raises(ParameterError, match="'de' is not one of nl, en"):
        report_region(path, language="de")
    assert not (tmp_path / "uit").exists()
