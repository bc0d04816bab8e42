"""Charts as files, without a network: the picture, the page or the Vega-Lite."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from herefor.measure.words import Refused, listed, perhaps

SHARP = 2.0  # pixels for one of the chart's, in a PNG


def save_chart(chart: Any, to: str | os.PathLike[str]) -> Path:
    """Keep a chart or a diagram as `.svg`, `.png`, `.html` (stands alone) or `.json` (Vega-Lite).

    A file that is there is replaced. Raises `Refused` for another ending, what is no chart, a
    missing library and a place that cannot be written.

    >>> import tempfile
    >>> from herefor.measure import built_in, diagram
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_chart(diagram(built_in("ecsi")), f"{folder}/model.svg").name
    'model.svg'
    """
    from herefor.measure.report.diagram.drawing import Diagram  # noqa: PLC0415  it saves by this

    if isinstance(chart, Diagram):
        return chart.save(to)
    if not hasattr(chart, "to_json"):
        raise Refused(
            f"This is no chart but {type(chart).__name__}: make one, such as "
            "`waterfall_chart(gap(fit))`, and save that."
        )
    return keep(chart, Path(to))


def keep(chart: Any, file: Path) -> Path:
    """The same for an Altair chart."""
    if file.suffix not in FORMS:
        raise Refused(
            f"Charts are saved as {listed(FORMS)}, not "
            f"{file.suffix or 'a file without ending'}.{perhaps(file.suffix, list(FORMS))}"
        )
    return _written(FORMS[file.suffix](chart), file)


def keep_text(text: str, file: Path) -> Path:
    """A picture that is text already."""
    return _written(text.encode(), file)


def _convert() -> Any:
    try:
        import vl_convert  # noqa: PLC0415  an optional library
    except ImportError:
        raise Refused(
            "A picture of a chart needs vl-convert. Install it with: pip install 'herefor[report]'"
        ) from None
    return vl_convert


def _svg(chart: Any) -> bytes:
    text: str = _convert().vegalite_to_svg(chart.to_json(), allowed_base_urls=[])
    return text.encode()


def _png(chart: Any) -> bytes:
    picture: bytes = _convert().vegalite_to_png(chart.to_json(), scale=SHARP, allowed_base_urls=[])
    return picture


def _html(chart: Any) -> bytes:
    page: str = _convert().vegalite_to_html(chart.to_json(), bundle=True)
    return page.encode()


def _json(chart: Any) -> bytes:
    text: str = chart.to_json()
    return text.encode()


FORMS: dict[str, Callable[[Any], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".html": _html,
    ".json": _json,
}


def _written(content: bytes, file: Path) -> Path:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise Refused(
            f"{file} could not be written ({error.strerror}). Choose a folder that is there and "
            "that you may write to."
        ) from error
    return file
