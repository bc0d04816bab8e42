"""What matters and how well it goes: the map with intervals on both axes."""

from typing import Any

import polars as pl

from herefor.measure.drivers.importance import ImportanceMap, Placed
from herefor.measure.report.charts.base import (
    ACCENT,
    INK,
    RULE,
    WIDTH,
    altair,
    quiet,
    values,
)
from herefor.measure.report.records import filled
from herefor.measure.words import listed


def importance_chart(found: ImportanceMap) -> Any:
    """Importance upwards, performance to the right, both with intervals; an Altair chart.

    The lines are the means of both. A full mark lies in its corner surely, a hollow one could
    lie in another with other answers. Raises `Refused` without Altair.

    >>> from herefor.measure import ImportanceMap, Number, Placed
    >>> spots = (
    ...     Placed("Quality", Number(0.6, 0.5, 0.7), Number(60.0), "improve first", True),
    ...     Placed("Price", Number(0.2, 0.1, 0.3), Number(80.0), "enough", True),
    ... )
    >>> importance_chart(ImportanceMap("Loyalty", spots, 0.4, 70.0, ())).to_dict()["title"]["text"]
    ['Quality comes first for Loyalty: it', 'matters more than most and goes worse']
    """
    alt = altair()
    rows, domains = _rows(found)
    data = values(pl.DataFrame(rows, infer_schema_length=None))
    across, up = (alt.Scale(domain=domain, nice=False) for domain in domains)
    x = alt.X("goes:Q", title="Index of the driver →", scale=across)
    y = alt.Y(
        "matters:Q",
        title=f"Points of {found.target} for one point →",
        scale=up,
        axis=alt.Axis(titleAngle=0, titleAlign="left", titleAnchor="end", titleY=-8, titleX=-20),
    )
    base = alt.Chart(data)
    means = alt.Chart(
        alt.Data(values=[{"goes": found.mean_performance, "matters": found.mean_importance}])
    )
    faint = {"strokeWidth": 3, "opacity": 0.3, "color": ACCENT}
    layers = [
        means.mark_rule(color=RULE).encode(x=x),
        means.mark_rule(color=RULE).encode(y=y),
        base.mark_rule(**faint).encode(x=alt.X("goes_low:Q", scale=across), x2="goes_high:Q", y=y),
        base.mark_rule(**faint).encode(
            x=x, y=alt.Y("matters_low:Q", scale=up), y2="matters_high:Q"
        ),
        base.mark_point(size=64, filled=True, opacity=1, stroke=ACCENT, strokeWidth=1.5).encode(
            x=x, y=y, fill=alt.condition("datum.sure", alt.value(ACCENT), alt.value("#ffffff"))
        ),
        *_names(base, rows, (x, y)),
    ]
    made = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    unnamed = [row["name"] for row in rows if not row["side"]]
    return quiet(made, title=_title(found), subtitle=_cautions(found, unnamed))


Rows = list[dict[str, Any]]
Span = tuple[float, float]
HEIGHT = 270.0
LETTER, LINE = 6.8, 14.0  # pixels of a name
SIDES = {"right": (8, -9), "below": (8, 10), "left": (-8, -9), "beneath": (-8, 10)}


def _rows(found: ImportanceMap) -> tuple[Rows, tuple[Span, Span]]:
    rows = [_row(one) for one in found.placed]
    domains = tuple(_domain(rows, what) for what in ("goes", "matters"))
    spots = [
        (
            WIDTH * (row["goes"] - domains[0][0]) / (domains[0][1] - domains[0][0]),
            HEIGHT * (domains[1][1] - row["matters"]) / (domains[1][1] - domains[1][0]),
        )
        for row in rows
    ]
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    for row, spot in zip(rows, spots, strict=True):
        row["side"] = _side(row["name"], spot, taken)
    return rows, (domains[0], domains[1])


def _domain(rows: Rows, what: str) -> Span:
    ends = [row[key] for row in rows for key in (what, f"{what}_low", f"{what}_high")]
    known = [end for end in ends if end is not None]
    margin = 0.06 * (max(known) - min(known)) or 1.0
    return min(known) - margin, max(known) + margin


def _side(name: str, spot: Span, taken: list[tuple[float, float, float, float]]) -> str:
    """Where the name hides no mark and no other name; nowhere if there is no such side."""
    for side, (dx, dy) in SIDES.items():
        wide = LETTER * len(name)
        left = spot[0] + dx - (wide if dx < 0 else 0)
        box = (left, spot[1] + dy - LINE / 2, left + wide, spot[1] + dy + LINE / 2)
        free = not any(
            box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
        )
        if free and box[0] > 0 and box[2] < WIDTH + 20:
            taken.append(box)
            return side
    return ""


def _names(base: Any, rows: Rows, spot: tuple[Any, Any]) -> list[Any]:
    return [
        base.transform_filter(f"datum.side === '{side}'")
        .mark_text(align="left" if dx > 0 else "right", dx=dx, dy=dy, fontSize=12, color=INK)
        .encode(x=spot[0], y=spot[1], text="name:N")
        for side, (dx, dy) in SIDES.items()
        if any(row["side"] == side for row in rows)
    ]


def _title(found: ImportanceMap) -> str:
    first = [one.name for one in found.placed if one.corner == "improve first"]
    if not first:
        return f"Nothing that matters most for {found.target} goes worse than the rest"
    one = len(first) == 1
    return (
        f"{listed(first)} {'comes' if one else 'come'} first for {found.target}: "
        f"{'it matters' if one else 'they matter'} more than most and "
        f"{'goes' if one else 'go'} worse"
    )


def _cautions(found: ImportanceMap, unnamed: list[str]) -> list[str]:
    told = ["Hollow: could lie in another corner. Lines: the means. Associations, not causes."]
    if found.groups:
        tied = "; ".join(listed(group, most=4) for group in found.groups[:3])
        told.append(f"Which matters more cannot be told: {tied}.")
    if unnamed:
        told.append(f"Marks too near to others to be named: {listed(unnamed, most=4)}.")
    return told


def _row(one: Placed) -> dict[str, Any]:
    return {
        "name": one.name,
        "goes": one.performance.value,
        "goes_low": filled(one.performance.low),
        "goes_high": filled(one.performance.high),
        "matters": one.importance.value,
        "matters_low": filled(one.importance.low),
        "matters_high": filled(one.importance.high),
        "sure": one.sure,
        "side": "",
    }
