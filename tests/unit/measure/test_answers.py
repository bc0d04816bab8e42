import numpy as np
import polars as pl
import pytest

from herefor.measure import AnswersRefused, Moments, clean_answers, parse_model

TOML = """
[constructs]
QUAL = ["q1", "q2"]
SAT = {items = ["s1", "s2"], optional = ["s2"]}
[paths]
SAT = ["QUAL"]
[missing]
codes = [-99, 99]
"""
MODEL = parse_model(TOML)
TABLE = pl.DataFrame({"q1": [1, 5, 10], "q2": [2, 5, 9], "s1": [3, 5, 7], "s2": [1, 2, 3]})


def with_column(**columns):
    return TABLE.with_columns(pl.Series(name, values) for name, values in columns.items())


def test_answers_become_points_of_their_scale():
    assert clean_answers(TABLE, MODEL).points[:, 0] == pytest.approx([0, 400 / 9, 100])


def test_coded_values_count_as_missing_and_are_counted_aloud():
    cleaned = clean_answers(with_column(q1=[-99, 5, 99], q2=[1, -99, 2]), MODEL)

    assert np.isnan(cleaned.points).sum() == 3
    assert cleaned.notes == (
        "3 answers coded -99 and 99 counted as missing, in q1 (2) and q2 (1).",
    )


def test_an_optional_item_may_be_absent():
    cleaned = clean_answers(TABLE.drop("s2"), MODEL)

    assert cleaned.codes == ("q1", "q2", "s1")
    assert cleaned.notes == ("There is no column s2; the model allows this, so it was left out.",)


def test_values_beyond_the_scale_count_as_missing_only_where_the_model_says_so():
    lenient = parse_model(TOML + "outside_scale = true\n")

    cleaned = clean_answers(with_column(q1=[98, 5, 97]), lenient)

    assert np.isnan(cleaned.points[:, 0]).tolist() == [True, False, True]
    assert cleaned.notes == (
        "2 answers outside the scale (97 and 98) counted as missing, in q1 (2).",
    )


def test_values_beyond_the_scale_are_refused_with_items_counts_and_remedy():
    with pytest.raises(AnswersRefused) as refusal:
        clean_answers(with_column(q1=[0, 5, 11], s1=[0, 0, 1]), MODEL)

    assert str(refusal.value) == (
        "Some answers lie outside their scale: q1 has 2 answers outside 1 to 10 (0 and 11); "
        "s1 has 2 answers outside 1 to 10 (0). If they are real answers, give the items their "
        "true ends in the model (scale = [worst, best]). If they mean no answer, write "
        "[missing] codes = [0, 11] there."
    )


def test_a_missing_column_is_refused_with_the_nearest_name():
    with pytest.raises(AnswersRefused, match=r"no column q2, .* Did you mean Q2\?"):
        clean_answers(TABLE.rename({"q2": "Q2"}), MODEL)


def test_text_among_numbers_is_refused_with_its_rows():
    with pytest.raises(AnswersRefused, match="'good' in row 3 and '7!' in row 4"):
        clean_answers(with_column(q1=["1", "good", "7!"]), MODEL)


def test_numbers_written_as_people_write_them_are_read():
    cleaned = clean_answers(with_column(q1=[" 7 ", "5,5", "N/A"], s1=["1", "", "10"]), MODEL)

    assert cleaned.points[:, 0] == pytest.approx([200 / 3, 50, np.nan], nan_ok=True)
    assert np.isnan(cleaned.points[1, 2])


def test_an_infinite_answer_is_outside_the_scale():
    with pytest.raises(AnswersRefused, match="outside their scale"):
        clean_answers(with_column(q1=[1.0, float("inf"), 2.0]), MODEL)


def test_no_rows_are_refused():
    with pytest.raises(AnswersRefused, match="no answers"):
        clean_answers(TABLE[:0], MODEL)


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ([1, -1, 2], "negative or without bound in row 3"),
        ([1, None, 2], "no weight in row 3"),
        ([0, 0, 0], "All weights in column weight are 0"),
        (["1", "much", "2"], "Column weight should hold numbers"),
        ([1.0, 2.0, float("inf")], "without bound in row 4"),
    ],
)
def test_wrong_weights_are_refused(weights, sentence):
    with pytest.raises(AnswersRefused, match=sentence):
        clean_answers(with_column(weight=weights), MODEL, weight="weight")


def test_an_unknown_weight_column_is_refused():
    with pytest.raises(AnswersRefused, match="no column wieght"):
        clean_answers(with_column(weight=[1, 1, 1]), MODEL, weight="wieght")


def test_rows_left_out_are_counted_aloud():
    moments = Moments.of(with_column(q1=[None, 5, 6]), MODEL)

    assert (moments.rows, moments.used) == (3, 2)
    assert moments.notes == ("1 row with a missing answer, or with weight 0, left out.",)
