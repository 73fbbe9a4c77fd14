"""Residuals of a model, and their root mean squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["ResidualMoments", "residual_correlations", "residual_indices"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class ResidualMoments:
    """Observed and implied moments of one group; `mean` are thresholds if ordinal.

    `n_given` covariates are counted as lavaan 0.6-14 counts them in the mean of the squared
    residuals of ordinal items, though they have none.
    """

    n: int
    observed: Floats
    implied: Floats
    observed_mean: Floats | None
    implied_mean: Floats | None
    ordinal: bool
    n_given: int = 0


def residual_correlations(part: ResidualMoments) -> Floats:
    """Observed minus implied correlations."""
    own = np.sqrt(np.diagonal(part.observed))
    other = np.sqrt(np.diagonal(part.implied))
    out: Floats = part.observed / np.outer(own, own) - part.implied / np.outer(other, other)
    np.fill_diagonal(out, 0.0)
    return out


def residual_indices(parts: list[ResidualMoments]) -> dict[str, float]:
    """RMR, SRMR (Bentler) and CRMR (Bollen), with and without means or thresholds."""
    n = sum(part.n for part in parts)
    total: dict[str, float] = {}
    for part in parts:
        for name, value in _one_group(part).items():
            total[name] = total.get(name, 0.0) + part.n / n * value
    total["srmr"] = total["srmr_bentler_nomean" if parts[0].ordinal else "srmr_bentler"]
    return total


def _one_group(part: ResidualMoments) -> dict[str, float]:
    p = len(part.observed)
    rows, columns = np.tril_indices(p)
    own = np.sqrt(np.diagonal(part.observed))
    other = np.sqrt(np.diagonal(part.implied))
    raw = part.observed - part.implied
    bentler = raw / np.outer(own, own)
    bollen = part.observed / np.outer(own, own) - part.implied / np.outer(other, other)
    count = len(rows)
    out: dict[str, float] = {}
    means: dict[str, Floats] = {}
    if part.observed_mean is not None and part.implied_mean is not None:
        gap = part.observed_mean - part.implied_mean
        if part.ordinal:
            means = {"rmr": gap, "srmr_bentler": gap, "crmr": gap}
        else:
            means = {"rmr": gap, "srmr_bentler": gap / own, "crmr": gap / own}
    for name, matrix in (("rmr", raw), ("srmr_bentler", bentler), ("crmr", bollen)):
        squares = float(np.sum(matrix[rows, columns] ** 2))
        size = count - p if name == "crmr" else count + part.n_given
        alone = np.sqrt(squares / size) if size else 0.0
        out[f"{name}_nomean"] = float(alone)
        if means:
            both = squares + float(np.sum(means[name] ** 2))
            out[name] = float(np.sqrt(both / (size + len(means[name]))))
        else:
            out[name] = float(alone)
    return out
