"""The pages that read what was measured. They never estimate."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from herefor.insight import pictures
from herefor.insight.choosing import Choice, chosen
from herefor.insight.downloads import as_json, as_rows, units_rows
from herefor.insight.models import Finding
from herefor.insight.queries import (
    being_measured,
    drivers_of,
    finding_of,
    findings_by_unit,
    followed_by,
    gap_of,
    is_rested_on,
    readings,
    readings_by_unit,
)
from herefor.insight.rules import findings_visible_to, units_to_measure
from herefor.insight.shown import Shown, Why, shown_to
from herefor.insight.steps import steps_for
from herefor.insight.tables import tables_of
from herefor.insight.told import told, too_few_of
from herefor.insight.words import (
    few_words,
    followed_words,
    hidden_words,
    tie_words,
    waiting_words,
    why_not,
)
from herefor.listen.exports import csv_download
from herefor.people.models import Unit
from herefor.people.requests import SignedIn


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    """How satisfied customers are, whether it changed, where, and what moves it."""
    choice = _chosen(request)
    waiting = being_measured(request.user).first()
    context: dict[str, Any] = {"choice": choice, "waiting": waiting}
    if choice.wave and not waiting:
        context["not_counted"] = waiting_words(choice.unit, choice.wave)
    if choice.wave is None:
        return render(request, "insight/nothing.html", context)
    finding = finding_of(request.user, unit=choice.unit, wave=choice.wave)
    if finding is None:
        return render(request, "insight/nothing.html", context)
    shown = shown_to(request.user, choice.wave.survey)
    context |= {"finding": finding, "why_not": why_not(finding, shown)}
    if context["why_not"]:
        context["above"] = units_to_measure(request.user).filter(children=choice.unit).first()
    else:
        context |= _told(request, finding)
    context |= _by_unit(request, choice, shown)
    return render(request, "insight/home.html", context)


@login_required
@require_GET
def units_csv(request: SignedIn) -> HttpResponse:
    choice = _chosen(request)
    if choice.wave is None:
        raise Http404
    units = _parts(request, choice.unit)
    found = readings_by_unit(request.user, units=units, wave=choice.wave)
    return csv_download(f"units-{choice.wave.pk}.csv", rows=units_rows(found))


@login_required
@require_GET
def finding(request: SignedIn, pk: int) -> HttpResponse:
    """How it is computed: everything that was found, and what it was made from."""
    found = _fetch(request, pk)
    context: dict[str, Any] = {
        "finding": found,
        "why_not": _why_not_of(request, found),
        "newer": followed_by(request.user, found),
    }
    if not context["why_not"]:
        document = told(found)
        context |= {
            "tables": tables_of(found),
            "told": document,
            "few": few_words(too_few_of(found)),
            "percent": round(100 * document["level"]),
            "steps": steps_for(request.user, found),
        }
    return render(request, "insight/finding.html", context)


@login_required
@require_GET
def finding_json(request: SignedIn, pk: int) -> HttpResponse:
    found = _fetch_shown(request, pk)
    response = JsonResponse(as_json(found), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="finding-{found.pk}.json"'
    return response


@login_required
@require_GET
def finding_csv(request: SignedIn, pk: int) -> HttpResponse:
    found = _fetch_shown(request, pk)
    return csv_download(f"finding-{found.pk}.csv", rows=as_rows(found))


def _chosen(request: SignedIn) -> Choice:
    return chosen(request.GET, units=units_to_measure(request.user), user=request.user)


def _parts(request: SignedIn, unit: Unit) -> list[Unit]:
    return list(units_to_measure(request.user).filter(parent=unit))


def _told(request: SignedIn, finding: Finding) -> dict[str, Any]:
    """Everything a page says about a finding whose numbers may be shown."""
    trend = readings(request.user, unit=finding.unit, until=finding.wave)
    drivers, gap = drivers_of(finding), gap_of(finding)
    return {
        "reading": trend[-1],
        "points": pictures.trend_points(trend),
        "drivers": drivers,
        "effect_ends": pictures.effect_ends(drivers),
        "gap": gap,
        "fall": pictures.fall(gap) if gap else None,
        "ties": tie_words(gap) if gap else [],
        "few": few_words(too_few_of(finding)),
        "warnings": told(finding)["warnings"],
        "steps": steps_for(request.user, finding),
    }


def _by_unit(request: SignedIn, choice: Choice, shown: Shown) -> dict[str, Any]:
    if choice.wave is None:
        return {}
    parts = _parts(request, choice.unit)
    found = findings_by_unit(request.user, units=parts, wave=choice.wave)
    why = [shown.why_not(finding) for finding in found]
    rows = readings_by_unit(request.user, units=parts, wave=choice.wave)
    return {
        "rows": rows,
        "ends": pictures.ends_of(rows) if rows else (0, 100),
        "hidden": hidden_words(why.count(Why.FEW), why.count(Why.COVER), smallest=shown.smallest),
        "refused": [one for one in found if not one.is_estimated and not shown.why_not(one)],
    }


def _why_not_of(request: SignedIn, finding: Finding) -> str:
    """Also a finding that was followed is not shown, unless somebody decided on it."""
    reason = why_not(finding, shown_to(request.user, finding.wave.survey))
    if not reason and followed_by(request.user, finding) and not is_rested_on(finding):
        return followed_words()
    return reason


def _fetch(request: SignedIn, pk: int) -> Finding:
    findings = findings_visible_to(request.user).select_related("wave__edition__survey", "unit")
    return get_object_or_404(findings, pk=pk)


def _fetch_shown(request: SignedIn, pk: int) -> Finding:
    found = _fetch(request, pk)
    if _why_not_of(request, found):
        raise Http404
    return found
