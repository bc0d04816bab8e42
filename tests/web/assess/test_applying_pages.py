"""The writers' pages: answers with evidence, documents, key factors; what examiners see of them."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from found import a_finding, a_survey, a_wave
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Evidence, KeyFactor, Seat
from herefor.assess.verbs import declare, invite, open_assessment, submit, write_answer
from herefor.people.models import Account


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.company, framework=shipped()[DEFAULT], title="Our year", by=world.ann
    )


@pytest.fixture
def writer(assessment, world, client):
    client.force_login(world.alice)
    return invite(assessment, account=world.alice, role=Seat.Role.WRITER, by=world.ann)


@pytest.fixture
def finding(world):
    survey = a_survey(world)
    for month, index in ((1, 72), (4, 71), (7, 60)):
        wave = a_wave(survey, f"2026-{month}", date(2026, month, 1))
        a_finding(wave, world.company, n=900, index=73.0, se=0.5)
        found = a_finding(wave, world.harbour, n=300, index=float(index), se=1.0)
    return found


def post(client, assessment, item="7.2", **said):
    said = {"what": "", "factors": ["levels"], "words": "It fell."} | said
    return client.post(f"/assess/{assessment.pk}/answers/{item}/evidence/", said)


def page(client, assessment, item="7.2"):
    return client.get(f"/assess/{assessment.pk}/answers/{item}/").content.decode()


def test_a_writer_names_a_chart_and_reads_what_is_missing(client, assessment, writer, finding):
    assert "7.2 has no evidence yet." in page(client, assessment)
    answer = post(
        client, assessment, what=f"finding-{finding.pk}-Satisfaction", factors=["levels", "trends"]
    )

    assert answer.status_code == 302
    text = page(client, assessment)
    assert "7.2 has levels and trends, no comparisons and no integration." in text
    assert "fell clearly, by " in text
    assert "Numbers as a table" in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose something that is here, or hand in a document."),
        ({"factors": ["approach"]}, "Select a valid choice"),
        ({"words": ""}, "This field is required"),
        ({"value": "70"}, "A benchmark without a source cannot be trusted."),
        ({"source": "Ports"}, "Write the number of the benchmark."),
        ({"what": "finding-0-Satisfaction"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_named(client, assessment, writer, said, words):
    answer = post(client, assessment, **said)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Evidence.objects.exists()


def test_a_chart_named_for_comparisons_needs_one(client, assessment, writer, finding, world):
    chosen = {"what": f"finding-{finding.pk}-Satisfaction", "factors": ["comparisons"]}

    alone = post(client, assessment, **chosen)
    itself = post(client, assessment, **chosen, unit=world.harbour.pk)
    beside = post(client, assessment, **chosen, unit=world.company.pk)

    assert "Say what it is compared with" in alone.content.decode()
    assert "That is the unit itself." in itself.content.decode()
    assert beside.status_code == 302
    assert "Clearly below Harbour &amp; Vale (73.0)" in page(client, assessment)


def test_a_document_is_handed_in_and_read_by_those_who_read_answers(client, assessment, writer):
    upload = SimpleUploadedFile("minutes.txt", b"We met.")
    assert post(client, assessment, document=upload).status_code == 302
    address = f"/assess/{assessment.pk}/evidence/{Evidence.objects.get().pk}/document/"

    assert b"".join(client.get(address)) == b"We met."
    assert address in page(client, assessment)

    Evidence.objects.update(taken_back_at=assessment.opened_at)
    assert client.get(address).status_code == 404


def test_a_chart_is_no_document(client, assessment, writer, finding):
    post(client, assessment, what=f"finding-{finding.pk}-Satisfaction")

    pk = Evidence.objects.get().pk
    assert client.get(f"/assess/{assessment.pk}/evidence/{pk}/document/").status_code == 404


def test_evidence_is_taken_back(client, assessment, writer, finding):
    post(client, assessment, what=f"finding-{finding.pk}-Satisfaction")
    pk = Evidence.objects.get().pk

    client.post(f"/assess/{assessment.pk}/evidence/{pk}/back/")

    assert "7.2 has no evidence yet." in page(client, assessment)


def test_an_examiner_sees_the_frozen_chart_and_cannot_take_it_back(
    client, assessment, writer, finding, world
):
    post(client, assessment, what=f"finding-{finding.pk}-Satisfaction", factors=["trends"])
    submit(assessment, by=writer)
    a_finding(finding.wave, world.harbour, n=400, index=90.0)
    account = Account.objects.create_user("ex@example.org", "x", name="Ex")
    declare(invite(assessment, account=account, role="examiner", by=world.ann), tie="none")
    client.force_login(account)

    text = client.get(f"/assess/{assessment.pk}/marks/7.2/").content.decode()

    assert "60.0 in 2026-7" in text
    assert "fell clearly, by " in text
    assert "90.0" not in text
    assert "7.2 has trends, no levels, no comparisons and no integration." in text
    assert "Take it back" not in text
    assert "Take it back" not in page(client, assessment)


def test_the_profile_is_written_and_has_no_evidence(client, assessment, writer):
    client.post(f"/assess/{assessment.pk}/answers/P.1/", {"text": "We sail.", "seen": 0})

    assert "We sail." in client.get(f"/assess/{assessment.pk}/key-factors/").content.decode()
    assert "Name evidence" not in page(client, assessment, "P.1")
    assert post(client, assessment, "P.1", factors=["approach"]).status_code == 404
    assert client.get(f"/assess/{assessment.pk}/answers/9.9/").status_code == 404


def test_a_key_factor_is_named_changed_and_taken_back(client, assessment, writer):
    address = f"/assess/{assessment.pk}/key-factors/"
    assert client.post(address, {"area": "mission", "words": ""}).status_code == 422
    client.post(address, {"area": "mission", "words": "Ferries run."})
    first = KeyFactor.objects.get()

    client.post(f"{address}{first.pk}/", {"area": "customers", "words": "Ferries always run."})
    text = client.get(address).content.decode()
    assert "Ferries always run." in text
    assert "Ferries run." not in text

    again = client.post(f"{address}{first.pk}/", {"area": "mission", "words": "x"}, follow=True)
    assert "changed or took back this key factor" in again.content.decode()
    second = KeyFactor.objects.get(follows=first)
    client.post(f"{address}{second.pk}/back/")
    assert "None was named." in client.get(address).content.decode()


def test_two_answers_at_once_stand_side_by_side(client, assessment, writer):
    address = f"/assess/{assessment.pk}/answers/1.1/"
    client.post(address, {"text": "We listen.", "seen": 0})
    client.post(address, {"text": "We hear.", "seen": 0})

    text = page(client, assessment, "1.1")
    assert "Somebody wrote at the same time." in text
    assert text.count("We listen.") >= 2
    assert "We hear." in text


def test_writers_read_earlier_versions_and_examiners_only_what_was_submitted(
    client, assessment, writer, world
):
    write_answer(assessment, item="1.1", text="We think we listen.", seen=0, by=writer)
    write_answer(assessment, item="1.1", text="We listen daily.", seen=1, by=writer)
    written = page(client, assessment, "1.1")
    assert "Earlier versions" in written
    assert "We think we listen." in written

    submit(assessment, by=writer)
    account = Account.objects.create_user("ex@example.org", "x", name="Ex")
    declare(invite(assessment, account=account, role="examiner", by=world.ann), tie="none")
    client.force_login(account)

    read = page(client, assessment, "1.1")
    assert "We listen daily." in read
    assert "We think we listen." not in read
