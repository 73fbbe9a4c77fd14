"""The named and the lettered document: what is in them, and what must not be."""

from __future__ import annotations

import copy
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.disclosure import DisclosureRules, release_schema
from aspiratie.disclosure.bounds import counts_of
from aspiratie.disclosure.publish_regional import (
    BLOCK,
    letter_of,
    publish_lettered,
    publish_named,
)
from aspiratie.disclosure.region_items import publish_region_items
from aspiratie.disclosure.region_release import (
    RegionRelease,
    read_region_release,
    region_schema,
    write_region_release,
)
from aspiratie.errors import DisclosureError, ReleaseError

RULES = DisclosureRules()
Draft = dict[str, Any]


def cut(draft: Draft, schools: int) -> Draft:
    out = copy.deepcopy(draft)
    out["schools"] = out["schools"][:schools]
    kept = {s["id"] for s in out["schools"]}
    for scale in out["scales"]:
        scale["rows"] = [r for r in scale["rows"] if r["school"] in kept]
    return out


def test_named_totals_are_the_schools_together(draft: Draft) -> None:
    data = publish_named(draft, RULES).data
    part = data["participation"]
    assert part["n"] == sum(row["n"] for row in part["rows"])
    compared = [s for s in data["scales"] if s["rows"]]
    assert compared
    for scale in compared:
        assert scale["region"]["n"] == sum(r["n"] for r in scale["rows"])
        assert scale["region"]["schools"] == len(scale["rows"])
        assert min(r["n"] for r in scale["rows"]) >= RULES.n_min


def test_lettered_names_nobody_and_has_no_sizes(draft: Draft) -> None:
    release, keys = publish_lettered(draft, RULES, secret=b"geheim")
    text = release.to_bytes().decode()
    for school in draft["schools"]:
        assert school["id"] not in text
        assert school["name"] not in text
    for scale in release.data["scales"]:
        assert not scale["rows"]
        assert scale["funnel"]["state"] == "hidden"
    assert set(keys) == {s["id"] for s in draft["schools"]}


def test_at_least_three_schools_are_told_alike(draft: Draft) -> None:
    release, _ = publish_lettered(draft, RULES, secret=b"geheim")
    for scale in release.data["scales"]:
        told = Counter((r["value"], r["low"], r["high"], r["label"]) for r in scale["letters"])
        assert not told or min(told.values()) >= BLOCK


def test_keys_tell_each_school_its_own_value(draft: Draft) -> None:
    release, keys = publish_lettered(draft, RULES, secret=b"geheim")
    raw = {s["name"]: {r["school"]: r for r in s["rows"]} for s in draft["scales"]}
    for scale in release.data["scales"]:
        letters = {r["letter"]: r for r in scale["letters"]}
        own = {k[scale["name"]] for k in keys.values() if scale["name"] in k}
        assert own == set(letters)
        for school, key in keys.items():
            if scale["name"] in key:
                told = letters[key[scale["name"]]]
                mean = raw[scale["name"]][school]["shrunken_mean"]
                assert told["low"] - 1e-9 <= mean <= told["high"] + 1e-9


def test_letters_follow_neither_size_nor_name_nor_order(draft: Draft) -> None:
    _, keys = publish_lettered(draft, RULES, secret=b"geheim")
    names = [s["name"] for s in draft["scales"] if s["rows"]]
    orders = [sorted(keys, key=lambda s, n=name: keys[s][n]) for name in names]
    sizes = [s["id"] for s in sorted(draft["schools"], key=lambda s: s["n"])]
    for order in orders:
        assert order not in (sorted(order), sorted(order)[::-1], sizes, sizes[::-1])
    assert len({tuple(order) for order in orders}) == len(orders) > 1
    turned = copy.deepcopy(draft)
    for scale in turned["scales"]:
        scale["rows"].reverse()
    assert publish_lettered(turned, RULES, secret=b"geheim")[1] == keys
    assert publish_lettered(draft, RULES, secret=b"anders")[1] != keys


def test_documents_are_the_same_each_time(draft: Draft) -> None:
    assert publish_named(draft, RULES).sha256 == publish_named(draft, RULES).sha256
    first, second = (publish_lettered(draft, RULES, secret=b"x")[0].sha256 for _ in range(2))
    assert first == second


def test_too_few_schools_for_letters_or_for_anything(draft: Draft) -> None:
    publish_named(cut(draft, 5), RULES)
    with pytest.raises(DisclosureError, match="too few for letters"):
        publish_lettered(cut(draft, 5), RULES, secret=b"x")
    with pytest.raises(DisclosureError, match="needs 5 schools"):
        publish_named(cut(draft, 4), RULES)


def test_hidden_kinds_of_education_are_a_region_by_themselves(draft: Draft) -> None:
    changed = copy.deepcopy(draft)
    scale = next(s for s in changed["scales"] if s["types"])
    first = dict(scale["types"][0])
    scale["types"] = [
        first | {"type": "havo", "schools": 6, "n": 300, "largest": 70},
        first | {"type": "pro", "schools": 2, "n": 60, "largest": 35},
        first | {"type": "vmbo", "schools": 6, "n": 398, "largest": 90},
    ]
    found = next(s for s in publish_named(changed, RULES).data["scales"] if s["types"])
    states = {t["type"]: t["score"].get("reason", "shown") for t in found["types"]}
    assert states == {"havo": "complement", "pro": "few_schools", "vmbo": "shown"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 14), min_size=5, max_size=5).filter(lambda c: sum(c) >= 10),
        min_size=5,
        max_size=9,
    )
)
def test_region_shares_hide_one_pupil(counts: list[list[int]]) -> None:
    text = {"nl": "woord", "en": None}
    item = {
        "name": "a",
        "scale": "rust",
        "title": text,
        "reversed": False,
        "midpoint": None,
        "categories": [text] * 5,
        "counts": {f"S{i}": c for i, c in enumerate(counts)},
        "no_opinion": {f"S{i}": c[0] for i, c in enumerate(counts)},
    }
    [told] = publish_region_items([item], RULES)
    spread = told["distribution"]
    total = [sum(c[k] for c in counts) for k in range(5)]
    if spread["state"] == "hidden":
        return
    bound = RULES.bound(spread["n"])
    assert bound is not None
    for c in spread["classes"]:
        part = sum(total[m - 1] for m in c["members"])
        fits = counts_of(c["share"], spread["n"], step=spread["step"], bound=bound)
        assert fits.low <= max(part - 1, 0)
        assert fits.high >= min(part + 1, spread["n"])


def test_letters_after_z() -> None:
    assert len({letter_of(i) for i in range(1000)}) == 1000


def test_release_is_read_as_written_and_checked(draft: Draft, tmp_path: Any) -> None:
    release = publish_named(draft, RULES)
    again = read_region_release(write_region_release(release, tmp_path / "regio.json"))
    assert again.sha256 == release.sha256
    for path, value, told in (
        (("participation", "rows", 0, "n"), 4, "fewer than 10"),
        (
            ("scales", 0, "region"),
            {"state": "shown", "mean": 3.1, "n": 60, "schools": 4},
            "too few",
        ),
        (("variant",), "lettered", "other variant"),
        (("sector",), "mbo", "must be one of"),
    ):
        plain = release.to_dict()
        at = plain
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        with pytest.raises(ReleaseError, match=told):
            RegionRelease(data=plain)
    (tmp_path / "regio.json").write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="not JSON"):
        read_region_release(tmp_path / "regio.json")


def test_shared_parts_of_the_schemas_are_equal() -> None:
    own, school = region_schema()["$defs"], release_schema()["$defs"]
    for name in ("text", "count", "share", "distribution", "hidden", "reason"):
        assert own[name] == school[name]
    assert json.dumps(region_schema()["properties"]["provenance"]) == json.dumps(
        release_schema()["properties"]["provenance"]
    )
