"""Bringing a file of answers: look at it, take it in, undo it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.listen.exports import csv_download
from herefor.listen.forms.importing import FileForm, PlanForm
from herefor.listen.imports.reading import Plan
from herefor.listen.imports.sniffing import ENCODINGS, SEPARATORS, UnreadableFile
from herefor.listen.models import ImportRun
from herefor.listen.queries import (
    first_rows,
    import_headings,
    rows_of_import,
    survey_aimed_at,
    wave_aimed_at,
)
from herefor.listen.rules import imports_visible_to, may_run
from herefor.listen.verbs import (
    AlreadyTakenIn,
    NothingToTakeIn,
    bring_file,
    plan_import,
    take_in,
    undo_import,
)
from herefor.listen.views.asking import asker


@login_required
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    asker(request)
    form = FileForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "GET":
        return _show_imports(request, FileForm(user=request.user))
    if not form.is_valid():
        return _show_imports(request, form, status=422)
    file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
    try:
        run = bring_file(file.name or "", content=file.read(), unit=unit, by=asker(request))
    except UnreadableFile as refused:
        form.add_error("file", refused.message)
        return _show_imports(request, form, status=422)
    except AlreadyTakenIn:
        form.add_error("file", _already())
        return _show_imports(request, form, status=409)
    return redirect(run)


def _show_imports(request: HttpRequest, form: FileForm, *, status: int = 200) -> HttpResponse:
    runs = imports_visible_to(request.user).select_related("unit", "wave", "survey", "made_by")
    context = {"form": form, "runs": runs.defer("content")}
    return render(request, "listen/imports.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if run.taken_in_at or run.undone_at:
        return render(request, "listen/import_done.html", {"run": run, "stays": _stays(run)})
    form = PlanForm(request.POST or None, run=run, user=request.user)
    if request.method == "GET":
        return _show_import(request, run, PlanForm(run=run, user=request.user))
    if not form.is_valid():
        return _show_import(request, run, form, status=422)
    said = form.cleaned_data
    reading = {name: said[name] for name in ("encoding", "separator", "unit")}
    try:
        plan_import(run, plan=form.planned, **reading)
    except UnreadableFile as refused:
        form.add_error("encoding", refused.message)
        run.refresh_from_db()
        return _show_import(request, run, form, status=422)
    messages.success(request, _("Read again as you said. Nothing is taken in yet."))
    return redirect(run)


def _stays(run: ImportRun) -> str:
    """Why a period that the file brought is still there after undoing; nothing when it is not."""
    wave = run.wave
    if not run.undone_at or not wave or not Plan.from_json(run.plan).made_wave:
        return ""
    if wave.responses.exists() or wave.invitations.exists():
        why = _("Others have been asked or have answered in %(wave)s, so the period stays.")
    else:
        why = _("%(wave)s was measured already, so the period stays, empty.")
    return why % {"wave": f"{wave.survey}, {wave}"}


def _show_import(
    request: HttpRequest, run: ImportRun, form: PlanForm, *, status: int = 200
) -> HttpResponse:
    plan = Plan.from_json(run.plan)
    headings = import_headings(run)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "columns": [form[name] for name in form.columns],
        "others": [field for field in form if field.name not in form.columns],
        "headings": headings,
        "rows": first_rows(run, count=20),
        "unmapped": [
            heading or str(column + 1)
            for column, heading in enumerate(headings)
            if column not in plan.columns and column != plan.weight
        ],
        "mapped": len(plan.columns),
        "goes_to": _goes_to(plan),
        "encoding": ENCODINGS.get(run.encoding, run.encoding),
        "separator": SEPARATORS.get(run.separator, run.separator),
    }
    return render(request, "listen/import.html", context, status=status)


def _goes_to(plan: Plan) -> str:
    if wave := wave_aimed_at(plan):
        return f"{wave.survey}, {wave}"
    names = {"survey": survey_aimed_at(plan) or plan.survey_name, "wave": plan.wave_name}
    if plan.survey:
        return _("%(survey)s, new period %(wave)s") % names
    return _("the new survey “%(survey)s”, period %(wave)s") % names


@login_required
@require_POST
def taking_in(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    _must_run_target(request, run)
    try:
        run = take_in(run, by=asker(request))
    except AlreadyTakenIn:
        messages.error(request, _already())
        return redirect(run)
    except NothingToTakeIn:
        messages.error(request, _("No row can be taken in as the file is read now."))
        return redirect(run)
    said = ngettext("%(n)d answer was taken in.", "%(n)d answers were taken in.", run.rows)
    messages.success(request, said % {"n": run.rows})
    return redirect(run)


@login_required
@require_POST
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    _must_run_target(request, run)
    try:
        undo_import(run, by=asker(request))
    except NothingToTakeIn:
        messages.error(request, _("There is nothing to undo: it was not taken in, or is undone."))
        return redirect(run)
    messages.success(request, _("The import is undone. None of its answers is left."))
    return redirect(run)


@login_required
@require_GET
def problems_csv(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if run.undone_at:
        raise Http404
    rows: list[list[object]] = [[_("Row"), _("What is wrong"), *import_headings(run)]]
    for row in rows_of_import(run):
        if row.problems:
            said = [
                f"{problem.column}: {problem.message}" if problem.column else problem.message
                for problem in row.problems
            ]
            rows.append([row.number, " ".join(said), *row.cells])
    return csv_download(f"problems-{run.pk}.csv", rows=rows)


def _run(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(imports_visible_to(request.user).select_related("unit"), pk=pk)


def _must_run_target(request: HttpRequest, run: ImportRun) -> None:
    """Answers go only to a survey that the one who presses the button runs."""
    aimed = run.survey or survey_aimed_at(Plan.from_json(run.plan))
    if aimed and not may_run(request.user, aimed):
        raise PermissionDenied


def _already() -> str:
    return _(
        "This very file was taken in before. Its answers are kept and were not doubled. "
        "To bring it again, undo the earlier import first."
    )
