"""Whoever holds all documents of a region finds nothing; a planted fault is found."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.attack_regional import attack_regional
from aspiratie.disclosure.publish_regional import publish_lettered, publish_named
from aspiratie.disclosure.region_ledger import (
    append_region_ledger,
    check_region_ledger,
    read_region_ledger,
)
from aspiratie.disclosure.region_release import RegionRelease
from aspiratie.errors import DisclosureError, ReleaseError
from aspiratie.prepare import prepare_region
from aspiratie.prepare.regional import prepare_regional

RULES = DisclosureRules()
Draft = dict[str, Any]


def documents(draft: Draft) -> tuple[dict[str, Any], dict[str, Any]]:
    named = publish_named(draft, RULES)
    lettered, _ = publish_lettered(draft, RULES, secret=b"geheim")
    return named.to_dict(), lettered.to_dict()


def told(*found: Any) -> str:
    return " ".join(attack_regional(found).findings["what"])


def last_year(draft: Draft) -> Draft:
    out = copy.deepcopy(draft)
    out["provenance"] = out["provenance"] | {"wave": "2024-2025"}
    return out


def test_nothing_is_found(draft: Draft) -> None:
    found = attack_regional([*documents(draft), *documents(last_year(draft))])
    assert found.findings.empty
    assert found.n_documents == 4
    assert found.n_cells_checked > 50


def test_needs_a_region(draft: Draft) -> None:
    with pytest.raises(DisclosureError, match="document of a region"):
        attack_regional([])


def test_a_school_left_out_of_one_year_is_found(draft: Draft) -> None:
    named, _ = documents(draft)
    then, _ = documents(last_year(draft))
    then["participation"]["rows"].pop(3)
    assert "what remains of the region is one school" in told(named, then)


def test_a_second_release_without_a_school_is_found(draft: Draft) -> None:
    named, _ = documents(draft)
    fewer = copy.deepcopy(draft)
    gone = fewer["schools"].pop(5)
    for scale in fewer["scales"]:
        rows = scale["rows"]
        scale["rows"] = [r for r in rows if r["school"] != gone["id"]]
        scale["spread"]["n"] -= gone["n"]
        scale["spread"]["schools"] -= 1
    again = publish_named(fewer, RULES).to_dict()
    assert "left out of one of two documents" in told(named, again)


def test_exact_letters_are_found(draft: Draft) -> None:
    named, lettered = documents(draft)
    own = {s["name"]: s["rows"] for s in named["scales"]}
    scale = next(s for s in lettered["scales"] if s["letters"])
    row = own[scale["name"]][0]
    scale["letters"][0] |= {"low": row["shrunken"], "high": row["shrunken"], "label": row["label"]}
    found = told(named, lettered)
    assert "fewer than 3 schools are told alike" in found
    assert "a letter fits fewer than 3 of the named schools" in found


def test_one_letter_for_all_scales_is_found(draft: Draft) -> None:
    """Schools in blocks of three, but with one letter throughout: the profile tells them."""
    named, lettered = documents(draft)
    pattern = next(s for s in named["scales"] if s["rows"])
    letters = next(s for s in lettered["scales"] if s["letters"])
    names = [s["id"] for s in draft["schools"]][:12]
    named["scales"], lettered["scales"] = [], []
    for k, step in enumerate((1, 3, 5, 7)):
        order = sorted(range(12), key=lambda i: ((i * step) % 13, i))
        rows, told_of = [], []
        for place, i in enumerate(order):
            value = 2.0 + place // 3 * 0.5
            rows.append(dict(pattern["rows"][0]) | {"school": names[i], "shrunken": value, "n": 40})
            told_of.append(
                {"letter": chr(65 + i), "value": value, "low": value - 0.1, "high": value + 0.1}
                | {"label": rows[-1]["label"]}
            )
        mark = {"state": "shown", "mean": 3.0, "n": 480, "schools": 12}
        common = {"name": f"s{k}", "region": mark, "types": []}
        named["scales"].append(dict(pattern) | common | {"rows": rows})
        lettered["scales"].append(dict(letters) | common | {"letters": told_of})
    assert "by its profile over the scales" in told(named, lettered)


def test_letters_that_cannot_all_be_schools_are_no_profile() -> None:
    from aspiratie.disclosure.attack_regional import _fit_together

    assert _fit_together({"A": {"x", "y"}, "B": {"x"}, "C": {"y", "z"}})
    assert not _fit_together({"A": {"x"}, "B": {"x"}, "C": {"x", "y", "z"}})
    assert not _fit_together({"A": set(), "B": {"x"}})
    assert not _fit_together({})


def test_kinds_of_education_that_follow_are_found(draft: Draft) -> None:
    named, _ = documents(draft)
    scale = next(s for s in named["scales"] if s["types"])
    mark = scale["region"]
    score = {"state": "shown", "n": mark["n"] - 20, "schools": mark["schools"] - 1}
    scale["types"] = [
        {"type": "vmbo", "score": score | {"mean": 3.0, "low": 2.9, "high": 3.1}},
        {"type": "pro", "score": {"state": "hidden", "reason": "few_schools"}},
    ]
    assert "kinds of education that are hidden" in told(named)


@pytest.fixture
def everything(make_region: Any) -> list[dict[str, Any]]:
    """All documents of one small region: named, lettered, and every school report."""
    parameters = make_region([14, 20, 12, 33, 25, 11, 18], sd=0.6, seed=3).parameters
    [draft] = prepare_regional(parameters).drafts
    reports = [release.to_dict() for release in prepare_region(parameters).releases]
    return [*documents(draft.content), *reports]


def test_nothing_is_found_beside_the_school_reports(everything: list[dict[str, Any]]) -> None:
    assert len(everything) == 9
    assert attack_regional(everything).findings.empty


def test_a_school_with_a_report_that_the_region_leaves_out_is_found(
    everything: list[dict[str, Any]],
) -> None:
    part = everything[0]["participation"]
    gone = part["rows"].pop()
    part["n"] -= gone["n"]
    part["schools"] -= 1
    assert "a school with a report is left out" in told(*everything)


def test_a_few_pupils_more_than_in_a_school_report_are_found(
    everything: list[dict[str, Any]],
) -> None:
    part = everything[0]["participation"]
    part["rows"][2]["n"] += 3
    part["n"] += 3
    assert "two documents differ by a few respondents" in told(*everything)


def test_exact_shares_of_a_small_region_tell_a_bounded_answer(
    everything: list[dict[str, Any]],
) -> None:
    """Printed to the pupil, the region's answers give away those of a single school."""
    named, reports = everything[0], everything[2:]
    item = named["items"][0]
    spread = item["distribution"]
    own = [i for r in reports for i in r["items"] if i["name"] == item["name"]]
    text = {"nl": "woord", "en": None}

    def printed(item: dict[str, Any], share: dict[str, Any], step: int) -> None:
        first = {"label": text, "members": [1], "side": "low", "share": share}
        n = item["n"]["value"]
        item["distribution"] = {"state": "shown", "n": n, "step": step, "classes": [first]}

    # 8 of 133 in the region, 7 of them in one school, none in five others: one is left
    assert [i["n"]["value"] for i in own[:2]] == [14, 20]
    assert spread["n"] == 133
    for known in own[2:]:
        known["distribution"] |= {"step": 1, "classes": []}
    printed(own[0], {"state": "below", "percent": 20}, 20)
    printed(own[1], {"state": "exact", "percent": 35}, 1)
    printed(item, {"state": "exact", "percent": 6}, 1)
    assert "a bounded count follows" in told(named, *reports)


def test_ledger_finds_the_same_over_time(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "ledger_regio.jsonl"
    release = publish_named(draft, RULES)
    assert append_region_ledger(path, [release]) == 1
    assert append_region_ledger(path, [release]) == 0
    later = RegionRelease(data=publish_named(last_year(draft), RULES).to_dict())
    append_region_ledger(path, [later])
    assert check_region_ledger(read_region_ledger(path)).findings.empty
    fewer = copy.deepcopy(draft)
    fewer["schools"].pop()
    append_region_ledger(path, [publish_named(fewer, RULES)])
    assert "left out" in " ".join(check_region_ledger(read_region_ledger(path)).findings["what"])
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[2]]) + "\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="changed after it was written"):
        append_region_ledger(path, [release])
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="no ledger"):
        read_region_ledger(path)
