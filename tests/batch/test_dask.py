"""A Dask scheduler makes reports through the same interface."""

from __future__ import annotations

import warnings

import pytest

from aspiratie.batch.executors import make_executor


@pytest.mark.slow
def test_a_task_runs_on_a_scheduler() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from distributed import LocalCluster

        with LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            protocol="tcp",
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster:
            executor = make_executor(f"dask:{cluster.scheduler_address}")
            try:
                assert executor.submit(divmod, 7, 2).result(timeout=30) == (3, 1)
            finally:
                executor.shutdown()
