"""How confirmatory models look: estimates, fit, models side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.measurement.sem.compare_models import ModelComparison, best_kind
from aspiratie.measurement.sem.esem import EsemResult
from aspiratie.measurement.sem.result import CfaResult
from aspiratie.measurement.sem.two_level.cfa import TwoLevelCfa
from aspiratie.research.cells import apa, apa_interval, say
from aspiratie.research.views.drawing import dots, heat_map, legend
from aspiratie.research.views.view import Places, Sheet, View, view

__all__ = ["FIT_SOURCE", "fit_sheet", "fit_words"]

FIT_SOURCE = (
    "Conventions: CFI and TLI from .95, RMSEA up to .06, SRMR up to .08 (Hu & Bentler 1999, "
    "https://doi.org/10.1080/10705519909540118). They were derived for maximum likelihood with "
    "continuous items; with ordinal items the unadjusted indices look better than the fit is "
    "(Xia & Yang 2019, https://doi.org/10.3758/s13428-018-1055-2). Read them beside the residual "
    "correlations, not as a verdict."
)
_WORST = 10


def fit_words(fit: pd.Series[float]) -> str:
    """Return the fit of a model as a methods section has it."""
    kind = best_kind(fit)
    scaled = ".scaled" if "chisq.scaled" in fit.index else ""
    p = float(fit[f"pvalue{scaled}"])
    chance = f"p < {apa(0.001, 'b3')}" if p < 0.001 else f"p = {apa(p, 'b3')}"
    told = f" ({kind.strip('.')})" if kind else ""
    low, high = fit.get(f"rmsea.ci.lower{kind}", np.nan), fit.get(f"rmsea.ci.upper{kind}", np.nan)
    between = f", 90% CI {apa_interval(low, high, 'b3')}" if np.isfinite(low) else ""
    name = "scaled χ²" if scaled else "χ²"
    return (
        f"{name}({say(fit['df'], 0)}) = {say(fit[f'chisq{scaled}'], 1)}, {chance}; CFI{told} = "
        f"{apa(fit[f'cfi{kind}'], 'b3')}, TLI{told} = {apa(fit[f'tli{kind}'], 'b3')}, RMSEA{told} "
        f"= {apa(fit[f'rmsea{kind}'], 'b3')}{between}, SRMR = {apa(fit['srmr'], 'b3')}"
    )


def _by_convention(fit: pd.Series[float]) -> str:
    kind = best_kind(fit)
    inside = {
        "CFI": fit[f"cfi{kind}"] >= 0.95,
        "RMSEA": fit[f"rmsea{kind}"] <= 0.06,
        "SRMR": fit["srmr"] <= 0.08,
    }
    missed = [name for name, good in inside.items() if not good]
    if not missed:
        return "CFI, RMSEA and SRMR lie within the customary bounds."
    return (
        f"{', '.join(missed)} {'lies' if len(missed) == 1 else 'lie'} outside the customary "
        "bounds: say where the model misses the answers before using it."
    )


def fit_sheet(table: pd.DataFrame, caption: str, notes: tuple[str, ...]) -> Sheet:
    """Return the fit of models, a row a model.

    The indices are the robust ones where all models have them, else the scaled, else the
    plain ones; the headings say which.

    Parameters
    ----------
    table : DataFrame
        Under lavaan's names; NaN where a model has no solution.
    caption : str
    notes : tuple of str
    """
    solved = table.dropna(subset=["chisq"]) if "chisq" in table else table.iloc[:0]
    if solved.empty:
        shown = pd.DataFrame({"fit": "no solution"}, index=table.index)
        return Sheet(name="fit", caption=caption, frame=table, shown=shown, notes=notes)
    kind = min(
        (best_kind(row) for _, row in solved.iterrows()),
        key=lambda k: ["", ".scaled", ".robust"].index(k),
    )
    scaled = ".scaled" if "chisq.scaled" in solved else ""
    low, high = f"rmsea.ci.lower{kind}", f"rmsea.ci.upper{kind}"
    indices = [f"cfi{kind}", f"tli{kind}", f"rmsea{kind}"]
    shown = table[["n", "npar", f"chisq{scaled}", "df", f"pvalue{scaled}", *indices]].copy()
    if low in table:
        shown["90% CI"] = [
            apa_interval(a, b, "b3") for a, b in zip(table[low], table[high], strict=True)
        ]
    extras = [extra for extra in ("srmr", "aic", "bic") if extra in table]
    shown[extras] = table[extras]
    starved = [str(m) for m in solved.index[solved["n"] <= solved["npar"]]]
    if starved:
        few = f"{', '.join(starved)}: no more respondents than free parameters, so the numbers of "
        notes = (f"{few}this fit tell nothing.", *notes)
    places: dict[Any, int | str] = {"n": 0, "npar": 0, "df": 0, f"pvalue{scaled}": "p"}
    places |= {f"chisq{scaled}": 1, "aic": 1, "bic": 1}
    return Sheet(
        name="fit",
        caption=caption,
        frame=table,
        shown=shown,
        places=places,
        default="b3",
        headings={"npar": "parameters"},
        index="model",
        notes=(*notes, FIT_SOURCE),
    )


_ESTIMATES: Places = {"est": 3, "se": 3, "z": 2, "pvalue": "p", "std_all": "b2"}


def _estimates(result: CfaResult) -> Sheet:
    """Return loadings, regressions and covariances of factors; the frame has all parameters."""
    table = result.estimates
    factors = set(table.loc[table["op"] == "=~", "lhs"])
    kept = table.loc[
        table["op"].isin(["=~", "~", ":="])
        | ((table["op"] == "~~") & table["lhs"].isin(factors) & (table["lhs"] != table["rhs"]))
    ]
    labels = [f"{row.lhs} {row.op} {row.rhs}" for row in kept.itertuples()]
    shown = kept[["est", "se", "z", "pvalue", "std_all"]].set_axis(labels, axis=0)
    if len(result.n_by_group) > 1:
        shown.insert(0, "group", kept["group"].astype(str).to_numpy())
    return Sheet(
        name="estimates",
        caption="Loadings and relations of the factors",
        frame=table,
        shown=shown,
        places=_ESTIMATES,
        index="parameter",
        notes=("β: standardised (lavaan’s std.all). =~ loads, ~~ covaries, ~ regressed on.",),
    )


def _misfit(result: CfaResult) -> tuple[Sheet, Sheet]:
    residuals = result.residual_correlations
    order = residuals["residual"].abs().sort_values(ascending=False, kind="stable").index
    worst = residuals.loc[order[:_WORST]]
    several = len(result.n_by_group) > 1
    pairs = [
        f"{row.item1} – {row.item2}" + (f" ({row.group})" if several else "")
        for row in worst.itertuples()
    ]
    large = int((residuals["residual"].abs() > 0.10).sum())
    indices = result.modification_indices
    head = indices.head(_WORST)
    terms = [f"{row.lhs} {row.op} {row.rhs}" for row in head.itertuples()]
    return (
        Sheet(
            name="residuals",
            caption="Largest residual correlations",
            frame=residuals,
            shown=worst[["residual"]].set_axis(pairs, axis=0),
            default="b2",
            index="items",
            notes=(
                (
                    f"{large} of {say(len(residuals), 0)} residual correlations are "
                    "larger than .10 "
                    "in size."
                ),
            ),
        ),
        Sheet(
            name="modification",
            caption="Largest modification indices",
            frame=indices,
            shown=head[["mi", "epc", "sepc_all"]].set_axis(terms, axis=0),
            places={"mi": 1, "epc": 3, "sepc_all": "b2"},
            index="parameter left out",
            notes=(
                (
                    "Not corrected for non-normality, as in lavaan. They follow this "
                    "sample: a change "
                    "made by them must hold in other answers."
                ),
            ),
        ),
    )


@view.register
def _cfa(result: CfaResult) -> View:
    loadings = result.estimates.loc[result.estimates["op"] == "=~"]
    sizes = loadings["std_all"]
    fit = result.fit.to_frame("model").T
    fit.insert(0, "n", [result.n])
    groups = [str(label) for label in result.n_by_group.index]
    claims = [
        f"The model was fitted by {result.estimator} ({result.missing}, n = {say(result.n, 0)}"
        + (f", {len(groups)} groups" if len(groups) > 1 else "")
        + f"): {fit_words(result.fit)}.",
        _by_convention(result.fit),
        f"Standardised loadings run from {apa(float(sizes.min()))} to {apa(float(sizes.max()))}.",
        "That a model fits does not show that it is true: others may fit as well.",
        *(str(problem) for problem in result.problems),
    ]
    names = [f"{row.lhs} =~ {row.rhs}" for row in loadings.itertuples()]
    labels = list(dict.fromkeys(names))

    def draw(ax: Any) -> None:
        for number, group in enumerate(groups):
            part = loadings.loc[loadings["group"].astype(str) == group, "std_all"]
            dots(
                ax,
                part.set_axis(labels[: len(part)]),
                label=group,
                number=number,
                shift=0.16 * (number - (len(groups) - 1) / 2),
                zero=number == 0,
            )
        ax.set_xlabel("standardised loading")
        if len(groups) > 1:
            legend(ax)

    note = f"{result.estimator}, {result.missing}, {result.parameterization} parameterization."
    return View(
        title="Confirmatory factor analysis",
        claims=tuple(claims),
        sheets=(
            _estimates(result),
            fit_sheet(fit, "Fit", (note,)),
            *_misfit(result),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.2 * len(labels)),
    )


@view.register
def _esem(result: EsemResult) -> View:
    """Show what a confirmatory model shows, and the rotated loadings first."""
    fitted = _cfa(result)
    loadings = result.loadings
    minima = {name: n for name, n in result.n_minima.items() if n > 1}

    def draw(ax: Any) -> None:
        heat_map(ax, loadings, label="standardised loading")

    several = (
        f"The rotation of block {name} found {n} minima: other starts give other factors."
        for name, n in minima.items()
    )
    return replace(
        fitted,
        title="Exploratory structural equation model",
        claims=(
            *fitted.claims,
            (
                f"Blocks were rotated by {result.rotation}; their factors have a meaning only by "
                "that rotation."
            ),
            *several,
        ),
        sheets=(
            Sheet(
                name="loadings",
                caption="Rotated standardised loadings",
                frame=loadings,
                default="b2",
                index="item",
            ),
            *fitted.sheets,
        ),
        draw=draw,
        size=(2.6 + 0.65 * loadings.shape[1], 1.0 + 0.21 * len(loadings)),
    )


@view.register
def _comparison(result: ModelComparison) -> View:
    some = next(iter(result.models.values()), None)
    how = f"Estimator: {some.estimator}, {some.missing}. " if some else ""
    solved = {name: one.fit for name, one in result.models.items()}
    all_ = result.differences
    nested = all_.loc[all_["nested"].astype(bool)]
    tests = nested[["free", "chisq.diff", "df.diff", "pvalue.diff", "cfi.diff", "rmsea.diff"]]
    tests = tests.set_axis(pd.Index(nested["restricted"], name="restricted"), axis=0)
    apart = [f"{row.restricted} in {row.free}" for row in all_.itertuples() if not row.nested]
    methods = sorted({str(method) for method in nested["method"]})
    notes = [
        f"Difference test: {', '.join(methods)} (as lavaan’s lavTestLRT). A small p says that "
        "the restricted model fits worse than the free one."
        if methods
        else "No two of these models are nested."
    ]
    if apart:
        notes.append(f"Not nested, hence not tested: {', '.join(apart)}.")
    indices = _indices(solved)
    claims = [f"{len(result.fit)} models were fitted to the same respondents. {how}".strip()]
    if len(indices):
        best = indices["CFI"].idxmax()
        claims.append(f"The highest CFI has {best}: {fit_words(solved[str(best)])}.")
        claims.append(_by_convention(solved[str(best)]))
    claims.append(
        "A model that fits best of these is the best of these; the choice must make sense of the "
        "content, and hold in other answers."
    )
    claims += [str(problem) for problem in result.problems]

    def draw(ax: Any) -> None:
        for number, name in enumerate(indices):
            dots(ax, indices[name], label=str(name), number=number)
        ax.set_xlim(0, 1.02)
        ax.set_xlabel("index")
        if len(indices):
            legend(ax)

    return View(
        title="Models side by side",
        claims=tuple(claims),
        sheets=(
            fit_sheet(result.fit, "Models side by side", ("The same respondents for all.",)),
            Sheet(
                name="differences",
                caption="Difference tests",
                frame=all_,
                shown=tests,
                places={"chisq.diff": 1, "df.diff": 0, "pvalue.diff": "p"},
                default="b3",
                headings={"free": "against"},
                index="restricted",
                notes=tuple(notes),
            ),
        ),
        draw=draw,
        size=(6.4, 1.4 + 0.3 * len(indices)),
    )


def _indices(fits: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    rows = {}
    for name, fit in fits.items():
        kind = best_kind(fit)
        rows[name] = {
            "CFI": fit[f"cfi{kind}"],
            "RMSEA": fit[f"rmsea{kind}"],
            "SRMR": fit["srmr"],
        }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["CFI", "RMSEA", "SRMR"])


@view.register
def _two_level(result: TwoLevelCfa) -> View:
    table = result.estimates
    loadings = table.loc[table["op"] == "=~"]
    labels = [f"{row.lhs} {row.op} {row.rhs} ({row.level})" for row in loadings.itertuples()]
    shown = loadings[["est", "se", "z", "pvalue", "std_all"]].set_axis(labels, axis=0)
    fit = result.fit

    def draw(ax: Any) -> None:
        dots(ax, pd.Series(loadings["std_all"].to_numpy(), index=labels), zero=True)
        ax.set_xlabel("standardised loading, within its level")

    return View(
        title="Factors within and between schools",
        claims=(
            (
                f"A model of a {result.construct} construct ({result.estimator}, "
                f"{say(result.n, 0)} "
                f"respondents of {say(result.n_clusters, 0)} clusters): χ²({say(fit['df'], 0)}) = "
                f"{say(fit['chisq'], 1)}, CFI = {apa(fit['cfi'], 'b3')}, RMSEA = "
                f"{apa(fit['rmsea'], 'b3')}."
            ),
            (
                f"Of the items’ variance {say(100 * float(result.icc.min()), 0)}% to "
                f"{say(100 * float(result.icc.max()), 0)}% lies between clusters."
            ),
            *(str(problem) for problem in result.problems),
        ),
        sheets=(
            Sheet(
                name="estimates",
                caption="Loadings within and between",
                frame=table,
                shown=shown,
                places=_ESTIMATES,
                index="parameter",
            ),
            Sheet(
                name="icc",
                caption="Variance of items between clusters",
                frame=result.icc.to_frame("icc"),
                default="b2",
                index="item",
            ),
            Sheet(name="within", caption="Covariances within", frame=result.within),
            Sheet(name="between", caption="Covariances between", frame=result.between),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.2 * len(labels)),
    )
