"""Score tests: what would be gained by freeing a parameter or letting groups differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.measurement.sem.estimation.implied import SemModel, compile_model
from aspiratie.measurement.sem.estimation.ml import expected_information, gradient
from aspiratie.measurement.sem.estimation.ordinal import implied_statistics, statistics_jacobian
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.fit_indices import chi_square_tail
from aspiratie.measurement.sem.model.parameters import Row
from aspiratie.measurement.sem.tables import standardised, totals

__all__ = ["equality_tests", "item_tests", "modification_indices"]

Floats = npt.NDArray[np.float64]


def _score(model: SemModel, fitted: FittedModel, x: Floats) -> tuple[Floats, Floats]:
    """Score and expected information per respondent."""
    if fitted.continuous is not None:
        groups = fitted.continuous.groups
        n = sum(group.n for group in groups)
        return gradient(model, groups, x) / n, expected_information(model, groups, x) / n
    assert fitted.ordinal is not None
    ordinal = fitted.ordinal.groups
    n = sum(group.n for group in ordinal)
    score = np.zeros(model.n_free)
    information = np.zeros((model.n_free, model.n_free))
    for number, group in enumerate(ordinal):
        jacobian = statistics_jacobian(model, number, x)
        left = group.statistics - implied_statistics(model, number, x)
        weighted = jacobian * group.weights
        score += (group.n - 1) / n * (weighted @ left)
        information += group.n / n * (weighted @ jacobian.T)
    return score, information


def _partial(
    rows: list[Row], fitted: FittedModel, extra: list[int], x: Floats, keep: Floats
) -> tuple[Floats, Floats]:
    """Score of the extra parameters, and its information given those of the model.

    `keep` maps the parameters of the model as fitted to those of the wider one.
    """
    table = replace(fitted.model.table, rows=tuple(rows), n_free=len(x), n_free_rows=len(x))
    score, information = _score(compile_model(table), fitted, x)
    inner = keep.T @ information @ keep
    mixed = information[extra] @ keep
    # of rotated factors the information is singular along the rotations
    back = np.linalg.pinv(inner, hermitian=True) if fitted.unrotated else np.linalg.inv(inner)
    left = information[np.ix_(extra, extra)] - mixed @ back @ mixed.T
    return score[extra], left


def _single(score: Floats, left: Floats, n: int) -> tuple[Floats, Floats]:
    """Test and expected change of each parameter by itself."""
    own = np.diagonal(left)
    own = np.where(own < np.finfo(float).eps ** (1 / 3), np.nan, own)
    return n * score**2 / own, score / own


def modification_indices(fitted: FittedModel) -> pd.DataFrame:
    """Score test of every cross-loading and covariance that the model does not have."""
    table = fitted.model.table
    have = {(row.lhs, row.op, row.rhs) for row in table.rows if row.group == 0 and row.free >= 0}
    have |= {(rhs, op, lhs) for lhs, op, rhs in have}
    fixed = {
        (row.lhs, row.op, row.rhs, row.group): k
        for k, row in enumerate(table.rows)
        if row.free < 0 and not row.derived
    }
    wanted = [
        (factor, "=~", item)
        for factor in table.factors
        for item in table.items
        if (factor, "=~", item, 0) not in fixed
    ]
    wanted += [
        (a, "~~", b)
        for names in (table.items, table.factors)
        for k, a in enumerate(names)
        for b in names[k + 1 :]
    ]
    wanted = [key for key in wanted if key not in have]
    rows = list(table.rows)
    extra: list[int] = []
    chosen: list[Row] = []
    for group in range(table.n_groups):
        for lhs, op, rhs in wanted:
            number = table.n_free + len(extra)
            extra.append(number)
            place = fixed.get((lhs, op, rhs, group), fixed.get((rhs, op, lhs, group)))
            if place is not None:
                rows[place] = rows[place]._replace(free=number)
                chosen.append(rows[place])
            else:
                chosen.append(Row(lhs=lhs, op=op, rhs=rhs, group=group, free=number))
                rows.append(chosen[-1])
    x = np.concatenate([fitted.x, [row.value for row in chosen]])
    keep = np.eye(len(x), table.n_free)
    names = ["lhs", "op", "rhs", "group", "mi", "pvalue", "epc", "sepc_all"]
    if not extra:
        return pd.DataFrame({name: [] for name in names})
    statistic, change = _single(*_partial(rows, fitted, extra, x, keep), _size(fitted))
    matrices = [totals(fitted, number) for number in range(len(fitted.model.groups))]
    out = pd.DataFrame(
        {
            "lhs": [row.lhs for row in chosen],
            "op": [row.op for row in chosen],
            "rhs": [row.rhs for row in chosen],
            "group": [fitted.data.labels[row.group] for row in chosen],
            "mi": statistic,
            "pvalue": [chi_square_tail(value, 1) for value in statistic],
            "epc": change,
            "sepc_all": [
                standardised(fitted.model, row, value, matrices[row.group])
                for row, value in zip(chosen, change, strict=True)
            ],
        }
    )
    return out.dropna(subset=["mi"]).sort_values("mi", ascending=False, ignore_index=True)


def _size(fitted: FittedModel) -> int:
    return sum(part.n for part in fitted.residuals)


def _released(
    fitted: FittedModel, *, every: bool, intercepts: bool
) -> tuple[list[Row], Floats, Floats]:
    """Rows that equalities hold, the score of letting each differ, and its information.

    With `every` each group's row is released; else only those after the first group,
    which says the same once.  With `intercepts` also intercepts of items that are fixed
    in later groups.
    """
    table = fitted.model.table
    rows: list[Row] = []
    place: list[int] = []
    values: list[float] = []
    released: list[Row] = []
    seen: set[int] = set()
    times = [0] * table.n_free
    for row in table.rows:
        if row.free >= 0:
            times[row.free] += 1
    inner = {row.rhs for row in table.rows if row.op == "=~"}
    for row in table.rows:
        held = row.op == "~1" and row.lhs in inner and row.group > 0 and row.free < 0
        if row.free < 0 and not (intercepts and held):
            rows.append(row)
            continue
        new = row._replace(free=len(place))
        rows.append(new)
        place.append(row.free)
        values.append(float(fitted.x[row.free]) if row.free >= 0 else row.value)
        if row.free < 0 or (times[row.free] > 1 and (every or row.free in seen)):
            released.append(new)
        if row.free >= 0:
            seen.add(row.free)
    keep = np.zeros((len(place), table.n_free))
    for number, parameter in enumerate(place):
        if parameter >= 0:
            keep[number, parameter] = 1.0
    if not released:
        return [], np.empty(0), np.empty((0, 0))
    extra = [row.free for row in released]
    score, left = _partial(rows, fitted, extra, np.array(values), keep)
    return released, score, left


def equality_tests(fitted: FittedModel) -> pd.DataFrame:
    """Score test of letting one parameter of one group differ from the other groups."""
    tied, score, left = _released(fitted, every=True, intercepts=False)
    statistic, change = _single(score, left, _size(fitted))
    out = pd.DataFrame(
        {
            "lhs": [row.lhs for row in tied],
            "op": [row.op for row in tied],
            "rhs": [row.rhs for row in tied],
            "group": [fitted.data.labels[row.group] for row in tied],
            "score": statistic,
            "pvalue": [chi_square_tail(value, 1) for value in statistic],
            "epc": change,
        }
    )
    return out.dropna(subset=["score"]).sort_values("score", ascending=False, ignore_index=True)


def item_tests(fitted: FittedModel, ops: tuple[str, ...]) -> pd.DataFrame:
    """Score test of letting everything of one item that is held equal differ.

    Columns ``item``, ``score``, ``df``, ``pvalue`` and ``pvalue_holm`` (Holm's correction
    for the number of items), largest score first.
    """
    rows, score, left = _released(fitted, every=False, intercepts="~1" in ops)
    n = _size(fitted)
    found: list[dict[str, object]] = []
    for item in (*fitted.model.table.items, *fitted.model.table.factors):
        at = [
            k
            for k, row in enumerate(rows)
            if row.op in ops and (row.rhs == item if row.op == "=~" else row.lhs == item)
        ]
        if not at:
            continue
        values, vectors = np.linalg.eigh(left[np.ix_(at, at)])
        good = values > max(values[-1] * 1e-8, 1e-12)
        turned = vectors[:, good].T @ score[at]
        statistic = float(n * np.sum(turned**2 / values[good]))
        df = int(good.sum())
        found.append(
            {
                "item": item,
                "score": statistic,
                "df": df,
                "pvalue": chi_square_tail(statistic, df),
            }
        )
    out = pd.DataFrame(found, columns=["item", "score", "df", "pvalue"])
    out = out[out["df"] > 0].sort_values(["pvalue", "score"], ascending=[True, False])
    out = out.reset_index(drop=True)
    chances = out["pvalue"].to_numpy(dtype=float)
    out["pvalue_holm"] = adjust_holm(chances[None])[0] if len(out) else chances
    return out
