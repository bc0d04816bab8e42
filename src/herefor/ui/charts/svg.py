"""SVG elements as escaped strings, and scales that place numbers on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Ends = tuple[float, float]
TINY = 1e-6


@dataclass(frozen=True)
class Scale:
    """Maps numbers from `ends` linearly to `onto`; what lies outside is held at the edge."""

    ends: Ends
    onto: Ends = (0, 100)

    def __call__(self, value: float) -> float:
        first, last = self.ends
        share = (value - first) / (last - first)
        start, stop = self.onto
        return start + min(max(share, 0), 1) * (stop - start)


def element(name: str, *children: SafeString | str, **attributes: object) -> SafeString:
    """An element; `class_` becomes class and `stroke_width` stroke-width."""
    written = format_html_join(
        "", ' {}="{}"', ((key.strip("_").replace("_", "-"), at) for key, at in attributes.items())
    )
    inside = format_html_join("", "{}", ((child,) for child in children))
    return format_html("<{}{}>{}</{}>", name, written, inside, name)


def picture(*children: SafeString, kind: str, height: float, says: str) -> SafeString:
    """The outer element; `says` is all that a screen reader hears."""
    return element(
        "svg",
        *children,
        class_=f"chart chart-{kind}",
        role="img",
        aria_label=says,
        width="100%",
        height=number(height),
    )


def percent(share: float) -> str:
    return f"{number(share)}%"


def number(value: float) -> str:
    """Two decimals at most, and never a minus zero."""
    return f"{round(value, 2) + 0:g}"


def across(start: float, stop: float) -> dict[str, str]:
    """x and width of a rectangle between two percentages, in either order."""
    return {"x": percent(min(start, stop)), "width": percent(abs(stop - start))}


def text(words: str, *, x: float, y: float, anchor: str = "start", kind: str = "") -> SafeString:
    return element(
        "text", words, x=percent(x), y=number(y), text_anchor=anchor, class_=kind or "chart-word"
    )


def round_step(extent: float, steps: int = 5) -> float:
    """1, 2 or 5 times a power of ten: parts an extent into `steps` steps or fewer."""
    rough = extent / steps
    magnitude = 10.0 ** floor(log10(rough))
    return next(size * magnitude for size in (1, 2, 5, 10) if size * magnitude >= rough * 0.999)


def ticks(ends: Ends) -> Iterator[float]:
    """The multiples of a round step between two ends."""
    step = round_step(ends[1] - ends[0])
    first = ceil(ends[0] / step - 0.001)
    last = floor(ends[1] / step + 0.001)
    return (step * index for index in range(first, last + 1))


def ends_around(values: Iterable[float]) -> Ends:
    """The least and the greatest; values all alike stand in the middle of one unit."""
    held = list(values)
    low, high = min(held), max(held)
    return (low, high) if high - low > TINY else (low - 0.5, high + 0.5)


def round_ends(values: Iterable[float]) -> Ends:
    """Round ends around all values, for an axis that was not given."""
    low, high = ends_around(values)
    step = round_step(high - low)
    return floor(low / step) * step, ceil(high / step) * step
