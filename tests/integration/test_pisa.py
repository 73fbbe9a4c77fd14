"""Real data: the Dutch schools of PISA 2003, with a codebook and parameters only."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from aspiratie.batch import PreparedReleases, prepare_releases, report_region
from aspiratie.disclosure import attack
from page_rules import faults

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def parameters(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pisa")
    text = (root / "params" / "pisa2003.yml").read_text(encoding="utf-8")
    data = shared / "data" / "pisa2003_nld" / "pisa2003_nld.csv"
    text = text.replace("../../shared/data/pisa2003_nld/pisa2003_nld.csv", str(data))
    text = text.replace(
        "codebooks/pisa2003-nld.yml", str(root / "params" / "codebooks" / "pisa2003-nld.yml")
    ).replace("../reports/pisa2003", "out")
    path = folder / "pisa.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def prepared(parameters: Path) -> PreparedReleases:
    return prepare_releases(parameters)


@pytest.fixture(scope="module")
def releases(prepared: PreparedReleases) -> dict[str, dict[str, Any]]:
    return {
        school: json.loads(path.read_text(encoding="utf-8"))
        for school, path in prepared.files.items()
    }


def test_every_school_has_a_release_or_a_reason(prepared: PreparedReleases, shared: Path) -> None:
    data = shared / "data" / "pisa2003_nld" / "pisa2003_nld.csv"
    with data.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    items = [name for name in rows[0] if name.startswith("ST") and name != "ST38Q04"]
    assert len(items) == 75
    usable = Counter(
        r["school_id"] for r in rows if sum(r[name] != "" for name in items) >= len(items) / 2
    )
    schools = {r["school_id"] for r in rows}
    assert len(schools) == 154
    assert set(prepared.files) == {s for s in schools if usable[s] >= 10}
    assert dict(prepared.sizes) == {s: usable[s] for s in prepared.files}
    assert set(prepared.withheld) == schools - set(prepared.files)
    assert all(prepared.withheld.values())


def test_unreliable_constructs_have_no_score_anywhere(releases: dict[str, Any]) -> None:
    for release in releases.values():
        scales = {s["title"]["nl"]: s for s in release["scales"]}
        unreliable = {
            s["name"]: s["reliability"]["estimate"]
            for s in scales.values()
            if s["reliability"]["level"] == "insufficient"
        }
        assert len(unreliable) == 2
        low, high = sorted(unreliable.values())
        assert low == pytest.approx(0.45, abs=0.01)
        assert high == pytest.approx(0.50, abs=0.01)
        for scale in release["scales"]:
            if scale["name"] in unreliable:
                assert scale["score"] == {"state": "hidden", "reason": "unreliable"}
                assert scale["comparison"]["label"] == "not_compared"
            else:
                assert set(scale["left_out"]) <= set(unreliable)


def test_nothing_hidden_can_be_derived_from_all_reports_together(
    releases: dict[str, Any],
) -> None:
    report = attack(list(releases.values()))
    assert report.n_documents == len(releases)
    assert report.n_hidden > 1000
    assert report.findings.empty, report.findings.head().to_string()


def test_a_page_says_which_scales_are_too_unreliable(parameters: Path, releases: Any) -> None:
    school = next(iter(releases))
    batch = report_region(parameters, schools=[school], executor="serial", progress=False)
    assert not batch.failed, batch.failure_table()
    html = batch.outcomes[school].html.read_text(encoding="utf-8")
    assert [str(fault) for fault in faults(html, language="nl")] == []
    for scale in releases[school]["scales"]:
        if scale["reliability"]["level"] == "insufficient":
            assert scale["title"]["nl"] in html
    assert "te onbetrouwbaar" in html
    assert html.count("afgeschermd") >= 2 or "onbetrouwbaar" in html
