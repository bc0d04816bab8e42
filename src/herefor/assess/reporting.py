"""A report as people read it: its document with every kind, range and band in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from herefor.assess.queries.bands import Applicants
from herefor.assess.words import KINDS, OF_KIND, THEMES, factor_in_words
from herefor.ui.charts import Span


def report_in_words(
    document: dict[str, Any], *, at: datetime | None = None, applicants: Sequence[Applicants] = ()
) -> dict[str, Any]:
    """`applicants` are told beside the bands; what judges read has neither day nor title."""
    counts = {one.kind: one for one in applicants}
    return document | {
        "on": date_format(localtime(at), "j F Y") if at else "",
        "themes": [_theme(one) for one in document.get("themes", [])],
        "bands": [_band(one, counts.get(one["kind"])) for one in document["bands"]],
        "categories": [
            category | {"items": [_item(item) for item in category["items"]]}
            for category in document["categories"]
        ],
        "guide": [_guide(kind, rows) for kind, rows in document.get("guide", {}).items()],
        "labels": labels(),
    }


def labels() -> dict[str, str]:
    """What stands around the words of the team, the same on the page and on paper."""
    return {
        "feedback": _("Feedback report"),
        "contents": _("In this report"),
        "reading": _("How to read this report"),
        "themes": _("Key themes"),
        "bands": _("Where you stand as a whole"),
        "strengths": _("Strengths"),
        "opportunities": _("Opportunities for improvement"),
        "nothing": _("The team wrote no comment on this item."),
        "guide": _("How marks are given"),
        "guided": _(
            "A mark is a judgement of the item as a whole. The team chooses the range that "
            "describes the answer best, and only then the step within it. No mark is averaged "
            "from the four factors."
        ),
        "items": _("Items"),
        "range": _("Range"),
        "page": _("Page"),
        "of": _("of"),
        "private": _("For the applicant. It tells of nobody else, and nobody else receives it."),
        "thanks": _("Written by the team that read, compared and talked about your answers."),
    }


def reading() -> list[str]:
    """How to read it, a paragraph each."""
    return [
        _(
            "Begin with the key themes: what reaches over several items and matters most. Then "
            "read the items that your leaders chose to work on. Nobody works on everything."
        ),
        _(
            "Each comment is one idea, an example of where the team saw it, and why it matters to "
            "you. What is set in bold weighed most in the mark. Strengths are worth keeping and "
            "spreading; an opportunity names what was not seen, not what to do about it."
        ),
        _(
            "Each item has a range, such as 30–45 %, and not a single number: marks are "
            "judgements, and a step of five within a range is less sure than the range. Read a "
            "range of 30 to 65 % as normal. Most applicants are there."
        ),
        _(
            "A comment may be wrong, for the team read only what it was given. Where it is, ask "
            "what made it possible to miss the truth, and go on."
        ),
    ]


def _theme(theme: dict[str, Any] | str) -> dict[str, Any]:
    if isinstance(theme, str):
        return {"kind": "", "kind_words": "", "words": theme, "items": []}
    words = THEMES.get(theme["kind"], "")
    return theme | {"kind_words": str(words), "items_words": ", ".join(theme["items"])}


def _band(band: dict[str, Any], applicants: Applicants | None) -> dict[str, Any]:
    counts = {one.band: one.n for one in applicants.counts} if applicants else {}
    steps = [
        {
            "id": step["id"],
            "points": f"{step['low']}–{step['high']}",
            "gist": step["gist"],
            "is_here": step["id"] == band["band"],
            "n": _n(counts, step["id"]) if applicants else "",
        }
        for step in band.get("steps", [])
    ]
    return band | {
        "words": str(KINDS[band["kind"]]),
        "of_kind": str(OF_KIND[band["kind"]]),
        "sentence": _sentence(band),
        "gist": f"{capfirst(band['gist'])}." if band["gist"] else "",
        "steps": steps,
        "counted": _counted(applicants) if applicants else "",
        "has_counts": bool(applicants),
        "heads": [
            _("Band"),
            _("Points"),
            _("What it is like"),
            *([_("Applicants")] if applicants else []),
        ],
    }


def _sentence(band: dict[str, Any]) -> str:
    if band["band"] is not None and band.get("points"):
        low, high = band["points"]
        return _("Band %(band)s of %(n)s: %(low)s to %(high)s of %(of)s points.") % {
            "band": band["band"],
            "n": len(band["steps"]),
            "low": low,
            "high": high,
            "of": f"{band['of']:g}",
        }
    if not band.get("is_whole", True):
        return _("No band is told: the team has not agreed on every one of these items.")
    return _("This edition knows no bands.")


def _n(counts: dict[int, int | None], band: int) -> str:
    found = counts.get(band, 0)
    return _("not shown") if found is None else str(found)


def _counted(applicants: Applicants) -> str:
    return _(
        "Of %(n)s applicants by this edition so far, yours among them. Bands of fewer than "
        "%(least)s are not shown, nor those that would give them away."
    ) % {"n": applicants.total, "least": applicants.least}


def _item(item: dict[str, Any]) -> dict[str, Any]:
    comments = [one | {"words": str(KINDS[one["kind"]])} for one in item["comments"]]
    comments.sort(key=lambda one: not one["is_bold"])
    found = item["range"]
    return item | {
        "range_words": f"{found[0]}–{found[1]} %" if found else _("no range"),
        "spans": [Span(*found)] if found else [],
        "comments": comments,
        "strengths": [one for one in comments if one["kind"] == "strength"],
        "opportunities": [one for one in comments if one["kind"] == "opportunity"],
    }


def _guide(kind: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    factors = list(rows[0]["factors"]) if rows else []
    return {
        "kind": kind,
        "words": str(OF_KIND[kind]),
        "factors": [factor_in_words(factor).split(":")[0] for factor in factors],
        "rows": [
            {
                "range": f"{row['range'][0]}–{row['range'][1]} %",
                "cells": [row["factors"][factor] for factor in factors],
            }
            for row in rows
        ],
    }
