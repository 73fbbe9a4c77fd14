r"""Least squares on thresholds and polychoric correlations (WLSMV, DWLS, ULSMV).

With the statistics :math:`s` of every group, their asymptotic covariance :math:`\Gamma` and
the weights :math:`W`, the fit minimises
:math:`\sum_g (n_g - 1)(s_g - \sigma_g)'W_g(s_g - \sigma_g)`.

The statistics are, in this order: thresholds; means of continuous items; slopes on covariates,
all items for the first covariate, then for the next; variances of continuous items; and
correlations (of a continuous item: covariances).  With covariates all are conditional on these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

from aspiratie.errors import NotConvergedError
from aspiratie.measurement.sem.estimation.implied import DELTA, TAU, Matrices, SemModel
from aspiratie.measurement.sem.estimation.ml import damping, solve_scaled, without_end

__all__ = [
    "OrdinalGroup",
    "WlsFit",
    "fit_wls",
    "implied_statistics",
    "statistics_jacobian",
    "structural_jacobian",
    "wls_discrepancy",
    "wls_information",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_MAX_ITERATIONS = 500
_STEP_DONE = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class OrdinalGroup:
    """Sample statistics of one group."""

    n: int
    cuts: tuple[Floats, ...]
    correlations: Floats
    statistics: Floats
    gamma: Floats
    weights: Floats

    @property
    def n_cuts(self) -> int:
        """Number of thresholds."""
        return sum(len(cut) for cut in self.cuts)


@dataclass(frozen=True, eq=False, kw_only=True)
class WlsFit:
    """Where the discrepancy is least; `fmin` as lavaan has it."""

    x: Floats
    fmin: float
    iterations: int


@lru_cache(maxsize=64)
def _pairs(p: int) -> tuple[Ints, Ints]:
    """Return the first and second item of every pair; read-only, since they are shared."""
    first, second = (index.astype(np.int64) for index in np.triu_indices(p, 1))
    first.flags.writeable = second.flags.writeable = False
    return first, second


def implied_statistics(model: SemModel, number: int, x: Floats) -> Floats:
    """Thresholds and correlations that the model implies in a group."""
    return _statistics(model, number, model.matrices(number, x))


def _statistics(model: SemModel, number: int, at: Matrices) -> Floats:
    cut_item = model.groups[number].cut_item
    first, second = _pairs(model.p)
    cuts = at.delta[cut_item] * (at.tau - at.mu[cut_item])
    correlations = at.delta[first] * at.delta[second] * at.sigma[first, second]
    if not model.n_covariates and model.cut.all():
        return np.concatenate([cuts, correlations])
    numeric = model.numeric
    slopes = at.delta[:, None] * _given(model, at)
    return np.concatenate(
        [
            cuts,
            at.mu[numeric],
            slopes.T.ravel(),
            at.sigma[numeric, numeric],
            correlations,
        ]
    )


def _given(model: SemModel, at: Matrices) -> Floats:
    """Slopes of the variables behind the items on the covariates, shape (p, m)."""
    out: Floats = at.lam @ at.a[:, model.q - model.n_covariates :]
    return out


def structural_jacobian(
    model: SemModel, number: int, at: Matrices
) -> tuple[Floats, Ints, Ints, Floats]:
    """Differentiate the statistics of a group, the thresholds' own derivatives apart.

    Returns
    -------
    tuple
        Derivatives by free row that is no threshold, (rows, statistics); the numbers of
        their parameters; and of every threshold the number of its parameter (-1 if it is
        fixed) and its derivative to it.
    """
    part = model.groups[number]
    cut_item = part.cut_item
    n_cuts = len(cut_item)
    first, second = _pairs(model.p)
    slopes, free = model.slopes(number, at)
    u, v, m = slopes.u, slopes.v, slopes.m
    scale = at.delta[first] * at.delta[second]
    by_pair = (u[:, first] * v[:, second] + u[:, second] * v[:, first]) * scale
    by_cut = -m[:, cut_item] * at.delta[cut_item]
    away = at.tau - at.mu[cut_item]
    numeric = model.numeric
    plain = not model.n_covariates and not len(numeric)
    by_slope = np.zeros((len(free), 0))
    if model.n_covariates:
        assert slopes.w is not None
        given = _given(model, at)
        by_slope = (u * at.delta)[:, None, :] * slopes.w[:, :, None]
    if model.theta:
        spread = -(at.delta**3) * (u * v)  # change of delta by the change of the variance
        if not plain:
            spread = np.where(model.cut, spread, 0.0)
        if model.n_covariates:
            by_slope = by_slope + spread[:, None, :] * given.T
        by_pair += at.sigma[first, second] * (
            spread[:, first] * at.delta[second] + spread[:, second] * at.delta[first]
        )
        by_cut += spread[:, cut_item] * away
    parts = [by_cut, by_pair]
    if not plain:
        by_slope = by_slope.reshape(len(free), -1)
        by_variance = 2.0 * u[:, numeric] * v[:, numeric]
        parts = [by_cut, m[:, numeric], by_slope, by_variance, by_pair]
    out = np.hstack(parts)
    scaled = (part.matrix == DELTA) & (part.free >= 0)
    if not model.theta and scaled.any():
        items = part.i[scaled]
        own = np.zeros((len(items), out.shape[1]))
        own[:, :n_cuts] = np.where(cut_item == items[:, None], away, 0.0)
        touched = (first == items[:, None]) * at.delta[second]
        touched = touched + (second == items[:, None]) * at.delta[first]
        own[:, -len(first) :] = touched * at.sigma[first, second]
        if model.n_covariates:
            begin = n_cuts + len(numeric)
            moved = (np.arange(model.p) == items[:, None])[:, None, :] * given.T
            own[:, begin : begin + given.size] = moved.reshape(len(items), -1)
        out = np.vstack([out, own])
        free = np.concatenate([free, part.free[scaled]])
    return out, free, part.free[part.matrix == TAU], at.delta[cut_item]


def statistics_jacobian(model: SemModel, number: int, x: Floats) -> Floats:
    """Differentiate the statistics of a group, shape (n_free, statistics)."""
    rows, free, cut_free, cut_slope = structural_jacobian(model, number, model.matrices(number, x))
    total = np.zeros((model.n_free, rows.shape[1]))
    np.add.at(total, free, rows)
    loose = np.flatnonzero(cut_free >= 0)
    np.add.at(total, (cut_free[loose], loose), cut_slope[loose])
    return total


def wls_discrepancy(model: SemModel, groups: list[OrdinalGroup], x: Floats) -> float:
    """Half the discrepancy per respondent, weighted as lavaan does."""
    total = 0.0
    n = sum(group.n for group in groups)
    with np.errstate(all="ignore"):
        for number, group in enumerate(groups):
            left = group.statistics - implied_statistics(model, number, x)
            total += 0.5 * (group.n - 1) / n * float(left @ (group.weights * left))
    return total if np.isfinite(total) else np.inf


def wls_information(
    model: SemModel, groups: list[OrdinalGroup], x: Floats
) -> tuple[Floats, list[Floats]]:
    """Sum of f J W J' and the Jacobians (statistics by parameters) of the groups."""
    n = sum(group.n for group in groups)
    information = np.zeros((model.n_free, model.n_free))
    jacobians: list[Floats] = []
    for number, group in enumerate(groups):
        jacobian = statistics_jacobian(model, number, x)
        information += group.n / n * ((jacobian * group.weights) @ jacobian.T)
        jacobians.append(jacobian.T)
    return information, jacobians


def fit_wls(model: SemModel, groups: list[OrdinalGroup], start: Floats) -> WlsFit:
    """Gauss-Newton with step halving, and Newton where the scales of the items are fixed.

    Raises
    ------
    NotConvergedError
        If no minimum is found.
    """
    x = start.copy()
    value = wls_discrepancy(model, groups, x)
    if not np.isfinite(value):
        raise NotConvergedError("The starting values give no correlations.")
    newton = (
        not model.theta
        and not model.n_covariates
        and not any((part.free[part.blocks[DELTA].rows] >= 0).any() for part in model.groups)
    )
    ridge = 0.0
    for iteration in range(1, _MAX_ITERATIONS + 1):
        step = _step(model, groups, x, newton=newton and iteration > 2, ridge=ridge)
        size = float(np.max(np.abs(step) / (1.0 + np.abs(x)))) if len(x) else 0.0
        if size < _STEP_DONE:
            x = x + step
            return WlsFit(x=x, fmin=wls_discrepancy(model, groups, x), iterations=iteration)
        factor = 1.0
        while True:
            new = x + factor * step
            reached = wls_discrepancy(model, groups, new)
            if reached <= value + 1e-12 * value:
                break
            factor *= 0.5
            if factor < 1e-10:
                if size < 1e-5:
                    return WlsFit(x=x, fmin=value, iterations=iteration)
                raise NotConvergedError(
                    "The discrepancy could not be lowered further, but its slope is not zero."
                )
        x, value = new, reached
        ridge = damping(ridge, factor)
    raise NotConvergedError(
        f"No solution after {_MAX_ITERATIONS} iterations: the discrepancy keeps falling "
        f"{without_end(model, x)}"
    )


def _curvature(model: SemModel, number: int, at: Matrices, weighted: Floats) -> Floats:
    """Second derivatives of the weighted statistics between the structural rows."""
    cut_item = model.groups[number].cut_item
    first, second = _pairs(model.p)
    big = np.zeros((model.p, model.p))
    big[first, second] = weighted[-len(first) :] * at.delta[first] * at.delta[second]
    big += big.T
    small: Floats = np.zeros(model.p)
    small -= np.bincount(cut_item, weighted[: len(cut_item)] * at.delta[cut_item], model.p)
    numeric = model.numeric
    if len(numeric):
        begin = len(cut_item)
        small[numeric] += weighted[begin : begin + len(numeric)]
        begin += len(numeric)
        big[numeric, numeric] = 2.0 * weighted[begin : begin + len(numeric)]
    return model.curvature(number, at, big, small)


def _step(
    model: SemModel, groups: list[OrdinalGroup], x: Floats, *, newton: bool, ridge: float
) -> Floats:
    """Solve for all parameters, the thresholds eliminated first.

    A threshold parameter touches only its own statistics, so its block of the information
    is diagonal and the others are found from a system without it.
    """
    n = sum(group.n for group in groups)
    cuts = np.unique(np.concatenate([part.free[part.matrix == TAU] for part in model.groups]))
    cuts = cuts[cuts >= 0]
    rest = np.setdiff1d(np.arange(model.n_free), cuts)
    at_cut = np.full(model.n_free, -1)
    at_cut[cuts] = np.arange(len(cuts))
    at_rest = np.full(model.n_free, -1)
    at_rest[rest] = np.arange(len(rest))
    own = np.zeros(len(cuts))
    slope_cut = np.zeros(len(cuts))
    mixed = np.zeros((len(cuts), len(rest)))
    inner = np.zeros((len(rest), len(rest)))
    curved = np.zeros((len(rest), len(rest)))
    slope_rest = np.zeros(len(rest))
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        rows, free, cut_free, cut_slope = structural_jacobian(model, number, at)
        left = group.statistics - _statistics(model, number, at)
        weights = group.weights * ((group.n - 1) / n)
        jacobian = np.zeros((len(rest), rows.shape[1]))
        np.add.at(jacobian, at_rest[free], rows)
        weighted = jacobian * weights
        inner += weighted @ jacobian.T
        if newton:
            bend = _curvature(model, number, at, weights * left)
            gather = np.zeros((len(free), len(rest)))
            gather[np.arange(len(free)), at_rest[free]] = 1.0
            curved -= gather.T @ bend @ gather
        slope_rest += weighted @ left
        loose = np.flatnonzero(cut_free >= 0)
        place = at_cut[cut_free[loose]]
        np.add.at(own, place, cut_slope[loose] ** 2 * weights[loose])
        np.add.at(slope_cut, place, cut_slope[loose] * weights[loose] * left[loose])
        np.add.at(mixed, place, cut_slope[loose][:, None] * weighted[:, loose].T)
    step = np.zeros(model.n_free)
    lifted = mixed / own[:, None]
    reduced = inner - mixed.T @ lifted
    target = slope_rest - lifted.T @ slope_cut
    step[rest] = _solve(reduced, curved if newton and ridge == 0.0 else None, target, ridge)
    step[cuts] = (slope_cut - mixed @ step[rest]) / own
    return step


def _solve(information: Floats, curved: Floats | None, target: Floats, ridge: float) -> Floats:
    """Newton's step where the curvature is that of a minimum, else Gauss-Newton's."""
    if curved is not None:
        try:
            step: Floats = cho_solve(cho_factor(information + curved), target)
        except np.linalg.LinAlgError:
            return solve_scaled(information, target, ridge)
        return step
    return solve_scaled(information, target, ridge)
