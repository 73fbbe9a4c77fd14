"""The words of scales, settled by the printed means that stand beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.counted import others_of, printed_means
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.region.rules import PLACES
from aspiratie.disclosure.settled import settle

__all__ = ["Ends", "settled_changes", "settled_comparison"]

#: Lowest and highest score of a scale.
Ends = Mapping[str, tuple[float, float]]


def _printed(
    table: pd.DataFrame, mean: str, n: str, rules: DisclosureRules, ends: Ends
) -> dict[tuple[str, str], tuple[int, float]]:
    """Return n and printed mean by school and scale, where one is printed."""
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for scale, rows in table.groupby("scale", sort=False):
        raw = {
            str(school): RawEstimate(n=int(size), mean=value, low=value, high=value)
            for school, size, value in zip(rows["school"], rows[n], rows[mean], strict=True)
            if size > 0 and np.isfinite(value)
        }
        shown = printed_means(raw, rules, ends=ends[str(scale)])
        found |= {(school, str(scale)): (m.n, m.mean) for school, m in shown.items()}
    return found


def settled_comparison(table: pd.DataFrame, rules: DisclosureRules, ends: Ends) -> pd.Series:
    """Return the labels of schools beside the region, settled over the scales of a school.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :func:`aspiratie.schools.compare.compare_with_region`, with `label`.
    rules : DisclosureRules
        Say how means are printed.
    ends : mapping of str to tuple
        Of each scale.
    """
    own = _printed(table, "mean", "n", rules, ends)
    by_scale: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for (school, scale), value in own.items():
        by_scale[scale][school] = value
    marks: dict[tuple[str, str], float] = {}
    for scale, values in by_scale.items():
        total = sum(n * mean for n, mean in values.values())
        for school, others in others_of({s: n for s, (n, _) in values.items()}).items():
            n, mean = values[school]
            marks[school, scale] = round((total - n * mean) / max(others.n, 1), PLACES)
    keys = list(zip(table["school"].astype(str), table["scale"].astype(str), strict=True))
    differences = [own[k][1] - marks[k] if k in own else float("nan") for k in keys]
    return _by_school(table, differences)


def settled_changes(table: pd.DataFrame, rules: DisclosureRules, ends: Ends) -> pd.Series:
    """Return the labels of changes, settled over the scales of a school.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :func:`aspiratie.schools.trend.wave_change`.
    rules, ends
        As :func:`settled_comparison`.
    """
    now = _printed(table, "mean", "n", rules, ends)
    then = _printed(table, "mean_before", "n_before", rules, ends)
    keys = list(zip(table["school"].astype(str), table["scale"].astype(str), strict=True))
    differences = [now[k][1] - then[k][1] if k in now and k in then else float("nan") for k in keys]
    return _by_school(table, differences)


def _by_school(table: pd.DataFrame, differences: Sequence[float]) -> pd.Series:
    labels = table["label"].astype(object).copy()
    values = pd.Series(list(differences), index=table.index)
    for _, rows in table.groupby("school", sort=False):
        told = settle([str(x) for x in labels[rows.index]], list(values[rows.index]))
        labels[rows.index] = told
    return labels
