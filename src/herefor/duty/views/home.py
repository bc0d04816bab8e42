"""Who is there now and next, what the coming week looks like, and who is there at any time."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from herefor.duty.forms.moments import AtForm
from herefor.duty.queries.alarms import ringing
from herefor.duty.queries.watches import units_to_tell_apart, watch_line
from herefor.duty.rules import may_enter, rotas_visible_to, units_kept, units_seen
from herefor.duty.shown import answer_at, coverage, presence
from herefor.duty.tabs import tabs_for
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    return _show(request, AtForm(user=request.user))


@login_required
@require_GET
def who_at(request: SignedIn) -> HttpResponse:
    form = AtForm(request.GET, user=request.user)
    if not form.is_valid():
        return _show(request, form, status=422)
    said: dict[str, Any] = form.cleaned_data
    return _show(request, form, answer=answer_at(said["unit"], said["when"]))


def _show(
    request: SignedIn, form: AtForm, *, answer: Any = None, status: int = 200
) -> HttpResponse:
    if not may_enter(request.user):
        raise Http404
    at = now()
    covered = [coverage(rota, at) for rota in rotas_visible_to(request.user)]
    context = {
        "tabs": tabs_for(request.user, "home"),
        "line": watch_line(request.user),
        "ringing": ringing(request.user),
        "present": [presence(unit, at) for unit in units_to_tell_apart(request.user)],
        "units": units_seen(request.user),
        "covered": covered,
        "unreachable": list(dict.fromkeys(who for week in covered for who in week.unreachable)),
        "kept": set(units_kept(request.user).values_list("pk", flat=True)),
        "first_kept": units_kept(request.user).first(),
        "form": form,
        "answer": answer,
        "now": at,
    }
    return render(request, "duty/home.html", context, status=status)
