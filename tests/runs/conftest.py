"""Four schools with a small questionnaire, and notebooks of somebody's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from aspiratie.batch.executors import SerialExecutor
from aspiratie.report import execute
from aspiratie.runs import one

SCHOOLS = ["01AB00", "02AB00", "03AB00", "04AB00"]
CODEBOOK = """
name: klein
version: "1.0"
title: Kleine vragenlijst
informant: pupil
licence: eigen
scales: [{name: rust, title: Rust, definition: Hoe rustig het is.}]
fields:
  - {name: brin, role: school, title: School, type: string}
  - {name: leerjaar, role: group, title: Leerjaar, type: string}
"""
ITEM = """  - name: v{i}
    title: Het is rustig, vraag {i}.
    type: integer
    scale: rust
    reversed: {turned}
    categoriesOrdered: true
    categories: [{{value: 10, label: nee}}, {{value: 20, label: soms}}, {{value: 30, label: ja}}]
"""
PARAMETERS = """
wave: "2025-2026"
date: "2026-06-30"
output: ../reports/klein
surveys: [{file: ../data/klein.csv, codebook: ../data/klein.yml}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder as a user has it: parameters, data, reports."""
    for name in ("data", "params"):
        (tmp_path / name).mkdir()
    items = "".join(ITEM.format(i=i, turned=str(i == 3).lower()) for i in range(4))
    (tmp_path / "data" / "klein.yml").write_text(CODEBOOK + items)
    rows = ["brin;leerjaar;v0;v1;v2;v3"]
    for i in range(4 * 12):
        answers = [10 * (1 + (i // 4 + (j * i) % 2) % 3) for j in range(4)]
        group = "" if i < 3 else "12"[i // 4 % 2]
        rows.append(";".join([SCHOOLS[i % 4], group, *map(str, answers)]))
    (tmp_path / "data" / "klein.csv").write_text("\n".join(rows))
    (tmp_path / "params" / "klein.yml").write_text(PARAMETERS)
    return tmp_path


@pytest.fixture
def notebook(project: Path) -> Callable[..., Path]:
    """Write a notebook of these cells behind a parameters cell."""

    def write(*cells: str, asked: str = 'answers: str = "x.parquet"', name: str = "eigen") -> Path:
        path = project / f"{name}.ipynb"
        made = [new_code_cell(asked, metadata={"tags": ["parameters"]})]
        nbformat.write(new_notebook(cells=[*made, *map(new_code_cell, cells)]), path)
        return path

    return write


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run cells in this process: what is tried is neither the kernel nor the child."""
    monkeypatch.setattr(one, "execute", partial(execute, engine="inprocess"))
    monkeypatch.setattr("aspiratie.runs.run.make_executor", lambda *_, **__: SerialExecutor())
