import polars as pl
import pytest

from herefor.measure import (
    PLS,
    AnswersRefused,
    Model,
    Moments,
    Refused,
    construct,
    moments_of_files,
    path,
)
from herefor.measure.engines import files
from shared_data import mobi

MODEL = Model(
    [construct("Q", ["PERQ1", "PERQ2"]), construct("S", ["CUSA1", "CUSA2"])],
    [path("Q", to=["S"])],
)
HOW = {"replicates": 50, "seed": 3, "weight": "weight"}


def answers(rows=3000):
    return (
        mobi()
        .sample(rows, with_replacement=True, seed=2)
        .with_columns(
            weight=pl.int_range(rows) % 3 + 0.5,
            house=pl.int_range(rows) // 7,
            region=pl.concat_str(pl.lit("r"), pl.int_range(rows) % 4),
        )
    )


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(files, "ROWS", 400)
    monkeypatch.setattr(files, "BYTES", 20_000)


@pytest.fixture(params=["parquet", "csv"])
def folder(request, tmp_path):
    """Two files of unequal length, named so that they sort."""
    for name, part in (("a", answers()[:1100]), ("b", answers()[1100:])):
        if request.param == "csv":
            part.write_csv(tmp_path / f"{name}.csv")
        else:
            part.write_parquet(tmp_path / f"{name}.parquet", row_group_size=300)
    return tmp_path


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"missing": "mean"},
        {"draw": "poisson"},
        {"cluster": "house"},
        {"strata": "region"},
        {"strata": "region", "cluster": "house"},
        {"identity": "house"},
    ],
)
def test_pieces_of_files_give_the_moments_of_the_whole(folder, how):
    whole = Moments.of(answers(), MODEL, **{"draw": "groups", **HOW, **how})

    gathered = moments_of_files(folder, MODEL, **HOW, **how)

    assert gathered.sums == pytest.approx(whole.sums, rel=1e-12)
    assert gathered.resampled(0) == pytest.approx(whole.resampled(0), rel=1e-12)
    assert (gathered.rows, gathered.used, gathered.fingerprint) == (3000, 3000, whole.fingerprint)


def test_two_workers_give_the_same_bits_as_one(folder):
    one, two = (moments_of_files(folder, MODEL, workers=workers, **HOW) for workers in (1, 2))

    assert (one.sums == two.sums).all()
    assert PLS().fit(MODEL, one).index("S") == PLS().fit(MODEL, two).index("S")


def test_a_small_file_is_kept_respondent_by_respondent(tmp_path):
    mobi().write_parquet(tmp_path / "small.parquet")

    gathered = moments_of_files(tmp_path / "small.parquet", MODEL, replicates=10)

    assert (gathered.sums == Moments.of(mobi(), MODEL).sums).all()
    assert not gathered.grouped


def test_a_few_pieces_start_no_cluster(tmp_path, monkeypatch):
    mobi().write_csv(tmp_path / "small.csv")
    monkeypatch.setattr(files, "Dask", None)  # to start one would fail

    assert moments_of_files(tmp_path, MODEL, engine="dask").used == 250


def test_a_wrong_answer_is_refused_with_its_file(folder):
    wrong = mobi().with_columns(PERQ1=pl.lit("much"))
    wrong.write_parquet(folder / "c.parquet")

    with pytest.raises(AnswersRefused, match=r"In .*c\.parquet.*Column PERQ1 should hold numbers"):
        moments_of_files(folder / "c.parquet", MODEL)


def test_an_answer_of_several_lines_is_refused(tmp_path):
    lines = "PERQ1,PERQ2,CUSA1,CUSA2,word\n" + '1,2,3,4,"two\nlines"\n' * 3000
    (tmp_path / "lines.csv").write_text(lines)

    with pytest.raises(AnswersRefused, match=r"several lines|Save it as Parquet"):
        moments_of_files(tmp_path / "lines.csv", MODEL)


def test_notes_of_many_pieces_are_told_once(tmp_path):
    model = Model(MODEL.constructs, MODEL.paths, codes=[-9])
    coded = answers().with_columns(
        PERQ1=pl.when(pl.int_range(3000) % 101 == 0).then(-9).otherwise(pl.col("PERQ1"))
    )
    coded.write_parquet(tmp_path / "coded.parquet")

    notes = moments_of_files(tmp_path, model).notes

    assert len(notes) == 2
    assert notes[0].startswith("In part of the files, and alike in others: ")
    assert notes[1] == "30 rows with a missing answer, or with weight 0, left out."


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"engine": "spark"}, "no engine 'spark'"),
        ({"draw": "multinomial"}, "not kept one by one"),
    ],
)
def test_what_cannot_be_done_is_refused(folder, asked, sentence):
    with pytest.raises(Refused, match=sentence):
        moments_of_files(folder, MODEL, **asked)


def test_no_file_and_no_row_are_told(tmp_path):
    with pytest.raises(AnswersRefused, match="no Parquet or CSV file"):
        moments_of_files(tmp_path, MODEL)
    mobi()[:0].write_parquet(tmp_path / "empty.parquet")
    with pytest.raises(AnswersRefused, match="no row"):
        moments_of_files(tmp_path, MODEL)
