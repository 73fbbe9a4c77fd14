"""The command line as a program: by its module, and with what it refuses."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from aspiratie.cli import main


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
