"""Intervals along a line: one in a table's cell, or several with their names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from herefor.ui.charts.estimates import ENGLISH, Estimate, Words
from herefor.ui.charts.svg import (
    Ends,
    Scale,
    across,
    element,
    number,
    percent,
    picture,
    round_ends,
    text,
)

BAND = 14
ROW = 44
FIT_NARROW = 40


def interval_bar(
    value: float,
    low: float | None,
    high: float | None,
    ends: Ends = (0, 100),
    *,
    label: str = "",
    words: Words = ENGLISH,
) -> SafeString:
    """The interval as a band with its point, on a line from one end to the other."""
    says = words.estimate(value, low, high)
    return picture(
        *_interval(Estimate(label, value, low, high), Scale(ends), middle=10),
        kind="interval",
        height=20,
        says=f"{label}: {says}" if label else says,
    )


def driver_dots(
    rows: Sequence[Estimate], ends: Ends | None = None, *, label: str, words: Words = ENGLISH
) -> SafeString:
    """Named intervals under each other on one scale: name and number above each line."""
    scale = Scale(ends or round_ends(edge for row in rows for edge in row.edges))
    drawn = []
    for index, row in enumerate(rows):
        drawn += named_row(row.name, words.estimate(row.value, row.low, row.high), index * ROW)
        drawn += _interval(row, scale, middle=index * ROW + 28)
    said = "; ".join(f"{row.name} {words.estimate(row.value, row.low, row.high)}" for row in rows)
    return picture(*drawn, kind="drivers", height=ROW * len(rows), says=f"{label}: {said}")


def named_row(name: str, figure: str, top: float) -> list[SafeString]:
    """A name at the start and its figure at the end, over what is drawn beneath them.

    Where it is narrow, the figure beside a long name is left to the table.
    """
    kind = "chart-beside-long" if len(name) + len(figure) > FIT_NARROW else ""
    return [
        text(name, x=0, y=top + 13, kind="chart-name"),
        text(figure, x=100, y=top + 13, anchor="end", kind=kind),
    ]


def _interval(row: Estimate, scale: Scale, *, middle: float) -> list[SafeString]:
    y = number(middle)
    drawn = [element("line", class_="axis", x1="0", x2="100%", y1=y, y2=y)]
    if row.low is not None and row.high is not None:
        drawn.append(band(scale(row.low), scale(row.high), middle=middle))
    if scale.ends[0] < 0 < scale.ends[1]:
        drawn.append(_zero(percent(scale(0)), middle))
    drawn.append(element("circle", class_="dot", cx=percent(scale(row.value)), cy=y, r="4.5"))
    return drawn


def _zero(x: str, middle: float) -> SafeString:
    top, bottom = number(middle - 9), number(middle + 9)
    return element("line", class_="zero", x1=x, x2=x, y1=top, y2=bottom)


def band(low: float, high: float, *, middle: float) -> SafeString:
    top = number(middle - BAND / 2)
    return element("rect", class_="band", y=top, height=BAND, rx=BAND // 2, **across(low, high))


@dataclass(frozen=True)
class Span:
    """A stretch that is covered, from start to stop."""

    start: float
    stop: float


def cover(spans: Sequence[Span], ends: Ends, *, label: str) -> SafeString:
    """Which stretches are covered: solid where they are, a dotted line where not."""
    scale = Scale(ends)
    bare = element("line", class_="stair", x1="0", x2="100%", y1="10", y2="10")
    held = (
        element("rect", class_="hold", y="4", height="12", **across(scale(s.start), scale(s.stop)))
        for s in spans
    )
    return picture(bare, *held, kind="cover", height=20, says=label)
