"""Answering a check of progress: no account, no name, a category a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from herefor.assess.forms.checks import AgreementForm
from herefor.assess.models import CheckLink, CheckVoice
from herefor.assess.queries.checks import said_before
from herefor.assess.statements import questionnaire
from herefor.assess.verbs import CheckClosed, join_check, say_agreement
from herefor.assess.views.joining import remember, remembered
from herefor.people.queries import smallest_group

DAYS = 90


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """What it is about; taking part is a click, so that no link scanner does."""
    link = _link(key)
    voice = _voice(request, link)
    if request.method == "GET" or link.check_of.closed_at:
        context = {
            "link": link,
            "is_in": voice is not None,
            "statements": len(questionnaire().statements),
            "least": smallest_group(),
            "days": DAYS,
        }
        return render(request, "assess/check_join.html", context)
    voice = voice or join_check(link)
    answer = redirect("assess:check-page", key, 1)
    return remember(answer, _cookie(link), token=voice.token, days=DAYS)


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    link, themes = _link(key), questionnaire().themes
    if not 1 <= number <= len(themes):
        raise Http404
    voice = _voice(request, link)
    if voice is None or link.check_of.closed_at:
        return redirect("assess:check-join", key)
    theme = themes[number - 1]
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        statements=theme.statements,
        group=link.group,
        initial=said_before(voice, theme.statements),
    )
    if form.is_valid():
        return _said(request, voice, form, number=number)
    context = {"link": link, "theme": theme, "form": form, "number": number, "of": len(themes)}
    status = 422 if form.is_bound else 200
    return render(request, "assess/check_page.html", context, status=status)


def _said(
    request: HttpRequest, voice: CheckVoice, form: AgreementForm, *, number: int
) -> HttpResponse:
    link = voice.link
    try:
        say_agreement(voice, said=form.cleaned_data)
    except CheckClosed:
        return redirect("assess:check-join", link.key)
    to = number - 1 if "back" in request.POST else number + 1
    if to > len(questionnaire().themes):
        return render(request, "assess/check_done.html", {"link": link})
    return redirect("assess:check-page", link.key, max(to, 1))


def _link(key: str) -> CheckLink:
    return get_object_or_404(CheckLink.objects.select_related("check_of__unit"), key=key)


def _voice(request: HttpRequest, link: CheckLink) -> CheckVoice | None:
    token = remembered(request, _cookie(link))
    return link.voices.select_related("link").filter(token=token).first()


def _cookie(link: CheckLink) -> str:
    return f"progress-{link.pk}"
