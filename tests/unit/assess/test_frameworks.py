"""Frameworks as data: points add up, topics are found in each edition, faults are named."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from rich.console import Console

from herefor.assess.commands import check
from herefor.assess.frameworks import (
    DEFAULT,
    EDITIONS,
    Area,
    Category,
    Framework,
    Item,
    UnreadableFramework,
    framework_of,
    read_framework,
    shipped,
    topics,
)
from herefor.assess.scoring import scores, scoring_system
from herefor.assess.sound import doubts_about, problems_of, problems_of_topics

CATEGORIES_2011 = [120, 85, 85, 90, 85, 85, 450]
CATEGORIES_1999 = [125, 85, 85, 85, 85, 85, 450]


def edition(name=DEFAULT):
    return json.loads((EDITIONS / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_comes_with_the_program_is_sound(name):
    framework = shipped()[name]

    assert problems_of(framework) == []
    assert framework.licence
    assert framework.source


@pytest.mark.parametrize(
    ("name", "items", "categories"),
    [
        (DEFAULT, 17, CATEGORIES_2011),
        ("baldrige-1999-business", 19, CATEGORIES_1999),
    ],
)
def test_both_editions_sum_to_a_thousand(name, items, categories):
    framework = shipped()[name]

    assert len(framework.items) == items
    assert [category.points for category in framework.categories] == categories
    assert sum(item.points for item in framework.items) == 1000


def test_the_default_edition_comes_first_and_says_what_was_not_checked():
    first = next(iter(shipped().values()))

    assert first.id == DEFAULT
    assert "7.2" in doubts_about(first)[0]


def test_customer_culture_is_found_wherever_an_edition_puts_it():
    culture = next(topic for topic in topics() if topic.id == "customer-culture")

    assert culture.item_in("baldrige-2009-2010-business") == "3.1"
    assert culture.item_in(DEFAULT) == "1.1"
    assert culture.item_in("baldrige-1999-business") is None
    assert problems_of_topics() == []


def test_percents_become_points_by_hand():
    framework = shipped()[DEFAULT]

    found = scores(framework, {"1.1": 60, "2.2": 35, "7.1": 35, "3.1": 45})

    assert found.items == {"1.1": 42, "2.2": 15.75, "3.1": 20.25, "7.1": 42}
    assert found.categories["1"] == 42
    assert (found.process, found.results, found.total) == (78, 42, 120)
    assert scores(framework, {item.id: 100 for item in framework.items}).total == 1000


@pytest.mark.parametrize(
    ("points", "kind", "band"),
    [(150.4, "process", 1), (150.5, "process", 2), (550, "process", 8), (345.5, "results", 7)],
)
def test_points_are_rounded_half_up_before_the_band_is_looked_up(points, kind, band):
    assert scoring_system("baldrige-adli-letci").score_band(points, kind=kind).id == band


def test_twenty_one_percents_lie_in_six_bands():
    system = scoring_system("baldrige-adli-letci")

    bands = [system.band_of(percent).id for percent in system.allowed_percent]

    assert len(bands) == 21
    assert bands == sorted(bands)
    assert set(bands) == {1, 2, 3, 4, 5, 6}
    with pytest.raises(ValueError, match="42 percent"):
        system.band_of(42)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda told: told["categories"][0].update(points=100), "Category 1 says 100 points"),
        (lambda told: told.update(total_points=900), "It says 900 points in all"),
        (lambda told: told.update(scoring="stars"), "scored by stars, which nobody knows"),
        (lambda told: told.update(licence=""), "It has no licence"),
        (lambda told: told.update(categories=[]), "It has no items"),
        (
            lambda told: told["categories"][0]["items"][1].update(id="1.1"),
            "Item 1.1 stands there 2 times",
        ),
        (
            lambda told: told["categories"][0]["items"][1].update(type="guess"),
            "of a kind nobody knows: guess",
        ),
        (
            lambda told: told["categories"][6]["items"][0].update(type="process"),
            "The results bands end at 450; its items have 330 points",
        ),
    ],
)
def test_what_does_not_hold_together_is_named(change, sentence):
    told = edition()
    change(told)

    assert any(sentence in problem for problem in problems_of(framework_of(told)))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is no JSON"),
        ("[]", "is no framework"),
        ("{}", "id is missing"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_a_file_that_is_no_framework_is_refused_in_words(tmp_path, content, sentence):
    path = tmp_path / "mine.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(UnreadableFramework, match=sentence):
        read_framework(path)
    assert check(path, console=Console(quiet=True)) == 1


def test_the_command_checks_a_file_or_all(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(edition() | {"total_points": 1001}))

    console = Console(record=True, width=200, quiet=False)
    assert check(path, console=console) == 1
    assert "It says 1001 points in all; its categories have 1000." in console.export_text()
    assert check(None, console=Console(quiet=True)) == 0


def test_every_field_of_a_framework_is_documented():
    page = (Path(__file__).parents[3] / "docs/reference/frameworks.md").read_text()
    told = {field.name for kind in (Framework, Category, Item, Area) for field in fields(kind)}

    assert {name for name in told if f"`{name}`" not in page} == set()


def test_scales_that_are_never_added_have_no_sum():
    assert shipped()["deming-prize"].total_points is None
