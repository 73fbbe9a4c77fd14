"""A small questionnaire, and exports of it as tools write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aspiratie.codebook import Codebook, parse_codebook

LIKERT = [
    {"value": 1, "label": "helemaal mee oneens", "label_en": "strongly disagree"},
    {"value": 2, "label": "mee oneens", "label_en": "disagree", "aliases": ["oneens"]},
    {"value": 3, "label": "neutraal", "label_en": "neutral"},
    {"value": 4, "label": "mee eens", "label_en": "agree", "aliases": ["eens"]},
    {"value": 5, "label": "helemaal mee eens", "label_en": "strongly agree"},
]
LABELS = [c["label"] for c in LIKERT]
ITEMS = [f"{scale}{i}" for scale in "abc" for i in range(1, 5)]
REVERSED = {"a2", "b3", "c4"}


def document() -> dict[str, object]:
    roles = [
        ("school", "school", ["BRIN"], True),
        ("group", "group", ["Leerjaar"], False),
        ("track", "type", ["Onderwijssoort"], False),
        ("wave", "wave", ["Schooljaar"], False),
        ("person", "respondent", ["Deelnamecode"], False),
        ("sent", "submitted", ["Verstuurd"], False),
        ("seconds", "duration", ["Duur"], False),
        ("weight", "weight", ["Gewicht"], False),
        ("state", "status", ["Soort inzending"], False),
        ("remarks", "open", ["Opmerkingen"], False),
    ]
    fields: list[dict[str, object]] = [
        {"name": n, "title": f"De {n}", "type": "string", "role": r, "aliases": a, "required": q}
        for n, r, a, q in roles
    ]
    fields[2]["categories"] = [
        {"value": 1, "label": "vmbo"},
        {"value": 2, "label": "havo/vwo", "aliases": ["havo", "vwo"]},
    ]
    for place, name in enumerate(ITEMS, start=1):
        fields.append(
            {
                "name": name,
                "title": f"Stelling {name}: op school, en “thuis”.",
                "title_en": f"Statement {name}",
                "type": "integer",
                "categories": LIKERT,
                "categoriesOrdered": True,
                "scale": name[0].upper(),
                "reversed": name in REVERSED,
                "aliases": [f"Q1_{place}", f"st[SQ{place:03d}]"],
            }
        )
    return {
        "name": "klein",
        "version": "1.0",
        "title": "Klein",
        "informant": "pupil",
        "licence": "vrij",
        "scales": [{"name": s, "title": s, "definition": s} for s in "ABC"],
        "missingValues": [
            {"value": "88", "label": "weet niet", "label_en": "don't know", "reason": "opinion"},
            {"value": "-9", "label": "overgeslagen", "reason": "blank"},
        ],
        "fields": fields,
    }


@pytest.fixture(scope="session")
def book() -> Codebook:
    return parse_codebook(document())


@pytest.fixture(scope="session")
def answers_of() -> Callable[..., pd.DataFrame]:
    """Make answers as codes in text, headed by the fields' names."""

    def make(n: int = 30, *, seed: int = 1, schools: int = 2, labels: bool = False) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        places = rng.integers(1, 6, (n, len(ITEMS)))
        cells = np.array(LABELS, dtype=object)[places - 1] if labels else places.astype(str)
        frame = pd.DataFrame(cells, columns=ITEMS, dtype=object)
        frame.insert(0, "school", [f"{i % schools + 1:02d}AB" for i in range(n)])
        return frame

    return make


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write lines or bytes to a file and give its path."""

    def to(content: str | bytes, name: str = "export.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return path

    return to
