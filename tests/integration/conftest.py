"""One simulated region, made into reports once for all tests of this folder."""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from aspiratie.batch import Batch, report_schools, write_demo

N_SCHOOLS = 9
MARK = "KANARIE"
#: School and leerjaar whose pupils all disagree with three questions about belonging.
APART = ("99AA00", "2")
#: What one school adds in its own words.
OWN_WORDS = (
    "school;toelichting;gesprek;terugkoppeling;contact\n"
    "99AA00;Wij herkennen dit.;2026-09-10;2026-10-01;Vraag de mentor.\n"
)


@dataclass(frozen=True)
class Run:
    """A region on disk and what was made of it."""

    folder: Path
    parameters: Path
    batch: Batch

    @property
    def reports(self) -> Path:
        return self.folder / "reports" / "demo"

    def export(self, name: str = "leerling_2025-2026") -> Path:
        return self.folder / "data" / "demo" / f"{name}.csv"

    def schools(self) -> list[str]:
        return sorted(s for s, o in self.batch.outcomes.items() if o.state != "failed")

    def html(self, school: str) -> str:
        return (self.reports / f"{school}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A region with a canary: one pupil with a mark in every text that is nobody's business.

    One group of one school stands apart from the others, and that school adds words of its own.
    """
    folder = tmp_path_factory.mktemp(f"{MARK}-map")
    parameters = write_demo(folder, n_schools=N_SCHOOLS, seed=3)
    _plant(folder / "data" / "demo" / "leerling_2025-2026.csv")
    (folder / "data" / "demo" / "woorden.csv").write_text(OWN_WORDS, encoding="utf-8")
    with parameters.open("a", encoding="utf-8") as file:
        file.write("own_words: ../data/demo/woorden.csv\n")
    batch = report_schools(parameters, workers=2, progress=False)
    assert not batch.failed, batch.failure_table()
    return Run(folder=folder, parameters=parameters, batch=batch)


@pytest.fixture
def own_region(region: Run, tmp_path: Path) -> Run:
    """A copy of the region, for a test that makes files in its folder: others read the first."""
    folder = Path(shutil.copytree(region.folder, tmp_path / f"{MARK}-map"))
    parameters = folder / region.parameters.relative_to(region.folder)
    return replace(region, folder=folder, parameters=parameters)


def _plant(path: Path) -> None:
    rows = list(csv.reader(path.read_text(encoding="cp1252").splitlines(), delimiter=";"))
    heads = rows[0]
    canary = rows[5]
    for i, head in enumerate(heads):
        if head in ("Deelnamecode", "Naam", "E-mail") or "wil je nog" in head.casefold():
            canary[i] = f"{MARK}-{i}"
    school, group = heads.index("BRIN"), heads.index("Leerjaar")
    for row in rows[1:]:
        if row is not canary and (row[school].strip(), row[group].strip()) == APART:
            row[group + 2 : group + 5] = ["mee oneens"] * 3
    heads.append("Leerlingnummer")
    for row in rows[1:]:
        row.append(f"{MARK}-nummer" if row is canary else "x")
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
