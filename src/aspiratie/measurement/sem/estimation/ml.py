"""Maximum likelihood: estimates and their information."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

from aspiratie.errors import IdentificationError, NotConvergedError
from aspiratie.measurement.sem.estimation.implied import SemModel
from aspiratie.measurement.sem.estimation.normal import (
    NormalGroup,
    expected_rows,
    log_likelihood,
    observed_rows,
    pull,
)

__all__ = [
    "MlFit",
    "damping",
    "expected_information",
    "fit_ml",
    "gradient",
    "observed_information",
    "solve_scaled",
    "total_logl",
    "without_end",
]

Floats = npt.NDArray[np.float64]
_MAX_ITERATIONS = 500
_STEP_DONE = 1e-8
_NEWTON_FROM = 0.1
_TINY = 1e-20


@dataclass(frozen=True, eq=False, kw_only=True)
class MlFit:
    """Where the likelihood is highest."""

    x: Floats
    logl: float
    iterations: int


def total_logl(model: SemModel, groups: list[NormalGroup], x: Floats) -> float:
    """Log-likelihood of all groups."""
    total = 0.0
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        total += log_likelihood(group, at.sigma, at.mu)
    return total


def _derivatives(
    model: SemModel, groups: list[NormalGroup], x: Floats, *, observed: bool
) -> tuple[Floats, Floats]:
    """Gradient of the log-likelihood, and observed or expected information."""
    slope = np.zeros(model.n_free)
    information = np.zeros((model.n_free, model.n_free))
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        slopes, _ = model.slopes(number, at)
        big, small = pull(group, at.sigma, at.mu)
        rows = np.sum((slopes.u @ big) * slopes.v, axis=1)
        if group.means:
            rows = rows + slopes.m @ small
        gather = model.groups[number].gather
        slope += rows @ gather
        if observed:
            block = observed_rows(group, at.sigma, at.mu, slopes)
            block = block - model.curvature(number, at, big, small)
        else:
            block = expected_rows(group, at.sigma, slopes)
        information += gather.T @ block @ gather
    return slope, 0.5 * (information + information.T)


def expected_information(model: SemModel, groups: list[NormalGroup], x: Floats) -> Floats:
    """Give the expected information, summed over respondents."""
    return _derivatives(model, groups, x, observed=False)[1]


def observed_information(model: SemModel, groups: list[NormalGroup], x: Floats) -> Floats:
    """Give minus the second derivatives of the log-likelihood, summed over respondents."""
    return _derivatives(model, groups, x, observed=True)[1]


def gradient(model: SemModel, groups: list[NormalGroup], x: Floats) -> Floats:
    """Gradient of the log-likelihood."""
    return _derivatives(model, groups, x, observed=False)[0]


def fit_ml(model: SemModel, groups: list[NormalGroup], start: Floats) -> MlFit:
    """Fisher scoring, then Newton's method, with step halving.

    Raises
    ------
    NotConvergedError
        If no top is found.
    """
    x = start.copy()
    value = total_logl(model, groups, x)
    if not np.isfinite(value):
        raise NotConvergedError("The starting values give no covariance matrix.")
    near, ridge = False, 0.0
    for iteration in range(1, _MAX_ITERATIONS + 1):
        step = _step(model, groups, x, newton=near, ridge=ridge)
        size = float(np.max(np.abs(step) / (1.0 + np.abs(x)))) if len(x) else 0.0
        near = size < _NEWTON_FROM
        if size < _STEP_DONE:
            x = x + step
            return MlFit(x=x, logl=total_logl(model, groups, x), iterations=iteration)
        factor = 1.0
        while True:
            new = x + factor * step
            reached = total_logl(model, groups, new)
            if reached >= value - 1e-12 * abs(value):
                break
            factor *= 0.5
            if factor < 1e-10:
                if size < 1e-5:
                    return MlFit(x=x, logl=value, iterations=iteration)
                raise NotConvergedError(
                    "The likelihood could not be raised further, but its slope is not zero."
                )
        x, value = new, reached
        ridge = damping(ridge, factor)
    raise NotConvergedError(
        f"No solution after {_MAX_ITERATIONS} iterations: the likelihood keeps rising "
        f"{without_end(model, x)}"
    )


def without_end(model: SemModel, x: Floats) -> str:
    """Say which parameters run away in a search that found no solution."""
    names: dict[int, str] = {}
    for row in model.table.rows:
        if row.free >= 0 and row.op != "|":
            names.setdefault(row.free, f"{row.lhs} {row.op} {row.rhs}".strip())
    far = sorted(names, key=lambda k: -abs(x[k]))[:3]
    shown = ", ".join(f"{names[k]} ({x[k]:.3g})" for k in far)
    return (
        f"while parameters run away: {shown}. That happens where the item that gives a factor "
        "its scale (the first, at loading 1) hardly loads on it, as in a bifactor model of few "
        "items; other programs may stop somewhere on the way, at variances far below zero. Free "
        "that loading and fix the factor's variance (F =~ NA*a + b + c, F ~~ 1*F), or leave a "
        "factor out that rests on a few weak loadings."
    )


def damping(ridge: float, factor: float) -> float:
    """Ridge of the next step: more after a step that had to be cut, less after a whole one."""
    if factor < 0.5:
        return max(10.0 * ridge, 0.01)
    return 0.1 * ridge if ridge > 1e-4 else 0.0


def _step(
    model: SemModel, groups: list[NormalGroup], x: Floats, *, newton: bool, ridge: float
) -> Floats:
    """Newton's step near the top, where scoring is slow; scoring's elsewhere."""
    slope, information = _derivatives(model, groups, x, observed=newton)
    if newton:
        try:
            step: Floats = cho_solve(cho_factor(information), slope)
        except np.linalg.LinAlgError:
            return _step(model, groups, x, newton=False, ridge=ridge)
        return step
    return solve_scaled(information, slope, ridge)


def solve_scaled(information: Floats, slope: Floats, least: float = 0.0) -> Floats:
    """Solve a positive definite system; a nearly singular one by a small ridge."""
    scale = 1.0 / np.sqrt(np.maximum(np.diagonal(information), _TINY))
    scaled = information * np.outer(scale, scale)
    for ridge in (0.0, 1e-10, 1e-6, 1e-3):
        try:
            root = cho_factor(scaled + (least + ridge) * np.eye(len(slope)))
        except np.linalg.LinAlgError:
            continue
        step: Floats = cho_solve(root, slope * scale) * scale
        return step
    raise IdentificationError("The information matrix of the model is singular.")
