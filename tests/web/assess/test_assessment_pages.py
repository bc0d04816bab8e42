"""The pages of an assessment: who gets in, at which stage."""

import pytest

from herefor.assess.access import STAGES
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Assessment, ItemResponse, Seat
from herefor.assess.verbs import declare, invite, open_assessment
from herefor.people.models import Account


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


def seated(assessment, role, *, stage="writing", tie="none"):
    account = Account.objects.create_user(f"{role}@example.org", "x", name=f"The {role}")
    seat = invite(assessment, account=account, role=role, by=assessment.by)
    for one in STAGES[1 : STAGES.index(stage) + 1]:
        assessment.stages.create(stage=one, by=assessment.by, at=assessment.opened_at)
    declare(seat, tie=tie)
    return seat


def test_who_has_a_tie_opens_nothing(client, assessment):
    client.force_login(seated(assessment, "examiner", stage="independent", tie="customer").account)

    page = client.get(f"/assess/{assessment.pk}/")

    assert page.status_code == 403
    assert "Your seat is closed" in page.content.decode()
    assert client.get(f"/assess/{assessment.pk}/answers/1.1/").status_code == 403
    assert client.get(f"/assess/{assessment.pk}/marks/1.1/").status_code == 403


def test_a_leader_begins_one_declares_and_invites(client, world):
    client.force_login(world.alice)
    answer = client.post(
        "/assess/new/", {"title": "Our year", "unit": world.harbour.pk, "framework": DEFAULT}
    )
    assessment = Assessment.objects.get()
    assert answer["Location"] == assessment.get_absolute_url()
    assert client.get(answer["Location"])["Location"].endswith("/ties/")

    client.post(f"/assess/{assessment.pk}/ties/", {"tie": "none"})
    client.post(f"/assess/{assessment.pk}/seats/", {"account": world.bob.pk, "role": "writer"})

    assert Seat.objects.get(account=world.bob).role == "writer"
    assert "Bob Ek, writer" in client.get(answer["Location"]).content.decode()


def test_a_writer_writes_and_an_examiner_marks(client, assessment):
    client.force_login(seated(assessment, "writer").account)
    client.post(f"/assess/{assessment.pk}/answers/1.1/", {"text": "We listen.", "seen": 0})
    assert ItemResponse.objects.get().text == "We listen."
    client.post(f"/assess/{assessment.pk}/onward/")
    assert assessment.stage == "independent"

    examiner = seated(assessment, "examiner")
    client.force_login(examiner.account)
    address = f"/assess/{assessment.pk}/marks/1.1/"
    assert "We listen." in client.get(address).content.decode()
    assert client.post(address, {"percent": "50"}).status_code == 422
    assert client.post(address, {"band": "4", "percent": "52"}).status_code == 422
    client.post(address, {"band": "4", "percent": "50", "approach": "4"})

    given = examiner.marks.get()
    assert (given.percent, given.factors, given.round) == (50, {"approach": 4}, "independent")
