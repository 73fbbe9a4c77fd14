"""Tables about models: fit, differences, invariance, reliability, factors, schools."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Fragment
from aspiratie.measurement.factors.retention import RetentionSummary
from aspiratie.measurement.factors.suitability import Kmo, Sphericity
from aspiratie.measurement.invariance.sequence import InvarianceResult
from aspiratie.measurement.sem.cfa import CfaResult
from aspiratie.measurement.sem.compare_models import ModelComparison, best_kind
from aspiratie.research.cells import interval, research_table, say

__all__ = [
    "FIT_SOURCE",
    "difference_table",
    "fit_table",
    "icc_table",
    "invariance_table",
    "model_table",
    "residual_table",
    "retention_table",
    "suitability_table",
]

FIT_SOURCE = (
    "Conventions: cfi and tli from .95, rmsea up to .06, srmr up to .08 (Hu & Bentler 1999, "
    "https://doi.org/10.1080/10705519909540118). They were derived for maximum likelihood with "
    "continuous items; with ordinal items the unadjusted indices look better than the fit is "
    "(Xia & Yang 2019, https://doi.org/10.3758/s13428-018-1055-2). Read them beside the residual "
    "correlations, not as a verdict."
)


def fit_table(results: Mapping[str, CfaResult], *, caption: str = "Fit") -> Fragment:
    """Return the fit of models, a row a model, under lavaan's names.

    The indices are the robust ones where all models have them, else the scaled, else the
    plain ones; the headings say which.

    Parameters
    ----------
    results : mapping of str to CfaResult
        Names and fits.
    caption : str
        What they are fits of.

    Returns
    -------
    Fragment
    """
    table = pd.DataFrame({name: result.fit for name, result in results.items()}).T
    table.insert(0, "n", [result.n for result in results.values()])
    estimators = sorted({f"{r.estimator}, {r.missing}" for r in results.values()})
    problems = [f"{name}: {p}" for name, r in results.items() for p in r.problems]
    return _fit(table, caption, (f"Estimator: {'; '.join(estimators)}.", *problems))


def model_table(comparison: ModelComparison) -> Fragment:
    """Return the fit of compared models, with the reason where one has no solution.

    Parameters
    ----------
    comparison : ModelComparison
        Of :func:`aspiratie.measurement.sem.compare_models.compare_models`.
    """
    some = next(iter(comparison.models.values()), None)
    how = f"Estimator: {some.estimator}, {some.missing}. " if some else ""
    note = how + "All models rest on the same respondents."
    return _fit(
        comparison.fit, "Models side by side", (note, *(str(p) for p in comparison.problems))
    )


def _fit(table: pd.DataFrame, caption: str, notes: tuple[str, ...]) -> Fragment:
    solved = table.dropna(subset=["chisq"]) if "chisq" in table else table.iloc[:0]
    if solved.empty:
        nothing = pd.DataFrame({"fit": "no solution"}, index=table.index)
        return research_table(caption, nothing, notes=notes, index="model")
    kind = min(
        (best_kind(row) for _, row in solved.iterrows()),
        key=lambda k: ["", ".scaled", ".robust"].index(k),
    )
    scaled = ".scaled" if "chisq.scaled" in solved else ""
    low, high = f"rmsea.ci.lower{kind}", f"rmsea.ci.upper{kind}"
    shown = table[["n", "npar", f"chisq{scaled}", "df", f"pvalue{scaled}"]].copy()
    shown[[f"cfi{kind}", f"tli{kind}", f"rmsea{kind}"]] = table[
        [f"cfi{kind}", f"tli{kind}", f"rmsea{kind}"]
    ]
    if low in table:
        shown[f"rmsea.ci{kind} (90%)"] = [
            interval(a, b, 3) for a, b in zip(table[low], table[high], strict=True)
        ]
    for extra in ("srmr", "aic", "bic"):
        if extra in table:
            shown[extra] = table[extra]
    starved = [str(m) for m in solved.index[solved["n"] <= solved["npar"]]]
    if starved:
        few = f"{', '.join(starved)}: no more respondents than free parameters, so the numbers of "
        notes = (f"{few}this fit tell nothing.", *notes)
    places: dict[object, int | str] = {"n": 0, "npar": 0, "df": 0, f"pvalue{scaled}": "p"}
    places |= {f"chisq{scaled}": 1, "aic": 1, "bic": 1}
    return research_table(caption, shown, places=places, notes=(*notes, FIT_SOURCE), index="model")


def difference_table(comparison: ModelComparison) -> Fragment:
    """Return the difference tests of nested models.

    Parameters
    ----------
    comparison : ModelComparison
        Of :func:`aspiratie.measurement.sem.compare_models.compare_models`.
    """
    all_ = comparison.differences
    nested = all_.loc[all_["nested"].astype(bool)]
    shown = nested[["free", "chisq.diff", "df.diff", "pvalue.diff", "cfi.diff", "rmsea.diff"]]
    shown = shown.set_axis(pd.Index(nested["restricted"], name="restricted"), axis=0)
    apart = [f"{r.restricted} in {r.free}" for r in all_.itertuples() if not r.nested]
    methods = sorted({str(m) for m in nested["method"]})
    notes = [
        f"Scaled difference test: {', '.join(methods)} (as lavaan's lavTestLRT). A small p says "
        "that the restricted model fits worse than the free one."
        if methods
        else "No two of these models are nested."
    ]
    if apart:
        notes.append(f"Not nested, hence not tested: {', '.join(apart)}.")
    return research_table(
        "Difference tests",
        shown,
        places={"chisq.diff": 1, "df.diff": 0, "pvalue.diff": "p"},
        notes=notes,
    )


def residual_table(result: CfaResult, *, rows: int = 10) -> Fragment:
    """Return where a model misses the answers: largest residuals and modification indices.

    Parameters
    ----------
    result : CfaResult
        Of :func:`aspiratie.measurement.sem.cfa.cfa`.
    rows : int
        How many of each.

    Returns
    -------
    Fragment
        Two tables.
    """
    residuals = result.residual_correlations
    order = residuals["residual"].abs().sort_values(ascending=False, kind="stable").index
    worst = residuals.loc[order[:rows]]
    by_pair = worst[["residual"]].set_axis([f"{r.item1} – {r.item2}" for r in worst.itertuples()])
    indices = result.modification_indices.head(rows)
    by_term = indices[["mi", "epc", "sepc_all"]].set_axis(
        [f"{r.lhs} {r.op} {r.rhs}" for r in indices.itertuples()]
    )
    large = int((residuals["residual"].abs() > 0.10).sum())
    first = research_table(
        "Largest residual correlations",
        by_pair,
        index="items",
        notes=[
            (
                f"{large} of {say(len(residuals), 0)} residual correlations are larger than .10 in "
                f"size; n = {say(result.n, 0)}."
            )
        ],
    )
    second = research_table(
        "Largest modification indices",
        by_term,
        places={"mi": 1},
        index="parameter left out",
        notes=[
            (
                "Not corrected for non-normality, as in lavaan. They follow this sample: a change "
                "made by them must hold in other answers."
            )
        ],
    )
    return Fragment(first.html + second.html)


def invariance_table(result: InvarianceResult, *, caption: str = "Invariance") -> Fragment:
    """Return the steps of measurement invariance, the verdict and the items that break it.

    Parameters
    ----------
    result : InvarianceResult
        Of :func:`aspiratie.measurement.invariance.sequence.measurement_invariance`.
    caption : str
        What is compared.

    Returns
    -------
    Fragment
    """
    table = result.steps
    solved = table.dropna(subset=["chisq"])
    kinds = [best_kind(row) for _, row in solved.iterrows()]
    kind = min(kinds, key=lambda k: ["", ".scaled", ".robust"].index(k)) if kinds else ""
    scaled = ".scaled" if "chisq.scaled" in table else ""
    columns = [f"chisq{scaled}", "df", f"cfi{kind}", f"rmsea{kind}", "srmr"]
    columns += ["chisq.diff", "df.diff", "pvalue.diff", "cfi.diff", "rmsea.diff", "srmr.diff"]
    shown = table[columns].copy()
    shown["indices of the differences"] = table["indices"]
    shown["within the rule"] = table["holds"].astype(bool)
    places: dict[object, int | str] = {f"chisq{scaled}": 1, "chisq.diff": 1, "pvalue.diff": "p"}
    places |= {"df": 0, "df.diff": 0}
    sizes = next(iter(result.models.values())).n_by_group
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in sizes.items())
    made = research_table(
        caption,
        shown,
        places=places,
        index="step",
        notes=[result.verdict, f"Groups: {groups}.", *(str(p) for p in result.problems)],
    )
    if result.noninvariant.empty:
        return made
    broken = result.noninvariant.set_index("item")[["score", "df", "pvalue_holm", "released"]]
    second = research_table(
        f"Items at the step {result.noninvariant['step'].iloc[0]}",
        broken.sort_values("score", ascending=False),
        places={"score": 1, "df": 0, "pvalue_holm": "p", "released": 0},
        headings={"released": "let go as number"},
        notes=["Score tests, not corrected for non-normality: for finding items, not for proof."],
    )
    return Fragment(made.html + second.html)


def retention_table(summary: RetentionSummary) -> Fragment:
    """Return what each rule says about the number of factors.

    Parameters
    ----------
    summary : RetentionSummary
        Of :func:`aspiratie.measurement.factors.retention.retention_summary`.
    """
    if summary.lowest == summary.highest:
        told = f"All rules give {summary.lowest}."
    else:
        told = f"The rules give {summary.lowest} to {summary.highest}: look at each number between."
    return research_table(
        "Number of factors",
        summary.rules,
        places={"n_factors": 0},
        notes=[
            told,
            (
                f"{summary.correlation.capitalize()} correlations, n = {say(summary.n, 0)}. No "
                "rule is right always; the content decides (Auerswald & Moshagen 2019, "
                "https://doi.org/10.1037/met0000200)."
            ),
        ],
        index="rule",
    )


def suitability_table(kmo: Kmo, sphericity: Sphericity) -> Fragment:
    """Return whether the items correlate enough for a factor analysis.

    Parameters
    ----------
    kmo : Kmo
        Of :func:`aspiratie.measurement.factors.suitability.kmo`.
    sphericity : Sphericity
        Of :func:`aspiratie.measurement.factors.suitability.bartlett_sphericity`.
    """
    lowest = kmo.items.idxmin()
    frame = pd.DataFrame(
        {"value": [say(kmo.overall, 2), say(kmo.items.min(), 2), say(sphericity.chisq, 1)]},
        index=[
            "KMO, all items",
            f"KMO, lowest item ({lowest})",
            f"Bartlett's chi-square, df = {say(sphericity.dof, 0)}",
        ],
    )
    return research_table(
        "Is there something to analyse?",
        frame,
        notes=[
            (
                "Kaiser (1974, https://doi.org/10.1007/BF02291575) called a KMO of .60 mediocre "
                "and .80 meritorious. Bartlett's test only rules out that nothing correlates; with "
                f"ordinal items and n = {say(sphericity.n, 0)} it is a rough guide."
            )
        ],
        index="measure",
    )


def icc_table(table: pd.DataFrame) -> Fragment:
    """Return how much of the differences lies between schools, a row a scale.

    Parameters
    ----------
    table : DataFrame
        By scale the fields of :class:`aspiratie.schools.multilevel.IntraclassCorrelation`.
    """
    columns = ["n", "n_schools", "mean", "tau2", "sigma2", "icc_reml", "icc1_anova"]
    shown = table[[*columns, "icc2_anova", "reliability", "design_effect"]]
    shares = 100 * table["icc_reml"]
    known = shares[np.isfinite(shares)]
    told = (
        f"Of the differences between pupils {say(known.min(), 1)}% to {say(known.max(), 1)}% lies "
        "between schools, by scale."
        if len(known)
        else "There is no variance between schools to speak of: fewer than two schools."
    )
    return research_table(
        "Between and within schools",
        shown,
        places={"n": 0, "n_schools": 0, "mean": 2, "design_effect": 2},
        notes=[
            told,
            (
                "icc_reml: by restricted maximum likelihood, as lme4. reliability: of the mean of "
                "a school of harmonic mean size; design_effect: how many times larger the variance "
                "of the pupils' mean is than without schools."
            ),
        ],
        index="scale",
    )
