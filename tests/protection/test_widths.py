"""How wide intervals are printed: every world of small schools is tried."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from aspiratie.bilingual import Text
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.bounds import publish_with_side
from aspiratie.disclosure.draft import RawCounts, RawEstimate
from aspiratie.disclosure.means.publish import publish_estimate
from aspiratie.disclosure.means.widths import half_ceiling, half_floor, half_steps, half_widest
from aspiratie.disclosure.shape import Distribution, Estimate, Exact

STUDENT = {4: 2.776445, 9: 2.262157, 18: 2.100922}  # R: qt(.975, df)


def all_counts(n: int, k: int) -> Iterator[tuple[int, ...]]:
    """Yield every way in which n pupils give k answers."""
    for bars in combinations(range(n + k - 1), k - 1):
        ends = (-1, *bars, n + k - 1)
        yield tuple(b - a - 1 for a, b in pairwise(ends))


def printed(
    scores: list[float], counts: tuple[int, ...], k: int, n_min: int, **how: bool
) -> object:
    """Return the mean of a world as it is published."""
    n = sum(counts)
    mean = sum(s * c for s, c in zip(scores, counts, strict=True)) / n
    squares = sum(c * (s - mean) ** 2 for s, c in zip(scores, counts, strict=True))
    half = student(n - 1) * math.sqrt(squares / (n - 1) / n)
    raw = RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)
    return publish_estimate(raw, DisclosureRules(n_min=n_min), ends=(1, k), **how)


@cache
def student(df: int) -> float:
    return float(stats.t.ppf(0.975, df))


@pytest.mark.parametrize(
    ("n_min", "k", "n"),
    [
        (5, 2, 6),
        (5, 2, 40),
        (10, 2, 13),
        (5, 3, 6),
        (5, 3, 11),
        (10, 3, 19),
        (5, 4, 9),
        (10, 5, 11),
    ],
)
def test_every_answer_to_one_question_stays_possible(n_min: int, k: int, n: int) -> None:
    """Also for the others, to a reader who takes the own answer away."""
    groups: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    scores = [float(answer) for answer in range(1, k + 1)]
    for counts in all_counts(n, k):
        groups[printed(scores, counts, k, n_min, one_question=True)].append(counts)
    assert len(groups) > 1
    for told, worlds in groups.items():
        given_by = np.array(worlds)
        assert (given_by.max(axis=0) > 0).all(), told
        for own in range(k):
            others = given_by[given_by[:, own] > 0] - np.eye(k, dtype=int)[own]
            assert (others.max(axis=0) > 0).sum() >= 2, told


@pytest.mark.parametrize(("n_min", "k", "n"), [(5, 3, 5), (5, 3, 6)])
def test_every_answer_to_two_questions_stays_possible(n_min: int, k: int, n: int) -> None:
    pairs = list(product(range(1, k + 1), repeat=2))
    scores = [sum(pair) / 2 for pair in pairs]
    groups: dict[object, np.ndarray] = defaultdict(lambda: np.zeros(len(pairs), dtype=bool))
    for counts in all_counts(n, len(pairs)):
        groups[printed(scores, counts, k, n_min)] |= np.array(counts) > 0
    assert any(isinstance(told, Estimate) for told in groups)
    for told, there in groups.items():
        assert there.all(), told


@pytest.mark.parametrize(("k", "n"), [(3, 12), (3, 25), (4, 32), (5, 11), (5, 15)])
def test_behind_bounds_three_counts_fit_whatever_is_shown_or_hidden(k: int, n: int) -> None:
    """The reader knows the program: also that something is hidden tells nothing more."""
    texts = tuple(Text(nl=str(answer)) for answer in range(k))
    groups: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in all_counts(n, k):
        raw = RawCounts(counts=counts, categories=texts)
        groups[publish_with_side(raw, DisclosureRules())].append(counts)
    for (table, _), worlds in groups.items():  # type: ignore[misc]
        given_by = np.array(worlds)
        assert (given_by.max(axis=0) > 0).all()
        for part in table.classes if isinstance(table, Distribution) else ():
            if not isinstance(part.share, Exact):
                assert len(set(given_by[:, [m - 1 for m in part.members]].sum(axis=1))) >= 3


def test_the_ends_of_a_half_width() -> None:
    # ten pupils, one at the far end and the others alike; five at each end
    assert half_floor(10, 3.0, 0.0, (1, 5)) == pytest.approx(STUDENT[9] * 2 / 9, rel=1e-6)
    both = STUDENT[9] * math.sqrt(10 * 4 / 9 / 10)
    assert half_widest(10, 3.0, 0.0, (1, 5)) == pytest.approx(both, rel=1e-6)
    # one in the middle, nine others: four and five at the ends would give no sum of 30
    inside = STUDENT[9] * math.sqrt((4 * 4 + 4 * 4) / 9 / 10)
    assert half_ceiling(10, 3.0, 0.0, (1, 5)) == pytest.approx(inside, rel=1e-6)
    # of 19 with a mean of 2 between 1 and 3: nine at each end and one in the middle
    assert half_widest(19, 2.0, 0.0, (1, 3)) == pytest.approx(
        STUDENT[18] * math.sqrt(18 / 18 / 19), rel=1e-6
    )


@given(st.integers(5, 80), st.floats(1.4, 4.6), st.sampled_from([0.1, 0.3]))
def test_half_widths_go_up_from_the_floor_to_the_widest(n: int, mean: float, step: float) -> None:
    steps = half_steps(n, mean, step, (1, 5))
    assert list(steps) == sorted(set(steps))
    assert steps[0] * step >= half_floor(n, mean, step, (1, 5)) - 1e-6
    assert steps[-1] * step >= half_widest(n, mean, step, (1, 5)) - 1e-6
    assert half_floor(n, mean, step, (1, 5)) >= 0
    inner = steps[:-1]
    assert all(w * step <= half_ceiling(n, mean, step, (1, 5)) + 1e-6 for w in inner)
    assert list(inner) == list(range(steps[0], steps[0] + len(inner)))
    assert half_steps(n, mean, step, (1, 5), one_question=True) == steps[-1:]
