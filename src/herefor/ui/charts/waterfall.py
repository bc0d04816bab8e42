"""From a full score down to today's: which part of the way each bar holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.safestring import SafeString

from herefor.ui.charts.bars import band, named_row
from herefor.ui.charts.estimates import ENGLISH, Words
from herefor.ui.charts.svg import Scale, across, element, ends_around, number, percent, picture

ROW, EDGE = 44, 24


@dataclass(frozen=True)
class Level:
    """Where the way starts or ends."""

    name: str
    value: float


@dataclass(frozen=True)
class Bar:
    """A part of the way down; one that is not explained is drawn dashed and has no interval."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    explained: bool = True


def waterfall(
    start: Level, bars: Sequence[Bar], end: Level, *, label: str, words: Words = ENGLISH
) -> SafeString:
    """Stairs from start to end in whole points: the whole width is the way between them."""
    words = words.in_whole()
    passed = list(accumulate((bar.value for bar in bars), initial=0.0))
    scale = Scale(ends_around(_reach(bars, passed)))
    last = EDGE + ROW * len(bars)
    steps = (
        part
        for index, (bar, before) in enumerate(zip(bars, passed, strict=False))
        for part in _step(bar, before, scale, top=EDGE + ROW * index, words=words)
    )
    return picture(
        *named_row(start.name, words.number(start.value), 0),
        *steps,
        *named_row(end.name, words.number(end.value), last),
        kind="waterfall",
        height=last + EDGE,
        says=_says(start, bars, end, label=label, words=words),
    )


def _reach(bars: Sequence[Bar], passed: Sequence[float]) -> Iterator[float]:
    """Every stair and both ends of every interval."""
    yield from passed
    for bar, before in zip(bars, passed, strict=False):
        yield from (before + edge for edge in (bar.low, bar.high) if edge is not None)


def _step(
    bar: Bar, before: float, scale: Scale, *, top: float, words: Words
) -> Iterator[SafeString]:
    middle = top + 28
    after = scale(before + bar.value)
    yield element(
        "line",
        class_="stair",
        x1=percent(after),
        x2=percent(after),
        y1=number(middle),
        y2=number(middle + EDGE),
    )
    if bar.low is not None and bar.high is not None:
        yield band(scale(before + bar.low), scale(before + bar.high), middle=middle)
    yield element(
        "rect",
        class_="hold" if bar.explained else "open",
        y=number(middle - 4),
        height="8",
        **across(scale(before), after),
    )
    yield from named_row(bar.name, words.estimate(bar.value, bar.low, bar.high), top)


def _says(start: Level, bars: Sequence[Bar], end: Level, *, label: str, words: Words) -> str:
    said = [f"{start.name} {words.number(start.value)}"]
    said += [f"{bar.name} {words.estimate(bar.value, bar.low, bar.high)}" for bar in bars]
    said.append(f"{end.name} {words.number(end.value)}")
    return f"{label}: " + "; ".join(said)
