"""The door for the telephone provider: it asks what to do next, and signs what it asks."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from herefor.hall.models import Call
from herefor.hall.phone import is_set_up, provider
from herefor.hall.verbs.calling import call_answered, call_ended, caller_wants_to_ask, steps_of

OVER = {"completed", "busy", "no-answer", "failed", "canceled"}


# The provider has no cookie; its signature says more than one could.
@csrf_exempt
@require_POST
def step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    if not is_set_up():
        raise Http404
    url = settings.PUBLIC_ADDRESS + request.get_full_path()
    told = {name: str(value) for name, value in request.POST.items()}
    signature = request.headers.get("X-Twilio-Signature", "")
    if not provider().is_genuine(url, told=told, signature=signature):
        return HttpResponse(status=403)
    call = get_object_or_404(Call.objects.select_related("hall__unit"), key=key)
    steps = {"answered": _answered, "asks": _asks, "back": _back, "status": _status}
    if step not in steps:
        raise Http404
    said = steps[step](call, request)
    return HttpResponse(said, content_type="text/xml; charset=utf-8")


def _answered(call: Call, request: HttpRequest) -> str:
    call_answered(call)
    if call.hall.is_over:
        return _goodbye()
    room, steps = f"hall-{call.hall.key}", steps_of(call)
    if call.role == Call.Role.SPEAKER:
        words = _("You are heard by everybody now: %(title)s.") % {"title": call.hall.title}
        return provider().speak(words, room=room, steps=steps)
    if call.role == Call.Role.DESK:
        words = _("Callers who want to ask are put through to you.")
        return provider().speak(words, room=f"{room}-desk", steps=steps)
    words = _(
        "Welcome to the town hall of %(unit)s: %(title)s. You hear everything. To ask a question, "
        "press the star key at any time."
    ) % {"unit": call.hall.unit, "title": call.hall.title}
    return provider().listen(words, room=room, steps=steps)


def _asks(call: Call, request: HttpRequest) -> str:
    """The caller left the room: by the key, or because it is over."""
    if call.hall.is_over:
        return _goodbye()
    caller_wants_to_ask(call)
    words = _(
        "Stay on the line. One of us speaks with you and writes your question down. "
        "To go back to listening, press the star key."
    )
    return provider().talk(words, room=f"hall-{call.hall.key}-desk", steps=steps_of(call))


def _back(call: Call, request: HttpRequest) -> str:
    if call.hall.is_over:
        return _goodbye()
    words = _("You are listening again.")
    return provider().listen(words, room=f"hall-{call.hall.key}", steps=steps_of(call))


def _status(call: Call, request: HttpRequest) -> str:
    told = request.POST.get("CallStatus", "")
    if told in OVER:
        call_ended(call, outcome=told)
    return ""


def _goodbye() -> str:
    return provider().part(
        _("This town hall is over. Thank you. Every question that was written down is answered.")
    )
