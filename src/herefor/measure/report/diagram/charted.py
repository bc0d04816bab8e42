"""The diagram's geometry as an Altair chart, to be combined with others or kept as Vega-Lite."""

from typing import Any

from herefor.measure.report.charts.base import altair, quiet
from herefor.measure.report.diagram.content import Content, signed
from herefor.measure.report.diagram.draw import ACCENT, AGAINST, FAINT, FRAME, INK, PAPER, thickness
from herefor.measure.report.diagram.place import Geometry, Line, along, rows_of


def charted(content: Content, geometry: Geometry) -> Any:
    """Boxes, lines, heads and words in layers, in the same places as in the SVG."""
    alt = altair()
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, geometry.width]), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[geometry.height, 0]), axis=None)
    lines = [
        alt.Chart(alt.Data(values=_points(line)))
        .mark_line(
            strokeWidth=thickness(line),
            strokeDash=_dash(line),
            color=_colour(line),
            clip=False,
        )
        .encode(x=x, y=y, order="order:Q")
        for line in geometry.lines
    ]
    heads = alt.Chart(alt.Data(values=[_head(line) for line in geometry.lines])).mark_point(
        shape="triangle-right", filled=True, size=110, opacity=1
    )
    boxes = alt.Chart(alt.Data(values=_rects(geometry))).mark_rect(
        fill="#f6f8fa", stroke=FRAME, cornerRadius=8
    )
    words = alt.Chart(alt.Data(values=_words(geometry))).mark_text(fontSize=12)
    labels = alt.Chart(alt.Data(values=_label_grounds(geometry))).mark_rect(fill=PAPER, opacity=1)
    spot = {"x": x, "y": y}
    layers = [
        *lines,
        heads.encode(**spot, color=alt.Color("colour:N", scale=None)),
        boxes.encode(**spot, x2="x2:Q", y2="y2:Q"),
        *([labels.encode(**spot, x2="x2:Q", y2="y2:Q")] if _label_grounds(geometry) else []),
        words.encode(**spot, text="text:N", color=alt.Color("colour:N", scale=None)),
    ]
    drawn = alt.layer(*layers).properties(width=geometry.width, height=geometry.height)
    return quiet(drawn, title=f"{content.title}: path diagram", subtitle=content.note)


Values = list[dict[str, Any]]


def _points(line: Line) -> Values:
    return [{"x": x, "y": y, "order": n} for n, (x, y) in enumerate(along(line.curves))]


def _dash(line: Line) -> list[float]:
    if line.arrow.kind == "part":
        return [1.5, 4]
    return [] if line.arrow.clear else [7, 5]


def _colour(line: Line) -> str:
    number = line.arrow.number
    if line.arrow.kind == "part":
        return FRAME
    return AGAINST if number is not None and number.value < 0 else ACCENT


def _head(line: Line) -> dict[str, Any]:
    x, y = line.curves[0][0] if line.arrow.back else line.curves[-1][3]
    return {"x": x + (5 if line.arrow.back else -5), "y": y, "colour": _colour(line)}


def _rects(geometry: Geometry) -> Values:
    return [
        {"x": box.x, "y": box.y, "x2": box.x + box.width, "y2": box.y + box.height}
        for box in geometry.boxes
    ]


def _label_grounds(geometry: Geometry) -> Values:
    return [
        {"x": x - 42, "x2": x + 42, "y": y - 16, "y2": y + 16}
        for line in geometry.lines
        if line.texts
        for x, y in [line.label]
    ]


def _words(geometry: Geometry) -> Values:
    found: Values = []
    for box in geometry.boxes:
        texts = [*box.name, *box.node.lines]
        for place, text in enumerate(texts):
            spot = {"x": box.x + box.width / 2, "y": box.y + 18 + 17 * place}
            found.append(spot | {"text": text, "colour": INK})
        for row, y in rows_of(box):
            told = row.code if row.value is None else f"{row.code}  {signed(row.value)}"
            spot = {"x": box.x + box.width / 2, "y": y - 4}
            found.append(spot | {"text": told, "colour": FAINT})
    for line in geometry.lines:
        x, y = line.label
        for place, text in enumerate(line.texts):
            shift = 0 if len(line.texts) == 1 else 14 * place - 7
            found.append({"x": x, "y": y + shift, "text": text, "colour": FAINT if place else INK})
    return found
