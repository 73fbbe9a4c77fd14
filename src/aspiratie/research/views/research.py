"""How results over several scales look, and those of group comparisons and associations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns

from aspiratie.research.associations import Association
from aspiratie.research.cells import apa, apa_interval, say
from aspiratie.research.comparisons import MeanComparison
from aspiratie.research.congruence import Congruence
from aspiratie.research.figure import DOWN, GREY, UP
from aspiratie.research.groups import GroupComparison
from aspiratie.research.items import ItemDescriptives
from aspiratie.research.random_groups import COVERED, BesideRegion
from aspiratie.research.scales import ScaleReliability, SchoolReliability, SchoolSpread
from aspiratie.research.sensitivity import Sensitivity
from aspiratie.research.views.drawing import dots, heat_map, legend
from aspiratie.research.views.reliability import MARKS, MARKS_SOURCE
from aspiratie.research.views.schools import enough
from aspiratie.research.views.view import Sheet, View, view, view_of

__all__: list[str] = []

_LEVELS = {
    "": "nothing: no common structure",
    "configural": "nothing yet: only the structure is alike",
    "thresholds": "nothing yet: only structure and use of the answers are alike",
    "loadings": "relations, not means",
    "intercepts": "factor means",
}


@view.register
def _reliability(result: ScaleReliability) -> View:
    table, general = result.scales, result.general
    shown = pd.DataFrame(
        {
            "items": table["n_items"],
            "n": table["n"],
            "alpha": table["alpha"],
            "α 95% CI": _intervals(table, "alpha"),
            "omega": table["omega"],
            "ω 95% CI": _intervals(table, "omega"),
            "rms": table["rms"],
        }
    )
    best = table["omega"].fillna(table["alpha"])
    poor = [str(scale) for scale in table.index[table["rms"] > 0.08]]
    claims = []
    if best.notna().any():
        claims.append(
            f"Reliability runs from {apa(float(best.min()))} ({best.idxmin()}) to "
            f"{apa(float(best.max()))} ({best.idxmax()})."
        )
    claims.append(
        f"One factor leaves residual correlations of more than .08 (rms) in {', '.join(poor)}: "
        "omega means little there."
        if poor
        else "One factor leaves residual correlations of at most .08 (rms) in each scale."
    )
    if general is not None:
        claims.append(
            f"All items together: omega hierarchical {apa(general.estimate)}, omega total "
            f"{apa(general.omega_total)}; the general factor takes "
            f"{say(100 * general.explained_common_variance, 0)}% of the common variance."
        )
    claims.append(MARKS_SOURCE)

    def draw(ax: Any) -> None:
        for mark in MARKS:
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        for number, (kind, label) in enumerate(
            (("omega", "omega, categorical"), ("alpha", "alpha"))
        ):
            dots(
                ax,
                table[kind],
                lower=table[f"{kind}_lower"],
                upper=table[f"{kind}_upper"],
                label=label,
                number=number,
                shift=0.26 * (number - 0.5),
            )
        floor = table[["alpha_lower", "omega_lower", "alpha", "omega"]].min().min()
        ax.set_xlim(min(0.5, float(floor) - 0.03) if np.isfinite(floor) else 0.0, 1.0)
        ax.set_xlabel("reliability of the sum of the answers, with 95% interval")
        legend(ax)

    return View(
        title="Reliability of each scale",
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="scales",
                caption="Reliability of each scale",
                frame=table,
                shown=shown,
                places={"items": 0, "n": 0, "rms": "b3"},
                default="b2",
                index="scale",
                notes=(
                    (
                        "α: Feldt’s interval. ω: categorical, of the sum of the answers, with a "
                        "bootstrap interval. rms: of the residual correlations of one factor."
                    ),
                    *result.notes,
                ),
            ),
            Sheet(
                name="items",
                caption="Items in their scales",
                frame=result.items,
                default="b2",
                headings={
                    "item_rest": "Item-rest r",
                    "alpha_if_dropped": "α if dropped",
                    "loading": "λ",
                },
                index="item",
                notes=("λ: standardised, of one factor.",),
            ),
            *(
                [
                    Sheet(
                        name="composites",
                        caption="Composites, as means of their scales",
                        frame=result.composites,
                        places={"n": 0},
                        default="b2",
                        headings={"stratified_alpha": "Stratified α"},
                        index="composite",
                    )
                ]
                if len(result.composites)
                else []
            ),
        ),
        draw=draw,
        size=(6.6, 1.3 + 0.42 * len(table)),
    )


def _intervals(table: pd.DataFrame, kind: str) -> list[str]:
    low, high = (table[f"{kind}_{end}".lstrip("_")] for end in ("lower", "upper"))
    return [apa_interval(a, b) for a, b in zip(low, high, strict=True)]


@view.register
def _groups(result: GroupComparison) -> View:
    rows: dict[str, dict[str, object]] = {}
    for scale, found in result.results.items():
        first, last = found.steps.iloc[0], found.steps.iloc[1:]
        rows[scale] = {
            "last_step": found.level or "none",
            "may_be_compared": _LEVELS.get(found.level, found.level),
            "srmr": float(first["srmr"]),
            "fall_of_cfi": float(-last["cfi.diff"].min()),
            "rise_of_rmsea": float(last["rmsea.diff"].max()),
            "items_let_go": int(found.noninvariant["released"].notna().sum())
            if len(found.noninvariant)
            else 0,
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    groups = ", ".join(f"{label} (n = {say(n, 0)})" for label, n in result.sizes.items())
    rule = next(iter(result.results.values()), None)
    notes = [f"Groups: {groups}.", *result.notes]
    notes += [f"{scale}: {why}" for scale, why in result.refused.items()]
    if rule:
        notes.append(f"Rule: {rule.rule} Source: {rule.source}")
    order = list(_LEVELS)
    reached = {
        s: order.index(f.level) if f.level in order else 0 for s, f in result.results.items()
    }
    means = [scale for scale, level in reached.items() if level == len(order) - 1]
    claims = [
        (
            f"Factor means may be compared by {result.by} on {len(means)} of "
            f"{len(reached)} scales that "
            f"could be tested{': ' + ', '.join(means) if means else ''}."
        )
    ]
    sheets = [
        Sheet(
            name="scales",
            caption=f"What may be compared by {result.by}",
            frame=table,
            places={"items_let_go": 0},
            default="b3",
            index="scale",
            notes=tuple(notes),
            headings={"srmr": "SRMR, configural"},
        ),
    ]
    if reached:
        least = min(reached, key=lambda scale: reached[scale])
        steps = view_of(result.results[least])
        claims.append(f"{least} gets least far. {result.results[least].verdict}")
        sheets += [
            Sheet(
                name=f"{sheet.name}_of_{least}" if number else "steps",
                caption=f"{sheet.caption}: {least}",
                frame=sheet.frame,
                shown=sheet.shown,
                places=sheet.places,
                default=sheet.default,
                headings=sheet.headings,
                index=sheet.index,
                notes=sheet.notes,
            )
            for number, sheet in enumerate(steps.sheets)
        ]

    def draw(ax: Any) -> None:
        if reached:
            dots(ax, pd.Series(reached))
        ax.set_xticks(range(len(order)), [name or "none" for name in order])
        ax.set_xlim(-0.4, len(order) - 0.6)
        ax.set_xlabel("last step that holds")

    return View(
        title=f"Invariance by {result.by}",
        claims=tuple(claims),
        sheets=tuple(sheets),
        draw=draw,
        size=(6.4, 1.2 + 0.3 * max(1, len(reached))),
    )


@view.register
def _spread(result: SchoolSpread) -> View:
    table = result.scales
    columns = [
        "n",
        "n_schools",
        "mean",
        "tau2",
        "sigma2",
        "icc_reml",
        "icc1_anova",
        "icc2_anova",
        "reliability",
        "design_effect",
    ]
    shares = 100 * table["icc_reml"] if len(table) else pd.Series(dtype=float)
    known = shares[np.isfinite(shares)]
    told = (
        f"Of the differences between pupils {say(known.min(), 1)}% to {say(known.max(), 1)}% lies "
        "between schools, by scale."
        if len(known)
        else "There is no variance between schools to speak of: fewer than two schools."
    )

    def draw(ax: Any) -> None:
        if len(table):
            dots(ax, table["icc_reml"], label="ICC", number=0, shift=-0.12)
            dots(
                ax,
                table["reliability"],
                label="reliability of a school’s mean",
                number=1,
                shift=0.12,
            )
            legend(ax)
        ax.axvline(0.7, color=GREY, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("share of variance")

    return View(
        title="Between and within schools",
        claims=(told, "Dotted: .70, a customary floor for showing a school’s mean."),
        sheets=(
            Sheet(
                name="scales",
                caption="Between and within schools",
                frame=table,
                shown=table[columns] if len(table) else None,
                places={
                    "n": 0,
                    "n_schools": 0,
                    "mean": 2,
                    "design_effect": 2,
                    "tau2": 3,
                    "sigma2": 3,
                },
                default="b3",
                headings={"tau2": "τ²", "sigma2": "σ²"},
                index="scale",
                notes=(
                    (
                        "icc_reml: by restricted maximum likelihood, as lme4. Reliability: of the "
                        "mean of a school of harmonic mean size. Design effect: how many times "
                        "larger the variance of the pupils’ mean is than without schools."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.34 * max(1, len(table))),
    )


@view.register
def _school_reliability(result: SchoolReliability) -> View:
    table = result.scales
    shown = table.copy()
    for name in [c for c in shown if str(c).startswith("pupils_")]:
        shown[name] = [enough(float(value)) for value in shown[name]]
    low, high = (
        (apa(float(table["reliability"].agg(side))) for side in ("min", "max"))
        if len(table)
        else ("", "")
    )
    told = (
        f"The mean of a school of usual size has a reliability "
        f"{f'of {low}' if low == high else f'from {low} to {high}'}, by scale; customary floors "
        "are .70 for showing it and .80 for comparing schools."
        if len(table)
        else "No scale could be estimated."
    )

    def draw(ax: Any) -> None:
        if len(table):
            dots(ax, table["reliability"], label="what items share", shift=-0.12)
            dots(ax, table["icc_reliability"], label="by the ICC", number=1, shift=0.12)
            legend(ax)
        for mark in (0.7, 0.8):
            ax.axvline(mark, color=GREY, lw=0.8, ls=":")
        ax.set_xlim(0, 1)
        ax.set_xlabel("reliability of a school’s mean, at a usual size")

    return View(
        title="Reliability of a school’s mean",
        claims=(told, f"Scales: {len(table)}."),
        sheets=(
            Sheet(
                name="scales",
                caption="Reliability of a school’s mean, and pupils that a school needs",
                frame=table,
                shown=shown,
                places={"n": 0, "n_schools": 0},
                default="b2",
                index="scale",
                notes=(
                    (
                        "Reliability: at the harmonic mean size, of what the items share between "
                        "schools (Lai 2021, https://doi.org/10.1037/met0000287); by the "
                        "ICC: counts "
                        "what single items have for themselves as true; pupils_70: pupils for "
                        "reliability .70."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.2 + 0.34 * max(1, len(table))),
    )


@view.register
def _sensitivity(result: Sensitivity) -> View:
    shift = result.means.sub(result.means["as chosen"], axis=0)
    change = result.alphas.sub(result.alphas["as chosen"], axis=0).abs()
    least = ", ".join(f"{rule} {say(float(result.n[rule].min()), 0)}" for rule in result.n)

    def draw(ax: Any) -> None:
        others = shift.drop(columns="as chosen")
        for number, rule in enumerate(others):
            dots(
                ax,
                others[rule],
                label=str(rule),
                number=number,
                zero=number == 0,
                shift=0.15 * (number - 1),
            )
        ax.set_xlabel("change of the mean score, in points")
        legend(ax)

    return View(
        title="The same results under other rules",
        claims=(
            (
                "The rules move a mean score by at most "
                f"{say(float(shift.abs().max().max()), 2)} point "
                f"and an alpha by at most {apa(float(change.max().max()))}."
            ),
        ),
        sheets=(
            Sheet(
                name="means",
                caption="Mean score of each scale",
                frame=result.means,
                default=2,
                index="scale",
                notes=(f"Respondents with a score, fewest of any scale: {least}.",),
            ),
            Sheet(
                name="alphas",
                caption="Alpha (complete answers of the scale)",
                frame=result.alphas,
                default="b3",
                index="scale",
            ),
            Sheet(
                name="fit",
                caption="Fit of the model of correlated scales",
                frame=result.fit,
                places={"n": 0},
                default="b3",
                index="rule",
                notes=result.notes,
            ),
        ),
        draw=draw,
        size=(6.4, 1.4 + 0.34 * len(result.means)),
    )


@view.register
def _items(result: ItemDescriptives) -> View:
    table = result.items
    shown = table[["text", "scale", "reversed", "n"]].copy()
    for share in ("missing", "no_opinion", "floor", "ceiling"):
        shown[f"{share} (%)"] = 100 * table[share]
    shown[["mean", "sd", "skewness", "item_rest"]] = table[["mean", "sd", "skewness", "item_rest"]]
    places: dict[Any, int | str] = {c: 1 for c in shown.columns if str(c).endswith("(%)")}
    low = [str(i) for i in table.index[table["item_rest"] < 0.20]]
    heaped = [str(i) for i in table.index[(table[["floor", "ceiling"]] > 0.50).any(axis=1)]]

    def draw(ax: Any) -> None:
        ax.axvline(0.2, color=GREY, lw=0.8, ls=":")
        dots(ax, table["item_rest"], zero=True)
        ax.set_xlabel("correlation with the rest of its scale")

    return View(
        title="Items",
        claims=(
            _named(low, "have an item-rest correlation below .20, a customary floor"),
            _named(heaped, "have more than half of the answers in the lowest or highest category"),
        ),
        sheets=(
            Sheet(
                name="items",
                caption="Items",
                frame=table,
                shown=shown,
                default=2,
                places=places | {"n": 0, "item_rest": "b2"},
                index="item",
                notes=("As answered; item-rest correlations in the scale’s direction.",),
            ),
            Sheet(
                name="shares",
                caption="Answers to each item",
                frame=result.shares,
                places={"n": 0},
                default="b2",
                index="item",
            ),
        ),
        draw=draw,
        size=(6.4, 1.0 + 0.19 * len(table)),
    )


def _named(found: list[str], what: str) -> str:
    if not found:
        return f"No items {what}."
    return f"{len(found)} of the items {what}: {', '.join(found)}."


@view.register
def _congruence(result: Congruence) -> View:
    shared = int(result.scales["factor"].duplicated(keep=False).sum())
    return View(
        title="Factors beside scales",
        claims=(
            f"{shared} scales share their factor with another."
            if shared
            else "Every scale has a factor of its own.",
            (
                "Congruence from .85 is customarily called fair and from .95 equal "
                "(Lorenzo-Seva & ten "
                "Berge 2006, https://doi.org/10.1027/1614-2241.2.2.57); a target of ones and zeros "
                "rarely reaches the last."
            ),
        ),
        sheets=(
            Sheet(
                name="scales",
                caption=f"{result.n_factors} factors found beside {len(result.scales)} scales "
                "meant",
                frame=result.scales,
                places={"items_there": 0, "of": 0},
                default="b2",
                index="scale",
                notes=(
                    ("Items there: items of the scale whose largest loading is on that factor."),
                ),
            ),
            Sheet(
                name="matrix",
                caption="Congruence of scales with factors",
                frame=result.matrix,
                default="b2",
                index="scale",
            ),
        ),
        draw=lambda ax: heat_map(ax, result.matrix, label="congruence"),
        size=(2.4 + 0.6 * result.n_factors, 1.4 + 0.32 * len(result.scales)),
    )


@view.register
def _means(result: MeanComparison) -> View:
    test, pairs = result.test, result.pairs
    percent = f"{say(100 * result.confidence, 0)}% CI"
    p = "p < .001" if test["pvalue"] < 0.001 else f"p = {apa(test['pvalue'], 'p')}"
    apart = pairs.loc[pairs["pvalue"] < 1 - result.confidence]
    words = [
        f"{a} {'above' if g > 0 else 'below'} {b} (g = {say(g, 2)}, {percent} {_plain(low, high)})"
        for a, b, g, low, high in apart[["a", "b", "hedges_g", "g_lower", "g_upper"]].to_numpy()
    ]
    shown = pd.DataFrame(
        {
            "diff": pairs["diff"],
            percent: [
                _plain(a, b) for a, b in zip(pairs["ci_lower"], pairs["ci_upper"], strict=True)
            ],
            "t": pairs["t"],
            "df": pairs["df"],
            "pvalue": pairs["pvalue"],
            "g": pairs["hedges_g"],
            f"g {percent}": [
                _plain(a, b) for a, b in zip(pairs["g_lower"], pairs["g_upper"], strict=True)
            ],
        }
    ).set_axis([f"{a} – {b}" for a, b in zip(pairs["a"], pairs["b"], strict=True)], axis=0)

    def draw(ax: Any) -> None:
        dots(
            ax,
            result.groups["mean"],
            lower=result.groups["ci_lower"],
            upper=result.groups["ci_upper"],
        )
        ax.set_xlabel(f"mean of {result.name}, {percent}")

    return View(
        title=f"{result.name} by {result.by}",
        claims=(
            (
                f"Welch’s F({say(test['df1'], 0)}, {say(test['df2'], 1)}) = "
                f"{say(test['F'], 2)}, {p}, "
                f"η² = {apa(test['eta2'])}, n = {say(result.n, 0)}."
            ),
            f"By Games–Howell {'; '.join(words)}."
            if words
            else "By Games–Howell no two groups differ beyond chance.",
            (
                "Respondents are taken as independent: with pupils of few schools the test is "
                "too sure."
            ),
        ),
        sheets=(
            Sheet(
                name="groups",
                caption=f"{result.name} by {result.by}",
                frame=result.groups,
                default=2,
                places={"n": 0},
                index=result.by,
            ),
            Sheet(
                name="pairs",
                caption="Differences between groups",
                frame=pairs,
                shown=shown,
                places={"pvalue": "p", "df": 1},
                default=2,
                headings={"diff": "Difference"},
                index="pair",
                notes=(
                    (
                        "p and interval of the difference: Games–Howell, over all pairs. g: "
                        "Hedges’ g with a noncentral t interval, each by itself."
                    ),
                ),
            ),
        ),
        draw=draw,
        size=(6.4, 1.1 + 0.34 * len(result.groups)),
    )


def _plain(low: float, high: float) -> str:
    return f"[{say(low, 2)}, {say(high, 2)}]"


@view.register
def _association(result: Association) -> View:
    percent = f"{say(100 * result.confidence, 0)}% CI"
    p = "p < .001" if result.pvalue < 0.001 else f"p = {apa(result.pvalue, 'p')}"
    frame = pd.DataFrame(
        {
            "r": [result.estimate],
            "ci_lower": [result.ci_lower],
            "ci_upper": [result.ci_upper],
            "df": [result.df],
            "pvalue": [result.pvalue],
            "n": [result.n],
        },
        index=[f"{result.x} – {result.y}"],
    )

    def draw(ax: Any) -> None:
        sns.regplot(
            result.points,
            x=result.x,
            y=result.y,
            ax=ax,
            seed=1,
            n_boot=200,
            scatter_kws={"s": 8, "alpha": 0.3, "color": UP},
            line_kws={"color": DOWN},
        )
        ax.set(xlabel=f"{result.x}, without {result.held}", ylabel=f"{result.y}, likewise")

    return View(
        title=f"{result.x} and {result.y}",
        claims=(
            (
                f"{result.x} and {result.y} correlate {apa(result.estimate)} without "
                f"{result.held}, "
                f"{percent} {apa_interval(result.ci_lower, result.ci_upper)}, df = "
                f"{say(result.df, 0)}, {p}, n = {say(result.n, 0)}."
            ),
            "A correlation says nothing of which comes first, nor of what else plays a part.",
        ),
        sheets=(
            Sheet(
                name="correlation",
                caption=f"Correlation without {result.held}",
                frame=frame,
                places={"df": 0, "pvalue": "p", "n": 0},
                default="b2",
                index="columns",
            ),
        ),
        draw=draw,
        size=(4.8, 4.2),
    )


#: What each statistic is of, and what the reader may take from its being lower or higher.
_BESIDE = {
    "alpha": ("Reliability (alpha) in this school beside the region", "scale"),
    "congruence": ("Factors in this school beside the region’s (congruence)", "factor"),
    "srmr": ("The region’s model in this school (SRMR)", "model"),
}


@view.register
def _beside(result: BesideRegion) -> View:
    table = result.estimates
    title, index = _BESIDE[result.statistic]
    share = say(100 * COVERED, 0)
    shown = pd.DataFrame(
        {
            "school": table["school"],
            "region": table["region"],
            f"{share}% of random groups": _intervals(table, "")
            if table["lower"].notna().any()
            else "",
            "verdict": table["verdict"],
        }
    )
    outside = {v: list(table.index[table["verdict"] == v]) for v in ("lower", "higher")}
    claims = [
        f"{name.capitalize()} than chance gives: {', '.join(map(str, rows))}."
        for name, rows in outside.items()
        if rows
    ]
    unsaid = int((table["verdict"] == "not to say").sum())
    if unsaid:
        claims.append(f"{unsaid} of {len(table)} cannot be told of {say(result.n, 0)} pupils.")
    if not claims:
        claims.append("Nothing differs more from the region than chance gives.")
    width = (table["upper"] - table["lower"]).max()
    if np.isfinite(width):
        claims.append(
            f"At {say(result.n, 0)} pupils {result.statistic} moves within {say(width, 2)} by "
            "chance alone: a smaller difference says nothing of this school."
        )

    def draw(ax: Any) -> None:
        rows = np.arange(len(table), dtype=np.float64)
        ax.hlines(rows, table["lower"], table["upper"], color=GREY, lw=6, alpha=0.6,
                  label=f"{share}% of random groups")  # fmt: skip
        dots(ax, table["region"], label="region", number=1)
        dots(ax, table["school"], label="school", number=0)
        ax.set_xlabel(result.statistic)
        legend(ax)

    return View(
        title=title,
        claims=tuple(claims),
        sheets=(
            Sheet(
                name="estimates",
                caption=title,
                frame=table,
                shown=shown,
                default="b2",
                index=index,
                notes=(
                    (
                        f"School: n = {say(result.n, 0)}. Random groups of as many of "
                        f"{say(result.n_others, 0)} other pupils; {say(result.n_draws, 0)} draws."
                    ),
                    *result.notes,
                ),
            ),
        ),
        draw=draw,
        size=(6.6, 1.3 + 0.42 * len(table)),
    )
