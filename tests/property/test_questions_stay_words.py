"""Whatever somebody writes at a town hall stays words: on the page and in the stream."""

import json
from html.parser import HTMLParser

from django.template.loader import render_to_string
from hypothesis import example, given, settings
from hypothesis import strategies as st

from herefor.hall.models import TownHall
from herefor.live.reading import frame

PARTS = st.sampled_from(
    ["<", ">", "</", "<!--", "-->", "]]>", "&lt;", "&#60;", '"', "'", "`", "{{", "}}", "{%", "%}",
     "script", "img src=x onerror=", "svg/onload=", "javascript:", "\n\n", "\r\n", "data: ", "id: ",
     "event: here", "\u2028", "\u0000", "\u202e", "&", "=", "/", " "]
)  # fmt: skip
WORDS = st.lists(PARTS | st.text(max_size=8), max_size=12).map("".join)


class Read(HTMLParser):
    """The elements of a page in their order, and the words in those that hold somebody's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""
        self._in_words = False

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        self.elements.append((tag, tuple(names)))
        self._in_words = names.get("class") == "q-text"

    def handle_endtag(self, tag):
        self._in_words = False

    def handle_data(self, data):
        if self._in_words:
            self.words += data


def read(text):
    question = {
        "id": 7,
        "text": text,
        "name": text,
        "votes": 1,
        "answers": [{"leader": "Alice", "text": text.replace("\n", " ").replace("\r", " ")}],
    }
    page = Read()
    hall = TownHall(key="abc")
    page.feed(render_to_string("hall/question.html", {"hall": hall, "question": question}))
    page.close()
    return page


@settings(deadline=None)  # the first one loads the template
@given(WORDS)
@example("<script>alert(1)</script>")
def test_no_words_become_an_element_of_the_page(text):
    page, plain = read(text), read("words")

    assert page.elements == plain.elements
    assert page.words == text


@given(WORDS)
def test_no_words_end_a_message_or_begin_another(text):
    message = frame({"text": text}, number=3).decode()

    lines = message.split("\n")
    assert lines[0] == "id: 3"
    assert len(lines) == 4
    assert "\r" not in message
    assert json.loads(lines[1].removeprefix("data: ")) == {"text": text}
