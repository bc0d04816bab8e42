"""The column as everybody reads it: the newest posts, the archive, the rules for comments."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from herefor.speak import languages
from herefor.speak.models import Column, Decision
from herefor.speak.queries import archive, counts_at, public_columns, public_posts, reading_of
from herefor.speak.queries.public import languages_in_use, with_comment_counts

A_PAGE = 8


@require_safe
def index(request: HttpRequest, slug: str = "") -> HttpResponse:
    column = column_of(slug)
    used = languages_in_use(column)
    wanted = request.GET.get("language", "")
    wanted = wanted if wanted in used else ""
    posts = with_comment_counts(public_posts(column, language=wanted))
    page = Paginator(posts, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(column),
        "page": page,
        "readings": [reading_of(post, wanted or _language_for(request, post)) for post in page],
        "languages": [(code, languages.name_of(code)) for code in used],
        "only": wanted,
    }
    return _said(render(request, "speak/column.html", context))


@require_safe
def archive_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    column = column_of(slug)
    years = [
        (year, [reading_of(post, _language_for(request, post)) for post in posts])
        for year, posts in archive(column)
    ]
    return _said(render(request, "speak/archive.html", {**frame(column), "years": years}))


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """What is shown and what is not, and how often that came about."""
    context = {
        **frame(None),
        "reasons": Decision.Reason.choices,
        "counts": counts_at(),
        "moderated": public_columns(),
    }
    return render(request, "speak/rules.html", context)


def column_of(slug: str) -> Column | None:
    return get_object_or_404(Column.objects.select_related("unit"), slug=slug) if slug else None


def frame(column: Column | None) -> dict[str, Any]:
    """What every public page of the room shows around its content."""
    columns = list(public_columns())
    only = columns[0] if len(columns) == 1 else None
    return {"column": column or only, "at": column, "columns": columns}


def _language_for(request: HttpRequest, post: Any) -> str:
    return languages.best_of([one.language for one in post.texts.all()], request=request)


def _said(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept-Language"])
    return response
