"""A finding and a table of units, to take along; what a page hides is not in them either."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from herefor.insight.models import Finding
from herefor.insight.queries import Reading
from herefor.insight.told import told, too_few_of
from herefor.insight.words import change_of, few_words

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
        "document": told(finding),
        "not_shown": few_words(too_few_of(finding)),
    }


def as_rows(finding: Finding) -> Iterator[Row]:
    """The same as a long table: one number in a row, so that any program can read it."""
    document = told(finding)
    yield list(HEAD)
    for what, value in _facts(finding):
        yield ["finding", what, "", value, "", ""]
    if few := too_few_of(finding):
        yield ["finding", "not shown", "", few_words(few), "", ""]
    for name, construct in document["constructs"].items():
        yield ["construct", name, "index", *_number(construct, "index")]
        for what in ("n", "r2", "alpha", "rho_a", "rho_c", "ave"):
            yield ["construct", name, what, _cell(construct[what]), "", ""]
    for code, item in document["items"].items():
        for what in ("n", "weight", "loading", "mean", "sd"):
            yield ["item", code, what, _cell(item[what]), "", ""]
    yield from _link_rows(document)
    if document["gap"]:
        yield from _gap_rows(document["gap"])


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


def _link_rows(document: dict[str, Any]) -> Iterator[Row]:
    for part, word in (("paths", "value"), ("total_effects", "value"), ("impacts", "points")):
        for link in document[part]:
            yield [part, f"{link['from']} > {link['to']}", word, *_number(link, word)]
    for pair in document["htmt"]:
        yield ["htmt", f"{pair['a']} and {pair['b']}", "value", _cell(pair["value"]), "", ""]


def _gap_rows(gap: dict[str, Any]) -> Iterator[Row]:
    yield ["gap", "missing", "points of 1000", *_number(gap["missing"], "value")]
    for bar in gap["bars"]:
        yield ["gap", bar["driver"], "points of 1000", *_number(bar, "value")]
    yield ["gap", "unexplained", "points of 1000", *_number(gap["unexplained"], "value")]


def _number(number: dict[str, Any], word: str) -> list[object]:
    return [_cell(number[key]) for key in (word, "low", "high")]


def _cell(value: float | None) -> object:
    return "" if value is None else value
