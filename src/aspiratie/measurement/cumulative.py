r"""Cumulative link regression: ordered probit and the proportional odds model.

.. math:: P(y \le k \mid x) = F(\tau_k - x'\beta)

Numerical kernel: codes and predictors in, Newton's method with exact derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import expit, ndtr, ndtri

from aspiratie.errors import NotConvergedError

__all__ = ["CumulativeFit", "Link", "cumulative_scores", "fit_cumulative", "null_log_likelihood"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Link = Literal["probit", "logit"]
_FAR = 40.0
_TINY = 1e-300
_MAX_ITERATIONS = 100
_DONE = 1e-10


@dataclass(frozen=True, eq=False, kw_only=True)
class CumulativeFit:
    """A cumulative link regression.

    Parameters
    ----------
    cuts : numpy.ndarray, shape (n_categories - 1,)
        Thresholds at predictors of zero.
    slopes : numpy.ndarray, shape (n_predictors,)
        Higher means higher categories.
    covariance : numpy.ndarray
        Inverse of the observed information, thresholds first.
    log_likelihood : float
    lower, upper : numpy.ndarray, shape (n_respondents,)
        Bounds of each answer on the latent scale, less the linear predictor.
    """

    cuts: Floats
    slopes: Floats
    covariance: Floats
    log_likelihood: float
    lower: Floats
    upper: Floats

    def __repr__(self) -> str:
        """Give the size in one line."""
        return f"CumulativeFit({len(self.cuts)} thresholds, {len(self.slopes)} slopes)"


def fit_cumulative(
    codes: Ints,
    predictors: Floats,
    n_categories: int,
    *,
    link: Link,
    weights: Floats | None = None,
) -> CumulativeFit:
    """Maximise the likelihood of codes 0, 1, ... given predictors.

    `weights` count respondents as so many; the covariance is then that of so many independent
    ones, and :func:`cumulative_scores` gives what a design-based one needs.

    Raises
    ------
    NotConvergedError
        If the likelihood has no top: a predictor (or a sum of them) splits the answers without
        overlap.
    """
    n, m = predictors.shape
    weight = np.ones(n) if weights is None else weights
    centre = predictors.mean(axis=0) if n else np.zeros(m)
    spread = predictors.std(axis=0)
    spread = np.where(spread > 0.0, spread, 1.0)
    scaled = (predictors - centre) / spread
    counts = np.bincount(codes, weight, minlength=n_categories)
    shares = np.cumsum(counts)[:-1] / counts.sum()
    start = ndtri(shares) if link == "probit" else np.log(shares / (1.0 - shares))
    x = np.concatenate([start, np.zeros(m)])
    value, slope, curve = _derivatives(x, codes, scaled, n_categories, link, weight)
    for _ in range(_MAX_ITERATIONS):
        step = _ascent(curve, slope)
        length = 1.0
        while True:
            new = x + length * step
            cuts = new[: n_categories - 1]
            if np.all(np.diff(cuts) > 0.0):
                found = _derivatives(new, codes, scaled, n_categories, link, weight)
                if found[0] >= value - 1e-13 * abs(value):
                    break
            length *= 0.5
            if length < 1e-12:
                raise NotConvergedError(_NO_TOP)
        x, (value, slope, curve) = new, found
        if np.max(np.abs(step)) < _DONE * (1.0 + np.max(np.abs(x))):
            break
    else:
        raise NotConvergedError(_NO_TOP)
    if np.max(np.abs(x)) > 25.0:
        raise NotConvergedError(_NO_TOP)
    back = np.eye(len(x))
    back[: n_categories - 1, n_categories - 1 :] = centre / spread
    back[n_categories - 1 :, n_categories - 1 :] = np.diag(1.0 / spread)
    x = back @ x
    covariance = back @ np.linalg.inv(-curve) @ back.T
    cuts, slopes = x[: n_categories - 1], x[n_categories - 1 :]
    lower, upper = _bounds(cuts, predictors @ slopes, codes)
    return CumulativeFit(
        cuts=cuts,
        slopes=slopes,
        covariance=covariance,
        log_likelihood=value,
        lower=lower,
        upper=upper,
    )


_NO_TOP = (
    "The likelihood of the ordinal regression has no top: the predictors split the answers "
    "without overlap. Merge answers that few gave, or leave the item or a predictor out."
)


def null_log_likelihood(codes: Ints, n_categories: int, weights: Floats | None = None) -> float:
    """Log-likelihood with thresholds only."""
    counts = np.bincount(codes, weights, minlength=n_categories).astype(float)
    counts = counts[counts > 0]
    return float(counts @ np.log(counts / counts.sum()))


def _bounds(cuts: Floats, predictor: Floats, codes: Ints) -> tuple[Floats, Floats]:
    limits = np.concatenate([[-np.inf], cuts, [np.inf]])
    return limits[codes] - predictor, limits[codes + 1] - predictor


def _ascent(curve: Floats, slope: Floats) -> Floats:
    """Newton's step uphill; the curvature of a cumulative link is negative definite."""
    values, vectors = np.linalg.eigh(-curve)
    values = np.maximum(np.abs(values), 1e-10 * float(np.abs(values).max()))
    step: Floats = vectors @ ((vectors.T @ slope) / values)
    return step


def cumulative_scores(fit: CumulativeFit, codes: Ints, predictors: Floats, *, link: Link) -> Floats:
    """Slopes of each respondent's log-likelihood to thresholds and slopes, (n, n_parameters)."""
    up, down, *_ = _bound_slopes(fit.lower, fit.upper, link)
    a, b = _to_parameters(codes, predictors, len(fit.cuts))
    out: Floats = up[:, None] * a - down[:, None] * b
    return out


def _derivatives(
    x: Floats, codes: Ints, predictors: Floats, n_categories: int, link: Link, weight: Floats
) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its gradient and second derivatives."""
    n_cuts = n_categories - 1
    lower, upper = _bounds(x[:n_cuts], predictors @ x[n_cuts:], codes)
    up, down, bend_up, bend_down, mass = _bound_slopes(lower, upper, link)
    uu, dd, ud = bend_up - up * up, -bend_down - down * down, up * down
    a, b = _to_parameters(codes, predictors, n_cuts)
    gradient = (weight * up) @ a - (weight * down) @ b
    cross = (a * (weight * ud)[:, None]).T @ b
    curve = (a * (weight * uu)[:, None]).T @ a + (b * (weight * dd)[:, None]).T @ b
    return float(weight @ np.log(mass)), gradient, curve + cross + cross.T


def _bound_slopes(
    lower: Floats, upper: Floats, link: Link
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Density at both bounds and its slope there, over the mass between them; and the mass."""
    if link == "probit":
        top, bottom = np.clip(upper, -_FAR, _FAR), np.clip(lower, -_FAR, _FAR)
        flip = bottom > 0.0  # the tail that is the smaller keeps its digits
        mass = np.where(flip, ndtr(-bottom) - ndtr(-top), ndtr(top) - ndtr(bottom))
        of_top = np.exp(-0.5 * top * top) / np.sqrt(2.0 * np.pi) * np.isfinite(upper)
        of_bottom = np.exp(-0.5 * bottom * bottom) / np.sqrt(2.0 * np.pi) * np.isfinite(lower)
        bend_top, bend_bottom = -top * of_top, -bottom * of_bottom
    else:
        below, above = expit(lower), expit(upper)
        mass = np.where(lower > 0.0, expit(-lower) - expit(-upper), above - below)
        of_top, of_bottom = above * expit(-upper), below * expit(-lower)
        bend_top = of_top * (1.0 - 2.0 * above)
        bend_bottom = of_bottom * (1.0 - 2.0 * below)
    mass = np.maximum(mass, _TINY)
    return of_top / mass, of_bottom / mass, bend_top / mass, bend_bottom / mass, mass


def _to_parameters(codes: Ints, predictors: Floats, n_cuts: int) -> tuple[Floats, Floats]:
    """Slopes of the upper and lower bound of each answer to thresholds and slopes."""
    rows = np.arange(len(codes))
    to_upper = np.zeros((len(codes), n_cuts + 1))
    to_upper[rows, np.minimum(codes, n_cuts)] = codes < n_cuts
    to_lower = np.zeros((len(codes), n_cuts + 1))
    to_lower[rows, np.maximum(codes - 1, 0)] = codes > 0
    a = np.hstack([to_upper[:, :n_cuts], -predictors])
    b = np.hstack([to_lower[:, :n_cuts], -predictors])
    return a, b
