"""Do the intervals hold what they promise? Run: python bench/truth/run.py [--quick] [coverage ...]

Samples are drawn again and again from populations whose every number is known (`population.py`).
Sections: `coverage` of every number, kind of interval and design; `studentised`, the dearest
interval; `changes`: false alarms, power, units, ratings, drivers. All of them take about three
quarters of an hour of one core, `--quick` about two minutes with errors three times as large.
Nothing is asserted here: tests/unit/measure/test_truth_coverage.py does, with less.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import sys
from time import process_time

import changes
import covering

SECTIONS = ("coverage", "studentised", "changes")


def main(asked: list[str]) -> None:
    quick = "--quick" in asked
    wanted = [name for name in SECTIONS if name in asked] or list(SECTIONS)
    for name in wanted:
        began = process_time()
        section(name, quick=quick)
        print(f"\n{name}: {process_time() - began:.0f} CPU seconds", flush=True)


def section(name: str, *, quick: bool) -> None:
    if name == "coverage":
        samples, replicates = (100, 300) if quick else (1_000, 600)
        covering.table(covering.cells(), samples=samples, replicates=replicates)
    elif name == "studentised":
        samples, replicates = (30, 100) if quick else (300, 300)
        covering.table(covering.studentised_cells(), samples=samples, replicates=replicates)
    else:
        samples, replicates = (100, 200) if quick else (1_000, 400)
        changes.everything(samples=samples, replicates=replicates)


if __name__ == "__main__":
    main(sys.argv[1:])
