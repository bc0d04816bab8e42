"""The report's three drawings as SVG: interval before point, ink last."""

from html import escape
from math import isfinite

from herefor.measure import Gap, Index, Number

WIDTH = 260
ROW = 24
LABELS = 130


def interval_bar(index: Index) -> str:
    """An index on its way from 0 to 100."""
    value, low, high = (_clamped(one) * WIDTH / 100 for one in _reach(index))
    return (
        f'<svg viewBox="0 0 {WIDTH} 24" role="img" aria-label="{_spoken(index)}">'
        f'<line class="axis" x1="0" x2="{WIDTH}" y1="12" y2="12"/>'
        f'<rect class="band" x="{low:.1f}" y="5" width="{max(high - low, 1):.1f}" '
        f'height="14" rx="3"/>'
        f'<circle class="dot" cx="{value:.1f}" cy="12" r="2"/></svg>'
    )


def trend(indices: dict[str, Index]) -> str:
    """Intervals side by side in order of time, on an axis that fits them."""
    reaches = [_reach(index) for index in indices.values()]
    bottom = min(low for _, low, _ in reaches) - 1
    top = max(high for _, _, high in reaches) + 1
    step = 660 / len(indices)

    def height(value: float) -> float:
        return 20 + (top - value) / (top - bottom) * 170

    marks = []
    for place, (name, (value, low, high)) in enumerate(zip(indices, reaches, strict=True)):
        x = 50 + step * (place + 0.5)
        tall = max(height(low) - height(high), 1)
        marks.append(
            f'<rect class="band" x="{x - 7:.1f}" y="{height(high):.1f}" width="14" '
            f'height="{tall:.1f}" rx="7"/>'
            f'<circle class="dot" cx="{x:.1f}" cy="{height(value):.1f}" r="4"/>'
            f'<text x="{x:.1f}" y="214" text-anchor="middle">{escape(name)}</text>'
        )
    ends = "".join(
        f'<text x="0" y="{height(value) + 4:.1f}">{value:.0f}</text>' for value in (bottom, top)
    )
    told = "; ".join(f"{name}: {_spoken(index)}" for name, index in indices.items())
    return (
        f'<svg viewBox="0 0 720 220" role="img" aria-label="{escape(told)}">'
        f"{ends}{''.join(marks)}</svg>"
    )


def waterfall(found: Gap) -> str:
    """The missing points as bars of one scale, the largest first, the unexplained dashed."""
    bars = [(bar.driver, bar.points, "hold") for bar in found.bars]
    bars.append(("not explained", found.unexplained, "unknown"))
    reach = max(max(abs(one) for one in _reach(points)) for _, points, _ in bars) or 1
    scale = (720 - LABELS - 60) / reach
    rows = []
    for place, (name, points, kind) in enumerate(bars):
        value, low, high = (max(one, 0) * scale + LABELS for one in _reach(points))
        y = place * ROW + 4
        rows.append(
            f'<text x="0" y="{y + 13}">{escape(name)}</text>'
            f'<rect class="{kind}" x="{LABELS}" y="{y}" width="{value - LABELS:.1f}" height="14"/>'
            f'<line class="reach" x1="{low:.1f}" x2="{high:.1f}" y1="{y + 7}" y2="{y + 7}"/>'
            f'<text x="{max(value, high) + 8:.1f}" y="{y + 13}">{points.value:.0f}</text>'
        )
    told = ", ".join(f"{name} {points.value:.0f}" for name, points, _ in bars)
    return (
        f'<svg viewBox="0 0 720 {len(bars) * ROW + 8}" role="img" '
        f'aria-label="From 1000: {escape(told)}; today {found.today:.0f}">{"".join(rows)}</svg>'
    )


def _reach(number: Number) -> tuple[float, float, float]:
    """Value, low and high; without replicates all three are the value."""
    if not isfinite(number.low):
        return number.value, number.value, number.value
    return number.value, number.low, number.high


def _clamped(value: float) -> float:
    return min(max(value, 0.0), 100.0)


def _spoken(index: Index) -> str:
    value, low, high = _reach(index)
    return f"{value:.1f} of 100, between {low:.1f} and {high:.1f}"
