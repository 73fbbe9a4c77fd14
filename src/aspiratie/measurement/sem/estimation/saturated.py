"""The unrestricted model: means and covariances of answers with gaps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aspiratie.errors import NotConvergedError
from aspiratie.measurement.sem.estimation.normal import NormalGroup, item_moments, log_likelihood

__all__ = ["saturated_moments"]

Floats = npt.NDArray[np.float64]
_TOLERANCE = 1e-9
_MAX_ITERATIONS = 2000


def saturated_moments(group: NormalGroup) -> tuple[Floats, Floats]:
    """Maximum likelihood covariances and means (EM, sped up by squared extrapolation).

    References
    ----------
    Varadhan, R., & Roland, C. (2008). Simple and globally convergent methods for
    accelerating the convergence of any EM algorithm. Scandinavian Journal of Statistics,
    35, 335-353. https://doi.org/10.1111/j.1467-9469.2007.00585.x
    """
    if group.complete:
        return group.patterns[0].cov, group.patterns[0].mean
    mu, variances = item_moments(group)
    sigma = np.diag(variances)
    for _ in range(_MAX_ITERATIONS):
        sigma_1, mu_1 = _em_step(group, sigma, mu)
        sigma_2, mu_2 = _em_step(group, sigma_1, mu_1)
        scale = np.sqrt(np.diagonal(sigma_2))
        moved = max(
            float(np.max(np.abs(mu_2 - mu_1) / scale)),
            float(np.max(np.abs(sigma_2 - sigma_1) / np.outer(scale, scale))),
        )
        if moved < _TOLERANCE:
            return sigma_2, mu_2
        r = np.concatenate(
            [(mu_1 - mu) / scale, ((sigma_1 - sigma) / np.outer(scale, scale)).ravel()]
        )
        s = np.concatenate(
            [(mu_2 - mu_1) / scale, ((sigma_2 - sigma_1) / np.outer(scale, scale)).ravel()]
        )
        bend = float(np.linalg.norm(s - r))
        length = max(float(np.linalg.norm(r)) / bend, 1.0) if bend > 0 else 1.0
        leap_mu = mu + 2 * length * (mu_1 - mu) + length**2 * (mu_2 - 2 * mu_1 + mu)
        leap = sigma + 2 * length * (sigma_1 - sigma) + length**2 * (sigma_2 - 2 * sigma_1 + sigma)
        fine = log_likelihood(group, leap, leap_mu) >= log_likelihood(group, sigma_2, mu_2)
        sigma, mu = (leap, leap_mu) if fine else (sigma_2, mu_2)
    raise NotConvergedError(
        "The means and covariances of the incomplete answers did not converge; "
        "some items are hardly answered together."
    )


def _em_step(group: NormalGroup, sigma: Floats, mu: Floats) -> tuple[Floats, Floats]:
    total = np.zeros(group.p)
    square = np.zeros((group.p, group.p))
    for pattern in group.patterns:
        seen = pattern.seen
        gone = np.setdiff1d(np.arange(group.p), seen)
        distance = pattern.mean - mu[seen]
        filled = np.empty(group.p)
        filled[seen] = pattern.mean
        spread = np.zeros((group.p, group.p))
        spread[np.ix_(seen, seen)] = pattern.cov
        if gone.size:
            slope = np.linalg.solve(sigma[np.ix_(seen, seen)], sigma[np.ix_(seen, gone)])
            filled[gone] = mu[gone] + distance @ slope
            mixed = pattern.cov @ slope
            spread[np.ix_(seen, gone)] = mixed
            spread[np.ix_(gone, seen)] = mixed.T
            rest = sigma[np.ix_(gone, gone)] - sigma[np.ix_(gone, seen)] @ slope
            spread[np.ix_(gone, gone)] = slope.T @ mixed + rest
        total += pattern.n * filled
        square += pattern.n * (spread + np.outer(filled, filled))
    mean = total / group.n
    cov = square / group.n - np.outer(mean, mean)
    return 0.5 * (cov + cov.T), mean
