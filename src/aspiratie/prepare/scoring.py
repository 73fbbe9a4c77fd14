"""From answers to scores: scales, principles, and how far each can be trusted."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from aspiratie.errors import EstimationError, ReversedItemWarning, SparseDataWarning
from aspiratie.intake import Answers
from aspiratie.measurement.reliability.alpha import Alpha, cronbach_alpha, stratified_alpha
from aspiratie.measurement.scores import principle_scores, scale_scores
from aspiratie.parameters import Rules

__all__ = ["GOOD", "Reliability", "Scored", "doubts", "score"]

#: From here the reliability of a scale is good for statements about groups
#: (Evers, Lucassen, Meijer & Sijtsma, 2010, COTAN beoordelingssysteem).
GOOD = 0.70

Level = Literal["good", "sufficient", "insufficient"]


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Reliability of a scale over all respondents of a survey.

    ``estimate`` is None where it is not defined, as when everybody answers alike;
    the level is then insufficient.
    """

    coefficient: Literal["alpha", "stratified_alpha"]
    estimate: float | None
    low: float | None
    high: float | None
    n: int
    level: Level


@dataclass(frozen=True, eq=False, kw_only=True)
class Scored:
    """Scores of a survey.

    Parameters
    ----------
    answers : Answers
        Where they come from.
    scores : DataFrame
        A row a respondent; a column a scale, then a column a principle. Scores run
        from 1 to the number of answers.
    reliability : mapping of str to Reliability
        By scale and principle.
    left_out : mapping of str to tuple of str
        By principle: its conditions that are too unreliable to count in it.
    """

    answers: Answers
    scores: pd.DataFrame
    reliability: Mapping[str, Reliability]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def names(self) -> list[str]:
        """Names of the scales and principles."""
        return [str(name) for name in self.scores]

    @property
    def school(self) -> pd.Series:
        """School of each respondent."""
        return self.answers.respondents["school"]


def score(
    answers: Answers, rules: Rules, *, left_out: Mapping[str, tuple[str, ...]] | None = None
) -> Scored:
    """Score every scale and principle of a survey.

    A principle is the mean of its conditions, each counting equally; conditions that
    are less reliable than ``rules.reliability_min`` are left out of it.

    Parameters
    ----------
    answers : Answers
        Cleaned answers.
    rules : Rules
        ``prorate_min`` and ``reliability_min`` are used.
    left_out : mapping, optional
        Conditions to leave out of each principle instead, so that an earlier wave is
        scored as the present one.

    Returns
    -------
    Scored
    """
    codebook = answers.codebook
    directed = answers.scored()
    columns: dict[str, pd.Series] = {}
    reliability: dict[str, Reliability] = {}
    with warnings.catch_warnings():
        # An item that nobody answered, or all alike: its reliability says so below.
        warnings.simplefilter("ignore", SparseDataWarning)
        for scale in codebook.scales:
            items = directed[[f.name for f in codebook.items_of(scale.name)]]
            columns[scale.name] = scale_scores(items, min_answered=rules.prorate_min).scores
            reliability[scale.name] = _alpha(items, rules.reliability_min)
        omitted: dict[str, tuple[str, ...]] = {}
        for principle in codebook.principles:
            members = [s.name for s in codebook.conditions_of(principle.name)]
            if left_out is None:
                kept = [m for m in members if reliability[m].level != "insufficient"]
            else:
                kept = [m for m in members if m not in left_out.get(principle.name, ())]
            omitted[principle.name] = tuple(m for m in members if m not in kept)
            if kept:
                frame = pd.DataFrame({m: columns[m] for m in kept})
                columns[principle.name] = principle_scores(
                    frame, min_answered=rules.prorate_min
                ).scores
            else:
                columns[principle.name] = pd.Series(float("nan"), index=directed.index)
            items_of = {m: [f.name for f in codebook.items_of(m)] for m in kept}
            reliability[principle.name] = _stratified(directed, items_of, rules.reliability_min)
    return Scored(
        answers=answers,
        scores=pd.DataFrame(columns, index=directed.index),
        reliability=reliability,
        left_out=omitted,
    )


def doubts(scored: Scored, smallest: float) -> tuple[str, ...]:
    """Say which scales are too unreliable to interpret, and what is likely the cause.

    Questions are said to run against the others where, turned, they would make the scale
    reliable: those with the rarer sign in the first eigenvector of the correlations.

    Parameters
    ----------
    scored : Scored
        The pupils' scales.
    smallest : float
        Reliability from which a scale is interpreted.

    Returns
    -------
    tuple of str
        A sentence a scale.
    """
    directed, out = scored.answers.scored(), []
    for scale in scored.answers.codebook.scales:
        found = scored.reliability[scale.name]
        if found.level != "insufficient":
            continue
        told = f"the scale {scale.name} is too unreliable to interpret; its score is not shown."
        names = [f.name for f in scored.answers.codebook.items_of(scale.name)]
        if len(names) == 1:
            told = f"the scale {scale.name} has one question, so no score; its answers are shown."
        elif against := _against(directed[names], smallest):
            told += (
                f" {', '.join(against)} run against its other questions: where they are worded the "
                "other way round, add `reversed: true` to them in the codebook."
            )
        out.append(told)
    return tuple(out)


def _against(items: pd.DataFrame, smallest: float) -> list[str]:
    """Return the items that, turned, would make a scale reliable; none where nothing would."""
    items = items.dropna()  # whom alpha is computed on
    correlations = items.corr().to_numpy()
    if not np.isfinite(correlations).all():
        return []
    first = np.linalg.eigh(correlations)[1][:, -1]
    rare = first < 0 if (first < 0).sum() * 2 <= len(first) else first > 0
    turned = items * np.where(rare, -1, 1)
    try:
        enough = _quiet_alpha(turned).estimate >= smallest
    except EstimationError:
        return []
    return [str(name) for name in items.columns[rare]] if enough else []


def _level(estimate: float, smallest: float) -> Level:
    if estimate < smallest:
        return "insufficient"
    return "good" if estimate >= max(GOOD, smallest) else "sufficient"


def _quiet_alpha(items: pd.DataFrame) -> Alpha:
    """Return alpha; of items that run against the others the analyst is told as advice."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReversedItemWarning)
        return cronbach_alpha(items)


def _alpha(items: pd.DataFrame, smallest: float) -> Reliability:
    try:
        alpha = _quiet_alpha(items)
    except EstimationError:
        return _undefined("alpha", len(items.dropna()))
    return Reliability(
        coefficient="alpha",
        estimate=alpha.estimate,
        low=alpha.ci_lower,
        high=alpha.ci_upper,
        n=alpha.n,
        level=_level(alpha.estimate, smallest),
    )


def _stratified(
    items: pd.DataFrame, members: Mapping[str, list[str]], smallest: float
) -> Reliability:
    try:
        alpha = stratified_alpha(items, {k: v for k, v in members.items() if len(v) > 1})
    except EstimationError:
        return _undefined("stratified_alpha", 0)
    return Reliability(
        coefficient="stratified_alpha",
        estimate=alpha.estimate,
        low=None,
        high=None,
        n=alpha.n,
        level=_level(alpha.estimate, smallest),
    )


def _undefined(coefficient: Literal["alpha", "stratified_alpha"], n: int) -> Reliability:
    return Reliability(
        coefficient=coefficient, estimate=None, low=None, high=None, n=n, level="insufficient"
    )
