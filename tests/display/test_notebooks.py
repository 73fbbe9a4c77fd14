"""The notebooks of the reports show every part, and run from a release."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from aspiratie import display
from aspiratie.disclosure.release import Release, write_release

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = ["schoolrapport.ipynb", "leerlingversie.ipynb"]


def calls(name: str) -> list[str]:
    notebook = nbformat.read(FOLDER / name, as_version=4)
    return [
        cell.source.removeprefix("display.").removesuffix("(report)")
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith("display.")
    ]


def test_every_part_is_shown_once() -> None:
    shown = [name for notebook in NOTEBOOKS for name in calls(notebook)]
    parts = [n for n in display.__all__ if n not in ("Fragment", "Report", "open_report")]
    assert sorted(shown) == sorted(parts)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_runs_from_a_release_file(
    name: str, language: str, releases: ModuleType, tmp_path: Path
) -> None:
    path = write_release(Release(data=releases.school()), tmp_path / "school.json")
    names: dict[str, object] = {}
    shown = []
    for cell in nbformat.read(FOLDER / name, as_version=4).cells:
        if cell.cell_type != "code":
            continue
        tree = ast.parse(cell.source)
        last = tree.body[-1]
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), name, "eval"), names))
        else:
            exec(compile(tree, name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"release": str(path), "language": language}
    assert len(shown) == len(calls(name))
    assert all(isinstance(f, display.Fragment) and "<section" in f.html for f in shown)
