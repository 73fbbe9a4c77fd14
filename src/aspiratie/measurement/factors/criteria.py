"""What a rotation makes small: criteria with their first and second derivatives.

Numerical kernels over many patterns of loadings at once, shape (..., n_items, n_factors).  Each
criterion is a sum over items, so that its second derivatives are a matrix by item.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["GEOMIN_DELTA", "Criterion", "geomin", "oblimin", "target"]

FloatArray = npt.NDArray[np.float64]
#: From loadings to the value (...), its slopes (..., p, k) and, if asked for, the second
#: derivatives by item (..., p, k, k).
Criterion = Callable[[FloatArray, bool], tuple[FloatArray, FloatArray, FloatArray | None]]

#: psych's and GPArotation's; lavaan 0.6 takes .001.
GEOMIN_DELTA = 0.01


def oblimin(loadings: FloatArray, curved: bool) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Cross-products of squared loadings: oblimin with gamma 0, quartimin."""
    squares = loadings * loadings
    others = squares.sum(axis=-1, keepdims=True) - squares
    value = 0.25 * (squares * others).sum(axis=(-2, -1))
    if not curved:
        return value, loadings * others, None
    curve = 2.0 * loadings[..., :, None] * loadings[..., None, :]
    _set_diagonal(curve, others)
    return value, loadings * others, curve


def geomin(delta: float) -> Criterion:
    """Sum over items of the geometric mean of squared loadings plus delta (Yates 1987)."""

    def criterion(
        loadings: FloatArray, curved: bool
    ) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        k = loadings.shape[-1]
        squares = loadings * loadings + delta
        means = np.exp(np.log(squares).mean(axis=-1, keepdims=True))
        ratio = loadings / squares
        slopes = (2.0 / k) * means * ratio
        value = means.sum(axis=(-2, -1))
        if not curved:
            return value, slopes, None
        outer = ratio[..., :, None] * ratio[..., None, :]
        curve = (2.0 / k) ** 2 * means[..., None] * outer
        own = (2.0 / k) * means * (1.0 / squares - 2.0 * ratio * ratio)
        _add_diagonal(curve, own)
        return value, slopes, curve

    return criterion


def target(wanted: FloatArray) -> Criterion:
    """Squared distance from the given loadings, over those that are given (NaN: free)."""
    weight = (~np.isnan(wanted)).astype(np.float64)
    goal = np.nan_to_num(wanted)

    def criterion(
        loadings: FloatArray, curved: bool
    ) -> tuple[FloatArray, FloatArray, FloatArray | None]:
        away = weight * (loadings - goal)
        value = (away * away).sum(axis=(-2, -1))
        if not curved:
            return value, 2.0 * away, None
        curve = np.zeros((*loadings.shape, loadings.shape[-1]))
        _add_diagonal(curve, np.broadcast_to(2.0 * weight, loadings.shape))
        return value, 2.0 * away, curve

    return criterion


def _set_diagonal(curve: FloatArray, values: FloatArray) -> None:
    at = np.arange(curve.shape[-1])
    curve[..., at, at] = values


def _add_diagonal(curve: FloatArray, values: FloatArray) -> None:
    at = np.arange(curve.shape[-1])
    curve[..., at, at] += values
