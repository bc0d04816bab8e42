"""The library of practices: what worked, what shows it, who reviewed it, where it was published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from herefor.assess.forms.practices import (
    NewPracticeForm,
    PostForm,
    PracticeForm,
    ProofForm,
    ReviewForm,
)
from herefor.assess.frameworks import topics
from herefor.assess.models import Practice
from herefor.assess.queries.practices import may_prove
from herefor.assess.rules import may_assess, may_open, practices_to_write, practices_visible_to
from herefor.assess.verbs import (
    NotNow,
    begin_post,
    change_practice,
    name_proof,
    review_practice,
    write_practice,
)
from herefor.assess.words import not_now_in_words
from herefor.people.requests import SignedIn
from herefor.speak.rules import columns_to_write_in


@login_required
@require_GET
def library(request: SignedIn) -> HttpResponse:
    if not may_assess(request.user):
        raise Http404
    found, chosen = list(practices_visible_to(request.user)), request.GET.get("topic", "")
    context = {
        "practices": [one for one in found if not chosen or chosen in one.topic_ids],
        "topics": [one for one in topics() if any(one.id in each.topic_ids for each in found)],
        "chosen": chosen,
        "may_open": may_open(request.user),
    }
    return render(request, "assess/practices.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedIn) -> HttpResponse:
    if not may_open(request.user):
        raise Http404
    form = NewPracticeForm(request.POST or None, by=request.user)
    if form.is_valid():
        return redirect(write_practice(**form.cleaned_data, by=request.user))
    return _write(request, form)


@login_required
@require_GET
def practice(request: SignedIn, pk: int) -> HttpResponse:
    return _show(request, get_object_or_404(practices_visible_to(request.user), pk=pk))


@login_required
@require_http_methods(["GET", "POST"])
def change(request: SignedIn, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    first = {
        "title": found.title,
        "worked": found.worked,
        "advice": found.advice,
        "topic_ids": found.topic_ids,
    }
    form = PracticeForm(request.POST or None, initial=first)
    if form.is_valid():
        try:
            change_practice(found, **form.cleaned_data)
            return redirect(found)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
    return _write(request, form)


@login_required
@require_POST
def proof(request: SignedIn, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = ProofForm(request.POST, choices=may_prove(request.user, found), by=request.user)
    if form.is_valid():
        try:
            name_proof(found, about=form.cleaned_data["about"], by=request.user)
            return redirect(found)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
    return _show(request, found, proof=form, status=422)


@login_required
@require_POST
def review(request: SignedIn, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            review_practice(found, **form.cleaned_data, by=request.user)
            messages.success(request, _("Reviewed. Whoever assesses can read it now."))
            return redirect(found)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
    return _show(request, found, review=form, status=422)


@login_required
@require_POST
def post(request: SignedIn, pk: int) -> HttpResponse:
    found = _mine(request, pk)
    form = PostForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            begun = begin_post(found, **form.cleaned_data, by=request.user)
            return redirect(begun.post.desk_url)
        except NotNow as refused:
            form.add_error(None, not_now_in_words(refused))
    return _show(request, found, publish=form, status=422)


def _mine(request: SignedIn, pk: int) -> Practice:
    return get_object_or_404(practices_to_write(request.user), pk=pk)


def _write(request: SignedIn, form: Form) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "assess/practice_write.html", {"form": form}, status=status)


def _show(request: SignedIn, found: Practice, *, status: int = 200, **forms: Any) -> HttpResponse:
    user, is_mine = request.user, practices_to_write(request.user).filter(pk=found.pk).exists()
    may_publish = is_mine and found.is_reviewed and columns_to_write_in(user).exists()
    context: dict[str, Any] = {
        "practice": found,
        "evidence": found.evidence.select_related("by"),
        "published": getattr(found, "published", None),
        "is_mine": is_mine,
        "may_review": is_mine and not found.is_reviewed and found.by_id != user.pk,
        "may_publish": may_publish,
        "review_form": forms.get("review") or ReviewForm(),
        "publish_form": forms.get("publish") or PostForm(by=user),
        "proof_form": None,
    }
    if is_mine and not found.is_reviewed:
        choices = may_prove(user, found)
        context["proof_form"] = forms.get("proof") or ProofForm(choices=choices, by=user)
    return render(request, "assess/practice.html", context, status=status)
