"""In this process: one piece after the other, or a few side by side in threads."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from herefor.measure.engines.base import Piece, Read
from herefor.measure.gather.moments import Moments


@dataclass(frozen=True)
class Serial:
    """Each further worker holds one more piece in memory: up to 300 MB for 24 items."""

    workers: int = 1

    def gathered(self, read: Read, pieces: Sequence[Piece]) -> Iterator[Moments]:
        if self.workers == 1:
            yield from map(read, pieces)
            return
        with ThreadPoolExecutor(self.workers) as threads:
            waiting: deque[Future[Moments]] = deque()
            for piece in pieces:
                if len(waiting) == self.workers:
                    yield waiting.popleft().result()
                waiting.append(threads.submit(read, piece))
            while waiting:
                yield waiting.popleft().result()
