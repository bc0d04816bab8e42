"""`{% load ui %}`: numbers in the reader's notation, charts, and small helpers for forms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

from herefor.ui import charts

register = template.Library()


@register.filter
def points(value: float | None, decimals: int = 1) -> str:
    """An index or an effect: one decimal unless told otherwise; empty when there is none."""
    if value is None:
        return ""
    return number_format(round(value, decimals) + 0, decimals, use_l10n=True, force_grouping=True)


@register.filter
def count(value: int | None) -> str:
    """A whole number with its thousands parted."""
    return "" if value is None else number_format(value, 0, use_l10n=True, force_grouping=True)


@register.filter
def span(start: datetime, end: datetime) -> str:
    """The time between two moments in its largest unit, as in 22 hours."""
    return timesince(start, end, depth=1)


@register.simple_tag
def interval_words(low: float, high: float, decimals: int = 1) -> str:
    """As in 70.7 to 74.1."""
    return _words(decimals).interval(low, high)


@register.simple_tag
def interval_bar(
    value: float,
    low: float,
    high: float,
    bottom: float = 0,
    top: float = 100,
    label: str | Promise = "",
    decimals: int = 1,
) -> SafeString:
    return charts.interval_bar(
        value, low, high, (bottom, top), label=str(label), words=_words(decimals)
    )


@register.simple_tag
def driver_dots(
    rows: Sequence[charts.Estimate], label: str | Promise, decimals: int = 1
) -> SafeString:
    return charts.driver_dots(rows, label=str(label), words=_words(decimals))


@register.simple_tag
def trend(
    points: Sequence[charts.Point], label: str | Promise, decimals: int = 1, beside: str = ""
) -> SafeString:
    return charts.trend(points, label=str(label), words=_words(decimals), beside=beside)


@register.simple_tag
def spark(points: Sequence[charts.Point], label: str | Promise) -> SafeString:
    return charts.spark(points, label=str(label), words=_words())


@register.simple_tag
def waterfall(
    start: charts.Level, bars: Sequence[charts.Bar], end: charts.Level, label: str | Promise
) -> SafeString:
    return charts.waterfall(start, bars, end, label=str(label), words=_words())


@register.simple_tag
def cover(
    spans: Sequence[charts.Span], bottom: float, top: float, label: str | Promise
) -> SafeString:
    return charts.cover(spans, (bottom, top), label=str(label))


@register.simple_tag
def dot_strip(
    strips: Sequence[charts.Strip],
    bottom: float,
    top: float,
    label: str | Promise,
    borders: Sequence[float] = (),
    agreed: float | None = None,
) -> SafeString:
    team = None if agreed is None else charts.Strip(gettext("agreed"), (agreed,))
    return charts.dot_strip(
        strips, (bottom, top), label=str(label), borders=borders, agreed=team, words=_words()
    )


@register.inclusion_tag("ui/chart_table.html")
def trend_table(
    points: Sequence[charts.Point], decimals: int = 1, beside: str = ""
) -> dict[str, Any]:
    """Only the columns of which something is known."""
    words = _words(decimals)
    columns = [
        (gettext("Period"), [p.period for p in points]),
        (gettext("Value"), [words.number(p.value) for p in points]),
        (beside, ["" if p.other is None else words.number(p.other) for p in points]),
        (gettext("Interval"), [_interval(p, words) for p in points]),
        (gettext("n"), [count(p.n) for p in points]),
        (gettext("Clear change"), [p.clear for p in points]),
    ]
    known = [(name, cells) for name, cells in columns if any(cells)]
    return {
        "head": [name for name, _cells in known],
        "rows": [list(row) for row in zip(*(cells for _name, cells in known), strict=True)],
    }


@register.inclusion_tag("ui/chart_table.html")
def driver_table(drivers: Sequence[charts.Estimate], decimals: int = 1) -> dict[str, Any]:
    return {
        "head": [gettext("Name"), gettext("Value"), gettext("Interval")],
        "rows": [_row(driver, _words(decimals)) for driver in drivers],
    }


@register.inclusion_tag("ui/chart_table.html")
def waterfall_table(
    start: charts.Level, bars: Sequence[charts.Bar], end: charts.Level
) -> dict[str, Any]:
    words = _words().in_whole()
    return {
        "head": [gettext("Part"), gettext("Points"), gettext("Interval")],
        "rows": [
            [start.name, words.number(start.value), ""],
            *(_row(bar, words) for bar in bars),
            [end.name, words.number(end.value), ""],
        ],
    }


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link from the error summary should reach."""
    return field.id_for_label or f"{field.auto_id}_0"


def _row(held: charts.Estimate | charts.Bar, words: charts.Words) -> list[str]:
    return [held.name, words.number(held.value), _interval(held, words)]


def _interval(held: charts.Estimate | charts.Bar | charts.Point, words: charts.Words) -> str:
    if held.low is None or held.high is None:
        return ""
    return words.interval(held.low, held.high)


def _words(decimals: int = 1) -> charts.Words:
    return replace(
        charts.Words(number=partial(points, decimals=decimals), rounded=points, count=count),
        between=gettext("{low} to {high}"),
        answers=gettext("n = {n}"),
    )
