"""How exploratory analyses look: loadings, numbers of factors, suitability."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from aspiratie.measurement.factors.efa import FactorAnalysis
from aspiratie.measurement.factors.parallel import ParallelAnalysis
from aspiratie.measurement.factors.retention import MapTest, RetentionSummary
from aspiratie.measurement.factors.scores import FactorScores
from aspiratie.measurement.factors.suitability import Kmo, Sphericity
from aspiratie.research.cells import apa, say
from aspiratie.research.figures.figure import DOWN, GREY, INK, UP
from aspiratie.research.views.drawing import dots, heat_map, legend
from aspiratie.research.views.view import Sheet, View, view

__all__: list[str] = []

_CUT = 0.40
_CUT_SOURCE = (
    "A loading from .40 is customarily called worth reading (Howard 2016, "
    "https://doi.org/10.1080/10447318.2015.1087664); a convention, not a test."
)
_RETENTION_SOURCE = (
    "No rule is right always; the content decides (Auerswald & Moshagen 2019, "
    "https://doi.org/10.1037/met0000200)."
)


@view.register
def _efa(result: FactorAnalysis) -> View:
    loadings, fit = result.loadings, result.fit
    reached = (loadings.abs() >= _CUT).sum(axis=1)
    several = [str(i) for i in loadings.index[reached > 1]]
    nowhere = [str(i) for i in loadings.index[reached == 0]]
    pairs = result.phi.to_numpy()[np.tril_indices(result.n_factors, -1)]
    claims = [
        (
            f"{result.n_factors} factors of {len(loadings)} items ({result.method}, "
            f"{result.rotation}, "
            f"{result.correlation} correlations, n = {say(result.n, 0)}) explain "
            f"{say(100 * float(result.variance['proportion'].sum()), 0)}% of the variance; the "
            f"residual correlations are {apa(fit['rms'], 'b3')} (rms)."
        ),
        f"{int((reached == 1).sum())} items load .40 or more on one factor only"
        + (f"; on several: {', '.join(several)}" if several else "")
        + (f"; on none: {', '.join(nowhere)}" if nowhere else "")
        + ".",
    ]
    if len(pairs) and np.abs(pairs).max() > 1e-12:
        low, high = apa(float(pairs.min())), apa(float(pairs.max()))
        claims.append(
            f"The factors correlate {low}."
            if len(pairs) == 1
            else f"The factors correlate from {low} to {high}."
        )
    claims.append(
        "An exploratory analysis suggests a structure; other answers must confirm it before it "
        "may be claimed."
    )
    if result.n_minima > 1:
        claims.append(
            f"The rotation found {result.n_minima} minima: other starts give other factors."
        )
    claims += [str(problem) for problem in result.problems]

    def draw(ax: Any) -> None:
        heat_map(ax, loadings, label="pattern loading")

    return View(
        title=f"Loadings on {result.n_factors} factors",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="loadings",
                caption="Pattern loadings and communalities",
                frame=loadings.assign(communality=result.communalities),
                default="b2",
                headings={"communality": "h²"},
                index="item",
                notes=(
                    (
                        f"RMSEA = {apa(fit['rmsea'], 'b3')}, TLI = {apa(fit['tli'], 'b3')}, rms = "
                        f"{apa(fit['rms'], 'b3')}; {result.missing}. {_CUT_SOURCE}"
                    ),
                ),
            ),
            Sheet(
                name="phi",
                caption="Correlations of the factors",
                frame=result.phi,
                default="b2",
                index="factor",
            ),
            Sheet(
                name="variance",
                caption="Explained variance",
                frame=result.variance,
                default="b2",
                places={"ss_loadings": 2},
                index="factor",
            ),
        ),
        draw=draw,
        size=(2.0 + 0.65 * result.n_factors, 1.0 + 0.21 * len(loadings)),
    )


@view.register
def _parallel(result: ParallelAnalysis) -> View:
    values = result.eigenvalues
    percent = say(100 * result.quantile, 0)

    def draw(ax: Any) -> None:
        at = np.arange(1, len(values) + 1)
        observed = values["factor_observed"].to_numpy()
        above = at <= result.n_factors
        ax.plot(at, observed, color=INK, lw=1.0)
        ax.scatter(at[above], observed[above], s=28, color=UP, zorder=3, label="above chance")
        ax.scatter(
            at[~above],
            observed[~above],
            s=20,
            facecolor="white",
            edgecolor=INK,
            zorder=3,
            label="not above",
        )
        ax.plot(at, values["factor_quantile"], "--", color=DOWN, label=f"chance, {percent}%")
        ax.plot(at, values["factor_mean"], ":", color=GREY, label="chance, mean")
        ax.set(xlabel="number of the factor", ylabel="eigenvalue")
        legend(ax)

    return View(
        title="Scree with parallel analysis",
        claims=(
            (
                f"{result.n_factors} factors and {result.n_components} components have eigenvalues "
                f"above the {percent}% quantile of {say(result.n_draws, 0)} draws of "
                "unrelated items "
                f"({result.correlation} correlations, n = {say(result.n, 0)})."
            ),
            (
                "In large samples parallel analysis of factors tends to keep too many (Horn 1965, "
                "https://doi.org/10.1007/BF02289447): read it beside other rules."
            ),
        ),
        sheets=(
            Sheet(
                name="eigenvalues",
                caption="Eigenvalues beside those of chance",
                frame=values,
                default=2,
                index="number",
                notes=(f"Missing answers: {result.missing}.",),
            ),
        ),
        draw=draw,
    )


@view.register
def _map(result: MapTest) -> View:
    averages = result.values  # noqa: PD011 - a field, not an array

    def draw(ax: Any) -> None:
        ax.plot(averages.index, averages, "o-", color=INK, ms=4)
        ax.scatter(
            [result.n_factors],
            [averages[result.n_factors]],
            s=60,
            color=UP,
            zorder=3,
            label="least",
        )
        ax.set(xlabel="components taken out", ylabel="mean squared partial correlation")
        legend(ax)

    size = f", n = {say(result.n, 0)}" if result.n else ""
    return View(
        title="Minimum average partial",
        claims=(
            (
                "The average squared partial correlation is least after "
                f"{result.n_factors} components "
                f"({result.correlation} correlations{size})."
            ),
            (
                "The MAP test tends to keep too few where scales are short or correlate "
                "(Velicer 1976, "
                "https://doi.org/10.1007/BF02293557)."
            ),
        ),
        sheets=(
            Sheet(
                name="averages",
                caption="Average squared partial correlations",
                frame=averages.to_frame("map"),
                default="b4",
                index="components",
            ),
        ),
        draw=draw,
    )


@view.register
def _retention(result: RetentionSummary) -> View:
    told = (
        f"All rules give {result.lowest} factors."
        if result.lowest == result.highest
        else f"The rules give {result.lowest} to {result.highest} factors: look at each between."
    )

    def draw(ax: Any) -> None:
        dots(ax, result.rules["n_factors"])
        ax.set_xlim(result.lowest - 0.7, result.highest + 0.7)
        ax.set_xticks(range(result.lowest, result.highest + 1))
        ax.set_xlabel("number of factors")

    return View(
        title="Number of factors",
        claims=(
            told,
            (
                f"{result.correlation.capitalize()} correlations, n = {say(result.n, 0)}. "
                f"{_RETENTION_SOURCE}"
            ),
        ),
        sheets=(
            Sheet(
                name="rules",
                caption="Number of factors by rule",
                frame=result.rules,
                places={"n_factors": 0},
                headings={"n_factors": "Factors"},
                index="rule",
            ),
            Sheet(
                name="eigenvalues",
                caption="Eigenvalues beside those of chance",
                frame=result.parallel.eigenvalues,
                default=2,
                index="number",
            ),
        ),
        draw=draw,
        size=(6.4, 1.8),
    )


@view.register
def _kmo(result: Kmo) -> View:
    lowest = result.items.idxmin()

    def draw(ax: Any) -> None:
        for mark in (0.6, 0.8):
            ax.axvline(mark, color=GREY, lw=0.7, ls=":")
        dots(ax, result.items)
        ax.set_xlabel(f"sampling adequacy; all items {apa(result.overall)}")

    size = f", n = {say(result.n, 0)}" if result.n else ""
    return View(
        title="Sampling adequacy",
        claims=(
            (
                f"The Kaiser–Meyer–Olkin measure is {apa(result.overall)} over all items "
                "and at least "
                f"{apa(float(result.items.min()))} ({lowest}); {result.correlation} "
                f"correlations{size}."
            ),
            (
                "Kaiser (1974, https://doi.org/10.1007/BF02291575) called .60 mediocre and .80 "
                "meritorious; it says that items share something, not how many factors there are."
            ),
        ),
        sheets=(
            Sheet(
                name="items",
                caption=f"Sampling adequacy, overall {apa(result.overall)}",
                frame=result.items.to_frame("kmo"),
                default="b2",
                headings={"kmo": "KMO"},
                index="item",
            ),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.2 * len(result.items)),
    )


@view.register
def _sphericity(result: Sphericity) -> View:
    frame = pd.DataFrame(
        {"chisq": [result.chisq], "dof": [result.dof], "pvalue": [result.pvalue], "n": [result.n]},
        index=pd.Index(["Bartlett"], name="test"),
    )

    def draw(ax: Any) -> None:
        right = max(result.chisq, float(stats.chi2.ppf(0.9999, result.dof))) * 1.05
        at = np.linspace(0, right, 600)
        ax.fill_between(
            at,
            stats.chi2.pdf(at, result.dof),
            color=GREY,
            alpha=0.4,
            lw=0,
            label=f"if nothing correlated (df = {result.dof})",
        )
        ax.axvline(result.chisq, color=DOWN, lw=1.6, label="these answers")
        ax.set(xlabel="chi-square", yticks=[])
        legend(ax)

    below = "<" if result.pvalue < 0.001 else "="
    number = apa(result.pvalue, "p").removeprefix("< ")
    return View(
        title="Bartlett’s test of sphericity",
        claims=(
            (
                f"χ²({result.dof}) = {say(result.chisq, 1)}, p {below} {number}, n = "
                f"{say(result.n, 0)} ({result.correlation} correlations)."
            ),
            (
                "It only rules out that no two items correlate; with ordinal items it is a "
                "rough guide."
            ),
        ),
        sheets=(
            Sheet(
                name="test",
                caption="Bartlett’s test of sphericity",
                frame=frame,
                places={"chisq": 2, "dof": 0, "pvalue": "p", "n": 0},
            ),
        ),
        draw=draw,
    )


@view.register
def _factor_scores(result: FactorScores) -> View:
    quality = pd.DataFrame(
        {"determinacy": result.determinacy, "standard_error": result.standard_errors}
    )

    def draw(ax: Any) -> None:
        dots(ax, result.determinacy)
        ax.set_xlim(0, 1)
        ax.set_xlabel("correlation of the scores with their factor")

    return View(
        title="Factor scores",
        claims=(
            (
                f"Scores of {say(result.n, 0)} respondents ({result.method}); they correlate from "
                f"{apa(float(result.determinacy.min()))} to "
                f"{apa(float(result.determinacy.max()))} with "
                "their factors. From .90 is customary for scores of single respondents "
                "(Grice 2001, "
                "https://doi.org/10.1037/1082-989X.6.4.430); a convention."
            ),
        ),
        sheets=(
            Sheet(
                name="quality",
                caption="Quality of factor scores",
                frame=quality,
                default="b2",
                index="factor",
            ),
            Sheet(
                name="weights", caption="Weights", frame=result.weights, default="b2", index="item"
            ),
            Sheet(
                name="correlations",
                caption="Correlations of the scores",
                frame=result.correlations,
                default="b2",
                index="factor",
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.3 * len(quality)),
    )
