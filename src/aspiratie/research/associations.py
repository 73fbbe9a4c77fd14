"""Correlations beyond two columns: partial, and within persons; by pingouin."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.viewable import Viewable

__all__ = ["Association", "partial_correlation", "repeated_correlation"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Association(Viewable):
    """A correlation of two columns from which something else was taken out.

    Parameters
    ----------
    estimate : float
        The correlation.
    ci_lower, ci_upper : float
        Bounds of Fisher's interval.
    confidence : float
        Coverage of the interval.
    pvalue : float
        Of the test that it is zero.
    df : int
        Degrees of freedom.
    n : int
        Rows; of repeated measures all of all subjects.
    x, y : str
        The columns.
    held : str
        What was taken out.
    points : DataFrame
        Both columns after it was taken out; for the drawing.
    """

    estimate: float
    ci_lower: float
    ci_upper: float
    confidence: float
    pvalue: float
    df: int
    n: int
    x: str
    y: str
    held: str
    points: pd.DataFrame = field(repr=False)

    def __repr__(self) -> str:
        return (
            f"Association({self.x} with {self.y} | {self.held}: {self.estimate:.3f} "
            f"[{self.ci_lower:.3f}, {self.ci_upper:.3f}], n={self.n})"
        )


def _chosen(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    absent = [c for c in columns if c not in frame.columns]
    if absent:
        raise ParameterError(f"The frame has no columns {', '.join(absent)}.")
    if len(set(columns)) < len(columns):
        raise ParameterError("Each column can stand in one place only.")
    return frame[list(columns)].dropna()


def _interval(r: float, free: float, confidence: float) -> tuple[float, float]:
    """Return Fisher's interval; pingouin rounds its own to two decimals."""
    if free <= 0 or not abs(r) < 1:
        return float("nan"), float("nan")
    half = float(stats.norm.ppf((1 + confidence) / 2)) / np.sqrt(free)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def partial_correlation(
    frame: pd.DataFrame,
    x: str,
    y: str,
    covariates: Sequence[str],
    *,
    method: Literal["pearson", "spearman"] = "pearson",
    confidence: float = 0.95,
) -> Association:
    r"""Correlate two columns after the covariates were taken out of both.

    The correlation of the residuals of both on the covariates (of their ranks, for Spearman),
    with :math:`n - k - 2` degrees of freedom and Fisher's interval,
    :math:`\tanh(\operatorname{artanh} r \pm z / \sqrt{n - k - 3})`.

    Parameters
    ----------
    frame : DataFrame, shape (n_respondents, n_columns)
        Rows with all columns are used.
    x, y : str
        The columns.
    covariates : sequence of str
        Numeric columns.
    method : {"pearson", "spearman"}
    confidence : float
        Coverage of the interval.

    Returns
    -------
    Association

    Raises
    ------
    ParameterError
        If a column is not there, or stands in two places.
    EstimationError
        If there are too few rows, or a column does not vary.

    References
    ----------
    Fisher, R. A. (1924). The distribution of the partial correlation coefficient. Metron, 3,
    329-332.

    Notes
    -----
    In R: ``ppcor::pcor.test``.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> z = rng.normal(size=200)
    >>> both = pd.DataFrame({"z": z, "x": z + rng.normal(size=200), "y": z + rng.normal(size=200)})
    >>> bool(abs(partial_correlation(both, "x", "y", ["z"]).estimate) < both["x"].corr(both["y"]))
    True
    """
    import pingouin

    others = list(covariates)
    if not others:
        raise ParameterError("`covariates` names no column; without any use DataFrame.corr().")
    data = _chosen(frame, [x, y, *others]).astype(float)
    df = len(data) - len(others) - 2
    if df < 1 or not (data.std() > 0).all():
        raise EstimationError("Too few rows, or a column that does not vary.")
    found = pingouin.partial_corr(data, x=x, y=y, covar=others, method=method).iloc[0]
    used = data.rank() if method == "spearman" else data
    design = np.column_stack([np.ones(len(used)), used[others]])
    fitted = design @ np.linalg.lstsq(design, used[[x, y]].to_numpy(), rcond=None)[0]
    r = float(found["r"])
    low, high = _interval(r, df - 1, confidence)
    return Association(
        estimate=r,
        ci_lower=low,
        ci_upper=high,
        confidence=confidence,
        pvalue=float(found["p_val"]),
        df=df,
        n=len(data),
        x=x,
        y=y,
        held=", ".join(others),
        points=used[[x, y]] - fitted,
    )


def repeated_correlation(
    frame: pd.DataFrame, x: str, y: str, subject: str, *, confidence: float = 0.95
) -> Association:
    r"""Correlate two columns within subjects who were measured several times.

    One slope for all and a level for each subject (analysis of covariance);
    :math:`r = \pm\sqrt{SS_x / (SS_x + SS_e)}` with :math:`N - s - 1` degrees of freedom.

    Parameters
    ----------
    frame : DataFrame
        A row a measurement; rows with all three columns are used.
    x, y : str
        The columns.
    subject : str
        Whose measurement it is: a pupil over waves, or a school over waves.
    confidence : float
        Coverage of the interval.

    Returns
    -------
    Association

    Raises
    ------
    ParameterError
        If a column is not there.
    EstimationError
        If there are fewer than three subjects, or nothing varies within them.

    References
    ----------
    Bakdash, J. Z., & Marusich, L. R. (2017). Repeated measures correlation. Frontiers in
    Psychology, 8, 456. https://doi.org/10.3389/fpsyg.2017.00456

    Notes
    -----
    In R: ``rmcorr::rmcorr``.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> who = np.repeat(np.arange(20), 4)
    >>> x = rng.normal(size=80) - 2.0 * who
    >>> y = x + 3.0 * who + 0.5 * rng.normal(size=80)
    >>> waves = pd.DataFrame({"school": who, "x": x, "y": y})
    >>> found = repeated_correlation(waves, "x", "y", "school")
    >>> found.df, bool(found.estimate > 0.8), bool(waves["x"].corr(waves["y"]) < 0)
    (59, True, True)
    """
    import pingouin

    data = _chosen(frame, [x, y, subject])
    numbers = data[[x, y]].astype(float)
    inside = numbers - numbers.groupby(data[subject]).transform("mean")
    subjects = int(data[subject].nunique())
    if subjects < 3 or len(data) - subjects - 1 < 1 or not (inside.abs().max() > 1e-12).all():
        raise EstimationError("Fewer than three subjects, or nothing that varies within them.")
    with warnings.catch_warnings():
        # pingouin 0.7 renames in place, of which pandas 3.1 warns.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = pingouin.rm_corr(data, x=x, y=y, subject=subject).iloc[0]
    r, df = float(found["r"]), int(found["dof"])
    low, high = _interval(r, df - 1, confidence)
    return Association(
        estimate=r,
        ci_lower=low,
        ci_upper=high,
        confidence=confidence,
        pvalue=float(found["pval"] if "pval" in found.index else found["p_val"]),
        df=df,
        n=len(data),
        x=x,
        y=y,
        held=f"levels of {subject}",
        points=inside,
    )
