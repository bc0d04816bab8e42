"""On Dask: a cluster that runs already, or two processes of our own."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from herefor.measure.engines.base import Piece, Read
from herefor.measure.gather.moments import Moments
from herefor.measure.words import Refused

IN_FLIGHT = 3  # pieces for each worker, so that none waits and memory stays bounded


@dataclass(frozen=True)
class Dask:
    """`scheduler` is the address of a running cluster; without it a local one is started.

    Every worker must reach the files by the same path. A piece whose worker died is read again by
    another, and comes to the same moments.
    """

    scheduler: str | None = None
    workers: int = 2

    def gathered(self, read: Read, pieces: Sequence[Piece]) -> Iterator[Moments]:
        with ExitStack() as opened:
            client = self._client(opened)
            most = IN_FLIGHT * max(1, len(client.scheduler_info()["workers"]))
            waiting: deque[Any] = deque()
            for piece in pieces:
                if len(waiting) == most:
                    yield waiting.popleft().result()
                waiting.append(client.submit(read, piece, pure=False))
            while waiting:
                yield waiting.popleft().result()

    def _client(self, opened: ExitStack) -> Any:
        try:
            distributed: Any = import_module("distributed")  # optional, and slow to import
        except ImportError:
            raise Refused(
                "Dask is not installed here. Run: pip install 'herefor[dask]', or measure with "
                'engine="serial".'
            ) from None
        if self.scheduler:
            return opened.enter_context(distributed.Client(self.scheduler))
        cluster = distributed.LocalCluster(
            n_workers=self.workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
        )
        return opened.enter_context(distributed.Client(opened.enter_context(cluster)))
