"""What a leader writes, made harmless."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.speak.markdown import ATTRIBUTES, TAGS, as_html, as_letter
from herefor.speak.models import Picture
from herefor.speak.templatetags.speak import said_html
from hostile import HOSTILE


class Found(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


ALLOWED = {(tag, name) for tag, names in ATTRIBUTES.items() for name in names} | {("a", "rel")}
SCHEMES = ("http:", "https:", "mailto:", "tel:")


def harm_in(html, *, tags, attributes):
    """Tags, attributes and addresses that must not be there."""
    found = Found(html)
    outside = [one for one in found.addresses if ":" in one.split("/")[0].split("?")[0]]
    strange = [one for one in outside if not one.lower().startswith(SCHEMES)]
    return [*(found.tags - tags), *(found.attributes - attributes), *strange]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words(words):
    assert harm_in(as_html(words), tags=TAGS, attributes=ALLOWED) == []
    said = said_html(words)
    assert harm_in(said, tags={"p", "br", "a"}, attributes={("a", "href"), ("a", "rel")}) == []


def test_what_harms_would_be_found():
    harm = harm_in(
        '<b onclick="x">a</b><a href="javascript:x">b</a>', tags={"a"}, attributes=ALLOWED
    )

    assert harm == ["b", ("b", "onclick"), "javascript:x"]


PIECES = st.sampled_from(
    [*HOSTILE, "<", ">", '"', "'", "`", "](", "![", "[", "]", "\n", "\n\n", "&", "javascript:", "#",
     "onerror=", "=", "://", "http", "<!--", "-->", "|", "---", "\\", "*", "_", "~~", "\t"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join))
def test_no_mixture_of_them_is_more_than_words(words):
    assert harm_in(as_html(words), tags=TAGS, attributes=ALLOWED) == []
    said = said_html(words)
    assert harm_in(said, tags={"p", "br", "a"}, attributes={("a", "href"), ("a", "rel")}) == []


def test_markdown_is_a_page_with_one_title():
    html = as_html("# One\n\n### Two\n\n**b** and [c](https://c.example)\n\n- d")

    assert html.startswith("<h2>One</h2>\n<h3>Two</h3>")
    assert '<a href="https://c.example" rel="noopener">c</a>' in html
    assert "<strong>b</strong>" in html


def test_only_pictures_of_the_post_are_shown_and_say_what_they_show():
    ours = Picture(pk=3, alt="A calendar", width=40, height=20)

    html = as_html("![](picture:3) ![Mine](picture:3) ![x](picture:4) ![x](/evil.png)", [ours])

    assert html.count("<img") == 2
    assert 'alt="A calendar"' in html
    assert 'alt="Mine"' in html
    assert html.count('src="/column/pictures/3/"') == 2
    assert as_letter("See ![A calendar](picture:3).") == "See [A calendar]."
