"""The models whose lavaan syntax is tried in R: one of each kind of parameter.

``python tests/reference/to_lavaan_models.py FOLDER`` writes a script a model for to_lavaan.R.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import aspiratie as asp
from aspiratie.measurement.sem.result import CfaResult

HERE = Path(__file__).parent
TWO = "F =~ i1 + i2 + i3\nG =~ i4 + i5 + i6"
ESEM = 'efa("b")*F + efa("b")*G =~ i1 + i2 + i3 + i4 + i5 + i6'
TARGET = pd.DataFrame(
    {"F": [np.nan] * 3 + [0.0] * 3, "G": [0.0] * 3 + [np.nan] * 3},
    index=[f"i{k}" for k in range(1, 7)],
)
OF = {"data": "answers", "group": "school", "cluster": "school"}


def answers() -> pd.DataFrame:
    """Two factors of three ordinal items in two schools."""
    return pd.read_csv(HERE / "to_lavaan.csv")


def models(data: pd.DataFrame) -> dict[str, CfaResult]:
    """Return the fits, one of each kind of parameter."""
    data = data.assign(z=(data["school"] == "zuid") * 1.0)
    single = {
        "mimic": asp.cfa(data, TWO + "\nF ~ z\nG ~ z"),
        "esem": asp.esem(data, ESEM, estimator="ML"),
        "esem_target": asp.esem(data, ESEM, rotation="target", target=TARGET),
        "wlsmv": asp.cfa(data, TWO),
        "theta": asp.cfa(data, TWO, parameterization="theta"),
        "ml": asp.cfa(data, TWO, estimator="ML"),
        "mlr_fiml": asp.cfa(data, TWO, estimator="MLR", missing="fiml"),
        "labels": asp.cfa(data, TWO.replace("i2", "a*i2").replace("i3", "a*i3") + "\ni1 ~~ i4"),
        "fixed_variance": asp.cfa(data, "F =~ NA*i1 + i2 + i3 + i4\nF ~~ 1*F\ni1 ~~ i2"),
        "scalar": asp.cfa(
            data, TWO, estimator="MLR", group="school", group_equal=["loadings", "intercepts"]
        ),
    }
    weighted = data.assign(weights=1.0 + np.arange(len(data)) % 3, z=data["z"])
    single |= {
        "esem_weights": asp.esem(
            weighted, f"{ESEM}\nF ~ z\nG ~ z\ni1 ~~ i4", weights="weights", rotation="oblimin"
        ),
        "esem_mixed": asp.esem(data, ESEM, ordered=["i1", "i2", "i3"]),
    }
    whole = data.dropna(subset=["i6"])  # lavaan leaves these rows out without a word
    single |= {
        "covariate": asp.cfa(whole, "F =~ i1 + i2 + i3 + i4\nF ~ g*i6\ni1 ~ d*i6\nboth := d + 2*g"),
        "covariate_ml": asp.cfa(whole, "F =~ i1 + i2 + i3 + i4\nF ~ i6\ni1 ~ i6", estimator="MLR"),
        "mixed": asp.cfa(data, TWO, ordered=["i1", "i2", "i3", "i4"]),
        "second_order": asp.cfa(data, "F =~ i1 + i2 + i3\nG =~ i4 + i5 + i6\nH =~ F + 1*G"),
    }
    steps = asp.measurement_invariance(data, TWO, group="school").models
    return single | {f"steps_{name}": model for name, model in steps.items()}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, fit in models(answers()).items():
        (folder / f"{name}.R").write_text(fit.to_lavaan(**OF), encoding="utf-8")
