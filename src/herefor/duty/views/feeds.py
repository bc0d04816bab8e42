"""Calendar feeds: made and revoked by their owner, read by whoever has the address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from herefor.duty.feeds import calendar
from herefor.duty.queries.calendars import shifts_in
from herefor.duty.rules import feed_opened_by, may_enter, rotas_visible_to
from herefor.duty.verbs.ways import new_feed, revoke_feed
from herefor.people.requests import SignedIn
from herefor.story.clock import now


@login_required
@require_POST
def feeds(request: SignedIn) -> HttpResponse:
    """A new address, of a rota or of one's own shifts; or none any more."""
    if not may_enter(request.user):
        raise Http404
    rota = None
    if number := request.POST.get("rota"):
        seen = rotas_visible_to(request.user)
        rota = get_object_or_404(seen, pk=number if number.isdecimal() else 0)
    if "revoke" in request.POST:
        revoke_feed(request.user, rota=rota)
        messages.success(request, _("The calendar address opens nothing any more."))
    else:
        new_feed(request.user, rota=rota)
        messages.success(request, _("Here is a new calendar address. An earlier one is closed."))
    return redirect(rota or "duty:mine")


@require_safe
@never_cache
def feed(request: HttpRequest, key: str) -> HttpResponse:
    found = feed_opened_by(key)
    if found is None:
        raise Http404
    name = found.rota.name if found.rota else _("On duty: %(name)s") % {"name": found.account}
    content = calendar(shifts_in(found, now()), name=name, made_at=now())
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
