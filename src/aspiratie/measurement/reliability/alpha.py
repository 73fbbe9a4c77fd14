"""How much of a sum of answers is true difference: alpha and its stratified form."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from aspiratie.errors import (
    EstimationError,
    ParameterError,
    Problem,
    SparseDataWarning,
)
from aspiratie.measurement.answers import Missing, answer_matrix, answered_all
from aspiratie.measurement.design import (
    Beside,
    Design,
    design_notes,
    linear_variance,
    read_design,
    warn_few,
    without_design,
)
from aspiratie.measurement.reliability.reversed import warn_reversed
from aspiratie.viewable import Viewable

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

__all__ = ["Alpha", "StratifiedAlpha", "cronbach_alpha", "stratified_alpha"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Alpha(Viewable):
    """Cronbach's alpha of a scale.

    Parameters
    ----------
    estimate : float
        Alpha on covariances.
    ci_lower, ci_upper : float
        Bounds of Feldt's interval.
    confidence : float
        Coverage of the interval.
    standardized : float
        Alpha on correlations; NaN when an item doesn't vary.
    average_correlation : float
        Mean correlation between the items.
    item_rest : pandas.Series
        Correlation of each item with the sum of the others.
    alpha_if_dropped : pandas.Series
        Alpha without the item; NaN when one item would remain.
    n : int
        Respondents who answered every item; the interval rests on these.
    n_items : int
        Number of items.
    missing : str
        ``"listwise"`` or ``"pairwise"``: the covariances' respondents.
    interval : str
        ``"feldt"``, or ``"linearised"`` with weights or clusters.
    se : float
        Standard error of the linearised interval; NaN with Feldt's.
    n_clusters : int
        Clusters; 0 without.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimate: float
    ci_lower: float
    ci_upper: float
    confidence: float
    standardized: float
    average_correlation: float
    item_rest: pd.Series
    alpha_if_dropped: pd.Series
    n: int
    n_items: int
    missing: str
    interval: str = "feldt"
    se: float = float("nan")
    n_clusters: int = 0
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the estimate and what it rests on in one line."""
        return (
            f"Alpha({self.estimate:.3f} [{self.ci_lower:.3f}, {self.ci_upper:.3f}], "
            f"{self.n_items} items, n={self.n})"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class StratifiedAlpha(Viewable):
    """Reliability of a composite of scales.

    Parameters
    ----------
    estimate : float
        Stratified alpha.
    scales : pandas.DataFrame
        A row a scale: ``alpha``, ``variance`` (of its part of the composite) and ``n_items``.
    variance : float
        Variance of the composite.
    n : int
        Respondents who answered every item.
    equal : str
        ``"scales"`` or ``"items"``: what counts equally.
    notes : tuple of str
        How weights entered.
    """

    estimate: float
    scales: pd.DataFrame
    variance: float
    n: int
    equal: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the estimate and what it rests on in one line."""
        return f"StratifiedAlpha({self.estimate:.3f}, {len(self.scales)} scales, n={self.n})"


def cronbach_alpha(
    items: pd.DataFrame,
    *,
    missing: Missing = "listwise",
    confidence: float = 0.95,
    weights: Beside = None,
    cluster: Beside = None,
) -> Alpha:
    r"""Estimate Cronbach's alpha with Feldt's interval.

    .. math:: \alpha = \frac{p}{p-1}\Bigl(1 - \frac{\sum_j s_j^2}{s_X^2}\Bigr), \qquad
              1 - (1-\alpha)\,F_{q;\,n-1,\,(n-1)(p-1)}

    Feldt's interval takes respondents for independent and equally likely to be drawn.  With
    weights or clusters the interval is :math:`1 - (1-\alpha) \exp(\pm t\,se/(1-\alpha))`,
    with the linearised standard error over clusters and *t* on one degree of freedom fewer
    than there are clusters (respondents, without).

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        Numeric answers, all in the scale's direction; missing is NaN.
    missing : {"listwise", "pairwise"}
        Covariances over the complete rows, or over all respondents who answered both items.
    confidence : float
        Coverage of the interval, whose n is that of the complete rows either way.
    weights : column name or Series, optional
        Sampling weights, for the covariances.
    cluster : column name or Series, optional
        Schools or classes, for the interval.

    Returns
    -------
    Alpha
        Unrounded.

    Raises
    ------
    EstimationError
        With fewer than two items or complete rows, non-numeric columns, or a sum without variance.
    ParameterError
        If an option is unknown or out of its range.

    Warns
    -----
    SparseDataWarning
        If an item doesn't vary: it has no correlation with the rest.
    ReversedItemWarning
        If items run against the others: alpha then says little.
    FewClustersWarning
        With fewer than 30 clusters.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika,
    16, 297-334. https://doi.org/10.1007/BF02310555

    Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient
    alpha. Applied Psychological Measurement, 11(1), 93-103.
    https://doi.org/10.1177/014662168701100107

    Maydeu-Olivares, A., Coffman, D. L., & Hartmann, W. M. (2007). Asymptotically
    distribution-free (ADF) interval estimation of coefficient alpha. Psychological Methods,
    12(2), 157-176. https://doi.org/10.1037/1082-989X.12.2.157

    Notes
    -----
    In R: ``psych::alpha(x)`` (``raw_alpha``, ``std.alpha``, ``feldt``, ``item.stats$r.drop``,
    ``alpha.drop$raw_alpha``); with ``na.omit(x)`` for ``missing="listwise"``. With weights or
    clusters ``survey::svycontrast`` of alpha's formula over ``survey::svymean`` of the items and
    their products.

    Examples
    --------
    >>> answers = pd.DataFrame({"er1": [1, 2, 3, 4], "er2": [2, 2, 3, 5], "er3": [1, 3, 3, 4]})
    >>> cronbach_alpha(answers)
    Alpha(0.947 [0.653, 0.996], 3 items, n=4)
    """
    if missing not in ("listwise", "pairwise"):
        raise ParameterError(f"missing is {missing!r}; it is 'listwise' or 'pairwise'.")
    if not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence is {confidence}; it lies between 0 and 1.")
    design = read_design(items, weights=weights, cluster=cluster)
    frame, items = items, without_design(items, weights, cluster)
    values = answer_matrix(items, at_least=2)
    used = design.keep & answered_all(values)
    n, n_items = int(used.sum()), values.shape[1]
    if n < 2:
        raise EstimationError(
            f"{n} respondent(s) answered every item; alpha needs at least two complete rows."
        )
    rows = used if missing == "listwise" else design.keep
    values, own = values[rows], design.cut(rows)
    cov = _covariance(values, own.weights)
    variances = np.diag(cov)
    total = cov.sum()
    if not total > 1e-12 * max(variances.sum(), 1e-300):
        raise EstimationError("The sum of these items doesn't vary, so alpha is not defined.")
    constant = variances <= 0.0
    if constant.any():
        names = ", ".join(repr(name) for name in items.columns[constant])
        warnings.warn(
            f"Everybody gave the same answer to {names}: no correlation with the rest.",
            SparseDataWarning,
            stacklevel=2,
        )
    estimate = _alpha(cov)
    warn_reversed(items.columns, cov)
    tail = (1.0 - confidence) / 2.0
    dof = (n - 1, (n - 1) * (n_items - 1))
    standardized = average = np.nan
    if not constant.any():
        correlations = cov / np.sqrt(np.outer(variances, variances))
        average = float(correlations[np.triu_indices(n_items, 1)].mean())
        standardized = _alpha(correlations)
    rest_cov = cov.sum(axis=1) - variances
    rest_var = total - 2.0 * cov.sum(axis=1) + variances
    with np.errstate(invalid="ignore", divide="ignore"):
        item_rest = np.where(
            (rest_var > 0) & ~constant, rest_cov / np.sqrt(rest_var * variances), np.nan
        )
    dropped = [
        _alpha(np.delete(np.delete(cov, j, axis=0), j, axis=1)) if n_items > 2 else np.nan
        for j in range(n_items)
    ]
    bounds = [1.0 - (1.0 - estimate) * special.fdtri(*dof, q) for q in (1.0 - tail, tail)]
    se = float("nan")
    if not own.plain:
        se, freedom = _linear_error(values, own)
        margin = special.stdtrit(freedom, 1.0 - tail) * se / (1.0 - estimate)
        bounds = [1.0 - (1.0 - estimate) * np.exp(sign * margin) for sign in (1.0, -1.0)]
        if own.cluster is not None:
            warn_few(own.n_clusters, what="The interval of alpha")
    return Alpha(
        estimate=estimate,
        ci_lower=float(bounds[0]),
        ci_upper=float(bounds[1]),
        confidence=confidence,
        standardized=standardized,
        average_correlation=average,
        item_rest=pd.Series(item_rest, index=items.columns, name="item_rest"),
        alpha_if_dropped=pd.Series(dropped, index=items.columns, name="alpha_if_dropped"),
        n=n,
        n_items=n_items,
        missing=missing,
        interval="feldt" if own.plain else "linearised",
        se=se,
        n_clusters=own.n_clusters,
        notes=design_notes(frame, design, used=items.columns),
    )


def _linear_error(values: FloatArray, design: Design) -> tuple[float, int]:
    """Give the standard error of alpha over clusters, and its degrees of freedom."""
    influence = _influence(values, design.weights)
    variance = linear_variance(influence[:, None], design.cluster)
    number = len(values) if design.cluster is None else design.n_clusters
    return float(np.sqrt(variance[0, 0])), number - 1


def _influence(values: FloatArray, weights: FloatArray | None) -> FloatArray:
    """Differentiate alpha to the weight of each respondent; sums to zero."""
    n_items = values.shape[1]
    weight = np.ones(len(values)) if weights is None else weights
    mask = (~np.isnan(values)).astype(np.float64)
    filled = np.where(mask > 0, values, 0.0)
    counted = mask * weight[:, None]
    pairs = counted.T @ mask
    sums = (filled * weight[:, None]).T @ mask  # [j, k]: of item j, over who answered k too
    centre = sums / pairs
    cov = (filled * weight[:, None]).T @ filled / pairs - centre * centre.T
    total = cov.sum()
    share = np.trace(cov) / total
    slope = n_items / (n_items - 1) / total * (share - np.eye(n_items))  # of alpha to each cov
    out: FloatArray = np.zeros(len(values))
    for j in range(n_items):
        distance = filled[:, [j]] - centre[j]
        product = distance * (filled - centre[:, j]) - cov[j]
        out += (mask[:, [j]] * mask * product) @ (slope[j] / pairs[j])
    return out * weight


def stratified_alpha(
    items: pd.DataFrame,
    scales: Mapping[str, Sequence[Hashable]],
    *,
    equal: Literal["scales", "items"] = "scales",
    weights: Beside = None,
) -> StratifiedAlpha:
    r"""Estimate the reliability of a composite of scales, such as a principle.

    .. math:: \alpha_S = 1 - \frac{\sum_k \sigma_k^2 (1 - \alpha_k)}{\sigma_C^2}

    with :math:`\sigma_k^2` the variance of scale *k*'s part of the composite. Plain alpha over all
    items takes differences between the scales for error; this doesn't.

    Parameters
    ----------
    items : pandas.DataFrame
        Numeric answers in the scales' direction; complete rows over all scales are used.
    scales : mapping of str to sequence
        The items of each scale, at least two a scale, no item twice.
    equal : {"scales", "items"}
        The composite: the mean of the scales' means (every scale counts equally, as in
        :func:`aspiratie.measurement.scores.principle_scores`) or the sum of all items.
    weights : column name or Series, optional
        Sampling weights. There is no interval, so that clusters change nothing.

    Returns
    -------
    StratifiedAlpha
        Unrounded.

    Raises
    ------
    EstimationError
        If an item is unknown, stands in two scales, a scale has one item, or nothing varies.
    ParameterError
        If `equal` is unknown, or weights cannot be used.

    References
    ----------
    Cronbach, L. J., Schönemann, P., & McKie, D. (1965). Alpha coefficients for stratified-parallel
    tests. Educational and Psychological Measurement, 25(2), 291-312.
    https://doi.org/10.1177/001316446502500201

    Notes
    -----
    In R, for ``equal="items"``: ``1 - sum(v * (1 - a)) / var(rowSums(x))`` with ``a`` from
    ``psych::alpha`` and ``v`` the variances of the scales' sums.

    Examples
    --------
    >>> answers = pd.DataFrame({"a1": [1, 2, 3, 4], "a2": [2, 2, 3, 5],
    ...                         "b1": [5, 3, 4, 1], "b2": [5, 4, 4, 1]})
    >>> stratified_alpha(answers, {"a": ["a1", "a2"], "b": ["b1", "b2"]}).scales.alpha.round(3)
    scale
    a    0.952
    b    0.978
    Name: alpha, dtype: float64
    """
    if equal not in ("scales", "items"):
        raise ParameterError(f"equal is {equal!r}; it is 'scales' or 'items'.")
    design = read_design(items, weights=weights, cluster=None)
    chosen = [name for members in scales.values() for name in members]
    faults = [
        Problem(where=f"item {name!r}", what="is not among the columns.", remedy="Mend its name.")
        for name in chosen
        if name not in items.columns
    ]
    faults += [
        Problem(
            where=f"item {name!r}", what="stands in a scale twice.", remedy="Keep it in one place."
        )
        for name in dict.fromkeys(name for name in chosen if chosen.count(name) > 1)
    ]
    faults += [
        Problem(
            where=f"scale {name!r}",
            what=f"has {len(members)} item(s); alpha needs two.",
            remedy="Leave the scale out, or use its known reliability in the formula.",
        )
        for name, members in scales.items()
        if len(members) < 2
    ]
    if not scales:
        faults.append(Problem(where="", what="no scale is given.", remedy="Name the scales."))
    if faults:
        raise EstimationError("These scales cannot be put together.", problems=faults)
    values = answer_matrix(items[chosen])
    keep = answered_all(values) & design.keep
    complete, used = values[keep], design.cut(keep)
    if len(complete) < 2:
        raise EstimationError(
            f"{len(complete)} respondent(s) answered every item; at least two are needed."
        )
    cov = _covariance(complete, used.weights)
    sizes = np.array([len(members) for members in scales.values()])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    weight = np.repeat(
        1.0 / (sizes * len(sizes)) if equal == "scales" else np.ones(len(sizes)), sizes
    )
    total = float(weight @ cov @ weight)
    blocks = [cov[a:b, a:b] for a, b in pairwise(starts)]
    flat = [name for name, block in zip(scales, blocks, strict=True) if not block.sum() > 0]
    if flat or not total > 0:
        raise EstimationError(
            "The composite, or the sum of a scale, doesn't vary.",
            problems=[Problem(where=f"scale {name!r}", what="doesn't vary.") for name in flat],
        )
    alphas = np.array([_alpha(block) for block in blocks])
    variances = np.array(
        [w[0] ** 2 * b.sum() for w, b in zip(np.split(weight, starts[1:-1]), blocks, strict=True)]
    )
    return StratifiedAlpha(
        estimate=float(1.0 - (variances * (1.0 - alphas)).sum() / total),
        scales=pd.DataFrame(
            {"alpha": alphas, "variance": variances, "n_items": sizes},
            index=pd.Index(list(scales), name="scale"),
        ),
        variance=total,
        n=len(complete),
        equal=equal,
        notes=design_notes(items, used, clustered=None),
    )


def _alpha(cov: FloatArray) -> float:
    """Alpha of a covariance matrix."""
    n_items = len(cov)
    total = cov.sum()
    if not total > 0.0:
        return float("nan")
    return float(n_items / (n_items - 1) * (1.0 - np.trace(cov) / total))


def _covariance(values: FloatArray, weights: FloatArray | None = None) -> FloatArray:
    """Covariances with denominator n - 1; pairwise over who answered both where any is NaN.

    Weights average one, so that with equal ones nothing changes.
    """
    answered = ~np.isnan(values)
    if weights is not None:
        return _weighted_covariance(values, answered, weights)
    if answered.all():
        centred = values - values.mean(axis=0)
        cov: FloatArray = centred.T @ centred / (len(values) - 1)
        return cov
    mask = answered.astype(np.float64)
    pairs = mask.T @ mask
    if pairs.min() < 2:
        raise EstimationError("Some pair of items was answered together by fewer than two.")
    shift = np.nanmean(values, axis=0)
    centred = np.where(answered, values - shift, 0.0)
    sums = centred.T @ mask  # [j, k]: sum of item j over those who answered k too
    joint: FloatArray = (centred.T @ centred - sums * sums.T / pairs) / (pairs - 1.0)
    return joint


def _weighted_covariance(
    values: FloatArray, answered: npt.NDArray[np.bool_], weights: FloatArray
) -> FloatArray:
    mask = answered.astype(np.float64)
    number = mask.T @ mask
    if number.min() < 2:
        raise EstimationError("Some pair of items was answered together by fewer than two.")
    counted = mask * weights[:, None]
    pairs = counted.T @ mask
    centre = (weights @ np.where(answered, values, 0.0)) / counted.sum(axis=0)
    centred = np.where(answered, values - centre, 0.0)
    heavy = centred * weights[:, None]
    means = heavy.T @ mask / pairs
    joint: FloatArray = heavy.T @ centred / pairs - means * means.T
    return joint * number / (number - 1.0)
