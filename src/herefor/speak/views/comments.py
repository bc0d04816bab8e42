"""What readers say back: no account, a signed page of their own, nothing changes on GET."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from herefor.speak import activity, languages
from herefor.speak.feeds import whole
from herefor.speak.forms.public import CommentForm, PrivateForm, consent_words
from herefor.speak.guard import sent_by
from herefor.speak.models import Comment, Post
from herefor.speak.queries import reading_of
from herefor.speak.rules import comment_of, comment_to_confirm, private_question_of
from herefor.speak.templatetags.speak import said_html
from herefor.speak.verbs import (
    NotOpen,
    about_of,
    ask_privately,
    confirm_address,
    follow_replies,
    is_doubtful,
    take_back,
    write_comment,
)
from herefor.speak.views.column import frame
from herefor.speak.views.post import page, post_at

BOTH = ["GET", "HEAD", "POST"]


# A reader has no session and gets no cookie; the form's own signed mark is good once.
@csrf_exempt
@never_cache
@require_http_methods(BOTH)
def write(request: HttpRequest, slug: str) -> HttpResponse:
    post = post_at(slug)
    if request.method != "POST" or post.is_withdrawn:
        return redirect(post)
    form = CommentForm(request.POST, about=about_of(post))
    if not form.is_valid():
        reading = reading_of(post, _language(request, post))
        return page(request, reading, form=form, status=422)
    words = form.cleaned_data
    try:
        comment = write_comment(
            post,
            name=words["name"],
            text=words["text"],
            sent=sent_by(request),
            email=words["email"],
            follows=words["follows"],
            asks=words["asks"],
            parent=_parent(post, words["reply"]),
            language=(get_language() or "en")[:10],
        )
    except NotOpen:
        return redirect(post)
    return redirect(comment.own_url)


@csrf_exempt  # as above
@never_cache
@require_http_methods(BOTH)
def private(request: HttpRequest, slug: str) -> HttpResponse:
    post = post_at(slug)
    if post.is_withdrawn:
        return redirect(post)
    form = PrivateForm(request.POST or None, about=about_of(post))
    if form.is_bound and form.is_valid():
        sent = sent_by(request)
        if not is_doubtful(sent, post=post):
            words = form.cleaned_data
            asked = ask_privately(
                post,
                name=words["name"],
                text=words["text"],
                email=words["email"],
                consent_words=consent_words(),
                sent=sent,
                language=(get_language() or "en")[:10],
            )
            return redirect("speak:asked", asked.key)
        form = _opened_anew(request, post)
    reading = reading_of(post, _language(request, post))
    context = {**frame(post.column), "post": post, "reading": reading, "form": form}
    context["consent"] = consent_words()
    return render(request, "speak/private.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def asked(request: HttpRequest, key: str) -> HttpResponse:
    question = private_question_of(key)
    if question is None:
        raise Http404
    context = {**frame(None), "question": question}
    return render(request, "speak/asked.html", context)


@never_cache
@require_safe
def said(request: HttpRequest, key: str) -> HttpResponse:
    """The writer's own page: what became of the comment, and why."""
    comment = _mine(key)
    context = {
        **frame(comment.post.column),
        "comment": comment,
        "decision": comment.decisions.filter(undone_at=None).last(),
        "question": getattr(comment, "question", None),
    }
    return render(request, "speak/said.html", context)


@csrf_exempt  # the signed key is the permission
@require_POST
def following(request: HttpRequest, key: str) -> HttpResponse:
    comment = follow_replies(_mine(key), wanted="follow" in request.POST)
    return redirect(comment.own_url)


@csrf_exempt  # as above
@require_POST
def taken_back(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(take_back(_mine(key)).own_url)


@csrf_exempt  # as above
@never_cache
@require_http_methods(BOTH)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The link in the letter: it asks, and only the button says yes."""
    comment = comment_to_confirm(key)
    if comment is None:
        raise Http404
    if request.method == "POST":
        return redirect(confirm_address(comment).own_url)
    return render(request, "speak/confirm_address.html", {**frame(None), "comment": comment})


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment's own address: its place on the page, or an object for who asks for one."""
    shown = Comment.objects.filter(shown_at__isnull=False, taken_back_at=None)
    posts = shown.filter(post__published_at__isnull=False, post__withdrawal=None)
    comment = get_object_or_404(posts.select_related("post", "parent"), pk=pk)
    if activity.is_asked_for(request):
        html: SafeString = said_html(comment.text)
        return activity.answer(activity.note(comment, address=whole(comment.permalink), html=html))
    return redirect(comment)


def _mine(key: str) -> Comment:
    comment = comment_of(key)
    if comment is None:
        raise Http404
    return comment


def _language(request: HttpRequest, post: Post) -> str:
    return languages.best_of([one.language for one in post.texts.all()], request=request)


def _parent(post: Post, number: int | None) -> Comment | None:
    shown = post.comments.filter(shown_at__isnull=False, taken_back_at=None)
    return shown.filter(pk=number).first() if number else None


def _opened_anew(request: HttpRequest, post: Post) -> PrivateForm:
    """The same words in a form that is opened now."""
    data = request.POST.copy()
    data["form"], data["website"] = PrivateForm(about=about_of(post))["form"].value(), ""
    form = PrivateForm(data, about=about_of(post))
    form.full_clean()
    form.add_error(None, _("That was quick. Please look over it and press Send once more."))
    return form
