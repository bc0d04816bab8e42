"""Feeds and the map of what can be read, answered with "not changed" where that is so."""

import hashlib
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from django.db.models import Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from herefor.people.queries import the_organisation
from herefor.speak import feeds
from herefor.speak.models import Column, Post
from herefor.speak.queries import public_columns, public_posts
from herefor.speak.views.column import column_of
from herefor.story.clock import now

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST_IN_A_MAP = 5000


def _changed(request: HttpRequest, slug: str = "") -> datetime | None:
    """When anything of it was published, changed or withdrawn last."""
    posts = Post.objects.filter(published_at__isnull=False)
    posts = posts.filter(column__slug=slug) if slug else posts
    moments = posts.aggregate(
        a=Max("published_at"), b=Max("changes__changed_at"), c=Max("withdrawal__withdrawn_at")
    )
    return max((at for at in moments.values() if at), default=None)


def _mark(request: HttpRequest, slug: str = "") -> str:
    """Changes with what a feed would say; the moment alone would miss changes within a second."""
    posts = list(_posts(column_of(slug), _wanted(request)).values_list("pk", flat=True))
    columns = list(Column.objects.order_by("pk").values_list("pk", "title", "about"))
    said = repr([request.get_full_path(), _changed(request, slug), posts, columns])
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_mark, last_modified_func=_changed)
def atom(request: HttpRequest, slug: str = "") -> HttpResponse:
    feed, posts = _feed(request, slug, "atom")
    return _cached(HttpResponse(feeds.as_atom(feed, posts), content_type=feeds.ATOM_TYPE))


@require_safe
@condition(etag_func=_mark, last_modified_func=_changed)
def json_feed(request: HttpRequest, slug: str = "") -> HttpResponse:
    feed, posts = _feed(request, slug, "json-feed")
    told = feeds.as_json_feed(feed, posts)
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = feeds.JSON_TYPE
    return _cached(response)


@require_safe
@condition(last_modified_func=_changed)
def sitemap(request: HttpRequest) -> HttpResponse:
    ElementTree.register_namespace("", SITEMAP)
    root = ElementTree.Element(f"{{{SITEMAP}}}urlset")
    _place(root, reverse("speak:index"))
    for column in public_columns():
        _place(root, column.get_absolute_url())
    for post in public_posts()[:MOST_IN_A_MAP]:
        changes = [one.changed_at for one in post.changes.all()]
        at = max([feeds.published_of(post), *changes])
        for text in post.texts.all():
            _place(root, reverse("speak:post-in", args=[post.slug, text.language]), at=at)
    told = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(told, content_type="application/xml; charset=utf-8")


def _place(root: ElementTree.Element, path: str, *, at: datetime | None = None) -> None:
    place = ElementTree.SubElement(root, f"{{{SITEMAP}}}url")
    ElementTree.SubElement(place, f"{{{SITEMAP}}}loc").text = feeds.whole(path)
    if at:
        ElementTree.SubElement(place, f"{{{SITEMAP}}}lastmod").text = at.isoformat(
            timespec="seconds"
        )


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("language", "")[:10]


def _posts(column: Column | None, language: str) -> Any:
    return public_posts(column, language=language)[: feeds.MOST]


def _feed(request: HttpRequest, slug: str, kind: str) -> tuple[feeds.Feed, list[Post]]:
    column = column_of(slug)
    organisation = the_organisation()
    address = reverse(
        f"speak:column-{kind}" if column else f"speak:{kind}", args=[slug] if slug else []
    )
    wanted = _wanted(request)
    feed = feeds.Feed(
        title=column.title if column else _("The column of %(name)s") % {"name": organisation},
        about=column.about if column else "",
        home=feeds.whole(column.get_absolute_url() if column else reverse("speak:index")),
        address=feeds.whole(address) + (f"?language={wanted}" if wanted else ""),
        language=wanted or (column.language if column else "en"),
        updated=_changed(request, slug) or now(),
        column=column,
    )
    return feed, list(_posts(column, wanted))


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=300"
    return response
