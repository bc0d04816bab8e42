"""Charts: the finding in the title, every interval drawn, pictures without a network."""

import json
import sys
from xml.etree import ElementTree

import pytest

from herefor.measure import (
    PLS,
    Bar,
    Comparison,
    Entry,
    Gap,
    Group,
    Index,
    Moments,
    Number,
    Refused,
    as_table,
    built_in,
    compare,
    forest_chart,
    gap,
    importance_chart,
    importance_map,
    loadings_chart,
    roll_up,
    save_chart,
    steadied,
    trend,
    trend_chart,
    waterfall_chart,
)
from shared_data import mobi

ECSI = built_in("ecsi")
RISING = {
    f"Q{place}": Index(value, value - 2, value + 2, 1.0, n=250)
    for place, value in enumerate([70.0, 71.0, 76.0, 76.5, 77.0])
}
HOSTILE = "</script><b>'\\"


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(ECSI, Moments.of(mobi(), ECSI, replicates=200, seed=7))


def rows_of(chart):
    """The lines of the largest data set in the chart."""
    told = chart.to_dict()
    parts = [told, *told["layer"]]
    return max((part["data"]["values"] for part in parts if "data" in part), key=len)


def title(chart):
    return " ".join(chart.to_dict()["title"]["text"])


def cautions(chart):
    return " ".join(chart.to_dict()["title"]["subtitle"])


def test_a_waterfall_runs_from_1000_to_today(fit):
    found = gap(fit)
    rows = rows_of(waterfall_chart(found))

    steps = [row for row in rows if row["kind"] != "end"]
    assert [row["name"] for row in steps[:-1]] == [bar.driver for bar in found.bars]
    assert [row["start"] for row in steps[1:]] == [row["end"] for row in steps[:-1]]
    assert (steps[0]["start"], steps[-1]["end"]) == (1000, pytest.approx(found.today))
    assert title(waterfall_chart(found)).startswith("Quality holds ")


def test_the_thin_line_of_a_bar_is_its_interval(fit):
    found = gap(fit)
    first = rows_of(waterfall_chart(found))[1]

    assert 1000 - first["high"] == pytest.approx(found.bars[0].points.low)
    assert 1000 - first["low"] == pytest.approx(found.bars[0].points.high)


def test_ties_are_told_below_the_title():
    bars = (Bar("A", Number(9.0, 1.0, 20.0)), Bar("B", Number(8.0, 1.0, 20.0)))
    tied = Gap("S", 970, Number(30.0), bars, Number(13.0), (("A", "B"),))

    assert "Cannot be told apart: A and B." in cautions(waterfall_chart(tied))


def test_a_map_has_intervals_on_both_axes_and_says_what_comes_first(fit):
    found = importance_map(fit, "Loyalty", of="items")
    chart = importance_chart(found)

    by_name = {row["name"]: row for row in rows_of(chart)}
    for one in found.placed:
        row = by_name[one.name]
        assert (row["goes_low"], row["goes_high"]) == (one.performance.low, one.performance.high)
        assert (row["matters_low"], row["sure"]) == (one.importance.low, one.sure)
    first = [one.name for one in found.placed if one.corner == "improve first"]
    assert all(name in title(chart) for name in first)


def test_a_trend_marks_the_steps_that_are_clear():
    chart = trend_chart(RISING)

    clear = {pair.one for pair in trend(RISING).steps.clear}
    assert clear == {"Q2"}
    assert {row["name"] for row in rows_of(chart) if row["clear"]} == clear
    assert title(chart) == "Rising by 1.9 points a step (1.3 to 2.6)"


def test_a_flat_series_has_no_clear_trend():
    flat = {name: Index(70.0, 68.0, 72.0, 1.0, n=9) for name in ("a", "b", "c")}

    assert title(trend_chart(flat)).startswith("No clear trend, ")


def test_a_missed_wave_leaves_a_gap():
    chart = trend_chart(dict(list(RISING.items())[:3]), times=[0, 1, 4])

    assert [row["time"] for row in rows_of(chart)] == [0, 1, 4]


def test_a_trend_of_other_waves_is_refused():
    with pytest.raises(Refused, match="This trend is of other waves"):
        trend_chart({"x": RISING["Q0"], "y": RISING["Q1"]}, found=trend(RISING))


def test_fits_need_to_know_which_index(fit):
    with pytest.raises(Refused, match="say which of its indices"):
        forest_chart({"a": fit, "b": fit})
    assert len(rows_of(forest_chart({"a": fit, "b": fit}, of="Value"))) == 2


def test_a_forest_is_sorted_and_says_when_the_first_is_not_clearly_first():
    chart = forest_chart(RISING, whole=74.0)

    assert [row["value"] for row in rows_of(chart)] == [77.0, 76.5, 76.0, 71.0, 70.0]
    assert title(chart) == "Q4 is highest with 77.0, but its interval overlaps Q3 and Q2"


def test_a_comparison_shows_every_pair_and_which_are_clear():
    found = compare(RISING, against="previous")
    rows = rows_of(forest_chart(found))

    assert isinstance(found, Comparison)
    assert {(row["value"], row["clear"]) for row in rows} == {
        (pair.difference.value, pair.clear) for pair in found.pairs
    }


def test_steadied_units_show_what_they_were_alone():
    found = steadied(RISING)
    rows = {row["name"]: row for row in rows_of(forest_chart(found))}

    assert {name: row["own"] for name, row in rows.items()} == {
        unit.name: unit.own.value for unit in found.units
    }


def test_a_roll_up_shows_its_parts():
    whole = roll_up(Group("All", [Entry(name, one, 1.0) for name, one in RISING.items()]))

    assert len(rows_of(forest_chart(whole))) == 5
    assert "the whole, 74.1" in cautions(forest_chart(whole))


def test_weak_loadings_are_named(fit):
    assert title(loadings_chart(fit, of="Loyalty")) == (
        "CUSL2 shows little of what it should (loading under 0.7)"
    )
    assert len(rows_of(loadings_chart(fit))) == len(as_table(fit.moments))


@pytest.mark.parametrize("ending", [".svg", ".png", ".html", ".json"])
def test_a_chart_is_kept_in_every_form_without_a_network(tmp_path, ending):
    chart = forest_chart({HOSTILE: RISING["Q0"], "b": RISING["Q1"]})

    file = save_chart(chart, tmp_path / f"c{ending}")

    content = file.read_bytes()
    if ending == ".svg":
        root = ElementTree.fromstring(content)
        assert root.tag.endswith("svg")
        assert not [one for one in root.iter() if one.tag.endswith("script")]
    elif ending == ".png":
        assert content.startswith(b"\x89PNG")
    elif ending == ".json":
        assert json.loads(content)["$schema"].startswith("https://vega.github.io")
    else:
        assert b'src="http' not in content


def test_without_altair_the_line_that_installs_it_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "altair", None)

    with pytest.raises(Refused, match=r"pip install 'herefor\[report\]'"):
        forest_chart(RISING)


def test_without_vl_convert_a_picture_is_refused_with_its_line(monkeypatch, tmp_path):
    chart = forest_chart(RISING)
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    with pytest.raises(Refused, match=r"pip install 'herefor\[report\]'"):
        save_chart(chart, tmp_path / "forest.png")
