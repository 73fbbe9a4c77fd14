"""Starting values, and whether a model is identified at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aspiratie.errors import IdentificationError, Problem
from aspiratie.measurement.parameter_table import ModelTable, Row
from aspiratie.measurement.sem_implied import SemModel
from aspiratie.measurement.sem_ordinal import statistics_jacobian

__all__ = ["refuse_unidentified", "starting_values"]

Floats = npt.NDArray[np.float64]


def starting_values(
    table: ModelTable, covariances: list[Floats], means: list[Floats], cuts: list[Floats]
) -> Floats:
    """Values near enough to begin from.

    Loadings come from the first principal axis of each factor's own indicators, on the
    scale that its fixed loading or fixed variance sets.  Where the direction of a factor is
    free its first indicator loads positively, as in lavaan.
    """
    x = np.zeros(table.n_free)
    done = np.zeros(table.n_free, dtype=bool)
    item = {name: k for k, name in enumerate(table.items)}
    for group in range(table.n_groups):
        rows = [row for row in table.rows if row.group == group]
        spread = np.sqrt(np.diagonal(covariances[group]))
        loading, variance = _factor_starts(
            table, rows, covariances[group] / np.outer(spread, spread)
        )
        cut = iter(cuts[group]) if cuts else iter(())
        for row in rows:
            tau = next(cut) if row.op == "|" else 0.0
            if row.free < 0 or done[row.free]:
                continue
            x[row.free] = _start(row, item, loading, variance, spread, means[group], tau, table)
            done[row.free] = True
    return x


def _start(
    row: Row,
    item: dict[str, int],
    loading: dict[tuple[str, str], float],
    variance: dict[str, float],
    spread: Floats,
    mean: Floats,
    tau: float,
    table: ModelTable,
) -> float:
    if row.start is not None:
        return row.start
    if row.op == "|":
        return float(tau)
    if row.op == "=~":
        scale = float(spread[item[row.rhs]]) if row.rhs in item else 1.0
        return loading.get((row.lhs, row.rhs), 0.5) * scale
    if row.op == "~~" and row.lhs == row.rhs:
        if row.lhs in item:
            return 1.0 if table.ordinal else 0.5 * float(spread[item[row.lhs]]) ** 2
        return variance.get(row.lhs, 0.5)
    if row.op == "~*~":
        return 1.0
    if row.op == "~1" and row.lhs in item and not table.ordinal:
        return float(mean[item[row.lhs]])
    return 0.0


def _factor_starts(
    table: ModelTable, rows: list[Row], correlations: Floats
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Guess loadings on standardised items, and factor variances."""
    item = {name: k for k, name in enumerate(table.items)}
    loading: dict[tuple[str, str], float] = {}
    variance: dict[str, float] = {}
    for factor in table.factors:
        own = [row for row in rows if row.op == "=~" and row.lhs == factor]
        at = [item[row.rhs] for row in own if row.rhs in item]
        fixed_variance = next(
            (
                row.value
                for row in rows
                if row.op == "~~" and row.lhs == row.rhs == factor and row.free < 0
            ),
            None,
        )
        if not at:  # a factor of factors
            variance[factor] = fixed_variance if fixed_variance is not None else 0.1
            for row in own:
                loading[row.lhs, row.rhs] = row.value if row.free < 0 else 0.5
            continue
        block = correlations[np.ix_(at, at)]
        values, vectors = np.linalg.eigh(block)
        axis = vectors[:, -1] * np.sqrt(max(values[-1] - 0.5, 0.2))
        axis = np.clip(axis * (np.sign(axis[0]) or 1.0), -0.9, 0.9)
        size = 1.0
        if fixed_variance is None:
            marker = next(
                (
                    k
                    for k, row in enumerate(r for r in own if r.rhs in item)
                    if row.free < 0 and row.value
                ),
                None,
            )
            if marker is not None:
                size = float(axis[marker])
                size = size if abs(size) > 0.1 else float(np.copysign(0.1, size or 1.0))
                size = abs(size) if size > 0 else -abs(size)
            variance[factor] = size * size
        else:
            variance[factor] = fixed_variance
            size = np.sqrt(fixed_variance) if fixed_variance > 0 else 1.0
        for k, row in enumerate(r for r in own if r.rhs in item):
            loading[factor, row.rhs] = float(axis[k]) / size
    return loading, variance


def refuse_unidentified(model: SemModel, x: Floats, n_statistics: int) -> None:
    """Look whether different parameters can imply the same moments.

    The rank of the derivatives of the moments is taken at two points away from the
    starting values, so that zeros there do not hide or feign a lack of identification.

    Raises
    ------
    IdentificationError
        Naming the parameters that cannot be told apart.
    """
    if model.n_free > n_statistics:
        raise IdentificationError(
            f"The model has {model.n_free} free parameters and the data give {n_statistics} "
            "statistics: fix parameters, set some equal, or use more items."
        )
    if model.n_free == 0:
        return
    loose: set[int] | None = None
    for seed in (1, 2):
        noise = np.random.default_rng(seed)
        point = x + noise.uniform(0.02, 0.08, len(x)) * np.where(noise.random(len(x)) < 0.5, -1, 1)
        jacobian = _moment_jacobian(model, point)
        norms = np.sqrt((jacobian**2).sum(axis=1))
        empty = norms < 1e-10
        scaled = jacobian / np.where(empty, 1.0, norms)[:, None]
        values, vectors = np.linalg.eigh(scaled @ scaled.T)
        null = values < 1e-9
        if not null.any():
            return
        weight = np.sqrt((vectors[:, null] ** 2).sum(axis=1))
        found = set(np.flatnonzero(weight > 0.05).tolist())
        loose = found if loose is None else loose & found
    names: dict[int, str] = {}
    for row in model.table.rows:
        if row.free >= 0:
            where = f" (group {row.group + 1})" if model.table.n_groups > 1 else ""
            names.setdefault(row.free, f"{row.lhs} {row.op} {row.rhs}".strip() + where)
    some = [names[k] for k in sorted(loose or set())]
    shown = ", ".join(some[:8]) + (f" and {len(some) - 8} more" if len(some) > 8 else "")
    raise IdentificationError(
        "The model is not identified.",
        problems=[
            Problem(
                where=shown,
                what="cannot be told apart: other values imply the same data.",
                remedy="Fix one (a factor with two indicators needs equal loadings or a "
                "correlation with another factor), or leave one out.",
            )
        ],
    )


def _moment_jacobian(model: SemModel, x: Floats) -> Floats:
    """Differentiate all moments of all groups, shape (n_free, moments)."""
    parts: list[Floats] = []
    columns, rows = np.triu_indices(model.p)
    for number in range(len(model.groups)):
        if model.ordinal:
            parts.append(statistics_jacobian(model, number, x))
            continue
        at = model.matrices(number, x)
        slopes, free = model.slopes(number, at)
        change = slopes.u[:, rows] * slopes.v[:, columns] + slopes.u[:, columns] * slopes.v[:, rows]
        block = np.hstack([change, slopes.m]) if model.means else change
        total = np.zeros((model.n_free, block.shape[1]))
        np.add.at(total, free, block)
        parts.append(total)
    return np.hstack(parts)
