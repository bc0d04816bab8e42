"""From 1000 down to today: who holds the points that are missing."""

from math import isfinite
from typing import Any

import polars as pl

from herefor.measure.drivers.gap import Gap
from herefor.measure.report.charts.base import (
    ACCENT,
    INK,
    ROW,
    RULE,
    WIDTH,
    altair,
    beside,
    beside_axis,
    quiet,
    signed,
    values,
)
from herefor.measure.words import listed

BEST = "All at their best"
UNEXPLAINED = "Held by none"


def waterfall_chart(found: Gap) -> Any:
    """Each driver takes its points off 1000, the largest first, down to today; an Altair chart.

    The thin line is the interval of the bar's own length, drawn about its end. A bar to the right
    gives points back. Raises `Refused` without Altair.

    >>> from herefor.measure import Bar, Gap, Number
    >>> bars = (Bar("Quality", Number(120.0, 90.0, 150.0)), Bar("Price", Number(60.0, 30.0, 90.0)))
    >>> missing = Gap("Satisfaction", 800, Number(200.0), bars, Number(20.0), ())
    >>> waterfall_chart(missing).to_dict()["title"]["text"]
    ['Quality holds 120 of the 200 points', 'Satisfaction lacks']
    """
    alt = altair()
    rows = _rows(found)
    lowest = min(
        min(r["start"], r["end"], r["low"] or r["end"]) for r in rows if r["kind"] != "end"
    )
    floor = max(0, int(lowest // 50) * 50 - 20)
    data = values(
        pl.DataFrame(
            [row | {"start": max(row["start"], floor)} for row in rows], infer_schema_length=None
        )
    )
    scale = alt.Scale(domain=[floor, 1000 + (1000 - floor) * 0.02], nice=False, clamp=True)
    y = alt.Y("name:N", sort=[row["name"] for row in rows], title=None, axis=beside_axis())
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["end", "bar", "rest"], range=[RULE, ACCENT, "#8c959f"]),
        legend=None,
    )
    base = alt.Chart(data).encode(y=y)
    x = alt.X(
        "start:Q",
        scale=scale,
        title=f"Points of 1000; the axis starts at {floor}",
        axis=alt.Axis(tickCount=4),
    )
    layers = [
        base.mark_bar(height=13).encode(x=x, x2="end:Q", color=colour),
        base.mark_rule(strokeWidth=1.4, color=INK)
        .transform_filter("datum.low !== null")
        .encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_text(fontSize=12, align="left", dx=4, color=INK).encode(
            x=alt.value(WIDTH - 85), text="label:N"
        ),
    ]
    made = alt.layer(*layers).properties(width=WIDTH - 85, height=ROW * len(rows))
    return quiet(made, title=_title(found), subtitle=_cautions(found))


def _rows(found: Gap) -> list[dict[str, Any]]:
    rows = [_line(BEST, (0.0, 1000.0), "1000", kind="end")]
    at = 1000.0
    bars = [(bar.driver, bar.points, "bar") for bar in found.bars]
    for name, points, kind in [*bars, (UNEXPLAINED, found.unexplained, "rest")]:
        end = at - points.value
        line = _line(name, (at, end), signed(-points.value, 0), kind=kind)
        if isfinite(points.low):
            line |= {"low": at - points.high, "high": at - points.low}
        rows.append(line)
        at = end
    return [*rows, _line("Today", (0.0, at), f"{found.today:.0f}", kind="end")]


def _line(name: str, span: tuple[float, float], label: str, *, kind: str) -> dict[str, Any]:
    start, end = span
    row: dict[str, Any] = {
        "name": beside(name),
        "start": start,
        "end": end,
        "label": label,
        "kind": kind,
    }
    return row | {"low": None, "high": None}


def _title(found: Gap) -> str:
    first = found.bars[0]
    missing = f"the {found.missing.value:.0f} points {found.target} lacks"
    if first.points.value <= 0:
        return f"No driver holds any of {missing}"
    return f"{first.driver} holds {first.points.value:.0f} of {missing}"


def _cautions(found: Gap) -> list[str]:
    told = [f"Thin lines: {found.missing.level:.0%} intervals. Associations, not causes."]
    if found.groups:
        tied = "; ".join(listed(group) for group in found.groups)
        told.append(f"Cannot be told apart: {tied}.")
    return told
