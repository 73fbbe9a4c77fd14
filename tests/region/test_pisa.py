"""PISA 2003, the Netherlands, as three made-up regions of about fifty schools."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.region.draft import RegionDraft
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.region.rules import refused
from aspiratie.display import region as sheets
from aspiratie.display.report import RegionReport
from aspiratie.parameters import read_parameters

from .conftest import regional_of


def region_of(
    number: int, shared: Path, root: Path, folder: Path, *, more: str = ""
) -> RegionDraft:
    source = shared / "data" / "pisa2003_nld" / "pisa2003_nld.csv"
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    at = head.index("school_id")
    kept = set(sorted({row[at] for row in rows})[number::3])
    with (folder / "pisa.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[at] in kept)])
    book = root / "params" / "codebooks" / "pisa2003-nld.yml"
    (folder / "pisa.yml").write_text(
        f'region: PISA {number + 1}\nwave: "2003"\ndate: "2026-06-30"\noutput: uit\n'
        "school_pattern: '\\d{5}'\n"
        f'surveys:\n  - {{file: pisa.csv, codebook: {book}, wave: "2003"}}\n{more}',
        encoding="utf-8",
    )
    [draft] = regional_of(read_parameters(folder / "pisa.yml")).drafts
    return draft


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 2])
def test_belonging_is_not_compared_and_order_is(
    number: int, shared: Path, root: Path, tmp_path: Path
) -> None:
    draft = region_of(number, shared, root, tmp_path)
    scales = {s.facts.name: s for s in draft.scales}
    assert 49 <= len(draft.schools) <= 52
    assert draft.sector == "all"

    belong = scales["BELONG"]
    assert belong.spread is not None
    assert belong.spread.reliability < 0.70
    assert belong.verdict == "reliability_below_70"
    assert belong.rows == ()

    # with shrunken means; never school with school
    disclim = scales["DISCLIM"]
    assert disclim.spread is not None
    assert 0.70 <= disclim.spread.reliability < 0.80
    assert refused(disclim.verdict) is None
    assert disclim.verdict != "pairs"
    # schools of thirty are too small to test: tracks are the groups
    assert (disclim.invariance.over, disclim.invariance.state) == ("types", "holds")
    means = [r.mean for r in disclim.rows]
    shrunken = [r.shrunken_mean for r in disclim.rows]
    assert max(shrunken) - min(shrunken) < max(means) - min(means)

    rules = DisclosureRules()
    report = RegionReport(release=publish_named(draft, rules), language="nl")
    told = sheets.reading(report).html
    assert re.search("‘Erbij horen’[^.<]*: schoolgemiddelden zijn te onzeker", told)
    publish_lettered(draft, rules, secret=b"x")
