"""What all charts share: Altair when it is there, a quiet look, one accent."""

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from herefor.measure.words import Refused

PAPER, INK, FAINT, RULE, ACCENT, AGAINST = (
    *("#ffffff", "#1b1f24", "#57606a", "#d0d7de"),
    *("#0b5cad", "#a8320a"),
)
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
MINUS = "\N{MINUS SIGN}"
WIDTH = 300  # so that a narrow screen shows all of it
ROW = 28
BESIDE = 17  # signs of a name in one line beside the plot


def altair() -> Any:
    """The library of charts; raises `Refused` with the line that installs it."""
    try:
        import altair as alt  # noqa: PLC0415  an optional library, slow to import
    except ImportError:
        raise Refused(
            "Charts need Altair. Install it with: pip install 'herefor[report]'"
        ) from None
    return alt


def quiet(chart: Any, *, title: str, subtitle: str | Sequence[str] = ()) -> Any:
    """The finding as title, what to be careful about below it, no frame, no grid."""
    lines = [subtitle] if isinstance(subtitle, str) else list(subtitle)
    heading = {
        "text": broken(title, 40),
        "subtitle": [part for line in lines if line for part in broken(line, 54)],
        "anchor": "start",
        "fontSize": 15,
        "subtitleColor": FAINT,
        "color": INK,
        "subtitleFontSize": 12,
        "frame": "bounds",
        "offset": 12,
    }
    made = chart.properties(title=heading, background=PAPER)
    return (
        made.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            domain=False,
            grid=False,
            labelColor=INK,
            labelFontSize=12,
            labelLimit=130,
            ticks=False,
            titleColor=FAINT,
            titleFontSize=12,
            titleFontWeight="normal",
        )
    )


def values(table: pl.DataFrame) -> Any:
    """A frame as the chart's own data, so that the chart stands alone."""
    return altair().Data(values=json.loads(table.write_json()))


def beside(name: str) -> str:
    """A name in lines short enough to stand beside the plot; `beside_axis` breaks there.

    >>> beside("Branch Frankfurt am Main").splitlines()
    ['Branch Frankfurt', 'am Main']
    """
    return "\n".join(broken(name, BESIDE))


def beside_axis() -> Any:
    """The axis that shows them."""
    return altair().Axis(labelExpr="split(datum.label, '\\n')", labelPadding=6)


def signed(value: float, decimals: int) -> str:
    """With its sign, a true minus, and none before a zero.

    >>> signed(4.04, 1), signed(-0.01, 1)
    ('+4.0', '0.0')
    """
    text = f"{value:+.{decimals}f}"
    return text.replace("-", MINUS) if float(text) else text[1:]


def broken(text: str, most: int) -> list[str]:
    """Words in lines of at most so many signs.

    >>> broken("one two three", 7)
    ['one two', 'three']
    """
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
