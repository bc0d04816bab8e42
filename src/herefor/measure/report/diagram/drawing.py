"""The path diagram: what drives what, drawn from left to right."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from herefor.measure.estimate.fit import Fit
from herefor.measure.report.charts.keep import keep, keep_text
from herefor.measure.report.diagram.charted import charted
from herefor.measure.report.diagram.content import Content, content_of
from herefor.measure.report.diagram.draw import drawn
from herefor.measure.report.diagram.place import Geometry, placed
from herefor.measure.specify.model import Model


@dataclass(frozen=True)
class Diagram:
    """A drawn model: `svg` as text; a notebook shows it by itself."""

    content: Content

    @cached_property
    def geometry(self) -> Geometry:
        """Where everything stands."""
        return placed(self.content)

    @cached_property
    def svg(self) -> str:
        """The picture, needing nothing but itself."""
        return drawn(self.content, self.geometry)

    def save(self, to: str | os.PathLike[str]) -> Path:
        """As `.svg` by itself; as `.png`, `.html` or `.json` by way of `chart`."""
        file = Path(to)
        return keep_text(self.svg, file) if file.suffix == ".svg" else keep(self.chart(), file)

    def chart(self) -> Any:
        """The same as an Altair chart; raises `Refused` without Altair."""
        return charted(self.content, self.geometry)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return f'<div style="overflow-x:auto">{self.svg}</div>'


def diagram(of: Model | Fit, *, items: bool = False) -> Diagram:
    """A model drawn from causes to effects; of a fit with its numbers.

    Boxes hold index, interval and R2, arrows the standardised path with its interval: thicker the
    larger it is, dashed where the interval holds zero. An interaction is a small box joined to
    what it is made of; a higher order is joined to its parts by dots. `items` lists the items of
    each construct, with loadings (Mode B: weights).

    >>> from herefor.measure import Model, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> diagram(model).svg.startswith("<svg")
    True
    """
    return Diagram(content_of(of, items=items))
