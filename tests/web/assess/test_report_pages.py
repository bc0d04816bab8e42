"""The lead writes the report and looks at it first; names are taken out of what judges read."""

import pytest

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Alias, Report
from herefor.assess.verbs import declare, invite, open_assessment
from herefor.people.models import Organisation
from herefor.story.clock import now

THEME = {"kind_1": "results", "words_1": "Levels rise.", "items_1": "7.1 7.2"}


@pytest.fixture
def assessment(world):
    """With the judges, and everything agreed on."""
    made = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Tideway", by=world.alice
    )
    lead = made.seats.get()
    for item in made.framework.items:
        made.consensuses.create(item=item.id, percent=40, median=40, by=lead, at=now())
    comment = lead.comments.create(item="1.1", made_at=now())
    comment.versions.create(
        number=1,
        kind="strength",
        idea="Harbour and the Gullwing line listen.",
        is_bold=True,
        by=world.alice,
        at=now(),
    )
    for stage in ("independent", "consensus", "site-visit", "judges"):
        made.stages.create(stage=stage, by=world.alice, at=now())
    declare(lead, tie="none")
    return made


@pytest.fixture
def judge(assessment, world):
    seat = invite(assessment, account=world.charlie, role="judge", by=world.alice)
    declare(seat, tie="none")
    return seat


def text_of(answer):
    return answer.content.decode()


def test_a_report_is_looked_at_before_it_is_sent(client, world, assessment):
    client.force_login(world.alice)
    address = f"/assess/{assessment.pk}/report/new/"
    assert "Harbour and the Gullwing line listen." in text_of(client.get(address))

    looked = client.post(address, THEME | {"look": "1"})

    assert looked.status_code == 200
    assert "What the applicant will read" in text_of(looked)
    assert "Band 3 of 8: 201 to 260 of 550 points." in text_of(looked)
    assert not Report.objects.exists()
    assert client.post(address, THEME)["Location"] == f"/assess/{assessment.pk}/report/"
    declare(assessment.seats.get(), tie="none")
    page = text_of(client.get(f"/assess/{assessment.pk}/report/"))
    assert "What the results say" in page
    assert 'href="#item-7.2"' in page
    paper = client.get(f"/assess/{assessment.pk}/report.pdf")
    assert paper["Content-Disposition"] == 'inline; filename="tideway.pdf"'


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind_1": "strength"}, "Say the theme in words, or leave all empty."),
        ({"words_1": "Levels rise.", "items_1": "7.1"}, "Choose what it is."),
        (THEME | {"items_1": ""}, "Name at least one item that it rests on."),
        (THEME | {"items_1": "7.1, 9.9"}, "This edition has no item 9.9."),
    ],
)
def test_a_theme_that_is_not_whole_is_not_sent(client, world, assessment, wrong, said):
    client.force_login(world.alice)

    answer = client.post(f"/assess/{assessment.pk}/report/new/", wrong)

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Report.objects.exists()


def test_the_report_waits_for_a_judge(client, world, assessment, judge):
    client.force_login(world.alice)

    answer = client.post(f"/assess/{assessment.pk}/report/new/", THEME)

    assert "a judge has not recommended" in text_of(answer)
    assert not Report.objects.exists()


def test_what_the_lead_names_is_not_read_by_judges(client, world, assessment, judge):
    client.force_login(judge.account)
    before = text_of(client.get(f"/assess/{assessment.pk}/judges/"))
    assert "[…] and the Gullwing line listen." in before
    client.force_login(world.alice)
    address = f"/assess/{assessment.pk}/blinding/"
    assert client.post(address, {"names": "a" * 81}).status_code == 422

    client.post(address, {"names": "Gullwing\n\n Gullwing \nThe blue boats"})

    assert [one.name for one in Alias.objects.all()] == ["Gullwing", "The blue boats"]
    assert "[…] and the […] line listen." in text_of(client.get(address))
    client.force_login(judge.account)
    assert "Gullwing" not in text_of(client.get(f"/assess/{assessment.pk}/judges/"))


def test_no_page_tells_a_judge_who_the_applicant_is(client, world, assessment, judge):
    client.force_login(judge.account)
    for address in ("", f"{assessment.pk}/", f"{assessment.pk}/ties/", f"{assessment.pk}/judges/"):
        page = text_of(client.get(f"/assess/{address}"))
        told = page[page.index("<main") :]
        assert "Tideway" not in page
        assert str(world.harbour) not in told
        assert address.endswith(("ties/", "judges/")) or f"Applicant {assessment.pk}" in told


def test_who_is_asked_for_ties_reads_to_whom(client, world, assessment):
    assessment.seats.get().declarations.all().delete()
    client.force_login(world.alice)

    page = text_of(client.get(f"/assess/{assessment.pk}/ties/"))

    assert str(world.harbour) in page[page.index("<main") :]


def test_applicants_in_each_band_are_counted_from_the_smallest_group_on(client, world, assessment):
    Organisation.objects.update(smallest_group=3)
    client.force_login(world.alice)
    client.post(f"/assess/{assessment.pk}/report/new/", THEME)
    declare(assessment.seats.get(), tie="none")
    address = f"/assess/{assessment.pk}/report/"
    alone = text_of(client.get(address))
    assert "Band 3 of 8" in alone
    assert "applicants by this edition" not in alone
    document = Report.objects.get().document
    for number in range(2):
        other = open_assessment(
            unit=world.hill, framework=shipped()[DEFAULT], title=f"{number}", by=world.alice
        )
        Report.objects.create(assessment=other, document=document, by=world.alice, at=now())

    assert "Of 3 applicants by this edition so far" in text_of(client.get(address))
