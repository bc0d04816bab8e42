"""After the report: promises for opportunities and actions, and what is rated again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from herefor.assess.access import Act
from herefor.assess.forms.after import PromiseForm
from herefor.assess.models import Action
from herefor.assess.queries.after import opportunities_of, since_then
from herefor.assess.queries.practices import practices_on
from herefor.assess.rules import workshops_visible_to
from herefor.assess.views.seats import seated
from herefor.lead.verbs import promise_because
from herefor.people.models import Unit
from herefor.people.requests import SignedIn


@require_GET
def overview(request: SignedIn, pk: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.FOLLOW_UP)
    rows = opportunities_of(assessment)
    context = {
        "assessment": assessment,
        "rows": rows,
        "answered": sum(bool(one.promised) for one in rows),
        "since": since_then(assessment),
    }
    return render(request, "assess/after.html", context)


@require_http_methods(["GET", "POST"])
def opportunity(request: SignedIn, pk: int, which: int) -> HttpResponse:
    assessment, _seat = seated(request, pk, Act.FOLLOW_UP)
    found = next((one for one in opportunities_of(assessment) if one.version.pk == which), None)
    if found is None:
        raise Http404
    back = reverse("assess:after", args=[pk])
    edition = assessment.framework.reads or assessment.framework_id
    known = practices_on(request.user, item=found.item, edition=edition)
    shown = {"about": found.version, "item": found.item, "back": back, "practices": known}
    return _promise(request, found.version, unit=assessment.unit, shown=shown)


@login_required
@require_http_methods(["GET", "POST"])
def action(request: SignedIn, pk: int, action: int) -> HttpResponse:
    """What a workshop agreed on becomes a promise of a leader."""
    workshop = get_object_or_404(workshops_visible_to(request.user), pk=pk)
    found = get_object_or_404(Action, workshop=workshop, pk=action)
    shown = {"about": found, "item": found.item, "back": workshop.get_absolute_url()}
    first = {"promise": found.words[:200], "owner": found.owner_id, "due_on": found.due_on}
    return _promise(request, found, unit=workshop.unit, shown=shown, first=first)


def _promise(
    request: SignedIn,
    because: Model,
    *,
    unit: Unit,
    shown: dict[str, Any],
    first: dict[str, Any] | None = None,
) -> HttpResponse:
    form = PromiseForm(request.POST or None, unit=unit, initial=first or {})
    if form.is_valid():
        promise_because(because, unit=unit, **form.cleaned_data, by=request.user)
        messages.success(request, _("It is promised."))
        return redirect(shown["back"])
    status = 422 if form.is_bound else 200
    return render(request, "assess/promise.html", shown | {"form": form}, status=status)
