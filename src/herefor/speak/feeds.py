"""Posts for feed readers: Atom (RFC 4287) and JSON Feed 1.1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from django.conf import settings

from herefor.speak.markdown import as_html
from herefor.speak.models import Column, Post
from herefor.speak.queries.public import Reading, reading_of

ATOM = "http://www.w3.org/2005/Atom"
ATOM_TYPE = "application/atom+xml; charset=utf-8"
JSON_TYPE = "application/feed+json; charset=utf-8"
MOST = 20


@dataclass(frozen=True)
class Feed:
    """What a feed is of; addresses are whole."""

    title: str
    about: str
    home: str
    address: str
    language: str
    updated: datetime
    column: Column | None = None


def whole(path: str) -> str:
    return settings.PUBLIC_ADDRESS + path


def updated_of(reading: Reading) -> datetime:
    changes = reading.changes
    return changes[-1].changed_at if changes else published_of(reading.post)


def published_of(post: Post) -> datetime:
    return post.published_at or post.made_at


def as_atom(feed: Feed, posts: Sequence[Post]) -> bytes:
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {"xml:lang": feed.language})
    _say(root, "id", feed.address)
    _say(root, "title", feed.title)
    if feed.about:
        _say(root, "subtitle", feed.about)
    _say(root, "updated", feed.updated.isoformat(timespec="seconds"))
    _say(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _say(root, "link", rel="alternate", type="text/html", href=feed.home)
    _say(root, "generator", "herefor")
    for post in posts:
        _entry(root, reading_of(post, feed.language))
    told: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def as_json_feed(feed: Feed, posts: Sequence[Post]) -> dict[str, Any]:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.language,
        "items": [_item(reading_of(post, feed.language)) for post in posts],
    }
    return told | ({"description": feed.about} if feed.about else {})


def _entry(root: ElementTree.Element, reading: Reading) -> None:
    post, text = reading.post, reading.text
    entry = ElementTree.SubElement(root, f"{{{ATOM}}}entry", {"xml:lang": text.language})
    address = whole(post.get_absolute_url())
    _say(entry, "id", address)
    _say(entry, "title", text.title)
    _say(entry, "published", published_of(post).isoformat(timespec="seconds"))
    _say(entry, "updated", updated_of(reading).isoformat(timespec="seconds"))
    _say(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), "name", post.author.name)
    _say(entry, "link", rel="alternate", type="text/html", href=address, hreflang=text.language)
    if text.lead:
        _say(entry, "summary", text.lead)
    html = as_html(text.text, post.pictures.all(), whole_addresses=True)
    _say(entry, "content", html, type="html")


def _say(within: ElementTree.Element, name: str, words: str = "", **attributes: str) -> None:
    ElementTree.SubElement(within, f"{{{ATOM}}}{name}", attributes).text = words or None


def _item(reading: Reading) -> dict[str, Any]:
    post, text = reading.post, reading.text
    address = whole(post.get_absolute_url())
    item: dict[str, Any] = {
        "id": address,
        "url": address,
        "title": text.title,
        "content_html": as_html(text.text, post.pictures.all(), whole_addresses=True),
        "date_published": published_of(post).isoformat(timespec="seconds"),
        "date_modified": updated_of(reading).isoformat(timespec="seconds"),
        "authors": [{"name": post.author.name}],
        "language": text.language,
        "tags": [post.column.unit.name],
    }
    if text.lead:
        item["summary"] = text.lead
    if picture := next(iter(post.pictures.all()), None):
        item["image"] = whole(picture.get_absolute_url())
    return item
