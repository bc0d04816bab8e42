"""A leader publishes, now or later, changes in sight of readers, or withdraws."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from herefor.people.requests import SignedIn
from herefor.speak import languages
from herefor.speak.forms.desk import ChangeForm, PublicationForm, WithdrawalForm
from herefor.speak.models import Post
from herefor.speak.queries.desk import tied_to
from herefor.speak.rules import posts_to_write
from herefor.speak.verbs import (
    NotComplete,
    complete_drafts,
    publish_post,
    schedule_post,
    unschedule_post,
    who_raised_it,
    withdraw_post,
)


@login_required
def publication(request: SignedIn, pk: int) -> HttpResponse:
    """Says first what will happen: who reads it, who is written to."""
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    if post.is_withdrawn:
        return redirect(post.desk_url)
    if "not-yet" in request.POST:
        unschedule_post(post, by=request.user)
        messages.success(request, _("It is a draft again."))
        return redirect(post.desk_url)
    given = request.POST or None
    form = ChangeForm(given) if post.published_at else PublicationForm(given)
    if form.is_bound and form.is_valid():
        try:
            return _done(request, post, form.cleaned_data)
        except NotComplete as lacking:
            form.add_error(None, _lacking(str(lacking)))
    return _ask(request, post, form)


@login_required
def withdrawal(request: SignedIn, pk: int) -> HttpResponse:
    post = get_object_or_404(posts_to_write(request.user), pk=pk, published_at__isnull=False)
    form = WithdrawalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        withdraw_post(post, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is withdrawn. Its address says why."))
        return redirect("speak:home")
    context = {"post": post, "text": post.texts.first(), "form": form}
    return render(request, "speak/withdraw.html", context, status=422 if form.is_bound else 200)


def _done(request: SignedIn, post: Post, said: dict[str, Any]) -> HttpResponse:
    if said.get("when") == "later":
        schedule_post(post, at=said["at"], by=request.user)
        messages.success(request, _("It is published then, by itself."))
        return redirect(post.desk_url)
    publish_post(post, by=request.user, why=said.get("why", ""))
    messages.success(request, _("Everybody can read it now."))
    return redirect("speak:home")


def _ask(request: SignedIn, post: Post, form: Any) -> HttpResponse:
    reading = post.column.subscriptions.filter(confirmed_at__isnull=False, ended_at=None)
    lacking = ""
    try:
        complete_drafts(post)
    except NotComplete as missing:
        lacking = _lacking(str(missing))
    context = {
        "post": post,
        "form": form,
        "lacking": lacking,
        "drafts": [(one, languages.name_of(one.language)) for one in post.drafts.all()],
        "tied": tied_to(post),
        "told": len(who_raised_it(post)),
        "reading": reading.count(),
    }
    return render(request, "speak/publish.html", context, status=422 if form.is_bound else 200)


def _lacking(language: str) -> str:
    if not language:
        return _("There is nothing new to publish.")
    return _("In %(language)s the title or the text is still empty.") % {
        "language": languages.name_of(language)
    }
