"""What a letter in HTML says, as plain text: paragraphs, lists, links, and quotes as quotes."""

import re
from html.parser import HTMLParser

from herefor.mail.cleaning import cleaned

BLOCKS = {
    "p",
    "div",
    "table",
    "tr",
    "ul",
    "ol",
    "dl",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "li",
    "dt",
    "dd",
    "center",
    "hr",
}
SPACED = {"p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table"}
EMPTY = {"br", "hr", "img", "col"}
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def from_html(html: str) -> str:
    """The words of the HTML. What is hidden from the eye is left out."""
    safe = cleaned(html)
    if not safe and html.strip():
        return ANY_TAG.sub(" ", html)
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Walks HTML that was cleaned before, so its tags are closed and known."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, list[str]]] = [(0, [])]
        self.quotes = self.preformatted = 0
        self.open: list[tuple[str, bool]] = []  # the tag, and whether it hides what it holds
        self.hidden = 0
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in BLOCKS or tag == "br":
            self._line(gap=tag in SPACED)
        if tag == "img" and not self.hidden and said.get("alt"):
            self._write(f"[{said['alt']}]")
        if tag in EMPTY:
            return
        hides = bool(HIDDEN.search(said.get("style") or ""))
        self.open.append((tag, hides))
        self.hidden += hides
        self.quotes += tag == "blockquote"
        self.preformatted += tag == "pre"
        if tag == "li":
            self._write("- ")
        if tag == "a":
            self.links.append((said.get("href") or "", len(self.lines[-1][1])))

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY or not any(name == tag for name, _ in self.open):
            return
        name, hides = self.open.pop()
        while name != tag:
            self.hidden -= hides
            name, hides = self.open.pop()
        self.hidden -= hides
        if tag == "a" and self.links:
            self._link(*self.links.pop())
        if tag in BLOCKS:
            self._line(gap=tag in SPACED)
        self.quotes -= tag == "blockquote"
        self.preformatted -= tag == "pre"
        if tag == "blockquote":
            self._line()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.preformatted:
            for number, part in enumerate(data.split("\n")):
                if number:
                    self.lines.append((self.quotes, []))
                self._write(part)
        else:
            self._write(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        made = ["> " * quotes + "".join(parts).strip() for quotes, parts in self.lines]
        whole = re.sub(r"\n(?:[> ]*\n){2,}", "\n\n", "\n".join(line.rstrip() for line in made))
        return re.sub(r"(?:\n[> ]*)+\Z", "", whole)

    def _write(self, text: str) -> None:
        if self.lines[-1][0] != self.quotes and not "".join(self.lines[-1][1]).strip():
            self.lines[-1] = (self.quotes, self.lines[-1][1])
        self.lines[-1][1].append(text)

    def _line(self, *, gap: bool = False) -> None:
        if "".join(self.lines[-1][1]).strip():
            if gap:
                self.lines.append((self.quotes, []))
            self.lines.append((self.quotes, []))
        else:
            self.lines[-1] = (self.quotes, [])

    def _link(self, href: str, since: int) -> None:
        """The address after the words, unless the words are the address."""
        said = "".join(self.lines[-1][1][since:]).strip()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        if href.startswith("http") and said and said.rstrip("/") not in bare and not self.hidden:
            self._write(f" <{bare[:300]}>")
