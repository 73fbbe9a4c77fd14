"""A one-factor model of ordinal items seen as a graded response model."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit, ndtr

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.sem.fit import FittedModel
from aspiratie.measurement.sem.result import CfaResult
from aspiratie.viewable import Viewable

__all__ = ["IrtView", "irt_view"]

Floats = npt.NDArray[np.float64]
#: Constant that puts the logistic curve within .01 of the normal one.
SCALING = 1.7
_STEP = 1e-6
_TINY = 1e-300


@dataclass(frozen=True, eq=False, kw_only=True)
class IrtView(Viewable):
    """Items of a one-factor model as graded response items; the factor has mean 0 and SD 1.

    Parameters
    ----------
    parameters : pandas.DataFrame
        A row an item: ``discrimination`` of the normal ogive and its ``discrimination_se``,
        ``discrimination_logistic`` (times 1.7), and the standardised ``loading``.
    difficulties : pandas.DataFrame
        ``item``, ``threshold`` (1, 2, ...), ``difficulty`` (where on the factor half of the
        respondents answer above it) and ``se``.
    item_information : pandas.DataFrame
        ``item``, ``theta``, ``information`` (normal ogive, the fitted model itself),
        ``information_logistic`` and ``expected`` (mean answer as 0, 1, ...).
    test_information : pandas.DataFrame
        By ``theta``: ``information`` and ``information_logistic``; ``standard_error`` of the
        maximum likelihood score, and ``standard_error_posterior`` of a score that also uses the
        factor's distribution (of the normal ogive); ``reliability`` at that level; and
        ``expected_sum`` and ``standard_error_sum``, mean and standard deviation of the sum of the
        answers among respondents of that level.
    marginal_reliability : float
        One minus the mean posterior variance over a standard normal factor.
    group : object
        Group of the fit.
    n : int
        Respondents of that group.
    problems : tuple of Problem
    """

    parameters: pd.DataFrame
    difficulties: pd.DataFrame
    item_information: pd.DataFrame
    test_information: pd.DataFrame
    marginal_reliability: float
    group: Hashable
    n: int
    problems: tuple[Problem, ...]

    def __repr__(self) -> str:
        """Give size and reliability in one line."""
        return (
            f"IrtView({len(self.parameters)} items, n={self.n}, "
            f"marginal reliability {self.marginal_reliability:.3f})"
        )


def irt_view(
    result: CfaResult, *, theta: npt.ArrayLike | None = None, group: Hashable | None = None
) -> IrtView:
    r"""Look at a one-factor model of ordinal items as a graded response model.

    With loading :math:`\lambda`, residual standard deviation :math:`\sqrt\theta`, thresholds
    :math:`\tau_k`, intercept :math:`\nu`, and mean :math:`\alpha` and variance :math:`\psi` of the
    factor:

    .. math::
        a = \frac{\lambda\sqrt\psi}{\sqrt\theta}, \qquad
        b_k = \frac{\tau_k - \nu - \lambda\alpha}{\lambda\sqrt\psi}, \qquad
        P(y \ge k \mid \vartheta) = \Phi(a(\vartheta - b_k))

    .. math::
        I(\vartheta) = \sum_{items}\sum_k \frac{P_k'(\vartheta)^2}{P_k(\vartheta)}, \qquad
        se = 1/\sqrt{I}, \qquad se_{posterior} = 1/\sqrt{I + 1}

    Parameters
    ----------
    result : CfaResult
        A fit of ordinal items on one factor, by WLSMV, DWLS or ULSMV.
    theta : array_like, optional
        Levels of the factor; -4 to 4 by .05 when left out.
    group : optional
        Which group of a fit by group.

    Returns
    -------
    IrtView

    Raises
    ------
    ParameterError
        If the fit is not of ordinal items on one factor, has covariates, or the group is unknown.

    References
    ----------
    Takane, Y., & de Leeuw, J. (1987). On the relationship between item response theory and factor
    analysis of discretized variables. Psychometrika, 52, 393-408.
    https://doi.org/10.1007/BF02294363

    Samejima, F. (1969). Estimation of latent ability using a response pattern of graded scores.
    Psychometrika Monograph 17. https://doi.org/10.1007/BF03372160

    Notes
    -----
    In R: ``lavaan::cfa(std.lv = TRUE, ordered = TRUE)`` with ``a := l / sqrt(1 - l^2)`` and
    ``b := t / l``, whose delta-method standard errors these are.  These are limited-information
    estimates: ``mirt`` with a full-information normal ogive gives nearly the same.

    Examples
    --------
    >>> from aspiratie.measurement.sem.cfa import cfa
    >>> rng = np.random.default_rng(1)
    >>> latent = 0.8 * rng.normal(size=(900, 1)) + 0.6 * rng.normal(size=(900, 5))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcde"))
    >>> view = irt_view(cfa(answers, "F =~ a + b + c + d + e"))
    >>> bool(view.parameters["discrimination"].between(1.0, 1.8).all())  # .8 / .6 = 1.33
    True
    """
    fitted = result.fitted
    number, problems = _check(fitted, group)
    model = fitted.model
    items = model.table.items
    levels = np.arange(-80, 81) / 20.0 if theta is None else np.asarray(theta, dtype=float)
    if levels.ndim != 1 or not len(levels) or not np.isfinite(levels).all():
        raise ParameterError("theta must be a list of finite numbers.")
    cut_item = model.groups[number].cut_item
    slopes, places = _parameters(fitted, fitted.x, number)
    errors = _standard_errors(fitted, number)
    at = model.matrices(number, fitted.x)
    loading = at.lam[:, 0] * np.sqrt(at.eta[0, 0]) * at.delta
    information = np.zeros((2, len(items), len(levels)))
    expected = np.zeros((len(items), len(levels)))
    variance = np.zeros((len(items), len(levels)))
    for k in range(len(items)):
        own = places[cut_item == k]
        information[0, k], expected[k], variance[k] = _item(slopes[k], own, levels)
        information[1, k] = _logistic(SCALING * slopes[k], own, levels)
    whole = information[0].sum(axis=0)
    with np.errstate(divide="ignore"):
        test = pd.DataFrame(
            {
                "theta": levels,
                "information": whole,
                "information_logistic": information[1].sum(axis=0),
                "standard_error": 1.0 / np.sqrt(whole),
                "standard_error_posterior": 1.0 / np.sqrt(whole + 1.0),
                "reliability": whole / (whole + 1.0),
                "expected_sum": expected.sum(axis=0),
                "standard_error_sum": np.sqrt(variance.sum(axis=0)),
            }
        )
    count = np.concatenate([np.arange(1, np.sum(cut_item == k) + 1) for k in range(len(items))])
    return IrtView(
        parameters=pd.DataFrame(
            {
                "discrimination": slopes,
                "discrimination_se": errors[: len(items)],
                "discrimination_logistic": SCALING * slopes,
                "loading": loading,
            },
            index=pd.Index(items, name="item"),
        ),
        difficulties=pd.DataFrame(
            {
                "item": [items[k] for k in cut_item],
                "threshold": count,
                "difficulty": places,
                "se": errors[len(items) :],
            }
        ),
        item_information=pd.DataFrame(
            {
                "item": np.repeat(items, len(levels)),
                "theta": np.tile(levels, len(items)),
                "information": information[0].ravel(),
                "information_logistic": information[1].ravel(),
                "expected": expected.ravel(),
            }
        ),
        test_information=test,
        marginal_reliability=_marginal(slopes, places, cut_item),
        group=fitted.data.labels[number],
        n=fitted.residuals[number].n,
        problems=tuple(problems),
    )


def _check(fitted: FittedModel, group: Hashable | None) -> tuple[int, list[Problem]]:
    """Which group, and what makes the view doubtful.

    Raises
    ------
    ParameterError
    """
    table, labels = fitted.model.table, fitted.data.labels
    faults: list[Problem] = []
    if not fitted.model.ordinal or not fitted.model.cut.all():
        faults.append(Problem(where="estimator", what="takes items as continuous; fit by WLSMV."))
    if len(table.factors) != 1:
        faults.append(Problem(where="model", what=f"has {len(table.factors)} factors, not one."))
    if table.covariates:
        faults.append(Problem(where="model", what="has covariates; fit it without."))
    if group is None and len(labels) > 1:
        faults.append(Problem(where="group", what="must say which group to look at."))
    elif group is not None and group not in labels:
        faults.append(Problem(where="group", what=f"{group!r} is not in the fit."))
    if faults:
        raise ParameterError("This fit has no view as a graded response model.", problems=faults)
    number = 0 if group is None else labels.index(group)
    at = fitted.model.matrices(number, fitted.x)
    if np.any(np.diagonal(at.theta) <= 0.0):
        raise ParameterError(
            "An item has no residual variance (a Heywood case), so that its discrimination is "
            "infinite. Leave the item out."
        )
    problems = []
    if np.any(at.theta - np.diag(np.diagonal(at.theta))):
        problems.append(
            Problem(
                where="residual covariances",
                what="are left out: information adds up only where items are independent given "
                "the factor.",
            )
        )
    return number, problems


def _parameters(fitted: FittedModel, x: Floats, number: int) -> tuple[Floats, Floats]:
    """Discriminations of the items and difficulties of the thresholds."""
    at = fitted.model.matrices(number, x)
    cut_item = fitted.model.groups[number].cut_item
    spread = float(np.sqrt(at.eta[0, 0]))
    slope = at.lam[:, 0] * spread
    places = (at.tau - at.mu[cut_item]) / slope[cut_item]
    return slope / np.sqrt(np.diagonal(at.theta)), places


def _standard_errors(fitted: FittedModel, number: int) -> Floats:
    """Delta method, with central differences."""
    x = fitted.x
    rows = []
    for k in range(len(x)):
        width = _STEP * max(1.0, abs(float(x[k])))
        ends = []
        for sign in (1.0, -1.0):
            moved = x.copy()
            moved[k] += sign * width
            ends.append(np.concatenate(_parameters(fitted, moved, number)))
        rows.append((ends[0] - ends[1]) / (2.0 * width))
    slopes = np.array(rows)
    variance: Floats = np.einsum("ka,kl,la->a", slopes, fitted.vcov, slopes)
    out: Floats = np.sqrt(np.maximum(variance, 0.0))
    return out


def _item(slope: float, places: Floats, levels: Floats) -> tuple[Floats, Floats, Floats]:
    """Information, expected answer and variance of the answer under the normal ogive."""
    z = slope * (levels[:, None] - places)
    edge = np.full((len(levels), 1), np.inf)
    high, low = np.hstack([edge, z]), np.hstack([z, -edge])
    mass = np.where(low > 0.0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
    density = np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi)
    none = np.zeros((len(levels), 1))
    change = slope * (np.hstack([none, density]) - np.hstack([density, none]))
    answer = np.arange(len(places) + 1)
    mean = mass @ answer
    return (
        (change**2 / np.maximum(mass, _TINY)).sum(axis=1),
        mean,
        np.maximum(mass @ answer**2 - mean**2, 0.0),
    )


def _logistic(slope: float, places: Floats, levels: Floats) -> Floats:
    z = slope * (levels[:, None] - places)
    edge = np.full((len(levels), 1), np.inf)
    high, low = np.hstack([edge, z]), np.hstack([z, -edge])
    mass = np.where(low > 0.0, expit(-low) - expit(-high), expit(high) - expit(low))
    curve = slope * expit(z) * expit(-z)
    none = np.zeros((len(levels), 1))
    change = np.hstack([none, curve]) - np.hstack([curve, none])
    out: Floats = (change**2 / np.maximum(mass, _TINY)).sum(axis=1)
    return out


def _marginal(slopes: Floats, places: Floats, cut_item: npt.NDArray[np.int64]) -> float:
    nodes, weights = np.polynomial.hermite_e.hermegauss(81)
    whole = np.zeros(len(nodes))
    for k in range(len(slopes)):
        whole += _item(float(slopes[k]), places[cut_item == k], nodes)[0]
    return float(1.0 - (weights / weights.sum()) @ (1.0 / (whole + 1.0)))
