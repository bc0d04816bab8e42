"""Topics over editions, words of sectors, and texts that people brought in."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from herefor.assess.frameworks import DEFAULT, sector_words, shipped
from herefor.assess.models import LicensedText
from herefor.assess.queries.crosswalk import crosswalk
from herefor.assess.verbs import bring_in_texts, declare, invite, open_assessment
from herefor.story.clock import now

EDUCATION, HEALTH = "baldrige-2011-2012-education", "baldrige-2011-2012-healthcare"


def test_customer_culture_moved_from_3_1b_to_1_1a():
    row = next(one for one in crosswalk() if one.topic.id == "customer-culture")

    told = {one.framework.id: (one.number, one.is_moved) for one in row.places}

    assert told == {
        "baldrige-1999-business": ("", False),
        "baldrige-2009-2010-business": ("3.1b", False),
        DEFAULT: ("1.1a", True),
        "baldrige-2023-2024-business": ("1.1c", False),
    }


def test_the_page_is_for_those_who_assess(client, world):
    client.force_login(world.ann)
    page = client.get("/assess/crosswalk/").content.decode()
    assert "What is asked, edition after edition" in page
    assert "moved" in page
    client.force_login(world.bob)
    assert client.get("/assess/crosswalk/").status_code == 404
    assert client.get("/assess/texts/").status_code == 404
    assert client.post(f"/assess/texts/{DEFAULT}/removal/").status_code == 404


@pytest.mark.parametrize(("edition", "word"), [(EDUCATION, "students"), (HEALTH, "patients")])
def test_a_sector_asks_the_same_in_its_own_words(edition, word):
    business, sector = shipped()[DEFAULT].item("3.1"), shipped()[edition].item("3.1")

    assert "customers" in business.headline
    assert word in sector.headline
    assert [area.id for area in sector.areas] == [area.id for area in business.areas]
    assert "ustomer" not in str(sector.areas)
    assert sector.name == business.name


def test_sector_words_are_whole_words_and_nothing_changes_without_them():
    assert sector_words("Product and production", {"product": "programme"}) == (
        "Programme and production"
    )
    assert sector_words("Customers", {}) == "Customers"


def given(client, name, content, *, framework=DEFAULT, licence="Bought in 2025"):
    content = content if isinstance(content, bytes) else content.encode()
    file = SimpleUploadedFile(name, content)
    said = {"framework": framework, "licence": licence, "file": file}
    return client.post("/assess/texts/", said, follow=True)


def test_a_licensed_text_is_brought_in_replaced_and_taken_away(client, world):
    client.force_login(world.alice)
    given(client, "text.json", json.dumps({"1.1": "How do leaders lead?", "1.2": " "}))
    assert LicensedText.objects.get().text == "How do leaders lead?"

    page = given(client, "text.csv", "item,text\n1.1,First\n7.2,Second\n").content.decode()

    assert "2 items, brought in by Alice Berg." in page
    assert "Bought in 2025" in page
    assert [one.text for one in LicensedText.objects.all()] == ["First", "Second"]
    client.post(f"/assess/texts/{DEFAULT}/removal/")
    assert not LicensedText.objects.exists()
    assert client.post("/assess/texts/nowhere/removal/").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "This is no JSON: see line 1."),
        ("a.json", '{"1.1": 3}', "Every item needs one text."),
        ("a.json", '{"9.9": "Text"}', "This edition has no item 9.9."),
        ("a.json", '{"1.1": "One", "1.1": "Two"}', "An item stands there twice."),
        ("a.json", "3", "There is no text in this file."),
        ("a.csv", "number,words\n1.1,Text\n", "needs the columns item and text."),
        ("a.csv", b"item,text\n1.1,\xff\n", "This file is not in UTF-8."),
        ("a.csv", "item,text\n1.1," + "a" * 20_001, "longer than 20,000 letters"),
        ("a.csv", "a" * 2_000_001, "larger than two megabytes"),
        ("a.csv", 'item,text\n1.1,"' + "a" * 200_000, "This is no table with the columns"),
        ("a.csv", "item,text\n1.1,a\0b\n", "A text has a letter that is none."),
        ("a.json", '{"1.1": "a\\u0000b"}', "A text has a letter that is none."),
        ("a.json", "[" * 200_000, "Every item needs one text."),
    ],
)
def test_a_file_that_is_none_says_why(client, world, name, content, said):
    client.force_login(world.alice)

    answer = given(client, name, content)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not LicensedText.objects.exists()


def test_a_text_needs_a_licence(client, world):
    client.force_login(world.alice)

    assert given(client, "a.json", '{"1.1": "Text"}', licence="").status_code == 422


def test_an_examiner_reads_the_text_beside_the_item(client, world):
    bring_in_texts(
        shipped()[DEFAULT],
        texts={"1.1": "How do leaders lead?"},
        licence="Bought in 2025",
        by=world.alice,
    )
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )
    assessment.stages.create(stage="independent", by=world.alice, at=now())
    seat = invite(assessment, account=world.charlie, role="examiner", by=world.alice)
    declare(seat, tie="none")
    client.force_login(world.charlie)

    page = client.get(f"/assess/{assessment.pk}/marks/1.1/").content.decode()

    assert "How do leaders lead?" in page
    assert "Bought in 2025" in page
    assert (
        "The text of the edition"
        not in client.get(f"/assess/{assessment.pk}/marks/1.2/").content.decode()
    )
