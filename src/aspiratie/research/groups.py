"""Which groups may be compared on which scale: measurement invariance, scale by scale."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pandas as pd

from aspiratie.display.fragment import Fragment
from aspiratie.errors import AspiratieError, ParameterError
from aspiratie.measurement.invariance.sequence import InvarianceResult, measurement_invariance
from aspiratie.research.cells import research_table, say
from aspiratie.research.progress import watched
from aspiratie.research.study import Study, gathered, in_order
from aspiratie.research.tables import invariance_table

__all__ = ["GroupComparison", "compare_groups", "group_table", "steps_table"]

_LEVELS = {
    "": "nothing: no common structure",
    "configural": "nothing yet: only the structure is alike",
    "thresholds": "nothing yet: only structure and use of the answers are alike",
    "loadings": "relations, not means",
    "intercepts": "factor means",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class GroupComparison:
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
    seconds : float
        Spent.
    """

    by: str
    sizes: pd.Series
    results: dict[str, InvarianceResult]
    refused: dict[str, str]
    notes: tuple[str, ...]
    seconds: float

    def __repr__(self) -> str:
        tested, refused = len(self.results), len(self.refused)
        return f"<GroupComparison by {self.by!r}: {tested} scales, {refused} refused>"


def compare_groups(
    study: Study, *, by: str, at_least: int = 200, merge_sparse: int = 0, scales: str = ""
) -> GroupComparison:
    """Test for each scale what may be compared between groups.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    by : str
        A column of the respondents, as ``"group"``, ``"type"`` or ``"wave"``.
    at_least : int
        Smaller groups are left out, and named.
    merge_sparse : int
        An answer that fewer respondents of some group gave is merged, in all groups, with
        its neighbour towards the middle; 0 merges nothing. What was merged is named.
    scales : str
        Names of scales with spaces between; "" for all.

    Returns
    -------
    GroupComparison
        Scales that cannot be tested are in ``refused``.

    Raises
    ------
    ParameterError
        If the answers have no such column, or fewer than two groups are large enough.
    """
    started = time.perf_counter()
    respondents = study.answers.respondents
    if by not in respondents:
        raise ParameterError(
            f"The answers have no column {by!r}. Columns: {', '.join(respondents.columns)}."
        )
    group = respondents[by].astype("object")
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
    rows = group.isin(kept.index)
    chosen = scales.replace(",", " ").split() or list(study.scales)
    results: dict[str, InvarianceResult] = {}
    refused: dict[str, str] = {}
    for scale in watched(chosen, f"invariance by {by}"):
        answers = study.items.loc[rows, study.scales[scale]]
        if merge_sparse:
            answers, merged = _merged(answers, group[rows], merge_sparse)
            notes += merged
        try:
            with gathered():  # their problems stand in the result
                results[scale] = measurement_invariance(
                    answers,
                    f"{scale} =~ " + " + ".join(study.scales[scale]),
                    group=group[rows],
                )
        except AspiratieError as error:
            refused[scale] = str(error)
    return GroupComparison(
        by=by,
        sizes=kept,
        results=results,
        refused=refused,
        notes=tuple(notes),
        seconds=time.perf_counter() - started,
    )


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


def group_table(comparison: GroupComparison) -> Fragment:
    """Show what may be compared, a row a scale.

    Parameters
    ----------
    comparison : GroupComparison
        Of :func:`compare_groups`.
    """
    rows: dict[str, dict[str, object]] = {}
    for scale, result in comparison.results.items():
        table = result.steps
        first, last = table.iloc[0], table.iloc[1:]
        rows[scale] = {
            "last step that holds": result.level or "none",
            "may be compared": _LEVELS.get(result.level, result.level),
            "srmr, configural": float(first["srmr"]),
            "largest fall of cfi": float(-last["cfi.diff"].min()),
            "largest rise of rmsea": float(last["rmsea.diff"].max()),
            "items let go": int(result.noninvariant["released"].notna().sum()),
        }
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in comparison.sizes.items())
    rule = next(iter(comparison.results.values()), None)
    notes = [f"Groups: {groups}.", *comparison.notes]
    notes += [f"{scale}: {why}" for scale, why in comparison.refused.items()]
    if rule:
        notes.append(f"Rule: {rule.rule} Source: {rule.source}")
    return research_table(
        f"What may be compared by {comparison.by}",
        pd.DataFrame.from_dict(rows, orient="index"),
        places={"items let go": 0},
        notes=notes,
        index="scale",
    )


def steps_table(comparison: GroupComparison, *, scale: str = "") -> Fragment:
    """Show the steps of one scale and its verdict.

    Parameters
    ----------
    comparison : GroupComparison
        Of :func:`compare_groups`.
    scale : str
        Its name; "" for the scale that gets least far, the first of these.
    """
    order = ["", "configural", "thresholds", "loadings", "intercepts"]
    known = comparison.results
    if not known:
        return research_table(
            "Steps of invariance",
            pd.DataFrame({"steps": ["no scale could be tested"]}, index=["all scales"]),
            notes=list(comparison.refused.values())[:3],
        )
    chosen = scale or min(known, key=lambda name: order.index(known[name].level))
    if chosen not in known:
        raise ParameterError(f"{chosen!r} was not tested. Tested: {', '.join(known)}.")
    return invariance_table(known[chosen], caption=f"Steps of {chosen} by {comparison.by}")
