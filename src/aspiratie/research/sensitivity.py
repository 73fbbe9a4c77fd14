"""Would other rules have given other results? Missing, careless and reversed answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from aspiratie.errors import AspiratieError
from aspiratie.measurement.reliability.alpha import cronbach_alpha
from aspiratie.measurement.scores import scale_scores
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.compare_models import best_kind
from aspiratie.research.gathering import gathered
from aspiratie.research.progress import watched
from aspiratie.research.study import Study
from aspiratie.viewable import Viewable

__all__ = ["Sensitivity", "sensitivity"]

_FEWEST_ITEMS = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class Sensitivity(Viewable):
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
    """

    means: pd.DataFrame
    n: pd.DataFrame
    alphas: pd.DataFrame
    fit: pd.DataFrame
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Sensitivity({len(self.means)} scales under {len(self.fit)} rules)"


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
