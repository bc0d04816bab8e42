"""The one pass on a real Dask cluster of two processes, also when one of them dies half-way."""

import os
import signal
from dataclasses import dataclass, field
from functools import reduce
from operator import add

import pytest

from herefor.measure import Dask, Model, Moments, Serial, construct, moments_of_files, path
from herefor.measure.engines import files
from shared_data import mobi

pytestmark = pytest.mark.process

MODEL = Model(
    [construct("Q", ["PERQ1", "PERQ2"]), construct("S", ["CUSA1", "CUSA2"])],
    [path("Q", to=["S"])],
)
HOW = {"replicates": 50, "seed": 3}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "ROWS", 500)
    mobi().sample(20_000, with_replacement=True, seed=2).write_parquet(tmp_path / "a.parquet")
    return tmp_path


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as started:
        yield started


def test_dask_gives_the_same_bits_as_one_core(folder, cluster):
    here = moments_of_files(folder, MODEL, **HOW)

    there = moments_of_files(
        folder, MODEL, engine="dask", scheduler=cluster.scheduler_address, **HOW
    )

    assert (here.sums == there.sums).all()
    assert (here.used, here.fingerprint) == (there.used, there.fingerprint)


@dataclass(frozen=True)
class Killing:
    """Dask, but a worker is killed after a few pieces have come back."""

    scheduler: str
    killed: list[int] = field(default_factory=list)

    def gathered(self, read, pieces):
        for at, moments in enumerate(Dask(self.scheduler).gathered(read, pieces)):
            if at == 5:
                self.kill()
            yield moments

    def kill(self):
        from distributed import Client

        with Client(self.scheduler) as client:
            pid = next(iter(client.run(os.getpid).values()))
        os.kill(pid, signal.SIGKILL)
        self.killed.append(pid)


def test_a_worker_killed_half_way_changes_no_number(folder, cluster):
    here = moments_of_files(folder, MODEL, engine=Serial(), **HOW)
    killing = Killing(cluster.scheduler_address)

    there = moments_of_files(folder, MODEL, engine=killing, **HOW)

    assert len(killing.killed) == 1
    assert (here.sums == there.sums).all()
    assert here.used == there.used == 20_000


def test_a_cluster_of_its_own_is_started_for_many_pieces(folder):
    here = moments_of_files(folder, MODEL, **HOW)

    there = moments_of_files(folder, MODEL, engine="dask", **HOW)

    assert (here.sums == there.sums).all()


def test_partitions_of_a_dask_table_become_moments_that_add_up(cluster):
    """Whoever has a Dask table needs no file: each partition says the number of its first row."""
    from distributed import Client

    table = mobi().sample(3_000, with_replacement=True, seed=4)
    parts = [(first, table[first : first + 700]) for first in range(0, 3_000, 700)]

    with Client(cluster.scheduler_address) as client:
        futures = [
            client.submit(Moments.of, part, MODEL, draw="groups", first=first)
            for first, part in parts
        ]
        gathered = reduce(add, client.gather(futures))

    assert gathered.sums == pytest.approx(Moments.of(table, MODEL, draw="groups").sums, rel=1e-12)
