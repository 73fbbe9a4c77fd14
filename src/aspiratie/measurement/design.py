"""How respondents were drawn: sampling weights, and the schools or classes they come from.

Every estimate that takes ``weights=`` and ``cluster=`` reads them here, so that a column
name or a Series means the same everywhere.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, FewClustersWarning, ParameterError, Problem
from aspiratie.intake.answers import RESPONDENTS_FROM

__all__ = [
    "ENOUGH_CLUSTERS",
    "LEAST_CLUSTERS",
    "Beside",
    "Design",
    "beside",
    "cluster_sums",
    "design_notes",
    "few_clusters",
    "linear_variance",
    "read_design",
    "warn_few",
    "without_design",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: A column name of the answers, or a Series beside them.
Beside: TypeAlias = "Hashable | pd.Series[Any] | None"

#: With fewer clusters sandwich standard errors are too small; a warning says so.
ENOUGH_CLUSTERS = 30

#: With fewer clusters a model's test over clusters says nothing: it has hardly more of them
#: than restrictions. Where this package itself chooses, pupils then count as independent.
LEAST_CLUSTERS = 10

_NAMED = re.compile(r"(school|school_?id|schid|brin|vestiging|class|class_?id|klas|cluster)", re.I)


@dataclass(frozen=True, eq=False, kw_only=True)
class Design:
    """Weights and clusters of the rows that are used.

    Parameters
    ----------
    keep : ndarray of bool, shape (n_rows,)
        Rows of the answers that the design can use: those whose cluster is known and whose
        weight is not zero.
    weights : ndarray of float, shape (n_rows,), or None
        As given.
    cluster : ndarray of int, shape (n_rows,), or None
        Numbers of the clusters; -1 where unknown.
    problems : tuple of Problem
        What was left out.
    """

    keep: npt.NDArray[np.bool_]
    weights: Floats | None
    cluster: Ints | None
    problems: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        weighted = "weighted" if self.weights is not None else "unweighted"
        return f"Design({int(self.keep.sum())} rows, {weighted}, {self.n_clusters} clusters)"

    @property
    def n_clusters(self) -> int:
        """Number of clusters of the rows that are used; 0 without clusters."""
        return 0 if self.cluster is None else len(np.unique(self.cluster[self.keep]))

    @property
    def plain(self) -> bool:
        """Whether respondents count equally and are independent."""
        return self.weights is None and self.cluster is None

    def cut(self, rows: npt.NDArray[np.bool_]) -> Design:
        """Keep some rows; weights then average one and clusters are numbered anew."""
        weights = None if self.weights is None else self.weights[rows]
        cluster = None
        if self.cluster is not None:
            cluster = np.unique(self.cluster[rows], return_inverse=True)[1].astype(np.int64)
        return replace(
            self,
            keep=np.ones(int(rows.sum()), dtype=bool),
            weights=None if weights is None else weights / weights.mean(),
            cluster=cluster,
        )


def beside(items: pd.DataFrame, given: Beside, what: str) -> pd.Series[Any] | None:
    """Find a column of `items`, or align a Series that stands beside it.

    Raises
    ------
    ParameterError
        If there is no such column, or the rows of a Series cannot be told.
    """
    if given is None:
        return None
    if isinstance(given, pd.Series):
        if given.index.equals(items.index):
            return given
        if not (given.index.is_unique and items.index.is_unique):
            raise ParameterError(
                f"{what}: its index differs from that of the answers and is not unique."
            )
        return given.reindex(items.index)
    if isinstance(given, (pd.DataFrame, np.ndarray, list)):
        raise ParameterError(
            f"{what} is a {type(given).__name__}; give a column name, or a Series with the "
            "index of the answers."
        )
    if given not in items.columns:
        raise ParameterError(f"{what}={given!r} is no column of the answers.")
    column = items[given]
    if not isinstance(column, pd.Series):
        raise ParameterError(f"{what}={given!r} stands more than once among the columns.")
    return column


def without_design(items: pd.DataFrame, *given: Beside) -> pd.DataFrame:
    """Leave the columns that are named as weights or clusters out of the items.

    Examples
    --------
    >>> frame = pd.DataFrame({"er1": [1, 2], "er2": [2, 2], "school": ["a", "b"]})
    >>> list(without_design(frame, None, "school"))
    ['er1', 'er2']
    """
    if not isinstance(items, pd.DataFrame):
        return items
    named = [name for name in given if name is not None and not isinstance(name, pd.Series)]
    out: pd.DataFrame = items.drop(columns=[name for name in named if name in items.columns])
    return out


def read_design(items: pd.DataFrame, *, weights: Beside, cluster: Beside) -> Design:
    """Check weights and clusters of answers.

    Parameters
    ----------
    items : DataFrame
        The answers, with the columns that are named.
    weights : column name or Series, optional
        Sampling weights: one over the chance to be drawn, up to a constant.
    cluster : column name or Series, optional
        Schools or classes.

    Returns
    -------
    Design

    Raises
    ------
    ParameterError
        If weights are no numbers, missing, infinite or below zero, or there is no such column.
    EstimationError
        If no row is left.

    Examples
    --------
    >>> frame = pd.DataFrame({"er1": [1, 2, 3], "w": [1.0, 2.0, 0.0], "school": ["a", "b", "b"]})
    >>> read_design(frame, weights="w", cluster="school")
    Design(2 rows, weighted, 2 clusters)
    """
    if not isinstance(items, pd.DataFrame):
        raise ParameterError("Answers must be a pandas DataFrame, a column an item.")
    keep = np.ones(len(items), dtype=bool)
    problems: list[Problem] = []
    weight = _weights(beside(items, weights, "weights"))
    if weight is not None:
        nothing = weight == 0.0
        if nothing.any():
            problems.append(
                Problem(where="weights", what=f"are zero for {int(nothing.sum())} rows, left out.")
            )
            keep &= ~nothing
    numbers = None
    clusters = beside(items, cluster, "cluster")
    if clusters is not None:
        numbers = pd.factorize(clusters)[0].astype(np.int64)
        gone = numbers < 0
        if gone.any():
            problems.append(
                Problem(where="cluster", what=f"is unknown for {int(gone.sum())} rows, left out.")
            )
            keep &= ~gone
    if len(items) and not keep.any():
        raise EstimationError("No respondents are left that have a cluster and a weight.")
    return Design(keep=keep, weights=weight, cluster=numbers, problems=tuple(problems))


def _weights(series: pd.Series[Any] | None) -> Floats | None:
    if series is None:
        return None
    if not pd.api.types.is_numeric_dtype(series.dtype) or pd.api.types.is_bool_dtype(series.dtype):
        raise ParameterError(
            f"weights are of type {series.dtype}, not numbers. Turn them into numbers."
        )
    values: Floats = series.to_numpy(dtype=np.float64, na_value=np.nan)
    faults = []
    for wrong, what in (
        (np.isnan(values), "have no weight"),
        (np.isinf(values), "have an infinite weight"),
        (values < 0.0, "have a weight below zero"),
    ):
        places = np.flatnonzero(wrong)
        if places.size:
            shown = ", ".join(str(series.index[place]) for place in places[:5])
            more = f" and {places.size - 5} more" if places.size > 5 else ""
            faults.append(
                Problem(
                    where=f"rows {shown}{more}",
                    what=f"{what}.",
                    remedy="Leave those rows out, or find their weights.",
                )
            )
    if faults:
        raise ParameterError("Some weights cannot be used.", problems=faults)
    return values


def design_notes(
    items: pd.DataFrame,
    design: Design,
    *,
    used: Iterable[Hashable] = (),
    clustered: str | None = "Standard errors and tests are over {n_clusters} clusters.",
) -> tuple[str, ...]:
    """Say how the design entered an estimate, or that schools in the data were ignored.

    Parameters
    ----------
    items : DataFrame
        The answers as given. That they come from schools shows in a column that is named
        so, or in ``items.attrs["respondents_from"]``, which this package's intake sets.
    design : Design
        Of the rows that are used.
    used : iterable
        Columns that the estimate uses otherwise, such as its groups.
    clustered : str
        What the estimate makes of clusters; ``{n_clusters}`` stands for their number.  None where
        they change nothing.

    Examples
    --------
    >>> frame = pd.DataFrame({"er1": [1, 2, 3], "school": ["a", "b", "b"]})
    >>> design_notes(frame, read_design(frame, weights=None, cluster=None), used=["er1"])
    ("Respondents count as independent, though the data have a column 'school': standard errors \
and tests are too optimistic where pupils of one school are alike. Give cluster='school'.",)
    """
    notes = []
    if design.weights is not None:
        weights = design.weights[design.keep]
        kish = float(weights.sum() ** 2 / (weights**2).sum())
        notes.append(
            f"Weighted: {len(weights)} respondents tell as much as about {kish:.0f} with equal "
            "weights (Kish)."
        )
    if design.cluster is not None:
        told = "Clusters change nothing here." if clustered is None else clustered
        notes.append(told.format(n_clusters=design.n_clusters))
    if design.cluster is not None or clustered is None:
        return tuple(notes)
    taken = set(used)
    columns = [
        name
        for name in getattr(items, "columns", [])
        if name not in taken and _NAMED.fullmatch(str(name))
    ]
    known = str(getattr(items, "attrs", {}).get(RESPONDENTS_FROM, ""))
    if columns:
        where, remedy = f"have a column {columns[0]!r}", f"Give cluster={columns[0]!r}."
    elif known:
        where, remedy = f"come from clusters ({known})", "Give cluster=."
    else:
        return tuple(notes)
    notes.append(
        f"Respondents count as independent, though the data {where}: standard errors and tests "
        f"are too optimistic where pupils of one school are alike. {remedy}"
    )
    return tuple(notes)


def warn_few(n_clusters: int, *, what: str, stacklevel: int = 3) -> None:
    """Warn that a sandwich over few clusters is too optimistic.

    Warns
    -----
    FewClustersWarning
        With fewer than :data:`ENOUGH_CLUSTERS` clusters.
    """
    sentence = few_clusters([n_clusters], what=what)
    if sentence:
        warnings.warn(sentence, FewClustersWarning, stacklevel=stacklevel)


def few_clusters(counts: Sequence[int], *, what: str) -> str:
    """Say that some number of clusters is small; empty where none is."""
    fewest = min(counts, default=ENOUGH_CLUSTERS)
    if fewest >= ENOUGH_CLUSTERS:
        return ""
    return (
        f"{what} rests on {fewest} clusters; with fewer than {ENOUGH_CLUSTERS} standard errors "
        "come out too small and tests reject too often."
    )


def cluster_sums(influence: Floats, cluster: Ints | None) -> Floats:
    """Sum rows within clusters, shape (n_clusters, ...); the rows themselves without clusters."""
    if cluster is None:
        return influence
    sums = np.zeros((int(cluster.max()) + 1, *influence.shape[1:]))
    np.add.at(sums, cluster, influence)
    return sums


def linear_variance(influence: Floats, cluster: Ints | None) -> Floats:
    r"""Covariance of estimates from the influence of each respondent (ultimate clusters).

    .. math:: \frac{G}{G-1} \sum_g u_g u_g', \qquad u_g = \sum_{i \in g} \psi_i

    Parameters
    ----------
    influence : ndarray, shape (n_rows, n_estimates)
        :math:`\psi_i`: what a respondent adds to the estimate; they sum to zero.
    cluster : ndarray of int, shape (n_rows,), or None
        Respondents themselves are the clusters without it.

    Notes
    -----
    In R: ``survey::svydesign(ids = ~school, weights = ~w)`` and any of its estimates.
    """
    sums = cluster_sums(influence, cluster)
    number = len(sums)
    if number < 2:
        raise EstimationError("Standard errors over clusters need two clusters.")
    out: Floats = sums.T @ sums * (number / (number - 1))
    return out
