"""What a customer sees: the link, the questions page by page, the receipt."""

import re
from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from herefor.listen import sorry
from herefor.listen.forms.answers import AnswersForm
from herefor.listen.models import Invitation, OpenLink, Response, Wave, new_key
from herefor.listen.queries import FormPage, first_unanswered, minutes_needed, pages_of, receipt_of
from herefor.listen.receipt import reply_to
from herefor.listen.verbs import (
    NothingAnswered,
    NotOpen,
    keep_answers,
    start_response,
    submit_answers,
)
from herefor.people.models import Unit
from herefor.story.clock import now

ONCE = re.compile(r"[A-Za-z0-9_-]{8,40}")


@never_cache
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, key: str) -> HttpResponse:
    links = OpenLink.objects.select_related("wave__edition__survey", "unit")
    link = links.filter(key=key).first()
    if link is None:
        return say(request, sorry.no_such_link())
    return _begin(request, wave=link.wave, unit=link.unit)


@never_cache
@require_http_methods(["GET", "POST"])
def personal_link(request: HttpRequest, wave_id: int, token: str) -> HttpResponse:
    asked = Invitation.objects.select_related("wave__edition__survey", "unit", "customer")
    invitation = asked.filter(token=token).first()
    if invitation is None:
        return say(request, sorry.no_such_link())
    if invitation.wave_id != wave_id:
        return say(request, sorry.link_of_another_wave())
    return _begin(request, wave=invitation.wave, unit=invitation.unit, invitation=invitation)


def _begin(
    request: HttpRequest, *, wave: Wave, unit: Unit, invitation: Invitation | None = None
) -> HttpResponse:
    begun = Response.objects.filter(invitation=invitation).first() if invitation else None
    if begun and begun.submitted_at:
        return say(request, sorry.already_answered(begun))
    if now() < wave.opens_at:
        return say(request, sorry.not_open_yet(wave))
    if not (wave.is_open(now()) or (begun and not begun.is_too_late(now()))):
        return say(request, sorry.closed(wave))
    pages = pages_of(wave.edition)
    if request.method == "POST":
        try:
            response = start_response(
                wave,
                unit=unit,
                once=_mark(request),
                language=(get_language() or "en")[:10],
                invitation=invitation,
            )
        except NotOpen:  # it closed while the button was pressed
            return say(request, sorry.closed(wave))
        return redirect("listen:page", response.key, first_unanswered(response, pages))
    context = {"wave": wave, "unit": unit, "begun": begun, "minutes": minutes_needed(pages)}
    return render(request, "listen/start.html", context | {"once": new_key()})


def _mark(request: HttpRequest) -> str:
    """The form's own mark, so that pressing the button twice begins once."""
    given = request.POST.get("once", "")
    return f"web-{given if ONCE.fullmatch(given) else new_key()}"


@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    response = _response(key)
    if response is None:
        return say(request, sorry.no_such_response())
    if response.submitted_at and request.method == "GET":
        return redirect(response.receipt_url())
    if not response.submitted_at and response.is_too_late(now()):
        return say(request, sorry.too_late(response))
    pages = pages_of(response.wave.edition)
    if not 1 <= number <= len(pages):
        return redirect("listen:page", key, first_unanswered(response, pages))
    if request.method == "POST":
        return _keep(request, response, pages, pages[number - 1])
    held = request.session.get(_held(response), {})
    form = AnswersForm(
        pages[number - 1], kept=response.answers | held, is_known=_is_known(response)
    )
    return _show(request, response, pages, form)


def _keep(
    request: HttpRequest, response: Response, pages: list[FormPage], here: FormPage
) -> HttpResponse:
    """Keep what is right, whatever else happens; then go on, back, or say what is wrong."""
    form = AnswersForm(here, kept=response.answers, is_known=_is_known(response), data=request.POST)
    is_right, is_back = form.is_valid(), "back" in request.POST
    try:
        asked = [code for code in here.codes if code not in form.wrong]
        kept = keep_answers(response, answers=form.answers, asked=asked)
        if kept.submitted_at:
            return _sent(request, kept, form)
        if is_right and not is_back and here.number == len(pages):
            sent = submit_answers(kept, contact=form.contact)
            return _sent(request, sent, form)
    except NotOpen:
        return say(request, sorry.too_late(response))
    except NothingAnswered:
        form.add_error(None, sorry.nothing_answered())
    if form.errors:
        return _show(request, kept, pages, form, status=422)
    if form.asks_details:
        request.session[_held(response)] = form.details
    step = -1 if is_back else 1
    return redirect("listen:page", response.key, max(1, here.number + step))


def _sent(request: HttpRequest, response: Response, form: AnswersForm) -> HttpResponse:
    """The receipt; but words typed in a second window, after the answers were sent, come back."""
    request.session.pop(_held(response), None)
    if not (lost := form.not_stored(response)):
        return redirect(response.receipt_url())
    context = {"response": response, "lost": lost, "reply": reply_to(response)}
    return render(request, "listen/not_stored.html", context, status=409)


def _is_known(response: Response) -> bool:
    """Who was asked by name is not asked for it; who gives it while answering still is."""
    return response.invitation_id is not None


def _held(response: Response) -> str:
    """Until the answers are sent, how to reach the customer is held for this browser only."""
    return f"contact-{response.key}"


def _show(
    request: HttpRequest,
    response: Response,
    pages: list[FormPage],
    form: AnswersForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"response": response, "pages": pages, "form": form, "here": form.page}
    return render(request, "listen/page.html", context, status=status)


@never_cache
@require_GET
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    response = _response(key)
    if response is None:
        return say(request, sorry.no_such_response())
    if response.submitted_at is None:
        if response.is_too_late(now()):
            return say(request, sorry.too_late(response))
        number = first_unanswered(response, pages_of(response.wave.edition))
        return redirect("listen:page", key, number)
    stored = receipt_of(response)
    context = {
        "response": response,
        "stored": [line for line in stored if not line.is_skipped],
        "skipped": [line for line in stored if line.is_skipped],
        "reply": reply_to(response),
        "address": settings.PUBLIC_ADDRESS + response.receipt_url(),
    }
    return render(request, "listen/receipt.html", context)


def _response(key: str) -> Response | None:
    found = Response.objects.select_related("wave__edition__survey", "unit", "customer")
    return found.filter(key=key).first()


def say(request: HttpRequest, what: sorry.Sorry) -> HttpResponse:
    return render(request, "ui/sorry.html", asdict(what), status=what.status)
