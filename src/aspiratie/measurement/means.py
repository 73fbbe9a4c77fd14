"""Means and shares of answers in samples of schools, with weights and few clusters."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.measurement.answers import answer_matrix
from aspiratie.measurement.design import Beside, Design, design_notes, read_design, without_design
from aspiratie.viewable import Viewable

__all__ = ["SampleMeans", "answer_shares", "item_means"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class SampleMeans(Viewable):
    """Means or shares with what a sample of clusters says about them.

    Parameters
    ----------
    estimates : pandas.DataFrame
        A row an item (or an item and answer): ``n``, ``mean`` (or ``share``), ``se``, ``df``,
        ``ci_lower``, ``ci_upper`` and ``deff``: the variance relative to a simple random
        sample of as many respondents with equal weights.
    confidence : float
        Coverage of the intervals.
    n_clusters : int
        Clusters; 0 without.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimates: pd.DataFrame
    confidence: float
    n_clusters: int
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """Give the size in one line."""
        return f"SampleMeans({len(self.estimates)} rows, {self.n_clusters} clusters)"


def item_means(
    items: pd.DataFrame,
    *,
    weights: Beside = None,
    cluster: Beside = None,
    confidence: float = 0.95,
) -> SampleMeans:
    r"""Estimate the mean of each item, of all who answered it.

    .. math:: \bar y = \frac{\sum_i w_i y_i}{\sum_i w_i}, \qquad
              V = \frac{\sum_g \bigl(w_g' A_g e_g\bigr)^2}{\bigl(\sum_i w_i\bigr)^2}

    with :math:`e_g` the residuals of cluster *g* and :math:`A_g` the adjustment of Bell and
    McCaffrey (CR2), which keeps the variance unbiased with few clusters; the interval is that
    of *t* with Satterthwaite's degrees of freedom.  Without clusters each respondent is one:
    the linearised variance times n/(n - 1), and n - 1 degrees of freedom.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        Numeric answers; missing is NaN.
    weights : column name or Series, optional
        Sampling weights.
    cluster : column name or Series, optional
        Schools or classes.
    confidence : float
        Coverage of the intervals.

    Returns
    -------
    SampleMeans
        Unrounded.

    Raises
    ------
    EstimationError
        If an item has fewer than two respondents or clusters.
    ParameterError
        If weights cannot be used or there is no such column.

    References
    ----------
    Bell, R. M., & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear
    regression with multi-stage samples. Survey Methodology, 28(2), 169-181.

    Pustejovsky, J. E., & Tipton, E. (2018). Small-sample methods for cluster-robust variance
    estimation and hypothesis testing in fixed effects models. Journal of Business & Economic
    Statistics, 36(4), 672-683. https://doi.org/10.1080/07350015.2016.1247004

    Notes
    -----
    In R: ``clubSandwich::coef_test(lm(y ~ 1, d, weights = w), "CR2", cluster = d$school)``;
    without clusters ``survey::svymean(~y, svydesign(~1, weights = ~w, data = d))``.

    Examples
    --------
    >>> answers = pd.DataFrame({"er1": [1, 2, 3, 4, 5, 5], "school": list("aabbcc")})
    >>> item_means(answers, cluster="school").estimates.round(3)[["n", "mean", "se", "df"]]
          n   mean     se   df
    er1   6  3.333  1.014  2.0
    """
    _check(confidence)
    design = read_design(items, weights=weights, cluster=cluster)
    chosen = without_design(items, weights, cluster)
    values = answer_matrix(chosen)
    rows = [
        _row(values[:, column], design, confidence, str(name))
        for column, name in enumerate(chosen.columns)
    ]
    return SampleMeans(
        estimates=pd.DataFrame(rows, index=chosen.columns),
        confidence=confidence,
        n_clusters=design.n_clusters,
        notes=design_notes(items, design, used=chosen.columns),
    )


def answer_shares(
    items: pd.DataFrame,
    *,
    weights: Beside = None,
    cluster: Beside = None,
    confidence: float = 0.95,
) -> SampleMeans:
    r"""Estimate the share of each answer to each item, of all who answered it.

    As :func:`item_means` of ones and zeros; the interval is symmetric for the logit,

    .. math:: \operatorname{logit}^{-1}\Bigl(\operatorname{logit} p \pm
              t_{df} \frac{se}{p (1 - p)}\Bigr)

    so that it stays between 0 and 1.

    Parameters
    ----------
    items, weights, cluster, confidence
        As in :func:`item_means`.

    Returns
    -------
    SampleMeans
        ``share`` for ``mean``; no interval (NaN) where nobody or everybody gave the answer.

    Raises
    ------
    EstimationError, ParameterError
        As :func:`item_means`.

    References
    ----------
    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small
    expected number of positive counts estimated from survey data. Survey Methodology, 24(2),
    193-201.

    Notes
    -----
    In R: ``survey::svymean(~factor(y), design)`` and ``survey::svyciprop(~I(y == 4), design,
    method = "logit")``, without the correction for few clusters.

    Examples
    --------
    >>> answers = pd.DataFrame({"er1": [1, 2, 2, 1, 2, 2], "school": list("aabbcc")})
    >>> answer_shares(answers, cluster="school").estimates.share.round(3).to_dict()
    {('er1', 1): 0.333, ('er1', 2): 0.667}
    """
    _check(confidence)
    design = read_design(items, weights=weights, cluster=cluster)
    chosen = without_design(items, weights, cluster)
    values = answer_matrix(chosen)
    rows, keys = [], []
    for column, name in enumerate(chosen.columns):
        own = values[:, column]
        for answer in np.unique(own[~np.isnan(own) & design.keep]):
            hit = np.where(np.isnan(own), np.nan, own == answer)
            row = _row(hit, design, confidence, str(name))
            rows.append(_bounded(row, confidence))
            keys.append((name, int(answer) if float(answer).is_integer() else float(answer)))
    index = pd.MultiIndex.from_tuples(keys, names=["item", "answer"])
    return SampleMeans(
        estimates=pd.DataFrame(rows, index=index).rename(columns={"mean": "share"}),
        confidence=confidence,
        n_clusters=design.n_clusters,
        notes=design_notes(items, design, used=chosen.columns),
    )


def _check(confidence: float) -> None:
    if not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence is {confidence}; it lies between 0 and 1.")


def _row(values: Floats, design: Design, confidence: float, name: str) -> dict[str, float]:
    answered = ~np.isnan(values) & design.keep
    own = design.cut(answered)
    y = values[answered]
    n = len(y)
    if n < 2:
        raise EstimationError(f"item {name}: {n} respondent(s) answered; two are needed.")
    w = np.ones(n) if own.weights is None else own.weights
    mean = float(w @ y / w.sum())
    residual = y - mean
    if own.cluster is None:
        se = float(np.sqrt((w * residual) @ (w * residual) * n / (n - 1)) / w.sum())
        df = float(n - 1)
    else:
        if own.n_clusters < 2:
            raise EstimationError(f"item {name}: standard errors over clusters need two of them.")
        se, df = _few_clusters(residual, w, own.cluster)
    simple = float(w @ residual**2 / w.sum()) / (n - 1)
    margin = float(stats.t.ppf(0.5 + confidence / 2.0, df)) * se if df > 0 else float("nan")
    return {
        "n": n,
        "mean": mean,
        "se": se,
        "df": df,
        "ci_lower": mean - margin,
        "ci_upper": mean + margin,
        "deff": se**2 / simple if simple > 0 else float("nan"),
    }


def _few_clusters(residual: Floats, w: Floats, cluster: Ints) -> tuple[float, float]:
    """CR2 standard error of a weighted mean, and Satterthwaite's degrees of freedom.

    With H the matrix that fits the mean, the block of (I - H)(I - H)' that belongs to a
    cluster differs from the identity only along its ones and its weights, so that its root
    needs two dimensions.
    """
    total = w.sum()
    squares = float(w @ w) / total**2
    order = np.argsort(cluster, kind="stable")
    edges = np.searchsorted(cluster[order], np.arange(int(cluster.max()) + 2))
    own, along, ones, score = [], [], [], []
    for begin, end in pairwise(edges):
        rows = order[begin:end]
        mine = w[rows]
        basis = np.column_stack([np.ones(len(mine)), mine])
        left, strength, _ = np.linalg.svd(basis, full_matrices=False)
        left = left[:, strength > 1e-10 * strength[0]]
        one, weight = left.sum(axis=0), left.T @ mine
        block = (
            np.eye(left.shape[1])
            - (np.outer(one, weight) + np.outer(weight, one)) / total
            + np.outer(one, one) * squares
        )
        value, vector = np.linalg.eigh(block)
        # a cluster that is nearly the whole sample leaves nothing: its part is left out
        root = np.where(value > 1e-10, 1.0 / np.sqrt(np.maximum(value, 1e-10)), 0.0)
        adjusted = left @ ((vector * root) @ vector.T @ weight) / total
        own.append(float(adjusted @ adjusted))
        along.append(float(mine @ adjusted))
        ones.append(float(adjusted.sum()))
        score.append(float(adjusted @ residual[rows]))
    a, u, s = np.array(own), np.array(along) / total, np.array(ones)
    # P = diag(a) - u s' - s u' + squares s s'; its trace and the sum of its squares
    middle = np.array([[0.0, -1.0], [-1.0, squares]])
    wide = np.column_stack([u, s])
    trace = a.sum() + float(np.sum((wide @ middle) * wide))
    gram = wide.T @ wide
    cross = float(np.sum(a[:, None] * (wide @ middle) * wide))
    second = float(a @ a) + 2.0 * cross + float(np.sum((middle @ gram) * (middle @ gram).T))
    return float(np.sqrt(np.sum(np.square(score)))), float(trace**2 / second)


def _bounded(row: dict[str, float], confidence: float) -> dict[str, float]:
    """Interval of a share, symmetric for its logit."""
    share, se = row["mean"], row["se"]
    if not 0.0 < share < 1.0 or not row["df"] > 0:
        return row | {"ci_lower": float("nan"), "ci_upper": float("nan")}
    centre = np.log(share / (1.0 - share))
    margin = stats.t.ppf(0.5 + confidence / 2.0, row["df"]) * se / (share * (1.0 - share))
    return row | {
        "ci_lower": float(1.0 / (1.0 + np.exp(margin - centre))),
        "ci_upper": float(1.0 / (1.0 + np.exp(-margin - centre))),
    }
