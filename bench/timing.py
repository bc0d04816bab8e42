"""The clock of the benches: the best of several runs, because the machine is shared."""

import os
import subprocess
from collections.abc import Callable
from time import perf_counter


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest run."""
    seconds = []
    for _ in range(times):
        began = perf_counter()
        work()
        seconds.append(perf_counter() - began)
    return min(seconds)


def run(command: list[str]) -> None:
    subprocess.run(command, env=os.environ | {"COLUMNS": "100"}, capture_output=True, check=True)
