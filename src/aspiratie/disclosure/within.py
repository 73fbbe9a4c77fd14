"""Whether groups of a school differ, and which: tested on what is told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from aspiratie.disclosure.draft import RawSums, SchoolDraft
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Estimate, GroupPair, GroupScores, Hidden, Scale, Within
from aspiratie.schools.within import group_tests

__all__ = ["within_of"]


def within_of(
    draft: SchoolDraft,
    groups: Sequence[Sequence[int]],
    scales: Mapping[str, Scale],
    told: Sequence[GroupScores],
    rules: DisclosureRules,
) -> tuple[Within, ...]:
    """Return for each scale whether the groups that are told differ, and which pairs do.

    One test a scale, over the scales that are no principle as one family; then in pairs. A pair
    is told only where the printed means differ in that direction too.

    Parameters
    ----------
    draft : SchoolDraft
        Gives the sums of the original groups.
    groups : sequence of sequence of int
        Which of them are told together.
    scales : mapping of str to Scale
        By name.
    told : sequence of GroupScores
        The groups as they are published, in the order of `groups`.
    rules : DisclosureRules
        Give the level of the tests.
    """
    names = [
        name
        for name, scale in scales.items()
        if scale.kind != "principle" and told and name in told[0].scores
    ]
    if not names:
        return ()
    numbers = np.full((3, len(names), len(groups)), np.nan)
    for i, name in enumerate(names):
        for j, members in enumerate(groups):
            if isinstance(told[j].scores[name], Estimate):
                numbers[:, i, j] = _moments([draft.sums[m].scores[name] for m in members])
    counted = np.isfinite(numbers[1])
    tests = group_tests(np.where(counted, numbers[0], 0), numbers[1], numbers[2])
    out = []
    for i, name in enumerate(names):
        if np.isnan(tests.p[i]):
            few = Hidden(reason="few") if counted[i].sum() < 2 else Hidden(reason="complement")
            out.append(Within(scale=name, verdict=few, pairs=()))
            continue
        pairs = _pairs(name, tests.pairs[i] <= rules.alpha, told)
        out.append(Within(scale=name, verdict="differ" if pairs else "alike", pairs=pairs))
    return tuple(out)


def _moments(parts: Sequence[RawSums | None]) -> tuple[float, float, float]:
    """Return n, mean and variance of groups together."""
    known = [p for p in parts if p is not None]
    n = sum(p.n for p in known)
    mean = sum(p.sum for p in known) / n
    squares = sum(p.sumsq for p in known) - n * mean * mean
    return float(n), mean, max(0.0, squares) / (n - 1)


def _pairs(
    name: str, differ: np.typing.NDArray[np.bool_], told: Sequence[GroupScores]
) -> tuple[GroupPair, ...]:
    """Return the pairs that differ, widest apart first."""
    found = []
    for i, j in zip(*np.nonzero(differ), strict=True):
        one, other = told[i].scores[name], told[j].scores[name]
        if isinstance(one, Estimate) and isinstance(other, Estimate) and one.mean > other.mean:
            pair = GroupPair(high=told[i].members, low=told[j].members)
            found.append((other.mean - one.mean, pair))
    return tuple(pair for _, pair in sorted(found, key=lambda f: f[0]))
