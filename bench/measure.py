"""How fast is measuring? Run: python bench/measure.py, and python bench/measure.py large 100

CPU seconds of one core for 5,000 replicates of the whole ECSI model, beside PyPI's `seminr` and
`openpls` in the same run: one replicate of theirs against one of ours; they draw few and are
scaled up. Beside it two floors: the matrix product every exact bootstrap from sums needs, and
merely reading the file. `large` reads so many million rows, in a process of its own because memory
is told. Nothing here is asserted.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import polars as pl
import seminr
from openpls import Plspm
from openpls.config import MV, Config, Structure
from openpls.mode import Mode
from openpls.scheme import Scheme

from herefor.measure import PLS, Moments, built_in, moments_of_files
from herefor.measure.estimate import pls

MOBI = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "mobi.csv"
MODEL = built_in("ecsi")
DRAWS = 5_000
SEMINR = {250: 200, 10_000: 30, 100_000: 4, 1_000_000: 1}
OPENPLS = {250: 20, 10_000: 10}  # at 100,000 three did not finish in two minutes


def main() -> None:
    pls.THREADS = 1
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:2] == ["large"]:
            large(Path(folder), millions=int(sys.argv[2]))
            return
        for rows in SEMINR:
            replicates_of(rows)
        reading(Path(folder))


def replicates_of(rows: int) -> None:
    answers = sample(rows)
    ours = cpu_of(lambda: bootstrap(answers), times=5 if rows < 1e6 else 2)
    print(f"\n{rows:,} answers, {DRAWS:,} replicates: herefor {ours:.3f} CPU s")
    for name, theirs, counts in (("seminr", of_seminr, SEMINR), ("openpls", of_openpls, OPENPLS)):
        if rows not in counts:
            continue
        draw, count = theirs(answers), counts[rows]
        one = cpu_of(lambda: draw(count), times=1) / count  # noqa: B023
        print(f"  {name}: {one * DRAWS:,.0f} (from {count}), {one * DRAWS / ours:,.0f} times")
    if rows <= 10_000:
        moments = Moments.of(answers, MODEL, replicates=DRAWS, draw="multinomial")
        floor, exact = cpu_of(product(moments)), cpu_of(lambda: PLS().fit(MODEL, moments))
        print(f"  exact draws: {exact:.3f}, the product alone {floor:.3f}: {exact / floor:.2f}")


def product(moments: Moments) -> Callable[[], object]:
    units = moments.sums.shape[1]
    times = np.random.default_rng(1).poisson(1, (1_250, units)).astype(float)

    def work() -> None:
        for _ in range(DRAWS // 1_250):
            moments.sums @ times.T

    return work


def reading(folder: Path) -> None:
    """Moments from a file beside only reading it, and from a table already in memory."""
    answers = sample(1_000_000)
    answers.write_parquet(folder / "wave.parquet")
    answers.cast(pl.Int8).write_parquet(folder / "small.parquet")
    answers.write_csv(folder / "wave.csv")
    for name, read in (
        ("wave.parquet", pl.read_parquet),
        ("small.parquet", pl.read_parquet),
        ("wave.csv", pl.read_csv),
    ):
        file = folder / name
        bare = cpu_of(lambda: read(file), times=5)  # noqa: B023
        ours = cpu_of(lambda: moments_of_files(file, MODEL), times=5)  # noqa: B023
        print(f"1,000,000 rows, {name}: read {bare:.2f}, moments {ours:.2f}: {ours / bare:.2f}")
        (folder / name).unlink()


def large(folder: Path, *, millions: int) -> None:
    """Parts of a million rows made on the fly, read in one pass each, added: memory and cost."""
    total = None
    for part in range(millions):
        sample(1_000_000, seed=part).cast(pl.Int8).write_parquet(folder / "part.parquet")
        began = cpu()
        moments = moments_of_files(folder / "part.parquet", MODEL)
        took = cpu() - began
        total = moments if total is None else total + moments
        if part % 10 == 0 or part == millions - 1:
            print(f"million {part + 1}: {took:.2f} CPU s, {peak_gigabytes():.2f} GB at most")
    assert total is not None
    print(f"{total.used:,} answers: {PLS().fit(MODEL, total).value('index', 'Satisfaction'):.3f}")


def bootstrap(answers: pl.DataFrame) -> None:
    fit = PLS().fit(MODEL, Moments.of(answers, MODEL, replicates=DRAWS))
    for name in MODEL.names:
        fit.index(name)


def of_seminr(answers: pl.DataFrame) -> Callable[[int], object]:
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
    return lambda count: seminr.bootstrap_model(model, nboot=count, seed=1)


def of_openpls(answers: pl.DataFrame) -> Callable[[int], object]:
    structure = Structure()
    for source, target in MODEL.edges:
        structure.add_path([source], [target])
    config = Config(structure.path(), scaled=True)
    for one in MODEL.constructs:
        config.add_lv(one.name, Mode.A, *(MV(item.code) for item in one.items))
    frame = answers.to_pandas().astype(float)

    def draw(count: int) -> object:
        asked = {"bootstrap": True, "bootstrap_iterations": count, "processes": 1}
        return Plspm(frame, config, Scheme.PATH, 300, 1e-6, **asked)

    return draw


def sample(rows: int, seed: int = 1) -> pl.DataFrame:
    answers = pl.read_csv(MOBI)
    if rows == len(answers):
        return answers
    return answers.sample(rows, with_replacement=True, seed=seed)


def cpu_of(work: Callable[[], object], times: int = 3) -> float:
    """CPU seconds of the quickest run, all threads and processes it started together."""
    seconds = []
    for _ in range(times):
        began = cpu()
        work()
        seconds.append(cpu() - began)
    return min(seconds)


def cpu() -> float:
    ended = os.times()
    return process_time() + ended.children_user + ended.children_system


def peak_gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
