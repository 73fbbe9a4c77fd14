"""Items that run against the others of their scale."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import ReversedItemWarning

__all__ = ["reversed_items", "warn_reversed"]

#: An item counts as running against the others from this correlation with what they share on.
AGAINST = -0.10


def reversed_items(cov: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Find the items that have the other sign on the first principal component.

    Parameters
    ----------
    cov : ndarray, shape (n_items, n_items)
        Covariances or correlations.

    Returns
    -------
    ndarray of int
        Places of the items whose correlation with the component is below -.10, the component
        being turned to where most of its loadings are positive.  Items without variance are
        passed over.

    Notes
    -----
    In R: the items that ``psych::alpha(x, check.keys = TRUE)`` reverses, but for those that
    hardly correlate with the rest.

    Examples
    --------
    >>> reversed_items(np.array([[1.0, 0.5, -0.4], [0.5, 1.0, -0.3], [-0.4, -0.3, 1.0]]))
    array([2])
    """
    variances = np.diagonal(cov)
    varies = np.flatnonzero(variances > 0.0)
    if len(varies) < 3:
        return np.empty(0, dtype=np.intp)
    block = cov[np.ix_(varies, varies)]
    spread = np.sqrt(np.diagonal(block))
    values, vectors = np.linalg.eigh(block / np.outer(spread, spread))
    loadings = vectors[:, -1] * np.sqrt(max(float(values[-1]), 0.0))
    if loadings.sum() < 0.0:
        loadings = -loadings
    places: npt.NDArray[np.intp] = varies[loadings < AGAINST]
    return places


def warn_reversed(
    names: pd.Index | Sequence[object], cov: npt.NDArray[np.float64], *, stacklevel: int = 3
) -> None:
    """Warn of items that run against the others, by name.

    Warns
    -----
    ReversedItemWarning
    """
    against = reversed_items(cov)
    if len(against):
        shown = ", ".join(repr(names[place]) for place in against)
        runs, it = ("runs", "it") if len(against) == 1 else ("run", "them")
        warnings.warn(
            f"{shown} {runs} against the other items: reverse {it} first (`reverse`). As it "
            "stands the reliability says little.",
            ReversedItemWarning,
            stacklevel=stacklevel,
        )
