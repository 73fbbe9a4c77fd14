"""Every notebook is thin: parameters, a set-up, and cells that each show one thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_STATEMENTS = 6
#: Those that read answers.
PRIVATE = ["factoranalyse_per_school", "schaalkwaliteit", "verkenning"]
HOME = {"aspiratie", "pathlib"}
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If,
    ast.IfExp, ast.Try, ast.With, ast.Match, ast.ListComp, ast.DictComp, ast.SetComp,
    ast.GeneratorExp, ast.BinOp, ast.BoolOp, ast.AugAssign, ast.Subscript, ast.Compare, ast.Delete,
)  # fmt: skip


def faults(notebook: nbformat.NotebookNode) -> Iterator[str]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        yield f"{len(tagged)} parameters cells"
    for cell in code:
        if cell.outputs or cell.execution_count:
            yield f"{cell.id} has outputs"
        body = ast.parse(cell.source).body
        if cell in tagged:
            yield from (f"{cell.id}: {fault}" for fault in parameter_faults(body))
            continue
        if len(body) > MOST_STATEMENTS:
            yield f"{cell.id} has {len(body)} statements"
        for node in (n for statement in body for n in ast.walk(statement)):
            if isinstance(node, LOGIC):
                yield f"{cell.id}: {type(node).__name__} belongs in src/aspiratie"
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            roots = {module.split(".")[0] for module in modules}
            yield from (f"{cell.id}: imports {root}" for root in sorted(roots - HOME))


def parameter_faults(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            yield "not a typed parameter"
            continue
        if not isinstance(statement.value, ast.Constant):
            yield f"{statement.target.id} is not a literal"
        elif type(statement.value.value).__name__ != ast.unparse(statement.annotation):
            yield f"{statement.target.id} is not of its type"


def test_there_are_notebooks() -> None:
    names = {path.stem for path in NOTEBOOKS}
    assert {"schoolrapport", "schaalkwaliteit", "verkenning"} <= names


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_thin(path: Path) -> None:
    assert list(faults(nbformat.read(path, as_version=4))) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_holds_no_traces_of_a_run(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert "papermill" not in notebook.metadata
    assert all("papermill" not in cell.metadata for cell in notebook.cells)
    assert all("execution" not in cell.metadata for cell in notebook.cells)


@pytest.mark.parametrize("name", PRIVATE)
def test_says_that_it_holds_personal_data(name: str) -> None:
    first = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells[0].source
    assert "bevat persoonsgegevens" in first.lower()


@pytest.mark.parametrize("name", PRIVATE)
def test_every_cell_shows_one_thing(name: str) -> None:
    cells = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells
    shown = [c for c in cells if c.cell_type == "code" and "from aspiratie" not in c.source]
    for cell in (c for c in shown if "parameters" not in c.metadata.get("tags", [])):
        assert isinstance(ast.parse(cell.source).body[-1], ast.Expr), cell.source


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x = 1 + 1", "BinOp"),
        ("for i in y: print(i)", "For"),
        ("y[0]", "Subscript"),
        ("a > 1", "Compare"),
        ("import numpy as np", "imports numpy"),
        ("from scipy import stats", "imports scipy"),
        ("\n".join(["x"] * 7), "7 statements"),
    ],
)
def test_finds_logic(source: str, fault: str) -> None:
    notebook = nbformat.v4.new_notebook()
    parameters = nbformat.v4.new_code_cell('a: int = 1\nb: str = ""')
    parameters.metadata["tags"] = ["parameters"]
    notebook.cells = [parameters, nbformat.v4.new_code_cell(source)]
    assert any(fault in found for found in faults(notebook))


@pytest.mark.parametrize("source", ["a = 1", "a: int = 1 + 1", "a: int = b", 'a: int = "1"'])
def test_finds_untyped_parameters(source: str) -> None:
    assert list(parameter_faults(ast.parse(source).body))
