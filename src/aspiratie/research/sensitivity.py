"""Would other rules have given other results? Missing, careless and reversed answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from aspiratie.display.fragment import Fragment
from aspiratie.errors import AspiratieError
from aspiratie.measurement.reliability.alpha import cronbach_alpha
from aspiratie.measurement.scores import scale_scores
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.compare_models import best_kind
from aspiratie.research.cells import research_table, say, section
from aspiratie.research.progress import watched
from aspiratie.research.study import Study, gathered

__all__ = ["Sensitivity", "sensitivity", "sensitivity_table"]

_FEWEST_ITEMS = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class Sensitivity:
    """The same results under other rules.

    Parameters
    ----------
    means, n, alphas : DataFrame
        A row a scale, a column a rule: mean score, respondents with a score, alpha.
    fit : DataFrame
        A row a rule: ``n``, ``cfi``, ``rmsea``, ``srmr`` of the model of correlated scales and
        the ``indices`` taken; NaN where it has no solution.
    notes : tuple of str
        Why there is none.
    seconds : float
        Spent.
    """

    means: pd.DataFrame
    n: pd.DataFrame
    alphas: pd.DataFrame
    fit: pd.DataFrame
    notes: tuple[str, ...]
    seconds: float

    def __repr__(self) -> str:
        return f"<Sensitivity: {len(self.means)} scales under {len(self.fit)} rules>"


def _variants(study: Study) -> Iterator[tuple[str, Study, float]]:
    """Yield each rule's name, the study under it and the share of items that a score needs."""
    yield "as chosen", study, 0.5
    yield "complete answers only", replace(study, missing="listwise"), 1.0
    flagged = study.answers.careless["flagged"].to_numpy()
    if flagged.any():
        kept = study.items.loc[~flagged]
        yield "careless left out", replace(study, items=kept), 0.5
    turned = {f.name for f in study.codebook.items if f.reversed and f.name in study.items}
    if turned and any(turned < set(of) or turned & set(of) for of in study.scales.values()):
        items = study.items.drop(columns=sorted(turned))
        yield "without reversed items", replace(study, items=items), 0.5


def sensitivity(study: Study) -> Sensitivity:
    """Score, estimate and fit again under other rules.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.

    Returns
    -------
    Sensitivity
        Rules: as chosen (a score needs half of the items); complete answers only; without
        respondents flagged as careless; without reversed items.
    """
    started = time.perf_counter()
    means: dict[str, dict[str, float]] = {}
    counts: dict[str, dict[str, float]] = {}
    alphas: dict[str, dict[str, float]] = {}
    fit: dict[str, dict[str, object]] = {}
    notes: list[str] = []
    with gathered():
        for rule, other, needed in watched(_variants(study), "sensitivity"):
            means[rule], counts[rule], alphas[rule] = {}, {}, {}
            lines = []
            for scale, members in study.scales.items():
                left = [m for m in members if m in other.items]
                if len(left) < _FEWEST_ITEMS:
                    notes.append(f"{rule}: {scale} has fewer than two items left.")
                    continue
                scored = scale_scores(other.items[left], min_answered=needed)
                means[rule][scale] = float(scored.scores.mean())
                counts[rule][scale] = float(scored.n_scored)
                try:
                    alphas[rule][scale] = cronbach_alpha(
                        other.items[left], weights=other.weights
                    ).estimate
                except AspiratieError as error:
                    notes.append(f"{rule}, {scale}: {error}")
                lines.append(f"{scale} =~ {' + '.join(left)}")
            fit[rule] = _fit(other, "\n".join(lines), rule, notes)
    scales = list(study.scales)
    return Sensitivity(
        means=pd.DataFrame(means).reindex(scales),
        n=pd.DataFrame(counts).reindex(scales),
        alphas=pd.DataFrame(alphas).reindex(scales),
        fit=pd.DataFrame.from_dict(fit, orient="index"),
        notes=tuple(notes),
        seconds=time.perf_counter() - started,
    )


def _fit(study: Study, model: str, rule: str, notes: list[str]) -> dict[str, object]:
    nothing = float("nan")
    row: dict[str, object] = {"n": nothing, "cfi": nothing, "rmsea": nothing, "srmr": nothing}
    row["indices"] = ""
    try:
        found = cfa(
            study.items,
            model,
            missing="listwise" if study.missing == "listwise" else "pairwise",
            cluster=study.cluster,
            weights=study.weights,
        )
    except AspiratieError as error:
        notes.append(f"{rule}, model of correlated scales: {error}")
        return row
    kind = best_kind(found.fit)
    row |= {"n": found.n, "srmr": float(found.fit["srmr"]), "indices": kind.strip(".") or "plain"}
    row |= {name: float(found.fit[f"{name}{kind}"]) for name in ("cfi", "rmsea")}
    notes += [f"{rule}: {problem}" for problem in found.problems]
    return row


def sensitivity_table(result: Sensitivity) -> Fragment:
    """Show how much the results depend on the rules.

    Parameters
    ----------
    result : Sensitivity
        Of :func:`sensitivity`.
    """
    shift = result.means.sub(result.means["as chosen"], axis=0).abs()
    change = result.alphas.sub(result.alphas["as chosen"], axis=0).abs()
    told = (
        f"The rules move a mean score by at most {say(float(shift.max().max()), 2)} point and an "
        f"alpha by at most {say(float(change.max().max()), 2)}."
    )
    least = ", ".join(f"{rule} {say(float(result.n[rule].min()), 0)}" for rule in result.n)
    return section(
        research_table(
            "Mean score of each scale",
            result.means,
            default=2,
            index="scale",
            notes=[told, f"Respondents with a score, fewest of any scale: {least}."],
        ),
        research_table("Alpha (complete answers of the scale)", result.alphas, index="scale"),
        research_table(
            "Fit of the model of correlated scales",
            result.fit,
            places={"n": 0},
            index="rule",
            notes=list(result.notes),
        ),
    )
