"""A post as everybody reads it, as a page or as an object, and its pictures."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from herefor.files.responses import as_download
from herefor.speak import activity, languages
from herefor.speak.feeds import updated_of, whole
from herefor.speak.forms.public import CommentForm
from herefor.speak.guard import ZERO_BITS
from herefor.speak.markdown import as_html
from herefor.speak.models import Column, Picture, Post
from herefor.speak.queries import counts_of, reading_of, threads_of, tied_sentences
from herefor.speak.queries.public import Reading
from herefor.speak.rules import posts_to_write
from herefor.speak.verbs import about_of
from herefor.speak.views.column import frame


@require_safe
def show(request: HttpRequest, slug: str, language: str = "") -> HttpResponse:
    post = post_at(slug)
    if post.is_withdrawn:
        return _withdrawn(request, post)
    if activity.is_asked_for(request):
        return activity.answer(activity.article(post))
    there = [one.language for one in post.texts.all()]
    if language and language not in there:
        return redirect(post)
    chosen = language or languages.best_of(there, request=request)
    response = page(request, reading_of(post, chosen), form=form_for(request, post))
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    response["Cache-Control"] = "no-cache"
    return response


def post_at(slug: str) -> Post:
    posts = Post.objects.filter(published_at__isnull=False).select_related(
        "column__unit", "author", "withdrawal"
    )
    return get_object_or_404(posts.prefetch_related("texts", "changes", "pictures"), slug=slug)


def form_for(request: HttpRequest, post: Post) -> CommentForm:
    """An empty form; `?reply=7` makes it one that replies."""
    return CommentForm(about=about_of(post), initial={"reply": request.GET.get("reply", "")})


def page(
    request: HttpRequest, reading: Reading, *, form: CommentForm, status: int = 200
) -> HttpResponse:
    post = reading.post
    replied = str(form["reply"].value() or "")
    threads = threads_of(post)
    firsts = {str(one.first.pk): one.first for one in threads}
    context = {
        **frame(post.column),
        **shown(reading),
        "threads": threads,
        "n_said": sum(one.size for one in threads),
        "counts": counts_of(post),
        "form": form,
        "replied": firsts.get(replied),
        "reads_before": post.column.moderation == Column.Moderation.BEFORE,
        "zero_bits": ZERO_BITS,
    }
    return render(request, "speak/post.html", context, status=status)


def shown(reading: Reading) -> dict[str, Any]:
    """The post itself, as a reader sees it."""
    post, text = reading.post, reading.text
    picture = next(iter(post.pictures.all()), None)
    return {
        "post": post,
        "reading": reading,
        "text": text,
        "html": as_html(text.text, post.pictures.all()),
        "tied": tied_sentences(post),
        "updated": updated_of(reading),
        "others": [(one, languages.name_of(one.language)) for one in reading.others],
        "languages": [text, *reading.others],
        "address": whole(post.get_absolute_url()) if post.slug else "",
        "picture": whole(picture.get_absolute_url()) if picture else "",
    }


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Shown to all with a post that stands, and before to who may write it."""
    found = get_object_or_404(Picture.objects.select_related("file", "post__withdrawal"), pk=pk)
    is_mine = posts_to_write(request.user).filter(pk=found.post_id)
    if not (found.post.is_public or is_mine.exists()):
        raise Http404
    response = as_download(found.file)
    if found.post.is_public:
        response["Cache-Control"] = "public, max-age=86400"
    return response


def _withdrawn(request: HttpRequest, post: Post) -> HttpResponse:
    if activity.is_asked_for(request):
        return activity.answer(activity.tombstone(post), status=410)
    context = {**frame(post.column), "post": post, "home": reverse("speak:index")}
    return render(request, "speak/withdrawn.html", context, status=410)
