"""The diagram as SVG: text is text, names are escaped, nothing is told by colour alone."""

from collections.abc import Iterator
from hashlib import sha256
from html import escape
from math import isfinite

from herefor.measure.report.charts.base import broken
from herefor.measure.report.diagram.content import Content, signed
from herefor.measure.report.diagram.place import (
    HEAD,
    LABEL,
    LINE,
    PAD,
    Box,
    Geometry,
    Line,
    rows_of,
)

PAPER, INK, FAINT, FRAME, ACCENT, AGAINST = (
    *("#ffffff", "#1b1f24", "#57606a", "#8c959f"),
    *("#0b5cad", "#a8320a"),
)
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
POINT = 9.0  # length of an arrow's head


def drawn(content: Content, geometry: Geometry) -> str:
    """A picture that stands alone, on its own ground, so that it reads on a dark page too."""
    notes = [n for n in broken(content.note, int((geometry.width - 40) / 6.1)) if n]
    width, height = geometry.width, geometry.height + 18 * len(notes)
    mark = sha256(content.described.encode()).hexdigest()[:8]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="t{mark} d{mark}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="{FONT}" '
        f'style="max-width:100%;min-width:{0.6 * width:.0f}px;height:auto">',
        f'<title id="t{mark}">{escape(content.title)}: path diagram</title>',
        f'<desc id="d{mark}">{escape(content.described)}</desc>',
        f'<rect width="100%" height="100%" rx="6" fill="{PAPER}"/>',
        *(_arrow(line) for line in geometry.lines),
        *(part for box in geometry.boxes for part in _box(box)),
        *(part for line in geometry.lines for part in _label(line)),
    ]
    for place, line in enumerate(notes):
        parts.append(_text((20, geometry.height + 4 + 17 * place), line, size=12, fill=FAINT))
    return "\n".join([*parts, "</svg>"])


def _arrow(line: Line) -> str:
    arrow, path = line.arrow, line.curves
    (x, y), last = path[0][0], path[-1][3]
    tip = path[0][0] if arrow.back else last
    stop = (last[0] - POINT, last[1])
    way = f"M{x + (POINT if arrow.back else 0):.1f} {y:.1f}"
    for place, (_, b, c, d) in enumerate(path):
        end = d if place < len(path) - 1 or arrow.back else stop
        way += f" C{b[0]:.1f} {b[1]:.1f} {c[0]:.1f} {c[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    colour = _colour(line)
    return (
        f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{thickness(line):.1f}"'
        f"{_dashes(line)}/>"
        f'<path d="{_head(tip, back=arrow.back)}" fill="{colour}"/>'
    )


def thickness(line: Line) -> float:
    """By the size of the effect, so that the strong ones are seen first."""
    number = line.arrow.number
    if line.arrow.kind == "part":
        return 1.0
    return 1.6 if number is None else 1.0 + 4.0 * min(abs(number.value), 1.0)


def _colour(line: Line) -> str:
    number = line.arrow.number
    if line.arrow.kind == "part":
        return FRAME
    return AGAINST if number is not None and number.value < 0 else ACCENT


def _dashes(line: Line) -> str:
    if line.arrow.kind == "part":
        return ' stroke-dasharray="1.5 4" stroke-linecap="round"'
    return "" if line.arrow.clear else ' stroke-dasharray="7 5"'


def _head(tip: tuple[float, float], *, back: bool) -> str:
    x, y = tip
    base = x + POINT if back else x - POINT
    return f"M{x:.1f} {y:.1f} L{base:.1f} {y - 5:.1f} L{base:.1f} {y + 5:.1f} Z"


def _box(box: Box) -> Iterator[str]:
    node, middle = box.node, box.x + box.width / 2
    corner = box.height / 2 if node.product else 8
    dashes = ' stroke-dasharray="3 3"' if node.product else ""
    yield (
        f'<g><title>{escape(node.name)}</title><rect x="{box.x:.1f}" y="{box.y:.1f}" '
        f'width="{box.width:.1f}" height="{box.height:.1f}" rx="{corner:.0f}" fill="#f6f8fa" '
        f'stroke="{FRAME}"{dashes}/>'
    )
    y = box.y + PAD + 13
    for line in box.name:
        yield _text((middle, y), line, size=14, anchor="middle", weight=600)
        y += HEAD
    for place, line in enumerate(node.lines):
        size, fill = (13, INK) if place == 0 else (12, FAINT)
        yield _text((middle, y - 2), line, size=size, anchor="middle", fill=fill)
        y += LINE
    for row, line_y in rows_of(box):
        yield _text((box.x + PAD, line_y), row.code, size=12, fill=FAINT)
        if row.value is not None and isfinite(row.value):
            long = 34 * min(abs(row.value), 1.0)
            yield (
                f'<rect x="{box.x + box.width - PAD - 72:.1f}" y="{line_y - 9:.1f}" '
                f'width="{long:.1f}" height="8" fill="{ACCENT}" opacity="0.55"/>'
            )
            end = (box.x + box.width - PAD, line_y)
            yield _text(end, signed(row.value), size=12, anchor="end")
    yield "</g>"


def _label(line: Line) -> Iterator[str]:
    if not line.texts:
        return
    (x, y), high = line.label, LABEL[1] if len(line.texts) > 1 else 18.0
    wide = max(8.0 * len(line.texts[0]), 6.2 * len(line.texts[-1])) + 6
    yield (
        f'<rect x="{x - wide / 2:.1f}" y="{y - high / 2:.1f}" width="{wide:.1f}" '
        f'height="{high:.1f}" rx="3" fill="{PAPER}"/>'
    )
    first = y - 2 if len(line.texts) > 1 else y + 4
    fill = AGAINST if line.texts[0].startswith("\N{MINUS SIGN}") else INK
    yield _text((x, first), line.texts[0], size=13, anchor="middle", weight=600, fill=fill)
    for more in line.texts[1:]:
        yield _text((x, y + 12), more, size=11, anchor="middle", fill=FAINT)


def _text(
    at: tuple[float, float],
    words: str,
    *,
    size: int,
    anchor: str = "start",
    weight: int = 400,
    fill: str = INK,
) -> str:
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{fill}"{heavy}>{escape(words)}</text>'
    )
