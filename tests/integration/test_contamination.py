"""A report holds its own school only, and does not depend on who made it where."""

from __future__ import annotations

import json
import re

import pytest

from aspiratie.batch import report_schools

pytestmark = pytest.mark.slow


def test_no_report_names_another_school(region) -> None:
    names = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["school"]["name"]
        for path in (region.reports / "release").glob("99*.json")
    }
    assert len(names) == len(region.schools())
    for school in names:
        html = region.html(school)
        assert names[school] in html
        for other, name in names.items():
            if other != school:
                assert other not in html
                assert not re.search(rf"{re.escape(name)}(?!\w)", html)


def test_parallel_serial_and_again_give_the_same_bytes(region) -> None:
    before = {s: region.html(s) for s in region.schools()}
    chosen = region.schools()[:2]
    batch = report_schools(
        region.parameters, schools=chosen, executor="serial", force=True, progress=False
    )
    assert {o.state for o in batch.outcomes.values()} == {"made"}
    assert {s: region.html(s) for s in region.schools()} == before


def test_a_second_run_makes_nothing(region) -> None:
    batch = report_schools(region.parameters, workers=2, progress=False)
    assert {o.state for o in batch.outcomes.values()} == {"unchanged"}


def test_every_school_is_made_or_has_a_reason(region) -> None:
    index = (region.reports / "index.html").read_text(encoding="utf-8")
    listed = (region.folder / "data" / "demo" / "scholen.csv").read_text(encoding="cp1252")
    for line in listed.splitlines()[1:]:
        assert line.split(";")[0] in index
    assert region.batch.withheld
    assert "Minder dan 10 leerlingen" in index
