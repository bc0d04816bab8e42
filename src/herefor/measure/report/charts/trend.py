"""Waves in their order: intervals first, then a thin line, a mark where a change is clear."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import polars as pl

from herefor.measure.estimate.fit import Fit, Number
from herefor.measure.index.comparison import measured
from herefor.measure.index.trend import Trend, trend
from herefor.measure.report.charts.base import ACCENT, INK, WIDTH, altair, quiet, signed, values
from herefor.measure.words import Refused, counted


def trend_chart(
    waves: Mapping[str, Number] | Mapping[str, Fit],
    *,
    of: str | None = None,
    times: Sequence[float] | None = None,
    found: Trend | None = None,
) -> Any:
    """The index of every wave with its interval; an Altair chart.

    Waves are indices or fits by name, in their order; of fits `of` says which construct. `times`
    are their dates in any unit, so that a missed wave leaves a gap. `found` is the trend of the
    same waves if it was computed before. A full mark with a number is a clear change from the wave
    before, all steps taken together. Raises `Refused` as `trend` does, and without Altair.

    >>> from herefor.measure import Number
    >>> waves = {str(year): Number(60.0 + 4 * year, 58 + 4 * year, 62 + 4 * year, 1.0)
    ...          for year in range(5)}
    >>> trend_chart(waves).to_dict()["title"]["text"]
    ['Rising by 4.0 points a step (3.4 to 4.6)']
    """
    alt = altair()
    known = measured(waves, of=of)
    line = found or trend(known, times=times)
    steps = {pair.one: pair for pair in line.steps.pairs}
    if not set(steps) <= set(known):
        raise Refused("This trend is of other waves. Give those it was computed from.")
    clear = {name: pair for name, pair in steps.items() if pair.clear}
    rows = [
        {
            "name": name,
            "time": float(times[place] if times else place),
            "value": one.value,
            "low": one.low if isfinite(one.low) else None,
            "high": one.high if isfinite(one.high) else None,
            "clear": name in clear,
            "label": f"{one.value:.1f}",
            "change": signed(clear[name].difference.value, 1) if name in clear else "",
        }
        for place, (name, one) in enumerate(known.items())
    ]
    title, subtitle = _title(line, of), _cautions(line, clear=len(clear), steps=len(steps))
    made = _layers(alt, rows).properties(width=WIDTH, height=180)
    return quiet(made, title=title, subtitle=subtitle)


def _layers(alt: Any, rows: list[dict[str, Any]]) -> Any:
    base = alt.Chart(values(pl.DataFrame(rows, infer_schema_length=None)))
    ticks = _few(rows)
    keyed = "{" + ", ".join(f"'{row['time']:g}': {_quoted(row['name'])}" for row in rows) + "}"
    axis = alt.Axis(values=ticks, labelExpr=f"({keyed})[toString(datum.value)]", labelOverlap=True)
    x = alt.X("time:Q", title=None, axis=axis, scale=alt.Scale(padding=22, nice=False))
    scale = alt.Scale(zero=False, nice=True, padding=16)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=5))
    low = alt.Y("low:Q", title=None, scale=scale)
    full = alt.condition("datum.clear", alt.value(ACCENT), alt.value("#ffffff"))
    ends = "datum.time === " + " || datum.time === ".join(f"{rows[at]['time']:g}" for at in (0, -1))
    return alt.layer(
        base.mark_rule(strokeWidth=6, opacity=0.28, color=ACCENT).encode(x=x, y=low, y2="high:Q"),
        base.mark_line(strokeWidth=1, color=ACCENT, opacity=0.7).encode(x=x, y=y),
        base.mark_point(filled=True, size=60, opacity=1, stroke=ACCENT, strokeWidth=1.5).encode(
            x=x, y=y, fill=full
        ),
        base.transform_filter(f"datum.clear || {ends}")
        .mark_text(dx=7, dy=-9, align="left", fontSize=11, color=INK)
        .encode(x=x, y=y, text="label:N"),
        base.transform_filter("datum.clear")
        .mark_text(dx=7, dy=5, align="left", fontSize=11, color=ACCENT, fontWeight="bold")
        .encode(x=x, y=y, text="change:N"),
    )


def _few(rows: list[dict[str, Any]], most: int = 6) -> list[float]:
    """The first, the last and some between, so that names do not meet."""
    step = -(-(len(rows) - 1) // (most - 1)) if len(rows) > most else 1
    return [row["time"] for row in rows[::-1][::step]]


def _quoted(text: str) -> str:
    cleaned = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")
    return f"'{cleaned}'"


def _title(line: Trend, of: str | None) -> str:
    whose, slope = f"{of}: " if of else "", line.slope
    span = f"({signed(slope.low, 1)} to {signed(slope.high, 1)})"
    if not line.clear:
        told = f"no clear trend, {signed(slope.value, 1)} points a step {span}"
    else:
        word = "rising" if slope.value > 0 else "falling"
        low, high = sorted((abs(slope.low), abs(slope.high)))
        told = f"{word} by {abs(slope.value):.1f} points a step ({low:.1f} to {high:.1f})"
    return whose + told if whose else told[0].upper() + told[1:]


BENT = 0.05


def _cautions(line: Trend, *, clear: int, steps: int) -> list[str]:
    told = [
        f"{clear} of {counted(steps, 'step')} clear (full marks). "
        f"Bars: {line.steps.level:.0%} intervals."
    ]
    if line.p_bent < BENT:
        told.append("The waves do not lie on a line: read the steps, not the slope.")
    return told
