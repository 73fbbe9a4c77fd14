"""The chain of steps as a table, and the items at which it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from aspiratie.errors import AspiratieError
from aspiratie.measurement.invariance.steps import Step
from aspiratie.measurement.invariance.verdict import Rule, Search
from aspiratie.measurement.sem.compare_models import best_kind
from aspiratie.measurement.sem.difference_tests import difference_test
from aspiratie.measurement.sem.modification import item_tests
from aspiratie.measurement.sem.result import CfaResult

__all__ = ["Change", "chain_table", "search_items", "step_change"]

_DIFFERENCES = ["chisq.diff", "df.diff", "pvalue.diff", "cfi.diff", "rmsea.diff", "srmr.diff"]


class Refit(Protocol):
    """Fit a step with some items let go."""

    def __call__(self, step: Step, released: tuple[str, ...]) -> CfaResult:
        """Fit."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Change of fit from one step to the next; `kind` is the suffix of the indices."""

    cfi: float
    rmsea: float
    srmr: float
    kind: str


def step_change(before: pd.Series[Any], after: pd.Series[Any]) -> Change:
    """Return the change of the best indices that both fits have."""
    kind = best_kind(after)
    if best_kind(before) != kind:
        scaled = "cfi.scaled" in after.index and "cfi.scaled" in before.index
        kind = ".scaled" if scaled else ""
    return Change(
        cfi=after[f"cfi{kind}"] - before[f"cfi{kind}"],
        rmsea=after[f"rmsea{kind}"] - before[f"rmsea{kind}"],
        srmr=after["srmr"] - before["srmr"],
        kind=kind,
    )


def chain_table(
    steps: Sequence[Step], results: Mapping[str, CfaResult], rule: Rule
) -> pd.DataFrame:
    """Fit of each step, its change from the step before, and whether it holds."""
    columns = list(next(iter(results.values())).fit.index)
    rows: list[dict[str, Any]] = []
    before: CfaResult | None = None
    for step in steps:
        result = results.get(step.name)
        row: dict[str, Any] = {"step": step.name, "holds": False, "indices": ""}
        if result is not None:
            row |= {str(name): value for name, value in result.fit.items()}
            kind = best_kind(result.fit)
            if before is None:
                row["holds"] = rule.structure_holds(
                    result.fit[f"cfi{kind}"], result.fit[f"rmsea{kind}"], result.fit["srmr"]
                )
            else:
                change = step_change(before.fit, result.fit)
                kind = change.kind
                test = difference_test(before.fitted, result.fitted)
                values = [test.chisq, test.df, test.pvalue, change.cfi, change.rmsea, change.srmr]
                row |= dict(zip(_DIFFERENCES, values, strict=True))
                row["holds"] = rule.step_holds(step.kind, change.cfi, change.rmsea)
            row["indices"] = kind.removeprefix(".") or "plain"
            before = result
        rows.append(row)
    names = ["step", *columns, *_DIFFERENCES, "indices", "holds"]
    return pd.DataFrame(rows, columns=names).set_index("step")


def search_items(
    failed: str,
    steps: Sequence[Step],
    results: Mapping[str, CfaResult],
    rule: Rule,
    refit: Refit,
) -> Search:
    """Let go the item with the largest score, again and again, until the step holds.

    No more than half of the items, and every factor keeps two that are held equal.
    """
    columns = ["step", "item", "score", "df", "pvalue", "pvalue_holm", "released"]
    names = [step.name for step in steps]
    if not failed or failed not in results:
        return Search(tests=pd.DataFrame(columns=columns), released=(), partial=None)
    step = steps[names.index(failed)]
    before = [results[name] for name in names[: names.index(failed)] if name in results][-1]
    current = results[failed]
    tests = first = item_tests(current.fitted, step.ops)
    released: list[str] = []
    partial: CfaResult | None = None
    table = current.fitted.model.table
    own = {
        factor: {row.rhs for row in table.rows if row.op == "=~" and row.lhs == factor}
        for factor in table.factors
    }
    while len(released) < len(table.items) // 2:
        open_ = [
            str(item)
            for item in tests["item"]
            if item not in released
            and all(len(held - {*released, item}) >= 2 for held in own.values() if item in held)
        ]
        if not open_:
            break
        released.append(open_[0])
        try:
            current = refit(step, tuple(released))
        except AspiratieError:
            released.pop()
            break
        change = step_change(before.fit, current.fit)
        if rule.step_holds(step.kind, change.cfi, change.rmsea):
            partial = current
            break
        tests = item_tests(current.fitted, step.ops)
    order = {item: number for number, item in enumerate(released, start=1)}
    first = first.assign(
        step=step.name, released=[order.get(str(item), np.nan) for item in first["item"]]
    )
    return Search(tests=first[columns], released=tuple(released), partial=partial)
