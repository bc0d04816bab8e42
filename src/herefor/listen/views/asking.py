"""What those who ask customers see: surveys, their waves, links and invitations."""

from io import BytesIO

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.listen.counts import counts_of, invitation_counts
from herefor.listen.exports import csv_download
from herefor.listen.forms.answers import AnswersForm
from herefor.listen.forms.asking import InvitationsForm, QuestionForm, SurveyForm, WaveForm
from herefor.listen.models import Edition, Question, Survey, Wave
from herefor.listen.queries import minutes_needed, pages_of, surveys_with_waves
from herefor.listen.rules import (
    invitations_visible_to,
    may_ask,
    may_run,
    open_links_visible_to,
    surveys_visible_to,
    units_to_invite_at,
    waves_visible_to,
)
from herefor.listen.verbs import (
    EditionFrozen,
    begin_edition,
    invite_people,
    open_wave,
    reword_question,
    start_survey,
)
from herefor.people.models import Account
from herefor.story.clock import now


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    asker(request)
    surveys = surveys_with_waves(surveys_visible_to(request.user), request.user)
    return render(request, "listen/home.html", {"surveys": surveys, "now": now()})


@login_required
@require_http_methods(["GET", "POST"])
def new_survey(request: HttpRequest) -> HttpResponse:
    asker(request)
    form = SurveyForm(request.POST or None, user=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "listen/new_survey.html", {"form": form}, status=status)
    survey = start_survey(**form.cleaned_data, by=asker(request))
    messages.success(
        request, _("The survey is started. Look at the questions, then open the first period.")
    )
    return redirect(survey)


@login_required
@require_GET
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey(request, pk)
    edition = found.editions.latest("number")
    pages = pages_of(edition)
    context = {
        "survey": found,
        "edition": edition,
        "pages": [AnswersForm(page, kept={}, is_known=False) for page in pages],
        "minutes": minutes_needed(pages),
        "waves": Wave.objects.filter(edition__survey=found).order_by("-opens_on"),
        "may_run": may_run(request.user, found),
        "now": now(),
    }
    return render(request, "listen/survey.html", context)


@login_required
@require_POST
def editions(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey_to_run(request, pk)
    begin_edition(found, by=asker(request))
    messages.success(
        request, _("You can change the words now. Customers see them from the next period on.")
    )
    return redirect(found)


@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    asked = Question.objects.select_related("edition__survey")
    seen = surveys_visible_to(request.user)
    found = get_object_or_404(asked.filter(edition__survey__in=seen), pk=pk)
    if not may_run(request.user, found.edition.survey):
        raise PermissionDenied
    form = QuestionForm(request.POST) if request.method == "POST" else QuestionForm.of(found)
    if not form.is_valid():
        context = {"form": form, "question": found}
        return render(
            request, "listen/question.html", context, status=422 if form.is_bound else 200
        )
    try:
        reword_question(found, **form.cleaned_data, by=asker(request))
    except EditionFrozen:
        form.add_error(None, _("Customers have seen this question, so it stays as it is."))
        context = {"form": form, "question": found}
        return render(request, "listen/question.html", context, status=409)
    return redirect(found.edition.survey)


@login_required
@require_http_methods(["GET", "POST"])
def waves(request: HttpRequest, pk: int) -> HttpResponse:
    found = _survey_to_run(request, pk)
    edition: Edition = found.editions.latest("number")
    form = WaveForm(request.POST or None, edition=edition, user=request.user)
    if not form.is_valid():
        context = {"form": form, "survey": found, "edition": edition}
        return render(
            request, "listen/new_wave.html", context, status=422 if form.is_bound else 200
        )
    wave = open_wave(edition, **form.cleaned_data, by=asker(request))
    messages.success(request, _("The period is open. Here are the links to give to customers."))
    return redirect(wave)


@login_required
@require_GET
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    return _show_wave(request, _wave(request, pk))


@login_required
@require_POST
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    found = _wave(request, pk)
    if not units_to_invite_at(request.user).exists():
        raise PermissionDenied
    form = InvitationsForm(request.POST, wave=found, user=request.user)
    if not form.is_valid():
        return _show_wave(request, found, form=form, status=422)
    invited = invite_people(found, **form.cleaned_data, by=asker(request))
    made = ngettext("%(n)d link was made.", "%(n)d links were made.", len(invited.new))
    said = made % {"n": len(invited.new)}
    if invited.already:
        addresses = ", ".join(invited.already[:10])
        said += " " + _("Asked before, and not again: %(addresses)s.") % {"addresses": addresses}
    messages.success(request, said)
    return redirect(found)


@login_required
@require_GET
def invitations_csv(request: HttpRequest, pk: int) -> HttpResponse:
    found = _wave(request, pk)
    if not units_to_invite_at(request.user).exists():
        raise PermissionDenied
    # Everybody asked: a list that shrank with each answer would tell who answered.
    mine = invitations_visible_to(request.user).filter(wave=found)
    rows = [[_("Name"), _("E-mail"), _("Unit"), _("Link")]]
    for each in mine.select_related("customer", "unit").order_by("pk"):
        email = each.customer.contact_points.filter(kind="email").first()
        link = settings.PUBLIC_ADDRESS + each.get_absolute_url()
        rows.append([each.customer.name, str(email or ""), each.unit.name, link])
    return csv_download(f"links-{found.pk}.csv", rows=rows)


@login_required
@require_GET
def link_as_qr(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(open_links_visible_to(request.user), pk=pk)
    image = BytesIO()
    code = segno.make(settings.PUBLIC_ADDRESS + link.get_absolute_url(), error="m")
    code.save(image, kind="svg", scale=6, border=3, light="white", xmldecl=False)
    return HttpResponse(image.getvalue(), content_type="image/svg+xml")


def _show_wave(
    request: HttpRequest, found: Wave, *, form: InvitationsForm | None = None, status: int = 200
) -> HttpResponse:
    may_invite = units_to_invite_at(request.user).exists()
    links = open_links_visible_to(request.user).filter(wave=found).select_related("unit")
    context = {
        "wave": found,
        "survey": found.survey,
        "counts": counts_of(found, request.user),
        "links": links.order_by("unit__trail"),
        "address": settings.PUBLIC_ADDRESS,
        "invited": invitation_counts(found, request.user),
        "may_invite": may_invite,
        "form": form or (InvitationsForm(wave=found, user=request.user) if may_invite else None),
        "now": now(),
        "is_open": found.is_open(now()),
    }
    return render(request, "listen/wave.html", context, status=status)


def asker(request: HttpRequest) -> Account:
    """Who asks; to everybody else this room is not there."""
    if not isinstance(request.user, Account) or not may_ask(request.user):
        raise Http404
    return request.user


def _survey(request: HttpRequest, pk: int) -> Survey:
    seen = surveys_visible_to(request.user).select_related("unit")
    return get_object_or_404(seen, pk=pk)


def _survey_to_run(request: HttpRequest, pk: int) -> Survey:
    found = _survey(request, pk)
    if not may_run(request.user, found):
        raise PermissionDenied
    return found


def _wave(request: HttpRequest, pk: int) -> Wave:
    seen = waves_visible_to(request.user).select_related("edition__survey__unit")
    return get_object_or_404(seen, pk=pk)
