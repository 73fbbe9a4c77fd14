"""Scales by themselves: reliability, and differences between schools."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Fragment
from aspiratie.errors import AspiratieError, EstimationError, ParameterError
from aspiratie.measurement.design import LEAST_CLUSTERS
from aspiratie.measurement.reliability.alpha import cronbach_alpha, stratified_alpha
from aspiratie.measurement.reliability.hierarchical import OmegaHierarchical, omega_hierarchical
from aspiratie.measurement.reliability.omega import omega
from aspiratie.measurement.scores import scale_scores
from aspiratie.research.cells import research_table, say, section
from aspiratie.research.figure import Figure
from aspiratie.research.figures_scales import caterpillar, reliability_dots
from aspiratie.research.progress import watched
from aspiratie.research.study import Study, gathered
from aspiratie.research.tables import icc_table
from aspiratie.schools.mean_reliability import school_mean_reliability
from aspiratie.schools.multilevel import icc, school_means

__all__ = [
    "ScaleReliability",
    "SchoolSpread",
    "reliability_figure",
    "reliability_table",
    "scale_reliability",
    "school_figure",
    "school_reliability",
    "school_reliability_table",
    "school_spread",
    "spread_table",
]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScaleReliability:
    """Reliability of scales and principles.

    Parameters
    ----------
    table : DataFrame
        By scale: ``n``, ``n_items``, ``alpha``, ``alpha_lower``, ``alpha_upper``, ``omega``,
        ``omega_lower``, ``omega_upper``, ``rms`` (of the one-factor model behind omega).
    items : DataFrame
        By item: ``scale``, ``item_rest``, ``alpha_if_dropped``, ``loading``.
    principles : DataFrame
        By principle of two scales or more: ``n``, ``stratified_alpha``.
    general : OmegaHierarchical or None
        Of all items together; None where it is not identified.
    notes : tuple of str
        What could not be estimated, and warnings.
    seconds : float
        Spent.
    """

    table: pd.DataFrame
    items: pd.DataFrame
    principles: pd.DataFrame
    general: OmegaHierarchical | None
    notes: tuple[str, ...]
    seconds: float

    def __repr__(self) -> str:
        return f"<ScaleReliability of {len(self.table)} scales>"


@dataclass(frozen=True, eq=False, kw_only=True)
class SchoolSpread:
    """Differences between schools on each scale.

    Parameters
    ----------
    table : DataFrame
        By scale the fields of :class:`aspiratie.schools.multilevel.IntraclassCorrelation`.
    means : dict of str to DataFrame
        By scale the result of :func:`aspiratie.schools.multilevel.school_means`.
    notes : tuple of str
        What could not be estimated.
    """

    table: pd.DataFrame
    means: dict[str, pd.DataFrame]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<SchoolSpread of {len(self.table)} scales>"


def scale_reliability(study: Study, *, n_boot: int = 500, seed: int = 1) -> ScaleReliability:
    """Estimate alpha and categorical omega with their intervals.

    From ten schools on intervals allow for pupils of one school being alike (alpha's is then
    linearised, omega's bootstrap draws schools); with fewer alpha's is Feldt's.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    n_boot : int
        Bootstrap samples for omega's interval; 0 for none.
    seed : int
        Of the bootstrap.
    """
    started = time.perf_counter()
    rows: dict[str, dict[str, float]] = {}
    items: list[pd.DataFrame] = []
    design: dict[str, Any] = {"cluster": study.cluster, "weights": study.weights}
    notes = _told(study)
    with gathered() as warned:
        for scale, members in watched(study.scales.items(), "reliability"):
            answers = study.items[members]
            row = dict.fromkeys(_COLUMNS, float("nan")) | {"n_items": float(len(members))}
            part = pd.DataFrame({"scale": scale}, index=pd.Index(members, name="item"))
            try:
                alpha = cronbach_alpha(answers, **design)
                row |= {"n": alpha.n, "alpha": alpha.estimate}
                row |= {"alpha_lower": alpha.ci_lower, "alpha_upper": alpha.ci_upper}
                part["item_rest"] = alpha.item_rest
                part["alpha_if_dropped"] = alpha.alpha_if_dropped
                found = omega(answers, n_boot=n_boot, seed=seed, progress=False, **design)
                row |= {"omega": found.estimate, "rms": found.rms}
                row |= {"omega_lower": found.ci_lower, "omega_upper": found.ci_upper}
                part["loading"] = found.loadings
            except EstimationError as error:
                notes.append(f"{scale}: {error}")
            rows[scale] = row
            items.append(part)
        principles = _principles(study, notes)
        general = _general(study, notes)
    table = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    return ScaleReliability(
        table=table,
        items=pd.concat(items),
        principles=principles,
        general=general,
        notes=(*notes, *warned),
        seconds=time.perf_counter() - started,
    )


def _told(study: Study) -> list[str]:
    """Say how schools and weights entered."""
    if study.cluster is None:
        told = (
            f"Fewer than {LEAST_CLUSTERS} schools: intervals take respondents as independent, and "
            "are too narrow where pupils of a school are alike."
        )
        out = [told]
    else:
        out = ["Intervals allow for respondents of one school being alike."]
    if study.weights is not None:
        out.append("Answers are weighted, but for stratified alpha.")
    return out


_COLUMNS = ["n", "n_items", "alpha", "alpha_lower", "alpha_upper"]
_COLUMNS += ["omega", "omega_lower", "omega_upper", "rms"]


def _principles(study: Study, notes: list[str]) -> pd.DataFrame:
    rows: dict[str, dict[str, float]] = {}
    for principle in study.codebook.principles:
        members = {
            s.name: study.scales[s.name] for s in study.codebook.conditions_of(principle.name)
        }
        if len(members) < 2:
            continue
        try:
            found = stratified_alpha(study.items, members)
        except EstimationError as error:
            notes.append(f"{principle.name}: {error}")
            continue
        rows[principle.name] = {"n": found.n, "stratified_alpha": found.estimate}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "stratified_alpha"])


def _general(study: Study, notes: list[str]) -> OmegaHierarchical | None:
    try:
        return omega_hierarchical(study.items, n_factors=len(study.scales), weights=study.weights)
    except EstimationError as error:
        notes.append(f"Omega hierarchical of all items: {error}")
        return None


def reliability_figure(reliability: ScaleReliability) -> Figure:
    """Draw the reliability of each scale.

    Parameters
    ----------
    reliability : ScaleReliability
        Of :func:`scale_reliability`.
    """
    return reliability_dots(reliability.table.drop(columns="rms"))


def reliability_table(reliability: ScaleReliability) -> Fragment:
    """Show the items behind the reliability, the principles, and the general factor.

    Parameters
    ----------
    reliability : ScaleReliability
        Of :func:`scale_reliability`.
    """
    poor = reliability.table.index[reliability.table["rms"] > 0.08]
    general = reliability.general
    told = (
        f"All items together (complete answers, n = {say(general.n or 0, 0)}): omega hierarchical "
        f"{say(general.estimate, 2)}, omega total {say(general.omega_total, 2)}; the general "
        f"factor takes {say(100 * general.explained_common_variance, 0)}% of the common variance."
        if general
        else ""
    )
    return section(
        research_table(
            "Items in their scales",
            reliability.items,
            index="item",
            notes=[
                (
                    "Items in the scale's direction. alpha_if_dropped: alpha of the scale without "
                    "the item. Loading: standardised, of one factor."
                ),
                f"One factor leaves residual correlations of more than .08 (rms) in "
                f"{', '.join(map(str, poor))}: omega means little there."
                if len(poor)
                else "One factor leaves residual correlations of at most .08 (rms) in each scale.",
                *reliability.notes,
            ],
        ),
        research_table(
            "Principles, as means of their scales",
            reliability.principles,
            places={"n": 0},
            index="principle",
            notes=[told],
        )
        if len(reliability.principles)
        else None,
    )


def school_spread(study: Study, *, min_answered: float = 0.5) -> SchoolSpread:
    """Estimate how much of the differences on each scale lies between schools.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    min_answered : float
        Share of a scale's items that a score needs; see
        :func:`aspiratie.measurement.scores.scale_scores`.
    """
    school = study.answers.respondents["school"]
    rows: dict[str, dict[str, float]] = {}
    means: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    for scale, members in study.scales.items():
        scores = scale_scores(study.items[members], min_answered=min_answered).scores
        try:
            rows[scale] = asdict(icc(scores, school, weights=study.weights))
            means[scale] = school_means(scores, school, weights=study.weights)
        except EstimationError as error:
            notes.append(f"{scale}: {error}")
    return SchoolSpread(
        table=pd.DataFrame.from_dict(rows, orient="index"), means=means, notes=tuple(notes)
    )


def school_reliability(study: Study, *, targets: Sequence[float] = (0.70, 0.80)) -> pd.DataFrame:
    """Estimate how reliable a school's mean is on each scale, and how many pupils it needs.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    targets : sequence of float
        Reliabilities for which the number of pupils is wanted.

    Returns
    -------
    DataFrame
        By scale: ``n``, ``n_schools``, ``reliability`` at a typical size, ``icc_reliability``
        (the ICC's, which takes for true what single items have for themselves),
        ``omega_between``, ``pupils_70``, ... and ``note``: why there is none, or what to know.
    """
    school = study.answers.respondents["school"].loc[study.items.index]
    rows: dict[str, dict[str, object]] = {}
    for scale, members in study.scales.items():
        try:
            with gathered() as warned:
                found = school_mean_reliability(
                    study.items[members], cluster=school, targets=targets, pupils=(25,)
                )
        except AspiratieError as error:
            rows[scale] = {"note": str(error)}
            continue
        rows[scale] = {
            "n": found.n,
            "n_schools": found.n_schools,
            "reliability": found.typical,
            "icc_reliability": found.icc.reliability,
            "omega_between": found.omega_between,
            **{
                f"pupils_{100 * target:.0f}": float(row["pupils"])
                for target, row in zip(targets, found.needed.to_dict("records"), strict=True)
            },
            "note": " ".join(dict.fromkeys([*found.notes, *warned])),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def school_reliability_table(reliability: pd.DataFrame) -> Fragment:
    """Show how reliable a school's mean is, and how many pupils it needs.

    Parameters
    ----------
    reliability : DataFrame
        Of :func:`school_reliability`.
    """
    shown = reliability.drop(columns="note")
    wanted = [name for name in shown if str(name).startswith("pupils_")]
    for name in wanted:
        shown[name] = [
            "no number is enough" if np.isinf(value) else say(np.ceil(value), 0)
            for value in shown[name].astype(float)
        ]
    notes = [f"{scale}: {note}" for scale, note in reliability["note"].items() if note]
    return research_table(
        "Reliability of a school's mean, and pupils that a school needs",
        shown,
        places={"n": 0, "n_schools": 0},
        notes=[
            (
                "reliability: at the harmonic mean size, of what the items share between schools "
                "(Lai 2021, https://doi.org/10.1037/met0000287); icc_reliability counts what "
                "single items have for themselves as true; pupils_70: pupils for reliability .70."
            ),
            *notes,
        ],
        index="scale",
    )


def spread_table(spread: SchoolSpread) -> Fragment:
    """Show the intraclass correlations.

    Parameters
    ----------
    spread : SchoolSpread
        Of :func:`school_spread`.
    """
    return icc_table(spread.table)


def school_figure(study: Study, spread: SchoolSpread, *, scale: str = "") -> Figure:
    """Draw the schools on one scale.

    Parameters
    ----------
    study, spread
        The study and its :func:`school_spread`.
    scale : str
        Its name; "" for the one that differs most between schools.

    Raises
    ------
    ParameterError
        If there is no such scale.
    """
    known = spread.table["icc_reml"]
    chosen = scale or str(known.fillna(-np.inf).idxmax())
    if chosen not in spread.means:
        raise ParameterError(f"There is no scale {chosen!r}. Scales: {', '.join(spread.means)}.")
    share = float(known.loc[[chosen]].to_numpy(dtype=np.float64)[0])
    title = f"{study.title(chosen)} by school (icc {say(share, 3)})"
    return caterpillar(
        spread.means[chosen],
        title=title,
        centre=float(spread.table.loc[[chosen], "mean"].to_numpy(dtype=np.float64)[0]),
        name=f"schools-{chosen}",
    )
