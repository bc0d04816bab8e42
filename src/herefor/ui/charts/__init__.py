"""Charts as SVG: the interval first, the point last. Pure functions of numbers and words.

They need no Django settings. Positions along the width are percentages, so a chart is as
wide as its place and its text keeps its size on a phone.
"""

from herefor.ui.charts.bars import Span, cover, driver_dots, interval_bar
from herefor.ui.charts.estimates import Estimate, Words
from herefor.ui.charts.strip import Strip, dot_strip
from herefor.ui.charts.trend import Point, spark, trend
from herefor.ui.charts.waterfall import Bar, Level, waterfall

__all__ = [
    "Bar",
    "Estimate",
    "Level",
    "Point",
    "Span",
    "Strip",
    "Words",
    "cover",
    "dot_strip",
    "driver_dots",
    "interval_bar",
    "spark",
    "trend",
    "waterfall",
]
