"""Marks of several raters: agreement with its interval, severity, accuracy, how many are needed."""

import numpy as np
import pytest

from herefor.measure import (
    Marks,
    Refused,
    Sampling,
    Variances,
    ac2,
    accuracy,
    alpha,
    habits,
    many_facets,
    same_marks,
    variances,
)

BANDS = (0, 10, 30, 50, 70, 90)
MIDDLES = np.array([5, 20, 40, 60, 80, 95])
PANELS = 300


def panel(rng, *, severity, things=17, spread=1.2):
    """Bands drawn by the model itself, as percent in the middle of each."""
    ability = rng.normal(0, spread, things)
    steps = ability[:, None, None] - severity[None, :, None] - np.array([-3, -1.5, 0, 1.5, 3])
    height = np.concatenate([np.zeros((*steps.shape[:2], 1)), steps.cumsum(axis=2)], axis=2)
    chance = np.exp(height)
    chance /= chance.sum(axis=2, keepdims=True)
    band = (rng.random((things, len(severity), 1)) > chance.cumsum(axis=2)).sum(axis=2)
    return as_marks(MIDDLES[band])


def as_marks(values):
    values = np.asarray(values, dtype=float)
    things = tuple(str(place) for place in range(values.shape[0]))
    return Marks(values, things, tuple("abcdefgh"[: values.shape[1]]))


def test_marks_of_a_list_keep_its_order_and_its_gaps():
    marks = Marks.of([("1.1", "Bo", 40), ("1.1", "Ann", 50), ("1.2", "Bo", 30)])

    assert (marks.things, marks.raters) == (("1.1", "1.2"), ("Bo", "Ann"))
    assert not marks.is_complete
    assert not marks.is_enough


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("1.1", "Bo", 40), ("1.1", "Bo", 50)], "Bo marked 1.1 twice"),
        ([("1.1", "Bo", 40), ("1.1", "Ann", 50)], "1 thing and 2 raters"),
        ([], "0 things and 0 raters"),
    ],
)
def test_marks_that_cannot_be_compared_are_refused(rows, sentence):
    with pytest.raises(Refused, match=sentence):
        Marks.of(rows)


def test_agreement_needs_every_mark_and_alpha_does_not():
    gaps = as_marks([[10, 20], [30, np.nan], [50, 55], [60, 70]])

    with pytest.raises(Refused, match="alpha allows"):
        same_marks(gaps)
    with pytest.raises(Refused, match="missing"):
        variances(gaps)
    assert 0.8 < alpha(gaps).value < 1


def test_levels_that_nobody_gave_count_for_chance():
    marks = as_marks([[1, 1], [2, 2], [1, 2], [2, 2]])

    seen, all_six = ac2(marks), ac2(marks, levels=range(1, 7))

    assert all_six.value > seen.value
    with pytest.raises(Refused, match="A mark of 2 is none of the levels"):
        ac2(marks, levels=[1, 3])
    with pytest.raises(Refused, match="Did you mean ordinal"):
        ac2(marks, scale="ordinall")


def test_a_severe_rater_lowers_agreement_and_not_order():
    rng = np.random.default_rng(3)
    fair = panel(rng, severity=np.zeros(5), things=40)
    harsh = Marks(fair.values - np.array([0, 0, 0, 0, 30]), fair.things, fair.raters)

    assert same_marks(harsh).value < same_marks(fair).value - 0.1
    assert same_marks(harsh).high < 1


@pytest.mark.parametrize("severity", [0.0, 0.5])
def test_the_interval_of_agreement_holds_the_truth_about_as_often_as_it_says(severity):
    """Marks of a normal model: things and rest of variance 1, raters of `severity`."""
    rng = np.random.default_rng(11)
    truth = 1 / (2 + severity)
    held = []
    for _ in range(PANELS):
        raters = rng.normal(0, severity**0.5, (1, 5))
        values = rng.normal(0, 1, (17, 1)) + raters + rng.normal(0, 1, (17, 5))
        found = same_marks(as_marks(values))
        held.append(found.low <= truth <= found.high)

    assert 0.92 <= np.mean(held) <= 0.98


def ordinal_alpha(marks, **how):
    return alpha(marks, scale="ordinal", **how)


def ordinal_ac2(marks, **how):
    return ac2(marks, scale="ordinal", levels=MIDDLES, **how)


@pytest.mark.parametrize("agreement", [ordinal_alpha, ordinal_ac2])
def test_replicates_hold_the_truth_about_as_often_as_they_say(agreement):
    """Bands of a panel; what four thousand things of the same kind say counts as the truth."""
    rng = np.random.default_rng(12)
    many = panel(rng, severity=np.zeros(5), things=4000)
    truth = agreement(many, sampling=Sampling(replicates=2)).value
    held = []
    for _ in range(PANELS):
        marks = panel(rng, severity=np.zeros(5), things=17)
        found = agreement(marks, sampling=Sampling(replicates=400))
        held.append(found.low <= truth <= found.high)

    assert 0.89 <= np.mean(held) <= 0.98


@pytest.mark.parametrize(("single", "needed"), [(0.18, 18), (0.30, 10), (0.40, 6), (0.58, 3)])
def test_how_many_raters_are_needed(single, needed):
    found = Variances(things=single, raters=0, rest=1 - single)

    assert found.raters_needed(0.8) in (needed, needed + 1)
    assert found.dependability(found.raters_needed(0.8)) >= 0.8
    assert found.dependability(found.raters_needed(0.8) - 1) < 0.8


def test_planted_severities_are_found_with_right_coverage():
    rng = np.random.default_rng(5)
    planted = np.array([-1, -0.5, 0, 0.5, 1])
    held, off = [], []
    for _ in range(PANELS):
        found = many_facets(panel(rng, severity=planted), bands=BANDS).severities
        held.append(
            [
                one.logits.low <= true <= one.logits.high
                for one, true in zip(found, planted, strict=True)
            ]
        )
        off.append([one.logits.value - true for one, true in zip(found, planted, strict=True)])

    assert 0.92 <= np.mean(held) <= 0.98
    assert np.abs(np.mean(off, axis=0)).max() < 0.1


def test_marks_without_severity_are_nearer_the_truth_when_not_all_marked_all():
    """Harsh raters marked one half, lenient ones the other, and one everything."""
    rng = np.random.default_rng(8)
    severity = np.array([2.0, -2.0, 0.0])
    raw, adjusted = [], []
    for _ in range(40):
        marks = panel(rng, severity=severity, things=30)
        fair = panel(rng, severity=np.zeros(3), things=30)
        values = marks.values.copy()
        values[:15, 1] = values[15:, 0] = np.nan
        found = many_facets(Marks(values, marks.things, marks.raters), bands=BANDS)
        assert found.is_linked
        halves = [
            np.mean([getattr(one, what) for one in part])
            for what in ("raw", "value")
            for part in (found.adjusted[:15], found.adjusted[15:])
        ]
        raw.append(halves[1] - halves[0])
        adjusted.append(halves[3] - halves[2])
        assert fair.is_complete

    assert np.mean(raw) > 15
    assert abs(np.mean(adjusted)) < 5


def test_groups_that_share_nothing_are_said_to_be_apart():
    values = np.full((4, 4), np.nan)
    values[:2, :2], values[2:, 2:] = [[40, 60], [20, 40]], [[60, 80], [40, 60]]

    assert not many_facets(as_marks(values), bands=BANDS).is_linked


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([[50, 55], [60, 65]], "All marks lie in one band"),
        ([[50, np.nan], [20, np.nan]], "no mark"),
    ],
)
def test_what_tells_nothing_of_severity_is_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        many_facets(as_marks(values), bands=BANDS)


def test_a_lenient_rater_and_one_who_marks_all_alike_are_flagged():
    even = np.arange(20, 90, 7.0)
    marks = as_marks(np.column_stack([even, even + 1, even + 25, np.full(len(even), 50.0)]))

    plain_one, _other, lenient, alike = habits(marks)

    assert lenient.leniency.low > 0
    assert lenient.is_flagged
    assert (alike.spread, alike.middle) == (0, 1)
    assert alike.is_flagged
    assert plain_one.n == len(even)


def test_the_parts_of_accuracy_add_up_and_say_what_is_wrong():
    rng = np.random.default_rng(2)
    known = rng.integers(2, 18, (3, 17)) * 5.0
    given = known + 10 + rng.normal(0, 5, known.shape)

    found = accuracy(given, known)

    assert found.distance == pytest.approx(float(np.sqrt(((given - known) ** 2).mean())))
    assert found.bias == pytest.approx(10, abs=2)
    assert accuracy(known, known).distance == 0
    assert accuracy(known + 10, known).stereotype == pytest.approx(0)
    with pytest.raises(Refused, match="Every mark needs"):
        accuracy(known, known[:2])
