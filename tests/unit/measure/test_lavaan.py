"""A model in lavaan or cSEM syntax is the model said in Python and in TOML."""

import pytest

from herefor.measure import (
    Model,
    ModelRefused,
    built_in,
    construct,
    higher_order,
    interaction,
    items,
    load_model,
    parse_model,
    path,
)

TOML = """
name = "branch"
[constructs]
Quality = {items = ["q1", "q2"], mode = "B", scale = {q1 = [0, 25], q2 = [1, 5]}}
Price = {items = ["p1"], asked_of_some = ["p1"]}
Staff = ["s1", "s2"]
Place = ["l1"]
Service = {of = ["Staff", "Place"], mode = "B"}
Satisfaction = {items = ["c1", "c2"], mode = "sum", optional = ["c2"]}
[interactions]
"Quality*Price" = "orthogonal"
[paths]
Satisfaction = ["Quality", "Price", "Service", "Quality*Price"]
[missing]
codes = [-99]
"""
LAVAAN = """
# A comment of its own; nothing here, and no = ~ either
# name: branch
# scale: q1 0 25
! scale: q2 1 5
# codes: -99
# optional: c2
# asked_of_some: p1
# mode: Satisfaction sum
# how: Quality*Price orthogonal
Quality <~ q1          # the first of two
Price =~ p1; Staff =~ s1 +
    s2
Quality <~ q2
Place =~ l1
Service <~ Staff + Place
Satisfaction
  <~ c1
  + c2
Satisfaction ~ Quality + Price
Satisfaction ~ Service + Quality.Price
"""
PYTHON = Model(
    [
        construct("Quality", ["q1", "q2"], mode="B", scales={"q1": (0, 25), "q2": (1, 5)}),
        construct("Price", ["p1"], asked_of_some=["p1"]),
        construct("Staff", items("s", 1, 2)),
        construct("Place", ["l1"]),
        higher_order("Service", ["Staff", "Place"], mode="B"),
        construct("Satisfaction", ["c1", "c2"], mode="sum", optional=["c2"]),
    ],
    [path(one, to=["Satisfaction"]) for one in ("Quality*Price", "Service", "Price", "Quality")],
    name="branch",
    codes=[-99],
    interactions=[interaction("Quality", "Price", how="orthogonal")],
)


def test_the_three_ways_say_equal_models():
    assert parse_model(TOML) == parse_model(LAVAAN) == PYTHON


@pytest.mark.parametrize("name", ["ecsi", "acsi", "acsi-government"])
def test_a_built_in_model_is_the_same_after_writing_and_reading(name):
    model = built_in(name)

    assert parse_model(model.as_toml()) == model
    assert parse_model(model.as_lavaan()) == model


def test_a_product_is_written_with_a_point_as_in_csem_or_a_colon_as_in_lavaan():
    with_point = parse_model(LAVAAN)

    assert parse_model(LAVAAN.replace("Quality.Price", "Quality:Price")) == with_point


def test_a_construct_may_have_a_point_in_its_name():
    model = parse_model("A.B =~ x; A =~ y; B =~ z; C =~ c; C ~ A.B + A + B")

    assert (model.drivers("C"), model.interactions) == (("A.B", "A", "B"), ())


def test_the_ends_of_scales_may_be_given_beside_the_text():
    model = parse_model("A =~ a; B =~ b; B ~ A", scale=(0, 10))

    assert [(item.low, item.high) for item in model.items] == [(0, 10), (0, 10)]


def test_a_scale_in_the_text_goes_before_one_beside_it():
    model = parse_model("# scale: 1 7\nA =~ a; B =~ b; B ~ A", scale=(0, 10))

    assert {(item.low, item.high) for item in model.items} == {(1, 7)}


@pytest.mark.parametrize("ending", ["lavaan", "txt"])
def test_a_file_is_recognised_by_what_it_says(tmp_path, ending):
    file = tmp_path / f"model.{ending}"
    file.write_text(LAVAAN, "utf-8")

    assert load_model(str(file)) == PYTHON


def test_the_ends_of_scales_may_be_given_beside_a_file(tmp_path):
    file = tmp_path / "model.lavaan"
    file.write_text("A =~ a; B =~ b; B ~ A", "utf-8")

    assert {item.high for item in load_model(str(file), scale=(0, 7)).items} == {7}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Staff =~ 1*s3", "In line 2, '1*s3' gives a parameter a label, a start or a value (1)"),
        ("Staff =~ start(0.5 + 1)*s3", "a value (start(0.5 + 1)), which PLS cannot use"),
        ("Staff ~~ Place", "'Staff ~~ Place' is a covariance. PLS estimates none"),
        ("both := a*b", "is a number computed of others. Ask the fit for it"),
        ("a == b", "is a constraint. PLS cannot hold parameters equal"),
        ("a > 0", "is a constraint. PLS cannot bound parameters"),
        ("s1 | t1", "is a threshold"),
        ("Staff ~ 1", "~ 1 is an intercept. PLS estimates none"),
        ("Staff =~ s-1", "'s-1' is not a name"),
        ("Staff =~ s1 + + s3", "'' is not a name"),
        ("Staff", "'Staff' has no operator. Write what it is: =~ (shown by)"),
        ("Staff <~ s3", "Staff is shown by items (=~) and made up of items (<~)"),
        ("Staff =~ Place", "Staff is made of constructs (Place) and has items of its own (s1"),
        ("Service <~ s9", "is made of constructs (Staff and Place) and has items of its own (s9)"),
        ("Satisfaction ~ Stuff", "there is no construct Stuff. Did you mean Staff?"),
        ("Satisfaction ~ Quality.Prize", "there is no construct Quality.Prize"),
        ("Satisfaction ~ s1", "s1 is an item, and ~ leads from construct to construct"),
        ("# scale: 1", "`# scale: 1` cannot be read. Write `# scale: 1 10`"),
        ("# scale: q1 low high", "cannot be read"),
        ("# scale: q9 0 5", "`# scale:` speaks of q9, which is not in the model."),
        ("# mode: Stuff B", "`# mode:` speaks of Stuff, which is not in the model"),
        ("# outside_scale: yes", "Write `# outside_scale: missing`"),
        ("# name:", "Write `# name: branch`"),
    ],
)
def test_what_pls_has_no_meaning_for_is_refused_with_the_sentence_that_mends_it(line, sentence):
    with pytest.raises(ModelRefused) as refusal:
        parse_model(f"{LAVAAN.splitlines()[1]}\n{line}\n{LAVAAN}")

    assert sentence in str(refusal.value)


def test_a_name_lavaan_has_no_word_for_cannot_be_written_so():
    model = Model(
        [construct("My quality", ["a"]), construct("B", ["b"])], [path("B", to=["My quality"])]
    )

    with pytest.raises(ModelRefused, match="lavaan has no name like 'My quality'"):
        model.as_lavaan()


def test_a_name_of_a_model_a_comment_would_change_cannot_be_written_so():
    model = Model(
        [construct("A", ["a"]), construct("B", ["b"])], [path("B", to=["A"])], name="a  b"
    )

    with pytest.raises(ModelRefused, match="spaces that a comment of one line would lose"):
        model.as_lavaan()
