"""The correlation matrix of an analysis: Pearson, polychoric, or one that is given."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError, Problem
from aspiratie.measurement.answers import Missing, answer_matrix, answered_all
from aspiratie.measurement.design import (
    Beside,
    Design,
    design_notes,
    read_design,
    without_design,
)
from aspiratie.measurement.factors.effective import effective_respondents, item_likeness
from aspiratie.measurement.polychoric.matrix import encode_rows, polychoric

__all__ = [
    "COUNTED",
    "AnalysedCorrelation",
    "Correlation",
    "analysed_correlation",
    "need_n_obs",
    "need_positive_definite",
    "pearson_matrix",
    "refuse_constant",
]

FloatArray = npt.NDArray[np.float64]
Correlation: TypeAlias = Literal["pearson", "polychoric"] | pd.DataFrame

#: What tests of unrelated items make of clusters.
COUNTED = (
    "Pupils of {n_clusters} clusters count as their effective number of independent respondents."
)


@dataclass(frozen=True, eq=False, kw_only=True)
class AnalysedCorrelation:
    """Correlations, and what they rest on.

    Parameters
    ----------
    matrix : numpy.ndarray, shape (n_items, n_items)
        Correlations.
    names : tuple
        The items' names.
    n : int or None
        Respondents: the complete rows; with pairwise missing the fewest of any pair; as given
        with a given matrix.
    kind : str
        ``"pearson"``, ``"polychoric"`` or ``"given"``.
    missing : str
        ``"listwise"``, ``"pairwise"`` or ``"given"``.
    n_effective : float or None
        How many independent respondents of equal weight tell as much of unrelated items
        (:func:`~aspiratie.measurement.factors.effective.effective_respondents`); n without weights
        and clusters.
    likeness : ndarray or None, shape (n_items,)
        Intraclass correlations of the items where there are clusters.
    design : Design or None
        Weights and clusters of the respondents used.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    matrix: FloatArray
    names: tuple[Hashable, ...]
    n: int | None
    kind: str
    missing: str
    n_effective: float | None
    likeness: FloatArray | None = None
    design: Design | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give kind, size and n in one line."""
        return f"AnalysedCorrelation({self.kind}, {len(self.names)} items, n={self.n})"

    def frame(self) -> pd.DataFrame:
        """Give the correlations with their names."""
        return pd.DataFrame(self.matrix, index=list(self.names), columns=list(self.names))


def analysed_correlation(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation,
    missing: Missing,
    n_obs: int | None,
    weights: Beside = None,
    cluster: Beside = None,
    clustered: str | None = None,
) -> AnalysedCorrelation:
    """Make or check the correlation matrix that an analysis starts from.

    Parameters
    ----------
    items : pandas.DataFrame or None
        Answers, a row a respondent. With `n_obs` (and no matrix in `correlation`) it is itself the
        correlation matrix, as in R's psych. Beside a matrix it only gives the respondents' number.
    correlation : {"pearson", "polychoric"} or pandas.DataFrame
        The kind of correlation, or the correlations themselves.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    n_obs : int or None
        Number of respondents behind a given matrix.
    weights : column name or Series, optional
        Sampling weights of the answers.
    cluster : column name or Series, optional
        Schools or classes; they change the effective number of respondents only.
    clustered : str, optional
        What the analysis makes of clusters, for the notes; None where they change nothing.

    Returns
    -------
    AnalysedCorrelation

    Raises
    ------
    ParameterError
        If an option is unknown, or neither answers nor a matrix are given.
    EstimationError
        If the answers give no correlations or the matrix isn't a correlation matrix.
    """
    if isinstance(correlation, pd.DataFrame):
        _refuse_design(weights, cluster)
        return _given(correlation, items=items, n_obs=n_obs)
    if correlation not in ("pearson", "polychoric"):
        raise ParameterError(
            f"correlation is {correlation!r}; it is 'pearson', 'polychoric' or a DataFrame."
        )
    if missing not in ("listwise", "pairwise"):
        raise ParameterError(f"missing is {missing!r}; it is 'listwise' or 'pairwise'.")
    if items is None:
        raise ParameterError("No answers are given.")
    if n_obs is not None:
        _refuse_design(weights, cluster)
        return _given(items, items=None, n_obs=n_obs)
    design = read_design(items, weights=weights, cluster=cluster)
    chosen = without_design(items, weights, cluster)
    names = tuple(chosen.columns)
    if correlation == "polychoric":
        poly = polychoric(items, missing=missing, weights=weights, cluster=cluster)
        matrix = poly.correlations.to_numpy(copy=True)
        n = int(poly.n_pairs.to_numpy().min()) if missing == "pairwise" else poly.n
        keep = design.keep
        if not design.plain:
            data, keep = encode_rows(chosen, design, listwise=missing == "listwise")
            values = np.where(data.codes < 0, np.nan, data.codes.astype(np.float64))
    else:
        answers = answer_matrix(chosen, at_least=2)
        keep = design.keep & answered_all(answers) if missing == "listwise" else design.keep
        values = answers[keep]
        matrix, n = pearson_matrix(values, names=names, weights=design.cut(keep).weights)
    used = design.cut(keep)
    likeness = np.zeros(len(names))
    if used.cluster is not None:
        likeness = item_likeness(values, used.cluster)
    share = 1.0 if used.plain else effective_respondents(likeness, used) / int(keep.sum())
    return AnalysedCorrelation(
        matrix=matrix,
        names=names,
        n=n,
        kind=correlation,
        missing=missing,
        n_effective=share * n,
        likeness=likeness,
        design=used,
        notes=design_notes(items, used, used=names, clustered=clustered),
    )


def _refuse_design(*given: Beside) -> None:
    if any(one is not None for one in given):
        raise ParameterError("A given correlation matrix has no respondents to weigh or cluster.")


def pearson_matrix(
    values: FloatArray,
    *,
    names: tuple[Hashable, ...],
    weights: FloatArray | None = None,
) -> tuple[FloatArray, int]:
    """Correlate columns, each pair over who answered both; also give the fewest respondents.

    Raises
    ------
    EstimationError
        If fewer than three answered some pair, or a column doesn't vary.
    """
    answered = ~np.isnan(values)
    mask = answered.astype(np.float64)
    number = mask.T @ mask
    fewest = int(number.min()) if len(values) else 0
    if fewest < 3:
        raise EstimationError(
            f"Some items were answered together by {fewest} respondent(s); at least three are "
            "needed."
        )
    weight = np.ones((len(values), 1)) if weights is None else weights[:, None]
    counted = mask * weight
    pairs = number if weights is None else counted.T @ mask
    shift = np.nanmean(values, axis=0)
    centred = np.where(answered, values - shift, 0.0)
    heavy = centred * weight
    sums = heavy.T @ mask  # [j, k]: sum of j over who answered k too
    squares = (heavy * centred).T @ mask
    cross = heavy.T @ centred - sums * sums.T / pairs
    spread = squares - sums**2 / pairs
    flat = np.asarray((spread <= 1e-12 * np.maximum(squares, 1e-300)).any(axis=1))
    _refuse_flat(flat, names)
    matrix: FloatArray = cross / np.sqrt(spread * spread.T)
    np.fill_diagonal(matrix, 1.0)
    return (matrix + matrix.T) / 2.0, fewest


def refuse_constant(values: FloatArray, *, names: tuple[Hashable, ...]) -> None:
    """Refuse columns, without gaps, that hold one and the same answer."""
    _refuse_flat(np.ptp(values, axis=0) == 0.0, names)


def _refuse_flat(flat: npt.NDArray[np.bool_], names: tuple[Hashable, ...]) -> None:
    if flat.any():
        raise EstimationError(
            "Items without variation have no correlation.",
            problems=[
                Problem(
                    where=f"column {name!r}",
                    what="holds one and the same answer (among those who answered both).",
                    remedy="Leave the item out.",
                )
                for name, is_flat in zip(names, flat, strict=True)
                if is_flat
            ],
        )


def need_n_obs(found: AnalysedCorrelation) -> int:
    """Give the number of respondents, or ask for it.

    Raises
    ------
    ParameterError
        If a matrix was given without ``n_obs``.
    """
    if found.n is None:
        raise ParameterError("A given correlation matrix needs n_obs=, its number of respondents.")
    return found.n


def need_positive_definite(matrix: FloatArray, *, what: str) -> None:
    """Refuse a matrix whose inverse or determinant means nothing.

    Raises
    ------
    EstimationError
        If the least eigenvalue isn't above 1e-10.
    """
    least = float(np.linalg.eigvalsh(matrix)[0])
    if least <= 1e-10:
        raise EstimationError(
            f"The correlations are not positive definite (least eigenvalue {least:.2g}), so "
            f"{what} is not defined. Leave out items that say the same, or pass "
            "polychoric(items, smooth=True).correlations with n_obs=."
        )


def _given(
    frame: pd.DataFrame, *, items: pd.DataFrame | None, n_obs: int | None
) -> AnalysedCorrelation:
    """Take a matrix as it is, with the number of respondents that is told or counted."""
    if n_obs is not None and n_obs < 3:
        raise ParameterError(f"n_obs is {n_obs}; at least 3 respondents are needed.")
    matrix = _given_matrix(frame)
    if items is not None:
        if list(items.columns) != list(frame.columns):
            raise ParameterError(
                "The answers and the correlation matrix have different items; pass None for the "
                "answers, and n_obs= for the number of respondents behind the matrix."
            )
        n_obs = int(answered_all(answer_matrix(items)).sum()) if n_obs is None else n_obs
    return AnalysedCorrelation(
        matrix=matrix,
        names=tuple(frame.columns),
        n=n_obs,
        kind="given",
        missing="given",
        n_effective=n_obs,
    )


def _given_matrix(frame: pd.DataFrame) -> FloatArray:
    faults = []
    if frame.shape[0] != frame.shape[1] or not frame.index.equals(frame.columns):
        faults.append(Problem(where="", what="its rows and columns don't bear the same names."))
    if not frame.columns.is_unique:
        faults.append(Problem(where="", what="a name stands more than once."))
    if faults:
        raise EstimationError("This is not a correlation matrix.", problems=faults)
    matrix: FloatArray = frame.to_numpy(copy=True)
    if matrix.dtype != np.float64 or len(matrix) < 2:
        matrix = answer_matrix(frame, at_least=2)
    if np.isnan(matrix).any():
        faults.append(Problem(where="", what="some correlations are missing."))
    else:
        if np.abs(matrix - matrix.T).max() > 1e-8:
            faults.append(Problem(where="", what="it isn't symmetric."))
        if np.abs(np.diag(matrix) - 1.0).max() > 1e-8:
            faults.append(Problem(where="", what="its diagonal isn't 1."))
        if np.abs(matrix).max() > 1.0 + 1e-8:
            faults.append(Problem(where="", what="some correlation is beyond 1."))
    if faults:
        raise EstimationError("This is not a correlation matrix.", problems=faults)
    return (matrix + matrix.T) / 2.0
