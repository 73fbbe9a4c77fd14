"""The Python of docs/en/models.md runs."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

import aspiratie as asp

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_models_runs() -> None:
    page = (ROOT / "docs" / "en" / "models.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 5
    place = {"asp": asp, "answers": pd.read_csv(ROOT / "tests" / "reference" / "models.csv")}
    for block in blocks:
        exec(compile(block, "models.md", "exec"), place)
