"""Numbers land where they should, and are all said in words."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herefor.ui import charts
from herefor.ui.charts.svg import Scale, number, round_ends, round_step, ticks

POINTS = [
    charts.Point("Q1", 70.0, 68.0, 72.0, 1200),
    charts.Point("Q2", 75.0, 73.0, 77.0, 1300, clear="rose clearly"),
]
GAP = [charts.Bar("Quality", 200, 150, 250), charts.Bar("Rest", 75, explained=False)]
numbers = st.floats(-1e4, 1e4)


def attribute(drawn: str, element: str, name: str) -> list[str]:
    found = re.findall(f"<{element} [^>]*>", drawn)
    return [value for tag in found for value in re.findall(f' {name}="([^"]*)"', tag)]


@given(numbers, numbers, numbers)
def test_a_scale_keeps_order_and_stays_on_the_drawing(low, one, other):
    scale = Scale((low, low + 10))

    assert 0 <= scale(one) <= 100
    assert (one <= other) <= (scale(one) <= scale(other))


@given(st.floats(0, 1))
def test_a_scale_is_linear_and_may_point_up(share):
    scale = Scale((20, 60), onto=(200, 0))

    assert scale(20 + 40 * share) == pytest.approx(200 - 200 * share)


@given(st.floats(0.01, 1e5))
def test_a_round_step_parts_an_extent_into_two_to_five(extent):
    assert 1.99 <= extent / round_step(extent) <= 5.01


@given(st.lists(st.floats(-1000, 1000), min_size=1))
def test_round_ends_hold_every_value(values):
    low, high = round_ends(values)

    assert low <= min(values)
    assert max(values) <= high
    assert low < high


def test_ticks_are_round_numbers_within_the_ends():
    assert list(ticks((67, 78))) == [70, 75]
    assert list(ticks((0, 0.5))) == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5])


def test_a_number_is_short_and_never_minus_zero():
    assert [number(value) for value in (70.0, 1 / 3, -0.001)] == ["70", "0.33", "0"]


def test_an_interval_bar_places_band_and_point():
    drawn = charts.interval_bar(72.5, 70, 75, (50, 100), label="Satisfaction")

    assert attribute(drawn, "rect", "x") == ["40%"]
    assert attribute(drawn, "rect", "width") == ["10%"]
    assert attribute(drawn, "circle", "cx") == ["45%"]
    assert attribute(drawn, "svg", "aria-label") == ["Satisfaction: 72.5 (70.0 to 75.0)"]


def test_the_interval_is_drawn_before_its_point():
    drawn = charts.interval_bar(72.5, 70, 75)

    assert drawn.index("band") < drawn.index("dot")


def test_a_line_that_spans_zero_marks_it():
    assert attribute(charts.interval_bar(1, -2, 3, (-10, 10)), "line", "x1") == ["0", "50%"]
    assert attribute(charts.interval_bar(1, 0, 3, (0, 10)), "line", "x1") == ["0"]


def test_drivers_share_one_scale():
    rows = [charts.Estimate("Quality", 0.6, 0.4, 0.8), charts.Estimate("Value", 0.1, 0, 0.2)]
    drawn = charts.driver_dots(rows, (0, 1), label="Effects")

    assert attribute(drawn, "circle", "cx") == ["60%", "10%"]
    assert attribute(drawn, "svg", "aria-label") == [
        "Effects: Quality 0.6 (0.4 to 0.8); Value 0.1 (0.0 to 0.2)"
    ]


def test_cover_leaves_the_gap_open():
    drawn = charts.cover([charts.Span(0, 42), charts.Span(84, 168)], (0, 168), label="126 of 168")

    assert attribute(drawn, "rect", "x") == ["0%", "50%"]
    assert attribute(drawn, "rect", "width") == ["25%", "50%"]
    assert attribute(drawn, "svg", "aria-label") == ["126 of 168"]


def test_a_trend_says_every_number_and_every_clear_change():
    drawn = charts.trend(POINTS, (60, 80), label="Satisfaction")

    assert attribute(drawn, "svg", "aria-label") == [
        "Satisfaction: Q1 70.0 (68.0 to 72.0); Q2 75.0 (73.0 to 77.0), rose clearly"
    ]
    assert "Q2: 75.0 (73.0 to 77.0), n = 1,300" in drawn


def test_a_trend_puts_higher_numbers_higher():
    drawn = charts.trend(POINTS, (60, 80), label="Satisfaction")

    first, _ring, second = (float(y) for y in attribute(drawn, "circle", "cy"))
    assert second < first


def test_only_a_clear_change_has_a_ring():
    assert charts.trend(POINTS, label="").count('class="ring"') == 1
    assert charts.trend(POINTS[:1], label="").count('class="ring"') == 0


@pytest.mark.parametrize(("count", "wide", "narrow"), [(5, 5, 5), (8, 8, 4), (40, 10, 5)])
def test_names_of_periods_are_thinned_and_the_newest_is_kept(count, wide, narrow):
    points = [charts.Point(f"P{index}", 70, 69, 71, 100) for index in range(count)]
    kinds = attribute(charts.trend(points, label=""), "text", "class")

    assert sum("on-wide" in kind for kind in kinds) == wide
    assert sum("on-narrow" in kind for kind in kinds) == narrow
    assert f">P{count - 1}</text>" in charts.trend(points, label="")


@pytest.mark.parametrize("draw", [charts.trend, charts.spark])
def test_a_single_period_stands_in_the_middle(draw):
    assert attribute(draw(POINTS[:1], label=""), "circle", "cx") == ["50%"]


def test_estimates_that_are_all_alike_are_drawn_level():
    alike = [charts.Point(period, 70, 70, 70, 9) for period in ("Q1", "Q2")]

    assert attribute(charts.spark(alike, label=""), "circle", "cy") == ["28"]
    assert set(attribute(charts.trend(alike, label=""), "circle", "cy")) == {"111"}


def test_a_spark_ends_with_the_newest_point():
    drawn = charts.spark(POINTS, label="Satisfaction")

    assert attribute(drawn, "circle", "cx") == ["100%"]
    assert attribute(drawn, "polyline", "points")[0].count(",") == 2


def test_a_waterfall_goes_down_the_whole_way():
    drawn = charts.waterfall(
        charts.Level("Perfect", 1000), GAP, charts.Level("Today", 725), label="Missing"
    )

    assert attribute(drawn, "rect", "x") == ["54.55%", "0%", "72.73%"]
    assert attribute(drawn, "rect", "width") == ["36.36%", "72.73%", "27.27%"]
    assert attribute(drawn, "rect", "class") == ["band", "hold", "open"]
    assert attribute(drawn, "svg", "aria-label") == [
        "Missing: Perfect 1,000; Quality 200 (150 to 250); Rest 75; Today 725"
    ]


def test_a_waterfall_makes_room_for_a_step_back_up():
    bars = [charts.Bar("Up", -50), charts.Bar("Down", 100)]
    drawn = charts.waterfall(charts.Level("a", 100), bars, charts.Level("b", 50), label="")

    assert attribute(drawn, "rect", "x") == ["0%", "0%"]
    assert attribute(drawn, "rect", "width") == ["50%", "100%"]


def test_a_waterfall_of_nothing_is_still_a_drawing():
    drawn = charts.waterfall(charts.Level("a", 1), [], charts.Level("b", 1), label="")

    assert drawn.startswith("<svg")


def test_names_cannot_smuggle_markup():
    row = charts.Estimate('<script>"', 1, 0, 2)
    drawn = charts.driver_dots([row], label="<b>") + charts.interval_bar(1, 0, 2, label='"><i>')

    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_charts_carry_no_style_that_the_policy_would_refuse():
    drawn = charts.trend(POINTS, label="") + charts.spark(POINTS, label="")

    assert "style" not in drawn


def test_charts_need_no_settings():
    program = "from herefor.ui.charts import interval_bar; print(interval_bar(1, 0, 2))"

    source = str(Path(charts.__file__).parents[3])

    drawn = subprocess.check_output(
        [sys.executable, "-c", program], env={"PYTHONPATH": source}, text=True
    )

    assert drawn.startswith("<svg")


def test_an_estimate_without_an_interval_is_a_point_alone():
    drawn = charts.driver_dots([charts.Estimate("Quality", 0.64)], label="Effects")

    assert 'class="dot"' in drawn
    assert 'class="band"' not in drawn
    assert 'aria-label="Effects: Quality 0.6"' in drawn


def test_what_has_no_interval_is_drawn_without_one_and_says_none():
    drawn = charts.trend([charts.Point("2024", 12), charts.Point("2025", 11)], label="Turnover")

    assert 'class="band"' not in drawn
    assert attribute(drawn, "svg", "aria-label") == ["Turnover: 2024 12.0; 2025 11.0"]
    assert "<title>2025: 11.0</title>" in drawn


def test_others_are_a_dashed_line_that_leaves_out_what_nobody_knows():
    known = (14, None, 13, 12)
    points = [
        charts.Point(f"{2022 + index}", 10 + index, other=other)
        for index, other in enumerate(known)
    ]

    drawn = charts.trend(points, label="Turnover", beside="Panel")

    assert drawn.count('class="chart-line other"') == 2
    assert drawn.count('class="other"') == 3
    assert "2022 10.0, Panel 14.0; 2023 11.0; 2024 12.0, Panel 13.0" in drawn


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((3, 4), ["3.0", "3.2", "3.4", "3.6", "3.8", "4.0"]),
        ((0.2, 0.25), ["0.20", "0.21", "0.22", "0.23", "0.24", "0.25"]),
        ((0, 50_000), ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]),
    ],
)
def test_two_ticks_never_read_alike(ends, ticks):
    drawn = charts.trend([charts.Point("2025", ends[0])], ends, label="")

    assert re.findall(r'class="chart-tick"[^>]*>([^<]*)<', drawn) == ticks
