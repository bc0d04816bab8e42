"""A bar for work that takes longer than a second."""

from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress as Bar

PATIENCE_SECONDS = 1.0


class Progress:
    """Silent at first; drawn on standard error, and gone when the work is done."""

    def __init__(self, *, total: int) -> None:
        self._total, self._done, self._began = total, 0, monotonic()
        self._bar = Bar(console=Console(stderr=True), transient=True)

    def __enter__(self) -> Self:
        return self

    def advance(self, steps: int) -> None:
        self._done += steps
        if monotonic() - self._began < PATIENCE_SECONDS or not self._bar.console.is_terminal:
            return
        if not self._bar.tasks:
            self._bar.add_task("Drawing replicates", total=self._total)
            self._bar.start()
        self._bar.update(self._bar.tasks[0].id, completed=self._done)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar.tasks:  # stopping one that never began prints an empty line
            self._bar.stop()
