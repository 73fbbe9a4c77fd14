"""Unrotated factors: minimum residuals, maximum likelihood and principal axes.

Numerical kernels. The first two minimise a function of the uniquenesses alone, the loadings
following from an eigendecomposition; first and second derivatives are exact, so that few steps are
needed and the minimum is exact to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize

from aspiratie.errors import NotConvergedError

__all__ = ["LEAST_UNIQUENESS", "Extraction", "Method", "extract", "positive_sums"]

FloatArray = npt.NDArray[np.float64]
Method = Literal["minres", "ml", "pa"]
Objective = Callable[[FloatArray], tuple[float, FloatArray, FloatArray]]

#: Lower bound of a uniqueness; psych and factanal stop at the same value.
LEAST_UNIQUENESS = 0.005
_GRADIENT_DONE = 1e-9
_MAX_STEPS = 200
_AXES_STEPS = 50
_AXES_DONE = 0.001


@dataclass(frozen=True, eq=False, kw_only=True)
class Extraction:
    """Unrotated factors.

    Parameters
    ----------
    loadings : numpy.ndarray, shape (n_items, n_factors)
        By falling eigenvalue, every column with a positive sum.
    uniquenesses : numpy.ndarray
        As they were optimised.
    eigenvalues : numpy.ndarray
        Of the correlations with communalities on the diagonal, falling.
    at_bound : numpy.ndarray of bool
        Items whose uniqueness is at its lower bound: a Heywood case.
    converged : bool
        Whether the slope vanished.
    """

    loadings: FloatArray
    uniquenesses: FloatArray
    eigenvalues: FloatArray
    at_bound: npt.NDArray[np.bool_]
    converged: bool

    def __repr__(self) -> str:
        """Give size and outcome in one line."""
        return f"Extraction({self.loadings.shape}, converged={self.converged})"


def extract(
    matrix: FloatArray, n_factors: int, *, method: Method, near: FloatArray | None = None
) -> Extraction:
    """Extract factors from a correlation matrix.

    For ``"minres"`` the sum of squared residuals (Harman & Jones 1966), for ``"ml"`` the normal
    discrepancy function on the logarithms of the uniquenesses (Jöreskog 1967). The search starts
    from `near`, uniquenesses of a like matrix, or from squared multiple correlations. ``"pa"`` are
    principal axes, iterated as R's psych does.
    """
    if method == "pa":
        return _principal_axes(matrix, n_factors)
    start = _start(matrix) if near is None else near
    if method == "minres":
        objective = _residual_objective(matrix, n_factors)
        solved, converged = _minimise(objective, start, lower=LEAST_UNIQUENESS, upper=1.0)
        uniquenesses = solved
    else:
        objective = _likelihood_objective(matrix, n_factors)
        solved, converged = _minimise(
            objective, np.log(start), lower=float(np.log(LEAST_UNIQUENESS)), upper=0.0
        )
        uniquenesses = np.exp(solved)
    loadings = _loadings(matrix, uniquenesses, n_factors, method)
    reduced = matrix - np.diag(uniquenesses)
    return Extraction(
        loadings=positive_sums(loadings),
        uniquenesses=uniquenesses,
        eigenvalues=np.asarray(np.linalg.eigvalsh(reduced)[::-1], dtype=np.float64),
        at_bound=uniquenesses <= LEAST_UNIQUENESS * (1.0 + 1e-6),
        converged=converged,
    )


def _principal_axes(matrix: FloatArray, n_factors: int) -> Extraction:
    """Put communalities on the diagonal, take axes, and again until their sum stands still.

    From squared multiple correlations, or from one if there are more factors than half the items;
    until the sum of the communalities moves by less than .001, as ``psych::fa(fm = "pa")`` with
    ``min.err = .001`` and ``max.iter = 50``.  Run on to the end it would be minimum residuals.
    """
    reduced = matrix.copy()
    n_items = len(matrix)
    start = 1.0 - _start(matrix) if n_factors <= n_items / 2 else np.ones(n_items)
    np.fill_diagonal(reduced, start)
    total, converged = float(start.sum()), False
    for _ in range(_AXES_STEPS):
        values, vectors = np.linalg.eigh(reduced)
        if values[-n_factors] <= 0.0:
            raise NotConvergedError(
                f"Principal axes of {n_factors} factors do not exist: an eigenvalue of the "
                "correlations with communalities is not positive. Ask for fewer factors, or "
                'take method="minres".'
            )
        loadings = vectors[:, ::-1][:, :n_factors] * np.sqrt(values[::-1][:n_factors])
        common = (loadings**2).sum(axis=1)
        np.fill_diagonal(reduced, common)
        before, total = total, float(common.sum())
        if abs(before - total) <= _AXES_DONE:
            converged = True
            break
    return Extraction(
        loadings=positive_sums(loadings),
        uniquenesses=1.0 - common,
        eigenvalues=values[::-1].copy(),
        at_bound=1.0 - common <= LEAST_UNIQUENESS,
        converged=converged,
    )


def positive_sums(loadings: FloatArray) -> FloatArray:
    """Turn every column so that its sum isn't negative."""
    signs = np.where(loadings.sum(axis=0) < 0.0, -1.0, 1.0)
    turned: FloatArray = loadings * signs
    return turned


def _start(matrix: FloatArray) -> FloatArray:
    try:
        inverse = np.linalg.inv(matrix)
        start = 1.0 / np.diag(inverse)
    except np.linalg.LinAlgError:
        start = np.full(len(matrix), 0.5)
    usable = (start > LEAST_UNIQUENESS) & (start <= 1.0) & np.isfinite(start)
    return np.where(usable, start, 0.5)


def _residual_objective(matrix: FloatArray, n_factors: int) -> Objective:
    kept = slice(len(matrix) - n_factors, None)  # eigh sorts upwards
    rest = slice(0, len(matrix) - n_factors)

    def objective(uniquenesses: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        values, vectors = np.linalg.eigh(matrix - np.diag(uniquenesses))
        left, u = values[rest], vectors[:, rest]
        gradient = -(u * u) @ left
        spread = values[kept][None, :] - left[:, None]
        ratio = left[:, None] / np.maximum(spread, 1e-10)
        hessian = (u @ u.T) ** 2 - 2.0 * _products(u, vectors[:, kept], ratio)
        return 0.5 * float(left @ left), gradient, hessian

    return objective


def _likelihood_objective(matrix: FloatArray, n_factors: int) -> Objective:
    kept = slice(len(matrix) - n_factors, None)
    rest = slice(0, len(matrix) - n_factors)

    def objective(logs: FloatArray) -> tuple[float, FloatArray, FloatArray]:
        scale = np.exp(-0.5 * logs)
        values, vectors = np.linalg.eigh(matrix * np.outer(scale, scale))
        left, u = np.maximum(values[rest], 1e-12), vectors[:, rest]
        gradient = (u * u) @ (1.0 - left)
        spread = values[kept][None, :] - left[:, None]
        total = values[kept][None, :] + left[:, None]
        ratio = (1.0 - left)[:, None] * total / np.maximum(spread, 1e-10)
        hessian = ((u * left) @ u.T) * (u @ u.T) + _products(u, vectors[:, kept], ratio)
        return float((left - np.log(left) - 1.0).sum()), gradient, hessian

    return objective


def _products(u: FloatArray, v: FloatArray, ratio: FloatArray) -> FloatArray:
    """Sum over m, l of ratio[m, l] (u_m v_l)(u_m v_l)'."""
    products = (u[:, :, None] * v[:, None, :]).reshape(len(u), -1)
    out: FloatArray = (products * ratio.ravel()) @ products.T
    return out


def _minimise(
    objective: Objective, start: FloatArray, *, lower: float, upper: float
) -> tuple[FloatArray, bool]:
    """Newton's method within bounds, back-tracking, on the items that are free to move."""
    x = np.clip(start, lower, upper)
    value, gradient, hessian = objective(x)
    for _ in range(_MAX_STEPS):
        free = ~(((x <= lower) & (gradient > 0)) | ((x >= upper) & (gradient < 0)))
        if not free.any() or np.abs(gradient[free]).max() < _GRADIENT_DONE:
            return x, True
        step = np.zeros_like(x)
        step[free] = _newton_step(hessian[np.ix_(free, free)], gradient[free])
        length = 1.0
        for _ in range(40):
            trial = np.clip(x + length * step, lower, upper)
            found = objective(trial)
            if found[0] <= value + 1e-4 * float(gradient @ (trial - x)) + 1e-15 * abs(value):
                break
            length *= 0.5
        else:
            break
        moved = np.abs(trial - x).max()
        x = trial
        value, gradient, hessian = found
        if moved < 1e-14:
            break
    return _by_quasi_newton(objective, x, lower=lower, upper=upper)


def _newton_step(hessian: FloatArray, gradient: FloatArray) -> FloatArray:
    """Newton's step with the curvature made positive, so that it always leads down."""
    values, vectors = np.linalg.eigh(hessian)
    curvature = np.maximum(np.abs(values), 1e-6 * max(float(np.abs(values).max()), 1e-8))
    step: FloatArray = -vectors @ ((vectors.T @ gradient) / curvature)
    largest = float(np.abs(step).max())
    return step * min(1.0, 1.0 / largest) if largest > 0 else step


def _by_quasi_newton(
    objective: Objective, x: FloatArray, *, lower: float, upper: float
) -> tuple[FloatArray, bool]:
    found = optimize.minimize(
        lambda point: objective(point)[:2],
        x,
        jac=True,
        method="L-BFGS-B",
        bounds=[(lower, upper)] * len(x),
        options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-9},
    )
    best = found.x if found.fun <= objective(x)[0] else x
    gradient = objective(best)[1]
    projected = best - np.clip(best - gradient, lower, upper)
    return np.asarray(best, dtype=np.float64), bool(np.abs(projected).max() < 1e-6)


def _loadings(
    matrix: FloatArray, uniquenesses: FloatArray, n_factors: int, method: Method
) -> FloatArray:
    """Give the loadings that go with uniquenesses, largest factor first."""
    if method == "minres":
        values, vectors = np.linalg.eigh(matrix - np.diag(uniquenesses))
        size = np.sqrt(np.maximum(values[::-1][:n_factors], 0.0))
        loadings: FloatArray = vectors[:, ::-1][:, :n_factors] * size
        return loadings
    root = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(matrix / np.outer(root, root))
    size = np.sqrt(np.maximum(values[::-1][:n_factors] - 1.0, 0.0))
    scaled: FloatArray = root[:, None] * (vectors[:, ::-1][:, :n_factors] * size)
    return scaled
