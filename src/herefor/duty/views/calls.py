"""What somebody opens on their phone: no signing in, and nothing happens by looking."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from herefor.duty.rules import page_opened_by, way_opened_by
from herefor.duty.verbs.alarms import acknowledge, pass_on
from herefor.duty.verbs.ways import TooManyTries, confirm_way


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def call(request: HttpRequest, key: str) -> HttpResponse:
    """Readers of mail follow links; only a button changes anything."""
    page = page_opened_by(key)
    if page is None or page.step is None:
        return render(request, "duty/no_call.html", status=404)
    if request.method == "POST":
        if "have" in request.POST:
            acknowledge(page, by=page.account)
        elif "cannot" in request.POST:
            pass_on(page, by=page.account)
        return redirect("duty:call", key)
    context = {
        "page": page,
        "step": page.step,
        "alarm": page.step.alarm,
        "is_mine": page.step.alarm.acknowledged_by_id == page.account_id,
        "has_passed_on": page.step.passed_on == page.step.Passed.CANNOT,
    }
    return render(request, "duty/call.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def way_confirmed(request: HttpRequest, key: str) -> HttpResponse:
    way = way_opened_by(key)
    done = False
    if way is not None and request.method == "POST":
        try:
            done = confirm_way(way, code=way.code)
        except TooManyTries:
            way = None
    if way is None:
        return render(request, "duty/no_call.html", status=404)
    return render(request, "duty/way.html", {"way": way, "done": done})
