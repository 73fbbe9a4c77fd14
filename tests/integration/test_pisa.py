"""Real data: the Dutch schools of PISA 2003, with a codebook and parameters only."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from aspiratie.attack import attack
from aspiratie.batch import PreparedReleases, prepare_releases, report_schools
from aspiratie.disclosure import SchoolRelease, read_release, read_school_release
from aspiratie.disclosure.shape import Hidden
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
def releases(prepared: PreparedReleases) -> dict[str, SchoolRelease]:
    return {school: read_school_release(path) for school, path in prepared.files.items()}


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


def test_unreliable_constructs_have_no_score_anywhere(
    releases: dict[str, SchoolRelease],
) -> None:
    hidden = Hidden(reason="unreliable")
    for release in releases.values():
        unreliable = {s.name for s in release.scales if s.reliability == hidden}
        assert len(unreliable) == 2
        for scale in release.scales:
            if scale.name in unreliable:
                assert scale.score == scale.comparison.label == hidden
            else:
                assert set(scale.left_out) <= unreliable


def test_nothing_hidden_can_be_derived_from_all_reports_together(
    prepared: PreparedReleases,
) -> None:
    files = [*prepared.files.values(), *prepared.regions.values()]
    report = attack([read_release(path) for path in files])
    assert report.n_documents == len(files)
    assert report.findings.empty, report.findings.head().to_string()


def test_a_page_says_which_scales_are_too_unreliable(parameters: Path, releases: Any) -> None:
    school = next(iter(releases))
    batch = report_schools(parameters, schools=[school], executor="serial", progress=False)
    assert not batch.failed, batch.failure_table()
    html = batch.outcomes[school].html.read_text(encoding="utf-8")
    assert [str(fault) for fault in faults(html, language="nl")] == []
    for scale in releases[school].scales:
        if isinstance(scale.reliability, Hidden):
            assert scale.title.nl in html
    assert "te onbetrouwbaar" in html
    assert html.count("afgeschermd") >= 2 or "onbetrouwbaar" in html
