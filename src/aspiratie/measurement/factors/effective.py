"""How many independent, equal respondents tell as much of unrelated items as these do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.design import Design, cluster_sums

__all__ = ["effective_respondents", "item_likeness"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def item_likeness(values: Floats, cluster: Ints) -> Floats:
    r"""Intraclass correlation of each item, by analysis of variance.

    .. math:: \rho = \frac{MSB - MSW}{MSB + (n_0 - 1) MSW}, \qquad
              n_0 = \frac{N - \sum_g n_g^2 / N}{G - 1}

    Parameters
    ----------
    values : ndarray, shape (n_respondents, n_items)
        NaN where missing.
    cluster : ndarray of int, shape (n_respondents,)
        0, 1, ...

    Returns
    -------
    ndarray, shape (n_items,)
        Below zero where clusters differ less than chance gives; zero where it does not exist.
    """
    answered = ~np.isnan(values)
    sizes = cluster_sums(answered.astype(np.float64), cluster)
    total = sizes.sum(axis=0)
    groups = (sizes > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        centred = np.where(answered, values - np.nanmean(values, axis=0), 0.0)
        means = np.where(sizes > 0, cluster_sums(centred, cluster) / sizes, 0.0)
        between = (sizes * means**2).sum(axis=0)
        within = (centred**2).sum(axis=0) - between
        msb, msw = between / (groups - 1), within / (total - groups)
        n0 = (total - (sizes**2).sum(axis=0) / total) / (groups - 1)
        likeness: Floats = (msb - msw) / (msb + (n0 - 1.0) * msw)
    return np.where(np.isfinite(likeness), likeness, 0.0)


def effective_respondents(likeness: Floats, design: Design) -> float:
    r"""Divide the respondents by the design effect of a correlation of two unrelated items.

    .. math:: n_e = \frac{(\sum_i w_i)^2}
              {\sum_i w_i^2 + \overline{\rho_j\rho_k}\,\bigl(\sum_g W_g^2 - \sum_i w_i^2\bigr)}

    with :math:`W_g` the sum of the weights in cluster *g*. The product of two items of one
    cluster's pupils has covariance :math:`\rho_j\rho_k` where the items are unrelated, so that
    this is the variance of a correlation beside that of independent respondents, averaged over
    the pairs of items (at least zero); with weights alone it is Kish's effective number.

    Parameters
    ----------
    likeness : ndarray, shape (n_items,)
        Intraclass correlations of the items, of any value without clusters.
    design : Design
        Of the respondents used: its :meth:`~aspiratie.measurement.design.Design.cut`.

    References
    ----------
    Kish, L. (1965). Survey sampling. Wiley.

    Rao, J. N. K., & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables
    with cell proportions estimated from survey data. The Annals of Statistics, 12(1), 46-60.
    https://doi.org/10.1214/aos/1176346391

    Examples
    --------
    >>> design = Design(keep=np.ones(4, bool), weights=np.array([1.0, 1.0, 1.0, 3.0]), cluster=None)
    >>> effective_respondents(np.zeros(2), design)
    3.0
    """
    n = len(design.keep)
    w = np.ones(n) if design.weights is None else design.weights
    squares = float(w @ w)
    alike = 0.0
    if design.cluster is not None:
        p = len(likeness)
        shared = max(float(likeness.sum() ** 2 - likeness @ likeness) / (p * (p - 1)), 0.0)
        whole = cluster_sums(w, design.cluster)
        alike = shared * (float(whole @ whole) - squares)
    return float(w.sum()) ** 2 / (squares + alike)
