"""Where leaders write: columns, drafts, pictures, and what a post answers."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from herefor.files.verbs import NotKept
from herefor.people.requests import SignedIn
from herefor.speak import languages
from herefor.speak import ties as tying
from herefor.speak.forms.desk import (
    ColumnForm,
    NewColumnForm,
    NewPostForm,
    OtherLanguageForm,
    PictureForm,
    WritingForm,
)
from herefor.speak.models import Post, PostDraft, PostText
from herefor.speak.queries import queue_counts
from herefor.speak.queries.desk import may_be_tied_to, posts_on_desk, tied_to
from herefor.speak.queries.public import Reading
from herefor.speak.rules import (
    columns_to_write_in,
    may_enter,
    may_write,
    posts_to_write,
    units_to_speak_at,
)
from herefor.speak.verbs import (
    add_picture,
    change_column,
    drop_draft,
    keep_draft,
    open_column,
    start_post,
    tie,
    untie,
    who_raised_it,
)
from herefor.speak.views.column import frame
from herefor.speak.views.post import shown


@login_required
def home(request: SignedIn) -> HttpResponse:
    """A leader sees the posts; who only moderates goes to what waits there."""
    if not may_enter(request.user):
        raise PermissionDenied
    if not may_write(request.user):
        return redirect("speak:queue")
    columns = list(columns_to_write_in(request.user))
    context = {
        "posts": posts_on_desk(request.user),
        "columns": columns,
        "waiting": queue_counts(request.user),
        "form": NewPostForm(by=request.user, initial={"once": uuid.uuid4()}),
        "tabs": tabs(request, "posts"),
    }
    return render(request, "speak/home.html", context)


def tabs(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """What a visitor of the room may go to."""
    mine = [("comments", reverse("speak:queue"), _("Comments"))]
    if may_write(request.user):
        mine.insert(0, ("posts", reverse("speak:home"), _("Posts")))
        mine.append(("columns", reverse("speak:columns"), _("Columns")))
    return [
        {"url": url, "words": words, "current": key == current, "count": None}
        for key, url, words in mine
    ]


@login_required
def columns(request: SignedIn) -> HttpResponse:
    if not may_write(request.user):
        raise PermissionDenied
    form = NewColumnForm(request.POST or None, by=request.user)
    if form.is_bound and form.is_valid():
        column = open_column(by=request.user, **form.cleaned_data)
        messages.success(request, _("The column “%(name)s” is open.") % {"name": column})
        return redirect("speak:home")
    context = {
        "form": form,
        "columns": columns_to_write_in(request.user),
        "has_free_units": units_to_speak_at(request.user).filter(column=None).exists(),
        "tabs": tabs(request, "columns"),
    }
    return render(request, "speak/columns.html", context, status=422 if form.is_bound else 200)


@login_required
def column(request: SignedIn, pk: int) -> HttpResponse:
    found = get_object_or_404(columns_to_write_in(request.user), pk=pk)
    form = ColumnForm(request.POST or None, instance=found)
    if form.is_bound and form.is_valid():
        change_column(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("It works like this from now on."))
        return redirect("speak:columns")
    context = {"form": form, "column": found}
    return render(request, "speak/edit_column.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def new(request: SignedIn) -> HttpResponse:
    form = NewPostForm(request.POST, by=request.user)
    if not form.is_valid():
        return redirect("speak:home")
    said = form.cleaned_data
    post = start_post(said["column"], author=request.user, by=request.user, once=said["once"])
    return redirect(post.desk_url)


@login_required
def edit(request: SignedIn, pk: int) -> HttpResponse:
    """Write in one language: every button keeps what was written first."""
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    language = _language(request, post)
    if request.method != "POST":
        return _writing(request, post, language)
    if "drop" in request.POST:
        drop_draft(post, language=language)
        return redirect(f"{post.desk_url}?language={language}")
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _writing(request, post, language, form=form)
    if not post.is_withdrawn:
        _keep(post, language, form, by=request.user)
    if "preview" in request.POST:
        return redirect(f"{reverse('speak:preview', args=[pk])}?language={language}")
    if "publish" in request.POST:
        return redirect("speak:publication", pk)
    if "ties" in request.POST:
        return redirect("speak:ties", pk)
    if "pictures" in request.POST:
        return redirect("speak:pictures", pk)
    wanted = request.POST.get("other", "") if "add" in request.POST else language
    messages.success(request, _("Your draft is kept."))
    return redirect(f"{post.desk_url}?language={wanted or language}")


@login_required
@require_POST
def draft(request: SignedIn, pk: int) -> JsonResponse:
    """The page keeps what is typed, every few seconds."""
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    form = WritingForm(request.POST)
    if post.is_withdrawn or not form.is_valid():
        return JsonResponse({"told": _("Not kept: it is too long.")}, status=422)
    kept = _keep(post, _language(request, post), form, by=request.user)
    at = date_format(localtime(kept.kept_at), "H:i:s") if kept else ""
    return JsonResponse({"told": _("Draft kept, %(at)s") % {"at": at} if at else ""})


@login_required
def preview(request: SignedIn, pk: int) -> HttpResponse:
    """As readers will see it; nobody else can open this page."""
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    language = _language(request, post)
    words = _words(post, language)
    text = PostText(
        post=post,
        language=language,
        title=words.title if words and words.title else _("Without a title"),
        lead=words.lead if words else "",
        text=words.text if words else "",
    )
    context = {**frame(post.column), **shown(Reading(post, text, []))}
    return render(request, "speak/preview.html", context)


@login_required
def pictures(request: SignedIn, pk: int) -> HttpResponse:
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    form = PictureForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        upload = form.cleaned_data["picture"]
        try:
            name, alt = upload.name or "", form.cleaned_data["alt"]
            add_picture(post, name=name, content=upload.read(), alt=alt, by=request.user)
        except NotKept as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("The picture is kept. Copy its line into your text."))
            return redirect("speak:pictures", pk)
    context = {"post": post, "form": form, "pictures": post.pictures.select_related("file")}
    return render(request, "speak/pictures.html", context, status=422 if form.is_bound else 200)


@login_required
def ties(request: SignedIn, pk: int) -> HttpResponse:
    """What the post answers; ticked is tied, not ticked is not."""
    post = get_object_or_404(posts_to_write(request.user), pk=pk)
    typed = request.GET.get("q", "")[:100]
    groups = may_be_tied_to(request.user, post, typed=typed)
    if request.method == "POST":
        _tie_ticked(request, post, groups)
        messages.success(request, _("Noted what your post answers."))
        return redirect("speak:ties", pk)
    context = {
        "post": post,
        "groups": groups,
        "tied": tied_to(post),
        "told": len(who_raised_it(post)),
        "typed": typed,
    }
    return render(request, "speak/ties.html", context)


def _tie_ticked(request: SignedIn, post: Post, groups: list[Any]) -> None:
    """Only what was on the page is changed."""
    ticked = set(request.POST.getlist("tied"))
    for group in groups:
        for choice in group.choices:
            if choice.value in ticked and not choice.is_tied:
                tie(post, about=choice.record, by=request.user)
            elif choice.value not in ticked and choice.is_tied:
                untie(post, about=choice.record)


def _keep(post: Post, language: str, form: WritingForm, *, by: Any) -> PostDraft | None:
    """Keep the draft, unless it says what is public already."""
    words = form.cleaned_data
    there = post.texts.filter(language=language).first()
    same = there and all(getattr(there, key) == words[key].strip() for key in words)
    if same and not post.drafts.filter(language=language).exists():
        return None
    return keep_draft(post, language=language, by=by, **words)


def _language(request: HttpRequest, post: Post) -> str:
    """Which language the page is about: of those there are, or one that is added."""
    asked = request.POST.get("language") or request.GET.get("language") or ""
    if asked in dict(languages.choices()):
        return asked
    there = post.texts.first() or post.drafts.first()
    return there.language if there else post.column.language


def _words(post: Post, language: str) -> PostDraft | PostText | None:
    draft = post.drafts.filter(language=language).first()
    return draft or post.texts.filter(language=language).first()


def _writing(
    request: SignedIn, post: Post, language: str, *, form: WritingForm | None = None
) -> HttpResponse:
    words = _words(post, language)
    known = {"title": words.title, "lead": words.lead, "text": words.text} if words else {}
    there = [*post.texts.values_list("language", flat=True)]
    there += [one for one in post.drafts.values_list("language", flat=True) if one not in there]
    all_of_them = [*there, language] if language not in there else there
    context = {
        "post": post,
        "form": form or WritingForm(initial=known),
        "other": OtherLanguageForm(taken=set(all_of_them)),
        "language": language,
        "direction": languages.direction_of(language),
        "draft": words if isinstance(words, PostDraft) else None,
        "languages": [
            {
                "url": f"{post.desk_url}?language={code}",
                "words": languages.name_of(code),
                "current": code == language,
                "count": None,
            }
            for code in all_of_them
        ],
        "has_drafts": post.drafts.exists(),
        "tied": tied_to(post),
        "may_tie": bool(tying.kinds()),
        "pictures": post.pictures.count(),
    }
    return render(request, "speak/edit.html", context, status=422 if form else 200)
