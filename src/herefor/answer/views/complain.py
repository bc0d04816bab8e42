"""The complaint form: for anybody, without an account, on its own or inside another site."""

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from herefor.answer.forms.customer import ComplaintEntry, consent_words
from herefor.answer.models import Case, ComplaintForm
from herefor.answer.queries.clocks import allowance
from herefor.answer.verbs import complain, readable
from herefor.files.forms import keep_uploads
from herefor.story.clock import now

IPV6 = 6
View = Callable[..., HttpResponseBase]


def in_frames_of(door: ComplaintForm | None) -> list[str]:
    """The sites that may show the form, as a content security policy names them."""
    lines = door.may_frame.split() if door else []
    origins = [f"{at.scheme}://{at.netloc}" for at in map(urlsplit, lines) if at.netloc]
    return origins or ["'none'"]


def framed(view: View) -> View:
    """Let the sites that the form names show it in a frame, and nobody else."""

    @wraps(view)
    def shown(request: HttpRequest, key: str) -> HttpResponseBase:
        door = ComplaintForm.objects.select_related("unit").filter(key=key).first()
        allow = csp_replace({"frame-ancestors": in_frames_of(door)})
        return allow(lambda asked: view(asked, door))(request)

    return xframe_options_exempt(shown)


# The form is not bound to a session, and within a frame there is no cookie to bind it to.
@csrf_exempt
@never_cache
@framed
def entry(request: HttpRequest, door: ComplaintForm | None) -> HttpResponse:
    if door is None or door.closed_at:
        return render(request, "answer/door_closed.html", status=404 if door is None else 410)
    if request.method != "POST":
        return _show(request, door, ComplaintEntry())
    form = ComplaintEntry(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, door, form, status=422)
    if form.seems_automatic():
        form = form.opened_anew()
        form.add_error(None, _("That was quick. Please look over it and press Send once more."))
        if request.FILES:
            form.add_error("attached", _("Please choose your files once more; none was kept."))
        return _show(request, door, form, status=422)
    said = form.cleaned_data
    case = complain(
        door,
        text=said["text"],
        kind=said["kind"],
        files=keep_uploads(said["attached"]),
        once=said["once"],
        name=said["name"],
        email=said["email"],
        phone=said["phone"],
        consent_words=consent_words(),
        sender=came_from(request),
    )
    return _done(request, case)


def came_from(request: HttpRequest) -> str:
    """The network it came from; behind a proxy of ours, as that one saw it. Empty if nobody knows:
    else all who come through the proxy would be taken for one.

    What stands further left in the line, its sender may have written.
    """
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        ip = ip_address(seen)
    except ValueError:
        return ""
    if ip.is_loopback:
        return ""
    return str(ip_network(f"{ip}/64", strict=False)) if ip.version == IPV6 else str(ip)


def _done(request: HttpRequest, case: Case) -> HttpResponse:
    context = {
        "case": case,
        "address": request.build_absolute_uri(case.follow_url),
        "in_frame": request.headers.get("Sec-Fetch-Dest") in {"iframe", "frame"},
    }
    return render(request, "answer/complain_done.html", context)


def _show(
    request: HttpRequest, door: ComplaintForm, form: ComplaintEntry, *, status: int = 200
) -> HttpResponse:
    allowed = allowance(door.unit, kind=Case.Kind.COMPLAINT, severity=Case.Severity.NORMAL)
    due = readable(allowed.due(now(), allowed.first_answer))
    context: dict[str, Any] = {
        "door": door,
        "form": form,
        "answered_by": _("Whoever sends it now has an answer by %(due)s.") % {"due": due},
        "consent": consent_words(),
        "address": reverse("answer:complain", args=[door.key]),
    }
    return render(request, "answer/complain.html", context, status=status)
