"""One-factor fits and Green and Yang's sums, for many samples at once.

Numerical kernels: correlations and thresholds in, the parts of omega out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from aspiratie.measurement.factors.extraction import LEAST_UNIQUENESS
from aspiratie.measurement.polychoric.bivariate_normal import bivariate_cdf
from aspiratie.measurement.polychoric.bootstrap import OrdinalSamples

__all__ = ["OmegaParts", "continuous_parts", "ordinal_parts", "weighted_one_factor"]

FloatArray = npt.NDArray[np.float64]
_SLOPE_DONE = 1e-10
_MAX_STEPS = 200


@dataclass(frozen=True, eq=False, kw_only=True)
class OmegaParts:
    """Variances of the sum score: by the factor, implied by the model, and observed.

    Parameters
    ----------
    true : numpy.ndarray, shape (n_samples,)
        Variance of the sum that the factor makes.
    implied, observed : numpy.ndarray, shape (n_samples,)
        Whole variance of the sum by the model, and as seen.
    loadings : numpy.ndarray, shape (n_samples, n_items)
        Standardised loadings.
    rms : numpy.ndarray, shape (n_samples,)
        Root mean square of the residual correlations.
    converged : numpy.ndarray of bool
        Whether the fit ended at a minimum.
    """

    LARGEST_LOADING: ClassVar[float] = float(np.sqrt(1.0 - LEAST_UNIQUENESS)) - 1e-7

    true: FloatArray
    implied: FloatArray
    observed: FloatArray
    loadings: FloatArray
    rms: FloatArray
    converged: npt.NDArray[np.bool_]

    def __repr__(self) -> str:
        """Give the size in one line."""
        return f"OmegaParts({len(self.true)} samples, {self.loadings.shape[1]} items)"

    def omega(self, observed_variance: bool) -> FloatArray:
        """Give omega a sample; NaN for a Heywood case or a fit that didn't converge."""
        whole = self.observed if observed_variance else self.implied
        proper = self.converged & (np.abs(self.loadings).max(axis=1) < self.LARGEST_LOADING)
        return np.where(proper, self.true / whole, np.nan)


def continuous_parts(
    loadings: FloatArray, correlations: FloatArray, spread: FloatArray
) -> OmegaParts:
    """Parts of omega for covariances: standardised loadings and standard deviations in."""
    by_factor = (loadings * spread).sum(axis=1) ** 2
    own = ((1.0 - loadings**2) * spread**2).sum(axis=1)
    scale = spread[:, :, None] * spread[:, None, :]
    return OmegaParts(
        true=by_factor,
        implied=by_factor + own,
        observed=(correlations * scale).sum(axis=(1, 2)),
        loadings=loadings,
        rms=_rms(correlations, loadings),
        converged=np.ones(len(loadings), dtype=bool),
    )


def ordinal_parts(sample: OrdinalSamples) -> OmegaParts:
    """Parts of omega for answers in categories scored 0, 1, 2, ... (Green & Yang 2009)."""
    loadings, converged = weighted_one_factor(sample.correlations, 1.0 / sample.variances)
    usable = np.clip(loadings, -0.999, 0.999)  # at such a loading omega is NaN anyway
    n_items = loadings.shape[1]
    means = [ndtr(-cuts).sum(axis=1) for cuts in sample.cuts]
    true = np.zeros(len(loadings))
    implied, observed = true.copy(), true.copy()
    for j in range(n_items):
        cuts = sample.cuts[j]
        true += _covariance(cuts, cuts, usable[:, j] ** 2)
        levels = np.arange(1, cuts.shape[1] + 1)
        squares = ndtr(-cuts) @ (2.0 * levels - 1.0)
        implied += squares - means[j] ** 2
        observed += squares - means[j] ** 2
        for k in range(j + 1, n_items):
            by_factor = 2.0 * _covariance(cuts, sample.cuts[k], usable[:, j] * usable[:, k])
            true += by_factor
            implied += by_factor
            observed += 2.0 * _covariance(cuts, sample.cuts[k], sample.correlations[:, j, k])
    return OmegaParts(
        true=true,
        implied=implied,
        observed=observed,
        loadings=loadings,
        rms=_rms(sample.correlations, loadings),
        converged=converged,
    )


def weighted_one_factor(
    correlations: FloatArray, weights: FloatArray
) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """One factor by weighted least squares on the correlations of each sample.

    Minimises the sum over pairs of ``w (r - l l')**2`` by damped Newton steps; loadings may pass
    1, which the caller has to refuse.
    """
    n_items = correlations.shape[1]
    diagonal = np.arange(n_items)
    weight = weights / weights.mean(axis=(1, 2), keepdims=True)
    weight[:, diagonal, diagonal] = 0.0
    target = weight * correlations
    values, vectors = np.linalg.eigh(correlations)
    common = np.maximum(values[:, -1:] - values[:, :-1].mean(axis=1, keepdims=True), 0.05)
    loadings = vectors[:, :, -1] * np.sqrt(common)
    misfit = _misfit(correlations, weight, loadings)
    damping = np.full((len(loadings), 1), 1e-3)
    for _ in range(_MAX_STEPS):
        pull = np.matmul(weight, (loadings**2)[:, :, None])[:, :, 0]
        slope = loadings * pull - np.matmul(target, loadings[:, :, None])[:, :, 0]
        going = np.abs(slope).max(axis=1) > _SLOPE_DONE
        if not going.any():
            break
        curvature = 2.0 * weight * loadings[:, :, None] * loadings[:, None, :] - target
        curvature[:, diagonal, diagonal] = pull + damping
        step = -np.linalg.solve(curvature, slope[:, :, None])[:, :, 0]
        trial = loadings + step
        reached = _misfit(correlations, weight, trial)
        better = going & ((step * slope).sum(axis=1) < 0.0) & (reached <= misfit + 1e-15)
        loadings[better], misfit[better] = trial[better], reached[better]
        damping[better] = np.maximum(damping[better] / 10.0, 1e-14)
        stuck = going & ~better
        damping[stuck] = np.maximum(damping[stuck], 1e-4) * 10.0
    signs = np.where(loadings.sum(axis=1, keepdims=True) < 0.0, -1.0, 1.0)
    return loadings * signs, np.abs(slope).max(axis=1) < 1e-7


def _misfit(correlations: FloatArray, weight: FloatArray, loadings: FloatArray) -> FloatArray:
    residual = correlations - loadings[:, :, None] * loadings[:, None, :]
    misfit: FloatArray = 0.25 * (weight * residual**2).sum(axis=(1, 2))
    return misfit


def _rms(correlations: FloatArray, loadings: FloatArray) -> FloatArray:
    """Root mean square residual correlation."""
    n_items = loadings.shape[1]
    row, column = np.tril_indices(n_items, -1)
    residual = correlations[:, row, column] - loadings[:, row] * loadings[:, column]
    rms: FloatArray = np.sqrt((residual**2).sum(axis=1) / len(row))
    return rms


def _covariance(h: FloatArray, k: FloatArray, rho: FloatArray) -> FloatArray:
    """Covariance of two categorised normal variables, categories scored 0, 1, 2, ..."""
    joint = bivariate_cdf(h, k, rho).sum(axis=(1, 2))
    covariance: FloatArray = joint - ndtr(h).sum(axis=1) * ndtr(k).sum(axis=1)
    return covariance
