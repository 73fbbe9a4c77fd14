"""From differences in fit to words: which comparisons the data allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aspiratie.measurement.invariance.steps import Step
from aspiratie.measurement.sem.result import CfaResult

__all__ = ["Rule", "Search", "choose_rule", "judge", "verdict_text"]

_MEANING = {
    "configural": "the same items belong together in each group",
    "thresholds": "the answers are used alike",
    "loadings": "relations with other variables (correlations, regressions) may be compared",
    "metric": "relations with other variables (correlations, regressions) may be compared",
    "second-order loadings": "relations of the higher factor with other variables may be compared",
    "intercepts": "factor means may be compared",
    "second-order intercepts": "means of the higher factor may be compared",
    "scalar": "factor means may be compared",
    "strict": "observed scale scores may be compared too",
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Cut-offs of a step, and where they come from."""

    cfi: float
    rmsea: dict[str, float]
    text: str
    source: str

    def step_holds(self, kind: str, cfi: float, rmsea: float) -> bool:
        """Whether a step lowers the fit by no more than the rule allows."""
        limit = self.rmsea.get(kind, self.rmsea[""])
        return bool(cfi >= -self.cfi and rmsea <= limit)

    def structure_holds(self, cfi: float, rmsea: float, srmr: float) -> bool:
        """Whether the configural model fits at all: CFI, RMSEA and SRMR in the usual bounds."""
        return bool(cfi >= 0.90 and rmsea <= 0.08 and srmr <= 0.10)


@dataclass(frozen=True, eq=False, kw_only=True)
class Search:
    """Items at which a step breaks, in the order in which they were let go."""

    tests: pd.DataFrame
    released: tuple[str, ...]
    partial: CfaResult | None


def choose_rule(n_groups: int, *, ordinal: bool) -> Rule:
    """Chen (2007), or with ten groups and more Rutkowski and Svetina (2014, 2017)."""
    fits = (
        " The configural model counts as fitting with CFI >= .90, RMSEA <= .08 and SRMR <= .10, "
        "lenient bounds by convention."
    )
    if n_groups < 10:
        return Rule(
            cfi=0.010,
            rmsea={"": 0.015},
            text="A step holds if CFI falls by no more than .010 and RMSEA rises by no more "
            "than .015." + fits,
            source="Chen (2007), https://doi.org/10.1080/10705510701301834; derived for "
            "maximum likelihood" + (", lenient for ordinal items." if ordinal else "."),
        )
    if ordinal:
        return Rule(
            cfi=0.004,
            rmsea={"": 0.050, "intercepts": 0.010},
            text="A step holds if CFI falls by no more than .004 and RMSEA rises by no more "
            "than .050 (intercepts: .010)." + fits,
            source="Rutkowski & Svetina (2017), https://doi.org/10.1080/08957347.2016.1243540; "
            "for many groups.",
        )
    return Rule(
        cfi=0.020,
        rmsea={"": 0.030, "intercepts": 0.010, "residuals": 0.010},
        text="A step holds if CFI falls by no more than .020 and RMSEA rises by no more than "
        ".030 (intercepts and residuals: .010)." + fits,
        source="Rutkowski & Svetina (2014), https://doi.org/10.1177/0013164413498257; "
        "for many groups.",
    )


def judge(table: pd.DataFrame) -> tuple[str, str]:
    """Last step that holds with all before it, and the first that does not."""
    level = ""
    for name, holds in table["holds"].items():
        if not holds:
            return level, str(name)
        level = str(name)
    return level, ""


def verdict_text(
    table: pd.DataFrame,
    level: str,
    failed: str,
    search: Search,
    rule: Rule,
    steps: Sequence[Step],
) -> str:
    """May these groups be compared, and on what."""
    sentences = [_headline(level, failed, [step.name for step in steps])]
    if failed:
        sentences.append(_reason(table, failed))
        if level:
            sentences.append(_culprits(search))
    sentences = [sentence for sentence in sentences if sentence]
    sentences.append(f"Rule: {rule.text} Source: {rule.source}")
    sentences.append("Cut-offs are conventions; see also the difference tests in the table.")
    return " ".join(sentences)


def _culprits(search: Search) -> str:
    if not search.released:
        return ""
    items = search.released
    shown = ", ".join(items[:6]) + (f" and {len(items) - 6} more" if len(items) > 6 else "")
    if search.partial is None:
        return (
            f"Letting go the items that differ most ({shown}) is not enough for the step to hold."
        )
    return (
        f"With the items that differ most let go ({shown}) the step holds: partial invariance, "
        "which allows the comparison in a model that frees them, not on sum scores."
    )


def _headline(level: str, failed: str, names: list[str]) -> str:
    if not level:
        return (
            "These groups cannot be compared with this model: it does not fit the groups "
            "themselves, so equality of its parameters says nothing."
        )
    if not failed:
        last = names[-1]
        means = "scalar" if last == "strict" else last
        return (
            f"These groups may be compared: {_MEANING[means]}"
            + (f", and {_MEANING['strict']}" if last == "strict" else "")
            + f". All steps hold, up to {last}."
        )
    if level in ("configural", "thresholds"):
        return (
            "These groups may not be compared on scores: "
            f"{_MEANING[level]}, but the step to {failed} fails."
        )
    if level in ("loadings", "metric", "second-order loadings"):
        return (
            f"These groups may be compared in part: {_MEANING[level]}, means may not "
            f"(the step to {failed} fails)."
        )
    higher = "means of the higher factor may not be" if failed.startswith("second") else ""
    return (
        f"These groups may be compared: {_MEANING[level]}; "
        f"{higher or 'observed scale scores only with care'} (the step to {failed} fails)."
    )


def _reason(table: pd.DataFrame, failed: str) -> str:
    row = table.loc[failed]
    if pd.isna(row["chisq"]):
        return f"The model of the step {failed} has no solution."
    kind = "" if row["indices"] == "plain" else f" ({row['indices']})"
    if pd.isna(row["cfi.diff"]):
        suffix = "" if row["indices"] == "plain" else f".{row['indices']}"
        return (
            f"Fit{kind}: CFI {row[f'cfi{suffix}']:.3f}, RMSEA {row[f'rmsea{suffix}']:.3f}, "
            f"SRMR {row['srmr']:.3f}."
        )
    test = ""
    if np.isfinite(row["pvalue.diff"]):
        chance = row["pvalue.diff"]
        shown = "< .001" if chance < 0.001 else f"= {chance:.3f}"
        test = f"; difference test {row['chisq.diff']:.1f} on {int(row['df.diff'])} df, p {shown}"
    return f"Change in fit{kind}: CFI {row['cfi.diff']:+.3f}, RMSEA {row['rmsea.diff']:+.3f}{test}."
