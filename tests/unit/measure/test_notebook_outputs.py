"""What a notebook shows: well-formed, escaped, no script, short in a terminal."""

from html.parser import HTMLParser

import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Number,
    compare,
    construct,
    gap,
    importance_map,
    key_drivers,
    path,
    predict,
)
from shared_data import mobi

HOSTILE = '<img src=x onerror="alert(1)">&'
WITHOUT_END = {"img", "br", "meta"}
ANSWERS = mobi().rename({"PERQ1": HOSTILE})
MODEL = Model(
    [
        construct("Quality & more", [HOSTILE, "PERQ2"]),
        construct("<Value>", ["PERV1", "PERV2"]),
        construct("Satisfaction", ["CUSA1", "CUSA2"]),
    ],
    [path("Quality & more", to=["<Value>", "Satisfaction"]), path("<Value>", to=["Satisfaction"])],
    name="<script>evil()</script>",
)
HOLES = ANSWERS.with_columns(
    pl.when(pl.int_range(pl.len()) < 9).then(None).otherwise(pl.col(HOSTILE)).alias(HOSTILE)
)


class Read(HTMLParser):
    """Tags in balance, texts, and which elements there are."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], set(), []
        self.attributes = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def fit():
    return PLS().fit(MODEL, Moments.of(ANSWERS, MODEL, replicates=100, seed=7))


RESULTS = {
    "model": lambda fit: MODEL,
    "fit": lambda fit: fit,
    "gap": lambda fit: gap(fit),
    "comparison": lambda fit: compare(
        {HOSTILE: fit, "b": Number(60.0, 58.0, 62.0, 1.0)}, of="<Value>"
    ),
    "drivers": lambda fit: key_drivers(
        ANSWERS, target="CUSA1", aspects=[HOSTILE, "PERQ2"], replicates=50
    ),
    "map": lambda fit: importance_map(fit, "Satisfaction", of="items"),
    "prediction": lambda fit: predict(fit, ANSWERS),
    "moments": lambda fit: Moments.of(HOLES, MODEL, replicates=50),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_shown_escaped_and_in_balance(fit, name):
    read = Read(RESULTS[name](fit)._repr_html_())

    assert read.open == []
    assert not read.tags & {"script", "img", "iframe", "link", "value"}
    assert not [attribute for attribute in read.attributes if attribute.startswith("on")]
    assert read.attributes.isdisjoint({"href", "src"})


def test_the_hostile_names_are_there_to_be_read(fit):
    assert HOSTILE in Read(RESULTS["map"](fit)._repr_html_()).texts
    assert "<Value>" in Read(fit._repr_html_()).texts


def test_a_fit_shows_its_diagram_indices_and_every_warning(fit):
    read = Read(fit._repr_html_())

    index = fit.index("Satisfaction")
    assert {"svg", "table"} <= read.tags
    assert f"{index.value:.1f}" in read.texts
    assert f"[{index.low:.1f}, {index.high:.1f}]" in read.texts
    assert set(fit.warnings) <= set(read.texts)


def test_moments_say_what_was_read_and_what_was_not_answered():
    texts = Read(RESULTS["moments"](None)._repr_html_()).texts

    assert "Read: 241 of 250 rows count" in texts
    assert texts[-3:] == [HOSTILE, "241", "250"]


def test_in_a_terminal_a_fit_and_its_moments_are_one_short_line(fit):
    index = fit.index("Satisfaction")

    assert repr(fit.moments) == (
        "<Moments: 250 of 250 rows, 6 items, 250 units, 100 replicates, seed 7>"
    )
    assert repr(fit).startswith(f"<Fit of {MODEL.name}: 250 answers, 100 replicates, seed 7; ")
    assert repr(fit).endswith(f"and Satisfaction {index.value:.1f}>")


def test_a_fit_without_replicates_is_shown_without_intervals():
    fit = PLS().fit(MODEL, Moments.of(ANSWERS, MODEL))

    shown = fit._repr_html_()
    assert "nan" not in shown
    assert "[" not in "".join(Read(shown).texts)
