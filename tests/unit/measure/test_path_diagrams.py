"""The drawn model: complete, legible, escaped."""

from itertools import combinations
from random import Random
from xml.etree import ElementTree

import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Number,
    Refused,
    built_in,
    construct,
    diagram,
    higher_order,
    interaction,
    items,
    path,
    save_chart,
)
from herefor.measure.report.diagram.content import Arrow, Content, Node
from herefor.measure.report.diagram.layers import crossings, layered
from herefor.measure.report.diagram.place import LABEL, placed
from shared_data import mobi

ANSWERS = mobi()
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("1")</script>&'


def fitted(model, replicates=100):
    return PLS().fit(model, Moments.of(ANSWERS, model, replicates=replicates, seed=7))


def chain(count):
    """Many constructs, each driving some of those after it."""
    names = [f"Construct {number}" for number in range(count)]
    to = {
        at: [names[on] for on in range(at + 1, count) if on == at + 2 or (7 * at + 3 * on) % 4 == 0]
        for at in range(count - 2)
    }
    blocks = [construct(name, [code]) for name, code in zip(names, ANSWERS.columns, strict=False)]
    return Model(blocks, [path(names[at], to=targets) for at, targets in to.items()])


MODERATED = Model(
    [
        construct("Image", items("IMAG", 1, 3)),
        construct("Value", ["PERV1", "PERV2"]),
        construct("Loyalty", ["CUSL1", "CUSL3"]),
    ],
    [path(one, to=["Loyalty"]) for one in ("Image", "Value", "Image*Value")],
    interactions=[interaction("Image", "Value")],
)
LAYERED = Model(
    [
        construct("Image", items("IMAG", 1, 5)),
        construct("Quality", items("PERQ", 1, 7)),
        higher_order("Worth", ["Image", "Quality"]),
        construct("Satisfaction", items("CUSA", 1, 3)),
    ],
    [path("Worth", to=["Satisfaction"])],
)
TWO = Model([construct("Q", ["PERQ1"]), construct("S", ["CUSA1"])], [path("Q", to=["S"])])


@pytest.fixture(scope="module")
def ecsi():
    return fitted(built_in("ecsi"))


def texts(svg):
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def rectangles(drawn):
    """Of all boxes and of all numbers: left, top, width, height."""
    boxes = [(box.x, box.y, box.width, box.height) for box in drawn.boxes]
    labels = [
        (line.label[0] - LABEL[0] / 2, line.label[1] - LABEL[1] / 2, *LABEL)
        for line in drawn.lines
        if line.texts
    ]
    return boxes, labels


def overlapping(rectangles):
    return [
        (a, b)
        for a, b in combinations(rectangles, 2)
        if a[0] < b[0] + b[2] - 1
        and b[0] < a[0] + a[2] - 1
        and a[1] < b[1] + b[3] - 1
        and b[1] < a[1] + a[3] - 1
    ]


@pytest.mark.parametrize("seed", range(25))
def test_numbers_stay_free_in_models_drawn_by_chance(seed):
    chance = Random(seed)
    names = [f"C{place}" + "x" * chance.randint(0, 30) for place in range(chance.randint(2, 14))]
    share = chance.choice([0.15, 0.3, 0.5])
    arrows = [
        Arrow(source, target, Number(0.3, 0.1, 0.5))
        for source, target in combinations(names, 2)
        if chance.random() < share
    ]
    nodes = tuple(Node(name, ("72.0 (70.0 to 74.0)",)) for name in names)

    boxes, labels = rectangles(placed(Content("by chance", "", nodes, tuple(arrows))))
    assert len(labels) == len(arrows)
    assert overlapping(boxes + labels) == []


@pytest.mark.parametrize("with_items", [False, True])
@pytest.mark.parametrize(
    "model", [built_in("ecsi"), built_in("acsi"), TWO, chain(12), MODERATED, LAYERED]
)
def test_no_box_and_no_number_covers_another(model, with_items):
    known = set(model.item_codes) <= set(ANSWERS.columns)
    drawn = diagram(fitted(model, 20) if known else model, items=with_items).geometry

    boxes, labels = rectangles(drawn)
    assert overlapping(boxes + labels) == []
    for x, y, width, height in boxes + labels:
        assert 0 <= x <= drawn.width - width
        assert 0 <= y <= drawn.height - height


def test_causes_stand_left_of_what_they_drive(ecsi):
    drawn = diagram(ecsi).geometry

    left = {box.node.name: box.x for box in drawn.boxes}
    assert [edge for edge in ecsi.model.edges if left[edge[0]] >= left[edge[1]]] == []


def test_a_fit_shows_indices_paths_and_intervals(ecsi):
    shown = texts(diagram(ecsi).svg)

    index, effect = ecsi.index("Loyalty"), ecsi.number("paths", "Quality", "Value")
    assert f"{index.value:.1f} ({index.low:.1f} to {index.high:.1f})" in shown
    assert f"{effect.value:.2f}" in shown
    assert f"{effect.low:.2f} to {effect.high:.2f}" in shown


def test_a_path_whose_interval_holds_zero_is_dashed(ecsi):
    drawn = [line for line in diagram(ecsi).svg.splitlines() if line.startswith("<path")]
    unclear = [link for link in ecsi.paths() if link.number.low <= 0 <= link.number.high]

    assert len(drawn) == 12
    assert sum("stroke-dasharray" in line for line in drawn) == len(unclear) == 3


def test_a_stronger_path_is_thicker():
    model = Model(
        [construct("A", ["PERQ1"]), construct("B", ["IMAG3"]), construct("C", ["PERQ3"])],
        [path("A", to=["C"]), path("B", to=["C"])],
    )
    fit = fitted(model)
    root = ElementTree.fromstring(diagram(fit).svg)

    widths = [float(w) for one in root.iter(f"{SVG}path") if (w := one.get("stroke-width"))]
    effects = [link.number.value for link in fit.paths()]
    assert widths.index(max(widths)) == effects.index(max(effects))


def test_items_are_listed_with_their_loadings(ecsi):
    shown = texts(diagram(ecsi, items=True).svg)

    assert set(ecsi.model.item_codes) <= set(shown)
    at = shown.index("CUSL2")
    assert shown[at + 1] == f"{ecsi.value('loadings', 'CUSL2'):.2f}"


def test_a_model_without_a_fit_is_drawn_without_numbers():
    assert texts(diagram(TWO).svg) == ["Q", "S"]


def test_names_are_escaped_and_nothing_can_run():
    model = Model(
        [construct(HOSTILE, ["PERQ1"]), construct("S", ["CUSA1"])], [path(HOSTILE, to=["S"])]
    )

    root = ElementTree.fromstring(diagram(fitted(model), items=True).svg)
    assert list(root.iter(f"{SVG}script")) == []
    assert HOSTILE in [node.text for node in root.iter(f"{SVG}title")]


def test_who_hears_the_diagram_hears_all_of_it(ecsi):
    root = ElementTree.fromstring(diagram(ecsi).svg)

    described = root.find(f"{SVG}desc").text
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "ecsi: path diagram"
    assert described.count(" drives ") == 12


def test_an_interaction_is_a_box_joined_to_what_it_is_made_of():
    drawn = diagram(fitted(MODERATED)).content

    assert [node.name for node in drawn.nodes if node.product] == ["Image × Value"]
    assert {(one.source, one.kind) for one in drawn.arrows if one.target == "Image*Value"} == {
        ("Image", "part"),
        ("Value", "part"),
    }


def test_a_higher_order_is_joined_to_its_parts_by_their_loadings():
    fit = fitted(LAYERED)

    parts = {one.source: one for one in diagram(fit).content.arrows if one.kind == "part"}
    assert {name: one.number.value for name, one in parts.items()} == {
        "Image": fit.value("loadings", "Image"),
        "Quality": fit.value("loadings", "Quality"),
    }
    assert all(one.back for one in parts.values())


def test_crossings_are_taken_out_where_they_can_be():
    straight = layered("abcd", [("a", "d"), ("b", "c")])

    assert crossings(straight) == 0


def test_a_diagram_is_kept_as_picture_page_or_chart(tmp_path):
    drawn = diagram(fitted(TWO))

    starts = {
        ending: save_chart(drawn, tmp_path / f"model{ending}").read_bytes()[:4]
        for ending in (".svg", ".png", ".json")
    }
    assert starts == {".svg": b"<svg", ".png": b"\x89PNG", ".json": b"{\n  "}
    with pytest.raises(Refused, match=r"Charts are saved as \.svg, \.png, \.html and \.json"):
        save_chart(drawn, tmp_path / "model.gif")
    with pytest.raises(Refused, match="nowhere"):
        save_chart(drawn, tmp_path / "nowhere" / "model.svg")
    with pytest.raises(Refused, match="This is no chart but Model"):
        save_chart(TWO, tmp_path / "model.svg")
