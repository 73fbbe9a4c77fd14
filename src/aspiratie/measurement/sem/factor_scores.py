"""Where each respondent stands on each factor."""

from __future__ import annotations

from dataclasses import dataclass

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
    values given the answers (empirical Bayes modal).  Given covariates, too, if there are any.
    """
    data, model = fitted.data, fitted.model
    names = list(model.table.factors)
    out = np.full((len(data.items), len(names)), np.nan)
    beside = data.covariates.to_numpy(dtype=float)
    for number in range(len(data.labels)):
        rows = np.flatnonzero(data.which == number)
        at = model.matrices(number, fitted.x)
        if fitted.ordinal is not None:
            codes = fitted.ordinal.codes.codes[rows]
            out[rows] = _modal(fitted, number, codes, _numeric(fitted, rows), beside[rows])
        else:
            assert fitted.continuous is not None
            group = fitted.continuous.groups[number]
            for pattern in group.patterns:
                seen = pattern.seen
                block = group.answers[np.ix_(pattern.rows, seen)]
                centre = at.mu[seen] if group.means else pattern.mean
                weight = np.linalg.solve(at.sigma[np.ix_(seen, seen)], (at.lam @ at.eta)[seen])
                level = at.a @ at.alpha
                if not group.means and model.n_covariates:  # else alpha holds their means
                    level = at.a[:, len(names) :] @ pattern.mean[-model.n_covariates :]
                found = (block - centre) @ weight + level
                out[rows[pattern.rows]] = found[:, : len(names)]
    whole = np.full((len(data.index), len(names)), np.nan)
    whole[data.positions] = out
    return pd.DataFrame(whole, index=data.index, columns=names)


def _numeric(fitted: FittedModel, rows: Ints) -> Floats:
    """Answers to the continuous items of an ordinal fit; NaN where there is none."""
    names = [fitted.model.table.items[k] for k in fitted.model.numeric]
    if not names:
        return np.zeros((len(rows), 0))
    return fitted.data.items[names].to_numpy(dtype=float, na_value=np.nan)[rows]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Kind:
    """What respondents answered, on the scale of the factors' disturbances.

    Bounds and answers are less the intercepts and direct effects; `level` is the mean of the
    factors given the covariates.  All have a row a respondent.
    """

    high: Floats
    low: Floats
    answers: Floats
    level: Floats

    def only(self, rows: Ints) -> _Kind:
        return _Kind(
            high=self.high[rows],
            low=self.low[rows],
            answers=self.answers[rows],
            level=self.level[rows],
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Frame:
    """Loadings by residual standard deviation of ordinal and of continuous items, and prior."""

    ordinal: Floats
    numeric: Floats
    prior: Floats


def _modal(
    fitted: FittedModel,
    number: int,
    codes: npt.NDArray[np.int8],
    answers: Floats,
    beside: Floats,
) -> Floats:
    """Mode of the distribution of the factors given the answers, by Newton's method."""
    model = fitted.model
    at = model.matrices(number, fitted.x)
    spread = np.diagonal(at.theta)
    if np.any(spread <= 0.0):
        raise EstimationError(
            "Factor scores are not defined: an item has a negative residual variance."
        )
    q = len(model.table.factors)
    sd = np.sqrt(spread)
    cut, numeric = np.flatnonzero(model.cut), model.numeric
    together = np.hstack([codes, answers, beside])
    kinds, which = np.unique(together, axis=0, return_inverse=True)
    which = which.ravel()
    own = kinds[:, : len(cut)].astype(np.intp)
    x = kinds[:, len(cut) + len(numeric) :]
    centre = at.nu + x @ at.lam[:, q:].T
    lower, upper = _limits(own, at, model.groups[number].cut_item, cut)
    kind = _Kind(
        high=(upper - centre[:, cut]) / sd[cut],
        low=(lower - centre[:, cut]) / sd[cut],
        answers=(kinds[:, len(cut) : len(cut) + len(numeric)] - centre[:, numeric]) / sd[numeric],
        level=at.a[:q, :q] @ at.alpha[:q] + x @ at.a[:q, q:].T,
    )
    frame = _Frame(
        ordinal=at.lam[cut, :q] / sd[cut, None],
        numeric=at.lam[numeric, :q] / sd[numeric, None],
        prior=np.linalg.pinv(at.eta[:q, :q], rcond=1e-12),
    )
    scores = np.empty((len(kinds), q))
    for begin in range(0, len(kinds), _AT_ONCE):
        rows = np.arange(begin, min(begin + _AT_ONCE, len(kinds)))
        scores[rows] = _newton(kind.only(rows), frame)
    return scores[which]


def _limits(
    own: npt.NDArray[np.intp], at: Matrices, cut_item: Ints, cut: Ints
) -> tuple[Floats, Floats]:
    """Thresholds around each answer; without bounds where none was given."""
    most = int(np.bincount(cut_item).max())
    limits = np.full((len(cut), most + 2), np.inf)
    limits[:, 0] = -np.inf
    for row, item in enumerate(cut):
        taus = at.tau[cut_item == item]
        limits[row, 1 : len(taus) + 1] = taus
    column = np.arange(len(cut))
    seen = own >= 0
    upper = np.where(seen, limits[column, own + 1], np.inf)
    lower = np.where(seen, limits[column, np.maximum(own, 0)], -np.inf)
    return lower, upper


def _newton(kind: _Kind, frame: _Frame) -> Floats:
    ridge = 1e-12 * np.eye(len(frame.prior))
    eta = kind.level.copy()
    value = _log_posterior(eta, kind, frame)
    active = np.arange(len(eta))
    given = ~np.isnan(kind.answers)
    for _ in range(_MAX_ITERATIONS):
        if not active.size:
            return eta
        now, here = eta[active], kind.only(active)
        centre = now @ frame.ordinal.T
        a, b = here.high - centre, here.low - centre
        mass = np.maximum(ndtr(a) - ndtr(b), _TINY)
        top, bottom = _density(a), _density(b)
        first = (bottom - top) / mass  # derivative of log mass to the centre
        inner = np.where(np.isfinite(a), a, 0.0) * top - np.where(np.isfinite(b), b, 0.0) * bottom
        second = np.maximum(inner / mass + first**2, 0.0)
        seen = given[active]
        away = np.where(seen, here.answers - now @ frame.numeric.T, 0.0)
        gradient = first @ frame.ordinal + away @ frame.numeric
        gradient -= (now - here.level) @ frame.prior
        curve = np.einsum("rk,ka,kb->rab", second, frame.ordinal, frame.ordinal) + frame.prior
        curve += np.einsum("rk,ka,kb->rab", seen * 1.0, frame.numeric, frame.numeric)
        step = np.linalg.solve(curve + ridge, gradient[:, :, None])[:, :, 0]
        factor = np.ones(len(active))
        done = np.zeros(len(active), dtype=bool)
        for _ in range(30):
            new = now + factor[:, None] * step
            reached = _log_posterior(new, here, frame)
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


def _log_posterior(eta: Floats, kind: _Kind, frame: _Frame) -> Floats:
    centre = eta @ frame.ordinal.T
    mass = np.maximum(ndtr(kind.high - centre) - ndtr(kind.low - centre), _TINY)
    away = eta - kind.level
    rest = np.nan_to_num(kind.answers - eta @ frame.numeric.T)
    out: Floats = np.log(mass).sum(axis=1) - 0.5 * np.einsum("ra,ab,rb->r", away, frame.prior, away)
    out -= 0.5 * (rest**2).sum(axis=1)
    return out
