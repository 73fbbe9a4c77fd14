"""Alignment as a cross-check on the verdict of invariance."""

from __future__ import annotations

import zlib
from typing import Literal

import pandas as pd

from aspiratie.errors import EstimationError, NotConvergedError
from aspiratie.measurement.factors.extraction import extract
from aspiratie.schools.alignment import align

__all__ = ["LEAST_ITEMS", "Aligned", "alignment_of"]

Aligned = Literal["few_apart", "many_apart", "ambiguous", "not_tested"]

#: Largest share of the loadings, or of the intercepts, that may lie apart (Muthén &
#: Asparouhov, 2014, who count both together).
MOST_APART = 0.25
#: Fewest items that identify a one-factor model of a group.
LEAST_ITEMS = 3
#: How far an aligned loading or intercept lies from its item's median to lie apart, in
#: standard deviations of the item.
TOLERANCE = 0.2
#: Starts of each search.
STARTS = 30


def alignment_of(items: pd.DataFrame, group: pd.Series) -> Aligned:
    """Look by another road whether a scale measures the same in groups.

    A one-factor model is fitted in each group by maximum likelihood, with the items
    standardised over all groups together, and the groups are aligned. Nothing is held
    equal: alignment looks for the means that leave most parameters nearly equal.

    Parameters
    ----------
    items : DataFrame, shape (n_pupils, n_items)
        Complete answers in the scale's direction.
    group : Series
        Group of each pupil, same index.

    Returns
    -------
    {"few_apart", "many_apart", "ambiguous", "not_tested"}
        ``few_apart`` where at most a quarter of the aligned loadings, and of the aligned
        intercepts, lies more than 0.2 standard deviation of the item from its median, else
        ``many_apart``; ``ambiguous`` where near-equal minima put the groups elsewhere;
        ``not_tested`` where a group's model has no proper solution.

    References
    ----------
    Muthén, B., & Asparouhov, T. (2014). IRT studies of many groups: the alignment method.
    Frontiers in Psychology, 5, 978. https://doi.org/10.3389/fpsyg.2014.00978

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> trait = rng.normal(size=(800, 1))
    >>> items = pd.DataFrame(trait + rng.normal(size=(800, 4)), columns=list("abcd"))
    >>> group = pd.Series(["x", "y"] * 400)
    >>> alignment_of(items, group)
    'few_apart'
    >>> items.loc[group == "x", ["a", "b"]] += 2
    >>> alignment_of(items, group)
    'many_apart'
    """
    spread = items.std(ddof=0)
    if items.shape[1] < LEAST_ITEMS or not (spread > 0).all():
        return "not_tested"
    standard = (items - items.mean()) / spread
    sizes = group.value_counts().sort_index()
    loadings = {}
    for name in sizes.index:
        found = _loadings(standard[group == name])
        if found is None:
            return "not_tested"
        loadings[name] = found
    try:
        aligned = align(
            pd.DataFrame(loadings).T,
            standard.groupby(group).mean(),
            sizes,
            seed=zlib.crc32("\x1f".join(map(str, items.columns)).encode()),
            starts=STARTS,
        )
    except NotConvergedError:
        return "not_tested"
    except EstimationError:
        return "ambiguous"
    shares = [
        float(((block - block.median()).abs() > TOLERANCE).to_numpy().mean())
        for block in (aligned.loadings, aligned.intercepts)
    ]
    return "few_apart" if max(shares) <= MOST_APART else "many_apart"


def _loadings(items: pd.DataFrame) -> pd.Series | None:
    """Return the loadings of one group, of a factor with variance one; None without a solution."""
    spread = items.std(ddof=0)
    if not (spread > 0).all():
        return None
    found = extract(items.corr().to_numpy(), 1, method="ml")
    if not found.converged or found.at_bound.any():
        return None
    return pd.Series(found.loadings[:, 0] * spread.to_numpy(), index=items.columns)
