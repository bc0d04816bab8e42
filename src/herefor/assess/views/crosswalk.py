"""Topics over editions, and texts that people brought in under a licence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.forms.licensed import TextsForm
from herefor.assess.frameworks import shipped
from herefor.assess.queries.crosswalk import crosswalk, editions_with_topics, imported_texts
from herefor.assess.rules import may_assess, may_open
from herefor.assess.verbs import bring_in_texts, take_texts_away
from herefor.people.requests import SignedIn


@login_required
@require_GET
def table(request: SignedIn) -> HttpResponse:
    if not may_assess(request.user):
        raise Http404
    context = {
        "editions": editions_with_topics(),
        "rows": crosswalk(),
        "sectors": [one for one in shipped().values() if one.sector],
        "may_open": may_open(request.user),
    }
    return render(request, "assess/crosswalk.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def texts(request: SignedIn) -> HttpResponse:
    if not may_open(request.user):
        raise Http404
    form = TextsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        known = form.cleaned_data
        kept = bring_in_texts(
            known["framework"], texts=form.texts, licence=known["licence"], by=request.user
        )
        messages.success(request, _("Items with a text now: %(n)d.") % {"n": len(kept)})
        return redirect("assess:texts")
    context = {"form": form, "imported": imported_texts()}
    return render(request, "assess/texts.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def removal(request: SignedIn, edition: str) -> HttpResponse:
    if not may_open(request.user) or edition not in shipped():
        raise Http404
    take_texts_away(shipped()[edition], by=request.user)
    messages.success(request, _("The texts of this edition are taken away."))
    return redirect("assess:texts")
