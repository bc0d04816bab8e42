"""Marks of several people on one scale: a dot each, equal ones on top of each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from herefor.ui.charts.estimates import ENGLISH, Words
from herefor.ui.charts.svg import Ends, Scale, element, number, percent, picture, text

DOT, APART, GAP, FOOT = 5.5, 13.0, 22.0, 20.0


@dataclass(frozen=True)
class Strip:
    """A row of marks under its `name`."""

    name: str
    values: tuple[float, ...]


def dot_strip(
    strips: Sequence[Strip],
    ends: Ends,
    *,
    label: str,
    borders: Sequence[float] = (),
    agreed: Strip | None = None,
    words: Words = ENGLISH,
) -> SafeString:
    """`borders` are named below the dots, as where one band ends and the next begins; what was
    `agreed` is a line through all rows."""
    along = Scale(ends, onto=(2, 98))
    rows, floor = [], 0.0
    for strip in strips:
        tallest = max(Counter(strip.values).values(), default=1)
        floor += GAP + tallest * APART
        rows.append((strip, floor))
    lines = [
        element(
            "line",
            x1=percent(along(one)),
            x2=percent(along(one)),
            y1="0",
            y2=number(floor),
            class_="axis",
        )
        for one in borders
    ]
    named = [
        text(words.count(round(one)), x=along(one), y=floor + FOOT - 4, anchor="middle")
        for one in borders
    ]
    team = [
        element(
            "line",
            x1=percent(along(one)),
            x2=percent(along(one)),
            y1="0",
            y2=number(floor),
            class_="agreed",
        )
        for one in (agreed.values if agreed else ())
    ]
    drawn = [part for strip, y in rows for part in _row(strip, along, y)]
    return picture(
        *lines,
        *named,
        *team,
        *drawn,
        kind="strip",
        height=floor + FOOT,
        says=_says([*strips, *([agreed] if agreed else [])], label, words),
    )


def _row(strip: Strip, along: Scale, y: float) -> Iterator[SafeString]:
    tallest = max(Counter(strip.values).values(), default=1)
    yield text(strip.name, x=0, y=y - tallest * APART - 4)
    seen: Counter[float] = Counter()
    for value in strip.values:
        height = y - APART / 2 - seen[value] * APART
        yield element(
            "circle", cx=percent(along(value)), cy=number(height), r=number(DOT), class_="dot"
        )
        seen[value] += 1


def _says(strips: Sequence[Strip], label: str, words: Words) -> str:
    told = [
        f"{strip.name}: {', '.join(words.count(round(value)) for value in sorted(strip.values))}"
        for strip in strips
    ]
    return f"{label}. {'; '.join(told)}"
