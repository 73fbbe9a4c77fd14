"""Tables of a fitted model: estimates, standardised ones, residual correlations."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import erfc, ndtri

from aspiratie.errors import Problem
from aspiratie.measurement.sem.estimation.implied import Matrices, SemModel
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.model.defined import defined_values
from aspiratie.measurement.sem.model.parameters import Row
from aspiratie.measurement.sem.residuals import residual_correlations

__all__ = [
    "estimates_table",
    "residual_table",
    "row_value",
    "solution_problems",
    "standardised",
    "totals",
]

Floats = npt.NDArray[np.float64]


def row_value(model: SemModel, row: Row, x: Floats, at: Matrices) -> float:
    """Estimate of a row, free, fixed or derived."""
    if row.derived:
        item = model.table.items.index(row.lhs)
        return float(at.delta[item] if row.op == "~*~" else at.theta[item, item])
    return float(x[row.free]) if row.free >= 0 else row.value


def standardised(model: SemModel, row: Row, value: float, at: Matrices) -> float:
    """Give the value with items and factors on variance one (lavaan's ``std.all``)."""
    items, factors = model.table.items, model.table.factors
    with np.errstate(invalid="ignore", divide="ignore"):
        if row.op == "=~":
            own = np.sqrt(at.eta[factors.index(row.lhs), factors.index(row.lhs)])
            if row.rhs in items:
                return float(value * own / _item_sd(model, row.rhs, at))
            inner = factors.index(row.rhs)
            return float(value * own / np.sqrt(at.eta[inner, inner]))
        if row.op == "~":
            place = factors.index(row.rhs) if row.rhs in factors else _place(model, row.rhs)
            size = float(np.sqrt(at.eta[place, place]))
            if row.lhs in items:
                return float(value * size / _item_sd(model, row.lhs, at))
            outcome = factors.index(row.lhs)
            return float(value * size / np.sqrt(at.eta[outcome, outcome]))
        if row.op == "~~":
            matrix, names = (at.theta, items) if row.lhs in items else (at.psi, factors)
            i, j = names.index(row.lhs), names.index(row.rhs)
            if i != j:
                return float(value / np.sqrt(abs(matrix[i, i] * matrix[j, j])))
            total = at.sigma if row.lhs in items else at.eta
            return float(value / total[i, i])
        if row.op == "~*~":
            return 1.0
        if row.lhs in items:
            return float(value / _item_sd(model, row.lhs, at))
        own = factors.index(row.lhs)
        return float(value / np.sqrt(at.eta[own, own]))


def _place(model: SemModel, covariate: str) -> int:
    """Position of a covariate among the factors."""
    return len(model.table.factors) + model.table.covariates.index(covariate)


def totals(fitted: FittedModel, number: int) -> Matrices:
    """Matrices of a group, with the variances and covariances over the covariates, too."""
    model = fitted.model
    at = model.matrices(number, fitted.x)
    if not model.n_covariates or not model.ordinal:
        return at
    rows = fitted.data.which == number
    beside = np.cov(fitted.data.covariates.to_numpy(dtype=float)[rows], rowvar=False)
    psi = at.psi.copy()
    psi[-model.n_covariates :, -model.n_covariates :] = beside
    eta = at.a @ psi @ at.a.T
    return replace(at, eta=eta, sigma=at.lam @ eta @ at.lam.T + at.theta)


def _item_sd(model: SemModel, name: str, at: Matrices) -> float:
    item = model.table.items.index(name)
    return math.sqrt(at.sigma[item, item]) if at.sigma[item, item] > 0 else math.nan


def estimates_table(fitted: FittedModel) -> pd.DataFrame:
    """All parameters; standard errors only of the free ones."""
    model, x = fitted.model, fitted.x
    matrices = [totals(fitted, number) for number in range(len(model.groups))]
    errors = np.sqrt(np.maximum(np.diagonal(fitted.vcov), 0.0))
    columns: dict[str, list[object]] = {
        name: [] for name in ("lhs", "op", "rhs", "group", "label", "est", "se", "std_all")
    }
    for row in model.table.rows:
        if model.table.hidden(row):
            continue
        at = matrices[row.group]
        value = row_value(model, row, x, at)
        columns["lhs"].append(row.lhs)
        columns["op"].append(row.op)
        columns["rhs"].append(row.rhs)
        columns["group"].append(fitted.data.labels[row.group])
        columns["label"].append(row.label)
        columns["est"].append(value)
        columns["se"].append(float(errors[row.free]) if row.free >= 0 else np.nan)
        columns["std_all"].append(standardised(model, row, value, at))
    if model.table.defined:
        values, spread = defined_values(model.table, x, fitted.vcov)
        for term, value, error in zip(model.table.defined, values, spread, strict=True):
            row_of = (term.lhs, ":=", term.rhs, "all", term.lhs, float(value), float(error), np.nan)
            for name, cell in zip(columns, row_of, strict=True):
                columns[name].append(cell)
    table = pd.DataFrame(columns)
    table["z"] = table["est"] / table["se"]
    table["pvalue"] = erfc(np.abs(table["z"].to_numpy(dtype=float)) / np.sqrt(2.0))
    reach = float(ndtri(0.975)) * table["se"]
    table["ci_lower"], table["ci_upper"] = table["est"] - reach, table["est"] + reach
    names = ["lhs", "op", "rhs", "group", "label", "est", "se", "z", "pvalue"]
    return table[[*names, "ci_lower", "ci_upper", "std_all"]]


def residual_table(fitted: FittedModel) -> pd.DataFrame:
    """Observed minus implied correlation of every pair of items, by group."""
    items = fitted.model.table.observed
    first, second = np.triu_indices(len(items), 1)
    parts = []
    for label, part in zip(fitted.data.labels, fitted.residuals, strict=True):
        parts.append(
            pd.DataFrame(
                {
                    "group": [label] * len(first),
                    "item1": [items[k] for k in first],
                    "item2": [items[k] for k in second],
                    "residual": residual_correlations(part)[first, second],
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def solution_problems(fitted: FittedModel) -> list[Problem]:
    """Say what is wrong with a solution that converged: Heywood cases and their kin."""
    model, x = fitted.model, fitted.x
    table = model.table
    problems: list[Problem] = []
    several = len(fitted.data.labels) > 1
    remedy = "Do not interpret this solution; simplify the model or look at the item."
    matrices = [model.matrices(number, x) for number in range(len(model.groups))]
    for row in table.rows:
        variance = row.op == "~~" and row.lhs == row.rhs and not table.hidden(row)
        if not variance or (row.free < 0 and not row.derived):
            continue
        value = row_value(model, row, x, matrices[row.group])
        if value < 0.0:
            where = f" (group {fitted.data.labels[row.group]})" if several else ""
            kind = "residual variance" if row.lhs in table.items else "factor variance"
            problems.append(
                Problem(
                    where=f"{row.lhs}{where}",
                    what=f"has a negative {kind} ({value:.3g}), a Heywood case.",
                    remedy=remedy,
                )
            )
    for number, at in enumerate(matrices):
        where = f" (group {fitted.data.labels[number]})" if several else ""
        latent = at.eta[: len(table.factors), : len(table.factors)]
        for name, matrix in (("factors", latent), ("residuals", at.theta)):
            spread = np.diagonal(matrix)
            if np.any(spread < 0.0) or not len(matrix):
                continue  # said above
            used = np.flatnonzero(spread > 0.0)
            scale = np.sqrt(spread[used])
            values = np.linalg.eigvalsh(matrix[np.ix_(used, used)] / np.outer(scale, scale))
            if len(values) and values[0] < -1e-8:
                problems.append(
                    Problem(
                        where=f"{name}{where}",
                        what="have a covariance matrix that is not positive definite.",
                        remedy=remedy,
                    )
                )
            elif name == "factors" and len(values) and values[0] < 1e-8 and model.q:
                problems += _collinear(table.factors, at, where)
    return problems


def _collinear(factors: tuple[str, ...], at: Matrices, where: str) -> list[Problem]:
    spread = np.sqrt(np.maximum(np.diagonal(at.eta), 1e-300))
    correlations = at.eta / np.outer(spread, spread)
    first, second = np.triu_indices(len(factors), 1)
    return [
        Problem(
            where=f"{factors[i]} and {factors[j]}{where}",
            what="have a correlation of one: they are one factor here.",
        )
        for i, j in zip(first, second, strict=True)
        if abs(correlations[i, j]) > 1.0 - 1e-8 and at.psi[i, i] > 0 and at.psi[j, j] > 0
    ]
