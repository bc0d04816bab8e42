"""What a leader writes, as a page shows it: Markdown, then nothing but what is allowed."""

import re
from collections.abc import Iterable
from functools import lru_cache

import nh3
from django.conf import settings
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.token import Token

from herefor.speak.models import Picture

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "del", "em", "figcaption", "figure", "h2", "h3", "h4",
    "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th",
    "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
}
SWALLOWED = {"script", "style", "template", "svg", "math", "object", "noscript"}
PICTURE = re.compile(r"picture:(\d{1,18})")
OUR_PICTURE = re.compile(r"(?:https?://[^/?#]+)?/column/pictures/\d+/")
LEADS_SOMEWHERE = re.compile(r"https?://|mailto:|tel:|/(?!/)|#", re.IGNORECASE)
MARKUP = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
PictureFacts = tuple[int, str, int, int]

_reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(
    ["table", "strikethrough"]
)


def as_html(text: str, pictures: Iterable[Picture] = (), *, whole_addresses: bool = False) -> str:
    """The text as HTML that is safe to show; `![what it shows](picture:3)` is a picture of its own.

    `whole_addresses` is for what leaves the site: feeds.
    """
    facts = tuple((one.pk, one.alt, one.width, one.height) for one in pictures)
    base = settings.PUBLIC_ADDRESS if whole_addresses else ""
    return _rendered(text, facts, base)


def as_letter(text: str) -> str:
    """The text for a letter: Markdown reads well as it is; a picture becomes what it shows."""
    return MARKUP.sub(r"[\1]", text)


@lru_cache(maxsize=256)
def _rendered(text: str, facts: tuple[PictureFacts, ...], base: str) -> str:
    tokens = _reader.parse(text)
    known = {number: (alt, width, height) for number, alt, width, height in facts}
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{max(int(token.tag[1]), 2)}"  # the title is the page's only h1
        if token.children:
            token.children = [
                one for one in token.children if one.type != "image" or _place(one, known, base)
            ]
    return nh3.clean(
        _reader.renderer.render(tokens, _reader.options, {}),
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=SWALLOWED,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def _place(image: Token, known: dict[int, tuple[str, int, int]], base: str) -> bool:
    """Fill in a picture of this post; whether it is one."""
    named = PICTURE.fullmatch(str(image.attrs.get("src", "")))
    facts = known.get(int(named[1])) if named else None
    if named is None or facts is None:
        return False
    alt, width, height = facts
    image.attrs["src"] = base + reverse("speak:picture", args=[int(named[1])])
    image.attrs |= {"width": str(width), "height": str(height), "loading": "lazy"}
    if not image.content:
        image.children = [Token("text", "", 0, content=alt)]
    return True


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not OUR_PICTURE.fullmatch(value):
        return None
    if tag == "a" and attribute == "href" and not LEADS_SOMEWHERE.match(value):
        return None
    return value
