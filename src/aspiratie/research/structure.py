"""How many factors, which, and which model of them: exploring and comparing structures."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aspiratie.codebook.structure import factor_models
from aspiratie.display.fragment import Fragment
from aspiratie.errors import EstimationError, ParameterError
from aspiratie.measurement.factors.efa import FactorAnalysis, efa
from aspiratie.measurement.factors.retention import RetentionSummary, retention_summary
from aspiratie.measurement.factors.suitability import bartlett_sphericity, kmo
from aspiratie.measurement.polychoric.matrix import PolychoricCorrelations, polychoric
from aspiratie.measurement.sem.cfa import CfaResult
from aspiratie.measurement.sem.compare_models import ModelComparison, compare_models
from aspiratie.research.cells import research_table, say
from aspiratie.research.figure import Figure
from aspiratie.research.figures import correlation_heatmap, loading_plot
from aspiratie.research.paths import path_diagram
from aspiratie.research.progress import passing_bar
from aspiratie.research.study import Study, gathered
from aspiratie.research.tables import suitability_table

__all__ = [
    "Structures",
    "compare_structures",
    "correlation_figure",
    "correlations_of",
    "explore_factors",
    "loading_figure",
    "model_of",
    "number_of_factors",
    "path_figure",
    "suitability",
    "target_table",
]

#: Models are drawn and inspected by preference in this order.
_PREFERRED = ("second_order", "conditions", "principles", "one_factor")


@dataclass(frozen=True, eq=False, kw_only=True)
class Structures:
    """Models of the codebook side by side.

    Parameters
    ----------
    comparison : ModelComparison
        Of :func:`aspiratie.measurement.sem.compare_models.compare_models`.
    models : dict of str to str
        Their texts.
    seconds : float
        Spent.
    """

    comparison: ModelComparison
    models: dict[str, str]
    seconds: float

    def __repr__(self) -> str:
        return f"<Structures: {len(self.models)} models, {len(self.comparison.models)} solved>"


def correlations_of(study: Study) -> PolychoricCorrelations:
    """Estimate the polychoric correlations of all items.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    """
    with gathered():  # their problems stand in the result
        return polychoric(
            study.items,
            missing="listwise" if _listwise(study) else "pairwise",
            weights=study.weights,
        )


def _listwise(study: Study) -> bool:
    return study.missing == "listwise"


def correlation_figure(study: Study, correlations: PolychoricCorrelations) -> Figure:
    """Draw the correlations, scale by scale.

    Parameters
    ----------
    study, correlations
        The study and its :func:`correlations_of`.
    """
    blocks = [len(members) for members in study.scales.values()]
    return correlation_heatmap(correlations, blocks=blocks)


def suitability(correlations: PolychoricCorrelations) -> Fragment:
    """Show KMO and Bartlett's test of the correlations.

    Parameters
    ----------
    correlations : PolychoricCorrelations
        Of :func:`correlations_of`; n is that of the pair with the fewest respondents.
    """
    n = int(correlations.n_pairs.to_numpy().min())
    matrix = correlations.correlations
    try:
        return suitability_table(
            kmo(None, correlation=matrix, n_obs=n),
            bartlett_sphericity(None, correlation=matrix, n_obs=n),
        )
    except EstimationError as error:
        return research_table(
            "Is there something to analyse?",
            pd.DataFrame({"value": ["not defined"]}, index=["KMO and Bartlett's test"]),
            notes=[str(error)],
        )


def number_of_factors(
    study: Study, *, n_draws: int = 200, quantile: float = 0.95, seed: int = 1
) -> RetentionSummary:
    """Ask several rules for the number of factors, on polychoric correlations.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    n_draws, quantile, seed
        Of the parallel analysis; it shows a progress bar after two seconds.
    """
    with gathered(), passing_bar():
        return retention_summary(
            study.items,
            n_draws=n_draws,
            quantile=quantile,
            seed=seed,
            missing="listwise" if _listwise(study) else "pairwise",
        )


def explore_factors(study: Study, *, n_factors: int = 0, seed: int = 1) -> FactorAnalysis:
    """Find factors without saying which items belong together.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    n_factors : int
        0 for as many as there are scales.
    seed : int
        Of the rotation's starts.
    """
    with gathered():
        return efa(
            study.items,
            n_factors or len(study.scales),
            missing="listwise" if _listwise(study) else "pairwise",
            weights=study.weights,
            seed=seed,
        )


def loading_figure(analysis: FactorAnalysis) -> Figure:
    """Draw the loadings, with marks at .30 and .40.

    Parameters
    ----------
    analysis : FactorAnalysis
        Of :func:`explore_factors`.
    """
    return loading_plot(analysis, name=f"loadings-{analysis.n_factors}")


def target_table(study: Study, analysis: FactorAnalysis) -> Fragment:
    """Set the factors that were found beside the scales that were meant.

    Tucker's congruence of a factor's loadings with a target that is 1 for the scale's
    items and 0 for others: the sum of the scale's loadings over the root of its number of
    items times the factor's sum of squares.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    analysis : FactorAnalysis
        Of :func:`explore_factors`.
    """
    loadings = analysis.loadings
    primary = loadings.abs().idxmax(axis=1)
    rows: dict[str, dict[str, object]] = {}
    for scale, members in study.scales.items():
        sums = loadings.loc[members].sum() / np.sqrt(len(members) * (loadings**2).sum())
        best = str(sums.abs().idxmax())
        own = loadings.loc[members, best]
        strangers = [i for i in loadings.index if i not in members and primary[i] == best]
        rows[scale] = {
            "factor": best,
            "congruence": abs(float(sums[best])),
            "items there": int((primary[members] == best).sum()),
            "of": len(members),
            "mean loading": float(own.mean()),
            "others there": ", ".join(map(str, strangers)) or "none",
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    shared = int(table["factor"].duplicated(keep=False).sum())
    return research_table(
        f"{analysis.n_factors} factors found beside {len(rows)} scales meant",
        table,
        places={"items there": 0, "of": 0, "congruence": 2, "mean loading": 2},
        notes=[
            f"{shared} scales share their factor with another."
            if shared
            else "Every scale has a factor of its own.",
            (
                "items there: items of the scale whose largest loading is on that factor. "
                "Congruence from .85 is customarily called fair and from .95 equal (Lorenzo-Seva & "
                "ten Berge 2006, https://doi.org/10.1027/1614-2241.2.2.57); a target of ones and "
                "zeros rarely reaches the last."
            ),
        ],
        index="scale",
    )


def compare_structures(study: Study, *, models: str = "") -> Structures:
    """Fit the models that the codebook implies to the same respondents.

    Standard errors and tests allow for pupils of one school being alike (from ten schools on)
    and for weights, where the codebook has them.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`; with two scales or more,
        each of a principle.
    models : str
        Names of some of them with spaces between; "" for all.

    Returns
    -------
    Structures
    """
    started = time.perf_counter()
    known = factor_models(study.codebook)
    asked = models.replace(",", " ").split()
    wrong = [name for name in asked if name not in known]
    if wrong:
        raise ParameterError(f"There is no model {', '.join(wrong)}. Models: {', '.join(known)}.")
    chosen = {name: text for name, text in known.items() if not asked or name in asked}
    with gathered():
        comparison = compare_models(
            study.items,
            chosen,
            missing="listwise" if _listwise(study) else "pairwise",
            cluster=study.cluster,
            weights=study.weights,
        )
    return Structures(comparison=comparison, models=chosen, seconds=time.perf_counter() - started)


def model_of(structures: Structures, *, model: str = "") -> CfaResult:
    """Return one of the fits.

    Parameters
    ----------
    structures : Structures
        Of :func:`compare_structures`.
    model : str
        Its name; "" for the second-order one, or the next that has a solution.

    Raises
    ------
    ParameterError
        If there is no such model, or none has a solution.
    """
    solved = structures.comparison.models
    named = [model] if model else [name for name in _PREFERRED if name in solved]
    if not named or named[0] not in solved:
        raise ParameterError(
            f"The model {model or 'asked for'} has no solution here. "
            f"With a solution: {', '.join(solved) or 'none'}."
        )
    return solved[named[0]]


def path_figure(structures: Structures, *, model: str = "") -> Figure:
    """Draw one of the models.

    Parameters
    ----------
    structures : Structures
        Of :func:`compare_structures`.
    model : str
        As in :func:`model_of`.
    """
    fit = model_of(structures, model=model)
    name = next(n for n, f in structures.comparison.models.items() if f is fit)
    srmr = say(fit.fit["srmr"])
    title = f"Model {name.replace('_', ' ')} (srmr {srmr})"
    return path_diagram(fit, name=f"paths-{name}", title=title)
