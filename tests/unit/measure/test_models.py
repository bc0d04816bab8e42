import pytest

from herefor.measure import (
    Model,
    ModelRefused,
    built_in,
    construct,
    items,
    load_model,
    parse_model,
    path,
)

GOOD = """
name = "own"
scale = [1, 10]
[constructs]
COMP = ["comp_1", "comp_2"]
QUAL = {items = ["q1", "q2"], mode = "B", scale = {q2 = [0, 25]}}
SAT = {items = ["s1"], scale = [1, 5]}
[paths]
SAT = ["QUAL", "COMP"]
[missing]
codes = [-99]
"""


def test_a_model_file_says_constructs_scales_modes_paths_and_codes():
    model = parse_model(GOOD)

    assert model.name == "own"
    assert [one.mode for one in model.constructs] == ["A", "B", "A"]
    assert [(item.code, item.low, item.high) for item in model.items] == [
        ("comp_1", 1, 10),
        ("comp_2", 1, 10),
        ("q1", 1, 10),
        ("q2", 0, 25),
        ("s1", 1, 5),
    ]
    assert model.edges == (("COMP", "SAT"), ("QUAL", "SAT"))
    assert model.codes == (-99,)


def test_the_same_model_can_be_written_in_python():
    written = Model(
        [construct("A", items("a", 1, 2)), construct("B", ["b"])], [path("A", to=["B"])], name="m"
    )

    read = parse_model('name = "m"\n[constructs]\nA = ["a1", "a2"]\nB = ["b"]\n[paths]\nB = ["A"]')

    assert (written.items, written.edges) == (read.items, read.edges)


def test_built_in_models_have_their_known_shape():
    ecsi, acsi = built_in("ecsi"), built_in("acsi")

    assert (len(ecsi.items), len(ecsi.edges)) == (24, 12)
    assert acsi.drivers("Loyalty") == ("Satisfaction", "Complaints")
    assert [item.code for item in acsi.items if item.optional] == ["RECOM"]
    assert acsi.outside_scale


def test_the_model_for_government_has_trust_and_no_value():
    model = built_in("acsi-government")

    assert model.drivers("Satisfaction") == ("Expectations", "Quality")
    assert model.drivers("Trust") == ("Satisfaction", "Complaints")
    assert "Value" not in model.names


def test_the_parts_of_quality_that_an_agency_does_not_ask_about_are_left_out():
    model = built_in("acsi-government")
    asked = [item.code for item in model.items if not item.optional]

    assert model.with_items([*asked, "WEBSITE1"]).drivers("Quality") == ("Website", "Expectations")


def test_a_question_asked_of_some_is_told_of_its_item():
    model = parse_model(
        '[constructs]\nA = {items = ["a", "b"], asked_of_some = ["b"]}\nB = ["c"]\n'
        '[paths]\nA = ["B"]'
    )

    assert [item.code for item in model.items if item.asked_of_some] == ["b"]


def test_constructs_are_ordered_after_their_drivers():
    model = parse_model(
        '[constructs]\nZ = ["z"]\nA = ["a"]\nM = ["m"]\n[paths]\nM = ["A"]\nZ = ["M"]'
    )

    assert model.order == ("A", "M", "Z")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"comp_2"', '"q1"', "Item q1 belongs to COMP and again to QUAL"),
        ('["QUAL", "COMP"]', '["QUAL", "COMB"]', "no construct COMB. Did you mean COMP?"),
        ('SAT = ["QUAL", "COMP"]', 'SATT = ["QUAL", "COMP"]', "no construct SATT"),
        ('["QUAL", "COMP"]', '["QUAL"]', "No path leads to or from construct COMP"),
        ('["QUAL", "COMP"]', '["QUAL", "COMP"]\nQUAL = ["SAT"]', "in a circle through"),
        ('["QUAL", "COMP"]', '["QUAL", "COMP", "SAT"]', "in a circle through SAT"),
        ('["comp_1", "comp_2"]', "[]", "Construct COMP has no item"),
        ('mode = "B"', 'mode = "C"', "has mode 'C'"),
        ('mode = "B"', "mode = 2", "as a word in quotes"),
        ("scale = [1, 5]", "scale = [5, 5]", "runs from 5 to 5"),
        ("scale = [1, 5]", "scale = [1, inf]", "runs from 1 to inf"),
        ("scale = [1, 5]", "scale = 5", "must be its two ends"),
        ("q2 = [0, 25]", "q3 = [0, 25]", "speaks of item q3, which is not among its items"),
        ('name = "own"', 'nam = "own"', "'nam' is not known in the model. Did you mean name?"),
        ('mode = "B"', 'modes = "B"', "'modes' is not known in construct QUAL"),
        ("codes = [-99]", "code = [-99]", "'code' is not known in [missing]. Did you mean codes?"),
        ("codes = [-99]", 'codes = ["x"]', "must be a list of numbers"),
        ("codes = [-99]", 'outside_scale = "yes"', "as true or false"),
        ('["comp_1", "comp_2"]', "3", "a list of names in quotes"),
        ("scale = [1, 10]\n", "scale = [1, 10\n", "not valid TOML"),
        ("[missing]\ncodes = [-99]", "QUAL = 1", "In the paths to QUAL, write a list of names"),
    ],
)
def test_a_wrong_model_is_refused_with_the_sentence_that_mends_it(old, new, sentence):
    assert old in GOOD

    with pytest.raises(ModelRefused) as refusal:
        parse_model(GOOD.replace(old, new, 1))

    assert sentence in str(refusal.value)


def test_a_syntax_error_names_its_line():
    with pytest.raises(ModelRefused, match="line 3"):
        parse_model('name = "m"\n\nscale = = 3')


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('name = " "', "The name of the model is empty."),
        ('[constructs]\n"" = ["a"]\nB = ["b"]', "A construct has an empty name."),
        ('[constructs]\nA = [""]\nB = ["b"]', "An item of A has an empty name."),
    ],
)
def test_an_empty_name_is_refused(text, sentence):
    with pytest.raises(ModelRefused, match=sentence):
        parse_model(text)


def test_a_value_where_a_table_belongs_is_refused():
    with pytest.raises(ModelRefused, match="must be a table"):
        parse_model("constructs = 3")


def test_an_empty_model_is_refused():
    with pytest.raises(ModelRefused, match="no construct"):
        parse_model('name = "m"')


def test_two_constructs_of_one_name_are_refused():
    with pytest.raises(ModelRefused, match="Two constructs are called A"):
        Model([construct("A", ["a"]), construct("A", ["b"])], [path("A", to=["A"])])


def test_a_model_file_that_is_not_there_is_refused():
    with pytest.raises(ModelRefused, match=r"no model file none\.toml"):
        load_model("none.toml")


def test_a_misspelt_built_in_model_is_recognised():
    with pytest.raises(ModelRefused, match="Did you mean ecsi"):
        load_model("esci")


def test_a_refused_model_file_is_named(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("name = 3", "utf-8")

    with pytest.raises(ModelRefused, match=r"mine\.toml is refused: Write name as a word"):
        load_model(str(file))


def test_a_model_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes('name = "café"'.encode("latin-1"))

    with pytest.raises(ModelRefused, match="plain text in UTF-8"):
        load_model(str(file))


def test_a_path_can_be_taken_out_with_what_it_alone_connected():
    model = parse_model(
        '[constructs]\nA = ["a"]\nB = ["b"]\nC = ["c"]\n[paths]\nC = ["A", "B"]'
    ).without_path("A", "C")

    assert model.names == ("B", "C")


def test_names_that_look_like_lavaan_do_not_make_toml_lavaan():
    text = '[constructs]\n"; a ~ b" = ["x"]\nB = ["y"]\n[paths]\nB = ["; a ~ b"]\n'

    assert parse_model(text).edges == (("; a ~ b", "B"),)
