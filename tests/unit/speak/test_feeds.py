"""Feeds as their specifications ask for them, and answered only when something changed."""

import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import jsonschema
import pytest

from herefor.speak.verbs import keep_draft, publish_post, withdraw_post
from herefor.story.clock import acting_at, now
from speaking import drafted, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESS = {"type": "string", "pattern": "^https?://"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "anyOf": [{"required": [one]} for one in ("name", "url", "avatar")],
    },
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "url": ADDRESS,
        "title": {"type": "string"},
        "content_html": {"type": "string"},
        "summary": {"type": "string"},
        "image": ADDRESS,
        "date_published": MOMENT,
        "date_modified": MOMENT,
        "authors": AUTHORS,
        "language": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "additionalProperties": False,
}
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": {"type": "string"},
        "language": {"type": "string"},
        "items": {"type": "array", "items": ITEM},
    },
    "additionalProperties": False,
}


def valid_atom(content):
    """What RFC 4287 says a feed and an entry must and must not have."""
    feed = ElementTree.fromstring(content)
    assert feed.tag == f"{ATOM}feed"
    _of_both(feed)
    entries = feed.findall(f"{ATOM}entry")
    has_author = feed.find(f"{ATOM}author") is not None
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == len(entries)
    for entry in entries:
        _of_both(entry)
        assert has_author or entry.findall(f"{ATOM}author/{ATOM}name")
        contents = entry.findall(f"{ATOM}content")
        assert len(contents) <= 1
        assert contents or entry.findall(f"{ATOM}link[@rel='alternate']")
        assert all(not list(one) for one in contents if one.get("type") == "html")
        assert len(entry.findall(f"{ATOM}published")) <= 1
    return feed, entries


def _of_both(element):
    for name in ("id", "title", "updated"):
        assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert element.findtext(f"{ATOM}id").startswith("http")
    for name in ("updated", "published"):
        for one in element.findall(f"{ATOM}{name}"):
            assert datetime.fromisoformat(one.text).tzinfo
    links = [
        (one.get("rel"), one.get("type"), one.get("hreflang"))
        for one in element.findall(f"{ATOM}link")
    ]
    assert len(set(links)) == len(links)
    assert all(one.get("href") for one in element.findall(f"{ATOM}link"))


def test_both_feeds_are_valid_and_say_the_same(client, world):
    post = published(world, lead="In short & sweet.", text="A **word** <b>&amp;")
    publish_post(drafted(world, post.column, title="Second <one>"), by=world.alice)

    atom = client.get("/column/feed.atom")
    told = client.get("/column/at/harbour-vale/feed.json")

    assert atom["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert told["Content-Type"] == "application/feed+json; charset=utf-8"
    feed, entries = valid_atom(atom.content)
    items = json.loads(told.content)
    jsonschema.validate(items, JSON_FEED)
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith("/column/feed.atom")
    assert [one.findtext(f"{ATOM}title") for one in entries] == [
        "Second <one>",
        post.texts.get().title,
    ]
    assert [one["id"] for one in items["items"]] == [one.findtext(f"{ATOM}id") for one in entries]
    assert items["items"][1]["content_html"] == entries[1].findtext(f"{ATOM}content")
    assert items["items"][1]["content_html"] == "<p>A <strong>word</strong> &lt;b&gt;&amp;</p>\n"


@pytest.mark.parametrize("path", ["/column/feed.atom", "/column/feed.json"])
def test_a_feed_is_sent_again_only_when_something_changed(client, world, path):
    post = published(world)
    first = client.get(path)
    asked = {"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]}
    assert client.get(path, headers=asked).status_code == 304
    assert (
        client.get(path, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    )

    with acting_at(now() + timedelta(seconds=2)):
        keep_draft(post, language="en", title="Changed", text="x", by=world.alice)
        publish_post(post, by=world.alice, why="A word")
    changed = client.get(path, headers=asked)
    assert changed.status_code == 200
    withdraw_post(post, reason="Wrong", by=world.alice)

    gone = client.get(path, headers={"If-None-Match": changed["ETag"]})
    assert gone.status_code == 200
    assert "Changed" not in gone.content.decode()


def test_an_empty_column_has_a_valid_feed(client, world):
    feed, entries = valid_atom(client.get("/column/feed.atom").content)

    assert feed.findtext(f"{ATOM}title") == "The column of Harbour & Vale"
    assert entries == []
    jsonschema.validate(client.get("/column/feed.json").json(), JSON_FEED)


def test_the_map_names_every_language_of_a_post(client, world):
    post = published(world)
    keep_draft(post, language="sv", title="Hej", text="x", by=world.alice)
    publish_post(post, by=world.alice, why="Swedish")

    places = ElementTree.fromstring(client.get("/sitemap.xml").content)

    named = [one[0].text for one in places]
    base = f"http://127.0.0.1:8000{post.get_absolute_url()}"
    assert {f"{base}en/", f"{base}sv/"} <= set(named)
