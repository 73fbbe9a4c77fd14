"""The same numbers side by side, and the largest difference of each statistic."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Fragment, el
from aspiratie.errors import AspiratieWarning
from aspiratie.research.beside_r.data import OpenData, open_data, open_names, versions
from aspiratie.research.beside_r.numbers import compared, computed, statistic_of
from aspiratie.research.cells import research_table, section

__all__ = ["beside_r", "validation"]


def beside_r(result: Any, data: OpenData) -> Fragment:
    """Show a result's numbers beside those of R, with the R call.

    Parameters
    ----------
    result : result
        On ``data.items``.
    data : OpenData
        Of :func:`open_data`.

    Returns
    -------
    Fragment

    Raises
    ------
    ParameterError
        If R's numbers of this statistic are not stored for these data.
    """
    frame = compared(result, data)
    call = data.r[statistic_of(result)[0]]["call"]
    largest = float(frame["difference"].abs().max())
    packages = ", ".join(f"{name} {version}" for name, version in versions().items())
    shown = frame.assign(difference=[f"{value:.1e}" for value in frame["difference"]])
    return section(
        el("p", "In R: ", el("code", call)),
        research_table(
            f"{type(result).__name__} beside R",
            shown,
            default=6,
            notes=[f"Largest difference {largest:.1e}. {data.source}; {packages}."],
            mark="",
        ),
    )


def validation() -> pd.DataFrame:
    """Compute every statistic on every open data set and compare it with R.

    Returns
    -------
    DataFrame
        A row a data set and statistic: ``data``, ``source``, ``n``, ``statistic``, ``call``,
        ``numbers`` (how many are compared), ``largest`` absolute difference, and ``relative``:
        the largest over the size of the number, where that is above one.
    """
    rows = []
    for name in open_names():
        data = open_data(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AspiratieWarning)  # they stand in the results
            results = computed(data)
        for statistic, result in results.items():
            frame = compared(result, data)
            size = np.maximum(1.0, frame["r"].abs())
            rows.append(
                {
                    "data": name,
                    "source": data.source,
                    "n": len(data.items),
                    "statistic": statistic,
                    "call": data.r[statistic]["call"],
                    "numbers": len(frame),
                    "largest": float(frame["difference"].abs().max()),
                    "relative": float((frame["difference"].abs() / size).max()),
                }
            )
    return pd.DataFrame(rows)
