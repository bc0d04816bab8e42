"""How fast is the bootstrap? Run: python bench/bootstrap.py

Measured against PyPI's `seminr` in the same run, one replicate of theirs against one of ours; they
draw few and are scaled up, because 5,000 of theirs take most of a minute. Nothing here is asserted.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in a worker

import polars as pl
import seminr
from timing import best_of, run

from herefor.measure import PLS, Moments, built_in

MOBI = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "mobi.csv"
MODEL = built_in("ecsi")
OURS, THEIRS, LARGE = 5_000, 200, 100_000


def main() -> None:
    answers = pl.read_csv(MOBI)
    ours = best_of(5, lambda: bootstrap(answers))
    theirs = best_of(3, their_bootstrap(answers)) * OURS / THEIRS
    print(f"mobi, {OURS:,} replicates, herefor: {ours:.3f} s")
    print(f"mobi, {OURS:,} replicates, seminr: {theirs:.1f} s (scaled up from {THEIRS})")
    print(f"ratio: {theirs / ours:.0f}")
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.csv"
        answers.sample(LARGE, with_replacement=True, seed=1).write_csv(large)
        seconds = best_of(3, lambda: bootstrap(pl.read_csv(large)))
        print(f"{LARGE:,} rows read from CSV, {OURS:,} replicates: {seconds:.2f} s")
        command = [sys.executable, "-m", "herefor", "measure", str(large), "--json", "-"]
        print(f"the same as a command: {best_of(3, lambda: run(command)):.2f} s")


def bootstrap(answers: pl.DataFrame) -> None:
    fit = PLS().fit(MODEL, Moments.of(answers, MODEL, replicates=OURS))
    for name in MODEL.names:
        fit.index(name)


def their_bootstrap(answers: pl.DataFrame):
    """Their model of the same shape, estimated once outside the clock."""
    blocks = [
        seminr.composite(one.name, seminr.multi_items("", [item.code for item in one.items]))
        for one in MODEL.constructs
    ]
    arrows = [seminr.paths(source, target) for source, target in MODEL.edges]
    model = seminr.estimate_pls(
        (answers.columns, answers.to_numpy().astype(float)),
        seminr.constructs(*blocks),
        seminr.relationships(*arrows),
    )
    return lambda: seminr.bootstrap_model(model, nboot=THEIRS, seed=1)


if __name__ == "__main__":
    main()
