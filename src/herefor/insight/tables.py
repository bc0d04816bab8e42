"""The numbers of a finding as tables for the page that shows how it is computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from herefor.insight.models import Finding
from herefor.insight.told import told
from herefor.insight.words import spoken
from herefor.ui.templatetags.ui import count, interval_words, points


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its name; a cell without a number is empty."""

    title: str
    help: str
    head: list[str]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each cell with its heading, for where a row is shown as a card."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def tables_of(finding: Finding) -> list[Table]:
    document = told(finding)
    return [
        _constructs(document),
        _items(document),
        _links(
            document["paths"],
            title=_("Paths"),
            help=_("How far the second moves, in standard deviations, for one of the first."),
        ),
        _links(
            document["total_effects"],
            title=_("Total effects"),
            help=_("The same by all ways together."),
        ),
        _alike(document),
    ]


def _constructs(document: dict[str, Any]) -> Table:
    measures = ("r2", "alpha", "rho_a", "rho_c", "ave")
    return Table(
        _("What was measured"),
        _(
            "R²: the share of its differences that its drivers explain. Alpha, rho A and rho C: "
            "how well its questions agree, 1 at best. AVE: the share of their differences it holds."
        ),
        [_("Name"), "n", _("Index"), _("Interval"), "R²", _("alpha"), "ρA", "ρC", "AVE"],
        [
            [
                spoken(name),
                count(one["n"]),
                points(one["index"]),
                _interval(one, decimals=1),
                *(points(one[what], 2) for what in measures),
            ]
            for name, one in document["constructs"].items()
        ],
    )


def _items(document: dict[str, Any]) -> Table:
    return Table(
        _("Questions"),
        _("Mean and standard deviation (SD) on the scale of the question."),
        [_("Question"), _("Measures"), "n", _("Weight"), _("Loading"), _("Mean"), _("SD")],
        [
            [
                code,
                spoken(item["construct"]),
                count(item.get("n")),
                *(points(item[what], 2) for what in ("weight", "loading", "mean", "sd")),
            ]
            for code, item in document["items"].items()
        ],
    )


def _links(links: Iterable[dict[str, Any]], *, title: str, help: str) -> Table:  # noqa: A002
    return Table(
        title,
        help,
        [_("From and to"), _("Effect"), _("Interval")],
        [
            [
                f"{spoken(link['from'])} → {spoken(link['to'])}",
                points(link["value"], 2),
                _interval(link, decimals=2),
            ]
            for link in links
        ],
    )


def _alike(document: dict[str, Any]) -> Table:
    return Table(
        _("Can they be told apart? (HTMT)"),
        _("Over 0.9, customers' answers hardly tell the two apart."),
        [_("Pair"), "HTMT"],
        [
            [f"{spoken(pair['a'])}, {spoken(pair['b'])}", points(pair["value"], 2)]
            for pair in document["htmt"]
        ],
    )


def _interval(number: dict[str, Any], *, decimals: int) -> str:
    if number["low"] is None or number["high"] is None:
        return ""
    return interval_words(number["low"], number["high"], decimals)
