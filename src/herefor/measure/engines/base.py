"""What an engine does: read pieces of files somewhere, and hand their moments back in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from herefor.measure.gather.moments import Moments


@dataclass(frozen=True)
class Piece:
    """Some rows of a file. How files are cut never depends on the engine."""

    path: str
    start: int  # a row of a Parquet file, a byte of a CSV file
    length: int  # in rows, or in bytes
    first: int  # the number of the first row among all rows of all files


Read = Callable[[Piece], Moments]


class Engine(Protocol):
    """Yields the moments of every piece, in the order of the pieces, holding only a few.

    Because sums are added in that order, every engine gives the same numbers to the last bit.
    """

    def gathered(self, read: Read, pieces: Sequence[Piece]) -> Iterator[Moments]: ...
