"""Many labels at once: p values adjusted for the size of their family."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["adjust_fdr", "adjust_holm"]

Array = npt.NDArray[np.float64]


def adjust_holm(p: npt.ArrayLike) -> Array:
    """Holm's adjusted p values within each row; NaN is no member of the family.

    Parameters
    ----------
    p : array_like, shape (n_families, n_tests)

    Returns
    -------
    ndarray, shape (n_families, n_tests)

    Notes
    -----
    In R, by row: ``p.adjust(p, "holm")``.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian
    Journal of Statistics, 6, 65-70. https://www.jstor.org/stable/4615733

    Examples
    --------
    >>> adjust_holm([[0.01, 0.04, 0.03]]).round(3).tolist()
    [[0.03, 0.06, 0.06]]
    """
    values = np.atleast_2d(np.asarray(p, dtype=np.float64))
    order = np.argsort(values, axis=1)  # NaN last
    ordered = np.take_along_axis(values, order, axis=1)
    size = np.isfinite(values).sum(axis=1, keepdims=True)
    factor = np.maximum(size - np.arange(values.shape[1]), 1)
    stepped = np.minimum(np.maximum.accumulate(np.nan_to_num(ordered * factor), axis=1), 1.0)
    adjusted = np.empty_like(values)
    np.put_along_axis(adjusted, order, np.where(np.isnan(ordered), np.nan, stepped), axis=1)
    return adjusted


def adjust_fdr(p: npt.ArrayLike) -> Array:
    """Benjamini and Hochberg's adjusted p values within each row; NaN is no member.

    Parameters
    ----------
    p : array_like, shape (n_families, n_tests)

    Returns
    -------
    ndarray, shape (n_families, n_tests)

    Notes
    -----
    In R, by row: ``p.adjust(p, "BH")``.

    References
    ----------
    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B, 57,
    289-300. https://doi.org/10.1111/j.2517-6161.1995.tb02031.x

    Examples
    --------
    >>> adjust_fdr([[0.01, 0.04, 0.03]]).round(3).tolist()
    [[0.03, 0.04, 0.04]]
    """
    values = np.atleast_2d(np.asarray(p, dtype=np.float64))
    order = np.argsort(values, axis=1)
    ordered = np.take_along_axis(values, order, axis=1)
    size = np.isfinite(values).sum(axis=1, keepdims=True)
    stepped = np.where(np.isnan(ordered), 1.0, ordered * size / (np.arange(values.shape[1]) + 1))
    stepped = np.minimum(np.minimum.accumulate(stepped[:, ::-1], axis=1)[:, ::-1], 1.0)
    adjusted = np.empty_like(values)
    np.put_along_axis(adjusted, order, np.where(np.isnan(ordered), np.nan, stepped), axis=1)
    return adjusted
