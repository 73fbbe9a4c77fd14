"""Whether scores of groups mean the same: invariance of a scale over a region."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from aspiratie.errors import AspiratieError
from aspiratie.measurement.invariance import measurement_invariance

__all__ = ["Invariance", "invariance_of", "weakest"]

State = Literal["holds", "fails", "not_tested"]
Over = Literal["types", "schools"]

#: Pupils that a group needs in the test.
GROUP_PUPILS = 100
#: Most groups in one test; the largest are taken.
MAX_GROUPS = 12
#: Pupils that each answer needs in each group; rarer ones are joined with their neighbour.
LEAST_ANSWERS = 5
#: Fewest items of a scale that can be tested, and fewest answers of an item.
LEAST_ITEMS = 3
LEAST_CATEGORIES = 3

#: The scale is one factor within the groups from this CFI on, and up to this SRMR.
LEAST_CFI, MOST_SRMR = 0.90, 0.10
#: A step fails where CFI falls by more, or RMSEA rises by more to more than MOST_RMSEA.
MOST_FALL, MOST_RISE, MOST_RMSEA = 0.010, 0.015, 0.08


@dataclass(frozen=True, kw_only=True)
class Invariance:
    """Whether a scale measures the same in the groups of a region.

    Parameters
    ----------
    state : {"holds", "fails", "not_tested"}
        The verdict.
    over : {"types", "schools"} or None
        What the groups are.
    groups, n : int
        Groups in the test, and pupils in them.
    level : str
        Last step that holds.
    reason : str
        ``"no_fit"`` (the scale is no single factor within the groups) or ``"not_equal"``
        where it fails; ``"few_groups"``, ``"few_items"``, ``"sparse"`` or ``"no_solution"``
        where it could not be tested; ``""`` where it holds.
    """

    state: State
    over: Over | None
    groups: int
    n: int
    level: str
    reason: str


def _untested(reason: str) -> Invariance:
    return Invariance(state="not_tested", over=None, groups=0, n=0, level="", reason=reason)


def invariance_of(items: pd.DataFrame, groupings: Mapping[Over, pd.Series]) -> Invariance:
    """Test whether a scale measures the same in the groups of a region.

    The first grouping with two groups of :data:`GROUP_PUPILS` pupils or more is tested,
    by a one-factor model of ordinal items. Answers that are rare in a group are joined
    with their neighbour first, in all groups alike.

    Parameters
    ----------
    items : DataFrame, shape (n_pupils, n_items)
        Answers in the scale's direction.
    groupings : mapping of Series
        Groups of each pupil, in the order of preference: ``types``, then ``schools``.

    Returns
    -------
    Invariance
    """
    if items.shape[1] < LEAST_ITEMS:
        return _untested("few_items")
    answered = items.dropna()
    found = _groups(answered, groupings)
    if found is None:
        return _untested("few_groups")
    over, group = found
    joined = _joined(answered.loc[group.index], group)
    if joined is None:
        return _untested("sparse")
    answered = joined
    names = {name: f"y{i}" for i, name in enumerate(answered)}
    frame = answered.rename(columns=names).assign(group=group)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = measurement_invariance(
                frame, f"f =~ {' + '.join(names.values())}", group="group", ordinal=True
            )
    except AspiratieError:
        return _untested("no_solution")
    level, failed = _level(result.table)
    return Invariance(
        state="fails" if failed else "holds",
        over=over,
        groups=int(group.nunique()),
        n=len(group),
        level=level,
        reason="" if not failed else "not_equal" if level else "no_fit",
    )


def _level(table: pd.DataFrame) -> tuple[str, str]:
    """Return the last step that holds with all before it, and the first that fails.

    A single scale leaves a model few degrees of freedom. RMSEA is then far off by chance
    alone (Kenny, Kaniskan & McCoach, 2015, https://doi.org/10.1177/0049124114543236), so
    it counts only where the step's own RMSEA is high as well. The fall of CFI counts by
    Chen (2007), https://doi.org/10.1080/10705510701301834.
    """
    level = ""
    for name, row in table.iterrows():
        if pd.isna(row["chisq"]):
            return level, str(name)
        suffix = "" if row["indices"] == "plain" else f".{row['indices']}"
        cfi, rmsea = row[f"cfi{suffix}"], row[f"rmsea{suffix}"]
        if pd.isna(row["cfi.diff"]):
            fine = cfi >= LEAST_CFI and row["srmr"] <= MOST_SRMR
        else:
            worse = row["rmsea.diff"] > MOST_RISE and rmsea > MOST_RMSEA
            fine = row["cfi.diff"] >= -MOST_FALL and not worse
        if not fine:
            return level, str(name)
        level = str(name)
    return level, ""


def _groups(
    answered: pd.DataFrame, groupings: Mapping[Over, pd.Series]
) -> tuple[Over, pd.Series] | None:
    """Return the first grouping that has two groups of enough pupils."""
    for over, series in groupings.items():
        group = series.loc[answered.index].dropna()
        sizes = group.value_counts()
        large = sizes[sizes >= GROUP_PUPILS]
        # of equal sizes the first by name, so that the choice is the same each time
        names = sorted(large.index, key=lambda name: (-int(large[name]), str(name)))[:MAX_GROUPS]
        if len(names) > 1:
            return over, group[group.isin(names)].astype(str)
    return None


def _joined(answered: pd.DataFrame, group: pd.Series) -> pd.DataFrame | None:
    """Join answers that are rare in a group with their neighbour; None if too few are left."""
    columns = {name: _join(answered[name], group) for name in answered}
    if any(c.nunique() < LEAST_CATEGORIES for c in columns.values()):
        return None
    return pd.DataFrame(columns, index=answered.index)


def _join(item: pd.Series, group: pd.Series) -> pd.Series:
    item = item.astype(int)
    while item.nunique() >= LEAST_CATEGORIES:
        fewest = pd.crosstab(item, group).min(axis=1)
        if fewest.min() >= LEAST_ANSWERS:
            return item
        places = [int(place) for place in fewest.index]
        rare = int(fewest.to_numpy().argmin())
        beside = [i for i in (rare - 1, rare + 1) if 0 <= i < len(places)]
        other = min(beside, key=lambda i: int(fewest.iloc[i]))
        item = item.replace({places[rare]: places[other]})
    return item


def weakest(parts: Sequence[Invariance]) -> Invariance:
    """Return the verdict of a composite: that of its weakest part."""
    if not parts:
        return _untested("few_items")
    for state in ("fails", "not_tested"):
        for part in parts:
            if part.state == state:
                return part
    return min(parts, key=lambda part: part.n)
