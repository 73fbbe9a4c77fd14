"""The ledger sees what differs between releases of the same data."""

from __future__ import annotations

import json

import pytest

from aspiratie.disclosure import (
    DisclosureRules,
    append_ledger,
    check_ledger,
    publish_region,
    read_ledger,
)
from aspiratie.errors import ReleaseError

RULES = DisclosureRules()
SIZES = [60, 50, 45, 40, 33, 30, 28, 16]


def test_the_same_set_twice_is_one(make_region, tmp_path):
    path = tmp_path / "ledger.jsonl"
    releases = publish_region(make_region(71, SIZES), RULES)
    assert append_ledger(path, releases) == len(SIZES)
    assert append_ledger(path, list(reversed(releases))) == 0
    report = check_ledger(read_ledger(path))
    assert len(report.findings) == 0
    assert (report.n_lines, report.n_sets) == (len(SIZES), 1)


def test_a_school_left_out_of_one_of_two_releases_is_found(make_region, tmp_path):
    path = tmp_path / "ledger.jsonl"
    append_ledger(path, publish_region(make_region(71, SIZES), RULES))
    append_ledger(path, publish_region(make_region(71, SIZES[:-1]), RULES))
    found = check_ledger(read_ledger(path)).findings
    left = found[found["what"].str.contains("left out")]
    assert left[["wave", "school", "difference"]].to_numpy().tolist() == [
        ["2025-2026", "07AB00", 16]
    ]
    region = found[found["what"].str.contains("region")]
    assert len(region)


def test_three_late_pupils_reveal_themselves(make_region, tmp_path):
    path = tmp_path / "ledger.jsonl"
    for size in (60, 63):
        append_ledger(path, publish_region(make_region(71, [size, *SIZES[1:]]), RULES))
    found = check_ledger(read_ledger(path)).findings
    row = found[found["what"] == "two releases give another n"].iloc[0]
    assert (row["level"], row["school"], row["difference"]) == ("reveals", "00AB00", 3)


def test_other_waves_are_not_compared(make_region, tmp_path):
    path = tmp_path / "ledger.jsonl"
    append_ledger(path, publish_region(make_region(71, SIZES), RULES))
    drafts = make_region(72, SIZES[:-1])
    for draft in drafts:
        draft["provenance"]["wave"] = draft["waves"][0]["wave"] = "2026-2027"
    append_ledger(path, publish_region(drafts, RULES))
    assert len(check_ledger(read_ledger(path)).findings) == 0


def test_tampering_is_seen(make_region, tmp_path):
    path = tmp_path / "ledger.jsonl"
    releases = publish_region(make_region(71, SIZES), RULES)
    append_ledger(path, releases)
    rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(rows[:2] + rows[3:]) + "\n", "utf-8")
    assert "reveals" in set(check_ledger(read_ledger(path)).findings["level"])
    with pytest.raises(ReleaseError, match="was changed"):
        append_ledger(path, releases)
    changed = json.loads(rows[0]) | {"n": 61}
    path.write_text("\n".join([json.dumps(changed), *rows[1:]]) + "\n", "utf-8")
    assert "line 2" in check_ledger(read_ledger(path)).findings["what"][0]


def test_what_is_no_ledger(tmp_path):
    path = tmp_path / "ledger.jsonl"
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_ledger(path)
    path.write_text('junk\n{"format": "aspiratie.ledger"}\n', "utf-8")
    with pytest.raises(ReleaseError) as caught:
        read_ledger(path)
    assert len(caught.value.problems) == 2
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ReleaseError, match="UTF-8"):
        read_ledger(path)
