"""The fit of exploratory factors before and after their rotation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr

from aspiratie.errors import IdentificationError, ParameterError, Problem
from aspiratie.measurement.factors.criteria import Criterion, geomin, oblimin, target
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.factors.rotation import rotate
from aspiratie.measurement.factors.search import stationary
from aspiratie.measurement.sem.estimation.implied import (
    ALPHA,
    BETA,
    LAMBDA,
    PSI,
    Matrices,
    SemModel,
    compile_model,
)
from aspiratie.measurement.sem.estimation.ml import expected_information, observed_information
from aspiratie.measurement.sem.estimation.mlr import model_meat
from aspiratie.measurement.sem.estimation.ordinal import wls_information
from aspiratie.measurement.sem.estimation.wls_tests import robust_covariance
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.model.parameters import ModelTable, Row, number_parameters

__all__ = ["Block", "Turn", "rotated_fit", "rotated_table", "turn_of", "unrotated_table"]

Floats = npt.NDArray[np.float64]
_STEP = 1e-6
_OFF = 1e-6


@dataclass(frozen=True, kw_only=True)
class Block:
    """Factors that load on the same items."""

    name: str
    factors: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Turn:
    """Turn of a block, with what its rotation made small."""

    turn: Floats
    function: Criterion
    criterion: float
    converged: bool
    n_minima: int


def _is_loading(row: Row, block: Block) -> bool:
    return row.op == "=~" and row.lhs in block.factors


def _is_inner(row: Row, block: Block) -> bool:
    return row.op == "~~" and row.lhs in block.factors and row.rhs in block.factors


def unrotated_table(table: ModelTable, blocks: list[Block], covariances: Floats) -> ModelTable:
    """Factors of variance one without correlations, and an echelon of loadings of zero.

    The zeros are put on items that tell the factors apart best, and all loadings start from a
    factor analysis of the block.
    """
    rows = list(table.rows)
    spread = np.sqrt(np.diagonal(covariances))
    correlations = covariances / np.outer(spread, spread)
    number = table.n_free
    for block in blocks:
        at = [table.observed.index(name) for name in block.items]
        k = len(block.factors)
        _refuse_many(block)
        found = extract(correlations[np.ix_(at, at)], k, method="minres")
        order = qr(found.loadings.T, pivoting=True)[2][:k]
        turn = np.linalg.qr(found.loadings[order].T)[0]
        start = (found.loadings @ turn) * spread[at][:, None]
        start *= np.sign(start[order, np.arange(k)])
        zero = {
            (block.items[order[i]], block.factors[j]) for i in range(k) for j in range(i + 1, k)
        }
        for place, row in enumerate(rows):
            if _is_loading(row, block):
                number += 1
                i, j = block.items.index(row.rhs), block.factors.index(row.lhs)
                fixed = (row.rhs, row.lhs) in zero
                rows[place] = row._replace(
                    free=-1 if fixed else number,
                    value=0.0,
                    start=None if fixed else float(start[i, j]),
                )
            elif _is_inner(row, block):
                rows[place] = row._replace(free=-1, value=1.0 if row.lhs == row.rhs else 0.0)
    rows += _missing_covariances(rows, blocks, free=None)
    return number_parameters(replace(table, rows=tuple(rows)))


def _refuse_many(block: Block) -> None:
    p, k = len(block.items), len(block.factors)
    if p * (p - 1) // 2 - p * k + k * (k - 1) // 2 < 0:
        raise IdentificationError(
            f"Block {block.name}: {p} items cannot tell {k} factors apart. Ask for fewer factors."
        )


def _missing_covariances(rows: list[Row], blocks: list[Block], free: int | None) -> list[Row]:
    """Covariances within a block that the table does not have (of predicted factors)."""
    have = {(row.lhs, row.rhs) for row in rows if row.op == "~~"}
    out: list[Row] = []
    for block in blocks:
        for k, a in enumerate(block.factors):
            for b in block.factors[k + 1 :]:
                if (a, b) in have or (b, a) in have:
                    continue
                number = -1 if free is None else free + len(out)
                out.append(Row(lhs=a, op="~~", rhs=b, group=0, free=number))
    return out


def rotated_table(table: ModelTable, blocks: list[Block]) -> ModelTable:
    """All loadings and correlations of the blocks free, variances of one."""
    rows = list(table.rows)
    number = table.n_free
    for block in blocks:
        for place, row in enumerate(rows):
            number += 1
            if _is_loading(row, block):
                rows[place] = row._replace(free=number, value=0.0, start=None)
            elif _is_inner(row, block):
                same = row.lhs == row.rhs
                rows[place] = row._replace(free=-1 if same else number, value=1.0 if same else 0.0)
    rows += _missing_covariances(rows, blocks, free=number + 1)
    return number_parameters(replace(table, rows=tuple(rows)))


def _standard(at: Matrices, model: SemModel, block: Block) -> tuple[Floats, list[int], list[int]]:
    """Give standardised loadings of a block, and the places of its items and factors."""
    rows = [model.table.observed.index(name) for name in block.items]
    columns = [model.table.factors.index(name) for name in block.factors]
    q = len(model.table.factors)  # the variance that covariates bring does not count
    eta = at.a[:, :q] @ at.psi[:q, :q] @ at.a[:, :q].T
    own = at.lam[rows] @ eta
    sd = np.sqrt(np.sum(own * at.lam[rows], axis=1) + np.diagonal(at.theta)[rows])
    return at.lam[np.ix_(rows, columns)] / sd[:, None], rows, columns


def turn_of(
    fitted: FittedModel,
    block: Block,
    *,
    rotation: str,
    goal: Floats | None,
    epsilon: float,
    n_starts: int,
    rng: np.random.Generator,
) -> Turn:
    """Rotate the standardised loadings of a block."""
    at = fitted.model.matrices(0, fitted.x)
    loadings, _, _ = _standard(at, fitted.model, block)
    found = rotate(
        loadings,
        rotation=rotation,  # type: ignore[arg-type]
        kaiser=False,
        tolerance=1e-10,
        n_starts=n_starts,
        rng=rng,
        goal=goal,
        delta=epsilon,
    )
    pattern = found.loadings
    if goal is None:
        signs = np.where(pattern.sum(axis=0) < 0.0, -1.0, 1.0)
        order = np.argsort(-(pattern**2).sum(axis=0), kind="stable")
        pattern = (pattern * signs)[:, order]
    back = np.linalg.lstsq(loadings, pattern, rcond=None)[0]  # T^-T
    functions = {"geomin": geomin(epsilon), "oblimin": oblimin}
    return Turn(
        turn=np.linalg.inv(back).T,
        function=functions[rotation] if goal is None else target(goal),
        criterion=found.criterion,
        converged=found.converged,
        n_minima=found.n_minima,
    )


def rotated_fit(
    fitted: FittedModel, table: ModelTable, blocks: list[Block], turns: dict[str, Turn]
) -> FittedModel:
    """Turn the estimates, and give them standard errors under the rotation's constraints.

    Raises
    ------
    ParameterError
        If what is fixed in the text is not kept by the rotation.
    """
    model = compile_model(table)
    x = _turned(fitted, model, blocks, turns)
    n = sum(part.n for part in fitted.residuals)
    rules = _rules_slopes(model, x, blocks, turns)
    jacobians = None
    if fitted.ordinal is not None:
        groups = fitted.ordinal.groups
        information, jacobians = wls_information(model, groups, x)
        inverse = _bordered(information, rules)
        if fitted.estimator == "DWLS":
            vcov = inverse / (n - len(groups))
        else:
            vcov = robust_covariance(groups, jacobians, inverse)
    else:
        assert fitted.continuous is not None
        normal = fitted.continuous.groups
        robust = fitted.estimator == "MLR"
        observed = robust or not all(group.complete for group in normal)
        source = observed_information if observed else expected_information
        information = source(model, normal, x) / n
        inverse = _bordered(information, rules)
        vcov = inverse / n
        if robust:
            meat = model_meat(model, normal, x)[0]
            vcov = inverse @ meat @ inverse / n
    return replace(
        fitted,
        model=model,
        x=x,
        vcov=vcov,
        information=information,
        jacobians=jacobians,
        unrotated=fitted,
    )


def _turned(
    fitted: FittedModel, model: SemModel, blocks: list[Block], turns: dict[str, Turn]
) -> Floats:
    """Parameters of the rotated table from the turned matrices."""
    at = fitted.model.matrices(0, fitted.x)
    whole = np.eye(model.q)
    for block in blocks:
        _, _, columns = _standard(at, fitted.model, block)
        whole[np.ix_(columns, columns)] = turns[block.name].turn.T
    back = np.linalg.inv(whole)
    part = model.groups[0]
    own = fitted.model.groups[0]
    turned = {
        LAMBDA: at.lam @ back,
        PSI: whole @ at.psi @ whole.T,
        BETA: whole @ at.beta @ back,
        ALPHA: (whole @ at.alpha)[:, None],
    }
    values = own.value.copy()
    values[own.loose] = fitted.x[own.free[own.loose]]
    plain = {
        (int(matrix), int(i), int(j)): float(value)
        for matrix, i, j, value in zip(own.matrix, own.i, own.j, values, strict=True)
    }
    x = np.zeros(model.n_free)
    lost: list[Problem] = []
    rows = [row for row in model.table.rows if row.group == 0]
    for k, (matrix, i, j) in enumerate(zip(part.matrix, part.i, part.j, strict=True)):
        if matrix in turned:
            value = float(turned[int(matrix)][i, j])
            turned[int(matrix)][i, j] = 0.0
            if matrix == PSI:
                turned[PSI][j, i] = 0.0
        else:
            value = plain[int(matrix), int(i), int(j)]
        if part.free[k] >= 0:
            x[part.free[k]] = value
        elif matrix in turned and abs(value - part.value[k]) > _OFF:
            lost.append(_lost(f"{rows[k].lhs} {rows[k].op} {rows[k].rhs}"))
    names = (*model.table.factors, *model.table.covariates)
    for matrix, op in ((PSI, "~~"), (BETA, "~")):
        left = np.argwhere(np.abs(turned[matrix]) > _OFF)
        lost += [_lost(f"{names[i]} {op} {names[j]}") for i, j in left if matrix != PSI or i < j]
    if lost:
        raise ParameterError(
            "The rotation does not keep the model: all factors of a block must have the same "
            "relations with other variables.",
            problems=lost,
        )
    return x


def _lost(where: str) -> Problem:
    return Problem(
        where=f"`{where}`",
        what="is not zero (or as fixed) after the rotation.",
        remedy="Give it to every factor of the block, or to none.",
    )


def _rules_slopes(
    model: SemModel, x: Floats, blocks: list[Block], turns: dict[str, Turn]
) -> Floats:
    """Differentiate the rotation's constraints to the parameters, by central differences."""

    def rules(point: Floats) -> Floats:
        at = model.matrices(0, point)
        parts = []
        for block in blocks:
            pattern, _, columns = _standard(at, model, block)
            phi = at.psi[np.ix_(columns, columns)]
            slopes = turns[block.name].function(pattern, False)[1]
            product = stationary(pattern, phi, slopes)
            parts.append(product[~np.eye(len(product), dtype=bool)])
        return np.concatenate(parts)

    out = np.zeros((len(rules(x)), len(x)))
    for k in range(len(x)):
        width = _STEP * max(1.0, abs(float(x[k])))
        high, low = x.copy(), x.copy()
        high[k] += width
        low[k] -= width
        out[:, k] = (rules(high) - rules(low)) / (2.0 * width)
    return out


def _bordered(information: Floats, rules: Floats) -> Floats:
    """Inverse of the information where the constraints hold: it lives in their null space."""
    n, m = len(information), len(rules)
    scale = np.sqrt(np.trace(information) / n)
    norms = np.sqrt((rules**2).sum(axis=1, keepdims=True))
    rules = rules / np.maximum(norms, 1e-300) * scale
    whole = np.zeros((n + m, n + m))
    whole[:n, :n] = information
    whole[:n, n:], whole[n:, :n] = rules.T, rules
    values = np.linalg.svd(whole, compute_uv=False)
    if values[-1] < 1e-11 * values[0]:
        raise IdentificationError(
            "The rotated parameters are not identified: the rotation has no single minimum here. "
            "Take another rotation, or fewer factors."
        )
    out: Floats = np.asarray(np.linalg.inv(whole)[:n, :n], dtype=np.float64)
    return out
