"""What is published of random and of chosen schools, checked by plain code."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aspiratie.disclosure import (
    DisclosureRules,
    attack,
    publish_region,
    publish_school,
    publishable_schools,
)
from aspiratie.disclosure.bounds import publish_distribution, publish_share
from aspiratie.disclosure.suppress import column_reasons, merge_groups
from aspiratie.errors import DisclosureError

RULES = DisclosureRules()
SIZES = [1, 5, 9, 10, 11, 12, 14, 19, 20, 29, 30, 40, 75]


def numbers(value: Any) -> Iterator[dict[str, Any]]:
    """Walk through everything with a state."""
    if isinstance(value, dict):
        if "state" in value:
            yield value
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.sampled_from(SIZES), min_size=1, max_size=7),
    k=st.integers(2, 7),
    n_groups=st.integers(1, 6),
    n_min=st.sampled_from([5, 10, 15]),
    unplaced=st.sampled_from([0, 3, 25]),
)
@example(seed=0, sizes=[29, 9, 11, 19, 10], k=4, n_groups=1, n_min=5, unplaced=0)
def test_random_regions_keep_their_promises(make_region, seed, sizes, k, n_groups, n_min, unplaced):
    drafts = make_region(seed, sizes, k=k, n_groups=n_groups, n_min=n_min, unplaced=unplaced)
    rules = DisclosureRules(n_min=n_min, region_min_schools=2)
    releases = publish_region(drafts, rules)
    by_school = {d["school"]["id"]: d for d in drafts}
    wanted = [d["school"]["id"] for d in drafts if d["participation"]["n"] >= n_min]
    assert [r.school_id for r in releases] == wanted
    if releases:
        report = attack(releases)
        assert not report.succeeded, report.findings.to_string()
    for release in releases:
        content, draft = release.to_dict(), by_school[release.school_id]
        for number in numbers(content):
            if number["state"] == "shown":
                n = number.get("value", number.get("n"))
                assert n is None or n == 0 or n >= n_min
            if number["state"] in ("exact", "below", "above"):
                assert 0 < number["percent"] < 100
        groups = content["participation"]["groups"]
        assert sum(g["n"].get("value", 0) for g in groups) == len_of(draft, groups)
        check_groups(content, draft)
        check_items(content, draft)


def len_of(draft: dict[str, Any], groups: list[dict[str, Any]]) -> int:
    shown = {m for g in groups if g["n"]["state"] == "shown" for m in g["members"]}
    return sum(g["n"] for g in draft["participation"]["groups"] if g["label"] in shown)


def check_groups(content: dict[str, Any], draft: dict[str, Any]) -> None:
    """Merged estimates are those of the members' pupils together."""
    raw = {g["label"]: g["scores"] for g in draft["groups"]}
    for group in content["groups"]:
        for scale, cell in group["scores"].items():
            if cell["state"] != "shown":
                continue
            parts = [raw[m][scale] for m in group["members"]]
            n = sum(p["n"] for p in parts)
            assert cell["n"] == n
            assert cell["mean"] == pytest.approx(sum(p["sum"] for p in parts) / n, abs=0.0501)
            assert cell["low"] < cell["mean"] < cell["high"]


def check_items(content: dict[str, Any], draft: dict[str, Any]) -> None:
    for item, raw in zip(content["items"], draft["items"], strict=True):
        table, counts = item["distribution"], raw["distribution"]["counts"]
        n = sum(counts)
        if table["state"] != "shown":
            continue
        assert table["n"] == n
        assert [m for c in table["classes"] for m in c["members"]] == list(
            range(1, len(counts) + 1)
        )
        for part in table["classes"]:
            percent = 100 * sum(counts[m - 1] for m in part["members"]) / n
            share = part["share"]
            if share["state"] == "exact":
                assert abs(share["percent"] - percent) <= table["step"] / 2
            elif share["state"] == "below":
                assert percent < share["percent"]
            else:
                assert percent > share["percent"]


@settings(max_examples=60, deadline=None)
@given(
    counts=st.lists(st.integers(0, 12), min_size=2, max_size=5).filter(lambda c: 10 <= sum(c) <= 48)
)
def test_no_bounded_count_follows_from_a_distribution(counts):
    """Every list of counts that prints alike is tried: a bounded one always varies."""
    texts = [{"nl": str(i), "en": None} for i in range(len(counts))]
    shown, agree = publish_distribution({"counts": counts, "categories": texts}, RULES, agree=True)
    if shown["state"] == "hidden":
        return
    n, step, classes = sum(counts), shown["step"], shown["classes"]
    high = [i for i, c in enumerate(classes) if c["side"] == "high"]
    fitting = [
        [c for c in range(n + 1) if publish_share(c, n, RULES, step=step) == part["share"]]
        for part in classes
    ]
    alike = [c for c in itertools.product(*fitting) if sum(c) == n]
    if agree["state"] != "hidden":
        alike = [c for c in alike if publish_share(sum(c[i] for i in high), n, RULES) == agree]
    assert alike
    for i, part in enumerate(classes):
        if part["share"]["state"] != "exact":
            assert len({c[i] for c in alike}) > 1
    if agree["state"] in ("below", "above"):
        assert len({sum(c[i] for i in high) for c in alike}) > 1


@pytest.mark.parametrize(
    ("n", "k", "classes"),
    [(30, 5, 5), (29, 5, 3), (29, 4, 2), (13, 3, 3), (40, 4, 4), (9, 5, 0)],
)
def test_small_groups_get_fewer_classes(n, k, classes):
    counts = [n // k] * k
    counts[-1] += n - sum(counts)
    texts = [{"nl": str(i), "en": str(i)} for i in range(k)]
    shown, _ = publish_distribution({"counts": counts, "categories": texts}, RULES)
    assert len(shown.get("classes", [])) == classes


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 30), max_size=7), st.sampled_from([5, 10]))
def test_merging_leaves_no_small_group(sizes, n_min):
    groups = merge_groups(sizes, n_min)
    assert sorted(i for g in groups for i in g) == list(range(len(sizes)))
    assert [g[0] for g in groups] == sorted(g[0] for g in groups)
    small = [g for g in groups if 0 < sum(sizes[i] for i in g) < n_min]
    assert not small or sum(sizes) < n_min


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 25), min_size=1, max_size=4).filter(lambda s: sum(s) >= 10))
def test_no_hidden_cell_follows_from_its_column(sizes):
    """Every way to fill the hidden cells is tried."""
    reasons = column_reasons(sizes, 10)
    hidden = [i for i, r in enumerate(reasons) if r in ("few", "complement")]
    assert all(reasons[i] is not None for i, n in enumerate(sizes) if n < 10)
    if not hidden:
        return
    total = sum(sizes[i] for i in hidden)
    assert len(hidden) > 1
    assert total >= 10
    top = 9 if reasons[hidden[0]] == "few" else total
    ways = [
        way
        for way in itertools.product(range(1, top + 1), repeat=len(hidden) - 1)
        if 1 <= total - sum(way) <= top
    ]
    ways = [(*way, total - sum(way)) for way in ways]
    assert all(len({way[i] for way in ways}) > 1 for i in range(len(hidden)))


def test_schools_of_9_10_and_11(make_region):
    drafts = make_region(3, [9, 10, 11])
    assert [r.school_id for r in publish_region(drafts, RULES)] == ["01AB00", "02AB00"]
    sizes = {d["school"]["id"]: d["participation"]["n"] for d in drafts}
    published, withheld = publishable_schools(sizes, RULES)
    assert published == ("01AB00", "02AB00")
    assert withheld == {"00AB00": "few"}
    with pytest.raises(DisclosureError, match="fewer than 10"):
        publish_school(drafts[0], RULES)


def test_a_region_needs_five_other_schools_and_no_giant(make_region):
    five = publish_region(make_region(1, [40] * 5), RULES)[0].data["scales"][0]["region"]
    assert five == {"state": "hidden", "reason": "few_schools"}
    six = publish_region(make_region(2, [40] * 6), RULES)[0].data["scales"][0]
    assert six["region"]["schools"] == 5
    assert six["comparison"] == {"verdict": "pairs", "label": "similar", "reason": None}
    giant = publish_region(make_region(2, [40] * 6 + [500]), RULES)[0].data["scales"][0]
    assert giant["region"] == {"state": "hidden", "reason": "few_schools"}
    assert giant["comparison"] == {
        "verdict": "pairs",
        "label": "not_compared",
        "reason": "few_schools",
    }


def test_a_mark_over_a_hidden_school_is_refused(make_region):
    drafts = make_region(4, [40] * 6 + [7])
    drafts[2]["scales"][1]["region"]["n"] += 7
    drafts[2]["scales"][1]["region"]["schools"] += 1
    with pytest.raises(DisclosureError, match="scale_members"):
        publish_region(drafts, RULES)
    drafts = make_region(4, [40] * 6 + [7])
    for draft in drafts:
        draft["scales"][0]["reliability"]["n"] = 247
    with pytest.raises(DisclosureError, match="publishable_schools"):
        publish_region(drafts, RULES)


def test_marks_are_of_one_sector(make_region):
    drafts = make_region(4, [40] * 12)
    for i, draft in enumerate(drafts):
        draft["school"]["sector"] = "po" if i < 6 else "vo"
    with pytest.raises(DisclosureError, match="of its sector"):
        publish_region(drafts, RULES)


def test_a_mean_that_may_not_be_compared_with_is_not_shown(make_region):
    drafts = make_region(4, [40] * 6)
    why = "not_invariant"
    for draft in drafts:
        draft["scales"][0]["comparison"] = {"verdict": why, "label": "not_compared", "reason": why}
    scale = publish_region(drafts, RULES)[0].data["scales"][0]
    assert scale["region"] == {"state": "hidden", "reason": why}
    assert scale["score"]["state"] == "shown"
    assert scale["comparison"]["reason"] == why


def test_an_unreliable_scale_is_hidden_everywhere(make_region):
    (draft,) = make_region(8, [120])
    draft["scales"][0]["reliability"] |= {"estimate": 0.45, "level": "insufficient"}
    draft["scales"][0]["previous"] = {
        "wave": "2024-2025",
        "score": dict(draft["scales"][0]["score"]),
        "change": "higher",
        "reason": None,
    }
    data = publish_school(draft, RULES).to_dict()
    scale = data["scales"][0]
    hidden = {"state": "hidden", "reason": "unreliable"}
    assert scale["score"] == scale["region"] == scale["previous"]["score"] == hidden
    assert scale["comparison"] == {
        "verdict": "unreliable",
        "label": "not_compared",
        "reason": "unreliable",
    }
    assert scale["previous"]["change"] == "not_compared"
    cells = [g["scores"]["belonging"] for g in data["groups"] + data["waves"]]
    assert cells
    assert all(cell == hidden for cell in cells)


def test_all_answers_equal_are_not_told(make_region):
    (draft,) = make_region(8, [12])
    for item in draft["items"]:
        item["distribution"]["counts"] = [0, 0, 0, 0, 12]
        item["no_opinion"] = {"count": 0, "n": 12}
    draft["informants"] = []
    for scale in draft["scales"]:
        scale["score"] = {"n": 12, "mean": 5.0, "low": 5.0, "high": 5.0}
        draft["waves"][0]["scores"][scale["name"]] = dict(scale["score"])
    draft["groups"] = []
    release = publish_school(draft, RULES)
    three, _, one = release.data["scales"]
    assert three["score"] == {"state": "shown", "n": 12, "mean": 5.0, "low": 4.9, "high": 5.1}
    assert one["score"] == {"state": "hidden", "reason": "complement"}
    classes = release.data["items"][0]["distribution"]["classes"]
    assert classes[-1]["share"] == {"state": "above", "percent": 80}
    assert not attack([release]).succeeded


def test_small_groups_are_merged_and_their_enrolment_added(make_region):
    (draft,) = make_region(8, [64], n_groups=4)
    rows = draft["participation"]["groups"]
    tables = draft["groups"]
    for row, table, n in zip(rows, tables, [30, 26, 5, 3], strict=True):
        row |= {"n": n, "enrolled": n + 1}
        for scale in table["scores"]:
            table["scores"][scale] = {"n": n, "sum": 3.0 * n, "sumsq": 10.0 * n}
    for scale in draft["scales"]:
        scale["score"] = {"n": 64, "mean": 3.0, "low": 2.8, "high": 3.2}
        draft["waves"][0]["scores"][scale["name"]] = dict(scale["score"])
    data = publish_school(draft, RULES).to_dict()
    shown = [
        (g["members"], g["n"]["value"], g["enrolled"]) for g in data["participation"]["groups"]
    ]
    assert shown == [
        (["leerjaar 1"], 30, 31),
        (["leerjaar 2", "leerjaar 3", "leerjaar 4"], 34, 37),
    ]
    cell = data["groups"][1]["scores"]["belonging"]
    half = 2.0345 * ((10 * 34 - 34 * 9) / 33 / 34) ** 0.5
    assert cell["high"] == round(3 + half, 1)
    assert data["hidden"][0] == {"what": "merged_groups", "reason": "few", "cells": 3}


def test_one_group_left_is_no_table(make_region):
    (draft,) = make_region(2, [14], n_groups=2)
    for row, n in zip(draft["participation"]["groups"], [8, 6], strict=True):
        row["n"] = n
    draft["groups"] = []
    data = publish_school(draft, RULES).to_dict()
    assert data["groups"] == []
    assert [g["members"] for g in data["participation"]["groups"]] == [["leerjaar 1", "leerjaar 2"]]


def test_all_faults_of_a_draft_at_once(make_region):
    (draft,) = make_region(2, [40])
    broken = copy.deepcopy(draft)
    del broken["ladder"]
    broken["extra"] = 1
    broken["participation"]["n"] = "40"
    with pytest.raises(DisclosureError) as caught:
        publish_school(broken, RULES)
    assert len(caught.value.problems) == 3
    broken = copy.deepcopy(draft)
    broken["participation"]["groups"][0]["n"] += 1
    broken["cleaning"]["rows_in"] += 1
    broken["informants"][0]["items"][0]["pupils"]["count"] += 1
    broken["items"][0]["no_opinion"]["n"] += 1
    with pytest.raises(DisclosureError) as caught:
        publish_school(broken, RULES)
    assert len(caught.value.problems) >= 4


def test_drafts_of_two_regions_are_refused(make_region):
    drafts = make_region(2, [40, 40])
    drafts[1] = copy.deepcopy(drafts[1])
    drafts[1]["provenance"]["wave"] = "2024-2025"
    with pytest.raises(DisclosureError, match="provenance"):
        publish_region(drafts, RULES)
    drafts = make_region(2, [40, 40])
    drafts[1]["school"] = drafts[0]["school"]
    with pytest.raises(DisclosureError, match="more than one draft"):
        publish_region(drafts, RULES)


def test_the_words_of_two_tables_do_not_tell_a_count(make_region):
    """A school's "complement" beside its region's "few" once left one way to sum to 8."""
    (draft,) = make_region(2, [40], n_min=5)
    flow = draft["cleaning"]
    for rule, n in zip(flow["removed"], [4, 4, 12, 0], strict=True):
        rule["n"] = n
    flow["rows_in"] = 60
    region = flow["region"]
    region |= {"removed": copy.deepcopy(flow["removed"]), "rows_in": 60}
    release = publish_school(draft, DisclosureRules(n_min=5))
    assert not attack([release]).succeeded
    cells = [r["n"]["state"] for r in release.data["cleaning"]["removed"]]
    assert cells == ["hidden", "hidden", "shown", "shown"]


def test_numpy_numbers_are_taken(make_region):
    (draft,) = make_region(2, [40])
    plain = publish_school(draft, RULES)
    draft["participation"]["n"] = np.int64(40)
    draft["scales"][0]["score"] = {
        k: np.float64(v) if k != "n" else np.int64(v)
        for k, v in draft["scales"][0]["score"].items()
    }
    assert publish_school(draft, RULES).to_bytes() == plain.to_bytes()


@pytest.mark.parametrize(
    "fault",
    [
        {"n_min": 4},
        {"n_min": 10.0},
        {"mean_decimals": 3},
        {"bounds": ((10, 20), (40, 5))},
        {"bounds": ((10, 10),)},
        {"region_min_schools": 1},
        {"region_min_pupils": 9},
        {"region_max_share": 1.5},
        {"careless": "drop"},
        {"duplicates": ""},
    ],
)
def test_rules_out_of_range_are_refused(fault):
    with pytest.raises(DisclosureError):
        DisclosureRules(**fault)
