"""The demonstration as a visitor meets it."""

from datetime import UTC, datetime

import pytest

from herefor.answer.models import Case
from herefor.answer.queries import IS_CONFIRMED, inbox, waiting_for
from herefor.demo.doors import WHO, addresses
from herefor.demo.make import make_if_missing
from herefor.insight.models import Finding, Remeasurement
from herefor.lead.models import Commitment
from herefor.listen.models import Response
from herefor.people.models import Account
from herefor.story.clock import acting_at
from herefor.story.queries import check_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = "herefor.demo.urls"
    with acting_at(datetime(2026, 7, 15, 14, tzinfo=UTC)):
        make_if_missing(say=lambda _: None)
        yield


def test_the_demonstration_is_a_living_organisation(client, demo):
    assert 5_800 <= Response.objects.count() <= 6_200
    assert 130 <= Case.objects.count() <= 170
    assert Case.objects.filter(IS_CONFIRMED).count() > 80
    assert Finding.objects.count() == 8 * 5
    assert not Remeasurement.objects.exists()
    assert Commitment.objects.count() == 3
    assert check_chain().holds

    leader = Account.objects.get(email=WHO["leader"])
    assert waiting_for(leader).count() == 2
    assert inbox(leader, "overdue").count() >= 1

    for role, path in addresses().items():
        page = client.get(path, follow=True)
        assert page.status_code == 200, role


def test_a_second_start_keeps_what_is_there(world):
    make_if_missing(say=pytest.fail)

    assert Account.objects.filter(email=WHO["leader"]).count() == 0
