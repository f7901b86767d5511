"""Clusters that a batch may work on."""

from __future__ import annotations

import pytest
from distributed import LocalCluster

from docgen.batch.executors import workers
from docgen.errors import WorkplaceError


@pytest.mark.parametrize("threads", [(1, 2), (1, 1)])
def test_a_cluster_whose_workers_have_several_threads_is_refused(threads: tuple[int, int]) -> None:
    options = {"processes": False, "protocol": "tcp", "dashboard_address": None}
    with LocalCluster(n_workers=1, threads_per_worker=threads[0], **options) as cluster:
        cluster.new_spec["options"]["nthreads"] = threads[1]
        cluster.scale(2)
        cluster.wait_for_workers(2)
        address = cluster.scheduler_address.replace("tcp", "dask")
        if max(threads) == 1:
            with workers(address, 2) as opened:
                assert opened is not None
                assert opened.jobs == 2
        else:
            with pytest.raises(WorkplaceError, match="plusieurs fils"), workers(address, 2):
                pass
