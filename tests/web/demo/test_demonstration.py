"""The demonstration as a visitor meets it."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils.html import escape

from herefor.answer.models import Case
from herefor.answer.queries import IS_CONFIRMED, inbox, waiting_for
from herefor.assess.models import Certificate, Workshop
from herefor.assess.pictures import shown
from herefor.assess.queries.evidence import evidence_for
from herefor.assess.queries.workshop import items_seen
from herefor.assess.rules import assessments_visible_to
from herefor.demo.doors import WHO, addresses
from herefor.demo.make import EVERYTHING, make_if_missing
from herefor.insight.models import Finding, Remeasurement
from herefor.insight.queries import index_of, some_wait
from herefor.insight.verbs import measure_wave
from herefor.lead.models import Commitment
from herefor.listen.models import OpenLink, Response
from herefor.people.models import Account
from herefor.story.clock import acting_at
from herefor.story.queries import check_chain

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]
DAY = datetime(2026, 7, 15, 14, tzinfo=UTC)


def test_a_second_start_keeps_what_is_there(world):
    make_if_missing(say=pytest.fail)

    assert Account.objects.filter(email=WHO["leader"]).count() == 0


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Made once; every test below works on it and undoes what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        with acting_at(DAY):
            make_if_missing(say=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(made, settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "herefor.demo.urls"
    with acting_at(DAY):
        yield


def test_the_demonstration_is_a_living_organisation(client, demo):
    assert 5_800 <= Response.objects.count() <= 6_200
    assert 130 <= Case.objects.count() <= 170
    assert Case.objects.filter(IS_CONFIRMED).count() > 80
    assert Finding.objects.count() == 8 * 5
    newest = Remeasurement.objects.get().wave
    assert newest == Finding.objects.latest("wave__opens_on").wave
    assert Commitment.objects.count() == 3
    assert check_chain().holds

    leader = Account.objects.get(email=WHO["leader"])
    assert waiting_for(leader).count() == 2
    assert inbox(leader, "overdue").count() >= 1

    for role, path in addresses().items():
        page = client.get(path, follow=True)
        assert page.status_code == 200, role


def test_an_examiner_sees_the_planted_decline_in_the_frozen_chart_of_7_2(client, demo):
    examiner = Account.objects.get(email=WHO["examiner"])
    assessment = assessments_visible_to(examiner).get()
    frozen = [one.frozen for one in evidence_for(assessment, item="7.2")]
    pictures = {shown(one).title: shown(one) for one in evidence_for(assessment, item="7.2")}

    assert assessment.stage == "independent"
    assert [one["unit"] for one in frozen] == ["Harbour & Vale", "Repairs", "Online"]
    repairs = pictures["Satisfaction, Repairs"]
    last = Finding.objects.filter(unit__name="Repairs").latest("wave__opens_on", "found_at")
    assert repairs.points[-1].value == index_of(last, "Satisfaction").value
    assert [point.clear for point in repairs.points] == [""] * 7 + ["fell clearly"]
    assert ": fell clearly, by " in repairs.says[0]
    assert repairs.says[0].endswith("points, since 2026 Q2.")
    assert repairs.says[2].startswith("Clearly below Harbour & Vale (")
    assert not any(point.clear for point in pictures["Loyalty, Online"].points)

    client.force_login(examiner)
    page = client.get(f"/assess/{assessment.pk}/marks/7.2/").content.decode()
    evidence = page[page.index("<h2>Evidence</h2>") : page.index("<h2>Key factors</h2>")]
    assert "At Repairs satisfaction fell after the contractor left." in evidence
    for sentence in repairs.says:
        assert escape(sentence) in evidence
    assert "7.2 has levels, trends and comparisons, no integration." in evidence


def test_an_examiner_sees_who_left_repairs_beside_the_panel_in_7_3(client, demo):
    examiner = Account.objects.get(email=WHO["examiner"])
    (picture,) = map(shown, evidence_for(assessments_visible_to(examiner).get(), item="7.3"))
    points = picture.points

    assert picture.title == "Fitters who left, Repairs"
    assert [point.value < point.other for point in points] == [True] * 7 + [False]
    assert points[-1].value - max(point.value for point in points[:-1]) > 3
    assert "Lower is better: a line that falls is good." in picture.says
    assert picture.notices == ()


def test_a_visitors_first_answer_is_counted(client, demo):
    link = OpenLink.objects.order_by("-wave__opens_on", "pk")[0]
    measure_wave(link.wave)
    before = Finding.objects.filter(wave=link.wave, unit=link.unit).first()
    assert some_wait(link.wave)

    body = {"answers": dict.fromkeys(EVERYTHING - {"COMP"}, 1) | {"COMP": 1}, "once": "visitor-1"}
    sent = client.post(f"/api/v1/waves/{link.key}/responses", body, content_type="application/json")
    measure_wave(link.wave)

    after = Finding.objects.filter(wave=link.wave, unit=link.unit).first()
    assert sent.status_code == 201
    assert after.n == before.n + 5
    index = [one.result["constructs"]["Satisfaction"]["index"] for one in (before, after)]
    assert index[0] != index[1]


def test_what_came_before_the_assessment_can_be_walked_through(client, demo):
    workshop = Workshop.objects.get()
    client.force_login(Account.objects.get(email=WHO["leader"]))

    page = client.get(workshop.get_absolute_url()).content.decode()
    assert [one.item.id for one in items_seen(workshop) if one.is_apart] == ["5.2"]
    assert "Ask fitters each month" in page
    assert "Letters one can read" in client.get("/assess/practices/").content.decode()

    client.force_login(Account.objects.get(email=WHO["examiner"]))
    certificate = Certificate.objects.get()
    assert certificate.is_valid
    assert client.get(certificate.get_absolute_url()).status_code == 200
