"""Protection holds in small regions, against the attack and against an enumerator."""

from __future__ import annotations

import pytest
from tests.protection.enumerator import Reader, reader_of
from tests.protection.worlds import RULES, published, small_region

from aspiratie.attack import attack

SPAN = 4.0


def skippers(reader: Reader) -> list[object]:
    """Return the pupils who skipped a condition and have a score all the same."""
    return [
        p
        for p in reader.pupils
        if reader.score(p, "principle") is not None
        and any(reader.condition(p, c) is None for c in reader.conditions)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_attack_finds_nothing_in_a_small_region(seed: int) -> None:
    report = attack(published(small_region(seed)))
    assert not report.succeeded, report.findings.to_string()
    assert report.tried["a score less its parts"] > 0
    assert not report.skipped


@pytest.mark.parametrize("seed", range(3))
def test_no_world_that_fits_tells_of_a_pupil_who_skipped(seed: int) -> None:
    world = small_region(seed)
    tried = 0
    for release in published(world):
        reader = reader_of(world, release)
        for pupil in skippers(reader)[:2]:
            terms, constant = reader.score(pupil, "principle") or ({}, 0.0)
            low, high = reader.ends(terms)
            low, high = max(1.0, low + constant), min(5.0, high + constant)
            assert high - low >= RULES.interval_share * SPAN - 1e-6
            tried += 1
    assert tried
