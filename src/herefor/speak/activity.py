"""A post or a comment as an object of ActivityStreams 2.0, for whoever asks its address for one."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from herefor.speak.feeds import published_of, updated_of, whole
from herefor.speak.markdown import as_html
from herefor.speak.models import Comment, Post
from herefor.speak.queries.public import reading_of

CONTEXT = "https://www.w3.org/ns/activitystreams"
TYPES = ("application/activity+json", "application/ld+json")
PUBLIC = [f"{CONTEXT}#Public"]


def is_asked_for(request: HttpRequest) -> bool:
    """Whether the visitor would rather have the object than a page."""
    quality = {"": 0.0}
    for accepted in request.accepted_types:
        name = f"{accepted.main_type}/{accepted.sub_type}"  # a profile may stand behind it
        quality[name] = max(quality.get(name, 0.0), accepted.quality)
    return max(quality.get(one, 0.0) for one in TYPES) > quality.get("text/html", 0.0)


def answer(told: dict[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse(
        {"@context": CONTEXT, **told}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Type"] = "application/activity+json; charset=utf-8"
    response["Vary"] = "Accept"
    return response


def article(post: Post) -> dict[str, Any]:
    texts = list(post.texts.all())
    first = reading_of(post, "")
    html = {
        one.language: as_html(one.text, post.pictures.all(), whole_addresses=True) for one in texts
    }
    address = whole(post.get_absolute_url())
    return {
        "type": "Article",
        "id": address,
        "name": first.text.title,
        "nameMap": {one.language: one.title for one in texts},
        "summary": first.text.lead,
        "content": html[first.text.language],
        "contentMap": html,
        "mediaType": "text/html",
        "url": [
            {
                "type": "Link",
                "href": f"{address}{one.language}/",
                "hreflang": one.language,
                "mediaType": "text/html",
            }
            for one in texts
        ],
        "published": published_of(post).isoformat(timespec="seconds"),
        "updated": max(updated_of(reading_of(post, one.language)) for one in texts).isoformat(
            timespec="seconds"
        ),
        "attributedTo": {"type": "Person", "name": post.author.name},
        "audience": {"type": "Organization", "name": post.column.unit.name},
        "to": PUBLIC,
        "attachment": [
            {
                "type": "Image",
                "mediaType": one.file.media_type,
                "url": whole(one.get_absolute_url()),
                "name": one.alt,
                "width": one.width,
                "height": one.height,
            }
            for one in post.pictures.all()
        ],
    }


def tombstone(post: Post) -> dict[str, Any]:
    at = post.withdrawal.withdrawn_at.isoformat(timespec="seconds")
    address = whole(post.get_absolute_url())
    return {"type": "Tombstone", "id": address, "formerType": "Article", "deleted": at}


def note(comment: Comment, *, address: str, html: str) -> dict[str, Any]:
    parent = comment.parent
    to = whole(parent.permalink) if parent else whole(comment.post.get_absolute_url())
    return {
        "type": "Note",
        "id": address,
        "url": whole(comment.get_absolute_url()),
        "content": html,
        "mediaType": "text/html",
        "published": comment.said_at.isoformat(timespec="seconds"),
        "attributedTo": {"type": "Person", "name": comment.name},
        "inReplyTo": to,
        "to": PUBLIC,
    }
