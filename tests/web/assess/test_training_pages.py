"""Learning to examine in the pages: the band before the step, then the reference and why."""

import pytest

from herefor.assess.cases import shipped_cases
from herefor.assess.models import Certificate, Exercise
from herefor.assess.scoring import scoring_system
from herefor.assess.verbs import (
    begin_exercise,
    declare,
    finish_exercise,
    invite,
    mark_exercise,
    open_assessment,
)

FERRIES = "saltmarsh-ferries"
SCORING = scoring_system("baldrige-adli-letci")


@pytest.fixture
def exercise(world):
    return begin_exercise(shipped_cases()[FERRIES], by=world.ann)


def mark_all(exercise, *, off=0):
    for one in exercise.case.items:
        mark_exercise(exercise, item=one.item, percent=one.reference.percent + off, factors={})


def text_of(answer):
    return answer.content.decode()


def test_an_examiner_marks_a_case_alone_and_earns_a_certificate(client, world):
    client.force_login(world.ann)
    assert "Begin with Brightwater Heating" in text_of(client.get("/assess/training/"))
    case = f"/assess/training/cases/{FERRIES}/"
    assert "Saltmarsh estuary" in text_of(client.get(case))
    root = client.post(case)["Location"]
    reference = shipped_cases()[FERRIES].items[0].reference
    assert reference.reason[:40] not in text_of(client.get(f"{root}1.1/"))

    for one in shipped_cases()[FERRIES].items:
        band = SCORING.band_of(one.reference.percent).id
        address = f"{root}{one.item}/"
        assert "steps" in text_of(client.post(address, {"band": band, "steps": "1"}))
        given = {"band": band, "percent": one.reference.percent, "next": "1"}
        assert client.post(address, given).status_code == 302
    assert "All items are marked." in text_of(client.get(root))
    page = text_of(client.post(f"{root}finish/", follow=True))

    assert "This earns your certificate." in page
    assert "10 of 10 items are within 10 of the reference, 10 in the same band." in page
    assert reference.reason[:40] in page
    assert "differential" not in page
    given = Certificate.objects.get()
    assert "Ann Fox" in text_of(client.get(given.get_absolute_url()))
    paper = client.get(f"{given.get_absolute_url()}certificate.pdf")
    assert paper.content.startswith(b"%PDF-")


def test_a_step_of_another_band_is_refused(client, world, exercise):
    client.force_login(world.ann)
    address = f"{exercise.get_absolute_url()}1.1/"

    assert client.post(address, {"percent": "50"}).status_code == 422
    assert client.post(address, {"band": "4", "percent": "70"}).status_code == 422
    assert not exercise.marks.exists()
    assert client.get(f"{exercise.get_absolute_url()}9.9/").status_code == 404


def test_a_finished_exercise_shows_what_to_train_and_is_not_marked_again(client, world, exercise):
    mark_all(exercise, off=15)
    finish_exercise(exercise)
    client.force_login(world.ann)
    root = exercise.get_absolute_url()

    page = text_of(client.get(root))

    assert "Not yet near enough for a certificate." in page
    assert "you gave 15.0 points more than the reference" in page
    assert client.get(f"{root}1.1/")["Location"] == root
    assert client.post(f"{root}finish/", follow=True).status_code == 200
    assert "practice and earns no certificate" in text_of(
        client.get(f"/assess/training/cases/{FERRIES}/")
    )


def test_four_parts_are_shown_after_two_cases(client, world, exercise):
    mark_all(exercise, off=5)
    finish_exercise(exercise)
    client.force_login(world.ann)
    assert "differential elevation" not in text_of(client.get("/assess/training/"))
    other = begin_exercise(shipped_cases()["brightwater-heating"], by=world.ann)
    mark_all(other)
    finish_exercise(other)

    assert "differential elevation" in text_of(client.get("/assess/training/"))


def test_what_is_not_finished_cannot_be_handed_in(client, world, exercise):
    client.force_login(world.ann)

    page = text_of(client.post(f"{exercise.get_absolute_url()}finish/", follow=True))

    assert "some items of your scorebook have no mark" in page
    assert Exercise.objects.get().finished_at is None


def test_nobody_else_opens_an_exercise_and_a_stranger_no_training(client, world, exercise):
    mark_all(exercise)
    finish_exercise(exercise)
    certificate = Certificate.objects.get().get_absolute_url()
    for other in (world.alice, world.bob):
        client.force_login(other)
        assert client.get(exercise.get_absolute_url()).status_code == 404
        assert client.post(f"{exercise.get_absolute_url()}finish/").status_code == 404
        assert client.get(certificate).status_code == 404
    assert client.get("/assess/training/").status_code == 404
    assert client.get(f"/assess/training/cases/{FERRIES}/").status_code == 404
    client.force_login(world.ann)
    assert client.get("/assess/training/cases/nowhere/").status_code == 404


def test_the_lead_sees_who_of_the_team_has_a_certificate(client, world, exercise):
    mark_all(exercise)
    finish_exercise(exercise)
    assessment = open_assessment(
        unit=world.harbour, framework=exercise.case.framework, title="Our year", by=world.alice
    )
    for account in (world.ann, world.charlie):
        invite(assessment, account=account, role="examiner", by=world.alice)
    declare(assessment.seats.get(role="lead"), tie="none")
    client.force_login(world.alice)

    page = text_of(client.get(f"/assess/{assessment.pk}/team/"))

    assert page.count("Certificate until") == 1
    assert client.get(Certificate.objects.get().get_absolute_url()).status_code == 200
    assert client.get(exercise.get_absolute_url()).status_code == 404
