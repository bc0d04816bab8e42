"""Numbers in the reader's notation."""

import pytest
from django.template import Context, Template
from django.utils import translation

from herefor.ui import charts
from herefor.ui.templatetags.ui import count, points


def written(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "shown"), [(72.46, "72.5"), (69, "69.0"), (-0.04, "0.0"), (None, "")]
)
def test_points_have_one_decimal(value, shown):
    assert points(value) == shown


def test_points_take_more_decimals_where_effects_need_them():
    assert written("{{ value|points:2 }}", value=0.637) == "0.64"


def test_counts_part_their_thousands():
    assert count(1204) == "1,204"
    assert count(None) == ""


def test_a_german_reader_sees_commas():
    with translation.override("de"):
        assert points(72.5) == "72,5"
        assert count(1204) == "1.204"
        assert "72,5 (70,7" in written("{% interval_bar 72.5 70.7 74.1 %}")


def test_an_interval_in_words():
    assert written("{% interval_words 70.7 74.1 %}") == "70.7 to 74.1"


def test_a_chart_has_a_twin_with_the_same_numbers():
    shown = written("{% trend_table points %}", points=[charts.Point("Q1", 70.0, 68.0, 72.0, 1200)])

    for words in ("Q1", "70.0", "68.0 to 72.0", "1,200"):
        assert words in shown


def test_a_waterfall_has_a_twin_too():
    shown = written(
        "{% waterfall_table start bars end %}",
        start=charts.Level("Perfect", 1000),
        bars=[charts.Bar("Quality", 200, 150, 250), charts.Bar("Rest", 75, explained=False)],
        end=charts.Level("Today", 725),
    )

    for words in ("1,000", "Quality", "150 to 250", "Rest", "75", "725"):
        assert words in shown


def test_the_twin_says_which_changes_are_clear():
    quiet = charts.Point("Q1", 70.0, 68.0, 72.0, 1200)
    clear = charts.Point("Q2", 75.0, 73.0, 77.0, 1200, clear="rose clearly")

    assert "Clear change" not in written("{% trend_table points %}", points=[quiet])
    assert "rose clearly" in written("{% trend_table points %}", points=[quiet, clear])


def test_drivers_have_a_twin_with_their_decimals():
    drivers = [charts.Estimate("Quality", 0.637, 0.5, 0.78)]

    assert "0.50 to 0.78" in written("{% driver_table drivers decimals=2 %}", drivers=drivers)


def test_the_twin_leaves_out_columns_of_which_nothing_is_known():
    points = [charts.Point("2024", 1250, other=13), charts.Point("2025", 11)]

    shown = written("{% trend_table points 0 'Panel' %}", points=points)

    for words in ("1,250", "Panel", "13"):
        assert words in shown
    for words in ("Interval", ">n<", "Clear change"):
        assert words not in shown
