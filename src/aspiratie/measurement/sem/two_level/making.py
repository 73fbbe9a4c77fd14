"""From answers and terms to the moments, parameters and starts of two levels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import (
    EstimationError,
    IdentificationError,
    ParameterError,
    Problem,
)
from aspiratie.measurement.answers import answer_matrix, answered_all
from aspiratie.measurement.design import Beside, beside
from aspiratie.measurement.sem.estimation.implied import compile_model
from aspiratie.measurement.sem.model.parameters import (
    ModelTable,
    build_table,
    number_parameters,
)
from aspiratie.measurement.sem.model.syntax import Term
from aspiratie.measurement.sem.two_level.fit import (
    plain_table,
)
from aspiratie.measurement.sem.two_level.likelihood import (
    BETWEEN,
    WITHIN,
    ClusterMoments,
    cluster_moments,
)

__all__ = [
    "grand_means",
    "item_moments",
    "level_table",
    "plain_start",
    "proper_covariance",
    "refuse_unidentified_levels",
]

Floats = npt.NDArray[np.float64]


def item_moments(items: pd.DataFrame, names: tuple[str, ...], cluster: Beside) -> ClusterMoments:
    """Give the moments by cluster of who answered every item; refuse what cannot be analysed."""
    if not isinstance(items, pd.DataFrame):
        raise ParameterError("Answers must be a pandas DataFrame, a column an item.")
    if cluster is None:
        raise ParameterError("`cluster` must name the schools or classes.")
    absent = [name for name in names if name not in items.columns]
    if absent:
        raise ParameterError(
            "The model names items that the answers do not have.",
            problems=[
                Problem(where=f"item {n}", what="is no column of the answers.") for n in absent
            ],
        )
    school = beside(items, cluster, "cluster")
    assert school is not None
    values = answer_matrix(items[list(names)])
    used = answered_all(values) & school.notna().to_numpy()
    values = values[used]
    numbers = pd.factorize(school[used])[0].astype(np.int64)
    n, clusters = len(values), int(numbers.max(initial=-1)) + 1
    faults = [
        Problem(where=f"item {name}", what="does not vary.")
        for k, name in enumerate(names)
        if n < 2 or np.ptp(values[:, k]) == 0.0
    ]
    if clusters < 3 or n <= clusters + len(names):
        faults.append(
            Problem(
                where="cluster",
                what=f"has {clusters} clusters with {n} respondents; {len(names)} items need more.",
            )
        )
    if faults:
        raise EstimationError("The model cannot be fitted to these answers.", problems=faults)
    return cluster_moments(values, numbers)


def level_table(terms: tuple[Term, ...], names: tuple[str, ...], construct: str) -> ModelTable:
    """Complete the terms to parameters of both levels, as the construct asks."""
    table = build_table(
        terms,
        n_groups=2,
        thresholds=None,
        means=True,
        group_equal=("loadings",) if construct == "configural" else (),
        order=names,
    )
    rows = [
        row._replace(free=-1, value=0.0) if row.group == WITHIN and row.op == "~1" else row
        for row in table.rows
    ]
    if construct == "shared":
        high = [row for row in rows if row.group == BETWEEN]
        top = 1 + max((row.free for row in rows), default=0)
        low = [row for row in plain_table(names, saturated=True).rows if row.group == WITHIN]
        rows = [row._replace(free=row.free + top if row.free >= 0 else -1) for row in low] + high
    return number_parameters(replace(table, rows=tuple(rows)))


def grand_means(at: ClusterMoments) -> Floats:
    """Means of all respondents."""
    out: Floats = at.counts @ at.means / at.n
    return out


def proper_covariance(between: Floats) -> Floats:
    """Make a covariance matrix of one that may not be, to start from."""
    values, vectors = np.linalg.eigh(between)
    least = 0.02 * max(float(np.mean(np.abs(values))), 1e-6)
    out: Floats = (vectors * np.maximum(values, least)) @ vectors.T
    return out


def plain_start(at: ClusterMoments, *, saturated: bool) -> Floats:
    """Give starts of a model without factors: variances alone, or covariances too."""
    upper = np.triu_indices(at.p)
    parts = [
        matrix[upper] if saturated else np.diagonal(matrix)
        for matrix in (at.within(), proper_covariance(at.between()))
    ]
    return np.concatenate([*parts, grand_means(at)])


def refuse_unidentified_levels(table: ModelTable, start: Floats, at: ClusterMoments) -> None:
    """Look at the derivatives of the moments of both levels, away from the start."""
    model = compile_model(table)
    n_statistics = at.p * (at.p + 1) + at.p
    lost = model.n_free > n_statistics
    columns, rows = np.triu_indices(at.p)
    for seed in (1, 2):
        if lost:
            break
        noise = np.random.default_rng(seed)
        point = start + noise.uniform(0.02, 0.08, len(start))
        total = []
        for level in (WITHIN, BETWEEN):
            slopes, free = model.slopes(level, model.matrices(level, point))
            u, v = slopes.u, slopes.v
            change = u[:, rows] * v[:, columns] + u[:, columns] * v[:, rows]
            block = np.zeros((model.n_free, change.shape[1] + at.p))
            np.add.at(block, free, np.hstack([change, slopes.m]))
            total.append(block)
        rank = np.linalg.matrix_rank(np.hstack(total), tol=1e-8)
        lost = rank < model.n_free
    if lost:
        raise IdentificationError(
            "The model is not identified at one of the two levels: fix parameters, or give each "
            "factor three items."
        )
