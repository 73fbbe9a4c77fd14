"""Maximum likelihood fits: ML and MLR, of complete answers or with gaps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aspiratie.measurement.sem.data import ModelData, continuous_groups
from aspiratie.measurement.sem.estimation.implied import SemModel, compile_model
from aspiratie.measurement.sem.estimation.ml import (
    expected_information,
    fit_ml,
    observed_information,
    total_logl,
)
from aspiratie.measurement.sem.estimation.mlr import (
    fiml_corrected,
    model_meat,
    unrestricted_information,
    yuan_bentler,
)
from aspiratie.measurement.sem.estimation.normal import (
    NormalGroup,
    item_moments,
    log_likelihood,
    make_group,
)
from aspiratie.measurement.sem.estimation.saturated import saturated_moments
from aspiratie.measurement.sem.estimation.start import refuse_unidentified, starting_values
from aspiratie.measurement.sem.fit import (
    ContinuousSample,
    FittedModel,
    Given,
    fit_measures,
    invert,
)
from aspiratie.measurement.sem.fit_indices import ChiSquare, Corrected
from aspiratie.measurement.sem.model.parameters import ModelTable, Row, number_parameters
from aspiratie.measurement.sem.residuals import ResidualMoments, residual_indices

__all__ = ["continuous_sample", "fit_continuous"]

Floats = npt.NDArray[np.float64]


def continuous_sample(
    data: ModelData, *, means: bool, robust: bool, fiml: bool
) -> ContinuousSample:
    """Moments, unrestricted model and baseline model of continuous answers."""
    groups = continuous_groups(data, means=means)
    moments = [saturated_moments(group) for group in groups]
    logl = sum(
        log_likelihood(group, sigma, mu) for group, (sigma, mu) in zip(groups, moments, strict=True)
    )
    unrestricted = None
    if robust or fiml:
        unrestricted = [
            unrestricted_information(group, sigma, mu, matrices=fiml or not group.complete)
            for group, (sigma, mu) in zip(groups, moments, strict=True)
        ]
    items = tuple(str(c) for c in data.items.columns)
    covariates = tuple(str(c) for c in data.covariates.columns)
    table = _independence(items, covariates, len(groups), means=means)
    model = compile_model(table)
    start = np.zeros(model.n_free)
    for number, group in enumerate(groups):
        part = model.groups[number]
        centres, variances = item_moments(group)
        start[part.free[: model.p]] = variances
        related = group.answers[:, len(items) :] - centres[len(items) :]
        weight = 1.0 if group.weights is None else group.weights[:, None]
        block = (related * weight).T @ related / group.n
        rows, columns = np.triu_indices(len(covariates), 1)
        end = model.p + len(rows)
        start[part.free[model.p : end]] = block[rows, columns]
        if means:
            start[part.free[end:]] = centres
    stat = 2.0 * (logl - total_logl(model, groups, start))
    n_statistics = _count(model, groups)
    df = n_statistics - model.n_free
    null = ChiSquare(stat=stat, df=df)
    corrected = None
    if unrestricted is not None:
        n = sum(group.n for group in groups)
        if robust:
            inverse = invert(observed_information(model, groups, start) / n)
            meats = model_meat(model, groups, start)
            null = yuan_bentler(groups, unrestricted, meats, inverse, stat, df)
        if fiml:
            corrected = fiml_corrected(groups, unrestricted, model, start, robust=robust)
    return ContinuousSample(
        groups=groups,
        moments=moments,
        logl=logl,
        unrestricted=unrestricted,
        baseline=null,
        baseline_corrected=corrected,
        given=_given(groups, len(items), robust=robust),
    )


def _given(groups: list[NormalGroup], n_items: int, *, robust: bool) -> Given:
    """Give what covariates add to the joint likelihood: to be taken off again."""
    if groups[0].p == n_items:
        return Given()
    logl = trace = 0.0
    size = 0
    for group in groups:
        own = make_group(
            group.answers[:, n_items:], group.cluster, means=group.means, weights=group.weights
        )
        sigma, mu = saturated_moments(own)
        logl += log_likelihood(own, sigma, mu)
        size += own.p * (own.p + 1) // 2 + (own.p if own.means else 0)
        if robust:
            trace += unrestricted_information(own, sigma, mu, matrices=False).trace
    return Given(logl=logl, size=size, trace=trace)


def _count(model: SemModel, groups: list[NormalGroup]) -> int:
    each = model.p * (model.p + 1) // 2 + (model.p if model.means else 0)
    return each * len(groups)


def _independence(
    items: tuple[str, ...], covariates: tuple[str, ...], n_groups: int, *, means: bool
) -> ModelTable:
    """Nothing is related, but the covariates among themselves."""
    rows: list[Row] = []
    among = [(a, b) for k, a in enumerate(covariates) for b in covariates[k + 1 :]]
    items = (*items, *covariates)
    for group in range(n_groups):
        for a, b in [*zip(items, items, strict=True), *among]:
            rows.append(Row(lhs=a, op="~~", rhs=b, group=group, free=len(rows)))
        if means:
            for name in items:
                rows.append(Row(lhs=name, op="~1", rhs="", group=group, free=len(rows)))
    table = ModelTable(
        rows=tuple(rows),
        items=items,
        factors=(),
        n_groups=n_groups,
        n_free=0,
        ordinal=False,
        theta=False,
        means=means,
    )
    return number_parameters(table)


def fit_continuous(
    table: ModelTable, data: ModelData, sample: ContinuousSample, estimator: str, *, fiml: bool
) -> FittedModel:
    """ML or MLR, of complete answers or of all that were given (FIML)."""
    model = compile_model(table)
    groups = sample.groups
    start = starting_values(
        table, [sigma for sigma, _ in sample.moments], [mu for _, mu in sample.moments], []
    )
    n_statistics = _count(model, groups)
    refuse_unidentified(model, start, n_statistics)
    found = fit_ml(model, groups, start)
    x = found.x
    n = sum(group.n for group in groups)
    robust = estimator == "MLR"
    observed = robust or fiml
    source = observed_information if observed else expected_information
    information = source(model, groups, x) / n
    inverse = invert(information)
    df = n_statistics - model.n_free
    stat = max(2.0 * (sample.logl - found.logl), 0.0)
    test = ChiSquare(stat=stat, df=df)
    vcov = inverse / n
    extra: dict[str, float] = {}
    if robust:
        assert sample.unrestricted is not None
        meats = model_meat(model, groups, x)
        meat = sum((g.n / n * part for g, part in zip(groups, meats, strict=True)), 0.0 * inverse)
        vcov = inverse @ meat @ inverse / n
        test = yuan_bentler(groups, sample.unrestricted, meats, inverse, stat, df)
        size = sum(part.size for part in sample.unrestricted)
        size -= sample.given.size
        own = float(np.sum(meat * inverse)) - sample.given.trace
        whole = sum(part.trace for part in sample.unrestricted) - sample.given.trace
        extra = {
            "scaling.factor.h1": whole / size,
            "scaling.factor.h0": own / model.table.n_free_rows if model.n_free else np.nan,
        }
    null = sample.baseline
    corrected = _corrected(sample, groups, model, x, test, robust=robust, fiml=fiml)
    residuals = []
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        sigma, mu = sample.moments[number]
        residuals.append(
            ResidualMoments(
                n=group.n,
                observed=sigma,
                implied=at.sigma,
                observed_mean=mu if model.means else None,
                implied_mean=at.mu if model.means else None,
                ordinal=False,
            )
        )
    npar = model.n_free - sample.given.size
    logl = found.logl - sample.given.logl
    fit = fit_measures(test, null, corrected, n, len(groups), npar, stat / (2.0 * n))
    fit["logl"] = logl
    fit["unrestricted.logl"] = sample.logl - sample.given.logl
    fit["aic"] = -2.0 * logl + 2.0 * npar
    fit["bic"] = -2.0 * logl + np.log(n) * npar
    fit["ntotal"] = n
    fit["bic2"] = -2.0 * logl + np.log((n + 2.0) / 24.0) * npar
    fit.update(extra)
    fit.update(residual_indices(residuals))
    return FittedModel(
        model=model,
        data=data,
        estimator=estimator,
        x=x,
        vcov=vcov,
        information=information,
        test=test,
        fit=fit,
        residuals=residuals,
        continuous=sample,
    )


def _corrected(
    sample: ContinuousSample,
    groups: list[NormalGroup],
    model: SemModel,
    x: Floats,
    test: ChiSquare,
    *,
    robust: bool,
    fiml: bool,
) -> Corrected | None:
    """Statistic and factors behind the robust CFI, TLI and RMSEA."""
    null = sample.baseline
    if fiml:
        assert sample.unrestricted is not None
        assert sample.baseline_corrected is not None
        stat, trace = fiml_corrected(groups, sample.unrestricted, model, x, robust=robust)
        null_stat, null_trace = sample.baseline_corrected
        return Corrected(
            stat=stat,
            df=test.df,
            factor=trace / test.df if test.df else np.nan,
            baseline_stat=null_stat,
            baseline_df=null.df,
            baseline_factor=null_trace / null.df,
        )
    if robust:
        return Corrected(
            stat=test.stat,
            df=test.df,
            factor=test.factor,
            baseline_stat=null.stat,
            baseline_df=null.df,
            baseline_factor=null.factor,
        )
    return None
