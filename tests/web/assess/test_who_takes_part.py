"""Who is invited as what, and a lead with a tie who hands over."""

import pytest

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Seat
from herefor.assess.verbs import NotNow, declare, hand_over, invite, open_assessment, submit
from herefor.people.models import Account, Role
from herefor.people.verbs import give_role
from herefor.story.models import Event


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


@pytest.fixture
def lead(assessment):
    return assessment.seats.get()


def examiner(world, name):
    account = Account.objects.create_user(f"{name.lower()}@example.org", "x", name=name)
    give_role(account, kind=Role.Kind.EXAMINER, unit=world.company, by=world.adam)
    return account


def invited(client, assessment, account, role):
    return client.post(f"/assess/{assessment.pk}/seats/", {"account": account.pk, "role": role})


def test_only_those_who_fit_are_offered(client, world, assessment, lead):
    declare(lead, tie="none")
    examiner(world, "Ex")
    client.force_login(world.alice)

    text = client.get(f"/assess/{assessment.pk}/").content.decode()

    for name, is_offered in {"Bob Ek": True, "Ex": True, "Charlie Low": False}.items():
        assert (name, f">{name}</option>" in text) == (name, is_offered)


@pytest.mark.parametrize(
    ("who", "role", "status"),
    [
        ("bob", "writer", 302),
        ("bob", "examiner", 422),
        ("bob", "lead", 422),
        ("bob", "judge", 422),
        ("bob", "monitor", 302),
        ("charlie", "writer", 422),
        ("ex", "examiner", 302),
        ("ex", "lead", 302),
        ("ex", "judge", 302),
        ("ex", "monitor", 302),
        ("ex", "writer", 422),
    ],
)
def test_each_seat_goes_to_who_may_have_it(client, world, assessment, lead, who, role, status):
    declare(lead, tie="none")
    account = examiner(world, "Ex") if who == "ex" else getattr(world, who)
    client.force_login(world.alice)

    assert invited(client, assessment, account, role).status_code == status
    assert assessment.seats.filter(account=account).exists() == (status == 302)


def test_a_lead_with_a_tie_hands_over_and_the_assessment_goes_on(client, world, assessment, lead):
    writer = invite(assessment, account=world.bob, role="writer", by=world.alice)
    submit(assessment, by=writer)
    declare(lead, tie="employed")
    ex = examiner(world, "Ex")
    client.force_login(world.alice)
    address = f"/assess/{assessment.pk}/handover/"

    closed = client.get(f"/assess/{assessment.pk}/")
    assert closed.status_code == 403
    assert "Hand the lead over" in closed.content.decode()
    assert client.post(address, {"to": ""}).status_code == 422
    assert client.post(address, {"to": world.bob.pk}).status_code == 422
    assert "Somebody else leads it now." in client.post(address, {"to": ex.pk}).content.decode()
    assert client.post(address, {"to": ex.pk}).status_code == 403
    assert client.get(f"/assess/{assessment.pk}/team/").status_code == 403

    assert Event.objects.get(what="lead handed over").payload["name"] == "Ex"
    client.force_login(ex)
    assert client.get(f"/assess/{assessment.pk}/team/")["Location"].endswith("/ties/")
    client.post(f"/assess/{assessment.pk}/ties/", {"tie": "none"})
    assert client.get(f"/assess/{assessment.pk}/team/").status_code == 200


def test_who_leads_hands_over_once_and_only_with_a_tie(world, assessment, lead):
    one, other = examiner(world, "One"), examiner(world, "Other")
    declare(lead, tie="none")
    with pytest.raises(NotNow):
        hand_over(lead, to=one)

    declare(lead, tie="supplier")
    with pytest.raises(NotNow):
        hand_over(lead, to=world.bob)
    second = hand_over(lead, to=one)
    with pytest.raises(NotNow):
        hand_over(lead, to=other)

    declare(second, tie="customer")
    assert hand_over(second, to=other).role == Seat.Role.LEAD


def test_nobody_else_with_a_tie_hands_anything_over(world, assessment, lead):
    declare(lead, tie="none")
    seat = invite(assessment, account=examiner(world, "Ex"), role="examiner", by=world.alice)
    declare(seat, tie="supplier")

    with pytest.raises(NotNow):
        hand_over(seat, to=examiner(world, "Other"))
