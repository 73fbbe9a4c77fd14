"""Whether scores of groups mean the same: invariance of a scale over a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.disclosure.shape import Invariance as Told
from aspiratie.disclosure.shape.words import InvarianceReason, InvarianceState, Over
from aspiratie.errors import AspiratieError
from aspiratie.measurement.design import LEAST_CLUSTERS
from aspiratie.measurement.invariance.search import step_change
from aspiratie.measurement.invariance.sequence import step_fits
from aspiratie.measurement.sem.compare_models import best_kind
from aspiratie.measurement.sem.difference_tests import difference_test
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.prepare.aligned import LEAST_ITEMS, Aligned, alignment_of

__all__ = ["Invariance", "invariance_of", "weakest"]


#: Pupils that a group needs in the test.
GROUP_PUPILS = 100
#: Most groups in one test; the largest are taken.
MAX_GROUPS = 8
#: Share of the pupils that must be in schools of that size for schools to be the groups.
SCHOOLS_SHARE = 0.5
#: Pupils that each answer needs in each group; rarer ones are joined with their neighbour.
LEAST_ANSWERS = 5
#: Fewest answers of an item that can be tested.
LEAST_CATEGORIES = 3

#: The scale is one factor within the groups from this CFI on, and up to this SRMR.
LEAST_CFI, MOST_SRMR = 0.90, 0.10
#: A step fails where CFI falls by more, or RMSEA rises by more to more than MOST_RMSEA,
#: and chance is no explanation: the scaled difference test has a p below MOST_CHANCE.
MOST_FALL, MOST_RISE, MOST_RMSEA = 0.010, 0.015, 0.08
MOST_CHANCE = 0.01


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
    alignment : {"few_apart", "many_apart", "ambiguous", "not_tested"}
        The cross-check over the same groups, where the scale holds
        (:func:`aspiratie.prepare.aligned.alignment_of`). It can withdraw a verdict, never
        give one.
    clustered : bool
        Whether the test allowed for pupils of one school being alike: where kinds of education
        are the groups, each of :data:`aspiratie.measurement.design.LEAST_CLUSTERS` schools or more.
    """

    state: InvarianceState
    over: Over | None
    groups: int
    n: int
    level: str
    reason: InvarianceReason
    alignment: Aligned
    clustered: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether the cross-check does not contradict that the scale is invariant."""
        return self.alignment in ("few_apart", "not_tested")

    def told(self) -> Told:
        """Return what a region's release tells of it."""
        return Told(
            state=self.state,
            over=self.over,
            groups=self.groups,
            level=self.level,
            reason=self.reason,
            alignment=self.alignment,
        )


def _untested(reason: InvarianceReason) -> Invariance:
    return Invariance(
        state="not_tested",
        over=None,
        groups=0,
        n=0,
        level="",
        reason=reason,
        alignment="not_tested",
    )


def invariance_of(items: pd.DataFrame, groupings: Mapping[Over, pd.Series]) -> Invariance:
    """Test whether a scale measures the same in the groups of a region.

    The groups are schools of :data:`GROUP_PUPILS` pupils or more, where these have at
    least half of the pupils; else kinds of education; else such schools, if there are two.
    The test is a one-factor model of ordinal items. Answers that are rare in a group are
    joined with their neighbour first, in all groups alike. Where kinds of education are the
    groups, the test allows for pupils of one school being alike.

    Parameters
    ----------
    items : DataFrame, shape (n_pupils, n_items)
        Answers in the scale's direction.
    groupings : mapping of Series
        Groups of each pupil: ``schools``, and ``types`` where they are known.

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
    school = _clusters(over, group, groupings)
    level, failed = "", False
    try:
        fits = step_fits(frame, f"f =~ {' + '.join(names.values())}", group="group", cluster=school)
        before: FittedModel | None = None
        for name, fitted in fits:
            failed = not _fine(fitted, before)
            if failed:
                break
            level, before = name, fitted
    except AspiratieError:
        if not level:
            return _untested("no_solution")
        failed = True
    return Invariance(
        state="fails" if failed else "holds",
        over=over,
        groups=int(group.nunique()),
        n=len(group),
        level=level,
        reason="" if not failed else "not_equal" if level else "no_fit",
        alignment="not_tested" if failed else alignment_of(answered, group),
        clustered=school is not None,
    )


def _clusters(
    over: Over, group: pd.Series, groupings: Mapping[Over, pd.Series]
) -> pd.Series | None:
    """Return the schools within kinds of education; None where these have too few."""
    schools = groupings.get("schools")
    if over != "types" or schools is None:
        return None
    here = schools.loc[group.index]
    if here.isna().any() or here.groupby(group).nunique().min() < LEAST_CLUSTERS:
        return None
    return here


def _fine(fitted: FittedModel, before: FittedModel | None) -> bool:
    """Whether a step holds beside the one before it; the first by its own fit.

    A single scale leaves a model few degrees of freedom. RMSEA is then far off by chance
    alone (Kenny, Kaniskan & McCoach, 2015, https://doi.org/10.1177/0049124114543236), so
    it counts only where the step's own RMSEA is high as well. The fall of CFI counts by
    Chen (2007), https://doi.org/10.1080/10705510701301834. In groups of a hundred or two
    CFI falls that far by chance on one scale in ten; so a test must say that it is none.
    """
    fit = pd.Series(fitted.fit, dtype=float)
    if before is None:
        return bool(fit[f"cfi{best_kind(fit)}"] >= LEAST_CFI and fit["srmr"] <= MOST_SRMR)
    change = step_change(pd.Series(before.fit, dtype=float), fit)
    worse = change.rmsea > MOST_RISE and fit[f"rmsea{change.kind}"] > MOST_RMSEA
    if change.cfi >= -MOST_FALL and not worse:
        return True
    return not difference_test(before, fitted).pvalue < MOST_CHANCE


def _groups(
    answered: pd.DataFrame, groupings: Mapping[Over, pd.Series]
) -> tuple[Over, pd.Series] | None:
    """Return the groups of the test, each of enough pupils; None if there are no two."""
    found: dict[Over, pd.Series] = {}
    share = 0.0
    for over, series in groupings.items():
        group = series.loc[answered.index].dropna()
        sizes = group.value_counts()
        large = sizes[sizes >= GROUP_PUPILS]
        if over == "schools":
            share = float(large.sum() / max(len(answered), 1))
        # of equal sizes the first by name, so that the choice is the same each time
        names = sorted(large.index, key=lambda name: (-int(large[name]), str(name)))[:MAX_GROUPS]
        if len(names) > 1:
            found[over] = group[group.isin(names)].astype(str)
    order: tuple[Over, ...] = ("schools", "types")
    if share < SCHOOLS_SHARE:
        order = ("types", "schools")
    return next(((over, found[over]) for over in order if over in found), None)


def _joined(answered: pd.DataFrame, group: pd.Series) -> pd.DataFrame | None:
    """Join answers that are rare in a group with their neighbour; None if too few are left."""
    codes, labels = pd.factorize(group, sort=True)
    columns = {name: _join(answered[name], codes, len(labels)) for name in answered}
    if any(c.nunique() < LEAST_CATEGORIES for c in columns.values()):
        return None
    return pd.DataFrame(columns, index=answered.index)


def _join(item: pd.Series, codes: npt.NDArray[np.intp], n_groups: int) -> pd.Series:
    item = item.astype(int)
    while item.nunique() >= LEAST_CATEGORIES:
        places, at = np.unique(item.to_numpy(), return_inverse=True)
        counts = np.bincount(at * n_groups + codes, minlength=len(places) * n_groups)
        fewest = counts.reshape(len(places), n_groups).min(axis=1)
        if fewest.min() >= LEAST_ANSWERS:
            return item
        rare = int(fewest.argmin())
        beside = [i for i in (rare - 1, rare + 1) if 0 <= i < len(places)]
        other = min(beside, key=lambda i: int(fewest[i]))
        item = item.replace({int(places[rare]): int(places[other])})
    return item


def weakest(parts: Sequence[Invariance]) -> Invariance:
    """Return the verdict of a composite: that of its weakest part."""
    if not parts:
        return _untested("few_items")
    worst: tuple[InvarianceState, ...] = ("fails", "not_tested")
    for state in worst:
        for part in parts:
            if part.state == state:
                return part
    return min(parts, key=lambda part: (part.confirmed, part.n))
