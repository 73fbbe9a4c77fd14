"""Starting values, and whether a model is identified at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aspiratie.errors import IdentificationError, Problem
from aspiratie.measurement.sem.estimation.implied import SemModel
from aspiratie.measurement.sem.estimation.ordinal import statistics_jacobian
from aspiratie.measurement.sem.model.parameters import ModelTable, Row

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
    item = {name: k for k, name in enumerate(table.observed)}
    for group in range(table.n_groups):
        rows = [row for row in table.rows if row.group == group]
        guess = _guess(table, rows, covariances[group])
        cut = iter(cuts[group]) if cuts else iter(())
        for row in rows:
            tau = float(next(cut)) if row.op == "|" else 0.0
            if row.free < 0 or done[row.free]:
                continue
            done[row.free] = True
            key = (row.lhs, row.op, row.rhs)
            if row.start is not None:
                x[row.free] = row.start
            elif row.op == "|":
                x[row.free] = tau
            elif row.op == "~1" and row.lhs in item and row.lhs not in table.ordinal_items:
                x[row.free] = means[group][item[row.lhs]]
            elif row.op == "~~" and row.lhs in table.covariates:
                x[row.free] = covariances[group][item[row.lhs], item[row.rhs]]
            else:
                x[row.free] = guess.get(key, 1.0 if row.op == "~*~" else 0.0)
    return x


def _guess(
    table: ModelTable, rows: list[Row], covariances: Floats
) -> dict[tuple[str, str, str], float]:
    """Guess loadings, variances and covariances of one group."""
    item = {name: k for k, name in enumerate(table.items)}
    spread = np.sqrt(np.diagonal(covariances))
    correlations = covariances / np.outer(spread, spread)
    loadings = {f: [r for r in rows if r.op == "=~" and r.lhs == f] for f in table.factors}
    fixed = {
        row.lhs: row.value
        for row in rows
        if row.op == "~~" and row.lhs == row.rhs and row.free < 0 and row.lhs in table.factors
    }
    out: dict[tuple[str, str, str], float] = {}
    variance: dict[str, float] = {}
    axes: dict[str, tuple[list[int], Floats]] = {}
    explained = np.zeros(len(item))
    for factor, own in loadings.items():
        direct = [row for row in own if row.rhs in item]
        if not direct:
            continue
        at = [item[row.rhs] for row in direct]
        axis = _axis(correlations[np.ix_(at, at)])
        axes[factor] = (at, axis)
        explained[at] = np.maximum(explained[at], axis**2)
        marker = next((k for k, row in enumerate(direct) if row.free < 0 and row.value), None)
        size = 1.0
        if factor in fixed:
            size = float(np.sqrt(max(fixed[factor], 0.0))) or 1.0
        elif marker is not None:
            own_axis = float(axis[marker])
            size = float(np.copysign(max(abs(own_axis), 0.1), own_axis)) * float(spread[at[marker]])
            size /= direct[marker].value
        variance[factor] = size * size
        for k, row in enumerate(direct):
            out[factor, "=~", row.rhs] = float(axis[k] * spread[at[k]]) / size
    for factor, own in loadings.items():
        inner = [row.rhs for row in own if row.rhs in variance]
        if not inner or factor in variance:
            continue
        first = variance[inner[0]]
        variance[factor] = fixed.get(factor, 0.5 * first)
        for name in inner:
            sign = np.sign(_relation(axes[inner[0]], axes[name], correlations)) or 1.0
            common = np.sqrt(0.5 * variance[name] / max(variance[factor], 1e-3))
            out[factor, "=~", name] = float(sign * common)
            out[name, "~~", name] = 0.5 * variance[name]
    for name, value in variance.items():
        out.setdefault((name, "~~", name), value)
    for name, k in item.items():
        rest = 1.0 - min(float(explained[k]), 0.8)
        ordinal = name in table.ordinal_items
        out[name, "~~", name] = 1.0 if ordinal else rest * float(spread[k]) ** 2
    for row in rows:
        if row.op == "~~" and row.lhs != row.rhs and row.lhs in axes and row.rhs in axes:
            related = _relation(axes[row.lhs], axes[row.rhs], correlations)
            both = variance[row.lhs] * variance[row.rhs]
            out[row.lhs, "~~", row.rhs] = float(
                related
                * np.sqrt(both)
                * _direction(out, row.lhs, axes, loadings)
                * _direction(out, row.rhs, axes, loadings)
            )
    return out


def _direction(
    out: dict[tuple[str, str, str], float],
    factor: str,
    axes: dict[str, tuple[list[int], Floats]],
    loadings: dict[str, list[Row]],
) -> float:
    """Whether a factor points along its axis, or a marker with a negative loading turns it."""
    first = next(row for row in loadings[factor] if (factor, "=~", row.rhs) in out)
    return 1.0 if out[factor, "=~", first.rhs] * axes[factor][1][0] >= 0 else -1.0


def _axis(correlations: Floats) -> Floats:
    """Standardised loadings on the first principal axis, shrunken; the first is positive."""
    values, vectors = np.linalg.eigh(correlations)
    axis = vectors[:, -1] * np.sqrt(max(float(values[-1]) - 0.5, 0.2))
    axis = axis * (np.sign(axis[0]) or 1.0)
    out: Floats = np.clip(axis, -0.9, 0.9)
    return out


def _relation(
    one: tuple[list[int], Floats], other: tuple[list[int], Floats], correlations: Floats
) -> float:
    """Correlation of two factors by the correlations between their items."""
    (at, a), (by, b) = one, other
    total = float(a @ correlations[np.ix_(at, by)] @ b)
    size = float((a @ a) * (b @ b))
    return float(np.clip(total / size, -0.8, 0.8)) if size > 0 else 0.0


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
