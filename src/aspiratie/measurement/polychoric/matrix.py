"""Polychoric correlations of ordinal items."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    ParameterError,
    Problem,
)
from aspiratie.measurement.design import (
    Beside,
    Design,
    read_design,
    warn_few,
    without_design,
)
from aspiratie.measurement.polychoric.acov import Covariance, asymptotic_covariance
from aspiratie.measurement.polychoric.contingency import (
    OrdinalCodes,
    contingency_tables,
    encode_items,
    select_rows,
    warn_empty,
    weighted_tables,
)
from aspiratie.measurement.polychoric.fit import (
    BOUND,
    PairBatch,
    fit_pairs,
    pair_batches,
    thresholds,
)
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = [
    "PolychoricCorrelations",
    "PolychoricMoments",
    "encode_rows",
    "polychoric",
    "polychoric_moments",
]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class PolychoricCorrelations(Viewable):
    """Polychoric correlations and thresholds.

    Parameters
    ----------
    correlations : DataFrame, shape (n_items, n_items)
        Correlations of the normal variables behind the answers.
    thresholds : Series
        By item and threshold (``t1``, ``t2``, ...), on the scale of a standard normal
        variable.
    n : int
        Respondents that were used.
    n_pairs : DataFrame, shape (n_items, n_items)
        Respondents that answered both items; the diagonal, that answered the item.
    acov : DataFrame or None
        Asymptotic covariance of thresholds and correlations (not multiplied by `n`), with
        lavaan's names (``A1|t1``, ``A1~~A2``); None unless asked for.
    smoothed : bool
        Whether the correlations were changed to make them positive definite.
    problems : tuple of Problem
        What to know before using the numbers; empty when all is well.
    """

    correlations: pd.DataFrame
    thresholds: pd.Series[float]
    n: int
    n_pairs: pd.DataFrame
    acov: pd.DataFrame | None
    smoothed: bool
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        return (
            f"PolychoricCorrelations({len(self.correlations)} items, n={self.n}, "
            f"smoothed={self.smoothed}, {len(self.problems)} problems)"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class PolychoricMoments:
    """The same as arrays, for the fits that build on them."""

    data: OrdinalCodes
    counts: npt.NDArray[np.int64] | Floats
    cuts: list[Floats]
    batches: list[PairBatch]
    rho: Floats
    correlations: Floats
    problems: tuple[Problem, ...]
    weights: Floats | None = None
    cluster: npt.NDArray[np.int64] | None = None

    def covariance(self) -> Covariance:
        """Asymptotic covariance of thresholds and correlations, by the design."""
        return asymptotic_covariance(
            self.data,
            self.counts,
            self.cuts,
            self.batches,
            self.rho,
            weights=self.weights,
            cluster=self.cluster,
        )


def polychoric(
    items: pd.DataFrame,
    *,
    missing: Literal["pairwise", "listwise"] = "pairwise",
    acov: bool = False,
    smooth: bool = False,
    weights: Beside = None,
    cluster: Beside = None,
) -> PolychoricCorrelations:
    r"""Estimate the correlations of the normal variables behind ordinal answers.

    Olsson's (1979) two steps: thresholds are the normal quantiles of the cumulative
    proportions of each item; given these, the correlation of each pair of items maximises

    .. math:: \sum_{ij} n_{ij} \log \pi_{ij}(\rho),

    with :math:`\pi_{ij}` the bivariate normal probability of the cell.  All pairs are
    fitted together by Newton's method with back-tracking.  The respondents only enter
    through the contingency tables: counting them is the only work that grows with their
    number, about 1.3 seconds a million respondents for 48 items of five answers, in some
    40 MB beside the answers (the asymptotic covariance, if asked for, grows with it too).

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Whole numbers or ordered categories; NaN is missing.  Answers that nobody gave are
        no category.
    missing : {"pairwise", "listwise"}
        Which respondents count: for each item and pair those that answered it, or only
        those that answered all items.
    acov : bool
        Whether to give the asymptotic covariance of the estimates.
    smooth : bool
        Whether to make correlations that are not positive definite so: eigenvalues
        below 1e-12 are set to 1e-10 and the diagonal is put back to one, as
        ``psych::cor.smooth`` does.  Without it they are left as they are, and said.
    weights : column name or Series, optional
        Sampling weights: a respondent counts as often as the weight says, relative to the
        others.  Rows that weigh nothing are left out.
    cluster : column name or Series, optional
        Schools or classes: the asymptotic covariance is then that of a sample of clusters
        (it leaves the correlations as they are).

    Returns
    -------
    PolychoricCorrelations

    Raises
    ------
    ParameterError
        If `items` does not hold ordinal answers or an option is unknown.
    EstimationError
        If an item has one answer only, a pair has no respondents, or nobody is left.

    Warns
    -----
    ConvergenceWarning
        If a correlation is at its bound, or the matrix is not positive definite.
    FewClustersWarning
        If the asymptotic covariance rests on fewer than 30 clusters.
    SparseDataWarning
        If nobody gave some answer that an item offers.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation
    coefficient. Psychometrika, 44, 443-460. https://doi.org/10.1007/BF02296207

    Notes
    -----
    In R: ``lavaan::lavCor(items, ordered = names(items), output = "cor")``, and
    ``psych::polychoric(items, correct = 0, global = FALSE)``; with weights
    ``lavaan::lavCor(..., sampling.weights = "w")``, and the covariance over clusters as
    ``lavaan`` 0.7 has it (``cluster =``).  Like lavaan, the search
    stays within .999, no cell has a probability below 1.5e-8, and half a respondent is
    moved into the empty cell of a table of two by two.

    Examples
    --------
    >>> import pandas as pd
    >>> answers = pd.DataFrame({"a": [1, 1, 2, 2, 3, 3, 3, 1], "b": [1, 2, 1, 2, 2, 2, 2, 1]})
    >>> found = polychoric(answers)
    >>> round(float(found.correlations.loc["a", "b"]), 3)
    0.794
    """
    if missing not in ("pairwise", "listwise"):
        raise ParameterError(f"missing={missing!r} is not one of 'pairwise', 'listwise'.")
    design = read_design(items, weights=weights, cluster=cluster)
    data, rows = encode_rows(
        without_design(items, weights, cluster), design, listwise=missing == "listwise"
    )
    used = design.cut(rows)
    with one_blas_thread():
        moments = polychoric_moments(data, weights=used.weights, cluster=used.cluster)
        correlations, smoothed = moments.correlations, False
        problems = [*design.problems, *moments.problems]
        least = float(np.linalg.eigvalsh(correlations)[0]) if len(correlations) else 1.0
        if least < np.finfo(float).eps:
            if smooth:
                correlations, smoothed = _smooth(correlations), True
                what = "was not positive definite and has been smoothed."
            else:
                what = f"is not positive definite (least eigenvalue {least:.3g})."
            problems.append(Problem(where="correlation matrix", what=what))
        matrix = moments.covariance().matrix if acov else None
    if problems:
        warnings.warn(_one_line(problems), ConvergenceWarning, stacklevel=2)
    if acov and used.cluster is not None:
        warn_few(used.n_clusters, what="The covariance of the correlations")
    warn_empty(without_design(items, weights, cluster), data)
    answered = (data.codes >= 0).any(axis=1)
    return _label(
        moments,
        correlations,
        matrix,
        n=int(answered.sum()),
        smoothed=smoothed,
        problems=problems,
    )


def encode_rows(
    items: pd.DataFrame, design: Design, *, listwise: bool
) -> tuple[OrdinalCodes, npt.NDArray[np.bool_]]:
    """Encode the answers of the rows that count, and tell which rows these are.

    Raises
    ------
    EstimationError
        If nobody is left, or an item then has one answer only.
    """
    data = encode_items(items)
    keep = design.keep
    if listwise:
        keep = keep & (data.codes >= 0).all(axis=1)
        if not keep.any():
            raise EstimationError("No respondent answered all items (missing='listwise').")
    if not keep.all():
        data = select_rows(data, keep)
    return data, keep


def polychoric_moments(
    data: OrdinalCodes,
    *,
    weights: Floats | None = None,
    cluster: npt.NDArray[np.int64] | None = None,
) -> PolychoricMoments:
    """Fit thresholds and correlations to encoded answers.

    Weights average one; they and the clusters are those of the rows of `data`.
    """
    counts = contingency_tables(data) if weights is None else weighted_tables(data, weights)
    sizes = data.n_categories
    cuts = thresholds(counts, sizes)
    batches = pair_batches(counts, sizes)
    p = len(sizes)
    fit = fit_pairs(batches, cuts, p * (p - 1) // 2)
    first, second = np.triu_indices(p, 1)
    names = data.names
    _refuse_empty_pairs(fit.rho, first, second, names)
    problems = [
        Problem(
            where=f"items {names[first[pair]]} and {names[second[pair]]}",
            what=f"have a correlation at the bound ({fit.rho[pair]:.3f}).",
            remedy="Do they ask the same thing, or does one follow from the other?",
        )
        for pair in np.flatnonzero(np.abs(fit.rho) >= BOUND)
    ]
    problems += [
        Problem(
            where=f"items {names[first[pair]]} and {names[second[pair]]}",
            what="have a correlation that their answers leave open: the likelihood is flat.",
        )
        for pair in np.flatnonzero(~fit.converged)
    ]
    correlations = np.eye(p)
    correlations[first, second] = fit.rho
    correlations[second, first] = fit.rho
    return PolychoricMoments(
        data=data,
        counts=counts,
        cuts=cuts,
        batches=batches,
        rho=fit.rho,
        correlations=correlations,
        problems=tuple(problems),
        weights=weights,
        cluster=cluster,
    )


def _refuse_empty_pairs(
    rho: Floats,
    first: npt.NDArray[np.intp],
    second: npt.NDArray[np.intp],
    names: tuple[object, ...],
) -> None:
    problems = [
        Problem(
            where=f"items {names[first[pair]]} and {names[second[pair]]}",
            what="have no respondent who answered both.",
        )
        for pair in np.flatnonzero(np.isnan(rho))
    ]
    if problems:
        raise EstimationError("Some pairs of items have no correlation.", problems=problems)


def _smooth(correlations: Floats) -> Floats:
    values, vectors = np.linalg.eigh(correlations)
    values = np.where(values < 1e-12, 1e-10, values)
    values *= len(values) / values.sum()
    matrix = (vectors * values) @ vectors.T
    scale = np.sqrt(np.diagonal(matrix))
    smoothed: Floats = matrix / np.outer(scale, scale)
    np.fill_diagonal(smoothed, 1.0)
    return smoothed


def _one_line(problems: list[Problem]) -> str:
    shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
    more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
    return f"Polychoric correlations: {shown}{more}."


def _label(
    moments: PolychoricMoments,
    correlations: Floats,
    acov: Floats | None,
    *,
    n: int,
    smoothed: bool,
    problems: list[Problem],
) -> PolychoricCorrelations:
    names = list(moments.data.names)
    p = len(names)
    keys = [
        (name, f"t{level + 1}")
        for name, cut in zip(names, moments.cuts, strict=True)
        for level in range(len(cut))
    ]
    values = np.concatenate(moments.cuts)
    index = pd.MultiIndex.from_tuples(keys, names=["item", "threshold"])
    labels = [f"{name}|{level}" for name, level in keys]
    first, second = np.triu_indices(p, 1)
    labels += [f"{names[i]}~~{names[j]}" for i, j in zip(first, second, strict=True)]
    answered = (moments.data.codes >= 0).astype(np.float64)
    n_pairs = (answered.T @ answered).astype(np.int64)
    return PolychoricCorrelations(
        correlations=pd.DataFrame(correlations, index=names, columns=names),
        thresholds=pd.Series(values, index=index, name="threshold"),
        n=n,
        n_pairs=pd.DataFrame(n_pairs, index=names, columns=names),
        acov=None if acov is None else pd.DataFrame(acov, index=labels, columns=labels),
        smoothed=smoothed,
        problems=tuple(problems),
    )
