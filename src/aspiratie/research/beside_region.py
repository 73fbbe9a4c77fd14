"""One school beside its region, and beside what chance gives at its size."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import AspiratieError, ParameterError
from aspiratie.measurement.factors.efa import efa
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.research.gathering import gathered
from aspiratie.research.random_groups import BesideRegion, beside
from aspiratie.research.scales import Scales, checked_scales

__all__ = ["factors_beside", "model_beside", "reliability_beside"]

Floats = npt.NDArray[np.float64]


def reliability_beside(
    items: pd.DataFrame,
    region: pd.DataFrame,
    scales: Scales,
    *,
    cluster: pd.Series | None = None,
    n_draws: int = 500,
    seed: int = 1,
) -> BesideRegion:
    r"""Set the reliability of each scale in one school beside the region.

    .. math:: \alpha = \frac{k}{k-1}\left(1 - \frac{\sum_j s_j^2}{s_{\Sigma}^2}\right)

    In a small school alpha moves much by chance alone. So it is set beside the alphas of random
    groups of as many other pupils of the region.

    Parameters
    ----------
    items : DataFrame, shape (n, n_items)
        Answers in the school, in the scales' direction; missing is NaN.
    region : DataFrame, shape (n_region, n_items)
        Answers in the region. Rows with an index of `items` are the school's own and are not
        drawn.
    scales : mapping of str to sequence of str
        The items of each scale.
    cluster : Series, optional
        School of each pupil of the region. Groups are then drawn from answers without the
        differences between schools, as one school has none of these either.
    n_draws : int
        Random groups.
    seed : int
        Of the draws.

    Returns
    -------
    BesideRegion

    Raises
    ------
    ParameterError
        If an item is no column, or there are fewer than 20 draws.

    References
    ----------
    Feldt, L. S., Woodruff, D. J., & Salih, F. A. (1987). Statistical inference for coefficient
    alpha. Applied Psychological Measurement, 11, 93-103.
    https://doi.org/10.1177/014662168701100107

    Notes
    -----
    In R: ``psych::alpha(items)$total$raw_alpha`` for the school, and the same in
    ``replicate(500, others[sample(nrow(others), n), ])``. See :func:`aspiratie.cronbach_alpha` for
    an interval of one alpha.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> latent = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    >>> region = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> found = reliability_beside(region.iloc[:30], region, {"fun": list("abcd")})
    >>> found.estimates["verdict"].to_dict()
    {'fun': 'as chance gives'}
    """
    known = checked_scales(items, scales)
    checked_scales(region, scales)
    notes = _notes(cluster)
    everybody, others = _others(items, region, cluster)
    short = [scale for scale, members in known.items() if len(members) < 2]
    notes += [f"{scale}: a scale of one item has no alpha." for scale in short]
    columns = {
        scale: items.columns.get_indexer(pd.Index(members))
        for scale, members in known.items()
        if scale not in short
    }

    def alphas(answers: Floats) -> Floats:
        return np.array([_alpha(answers[:, places]) for places in columns.values()])

    return beside(
        "alpha",
        list(columns),
        alphas(items.to_numpy(dtype=np.float64)),
        alphas(everybody[items.columns].to_numpy(dtype=np.float64)),
        alphas,
        others[items.columns].to_numpy(dtype=np.float64),
        n=len(items),
        n_draws=n_draws,
        seed=seed,
        notes=notes,
    )


def factors_beside(
    items: pd.DataFrame,
    region: pd.DataFrame,
    n_factors: int,
    *,
    cluster: pd.Series | None = None,
    n_draws: int = 100,
    seed: int = 1,
) -> BesideRegion:
    r"""Set the factors of one school beside those of the region.

    The school's factors are turned towards the region's, and compared by Tucker's congruence,

    .. math:: \phi_f = \frac{\sum_j \lambda_{jf} \lambda^{*}_{jf}}
              {\sqrt{\sum_j \lambda_{jf}^2 \sum_j \lambda_{jf}^{*2}}}

    beside that of random groups of as many other pupils. Correlations are Pearson's: polychoric
    ones cannot be estimated of so few.

    Parameters
    ----------
    items, region : DataFrame
        As in :func:`aspiratie.reliability_beside`.
    n_factors : int
        Number of factors.
    cluster, n_draws, seed
        As in :func:`aspiratie.reliability_beside`.

    Returns
    -------
    BesideRegion
        A factor has the name of the item that it loads highest. Where the school has fewer
        pupils than there are items its factors are not to say: the estimate is NaN, and a note
        says so.

    Raises
    ------
    ParameterError
        If an item of the school is no column of the region, or there are fewer than 20 draws.
    EstimationError
        If the region itself gives no factors.

    References
    ----------
    Lorenzo-Seva, U., & ten Berge, J. M. F. (2006). Tucker's congruence coefficient as a
    meaningful index of factor similarity. Methodology, 2, 57-64.
    https://doi.org/10.1027/1614-2241.2.2.57

    MacCallum, R. C., Widaman, K. F., Zhang, S., & Hong, S. (1999). Sample size in factor
    analysis. Psychological Methods, 4, 84-99. https://doi.org/10.1037/1082-989X.4.1.84

    Notes
    -----
    In R: ``psych::factor.congruence(GPArotation::targetQ(school)$loadings, region)``. From .85 on
    factors are called fairly similar, from .95 on equal (Lorenzo-Seva & ten Berge, 2006).

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> latent = np.repeat(rng.normal(size=(600, 2)), 3, axis=1) + rng.normal(size=(600, 6))
    >>> region = pd.DataFrame(latent, columns=list("abcdef"))
    >>> found = factors_beside(region.iloc[:80], region, 2, n_draws=20)
    >>> bool(found.estimates["school"].min() > 0.9)
    True
    """
    _need_columns(items, region)
    notes = _notes(cluster)
    everybody, others = _others(items, region, cluster)
    with gathered():
        target = efa(
            None, n_factors, correlation=everybody[items.columns].corr(), n_obs=len(everybody)
        ).loadings
    names = _named(target)

    def congruences(answers: Floats) -> Floats:
        correlations = pd.DataFrame(answers, columns=items.columns).corr()
        with gathered():
            found = efa(
                None, n_factors, correlation=correlations, n_obs=len(answers),
                rotation="target", target=target,
            ).loadings  # fmt: skip
        both = (found * target).sum()
        size = np.sqrt((found**2).sum() * (target**2).sum())
        return np.asarray(both / size, dtype=np.float64)

    own = np.full(n_factors, np.nan)
    if len(items) <= items.shape[1]:
        notes.append(
            f"{len(items)} pupils are not more than {items.shape[1]} items: their factors cannot "
            "be told from chance, and are not estimated."
        )
    else:
        try:
            own = congruences(items.to_numpy(dtype=np.float64))
        except AspiratieError as error:
            notes.append(f"The school: {error}")
    return beside(
        "congruence",
        names,
        own,
        np.ones(n_factors),
        congruences,
        others[items.columns].to_numpy(dtype=np.float64),
        n=len(items),
        n_draws=n_draws if np.isfinite(own).any() else 0,
        seed=seed,
        notes=notes,
    )


def model_beside(
    items: pd.DataFrame,
    region: pd.DataFrame,
    model: str,
    *,
    cluster: pd.Series | None = None,
    missing: Literal["listwise", "fiml"] = "listwise",
    n_draws: int = 500,
    seed: int = 1,
) -> BesideRegion:
    r"""Ask whether the region's model reproduces the correlations in one school.

    A model of many items has more parameters than a school has pupils, so it is not fitted
    anew. The region's estimates are kept, and what the school's correlations differ from those
    they imply is

    .. math:: \mathrm{SRMR} = \sqrt{\frac{2}{p(p-1)} \sum_{i<j} (r_{ij} - \hat{\rho}_{ij})^2}

    which in a small school is large by chance alone. So it is set beside that of random groups
    of as many other pupils.

    Parameters
    ----------
    items, region : DataFrame
        As in :func:`aspiratie.reliability_beside`.
    model : str
        In lavaan's syntax; its items are columns of both.
    missing : {"listwise", "fiml"}
        Of which pupils the region's model is estimated: of those who answered every item, or of
        all (which takes long where many items have gaps). Correlations are of pairs.
    cluster, n_draws, seed
        As in :func:`aspiratie.reliability_beside`.

    Returns
    -------
    BesideRegion
        One row, ``model``; a verdict ``"higher"`` means that the model fits worse in the school.

    Raises
    ------
    ParameterError
        If an item of the school is no column of the region, or there are fewer than 20 draws.
    EstimationError, ModelSyntaxError
        If the model cannot be fitted in the region.

    References
    ----------
    Bentler, P. M. (1995). EQS structural equations program manual. Multivariate Software.

    Notes
    -----
    In R: ``lavInspect(fit, "cor.ov")`` of the region's ``lavaan::cfa(estimator = "MLR")``, minus
    ``cor(school, use = "pairwise")``.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> latent = rng.normal(size=(500, 1)) + rng.normal(size=(500, 4))
    >>> region = pd.DataFrame(latent, columns=list("abcd"))
    >>> found = model_beside(region.iloc[:40], region, "f =~ a + b + c + d")
    >>> found.estimates.loc["model", "verdict"]
    'as chance gives'
    """
    _need_columns(items, region)
    notes = _notes(cluster)
    everybody, others = _others(items, region, cluster)
    with gathered() as warned:
        fitted = cfa(everybody, model, estimator="MLR", missing=missing)
    notes.append(f"The region's model rests on {fitted.n} pupils ({missing}).")
    notes += [f"The region's model: {text}" for text in warned]
    residuals = fitted.residual_correlations
    names = list(dict.fromkeys([*residuals["item1"], *residuals["item2"]]))
    observed = everybody[names].corr()
    implied = pd.DataFrame(np.eye(len(names)), names, names)
    for one, other, left in zip(
        residuals["item1"], residuals["item2"], residuals["residual"], strict=True
    ):
        implied.loc[one, other] = implied.loc[other, one] = observed.loc[one, other] - left
    upper = np.triu_indices(len(names), 1)
    expected = implied.to_numpy()[upper]

    def srmr(answers: Floats) -> Floats:
        found = pd.DataFrame(answers).corr(min_periods=3).to_numpy()[upper]
        return np.array([np.sqrt(np.mean((found - expected) ** 2))])

    return beside(
        "srmr",
        ["model"],
        srmr(items[names].to_numpy(dtype=np.float64)),
        np.array([np.sqrt(np.mean((observed.to_numpy()[upper] - expected) ** 2))]),
        srmr,
        others[names].to_numpy(dtype=np.float64),
        n=len(items),
        n_draws=n_draws,
        seed=seed,
        notes=notes,
    )


def _others(
    items: pd.DataFrame, region: pd.DataFrame, cluster: pd.Series | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return everybody, and the pupils of other schools; without schools' own means if told."""
    everybody = region.astype(np.float64)
    if cluster is not None:
        means = everybody.groupby(cluster.loc[everybody.index]).transform("mean")
        everybody = everybody - means + everybody.mean()
    return everybody, everybody.loc[~everybody.index.isin(items.index)]


def _notes(cluster: pd.Series | None) -> list[str]:
    if cluster is None:
        return ["Random groups hold differences between schools, which one school does not."]
    return ["Differences between schools were taken out of the region's answers."]


def _alpha(answers: Floats) -> float:
    """Return alpha of those who answered all items; NaN where there is none."""
    whole = answers[~np.isnan(answers).any(axis=1)]
    if len(whole) < 3:
        return float("nan")
    total = whole.sum(axis=1).var(ddof=1)
    k = whole.shape[1]
    return float(k / (k - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total)) if total else np.nan


def _named(loadings: pd.DataFrame) -> list[str]:
    """Name each factor by the item that it loads highest."""
    return [f"{name}: {loadings[name].abs().idxmax()}" for name in loadings]


def _need_columns(items: pd.DataFrame, region: pd.DataFrame) -> None:
    lacking = [str(name) for name in items if name not in region.columns]
    if lacking:
        raise ParameterError(f"The region's answers have no column {', '.join(lacking)}.")
