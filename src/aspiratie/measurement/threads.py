"""One BLAS thread around small matrices.

OpenBLAS spends more time on handing out work than on working when a matrix has
fewer than some hundreds of columns; with two threads the fits of this room take
three to ten times as long.  :func:`one_blas_thread` holds it at one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController

__all__ = ["one_blas_thread"]


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    """Find the loaded BLAS libraries, once: the search itself takes milliseconds."""
    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limit BLAS to one thread; a context manager and a decorator.

    Examples
    --------
    >>> import numpy as np
    >>> with one_blas_thread():
    ...     float(np.linalg.slogdet(np.eye(3))[1])
    0.0
    """
    with _controller().limit(limits=1, user_api="blas"):
        yield
