"""The bivariate normal distribution over batches of correlations.

Numerical kernels: arrays in, arrays out.  Each of the ``m`` correlations has its own
grid of upper limits, ``h`` of shape ``(m, a)`` by ``k`` of shape ``(m, b)``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, owens_t

__all__ = ["bivariate_cdf", "bivariate_density"]

Floats = npt.NDArray[np.float64]

# Up to |rho| = edge, a Gauss-Legendre rule with this many nodes is exact to about 1e-15.
_RULES = ((0.3, 6), (0.75, 12), (0.925, 20))
_NODES = {nodes: np.polynomial.legendre.leggauss(nodes) for _, nodes in _RULES}
_TINY = 1e-300


def bivariate_density(h: Floats, k: Floats, rho: Floats) -> Floats:
    """Density at every point of the grids, shape ``(m, a, b)``."""
    x = h[:, :, None]
    y = k[:, None, :]
    r = rho[:, None, None]
    left = 1.0 - r * r
    density: Floats = np.exp(-0.5 * (x * x - 2.0 * r * x * y + y * y) / left)
    density /= 2.0 * np.pi * np.sqrt(left)
    return density


def bivariate_cdf(h: Floats, k: Floats, rho: Floats) -> Floats:
    r"""Probability that both variables stay below the limits, shape ``(m, a, b)``.

    For :math:`|\rho| < .925` the integral over the angle (Drezner & Wesolowsky 1990;
    Genz 2004) by Gauss-Legendre quadrature; nearer to one Owen's T function.

    References
    ----------
    Genz, A. (2004). Numerical computation of rectangular bivariate and trivariate normal
    and t probabilities. Statistics and Computing, 14, 251-260.
    https://doi.org/10.1023/B:STCO.0000035304.20635.31
    """
    out = np.empty((h.shape[0], h.shape[1], k.shape[1]))
    size = np.abs(rho)
    lower = -1.0
    for edge, nodes in _RULES:
        rows = np.flatnonzero((size > lower) & (size <= edge))
        if rows.size:
            out[rows] = _by_quadrature(h[rows], k[rows], rho[rows], nodes)
        lower = edge
    rows = np.flatnonzero(size > lower)
    if rows.size:
        out[rows] = _by_owens_t(h[rows], k[rows], rho[rows])
    return out


def _by_quadrature(h: Floats, k: Floats, rho: Floats, nodes: int) -> Floats:
    abscissae, weights = _NODES[nodes]
    half = 0.5 * np.arcsin(rho)
    product = h[:, :, None] * k[:, None, :]
    squares = 0.5 * (h * h)[:, :, None] + 0.5 * (k * k)[:, None, :]
    total = np.zeros_like(product)
    part = np.empty_like(product)
    for node, weight in zip(abscissae, weights, strict=True):
        sine = np.sin(half * (1.0 + node))
        left = 1.0 / (1.0 - sine * sine)
        np.multiply(product, sine[:, None, None], out=part)
        part -= squares
        part *= left[:, None, None]
        np.exp(part, out=part)
        part *= weight
        total += part
    total *= (half / (2.0 * np.pi))[:, None, None]
    total += ndtr(h)[:, :, None] * ndtr(k)[:, None, :]
    return total


def _by_owens_t(h: Floats, k: Floats, rho: Floats) -> Floats:
    x = np.where(h == 0.0, _TINY, h)[:, :, None]
    y = np.where(k == 0.0, _TINY, k)[:, None, :]
    r = rho[:, None, None]
    root = np.sqrt((1.0 - r) * (1.0 + r))
    with np.errstate(over="ignore"):
        slope_x = (y - r * x) / x / root
        slope_y = (x - r * y) / y / root
    opposite = np.where((x < 0.0) == (y < 0.0), 0.0, 0.5)
    probability: Floats = (
        0.5 * (ndtr(x) + ndtr(y)) - owens_t(x, slope_x) - owens_t(y, slope_y) - opposite
    )
    return np.maximum(probability, 0.0)
