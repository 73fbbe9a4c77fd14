"""Direct effects of groups on items in a one-factor model (MIMIC)."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import erfc

from aspiratie.errors import Problem
from aspiratie.measurement.design import Design
from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.measurement.sem.data import ModelData
from aspiratie.measurement.sem.fit import FittedModel, OrdinalSample, fit_ordinal
from aspiratie.measurement.sem.fit_indices import chi_square_tail
from aspiratie.measurement.sem.making import make_sample, make_table, prepare
from aspiratie.measurement.sem.model.syntax import parse_model

__all__ = ["direct_effects"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_MAX_ROUNDS = 20


def direct_effects(
    answers: pd.DataFrame,
    which: Ints,
    labels: tuple[Hashable, ...],
    *,
    alpha: float,
    design: Design,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Test of each item its direct effects, those of flagged items being free meanwhile.

    Items join the flagged ones one by one, the one with the largest Wald statistic first, as long
    as it is significant after correction over the items that are left and two stay without.
    """
    names = [f"y{k}" for k in range(answers.shape[1])]
    groups = [f"g{k}" for k in range(1, len(labels))]
    ones = pd.DataFrame(
        (which[:, None] == np.arange(1, len(labels))).astype(float),
        index=answers.index,
        columns=groups,
    )
    frame = pd.concat([answers.set_axis(names, axis=1), ones], axis=1)
    base = f"F =~ {' + '.join(names)}\nF ~ {' + '.join(groups)}"
    terms = parse_model(base)
    weights, cluster = (
        None if given is None else pd.Series(given, index=frame.index)
        for given in (design.weights, design.cluster)
    )
    data = prepare(
        frame,
        terms,
        estimator="WLSMV",
        group=None,
        cluster=cluster,
        weights=weights,
        missing="listwise",
    )
    sample = make_sample(data, terms, estimator="WLSMV", missing="listwise")
    assert isinstance(sample, OrdinalSample)
    free: list[str] = []
    while True:
        found = {
            name: _fit(base, sorted({*free, name}), groups, data, sample, name) for name in names
        }
        walds = np.array([found[name][2] for name in names])
        chances = np.array([chi_square_tail(wald, len(groups)) for wald in walds])
        corrected = adjust_holm(chances[None])[0]
        left = [k for k, name in enumerate(names) if name not in free]
        worst = max(left, key=lambda k: walds[k])
        others = adjust_holm(chances[left][None])[0, left.index(worst)]
        if others >= alpha or len(left) <= 2 or len(free) >= _MAX_ROUNDS:
            break
        free.append(names[worst])
    rows = []
    for k, (name, item) in enumerate(zip(names, answers.columns, strict=True)):
        est, se, wald = found[name]
        for label, value, error in zip(labels[1:], est, se, strict=True):
            rows.append(
                {
                    "item": item,
                    "group": label,
                    "est": value,
                    "se": error,
                    "z": value / error,
                    "pvalue": float(erfc(abs(value / error) / np.sqrt(2.0))),
                    "wald": wald,
                    "df": len(groups),
                    "pvalue_item": chances[k],
                    "pvalue_holm": corrected[k],
                    "flagged": name in free,
                }
            )
    problems = []
    if len(names) - len(free) <= 2 and len(names) > 2:
        problems.append(
            Problem(
                where="factor model",
                what="leaves two items without direct effects only.",
                remedy="Do not take its direct effects at face value.",
            )
        )
    return pd.DataFrame(rows), problems


def _fit(
    base: str,
    free: list[str],
    groups: list[str],
    data: ModelData,
    sample: OrdinalSample,
    name: str,
) -> tuple[Floats, Floats, float]:
    """Effects of the groups on an item, their errors, and their joint Wald statistic."""
    text = base + "".join(f"\n{item} ~ {' + '.join(groups)}" for item in free)
    table = make_table(
        data,
        parse_model(text),
        sample,
        missing="listwise",
        parameterization="delta",
        group_equal=(),
        group_partial=(),
    )
    fitted: FittedModel = fit_ordinal(table, data, sample, "WLSMV")
    place = [
        next(r.free for r in table.rows if (r.lhs, r.op, r.rhs) == (name, "~", label))
        for label in groups
    ]
    est = fitted.x[place]
    vcov = fitted.vcov[np.ix_(place, place)]
    return est, np.sqrt(np.diagonal(vcov)), float(est @ np.linalg.solve(vcov, est))
