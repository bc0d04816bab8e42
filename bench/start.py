"""How long until somebody can use it? Run: python bench/start.py

Times the demonstration's first start (its data are made), its second (they are kept) and the help,
beside a bare Python in the same run. Installing is not counted. Nothing here is asserted.
"""

import subprocess
import sys
import tempfile
from time import perf_counter

from timing import best_of, run

PORT = "8765"


def main() -> None:
    python = best_of(5, lambda: run([sys.executable, "-c", "pass"]))
    help_ = best_of(5, lambda: run([sys.executable, "-m", "herefor", "--help"]))
    print(f"python -c pass: {python:.2f} s")
    print(f"herefor --help: {help_:.2f} s, {help_ / python:.0f} times a bare Python")
    with tempfile.TemporaryDirectory() as folder:
        first = until_ready(folder)
        second = min(until_ready(folder) for _ in range(3))
    print(f"herefor demo, first start: {first:.1f} s")
    print(f"herefor demo, second start: {second:.1f} s, {second / first:.2f} of the first")


def until_ready(folder: str) -> float:
    command = [sys.executable, "-m", "herefor", "demo", "--port", PORT, "--data", folder]
    begun = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            if line.startswith("Ready:"):
                break
        seconds = perf_counter() - begun
        program.terminate()
    return seconds


if __name__ == "__main__":
    main()
