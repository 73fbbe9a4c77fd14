"""Objects of the package factor_analyzer, taken in and given out with its faults mended.

factor_analyzer 0.5.1, the last release, sorts loadings and structure by variance but not
``phi_``, takes sums of squared pattern loadings for communalities also where factors correlate,
and cannot fit or score at all with scikit-learn 1.8 and later.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from factor_analyzer import FactorAnalyzer

from aspiratie.errors import ConvergenceWarning, ParameterError, Problem
from aspiratie.measurement.factors.efa import FactorAnalysis, efa
from aspiratie.measurement.factors.fit import fit_of

__all__ = ["MendedFactorAnalyzer", "from_factor_analyzer", "to_factor_analyzer"]

FloatArray = npt.NDArray[np.float64]

#: Rotations by their names there and here.
_ROTATIONS: dict[str | None, str] = {
    None: "none",
    "varimax": "varimax",
    "promax": "promax",
    "oblimin": "oblimin",
    "quartimin": "quartimin",
    "geomin_obl": "geomin",
}
_METHODS = {"minres": "minres", "uls": "minres", "ml": "ml", "mle": "ml"}
#: Communalities further apart than this are those of another solution.
_SAME = 1e-3


class MendedFactorAnalyzer(FactorAnalyzer):  # type: ignore[misc]
    r"""A :class:`factor_analyzer.FactorAnalyzer` whose numbers are those of R's psych.

    ``phi_`` stands in the order of the loadings; communalities are the diagonal of
    :math:`\\Lambda\\Phi\\Lambda'`; ``fit`` is :func:`aspiratie.efa`'s; ``transform`` gives
    regression scores. It works with every scikit-learn.
    """

    def fit(self, X: Any, y: object = None) -> MendedFactorAnalyzer:  # noqa: ARG002
        """Fit by :func:`aspiratie.efa` on Pearson correlations or on a given matrix.

        Parameters
        ----------
        X : DataFrame or array, shape (n_respondents, n_items)
            Answers, or correlations where ``is_corr_matrix`` is true. Rows with missing
            answers are left out, whatever ``impute`` says.
        y : None
            For scikit-learn; not used.

        Raises
        ------
        ParameterError
            If method or rotation is one that aspiratie does not have.
        """
        data = pd.DataFrame(X)
        method, rotation = _known(self.method, _METHODS), _known(self.rotation, _ROTATIONS)
        options: dict[str, Any] = {"method": method, "rotation": rotation}
        if self.is_corr_matrix:
            # The number of respondents changes the fit measures only, and these are not kept.
            matrix = pd.DataFrame(data.to_numpy(), index=data.columns, columns=data.columns)
            found = efa(None, self.n_factors, correlation=matrix, n_obs=len(data) + 1, **options)
            self._take(found)
        else:
            found = efa(data, self.n_factors, correlation="pearson", **options)
            self._take(found, data)
        return self

    def _take(self, result: FactorAnalysis, items: pd.DataFrame | None = None) -> None:
        self.corr_ = result.correlations.to_numpy(copy=True)
        self.loadings_ = result.loadings.to_numpy(copy=True)
        phi = result.phi.to_numpy(copy=True)
        oblique = not np.allclose(phi, np.eye(len(phi)))
        self.phi_ = phi if oblique else None
        self.structure_ = result.structure.to_numpy(copy=True) if oblique else None
        self.weights_ = None
        if items is not None:
            complete = items[list(result.loadings.index)].dropna()
            self.mean_ = complete.mean().to_numpy(copy=True)
            self.std_ = complete.std(ddof=0).to_numpy(copy=True)

    def transform(self, X: Any) -> FloatArray:
        """Score respondents by regression on the correlations that were analysed.

        Parameters
        ----------
        X : DataFrame or array, shape (n_respondents, n_items)

        Returns
        -------
        ndarray, shape (n_respondents, n_factors)
            NaN where an answer is missing.

        Raises
        ------
        ParameterError
            If the object was made without answers, so that no means are known.
        """
        if self.mean_ is None or self.std_ is None:
            raise ParameterError(
                "The means of the items are not known, so nobody can be scored. Make the object "
                "with `items`, or fit it to answers."
            )
        structure = self.loadings_ if self.structure_ is None else self.structure_
        weights: FloatArray = np.linalg.solve(self.corr_, structure)
        setattr(self, "weights_", weights)  # noqa: B010 - None in their class
        values = np.asarray(X, dtype=np.float64)
        scores: FloatArray = ((values - self.mean_) / self.std_) @ weights
        return scores

    def get_communalities(self) -> FloatArray:
        """Return the diagonal of loadings, phi, loadings'."""
        structure = self.loadings_ if self.structure_ is None else self.structure_
        common: FloatArray = np.asarray((self.loadings_ * structure).sum(axis=1))
        return common

    def get_uniquenesses(self) -> FloatArray:
        """Return one minus the communalities."""
        return np.asarray(1.0 - self.get_communalities())

    def get_factor_variance(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the sum of squares of each factor, its share and the running share."""
        structure = self.loadings_ if self.structure_ is None else self.structure_
        sums = np.asarray((self.loadings_ * structure).sum(axis=0))
        share = sums / len(self.loadings_)
        return sums, share, np.cumsum(share)


def _known(name: str | None, names: dict[Any, str]) -> Any:
    key = name.lower() if isinstance(name, str) else name
    if key not in names:
        raise ParameterError(
            f"{name!r} has no counterpart here; one of {', '.join(map(str, names))}."
        )
    return names[key]


def from_factor_analyzer(
    analyzer: Any, *, n_obs: int, names: Sequence[str] | None = None
) -> FactorAnalysis:
    r"""Take in a fitted ``factor_analyzer.FactorAnalyzer``, with its faults mended.

    Its ``phi_`` is left aside: the correlations of the factors follow from loadings and
    structure, which it does sort alike, by :math:`\Phi = \Lambda^{+} S`. Communalities, variances
    and fit are then those of :math:`\Lambda\Phi\Lambda' + \Psi`.

    Parameters
    ----------
    analyzer : factor_analyzer.FactorAnalyzer
        Fitted, by minres, ml or mle.
    n_obs : int
        Respondents; it does not keep their number.
    names : sequence of str, optional
        Items; ``1``, ``2``, ... unless given, as it keeps no names either.

    Returns
    -------
    FactorAnalysis
        Factors in the order and with the signs that :func:`aspiratie.efa` gives.

    Raises
    ------
    ParameterError
        If it is not fitted, has another method or rotation than these, or `names` do not match.

    Warns
    -----
    ConvergenceWarning
        If its communalities are not those of the least squares or likelihood solution.

    References
    ----------
    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres).
    *Psychometrika, 31*, 351-368. https://doi.org/10.1007/BF02289468

    Notes
    -----
    In R: ``psych::fa(r, nfactors, n.obs, fm = "minres", rotate = "oblimin")``.

    Examples
    --------
    >>> import aspiratie as asp
    >>> r = pd.DataFrame(.5 * np.kron(np.eye(2), np.ones((3, 3))) + .5 * np.eye(6))
    >>> found = asp.efa(None, 2, correlation=r, n_obs=300)
    >>> asp.from_factor_analyzer(asp.to_factor_analyzer(found), n_obs=300)
    FactorAnalysis(2 factors of 6 items, minres, oblimin, given, n=300, converged=True, 0 problems)
    """
    if getattr(analyzer, "loadings_", None) is None or getattr(analyzer, "corr_", None) is None:
        raise ParameterError("The FactorAnalyzer is not fitted: call its `fit` first.")
    method, rotation = _known(analyzer.method, _METHODS), _known(analyzer.rotation, _ROTATIONS)
    loadings = np.array(analyzer.loadings_, dtype=np.float64)
    p, k = loadings.shape
    items = [str(name) for name in names] if names is not None else [str(i + 1) for i in range(p)]
    if len(items) != p or len(set(items)) != p:
        raise ParameterError(f"`names` must be {p} different names, one an item.")
    structure = analyzer.structure_
    phi = np.eye(k) if structure is None else np.linalg.pinv(loadings) @ np.array(structure)
    phi = (phi + phi.T) / 2
    signs = np.where(loadings.sum(axis=0) < 0.0, -1.0, 1.0)
    loadings, phi = loadings * signs, phi * np.outer(signs, signs)
    order = np.argsort(-np.diag(phi @ loadings.T @ loadings), kind="stable")
    loadings, phi = loadings[:, order], phi[np.ix_(order, order)]
    matrix = np.array(analyzer.corr_, dtype=np.float64)
    frame = pd.DataFrame(matrix, index=items, columns=items)
    own = efa(None, k, correlation=frame, n_obs=n_obs, method=method, rotation="none")
    implied = loadings @ phi @ loadings.T
    common = np.diag(implied).copy()
    residuals = matrix - implied
    np.fill_diagonal(residuals, 0.0)
    problems = [*own.problems]
    apart = float(np.abs(common - own.communalities.to_numpy()).max())
    if apart > _SAME:
        problems.append(
            Problem(
                where="extraction",
                what=f"has communalities up to {apart:.3f} from those of the {method} solution.",
                remedy="Fit again with aspiratie.efa.",
            )
        )
        warnings.warn(f"factor_analyzer: {problems[-1]}", ConvergenceWarning, stacklevel=2)
    factors = list(own.loadings.columns)
    sums = np.diag(phi @ loadings.T @ loadings)
    share, explained = sums / p, sums / sums.sum()
    definite = float(np.linalg.eigvalsh(matrix)[0]) > 1e-10
    return replace(
        own,
        loadings=pd.DataFrame(loadings, index=items, columns=factors),
        phi=pd.DataFrame(phi, index=factors, columns=factors),
        structure=pd.DataFrame(loadings @ phi, index=items, columns=factors),
        communalities=pd.Series(common, index=items, name="communality"),
        uniquenesses=pd.Series(1.0 - common, index=items, name="uniqueness"),
        variance=pd.DataFrame(
            {
                "ss_loadings": sums,
                "proportion": share,
                "cumulative": np.cumsum(share),
                "proportion_explained": explained,
                "cumulative_explained": np.cumsum(explained),
            },
            index=own.variance.index,
        ),
        fit=fit_of(matrix, loadings, phi, n=n_obs, definite=definite),
        residuals=pd.DataFrame(residuals, index=items, columns=items),
        criterion=float("nan"),
        n_minima=1,
        rotation=rotation,
        problems=tuple(problems),
    )


def to_factor_analyzer(
    result: FactorAnalysis, *, items: pd.DataFrame | None = None
) -> MendedFactorAnalyzer:
    """Give out a factor analysis as a fitted ``factor_analyzer.FactorAnalyzer``.

    Parameters
    ----------
    result : FactorAnalysis
        Of :func:`aspiratie.efa`.
    items : DataFrame, optional
        The answers, whose means and standard deviations ``transform`` needs to score by.

    Returns
    -------
    MendedFactorAnalyzer
        With ``phi_`` in the order of the loadings and communalities that hold for correlated
        factors; ``transform`` gives regression scores (Thurstone).

    Raises
    ------
    ParameterError
        If the rotation has no counterpart there.

    References
    ----------
    Thurstone, L. L. (1935). The vectors of mind. University of Chicago Press.

    Notes
    -----
    In R: ``psych::fa(...)$scores`` with ``scores = "regression"``.

    Examples
    --------
    >>> import aspiratie as asp
    >>> rng = np.random.default_rng(1)
    >>> x = pd.DataFrame(rng.normal(size=(99, 1)) + rng.normal(size=(99, 4)), columns=list("abcd"))
    >>> analyzer = asp.to_factor_analyzer(asp.efa(x, 1, correlation="pearson"), items=x)
    >>> analyzer.transform(x).shape
    (99, 1)
    """
    there = {ours: name for name, ours in _ROTATIONS.items()}
    if result.rotation not in there:
        raise ParameterError(f"factor_analyzer has no rotation {result.rotation!r}.")
    made = MendedFactorAnalyzer(
        n_factors=result.n_factors,
        rotation=there[result.rotation],
        method=result.method,
        is_corr_matrix=items is None,
    )
    made._take(result, items)
    return made
