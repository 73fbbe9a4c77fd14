"""Which groups may be compared on which scale: measurement invariance, scale by scale."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from aspiratie.errors import ParameterError
from aspiratie.measurement.design import LEAST_CLUSTERS
from aspiratie.measurement.invariance.sequence import InvarianceResult, measurement_invariance
from aspiratie.research.cells import say
from aspiratie.research.gathering import each_scale, in_order
from aspiratie.research.scales import Scales, checked_scales
from aspiratie.viewable import Viewable

__all__ = ["GroupComparison", "LargeGroups", "large_groups", "scale_invariance"]


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupComparison(Viewable):
    """Measurement invariance of each scale between groups.

    Parameters
    ----------
    by : str
        The column that makes the groups.
    sizes : Series
        Respondents of each group that is compared.
    results : dict of str to InvarianceResult
        By scale.
    refused : dict of str to str
        Why a scale has none.
    notes : tuple of str
        What was left out or merged.
    """

    by: str
    sizes: pd.Series
    results: dict[str, InvarianceResult]
    refused: dict[str, str]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        tested, refused = len(self.results), len(self.refused)
        return f"GroupComparison(by {self.by!r}, {tested} scales tested, {refused} refused)"


def scale_invariance(
    items: pd.DataFrame,
    scales: Scales,
    group: pd.Series,
    *,
    at_least: int = 200,
    merge_sparse: int = 0,
    cluster: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> GroupComparison:
    """Test for each scale by itself what may be compared between groups.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale.
    group : Series, shape (n_respondents,)
        With the index of the answers.
    at_least : int
        Smaller groups are left out, and named.
    merge_sparse : int
        An answer that fewer respondents of some group gave is merged, in all groups, with
        its neighbour towards the middle; 0 merges nothing. What was merged is named.
    cluster : Series, optional
        School of each respondent: tests allow for pupils of one school being alike, where each
        group has ten schools or more; else a note says that they do not.
    weights : Series, optional
        Sampling weight of each respondent.

    Returns
    -------
    GroupComparison
        Scales that cannot be tested are in ``refused``.

    Raises
    ------
    ParameterError
        If an item is no column, the groups are not those of the answers, or fewer than two
        groups are large enough.

    References
    ----------
    Wu, H., & Estabrook, R. (2016). Identification of confirmatory factor analysis models of
    different levels of invariance for ordered categorical outcomes. Psychometrika, 81,
    1014-1045. https://doi.org/10.1007/s11336-016-9506-0

    Notes
    -----
    In R: ``semTools::measEq.syntax`` for each scale; see
    :func:`aspiratie.measurement_invariance`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(3)
    >>> latent = 0.8 * rng.normal(size=(800, 1)) + 0.6 * rng.normal(size=(800, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> group = pd.Series(["x", "y"] * 400, name="school")
    >>> scale_invariance(answers, {"fun": list("abcd")}, group)
    GroupComparison(by 'school', 1 scales tested, 0 refused)
    """
    chosen = checked_scales(items, scales)
    found = large_groups(items, group, cluster, at_least=at_least)
    by, labels, school = found.by, found.labels, found.school
    notes = list(found.notes)

    def tested(scale: str, members: list[str]) -> InvarianceResult:
        answers = items.loc[labels.index, members]
        if merge_sparse:
            answers, merged = _merged(answers, labels, merge_sparse)
            notes.extend(merged)
        return measurement_invariance(
            answers,
            f"{scale} =~ " + " + ".join(members),
            group=labels,
            cluster=school,
            weights=None if weights is None else weights[labels.index],
        )

    # What the tests warn of stands in each result.
    results, refused, _ = each_scale(chosen, f"invariance by {by}", tested)
    return GroupComparison(
        by=by,
        sizes=found.sizes,
        results=results,
        refused=refused,
        notes=tuple(notes),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class LargeGroups:
    """Groups with enough respondents.

    Parameters
    ----------
    by : str
        The column that makes them.
    sizes : Series
        Respondents of each, in the order one expects.
    labels : Series
        The group of each of their respondents.
    school : Series or None
        Schools of these, where tests allow for them.
    notes : tuple of str
        What was left out, and whether tests allow for schools.
    """

    by: str
    sizes: pd.Series
    labels: pd.Series
    school: pd.Series | None
    notes: tuple[str, ...]


def large_groups(
    items: pd.DataFrame, group: pd.Series, cluster: pd.Series | None, *, at_least: int
) -> LargeGroups:
    """Choose the groups that can be compared.

    Raises
    ------
    ParameterError
        If the groups are not those of the answers, or fewer than two are large enough.
    """
    if not group.index.equals(items.index):
        raise ParameterError("The rows of `group` are not the rows of the answers.")
    by = str(group.name or "group")
    group = group.astype("object")
    sizes = group.value_counts()
    sizes = sizes.loc[sorted(sizes.index, key=lambda g: in_order(sizes.index).index(str(g)))]
    kept = sizes[sizes >= at_least]
    if len(kept) < 2:
        raise ParameterError(
            f"Fewer than two groups by {by!r} have {at_least} respondents. Lower `at_least`, or "
            "choose another column."
        )
    notes: list[str] = []
    small = sizes[sizes < at_least]
    if len(small):
        notes.append(
            f"Left out, fewer than {at_least} respondents: {', '.join(map(str, small.index))}."
        )
    labels = group[group.isin(kept.index)]
    school = _within(cluster, labels, by, notes)
    return LargeGroups(
        by=by,
        sizes=kept,
        labels=labels,
        school=None if school is None else school[labels.index],
        notes=tuple(notes),
    )


def _within(
    cluster: pd.Series | None, group: pd.Series, by: str, notes: list[str]
) -> pd.Series | None:
    """Return the schools within groups, and say whether the tests allow for them."""
    if cluster is None or by == cluster.name:
        return None
    fewest = int(cluster.loc[group.index].groupby(group).nunique().min())
    if fewest < LEAST_CLUSTERS:
        notes.append(
            f"Some group has {fewest} school(s), fewer than {LEAST_CLUSTERS}: respondents count as "
            "independent, so that tests reject too often where pupils of a school are alike."
        )
        return None
    notes.append("Tests allow for respondents of one school being alike.")
    return cluster


def _merged(
    answers: pd.DataFrame, group: pd.Series, at_least: int
) -> tuple[pd.DataFrame, list[str]]:
    """Merge sparse answers with their neighbour towards the middle, in all groups alike."""
    merged, notes = answers.copy(), []
    complete = answers.dropna()
    labels = group.loc[complete.index]
    for name in answers.columns:
        values = complete[name]
        counts = pd.crosstab(values, labels).min(axis=1)
        places = list(counts.index)
        while len(places) > 2:
            fewest = [counts[places[0]], counts[places[-1]]]
            if min(fewest) >= at_least:
                break
            low = fewest[0] <= fewest[1]
            gone, into = (places[0], places[1]) if low else (places[-1], places[-2])
            values = values.replace(gone, into)
            merged[name] = merged[name].replace(gone, into)
            notes.append(f"{name}: answer {say(gone, 0)} merged with {say(into, 0)}.")
            counts = pd.crosstab(values, labels).min(axis=1)
            places = list(counts.index)
    return merged, notes
