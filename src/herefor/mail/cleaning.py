"""HTML of strangers, made harmless: no scripts, no forms, nothing fetched from elsewhere."""

import re

import nh3

LARGEST = 1_000_000
TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "small",
    "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "tt", "u", "ul",
}  # fmt: skip
SWALLOWED = {"script", "style", "title", "head", "template", "svg", "math", "object", "noscript"}
EVERYWHERE = {"dir", "lang", "title", "align", "style"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "bgcolor", "width", "valign"},
    "th": {"colspan", "rowspan", "bgcolor", "width", "valign"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "font": {"color", "size", "face"},
    "ol": {"start"},
    "blockquote": {"type"},
}
STYLES = {
    "background-color", "border", "border-collapse", "border-left", "color", "direction", "display",
    "font-family", "font-size", "font-style", "font-weight", "line-height", "margin", "padding",
    "text-align", "text-decoration", "unicode-bidi", "vertical-align", "visibility", "width",
}  # fmt: skip
HERE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
DEEPEST = 400
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
NEVER_NEST = {
    "p",
    "li",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "br",
    "hr",
    "img",
    "meta",
    "link",
    "input",
    "col",
}


def cleaned(html: str) -> str:
    """The HTML with what is allowed; empty for what is too large or nested beyond any letter."""
    if not html.strip() or len(html) > LARGEST or _too_deep(html):
        return ""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=SWALLOWED,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "style" and ("url(" in value.lower() or "\\" in value):
        return None
    if tag == "img" and attribute == "src":
        return value if HERE.match(value) else None
    if tag == "a" and attribute == "href" and value.lower().lstrip().startswith("data:"):
        return None
    return value


def _too_deep(html: str) -> bool:
    """Whether tags are nested deeper than in any letter: cleaning takes time in its square."""
    depth = 0
    for closes, name in TAG.findall(html):
        if name.lower() not in NEVER_NEST:
            depth = max(0, depth - 1) if closes else depth + 1
            if depth > DEEPEST:
                return True
    return False
