"""Six schools with a small questionnaire, and a notebook that can fail for some of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from aspiratie.batch import listing

SECRET = "KANARIE answered 4"
SCHOOLS = [f"{i:02d}AB00" for i in range(1, 7)]
CODEBOOK = """
name: klein
version: "1.0"
title: Kleine vragenlijst
informant: pupil
licence: eigen
scales: [{name: rust, title: Rust, definition: Hoe rustig het is.}]
fields:
  - {name: school, role: school, title: School, type: string}
"""
ITEM = """  - name: v{i}
    title: Het is rustig, vraag {i}.
    type: integer
    scale: rust
    categoriesOrdered: true
    categories: [{{value: 1, label: nee}}, {{value: 2, label: soms}}, {{value: 3, label: ja}}]
"""
PART = "<section id='kort'><h2>Kort</h2><p>Dit is het rapport van de school.</p></section>"
#: A notebook that fails for the schools whose number is at most LAST, and else shows a part.
CELLS = """from pathlib import Path

from aspiratie.display import open_report
from aspiratie.display.fragment import Fragment

report = open_report(release, language=language)
if int(Path(release).stem[:2]) <= {last}:
    raise ValueError("KANARIE answered 4")
Fragment(\"\"\"{part}\"\"\")
"""


@pytest.fixture
def place(tmp_path: Path) -> Callable[..., Path]:
    """Write six schools with a small questionnaire, and a notebook that fails for some."""
    (tmp_path / "klein.yml").write_text(CODEBOOK + "".join(ITEM.format(i=i) for i in range(4)))
    rows = ["school;v0;v1;v2;v3"]
    for i in range(6 * 12):
        answers = [1 + (i // 6 + (j * i) % 2) % 3 for j in range(4)]
        rows.append(";".join([SCHOOLS[i % 6], *map(str, answers)]))
    (tmp_path / "klein.csv").write_text("\n".join(rows))

    def write(language: str = "nl", *, last: int = 0, extra: str = "") -> Path:
        cells = [
            new_code_cell(
                'release: str = ""\nlanguage: str = "nl"', metadata={"tags": ["parameters"]}
            ),
            new_code_cell(CELLS.format(last=last, part=PART)),
            *([new_code_cell(extra)] if extra else []),
        ]
        nbformat.write(new_notebook(cells=cells), tmp_path / "eigen.ipynb")
        path = tmp_path / f"{language}.yml"
        path.write_text(
            f"wave: '2025-2026'\ndate: 2026-03-01\noutput: uit\nlanguage: {language}\n"
            f"region: Streek\nnotebook: eigen.ipynb\n"
            "surveys: [{file: klein.csv, codebook: klein.yml}]\n"
        )
        return path

    return write


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the notebook in this process; a kernel for each takes seconds."""
    plan = listing.plan_jobs
    monkeypatch.setattr(
        listing, "plan_jobs", lambda *a, **k: plan(*a, **(k | {"engine": "inprocess"}))
    )
