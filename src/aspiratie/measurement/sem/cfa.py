"""Confirmatory factor analysis of ordinal and continuous items."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, Protocol, runtime_checkable

import numpy as np
import pandas as pd

from aspiratie.errors import (
    ConvergenceWarning,
    FewClustersWarning,
    ModelSyntaxError,
    ParameterError,
    Problem,
    SparseDataWarning,
)
from aspiratie.measurement.design import Beside, design_notes, few_clusters
from aspiratie.measurement.polychoric.contingency import warn_empty
from aspiratie.measurement.sem.data import ModelData, prepare_data
from aspiratie.measurement.sem.factor_scores import factor_scores
from aspiratie.measurement.sem.fit import (
    ContinuousSample,
    FittedModel,
    OrdinalSample,
    fit_ordinal,
    ordinal_sample,
    with_problems,
)
from aspiratie.measurement.sem.fit_ml import continuous_sample, fit_continuous
from aspiratie.measurement.sem.lavaan_text import lavaan_script
from aspiratie.measurement.sem.model.defined import check_defined
from aspiratie.measurement.sem.model.parameters import ModelTable, build_table, model_names
from aspiratie.measurement.sem.model.syntax import Term, parse_model
from aspiratie.measurement.sem.modification import equality_tests, modification_indices
from aspiratie.measurement.sem.tables import estimates_table, residual_table, solution_problems
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["CfaResult", "MeasurementModel", "cfa"]

Estimator = Literal["ML", "MLR", "WLSMV", "DWLS", "ULSMV"]
Missing = Literal["listwise", "fiml", "pairwise"]
ORDINAL = ("WLSMV", "DWLS", "ULSMV")


@runtime_checkable
class MeasurementModel(Protocol):
    """Something that gives a model in lavaan's syntax, such as a codebook."""

    def measurement_model(self) -> str:
        """Text of the model."""


@dataclass(frozen=True, eq=False, kw_only=True)
class CfaResult(Viewable):
    """A confirmatory factor analysis.

    Parameters
    ----------
    estimates : DataFrame
        ``lhs``, ``op``, ``rhs``, ``group`` (``"all"`` without groups), ``label``, ``est``,
        ``se``, ``z``, ``pvalue``, ``ci_lower``, ``ci_upper`` (95%), ``std_all``.  What is
        fixed, or follows from other parameters, has no ``se`` (NaN).  Functions of parameters
        (``:=``) come last; their ``group`` is ``"all"`` and they have no ``std_all``.
    fit : Series
        Fit measures under lavaan's names.
    converged : bool
        Always true: without a solution :func:`cfa` raises.
    n : int
        Respondents used.
    n_by_group : Series
        The same by group.
    estimator, missing, parameterization : str
        As asked for.
    problems : tuple of Problem
        What forbids to take the solution at face value, such as a Heywood case.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimates: pd.DataFrame
    fit: pd.Series[float]
    converged: bool
    n: int
    n_by_group: pd.Series[int]
    estimator: str
    missing: str
    parameterization: str
    problems: tuple[Problem, ...]
    fitted: FittedModel = field(repr=False)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        scaled = "chisq.scaled" in self.fit.index
        chisq = self.fit["chisq.scaled" if scaled else "chisq"]
        return (
            f"CfaResult({self.estimator}, n={self.n}, chisq{'.scaled' if scaled else ''}="
            f"{chisq:.3f}, df={int(self.fit['df'])}, {len(self.problems)} problems)"
        )

    @cached_property
    def residual_correlations(self) -> pd.DataFrame:
        """Observed minus implied correlation: ``group``, ``item1``, ``item2``, ``residual``."""
        return residual_table(self.fitted)

    @cached_property
    def modification_indices(self) -> pd.DataFrame:
        """Score test of each parameter that the model leaves out, largest first.

        ``mi``, its ``pvalue``, the expected parameter ``epc`` and ``sepc_all``
        (standardised).  As ``lavaan::modindices``: not corrected for non-normality.
        """
        with one_blas_thread():
            return modification_indices(self.fitted)

    @cached_property
    def equality_tests(self) -> pd.DataFrame:
        """Score test of each equality between groups (``lavaan::lavTestScore``)."""
        with one_blas_thread():
            return equality_tests(self.fitted)

    @cached_property
    def factor_scores(self) -> pd.DataFrame:
        """Factor scores, with the index of the answers; NaN where a respondent was left out.

        Regression scores for continuous items, empirical Bayes modal scores for ordinal
        ones (``lavaan::lavPredict``; but lavaan 0.6-14 scores later groups of ordinal items
        with thresholds from which the factor mean has already been taken, so that its
        scores there differ from the mode by about that mean).
        """
        with one_blas_thread():
            return factor_scores(self.fitted)

    def to_lavaan(
        self,
        *,
        data: str = "answers",
        group: str = "group",
        cluster: str = "cluster",
        weights: str = "weights",
        name: str = "fit",
    ) -> str:
        """Write the R code that fits the same model in lavaan.

        Every parameter is written out, with its label and what it is fixed at, so that
        nothing depends on a default of lavaan's.

        Parameters
        ----------
        data : str
            Name of the data frame in R.
        group, cluster, weights : str
            Names of its columns, where the model has groups, clusters or weights. lavaan before
            0.7 leaves clusters of ordinal items out without a word.
        name : str
            Of the fit in R.

        Returns
        -------
        str
        """
        return lavaan_script(
            self.fitted,
            missing=self.missing,
            parameterization=self.parameterization,
            data=data,
            group=group,
            cluster=cluster,
            weights=weights,
            name=name,
        )


def cfa(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    estimator: Estimator = "WLSMV",
    group: Beside = None,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    cluster: Beside = None,
    weights: Beside = None,
    missing: Missing = "listwise",
    parameterization: Literal["delta", "theta"] = "delta",
    ordered: Collection[str] | bool | None = None,
    std_lv: bool = False,
    orthogonal: bool = False,
) -> CfaResult:
    r"""Fit a measurement model.

    Items load on factors, :math:`y^* = \nu + \Lambda\eta + Kx + \epsilon`,
    :math:`\eta = \alpha + B\eta + \Gamma x + \zeta`.  For ordinal items :math:`y^*` is the
    normal variable behind the answer, cut at thresholds; :math:`x` are observed covariates.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_columns)
        Answers; other columns than the model's are left alone.
    model : str, or an object with a method ``measurement_model()``
        lavaan's measurement syntax.  The first loading of a factor is one unless freed
        (``NA*``), factors of the highest level covary unless fixed (``F ~~ 0*G``).
        ``F ~ age + girl`` regresses a factor on columns of `items` (MIMIC), ``a ~ girl`` an
        item: the direct effect is how the item works otherwise at equal factors.
        ``d := p * q`` defines a function of labelled parameters, with its standard error by
        the delta method.
    estimator : {"WLSMV", "DWLS", "ULSMV", "ML", "MLR"}
        The first three take the items as ordinal, the last two as continuous.  WLSMV and
        ULSMV have robust standard errors and a scaled and shifted test, MLR robust ones
        and the Yuan-Bentler test.
    group : column name or Series, optional
        Fit in each group.  The first is that of the first category of a categorical
        column, else the smallest.
    group_equal : collection of str
        Which parameters are equal between groups: loadings, intercepts, thresholds,
        residuals, residual.covariances, lv.variances, lv.covariances, means.  As in
        lavaan, equal intercepts or thresholds free the factor means of later groups, and
        equal thresholds the scales (theta: residual variances) of the items.
    group_partial : collection of str
        Exceptions to `group_equal`, such as ``"F =~ a"``, ``"a ~ 1"`` or ``"a | t2"``.
    cluster : column name or Series, optional
        Schools or classes: standard errors and tests that allow respondents of one cluster
        to be alike, by sums of scores over clusters (WLSMV, ULSMV and MLR; ML becomes MLR).
    weights : column name or Series, optional
        Sampling weights, brought to an average of one in each group: estimates of the
        population, with standard errors and tests that allow for unequal weights (WLSMV,
        ULSMV and MLR; ML becomes MLR).
    missing : {"listwise", "fiml", "pairwise"}
        Listwise: only who answered all items.  FIML (ML and MLR): all, by full
        information maximum likelihood.  Pairwise (ordinal): all, for each pair of items
        who answered both.
    parameterization : {"delta", "theta"}
        Of ordinal items: the variance of :math:`y^*` (given covariates) is one, or that of
        the residual.
    ordered : collection of str, or bool, optional
        With WLSMV, DWLS and ULSMV: the items that are ordinal; the others are continuous.
        All of them when left out or true.
    std_lv : bool
        Factors have variance one, and their first loading is free.
    orthogonal : bool
        Factors do not covary unless the text says so.

    Returns
    -------
    CfaResult

    Raises
    ------
    ModelSyntaxError
        If the model's text cannot be read.
    IdentificationError
        If other parameters would imply the same data.
    NotConvergedError
        If no solution is found.
    EstimationError
        If items do not vary, a group lacks a category, or the data are too few.
    ParameterError
        If an option is unknown or does not go with the estimator.

    Warns
    -----
    ConvergenceWarning
        If the solution is improper: see ``problems``.
    FewClustersWarning
        If a group has fewer than 30 clusters.
    SparseDataWarning
        If there are fewer respondents than free parameters, or nobody gave some answer.

    References
    ----------
    Muthén, B. O., & Satorra, A. (1995). Complex sample data in structural equation modeling.
    Sociological Methodology, 25, 267-316. https://doi.org/10.2307/271070

    Muthén, B., du Toit, S., & Spisic, D. (1997). Robust inference using weighted least
    squares and quadratic estimating equations in latent variable modeling with
    categorical and continuous outcomes. https://www.statmodel.com/download/Article_075.pdf

    Muthén, B. (1984). A general structural equation model with dichotomous, ordered
    categorical, and continuous latent variable indicators. Psychometrika, 49, 115-132.
    https://doi.org/10.1007/BF02294210

    Rosseel, Y. (2012). lavaan: An R package for structural equation modeling. Journal of
    Statistical Software, 48(2), 1-36. https://doi.org/10.18637/jss.v048.i02

    Notes
    -----
    In R: ``lavaan::cfa(model, items, ordered = TRUE, estimator = "WLSMV")`` with
    ``fitMeasures`` and ``parameterEstimates``.  lavaan's conventions hold: the
    chi-square of ML is N times the discrepancy, that of ordinal items N - 1 times; RMSEA
    is over N and by the root of the number of groups.  The robust indices of ordinal items
    are those of Savalei (2021); like lavaan 0.6-14 none are given when thresholds or
    intercepts are equal between groups, when some items are continuous, or with covariates.
    Covariates are fixed (``fixed.x``): with ordinal items all statistics are given the
    covariates (``conditional.x``); their own means and variances are no parameters and have
    no rows in `estimates`.
    ``cluster =`` and ``sampling.weights =`` are as in lavaan 0.7 (0.6 ignores ``cluster`` with
    ordinal items): the sandwich over clusters has the factor G/(G - 1) in each group, point
    estimates are those without clusters, and groups count as independent even where a school
    has pupils in several.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> trait = rng.normal(size=(300, 1))
    >>> latent = 0.8 * trait + 0.6 * rng.normal(size=(300, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> result = cfa(answers, "F =~ a + b + c + d")
    >>> int(result.fit["df"]), result.n
    (2, 300)
    """
    check_options(
        estimator,
        missing,
        parameterization,
        cluster,
        group,
        group_equal,
        ordered,
        weights=weights,
    )
    estimator = robust_estimator(estimator, cluster, weights)
    terms = parse_model(model_text(model))
    refuse_blocks(terms)
    with one_blas_thread():
        data = prepare(
            items,
            terms,
            estimator=estimator,
            group=group,
            cluster=cluster,
            weights=weights,
            missing=missing,
            ordered=ordered,
        )
        sample = make_sample(data, terms, estimator=estimator, missing=missing)
        table = make_table(
            data,
            terms,
            sample,
            missing=missing,
            parameterization=parameterization,
            group_equal=group_equal,
            group_partial=group_partial,
            std_lv=std_lv,
            orthogonal=orthogonal,
        )
        result = fit_table(
            table,
            data,
            sample,
            estimator=estimator,
            missing=missing,
            parameterization=parameterization,
        )
    warn_problems(result.problems)
    warn_clusters(data)
    warn_sparse([result.fitted])
    return replace(result, notes=notes_of(items, data, group))


def model_text(model: str | MeasurementModel) -> str:
    """Text of a model, from itself or from a codebook."""
    if isinstance(model, str):
        return model
    if isinstance(model, MeasurementModel):
        return model.measurement_model()
    raise ParameterError("`model` must be text in lavaan's syntax, or a codebook.")


def check_options(
    estimator: str,
    missing: str,
    parameterization: str,
    cluster: object,
    group: object,
    group_equal: Collection[str],
    ordered: Collection[str] | bool | None = None,
    *,
    weights: object = None,
) -> None:
    problems: list[Problem] = []

    def fault(where: str, what: str) -> None:
        problems.append(Problem(where=where, what=what))

    if estimator not in (*ORDINAL, "ML", "MLR"):
        fault("estimator", f"{estimator!r} is not one of WLSMV, DWLS, ULSMV, ML, MLR.")
    if missing not in ("listwise", "fiml", "pairwise"):
        fault("missing", f"{missing!r} is not one of listwise, fiml, pairwise.")
    if parameterization not in ("delta", "theta"):
        fault("parameterization", f"{parameterization!r} is not one of delta, theta.")
    if missing == "fiml" and estimator in ORDINAL:
        fault("missing", "'fiml' goes with ML and MLR only; ordinal items take 'pairwise'.")
    if missing == "pairwise" and estimator in ("ML", "MLR"):
        fault("missing", "'pairwise' goes with ordinal items only; use 'fiml'.")
    if estimator == "DWLS":
        for name, given in (("cluster", cluster), ("weights", weights)):
            if given is not None:
                fault(name, "does not go with DWLS, whose test is naive; use 'WLSMV'.")
    if isinstance(ordered, str):
        fault("ordered", f"is the text {ordered!r}; give a list of names.")
    elif ordered is not None and estimator in ORDINAL and ordered is not True and not ordered:
        fault("ordered", f"{estimator} needs ordinal items; take ML or MLR for continuous ones.")
    elif ordered and estimator not in ORDINAL:
        fault("ordered", f"{estimator} takes all items as continuous; take WLSMV.")
    if group is None and len(group_equal):
        fault("group_equal", "needs `group`.")
    if problems:
        raise ParameterError("Some options do not go together.", problems=problems)


def prepare(
    items: pd.DataFrame,
    terms: tuple[Term, ...],
    *,
    estimator: str,
    group: Beside,
    cluster: Beside,
    missing: str,
    order: tuple[str, ...] | None = None,
    weights: Beside = None,
    ordered: Collection[str] | bool | None = None,
) -> ModelData:
    """Rows and columns that the model needs, the items in `order` if given."""
    names = model_names(terms)
    return prepare_data(
        items,
        order or names.items,
        group=group,
        cluster=cluster,
        weights=weights,
        missing=missing,
        ordinal=estimator in ORDINAL,
        covariates=names.covariates,
        ordered=None if isinstance(ordered, bool) else ordered,
    )


def robust_estimator(estimator: Estimator, cluster: object, weights: object) -> Estimator:
    """ML with weights or clusters is MLR: the same estimates, with tests that allow for them.

    Examples
    --------
    >>> robust_estimator("ML", "school", None), robust_estimator("ML", None, None)
    ('MLR', 'ML')
    """
    design = cluster is not None or weights is not None
    return "MLR" if estimator == "ML" and design else estimator


def notes_of(items: pd.DataFrame, data: ModelData, group: Beside) -> tuple[str, ...]:
    """Say what there is to say of weights and clusters under a result."""
    own = group.name if isinstance(group, pd.Series) else group
    used = [*data.items.columns, own]
    design = data.design_of(np.ones(len(data.items), dtype=bool))
    notes = design_notes(items, design, used=used)
    return (*notes, *_few(data))


def _few(data: ModelData) -> list[str]:
    sentence = few_clusters(data.clusters_by_group(), what="This model")
    return [sentence] if sentence else []


def warn_sparse(fits: Sequence[FittedModel]) -> None:
    """Warn where a model has more parameters than respondents, or answers that nobody gave."""
    for fitted in fits[:1]:
        if fitted.ordinal is not None:
            warn_empty(fitted.data.items, fitted.ordinal.codes, stacklevel=4)
    for fitted in fits:
        for number, label in enumerate(fitted.data.labels):
            n = fitted.residuals[number].n
            part = fitted.model.groups[number].free
            free = len(np.unique(part[part >= 0]))
            if n < free:
                where = "" if len(fitted.data.labels) == 1 else f" in group {label}"
                warnings.warn(
                    f"{n} respondents{where} are fewer than the model's {free} free parameters: "
                    "its test and standard errors mean nothing.",
                    SparseDataWarning,
                    stacklevel=3,
                )
                return


def warn_clusters(data: ModelData) -> None:
    """Warn where a group has few clusters."""
    for sentence in _few(data):
        warnings.warn(sentence, FewClustersWarning, stacklevel=3)


def refuse_blocks(terms: tuple[Term, ...]) -> None:
    """Refuse blocks of exploratory factors, which need a rotation."""
    blocks = sorted({term.lhs for term in terms if term.block})
    if blocks:
        raise ModelSyntaxError(
            "The model has exploratory factors.",
            problems=[
                Problem(
                    where=f"factor {name}",
                    what="is in a block efa(...).",
                    remedy="Fit the model by esem(), which rotates the block.",
                )
                for name in blocks
            ],
        )


def with_means(data: ModelData, *, fiml: bool) -> bool:
    """Whether continuous items get a mean structure by themselves, as in lavaan."""
    return fiml or len(data.labels) > 1 or data.cluster is not None


def make_sample(
    data: ModelData, terms: tuple[Term, ...], *, estimator: str, missing: str
) -> OrdinalSample | ContinuousSample:
    """Sample statistics: all that depends on the data and not on the model."""
    if data.ordinal:
        return ordinal_sample(data, estimator)
    fiml = missing == "fiml"
    means = with_means(data, fiml=fiml) or any(term.op == "~1" for term in terms)
    return continuous_sample(data, means=means, robust=estimator == "MLR", fiml=fiml)


def make_table(
    data: ModelData,
    terms: tuple[Term, ...],
    sample: OrdinalSample | ContinuousSample,
    *,
    missing: str,
    parameterization: str,
    group_equal: Collection[str],
    group_partial: Collection[str],
    std_lv: bool = False,
    orthogonal: bool = False,
) -> ModelTable:
    """Complete the terms to a table of parameters."""
    thresholds = None
    if isinstance(sample, OrdinalSample):
        sizes = sample.codes.n_categories
        thresholds = {
            str(name): int(size) - 1 for name, size in zip(sample.codes.names, sizes, strict=True)
        }
    table = build_table(
        terms,
        n_groups=len(data.labels),
        thresholds=thresholds,
        theta=parameterization == "theta",
        means=with_means(data, fiml=missing == "fiml"),
        group_equal=group_equal,
        group_partial=group_partial,
        order=tuple(data.items.columns),
        std_lv=std_lv,
        orthogonal=orthogonal,
    )
    check_defined(table)
    return table


def fit_table(
    table: ModelTable,
    data: ModelData,
    sample: OrdinalSample | ContinuousSample,
    *,
    estimator: str,
    missing: str,
    parameterization: str,
) -> CfaResult:
    """Fit a completed table and gather the result; warns of nothing."""
    if isinstance(sample, OrdinalSample):
        fitted = fit_ordinal(table, data, sample, estimator)
    else:
        fitted = fit_continuous(table, data, sample, estimator, fiml=missing == "fiml")
    return gather_result(
        fitted, data, estimator=estimator, missing=missing, parameterization=parameterization
    )


def gather_result(
    fitted: FittedModel,
    data: ModelData,
    *,
    estimator: str,
    missing: str,
    parameterization: str,
) -> CfaResult:
    """Tables and problems of a fit; warns of nothing."""
    fitted = with_problems(fitted, [*data.problems, *solution_problems(fitted)])
    sizes = [part.n for part in fitted.residuals]
    return CfaResult(
        estimates=estimates_table(fitted),
        fit=pd.Series(fitted.fit, name="fit", dtype=float),
        converged=True,
        n=sum(sizes),
        n_by_group=pd.Series(sizes, index=pd.Index(list(data.labels), name="group"), name="n"),
        estimator=estimator,
        missing=missing,
        parameterization=parameterization,
        problems=fitted.problems,
        fitted=fitted,
    )


def warn_problems(problems: tuple[Problem, ...]) -> None:
    """Say the problems of a solution as one warning."""
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        more = f"; and {len(problems) - 5} more" if len(problems) > 5 else ""
        warnings.warn(
            f"The solution has problems: {shown}{more}.", ConvergenceWarning, stacklevel=3
        )
