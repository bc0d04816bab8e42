"""Models with higher orders, kinds and interactions that are wrong, and what mends them."""

import pytest

from herefor.measure import ModelRefused, parse_model

GOOD = """
[constructs]
Quality = ["q1", "q2"]
Price = {items = ["p1"], kind = "composite"}
Staff = ["s1", "s2"]
Place = ["l1"]
Service = {of = ["Staff", "Place"], mode = "B", how = "two-stage"}
Satisfaction = ["c1", "c2"]
[interactions]
"Quality*Price" = "two-stage"
[paths]
Service = ["Quality"]
Satisfaction = ["Quality", "Price", "Service", "Quality*Price"]
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('kind = "composite"', 'kind = "sum"', "is of kind 'sum'. Write \"factor\""),
        ('kind = "composite"', 'kind = "factor", mode = "B"', 'is a factor in mode "B"'),
        ('kind = "composite"', "kind = 1", "the kind of construct Price as a word"),
        ('["Staff", "Place"]', '["Staff", "Service"]', "Service is made of itself"),
        (
            '["Staff", "Place"]',
            '["Staff", "Plaice"]',
            "no construct Plaice. Did you mean Place or Price?",
        ),
        ('["Staff", "Place"]', '["Staff", "Staff", "Place"]', "Staff is a part of Service more"),
        ('["Staff", "Place"]', '["Staff", "Quality*Price"]', "which has no items of its own"),
        (
            'mode = "B", how',
            'items = ["x"], how',
            "'items' is not known in construct Service, which",
        ),
        ('how = "two-stage"', 'how = "embedded"', "in the way 'embedded'. Known are two-stage and"),
        ('how = "two-stage"', 'how = "repeated"', "Quality cannot drive Service: with repeated"),
        ('Service = ["Quality"]', 'Staff = ["Quality"]', "but Staff is a part of Service"),
        (
            '"Service", "Quality*Price"',
            '"Staff", "Quality*Price"',
            "but Staff is a part of Service",
        ),
        (
            '"Quality*Price" = "two',
            '"Quality*Prize" = "two',
            "Prize, which is not in the model. Did",
        ),
        ('"Quality*Price" = "two', '"Quality*Staff" = "two', "which is a part of Service. Let"),
        ('"Quality*Price" = "two', '"Quality" = "two', "The interaction Quality names one"),
        ('Price" = "two-stage"', 'Price" = "twostage"', "'twostage'. Did you mean two-stage?"),
        ('Price" = "two-stage"', 'Price" = 2', "the way Quality*Price is made as a word"),
        ('"Price", "Service"', '"Service"', "drives Satisfaction, but Price alone does not"),
        (', "Quality*Price"]', "]", "No path leads to or from construct Quality*Price"),
        ('Service = ["Quality"]', '"Quality*Price" = ["Service"]', "Nothing drives a product"),
        ('["p1"]', '["p*1"]', "meets a star in p*1"),
        (
            '"two-stage"\n[paths]',
            '"two-stage"\n"Price*Price" = "product"\n[paths]',
            "made in different ways (two-stage and product)",
        ),
        (
            '"Quality*Price" = "two-stage"\n',
            '"Quality*Price" = "product"\n"Quality*Service" = "product"\n',
            "multiplies items, but Service is made of constructs",
        ),
    ],
)
def test_a_wrong_model_of_more_than_one_stage_is_refused(old, new, sentence):
    parse_model(GOOD)
    assert old in GOOD

    with pytest.raises(ModelRefused) as refusal:
        parse_model(GOOD.replace(old, new, 1))

    assert sentence in str(refusal.value)


def test_a_construct_of_constructs_of_constructs_is_refused():
    three = (
        '[constructs]\nA = ["a"]\nB = {of = ["A"]}\nC = {of = ["B"]}\nD = ["d"]\n[paths]\nD = ["C"]'
    )

    with pytest.raises(ModelRefused, match="Two orders can be measured"):
        parse_model(three)
