"""Where each respondent stands on each factor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr

from aspiratie.errors import EstimationError
from aspiratie.measurement.sem.estimation.implied import Matrices
from aspiratie.measurement.sem.fit import FittedModel

__all__ = ["factor_scores"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_MAX_ITERATIONS = 100
_TINY = 1e-300
_AT_ONCE = 4096


def factor_scores(fitted: FittedModel) -> pd.DataFrame:
    """Scores of all respondents, NaN for those who were left out.

    Continuous items: the regression method.  Ordinal items: the most probable factor
    values given the answers (empirical Bayes modal).
    """
    data = fitted.data
    names = list(fitted.model.table.factors)
    out = np.full((len(data.items), len(names)), np.nan)
    for number in range(len(data.labels)):
        rows = np.flatnonzero(data.which == number)
        at = fitted.model.matrices(number, fitted.x)
        if fitted.ordinal is not None:
            codes = fitted.ordinal.codes.codes[rows]
            out[rows] = _modal(codes, at, fitted.model.groups[number].cut_item)
        else:
            assert fitted.continuous is not None
            group = fitted.continuous.groups[number]
            for pattern in group.patterns:
                seen = pattern.seen
                block = group.answers[np.ix_(pattern.rows, seen)]
                centre = at.mu[seen] if group.means else pattern.mean
                weight = np.linalg.solve(at.sigma[np.ix_(seen, seen)], (at.lam @ at.eta)[seen])
                level = at.a @ at.alpha
                out[rows[pattern.rows]] = (block - centre) @ weight + level
    whole = np.full((len(data.index), len(names)), np.nan)
    whole[data.positions] = out
    return pd.DataFrame(whole, index=data.index, columns=names)


def _modal(codes: npt.NDArray[np.int8], at: Matrices, cut_item: Ints) -> Floats:
    """Mode of the distribution of the factors given the answers, by Newton's method."""
    spread = np.diagonal(at.theta)
    if np.any(spread <= 0.0):
        raise EstimationError(
            "Factor scores are not defined: an item has a negative residual variance."
        )
    kinds, which = np.unique(codes, axis=0, return_inverse=True)
    p = codes.shape[1]
    sd = np.sqrt(spread)
    most = int(np.bincount(cut_item, minlength=p).max())
    limits = np.full((p, most + 2), np.inf)
    limits[:, 0] = -np.inf
    for item in range(p):
        own = at.tau[cut_item == item]
        limits[item, 1 : len(own) + 1] = own
    scores = np.empty((len(kinds), at.lam.shape[1]))
    for begin in range(0, len(kinds), _AT_ONCE):
        block = kinds[begin : begin + _AT_ONCE].astype(np.intp)
        seen = block >= 0
        column = np.arange(p)
        upper = np.where(seen, limits[column, block + 1], np.inf)
        lower = np.where(seen, limits[column, np.maximum(block, 0)], -np.inf)
        scores[begin : begin + _AT_ONCE] = _newton(upper, lower, at, sd)
    return scores[which.ravel()]


def _newton(upper: Floats, lower: Floats, at: Matrices, sd: Floats) -> Floats:
    prior = np.linalg.pinv(at.eta, rcond=1e-12)
    level = at.a @ at.alpha
    slope = at.lam / sd[:, None]
    reach = np.eye(len(level))
    eta = np.tile(level, (len(upper), 1))
    high, low = (upper - at.nu) / sd, (lower - at.nu) / sd
    value = _log_posterior(eta, high, low, slope, prior, level)
    active = np.arange(len(eta))
    for _ in range(_MAX_ITERATIONS):
        if not active.size:
            return eta
        now = eta[active]
        centre = now @ slope.T
        a, b = high[active] - centre, low[active] - centre
        mass = np.maximum(ndtr(a) - ndtr(b), _TINY)
        top, bottom = _density(a), _density(b)
        first = (bottom - top) / mass  # derivative of log mass to the centre
        inner = np.where(np.isfinite(a), a, 0.0) * top - np.where(np.isfinite(b), b, 0.0) * bottom
        second = np.maximum(inner / mass + first**2, 0.0)
        gradient = first @ slope - (now - level) @ prior
        curve = np.einsum("rk,ka,kb->rab", second, slope, slope) + prior
        step = np.linalg.solve(curve + 1e-12 * reach, gradient[:, :, None])[:, :, 0]
        factor = np.ones(len(active))
        done = np.zeros(len(active), dtype=bool)
        for _ in range(30):
            new = now + factor[:, None] * step
            reached = _log_posterior(new, high[active], low[active], slope, prior, level)
            fine = reached >= value[active] - 1e-12
            done |= fine
            if done.all():
                break
            factor[~fine] *= 0.5
        eta[active[done]] = new[done]
        value[active[done]] = reached[done]
        small = np.max(np.abs(step) * factor[:, None], axis=1) < 1e-8
        active = active[~small & done]
    return eta


def _density(z: Floats) -> Floats:
    out: Floats = np.exp(-0.5 * np.where(np.isfinite(z), z, 0.0) ** 2) / np.sqrt(2 * np.pi)
    return np.where(np.isfinite(z), out, 0.0)


def _log_posterior(
    eta: Floats, high: Floats, low: Floats, slope: Floats, prior: Floats, level: Floats
) -> Floats:
    centre = eta @ slope.T
    mass = np.maximum(ndtr(high - centre) - ndtr(low - centre), _TINY)
    away = eta - level
    out: Floats = np.log(mass).sum(axis=1) - 0.5 * np.einsum("ra,ab,rb->r", away, prior, away)
    return out
