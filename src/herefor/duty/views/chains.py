"""Who is called, in which order: set at a unit, and held below it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from herefor.duty.forms.chains import ChainForm, severities
from herefor.duty.models import Chain, Severity
from herefor.duty.queries.chains import chain_for
from herefor.duty.rules import units_kept
from herefor.duty.tabs import tabs_for
from herefor.duty.verbs.chains import remove_chain, set_chain
from herefor.people.requests import SignedIn


@login_required
def chain(request: SignedIn, pk: int) -> HttpResponse:
    unit = get_object_or_404(units_kept(request.user), pk=pk)
    severity = _severity(request.GET.get("severity", ""))
    plan = chain_for(unit, severity)
    form = ChainForm(request.POST or None, unit=unit, plan=plan)
    if form.is_valid():
        repeats = form.cleaned_data["repeats"]
        set_chain(unit, severity=severity, rungs=form.plans(), repeats=repeats, by=request.user)
        messages.success(request, _("The chain is kept. Alarms that ring keep the one they have."))
        return redirect(_address(pk, severity))
    context = {
        "unit": unit,
        "form": form,
        "plan": plan,
        "own": Chain.objects.filter(unit=unit, severity=severity).first(),
        "severity": severity,
        "severity_tabs": [
            {
                "words": words,
                "url": _address(pk, value),
                "current": value == severity,
                "count": None,
            }
            for value, words, _is_own in severities(unit)
        ],
        "tabs": tabs_for(request.user, "home"),
    }
    return render(request, "duty/chain.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def removal(request: SignedIn, pk: int) -> HttpResponse:
    unit = get_object_or_404(units_kept(request.user), pk=pk)
    severity = _severity(request.POST.get("severity", ""))
    remove_chain(get_object_or_404(Chain, unit=unit, severity=severity), by=request.user)
    messages.success(request, _("What counts above counts here again."))
    return redirect(_address(pk, severity))


def _severity(said: str) -> str:
    return said if said in Severity.values else ""


def _address(pk: int, severity: str) -> str:
    return f"{reverse('duty:chain', args=[pk])}?severity={severity}"
