"""Which numbers of a result stand beside which of R's."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
import pandas as pd

import aspiratie as asp
from aspiratie.errors import ParameterError
from aspiratie.measurement.factors.efa import FactorAnalysis
from aspiratie.measurement.factors.retention import MapTest
from aspiratie.measurement.factors.suitability import Kmo, Sphericity
from aspiratie.measurement.invariance.sequence import InvarianceResult
from aspiratie.measurement.polychoric.matrix import PolychoricCorrelations
from aspiratie.measurement.reliability.alpha import Alpha
from aspiratie.measurement.reliability.omega import Omega
from aspiratie.measurement.sem.result import CfaResult
from aspiratie.research.beside_r.data import OpenData
from aspiratie.research.comparisons import MeanComparison
from aspiratie.schools.multilevel import IntraclassCorrelation

__all__ = ["compared", "computed", "statistic_of"]

_MEASURES = ("chisq", "df", "cfi", "tli", "rmsea", "srmr", "chisq.scaled", "df.scaled",
             "cfi.scaled", "rmsea.scaled", "cfi.robust", "rmsea.robust", "logl", "aic",
             "bic")  # fmt: skip


@singledispatch
def statistic_of(result: Any) -> tuple[str, dict[str, Any]]:
    """Return the name of a statistic and its numbers by R's names."""
    raise ParameterError(f"Nothing of R is stored beside a {type(result).__name__}.")


@statistic_of.register
def _alpha(result: Alpha) -> tuple[str, dict[str, Any]]:
    return "alpha", {
        "raw": result.estimate,
        "std": result.standardized,
        "average_r": result.average_correlation,
        "item_rest": result.item_rest.to_numpy(),
        "dropped": result.alpha_if_dropped.to_numpy(),
    }


@statistic_of.register
def _omega(result: Omega) -> tuple[str, dict[str, Any]]:
    return "omega", {"omega": result.estimate}


@statistic_of.register
def _kmo(result: Kmo) -> tuple[str, dict[str, Any]]:
    return "kmo", {"overall": result.overall, "items": result.items.to_numpy()}


@statistic_of.register
def _bartlett(result: Sphericity) -> tuple[str, dict[str, Any]]:
    return "bartlett", {"chisq": result.chisq, "df": result.dof}


@statistic_of.register
def _map(result: MapTest) -> tuple[str, dict[str, Any]]:
    # psych has no value for no component.
    return "map", {"map": result.values.to_numpy()[1:]}  # noqa: PD011 - a field


@statistic_of.register
def _efa(result: FactorAnalysis) -> tuple[str, dict[str, Any]]:
    return "efa", {
        "loadings": result.loadings.to_numpy().ravel(),
        "phi": result.phi.to_numpy().ravel(),
        "communalities": result.communalities.to_numpy(),
        "rms": result.fit["rms"],
        "chisq": result.fit["chisq"],
        "tli": result.fit["tli"],
        "rmsea": result.fit["rmsea"],
    }


@statistic_of.register
def _polychoric(result: PolychoricCorrelations) -> tuple[str, dict[str, Any]]:
    return "polychoric", {"rho": result.correlations.to_numpy().ravel()}


@statistic_of.register
def _cfa(result: CfaResult) -> tuple[str, dict[str, Any]]:
    name = {"WLSMV": "wlsmv", "MLR": "mlr"}.get(result.estimator, result.estimator)
    loadings = result.estimates.loc[result.estimates["op"] == "=~"]
    fit = {name: float(value) for name, value in result.fit.items() if name in _MEASURES}
    return name, {
        "fit": fit,
        "loadings": loadings["est"].to_numpy(),
        "se": loadings["se"].fillna(0.0).to_numpy(),
        "std": loadings["std_all"].to_numpy(),
    }


@statistic_of.register
def _invariance(result: InvarianceResult) -> tuple[str, dict[str, Any]]:
    steps = result.steps.loc[["configural", "metric", "scalar"], ["chisq", "df", "cfi", "rmsea"]]
    return "invariance", {"steps": steps.to_numpy().ravel()}


@statistic_of.register
def _welch(result: MeanComparison) -> tuple[str, dict[str, Any]]:
    test = result.test
    return "welch", {"F": test["F"], "df2": test["df2"], "p": test["pvalue"]}


@statistic_of.register
def _icc(result: IntraclassCorrelation) -> tuple[str, dict[str, Any]]:
    return "icc", {"tau2": result.tau2, "sigma2": result.sigma2, "mean": result.mean}


def computed(data: OpenData) -> dict[str, Any]:
    """Compute every statistic that R has for a data set.

    Parameters
    ----------
    data : OpenData

    Returns
    -------
    dict of str to result
    """
    items, k = data.items, len(data.scales)
    score = items.mean(axis=1).rename("score")
    makers: dict[str, Any] = {
        "alpha": lambda: asp.cronbach_alpha(items),
        "omega": lambda: asp.omega(items, ordinal=data.ordinal, n_boot=0, progress=False),
        "kmo": lambda: asp.kmo(items, correlation="pearson"),
        "bartlett": lambda: asp.bartlett_sphericity(items, correlation="pearson"),
        "map": lambda: asp.map_test(items, correlation="pearson"),
        "efa": lambda: asp.efa(items, k, correlation="pearson"),
        "polychoric": lambda: asp.polychoric(items),
        "wlsmv": lambda: asp.cfa(items, data.model),
        "mlr": lambda: asp.cfa(items, data.model, estimator="MLR"),
        "invariance": lambda: asp.measurement_invariance(
            items, data.model, group=data.group, ordinal=False
        ),
        "welch": lambda: asp.compare_means(score, _labels(data.group)),
        "icc": lambda: asp.icc(score, _labels(data.cluster)),
    }
    return {name: makers[name]() for name in data.r}


def _labels(column: pd.Series | None) -> pd.Series:
    if column is None:
        raise ParameterError("These open data have no such column.")
    return column


def compared(result: Any, data: OpenData) -> pd.DataFrame:
    """Set the numbers of a result beside R's.

    Parameters
    ----------
    result : result
        Of a function that R has a counterpart of, on ``data.items``.
    data : OpenData

    Returns
    -------
    DataFrame
        A row a number: ``r``, ``aspiratie`` and ``difference``.

    Raises
    ------
    ParameterError
        If R's numbers of this statistic are not stored for these data.
    """
    name, ours = statistic_of(result)
    if name not in data.r:
        raise ParameterError(
            f"For {data.name} nothing of R is stored beside {name}. Stored: {', '.join(data.r)}."
        )
    rows: dict[str, tuple[float, float]] = {}
    for key, theirs in data.r[name].items():
        if key == "call":
            continue
        own = ours[key]
        if isinstance(theirs, dict):
            rows |= {
                part: (float(value), float(own[part]))
                for part, value in theirs.items()
                if part in own and isinstance(value, int | float)
            }
            continue
        left, right = np.atleast_1d(theirs).astype(float), np.atleast_1d(own).astype(float)
        size = min(len(left), len(right))
        labels = [key] if size == 1 else [f"{key} {place + 1}" for place in range(size)]
        rows |= dict(zip(labels, zip(left[:size], right[:size], strict=True), strict=True))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["r", "aspiratie"])
    frame.index.name = "number"
    return frame.assign(difference=frame["aspiratie"] - frame["r"])
