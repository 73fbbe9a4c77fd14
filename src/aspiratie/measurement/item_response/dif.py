"""Differential item functioning of ordinal items."""

from __future__ import annotations

import warnings
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import (
    AspiratieError,
    ConvergenceWarning,
    EstimationError,
    ParameterError,
    Problem,
)
from aspiratie.measurement.design import (
    Beside,
    Design,
    beside,
    design_notes,
    read_design,
    warn_few,
    without_design,
)
from aspiratie.measurement.item_response.direct_effects import direct_effects
from aspiratie.measurement.item_response.regressions import (
    curve_table,
    dif_table,
    effect_table,
    regress_item,
)
from aspiratie.measurement.polychoric.contingency import OrdinalCodes, encode_items
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["DifResult", "dif"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_MAX_ROUNDS = 20


@dataclass(frozen=True, eq=False, kw_only=True)
class DifResult(Viewable):
    """Differential item functioning.

    Parameters
    ----------
    items : pandas.DataFrame
        A row an item. ``chisq_uniform`` tests that groups differ at equal scores,
        ``chisq_nonuniform`` that they differ in slope besides, ``chisq_total`` both (likelihood
        ratios; Wald tests with weights or clusters); each with
        ``df`` and ``pvalue``, and ``pvalue_holm`` of the total over the items. Effect sizes:
        ``mcfadden_...`` and ``nagelkerke_...`` (changes of pseudo-R2: ``uniform``,
        ``nonuniform``, ``total``), ``beta_change`` (relative change of the slope on the score
        when groups are added; Crane et al., 2004). ``size`` is ``negligible``, ``moderate`` or
        ``large`` by Nagelkerke's total change of .035 and .070 (Jodoin & Gierl, 2001), a
        convention; ``flagged``: whether the total test is significant after Holm; ``kind``:
        ``uniform`` or ``non-uniform`` of a flagged item.
    effects : pandas.DataFrame
        A row for each item and later group: ``logit``, how much higher (in log odds) the group
        answers at equal scores than the first, its ``se``, and ``odds_ratio``.
    mimic : pandas.DataFrame
        The same question to a factor model: direct effect ``est`` of the group on the normal
        variable behind the item, given the factor, with ``se``, ``z``, ``pvalue``; ``wald``,
        ``df``, ``pvalue_item`` and ``pvalue_holm`` over the groups of an item; ``flagged``.
    curves : pandas.DataFrame
        For plots: ``item``, ``group``, ``score``, ``expected`` (mean answer as 0, 1, ... that the
        model with all effects gives), ``n`` (respondents with that score in the group).
    anchors : tuple
        Items that the scores were made of in the end.
    rounds : int
        Rounds of purification.
    converged : bool
        Whether the last two rounds flagged the same items.
    n_by_group : pandas.Series
        Respondents used.
    problems : tuple of Problem
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    items: pd.DataFrame
    effects: pd.DataFrame
    mimic: pd.DataFrame
    curves: pd.DataFrame
    anchors: tuple[Hashable, ...]
    rounds: int
    converged: bool
    n_by_group: pd.Series[int]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the outcome in one line."""
        flagged = int(self.items["flagged"].sum())
        return (
            f"DifResult({len(self.items)} items, {len(self.n_by_group)} groups, "
            f"{flagged} flagged, {self.rounds} rounds)"
        )


def dif(
    items: pd.DataFrame,
    *,
    group: Hashable | pd.Series[Any],
    matching: pd.Series[Any] | None = None,
    alpha: float = 0.05,
    purify: bool = True,
    weights: Beside = None,
    cluster: Beside = None,
) -> DifResult:
    r"""Look for items that work otherwise in some groups at the same level of the trait.

    For each item the proportional odds model, with score :math:`s` and indicators :math:`g` of the
    groups but the first:

    .. math:: \operatorname{logit} P(y \ge k) = -\tau_k + \beta s + \gamma'g + \delta'gs

    Uniform DIF is tested by :math:`\gamma`, non-uniform by :math:`\delta`, both by the likelihood
    ratio; with weights or clusters by Wald tests with the sandwich over clusters of the weighted
    scores. The score is the sum of the answers (as 0, 1, ...) to the anchors and the item itself.
    Purification: all items are anchors first; items whose total test is significant (Holm over the
    items; at most half of the items, with the largest statistics) are none in the next round, until
    the same items leave as before.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        Ordinal answers of one scale, all in one direction; the column of the group may be in it.
    group : column name or Series
        The first group, by category or sorted, is the one to compare with.
    matching : Series, optional
        What respondents are matched on instead of a score of the items, such as factor scores;
        there is nothing to purify then.
    alpha : float
        Level of the tests that flag items.
    purify : bool
        Whether flagged items leave the score.
    weights : column name or Series, optional
        Sampling weights.
    cluster : column name or Series, optional
        Schools or classes.

    Returns
    -------
    DifResult

    Raises
    ------
    ParameterError
        If there is one group only, or an option is out of its range.
    EstimationError
        If fewer than three items are given, or items do not vary.

    Warns
    -----
    ConvergenceWarning
        If an item's regressions have no solution (its row is NaN), purification goes in circles,
        or the factor model has no solution.
    FewClustersWarning
        With fewer than 30 clusters.

    References
    ----------
    Zumbo, B. D. (1999). A handbook on the theory and methods of differential item functioning
    (DIF). Directorate of Human Resources Research and Evaluation.

    Jodoin, M. G., & Gierl, M. J. (2001). Evaluating type I error and power rates using an effect
    size measure with the logistic regression procedure for DIF detection. Applied Measurement in
    Education, 14, 329-349. https://doi.org/10.1207/S15324818AME1404_2

    Crane, P. K., van Belle, G., & Larson, E. B. (2004). Test bias in a cognitive test:
    Differential item functioning in the CASI. Statistics in Medicine, 23, 241-256.
    https://doi.org/10.1002/sim.1713

    Choi, S. W., Gibbons, L. E., & Crane, P. K. (2011). lordif: An R package for detecting
    differential item functioning using iterative hybrid ordinal logistic regression/item response
    theory and Monte Carlo simulations. Journal of Statistical Software, 39(8), 1-30.
    https://doi.org/10.18637/jss.v039.i08

    Notes
    -----
    In R: ``MASS::polr(factor(y) ~ s * g)`` or ``ordinal::clm``, and ``anova``; with weights and
    clusters ``survey::svyolr``. lordif does the same with scores of a graded response model, which
    is `matching` here. The factor model is
    ``lavaan::cfa("F =~ a + b + c; F ~ g; a ~ g", ordered = TRUE)``.

    Examples
    --------
    >>> rng = np.random.default_rng(4)
    >>> girl = np.repeat([0, 1], 500)
    >>> latent = 0.8 * rng.normal(size=(1000, 1)) + 0.6 * rng.normal(size=(1000, 6))
    >>> latent[:, 2] += 0.5 * girl
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcdef"))
    >>> found = dif(answers.assign(girl=girl), group="girl")
    >>> found.items.query("flagged")["kind"].to_dict()
    {'c': 'uniform'}
    """
    if not 0.0 < alpha < 1.0:
        raise ParameterError(f"alpha is {alpha}; it is between 0 and 1.")
    answers, which, labels, trait, design = _prepare(items, group, matching, weights, cluster)
    codes = encode_items(answers)
    names = list(codes.names)
    problems: list[Problem] = []
    with one_blas_thread():
        flagged: set[Hashable] = set()
        seen: list[set[Hashable]] = []
        rounds, converged = 0, False
        while True:
            rounds += 1
            found = [
                regress_item(codes, k, which, len(labels), _score(codes, k, flagged, trait), design)
                for k in range(len(names))
            ]
            table = dif_table(found, names, len(labels), alpha)
            # the items that differ most: one bad item can make all others look bad at first
            worst = table[table["flagged"]].sort_values("chisq_total", ascending=False)
            now = set(worst.index[: len(names) // 2])
            if now == flagged or not purify or trait is not None:
                converged = True
                break
            if now in seen or rounds == _MAX_ROUNDS:
                problems.append(
                    Problem(
                        where="purification",
                        what="goes in circles.",
                        remedy="Look at the effect sizes, or match on other scores (matching=).",
                    )
                )
                break
            seen.append(flagged)
            flagged = now
        curves = curve_table(codes, found, which, labels)
        mimic, said = _mimic(answers, which, labels, alpha, design)
        problems += said
    problems += [
        Problem(
            where=f"item {name}",
            what="has no solution: scores and groups split its answers without overlap.",
            remedy="Merge answers that few gave, in all groups.",
        )
        for name, own in zip(names, found, strict=True)
        if own is None
    ]
    if problems:
        warnings.warn(
            "DIF: " + "; ".join(str(problem).rstrip(".") for problem in problems) + ".",
            ConvergenceWarning,
            stacklevel=2,
        )
    if design.cluster is not None:
        warn_few(design.n_clusters, what="The tests of differential item functioning")
    return DifResult(
        items=table,
        effects=effect_table(found, names, labels),
        mimic=mimic,
        curves=curves,
        anchors=tuple(name for name in names if name not in flagged) if trait is None else (),
        rounds=rounds,
        converged=converged,
        n_by_group=pd.Series(
            np.bincount(which, minlength=len(labels)),
            index=pd.Index(labels, name="group"),
            name="n",
        ),
        problems=tuple(problems),
        notes=design_notes(
            items, design, used=[*names, *([] if isinstance(group, pd.Series) else [group])]
        ),
    )


def _prepare(
    items: pd.DataFrame,
    group: Hashable | pd.Series[Any],
    matching: pd.Series[Any] | None,
    weights: Beside,
    cluster: Beside,
) -> tuple[pd.DataFrame, Ints, tuple[Hashable, ...], Floats | None, Design]:
    """Complete rows, their groups by number, what they are matched on, and their design."""
    design = read_design(items, weights=weights, cluster=cluster)
    side = beside(items, group, "group")
    if side is None:
        raise ParameterError("`group` must name the groups to compare.")
    answers = without_design(items, weights, cluster, group)
    if answers.shape[1] < 3:
        raise EstimationError(f"{answers.shape[1]} items are too few to match on; 3 are needed.")
    keep = (answers.notna().all(axis=1) & side.notna()).to_numpy() & design.keep
    trait = None
    if matching is not None:
        given = matching.reindex(items.index)
        keep &= given.notna().to_numpy()
        trait = given[keep].to_numpy(dtype=float)
    if not keep.any():
        raise EstimationError("No respondent answered all items and has a group.")
    side = side[keep]
    if isinstance(side.dtype, pd.CategoricalDtype):
        used = side.cat.remove_unused_categories()
        labels, which = tuple(used.cat.categories), used.cat.codes.to_numpy()
    else:
        which, found = pd.factorize(side, sort=True)
        labels = tuple(found.tolist())
    if len(labels) < 2:
        raise ParameterError("There is only one group among those who answered all items.")
    return answers[keep], which.astype(np.int64), labels, trait, design.cut(keep)


def _score(codes: OrdinalCodes, item: int, flagged: set[Hashable], trait: Floats | None) -> Floats:
    if trait is not None:
        return trait
    used = [k for k, name in enumerate(codes.names) if k == item or name not in flagged]
    out: Floats = codes.codes[:, used].sum(axis=1, dtype=np.int64).astype(np.float64)
    return out


def _mimic(
    answers: pd.DataFrame,
    which: Ints,
    labels: tuple[Hashable, ...],
    alpha: float,
    design: Design,
) -> tuple[pd.DataFrame, list[Problem]]:
    columns = ["item", "group", "est", "se", "z", "pvalue", "wald", "df", "pvalue_item"]
    try:
        table, problems = direct_effects(answers, which, labels, alpha=alpha, design=design)
    except AspiratieError as error:
        empty = pd.DataFrame(columns=[*columns, "pvalue_holm", "flagged"])
        return empty, [Problem(where="factor model", what=error.message)]
    return table[[*columns, "pvalue_holm", "flagged"]], problems
