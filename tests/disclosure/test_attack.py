"""The attack finds what is planted, and bounds counts as trying all of them does."""

from __future__ import annotations

import copy
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.disclosure import DisclosureRules, attack, content, publish_region, publish_school
from aspiratie.disclosure.feasible import CountSystem
from aspiratie.errors import DisclosureError

RULES = DisclosureRules()
FEW = {"state": "hidden", "reason": "few"}


def primary_only(sizes, n_min, *, total_known=True):
    return [None if n >= n_min else "few" if n else "no_data" for n in sizes]


def with_small_cell(draft, n=4):
    """Give the first group n scores of belonging only; the others as many as they need."""
    sizes = [30, 30, 30, 30]
    for row, size in zip(draft["participation"]["groups"], sizes, strict=True):
        row["n"] = size
    for place, table in enumerate(draft["groups"]):
        for scale in table["scores"]:
            m = n if place == 0 and scale == "belonging" else 30
            table["scores"][scale] = {"n": m, "sum": 3.1 * m, "sumsq": 10.5 * m}
    for scale in draft["scales"]:
        m = 90 + n if scale["name"] == "belonging" else 120
        scale["score"] = {"n": m, "mean": 3.1, "low": 2.9, "high": 3.3}
        draft["waves"][0]["scores"][scale["name"]] = dict(scale["score"])
    return draft


def test_without_complementary_suppression_the_count_is_found(make_region, monkeypatch):
    (draft,) = make_region(11, [120])
    draft = with_small_cell(draft)
    safe = publish_school(draft, RULES)
    assert not attack([safe]).succeeded
    reasons = [g["scores"]["belonging"].get("reason") for g in safe.data["groups"]]
    assert reasons == ["complement", "complement", None, None]
    monkeypatch.setattr(content, "column_reasons", primary_only)
    report = attack([publish_school(draft, RULES)])
    found = report.findings[report.findings["table"] == "groups belonging"]
    assert set(found["claim"]) == {"P1"}
    assert set(found["low"]) == set(found["high"]) == {4}
    assert "leerjaar 1" in set(found["cell"])


def test_cleaning_counts_without_complement_are_found(make_region):
    drafts = make_region(11, [60, 60])
    rules = ("duplicate", "test_entry", "empty", "no_school")
    for draft, counts in zip(drafts, ([4, 12, 0, 0], [20, 15, 0, 0]), strict=True):
        flow = draft["cleaning"]
        flow |= {
            "removed": [{"rule": r, "n": m} for r, m in zip(rules, counts, strict=True)],
            "rows_in": 60 + sum(counts),
        }
    region = drafts[0]["cleaning"]["region"]
    region["removed"] = [{"rule": r, "n": m} for r, m in zip(rules, [24, 27, 0, 0], strict=True)]
    region["rows_in"] = 120 + 51
    releases = [r.to_dict() for r in publish_region(drafts, RULES)]
    assert not attack(releases).succeeded
    first, second = releases
    assert [r["n"]["state"] for r in first["cleaning"]["removed"]][:2] == ["hidden", "hidden"]
    assert second["cleaning"]["removed"][0]["n"] == {"state": "shown", "value": 20}
    # within the report: the second hidden count shown
    planted = copy.deepcopy(first)
    planted["cleaning"]["removed"][1]["n"] = {"state": "shown", "value": 12}
    found = attack([planted]).findings
    assert 4 in set(found["low"])
    # across the reports: the region's count shown, with the other school's
    planted = copy.deepcopy(releases)
    for data in planted:
        data["cleaning"]["region"]["removed"][0]["n"] = {"state": "shown", "value": 24}
    found = attack(planted).findings
    assert len(found)
    assert set(found["low"]) == {4}


def test_a_hidden_school_in_the_marks_is_found(make_region):
    releases = publish_region(make_region(21, [60] * 7), RULES)
    assert not attack(releases).succeeded
    planted = [r.to_dict() for r in releases]
    for data in planted:
        mark = data["scales"][0]["region"]
        if mark["state"] == "shown":
            mark["n"] += 7
            mark["schools"] += 1
    found = attack(planted).findings
    row = found[found["table"] == "region belonging"].iloc[0]
    assert (row["claim"], row["low"], row["high"]) == ("P1", 7, 7)
    assert "mean lies between" in row["what"]


def test_a_school_left_out_of_one_year_is_found(make_region):
    """Its pupils count in the region of that year, but its report is not there."""
    releases = []
    for wave, seed in (("2024-2025", 22), ("2025-2026", 23)):
        drafts = make_region(seed, [60] * 8)
        for draft in drafts:
            draft["provenance"]["wave"] = draft["waves"][0]["wave"] = wave
        releases += publish_region(drafts, RULES)
    assert not attack(releases).succeeded
    assert not attack(releases[:4]).succeeded
    found = attack(releases[:3] + releases[4:]).findings
    assert set(found["document"]) == {"region 2024-2025"}
    assert found["what"].str.startswith("one school without a document").all()


def test_two_releases_of_the_same_data_that_differ_by_a_few(make_region):
    (draft,) = make_region(31, [60])
    later = publish_school(draft, RULES).to_dict()
    earlier = copy.deepcopy(later)
    assert not attack([later, earlier]).succeeded
    earlier["participation"]["n"]["value"] = 57
    found = attack([later, earlier]).findings
    assert 3 in set(found[found["cell"] == "all"]["low"])


def test_next_years_report_repeats_this_year_with_another_n(make_region):
    (draft,) = make_region(32, [120])
    now = publish_school(draft, RULES).to_dict()
    following = copy.deepcopy(now)
    following["provenance"]["wave"] = "2026-2027"
    assert not attack([now, following]).succeeded
    following["waves"][0]["n"]["value"] = 112
    assert set(attack([now, following]).findings["low"]) == {8}


def test_groups_merged_in_two_ways_are_found(make_region):
    (draft,) = make_region(33, [120])
    one = publish_school(with_small_cell(draft, 30), RULES).to_dict()
    one["groups"] = []
    other = copy.deepcopy(one)

    def groups(*cells):
        return [
            {
                "label": " + ".join(members),
                "members": list(members),
                "merged": len(members) > 1,
                "n": {"state": "shown", "value": n},
                "enrolled": None,
            }
            for members, n in cells
        ]

    one["participation"]["groups"] = groups((("a", "b"), 50), (("c",), 70))
    other["participation"]["groups"] = groups((("a",), 46), (("b", "c"), 74))
    found = attack([one, other]).findings
    assert 4 in set(found["low"])


def test_a_bounded_count_that_follows_is_found(make_region):
    (draft,) = make_region(34, [100])
    for item in draft["items"]:
        item["distribution"]["counts"] = [0, 20, 20, 30, 30]
        item["no_opinion"] = {"count": 0, "n": 100}
    draft["informants"] = []
    data = publish_school(draft, RULES).to_dict()
    table = data["items"][0]["distribution"]
    assert table["step"] == 5
    assert table["classes"][0]["share"] == {"state": "below", "percent": 5}
    assert not attack([data]).succeeded
    table["step"] = 1
    found = attack([data]).findings
    assert found.iloc[0][["claim", "table", "cell", "low", "high"]].tolist() == [
        "P2",
        "item b1",
        "class 1",
        0,
        0,
    ]
    assert found.iloc[0]["what"] == "nobody gave the answer"


def test_a_gap_that_tells_a_bounded_share_is_found(make_region):
    (draft,) = make_region(35, [100])
    draft["items"][0]["distribution"]["counts"] = [10, 20, 20, 30, 20]
    draft["items"][0]["no_opinion"] = {"count": 0, "n": 100}
    row = draft["informants"][0]["items"][0]
    draft["informants"][0] |= {"n": 25, "items": [row]}
    row["pupils"] = {"count": 50, "n": 100}
    row["agree"] = {"count": 25, "n": 25}
    row["gap"] = {"points": 50.0, "low": 40.0, "high": 60.0}
    data = publish_school(draft, RULES).to_dict()
    shown = data["informants"][0]["items"][0]
    assert shown["agree"] == {"state": "above", "percent": 90}
    assert shown["pupils"] == {"state": "exact", "percent": 50}
    assert shown["gap"] == {"state": "hidden", "reason": "complement"}
    assert not attack([data]).succeeded
    shown["gap"] = {"state": "shown", "points": 50, "low": 40, "high": 60}
    found = attack([data]).findings
    assert found["what"].tolist() == ["everybody gave the answer"]


def test_equal_scores_are_found(make_region):
    (draft,) = make_region(36, [12])
    draft["groups"] = []
    data = publish_school(draft, RULES).to_dict()
    data["scales"][2]["score"] = {
        "state": "shown", "n": 12, "mean": 5.0, "low": 4.9, "high": 5.1,
    }  # fmt: skip
    found = attack([data]).findings
    assert "all scores are equal" in set(found["what"])


def test_attack_wants_releases():
    for wrong in ([], [{"format": "else"}]):
        with pytest.raises(DisclosureError):
            attack(wrong)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_linear_programming_equals_trying_everything(data):
    """A table of 2 by 3 with its totals, of which some cells and totals are unknown."""
    cells = {(r, c): data.draw(st.integers(0, 4)) for r in range(2) for c in range(3)}
    totals = {("r", r): sum(cells[r, c] for c in range(3)) for r in range(2)}
    totals |= {("c", c): sum(cells[r, c] for r in range(2)) for c in range(3)}
    unknown = [key for key in cells if data.draw(st.booleans())]
    known_totals = [key for key in totals if data.draw(st.booleans())]
    system = CountSystem()
    for key in unknown:
        system.add(key, 0, 4)
    lines = []
    for key in known_totals:
        line = [(key[1], c) for c in range(3)] if key[0] == "r" else [(r, key[1]) for r in range(2)]
        hidden = [cell for cell in line if cell in unknown]
        rest = totals[key] - sum(cells[cell] for cell in line if cell not in unknown)
        if hidden:
            system.equate(dict.fromkeys(hidden, 1), rest)
            lines.append((hidden, rest))
    ways = [
        way
        for values in itertools.product(range(5), repeat=len(unknown))
        for way in [dict(zip(unknown, values, strict=True))]
        if all(sum(way[cell] for cell in hidden) == rest for hidden, rest in lines)
    ]
    touched = {cell for hidden, _ in lines for cell in hidden}
    single = {cell: cells[cell] for cell in touched if len({way[cell] for way in ways}) == 1}
    assert system.determined() == single
