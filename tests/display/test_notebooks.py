"""The notebooks are thin, known to the package, and show every part."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from aspiratie import display
from aspiratie.disclosure.release import Release, write_release

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = ["schoolrapport.ipynb", "leerlingversie.ipynb"]
LOGIC = (
    ast.FunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.With,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.GeneratorExp,
    ast.BinOp,
    ast.AugAssign,
    ast.Subscript,
    ast.Compare,
)


def faults(path: Path) -> Iterator[str]:
    notebook = nbformat.read(path, as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code"]
    tagged = [c for c in code if "parameters" in c.metadata.get("tags", [])]
    if len(tagged) != 1:
        yield f"{len(tagged)} parameters cells"
    for cell in code:
        if cell.outputs or cell.execution_count:
            yield f"{cell.id} has outputs"
        tree = ast.parse(cell.source)
        if cell in tagged:
            for statement in tree.body:
                if not (
                    isinstance(statement, ast.AnnAssign)
                    and isinstance(statement.value, ast.Constant)
                ):
                    yield f"{cell.id}: not a typed literal"
            continue
        if len(tree.body) > 6:
            yield f"{cell.id} is long"
        for node in ast.walk(tree):
            if isinstance(node, LOGIC):
                yield f"{cell.id}: {type(node).__name__}"
            if isinstance(node, ast.Import):
                yield from (f"{cell.id}: imports {a.name}" for a in node.names)
            if isinstance(node, ast.ImportFrom) and node.module not in ("aspiratie", "pathlib"):
                yield f"{cell.id}: imports from {node.module}"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_thin_and_without_outputs(name: str) -> None:
    assert list(faults(FOLDER / name)) == []


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
