"""Are we making progress? A new check, its two links, and what it says once it is closed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.forms.checks import CheckForm
from herefor.assess.models import ProgressCheck
from herefor.assess.queries.checks import heard, results_of
from herefor.assess.rules import checks_visible_to, may_open
from herefor.assess.verbs import close_check, open_check
from herefor.assess.views.joining import code_of
from herefor.people.queries import smallest_group
from herefor.people.requests import SignedIn


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedIn) -> HttpResponse:
    if not may_open(request.user):
        raise Http404
    form = CheckForm(request.POST or None, by=request.user)
    if not form.is_valid():
        context = {"form": form, "least": smallest_group()}
        status = 422 if form.is_bound else 200
        return render(request, "assess/check_new.html", context, status=status)
    return redirect(open_check(**form.cleaned_data, by=request.user))


@login_required
@require_GET
def check(request: SignedIn, pk: int) -> HttpResponse:
    """Numbers of voices while it is open: results that grow would tell who came last."""
    found = _fetch(request, pk)
    context = {
        "check": found,
        "links": [(link, heard(found, group=link.group)) for link in found.links.all()],
        "results": results_of(found) if found.closed_at else None,
        "least": smallest_group(),
    }
    return render(request, "assess/check.html", context)


@login_required
@require_GET
def code(request: SignedIn, pk: int, group: str) -> HttpResponse:
    return code_of(get_object_or_404(_fetch(request, pk).links, group=group).join_url)


@login_required
@require_POST
def closing(request: SignedIn, pk: int) -> HttpResponse:
    closed = close_check(_fetch(request, pk), by=request.user)
    messages.success(request, _("Closed. This is what was said."))
    return redirect(closed)


def _fetch(request: SignedIn, pk: int) -> ProgressCheck:
    return get_object_or_404(checks_visible_to(request.user), pk=pk)
