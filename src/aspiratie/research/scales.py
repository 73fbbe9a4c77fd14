"""Scale by scale on a plain data frame: reliability, and differences between schools."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from aspiratie.errors import AspiratieError, EstimationError, ParameterError, Problem
from aspiratie.measurement.reliability.alpha import cronbach_alpha, stratified_alpha
from aspiratie.measurement.reliability.hierarchical import OmegaHierarchical, omega_hierarchical
from aspiratie.measurement.reliability.omega import omega
from aspiratie.measurement.scores import scale_scores
from aspiratie.research.gathering import gathered
from aspiratie.research.progress import watched
from aspiratie.schools.mean_reliability import school_mean_reliability
from aspiratie.schools.multilevel import icc, school_means
from aspiratie.viewable import Viewable

__all__ = [
    "ScaleReliability",
    "Scales",
    "SchoolReliability",
    "SchoolSpread",
    "checked_scales",
    "scale_reliability",
    "school_reliability",
    "school_spread",
]

#: The items of each scale.
Scales = Mapping[str, Sequence[str]]
_COLUMNS = ["n", "n_items", "alpha", "alpha_lower", "alpha_upper"]
_COLUMNS += ["omega", "omega_lower", "omega_upper", "rms"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScaleReliability(Viewable):
    """Reliability of several scales.

    Parameters
    ----------
    scales : DataFrame
        By scale: ``n``, ``n_items``, ``alpha``, ``alpha_lower``, ``alpha_upper``, ``omega``,
        ``omega_lower``, ``omega_upper``, ``rms`` (of the one-factor model behind omega).
    items : DataFrame
        By item: ``scale``, ``item_rest``, ``alpha_if_dropped``, ``loading``.
    composites : DataFrame
        By composite of two scales or more: ``n``, ``stratified_alpha``.
    general : OmegaHierarchical or None
        Of all items together; None where it is not identified.
    notes : tuple of str
        What could not be estimated, and warnings.
    """

    scales: pd.DataFrame
    items: pd.DataFrame
    composites: pd.DataFrame
    general: OmegaHierarchical | None
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"ScaleReliability({len(self.scales)} scales, {len(self.notes)} notes)"


@dataclass(frozen=True, eq=False, kw_only=True)
class SchoolSpread(Viewable):
    """Differences between schools on several scales.

    Parameters
    ----------
    scales : DataFrame
        By scale the fields of :class:`aspiratie.schools.multilevel.IntraclassCorrelation`.
    means : dict of str to DataFrame
        By scale the result of :func:`aspiratie.schools.multilevel.school_means`.
    notes : tuple of str
        What could not be estimated.
    """

    scales: pd.DataFrame
    means: dict[str, pd.DataFrame]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"SchoolSpread({len(self.scales)} scales, {len(self.notes)} notes)"


@dataclass(frozen=True, eq=False, kw_only=True)
class SchoolReliability(Viewable):
    """How reliable the mean of a school is on several scales.

    Parameters
    ----------
    scales : DataFrame
        By scale: ``n``, ``n_schools``, ``reliability`` at a typical size, ``icc_reliability``
        (the ICC's, which takes for true what single items have for themselves),
        ``omega_between``, and for each target ``pupils_70``, ... (infinite: no number is enough).
    targets : tuple of float
        Reliabilities for which the number of pupils is given.
    notes : tuple of str
        What could not be estimated, and what to know.
    """

    scales: pd.DataFrame
    targets: tuple[float, ...]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"SchoolReliability({len(self.scales)} scales, {len(self.notes)} notes)"


def checked_scales(items: pd.DataFrame, scales: Scales) -> dict[str, list[str]]:
    """Return the items of each scale as lists.

    Parameters
    ----------
    items : DataFrame
    scales : mapping of str to sequence of str

    Raises
    ------
    ParameterError
        With every item that is no column, and every scale without items.
    """
    problems = [
        Problem(
            where=f"scale {scale}, item {item}",
            what="is no column of the answers.",
            remedy="Mend `scales`, or hand on the answers with this column.",
        )
        for scale, members in scales.items()
        for item in members
        if item not in items.columns
    ]
    problems += [
        Problem(where=f"scale {scale}", what="has no items.", remedy="Leave it out.")
        for scale, members in scales.items()
        if not len(members)
    ]
    if problems or not scales:
        raise ParameterError("The scales are not those of the answers.", problems=problems)
    return {str(scale): list(members) for scale, members in scales.items()}


def scale_reliability(
    items: pd.DataFrame,
    scales: Scales,
    *,
    composites: Mapping[str, Sequence[str]] | None = None,
    cluster: pd.Series | None = None,
    weights: pd.Series | None = None,
    n_boot: int = 500,
    seed: int = 1,
) -> ScaleReliability:
    """Estimate alpha and categorical omega with their intervals, by scale.

    With `cluster` intervals allow for pupils of one school being alike (alpha's is then
    linearised, omega's bootstrap draws schools); without it alpha's is Feldt's.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale.
    composites : mapping of str to sequence of str, optional
        Names of the scales that are averaged to one number, such as a principle's.
    cluster : Series, optional
        School of each respondent, with the index of the answers.
    weights : Series, optional
        Sampling weight of each respondent.
    n_boot : int
        Bootstrap samples for omega's interval; 0 for none.
    seed : int
        Of the bootstrap.

    Returns
    -------
    ScaleReliability
        A scale that cannot be estimated has NaN, and the reason in ``notes``.

    Raises
    ------
    ParameterError
        If an item is no column, or a composite names no scale.

    References
    ----------
    Green, S. B., & Yang, Y. (2009). Reliability of summed item scores using structural
    equation modeling. Psychometrika, 74, 155-167. https://doi.org/10.1007/s11336-008-9099-3

    Notes
    -----
    In R: ``psych::alpha`` and ``semTools::compRelSEM(ord.scale = TRUE, obs.var = FALSE)`` for
    each scale. See :func:`aspiratie.cronbach_alpha`, :func:`aspiratie.omega`,
    :func:`aspiratie.stratified_alpha` and :func:`aspiratie.omega_hierarchical`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> latent = 0.8 * rng.normal(size=(300, 1)) + 0.6 * rng.normal(size=(300, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> scale_reliability(answers, {"fun": ["a", "b", "c", "d"]}, n_boot=0).scales["n_items"]
    fun    4.0
    Name: n_items, dtype: float64
    """
    known = checked_scales(items, scales)
    parts = {name: list(of) for name, of in (composites or {}).items()}
    wrong = sorted({scale for of in parts.values() for scale in of} - known.keys())
    if wrong:
        raise ParameterError(f"`composites` names no scales: {', '.join(wrong)}.")
    rows: dict[str, dict[str, float]] = {}
    by_item: list[pd.DataFrame] = []
    notes = _told(cluster, weights)
    design: dict[str, Any] = {"cluster": cluster, "weights": weights}
    with gathered() as warned:
        for scale, members in watched(known.items(), "reliability"):
            row, part = _scale(items[members], scale, notes, design, n_boot=n_boot, seed=seed)
            rows[scale] = row
            by_item.append(part)
        averaged = _composites(items, known, parts, notes, weights)
        every = list(dict.fromkeys(item for members in known.values() for item in members))
        general = _general(items[every], known, notes, weights)
    return ScaleReliability(
        scales=pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS),
        items=pd.concat(by_item),
        composites=averaged,
        general=general,
        notes=(*notes, *warned),
    )


def _scale(
    answers: pd.DataFrame,
    scale: str,
    notes: list[str],
    design: dict[str, Any],
    *,
    n_boot: int,
    seed: int,
) -> tuple[dict[str, float], pd.DataFrame]:
    row = dict.fromkeys(_COLUMNS, float("nan")) | {"n_items": float(answers.shape[1])}
    part = pd.DataFrame({"scale": scale}, index=pd.Index(list(answers.columns), name="item"))
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
    return row, part


def _told(cluster: pd.Series | None, weights: pd.Series | None) -> list[str]:
    """Say how schools and weights entered."""
    told = [
        "Intervals take respondents as independent; where pupils of a school are alike they are "
        "too narrow."
        if cluster is None
        else "Intervals allow for respondents of one school being alike."
    ]
    told.append(
        "α has Feldt’s interval, ω that of a bootstrap of respondents."
        if cluster is None and weights is None
        else "α has a linearised interval, ω that of a bootstrap"
        + (" of schools." if cluster is not None else ".")
    )
    if weights is not None:
        told.append("Answers are weighted.")
    return told


def _composites(
    items: pd.DataFrame,
    scales: dict[str, list[str]],
    composites: dict[str, list[str]],
    notes: list[str],
    weights: pd.Series | None,
) -> pd.DataFrame:
    rows: dict[str, dict[str, float]] = {}
    for name, members in composites.items():
        if len(members) < 2:
            continue
        try:
            chosen = {scale: scales[scale] for scale in members}
            found = stratified_alpha(items, chosen, weights=weights)
        except EstimationError as error:
            notes.append(f"{name}: {error}")
            continue
        rows[name] = {"n": found.n, "stratified_alpha": found.estimate}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "stratified_alpha"])


def _general(
    items: pd.DataFrame,
    scales: dict[str, list[str]],
    notes: list[str],
    weights: pd.Series | None,
) -> OmegaHierarchical | None:
    try:
        return omega_hierarchical(items, n_factors=len(scales), weights=weights)
    except EstimationError as error:
        notes.append(f"Omega hierarchical of all items: {error}")
        return None


def school_spread(
    items: pd.DataFrame,
    scales: Scales,
    school: pd.Series,
    *,
    min_answered: float = 0.5,
    weights: pd.Series | None = None,
) -> SchoolSpread:
    """Estimate how much of the differences on each scale lies between schools.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale.
    school : Series, shape (n_respondents,)
        With the index of the answers.
    min_answered : float
        Share of a scale's items that a score needs; see :func:`aspiratie.scale_scores`.
    weights : Series, optional
        Sampling weight of each respondent.

    Returns
    -------
    SchoolSpread
        A scale that cannot be estimated is left out, with the reason in ``notes``.

    Raises
    ------
    ParameterError
        If an item is no column.

    References
    ----------
    Raudenbush, S. W., & Bryk, A. S. (2002). Hierarchical linear models (2nd ed.). Sage.

    Notes
    -----
    In R: ``lme4::lmer(score ~ 1 + (1 | school))`` for each scale; see :func:`aspiratie.icc` and
    :func:`aspiratie.school_means`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> school = pd.Series(np.repeat(np.arange(20), 15))
    >>> level = rng.normal(size=20)[school.to_numpy()][:, None]
    >>> answers = pd.DataFrame(level + rng.normal(size=(300, 3)), columns=list("abc"))
    >>> bool(school_spread(answers, {"fun": list("abc")}, school).scales.loc["fun", "tau2"] > 0.2)
    True
    """
    rows: dict[str, dict[str, float]] = {}
    means: dict[str, pd.DataFrame] = {}
    notes: list[str] = []
    with gathered() as warned:
        for scale, members in checked_scales(items, scales).items():
            scores = scale_scores(items[members], min_answered=min_answered).scores
            try:
                rows[scale] = asdict(icc(scores, school, weights=weights))
                means[scale] = school_means(scores, school, weights=weights)
            except EstimationError as error:
                notes.append(f"{scale}: {error}")
    return SchoolSpread(
        scales=pd.DataFrame.from_dict(rows, orient="index"), means=means, notes=(*notes, *warned)
    )


def school_reliability(
    items: pd.DataFrame,
    scales: Scales,
    school: pd.Series,
    *,
    targets: Sequence[float] = (0.70, 0.80),
) -> SchoolReliability:
    """Estimate how reliable a school's mean is on each scale, and how many pupils it needs.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale.
    school : Series, shape (n_respondents,)
        With the index of the answers.
    targets : sequence of float
        Reliabilities for which the number of pupils is wanted.

    Returns
    -------
    SchoolReliability
        A scale that cannot be estimated is left out, with the reason in ``notes``.

    Raises
    ------
    ParameterError
        If an item is no column.

    References
    ----------
    Lai, M. H. C. (2021). Composite reliability of multilevel data: It's about observed scores
    and construct meanings. Psychological Methods, 26, 90-102.
    https://doi.org/10.1037/met0000287

    Notes
    -----
    In R: ``semTools::compRelSEM(config =, shared =)``; see
    :func:`aspiratie.school_mean_reliability`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> school = pd.Series(np.repeat(np.arange(30), 15))
    >>> level = 0.6 * rng.normal(size=30)[school.to_numpy()][:, None]
    >>> latent = level + rng.normal(size=(450, 1)) + rng.normal(size=(450, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1.0, 0.0, 1.0]), columns=list("abcd"))
    >>> school_reliability(answers, {"fun": list("abcd")}, school).targets
    (0.7, 0.8)
    """
    rows: dict[str, dict[str, float]] = {}
    notes: list[str] = []
    for scale, members in checked_scales(items, scales).items():
        try:
            with gathered() as warned:
                found = school_mean_reliability(
                    items[members], cluster=school, targets=targets, pupils=(25,)
                )
        except AspiratieError as error:
            notes.append(f"{scale}: {error}")
            continue
        needed = found.needed.to_dict("records")
        rows[scale] = {
            "n": found.n,
            "n_schools": found.n_schools,
            "reliability": found.typical,
            "icc_reliability": found.icc.reliability,
            "omega_between": found.omega_between,
        } | {
            f"pupils_{100 * target:.0f}": float(row["pupils"])
            for target, row in zip(targets, needed, strict=True)
        }
        notes += [f"{scale}: {note}" for note in dict.fromkeys([*found.notes, *warned])]
    return SchoolReliability(
        scales=pd.DataFrame.from_dict(rows, orient="index"),
        targets=tuple(targets),
        notes=tuple(notes),
    )
