"""The named and the lettered document: what is in them, and what must not be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from aspiratie.bilingual import Text
from aspiratie.disclosure import (
    DisclosureRules,
    LetteredRelease,
    NamedRelease,
    read_region_release,
    read_school_release,
    release_bytes,
    write_release,
)
from aspiratie.disclosure.bounds import counts_of
from aspiratie.disclosure.files import parse_release
from aspiratie.disclosure.region.draft import DraftRegionItem, RegionDraft
from aspiratie.disclosure.region.items import publish_region_items
from aspiratie.disclosure.region.letters import BLOCK, letter_of
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.shape import Distribution, Hidden, KindEstimate, Mark
from aspiratie.errors import DisclosureError, ReleaseError

RULES = DisclosureRules()


def cut(draft: RegionDraft, schools: int) -> RegionDraft:
    kept = {s.id for s in draft.schools[:schools]}
    return replace(
        draft,
        schools=draft.schools[:schools],
        scales=tuple(
            replace(scale, rows=tuple(r for r in scale.rows if r.school in kept))
            for scale in draft.scales
        ),
    )


def test_named_totals_are_the_schools_together(draft: RegionDraft) -> None:
    release = publish_named(draft, RULES)
    assert release.participation.n == sum(school.n for school in release.schools)
    compared = [s for s in release.scales if s.rows]
    assert compared
    for scale in compared:
        assert isinstance(scale.region, Mark)
        assert scale.region.n == sum(r.n for r in scale.rows)
        assert scale.region.schools == len(scale.rows)
        assert min(r.n for r in scale.rows) >= RULES.n_min


def test_lettered_names_nobody_and_has_no_sizes(draft: RegionDraft) -> None:
    release, keys = publish_lettered(draft, RULES, secret=b"geheim")
    text = release_bytes(release).decode()
    for school in draft.schools:
        assert school.id not in text
        assert school.name not in text
    sizes = {f.value for f in release.facts() if f.meaning == "count" and f.population.letter}
    assert not sizes
    assert set(keys) == {s.id for s in draft.schools}


def test_at_least_three_schools_are_told_alike(draft: RegionDraft) -> None:
    release, _ = publish_lettered(draft, RULES, secret=b"geheim")
    for scale in release.scales:
        told = Counter((r.value, r.low, r.high, r.label) for r in scale.letters)
        assert not told or min(told.values()) >= BLOCK


def test_keys_tell_each_school_its_own_value(draft: RegionDraft) -> None:
    release, keys = publish_lettered(draft, RULES, secret=b"geheim")
    raw = {s.facts.name: {r.school: r for r in s.rows} for s in draft.scales}
    for scale in release.scales:
        letters = {r.letter: r for r in scale.letters}
        own = {k[scale.name] for k in keys.values() if scale.name in k}
        assert own == set(letters)
        for school, key in keys.items():
            if scale.name in key:
                told = letters[key[scale.name]]
                mean = raw[scale.name][school].shrunken_mean
                assert told.low - 1e-9 <= mean <= told.high + 1e-9


def test_letters_follow_neither_size_nor_name_nor_order(draft: RegionDraft) -> None:
    _, keys = publish_lettered(draft, RULES, secret=b"geheim")
    names = [s.facts.name for s in draft.scales if s.rows]
    orders = [sorted(keys, key=lambda s, n=name: keys[s][n]) for name in names]
    sizes = [s.id for s in sorted(draft.schools, key=lambda s: s.n)]
    for order in orders:
        assert order not in (sorted(order), sorted(order)[::-1], sizes, sizes[::-1])
    assert len({tuple(order) for order in orders}) == len(orders) > 1
    turned = replace(
        draft, scales=tuple(replace(s, rows=tuple(reversed(s.rows))) for s in draft.scales)
    )
    assert publish_lettered(turned, RULES, secret=b"geheim")[1] == keys
    assert publish_lettered(draft, RULES, secret=b"anders")[1] != keys


def test_documents_are_the_same_each_time(draft: RegionDraft) -> None:
    assert release_bytes(publish_named(draft, RULES)) == release_bytes(publish_named(draft, RULES))
    first, second = (
        release_bytes(publish_lettered(draft, RULES, secret=b"x")[0]) for _ in range(2)
    )
    assert first == second


def test_too_few_schools_for_letters_or_for_anything(draft: RegionDraft) -> None:
    publish_named(cut(draft, 5), RULES)
    with pytest.raises(DisclosureError, match="too few for letters"):
        publish_lettered(cut(draft, 5), RULES, secret=b"x")
    with pytest.raises(DisclosureError, match="needs 5 schools"):
        publish_named(cut(draft, 4), RULES)


def test_hidden_kinds_of_education_are_a_region_by_themselves(draft: RegionDraft) -> None:
    scale = next(s for s in draft.scales if s.types)
    first = scale.types[0]
    types = (
        replace(first, type="havo", schools=6, n=300, largest=70),
        replace(first, type="pro", schools=2, n=60, largest=35),
        replace(first, type="vmbo", schools=6, n=398, largest=90),
    )
    changed = replace(draft, scales=(replace(scale, types=types),))
    scores = {t.type: t.score for t in publish_named(changed, RULES).scales[0].types}
    assert scores["havo"] == Hidden(reason="complement")
    assert scores["pro"] == Hidden(reason="few_schools")
    assert isinstance(scores["vmbo"], KindEstimate)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 14), min_size=5, max_size=5).filter(lambda c: sum(c) >= 10),
        min_size=5,
        max_size=9,
    )
)
def test_region_shares_hide_one_pupil(counts: list[list[int]]) -> None:
    item = DraftRegionItem(
        name="a",
        scale="rust",
        title=Text(nl="woord"),
        reversed=False,
        midpoint=None,
        categories=(Text(nl="woord"),) * 5,
        counts={f"S{i}": tuple(c) for i, c in enumerate(counts)},
        no_opinion={f"S{i}": c[0] for i, c in enumerate(counts)},
    )
    [told] = publish_region_items([item], RULES)
    spread = told.distribution
    total = [sum(c[k] for c in counts) for k in range(5)]
    if not isinstance(spread, Distribution):
        return
    bound = RULES.bound(spread.n)
    assert bound is not None
    for c in spread.classes:
        part = sum(total[m - 1] for m in c.members)
        fits = counts_of(c.share, spread.n, step=spread.step, bound=bound)
        assert fits.low <= max(part - 1, 0)
        assert fits.high >= min(part + 1, spread.n)


def test_letters_after_z() -> None:
    assert len({letter_of(i) for i in range(1000)}) == 1000


def test_release_is_read_as_written_and_checked(draft: RegionDraft, tmp_path: Path) -> None:
    release = publish_named(draft, RULES)
    path = write_release(release, tmp_path / "regio.json")
    assert read_region_release(path) == release
    mark = {"state": "shown", "n": 60, "schools": 4, "mean": 3.1, "step": 0.1}
    for place, value, told in (
        (("schools", 0, "n"), 4, "fewer than 10"),
        (("scales", 0, "region"), mark, "too few"),
        (("kind",), "region_letters", "unknown"),
        (("sector",), "mbo", "none of what is promised"),
        (("version",), 1, "not version 2"),
    ):
        plain = json.loads(path.read_bytes())
        at = plain
        for key in place[:-1]:
            at = at[key]
        at[place[-1]] = value
        with pytest.raises(ReleaseError, match=told):
            parse_release(json.dumps(plain).encode())
    with pytest.raises(ReleaseError, match="not a school's"):
        read_school_release(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ReleaseError, match="not JSON"):
        read_region_release(path)


def test_a_document_has_names_or_letters_by_its_type() -> None:
    """What belongs to one document cannot stand in the other: there is no place for it."""
    named, lettered = NamedRelease.__struct_fields__, LetteredRelease.__struct_fields__
    assert set(named) - set(lettered) == {"schools", "adjustment"}
    assert set(lettered) <= set(named)
