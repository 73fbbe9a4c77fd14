"""The favourable share beside a distribution in which an answer is bounded."""

from __future__ import annotations

import numpy as np
import pytest

from aspiratie.attack.shares import _table
from aspiratie.bilingual import Text
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.bounds import publish_with_side
from aspiratie.disclosure.draft import RawCounts
from aspiratie.disclosure.shape import Distribution

RULES = DisclosureRules()
FOUND = [(3, 22, 49, 142, 126), (0, 13, 25, 82, 213), (3, 8, 31, 117, 171)]


def findings(counts: tuple[int, ...]) -> list[object]:
    raw = RawCounts(counts=counts, categories=tuple(Text(nl=str(c)) for c in range(len(counts))))
    found: list[object] = []
    for side in ("high", "low"):
        table, share = publish_with_side(raw, RULES, side)
        if isinstance(table, Distribution):
            found += [f for f in _table("d", "t", table, RULES, (), share) if f is not None]
    return found


@pytest.mark.parametrize("counts", FOUND)
def test_from_300_on_a_bound_is_one_per_cent_and_the_share_follows_too(
    counts: tuple[int, ...],
) -> None:
    assert findings(counts) == []


@pytest.mark.parametrize("k", [2, 3, 4, 5, 7])
def test_no_share_beside_answers_tells_a_bounded_count(k: int) -> None:
    rng = np.random.default_rng(k)
    for _ in range(400):
        n = int(rng.choice([rng.integers(12, 100), rng.integers(100, 300), rng.integers(300, 900)]))
        counts = rng.multinomial(n, rng.dirichlet(np.full(k, 0.4)))
        assert findings(tuple(int(c) for c in counts)) == [], counts
