"""Taking part in a workshop from a phone: no account, no name, an item a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from herefor.assess.forms.workshop import LevelsForm
from herefor.assess.models import Voice, Workshop
from herefor.assess.queries.workshop import framework_of, items_seen, light_items, said_by
from herefor.assess.verbs import WorkshopClosed, join_workshop, say_levels
from herefor.assess.views.joining import remember, remembered


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """What it is about; taking part is a click, so that no link scanner does."""
    workshop = get_object_or_404(Workshop.objects.select_related("unit"), key=key)
    if request.method == "GET" or workshop.closed_at:
        return _welcome(request, workshop)
    voice = _voice(request, workshop) or join_workshop(workshop)
    answer = redirect("assess:item", key, light_items(framework_of(workshop))[0].id)
    return remember(answer, _cookie(workshop), token=voice.token)


@never_cache
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, key: str, number: str) -> HttpResponse:
    workshop = get_object_or_404(Workshop.objects.select_related("unit"), key=key)
    voice = _voice(request, workshop)
    if voice is None or workshop.closed_at:
        return redirect("assess:join", key)
    items = light_items(framework_of(workshop))
    place = next((place for place, one in enumerate(items) if one.id == number), None)
    if place is None:
        raise Http404
    asked = items[place]
    sent = request.POST if request.method == "POST" else None
    form = LevelsForm(sent, item=asked, initial=said_by(voice, asked))
    if form.is_valid():
        return _said(request, voice, form, ids=[one.id for one in items], place=place)
    context = {
        "workshop": workshop,
        "item": asked,
        "form": form,
        "number": place + 1,
        "of": len(items),
        "before": items[place - 1].id if place else "",
    }
    return render(request, "assess/phone.html", context, status=422 if form.is_bound else 200)


def _said(
    request: HttpRequest, voice: Voice, form: LevelsForm, *, ids: list[str], place: int
) -> HttpResponse:
    key = voice.workshop.key
    try:
        say_levels(voice, item=ids[place], **form.said())
    except WorkshopClosed:
        return redirect("assess:join", key)
    to = place - 1 if "back" in request.POST else place + 1
    if to >= len(ids):
        return render(request, "assess/phone_done.html", {"workshop": voice.workshop})
    return redirect("assess:item", key, ids[max(to, 0)])


def _welcome(request: HttpRequest, workshop: Workshop) -> HttpResponse:
    items = items_seen(workshop) if workshop.closed_at else []
    context = {
        "workshop": workshop,
        "framework": framework_of(workshop),
        "items": items,
        "is_in": _voice(request, workshop) is not None,
        "actions": workshop.actions.select_related("owner") if workshop.closed_at else [],
    }
    return render(request, "assess/join.html", context)


def _voice(request: HttpRequest, workshop: Workshop) -> Voice | None:
    token = remembered(request, _cookie(workshop))
    return workshop.voices.select_related("workshop").filter(token=token).first()


def _cookie(workshop: Workshop) -> str:
    return f"workshop-{workshop.pk}"
