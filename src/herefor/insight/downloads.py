"""A finding and a table of units, to take along; what a page hides is not in them either."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from herefor.insight.models import Finding
from herefor.insight.queries import Reading
from herefor.insight.words import change_of

Row = list[object]
HEAD = ("part", "name", "what", "value", "low", "high")


def as_json(finding: Finding) -> dict[str, Any]:
    """The measure document, with what it was made from."""
    return {
        "organisation_unit": finding.unit.name,
        "survey": finding.wave.survey.name,
        "period": finding.wave.name,
        "opens_on": finding.wave.opens_on.isoformat(),
        "closes_on": finding.wave.closes_on.isoformat(),
        "found_at": finding.found_at.isoformat(),
        "fingerprint": finding.fingerprint,
        "method_version": finding.method_version,
        "document": finding.result,
    }


def as_rows(finding: Finding) -> Iterator[Row]:
    """The same as a long table: one number in a row, so that any program can read it."""
    told = finding.result
    yield list(HEAD)
    for what, value in _facts(finding):
        yield ["finding", what, "", value, "", ""]
    for name, construct in told["constructs"].items():
        yield ["construct", name, "index", *_number(construct, "index")]
        for what in ("r2", "alpha", "rho_a", "rho_c", "ave"):
            yield ["construct", name, what, _cell(construct[what]), "", ""]
    for code, item in told["items"].items():
        for what in ("weight", "loading", "mean", "sd"):
            yield ["item", code, what, _cell(item[what]), "", ""]
    for part, word in (("paths", "value"), ("total_effects", "value"), ("impacts", "points")):
        for link in told[part]:
            yield [part, f"{link['from']} > {link['to']}", word, *_number(link, word)]
    for pair in told["htmt"]:
        yield ["htmt", f"{pair['a']} and {pair['b']}", "value", _cell(pair["value"]), "", ""]
    yield from _gap_rows(told["gap"])


def units_rows(found: Iterable[Reading]) -> Iterator[Row]:
    """The table by unit; only what may be shown is handed in."""
    yield [_("Unit"), _("Period"), _("Index"), _("Low"), _("High"), _("n"), _("Change")]
    for reading in found:
        index = reading.index
        yield [
            reading.unit.name,
            reading.period,
            index.value,
            index.low,
            index.high,
            index.n,
            change_of(reading),
        ]


def _facts(finding: Finding) -> list[tuple[str, object]]:
    return [
        ("unit", finding.unit.name),
        ("survey", finding.wave.survey.name),
        ("period", finding.wave.name),
        ("n", finding.n),
        ("n_used", finding.result["n_used"]),
        ("model", finding.model),
        ("level", finding.result["level"]),
        ("fingerprint", finding.fingerprint),
        ("method_version", finding.method_version),
        ("found_at", finding.found_at.isoformat()),
    ]


def _gap_rows(gap: dict[str, Any]) -> Iterator[Row]:
    yield ["gap", "missing", "points of 1000", *_number(gap["missing"], "value")]
    for bar in gap["bars"]:
        yield ["gap", bar["driver"], "points of 1000", *_number(bar, "value")]
    yield ["gap", "unexplained", "points of 1000", *_number(gap["unexplained"], "value")]


def _number(told: dict[str, Any], word: str) -> list[object]:
    return [_cell(told[key]) for key in (word, "low", "high")]


def _cell(value: float | None) -> object:
    return "" if value is None else value
