"""The notebooks of the reports show every sheet, and run from a release."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from aspiratie import display
from aspiratie.disclosure import write_release
from aspiratie.display import school

from .made import Plan, school_release

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = ["schoolrapport.ipynb", "bijlage.ipynb", "leerlingposter.ipynb", "ouderbrief.ipynb"]
#: Names of the room that are no sheets.
NO_SHEETS = {"Findings", "findings"}


def calls(name: str) -> list[str]:
    notebook = nbformat.read(FOLDER / name, as_version=4)
    return [
        cell.source.removeprefix("school.").removesuffix("(report)")
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith("school.")
    ]


def test_every_sheet_is_shown_once() -> None:
    shown = [name for notebook in NOTEBOOKS for name in calls(notebook)]
    assert sorted(shown) == sorted(set(school.__all__) - NO_SHEETS)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_runs_from_a_release_file(name: str, language: str, tmp_path: Path) -> None:
    path = write_release(school_release(Plan()), tmp_path / "school.json")
    report = display.open_report(path, language=language)
    for call in calls(name):
        assert "<" in getattr(school, call)(report).html
