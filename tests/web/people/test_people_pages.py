"""The organisation's own page: administrators only; customers' pages: those who serve them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from herefor.answer.verbs import open_case
from herefor.people.models import Account, Role, Unit
from herefor.people.verbs import make_sign_in_link

ADMINISTRATORS_ONLY = ["/people/", "/people/accounts/1/"]


@pytest.mark.parametrize("who", ["alice", "ann", "bob", "charlie"])
@pytest.mark.parametrize("path", ADMINISTRATORS_ONLY)
def test_only_administrators_open_the_people_pages(client, world, who, path):
    client.force_login(getattr(world, who))

    assert client.get(path).status_code == 403


def test_an_administrator_sees_people_units_and_promises(client, world):
    client.force_login(world.adam)

    page = client.get("/people/").content.decode()

    for shown in ["Bob Ek", "bob@example.org", "responder, Harbour", "Hill", "Harbour &amp; Vale"]:
        assert shown in page


def test_a_colleague_is_added_and_lets_themselves_in(client, world):
    client.force_login(world.adam)
    sent = {
        "name": "Dana Roe",
        "email": "Dana@Example.org",
        "kind": "responder",
        "unit": world.hill.pk,
    }

    page = client.post("/people/accounts/", sent).content.decode()

    dana = Account.objects.get(email="dana@example.org")
    link = dana.sign_in_links.get()
    assert f"/welcome/{link.token}/" in page
    client.logout()
    welcome = client.post(
        f"/welcome/{link.token}/", {"password": "four unrelated words"}, follow=True
    )
    assert welcome.context["user"] == dana


def test_a_sign_in_link_opens_once(client, world):
    link = make_sign_in_link(world.bob, by=world.adam)
    client.post(f"/welcome/{link.token}/", {"password": "four unrelated words"})

    again = client.get(f"/welcome/{link.token}/")

    assert again.status_code == 410
    assert "no longer opens" in again.content.decode()


def test_a_sign_in_link_closes_after_two_days(client, world):
    link = make_sign_in_link(world.bob, by=world.adam)
    link.expires_at = timezone.now() - timedelta(minutes=1)
    link.save()

    assert client.get(f"/welcome/{link.token}/").status_code == 410


def test_a_weak_password_is_refused_in_words(client, world):
    link = make_sign_in_link(world.bob, by=world.adam)

    page = client.post(f"/welcome/{link.token}/", {"password": "short"})

    assert page.status_code == 422
    assert "too short" in page.content.decode()


def test_the_same_address_is_not_invited_twice(client, world):
    client.force_login(world.adam)
    sent = {"name": "Bob", "email": "bob@example.org", "kind": "leader", "unit": world.hill.pk}

    page = client.post("/people/accounts/", sent)

    assert page.status_code == 422
    assert "Somebody already signs in with this address" in page.content.decode()


def test_a_role_is_given_and_taken_back(client, world):
    client.force_login(world.adam)
    path = f"/people/accounts/{world.ann.pk}/"

    client.post(path, {"kind": "leader", "unit": world.hill.pk})
    given = world.ann.roles.get(kind=Role.Kind.LEADER)
    client.post(f"/people/roles/{given.pk}/")

    assert not world.ann.roles.filter(kind=Role.Kind.LEADER).exists()


def test_the_last_administrator_stays(client, world):
    client.force_login(world.adam)
    role = world.adam.roles.get(kind=Role.Kind.ADMINISTRATOR)

    page = client.post(f"/people/roles/{role.pk}/", follow=True)

    assert "the last administrator" in page.content.decode()
    assert world.adam.roles.filter(pk=role.pk).exists()


def test_a_unit_is_opened_below_another(client, world):
    client.force_login(world.adam)
    sent = {"name": "Pier", "kind": "site", "parent": world.harbour.pk, "weight": "3"}

    client.post("/people/units/", sent)

    pier = Unit.objects.get(name="Pier")
    assert pier.trail == f"{world.harbour.trail}{pier.pk}/"


@pytest.mark.parametrize("wrong", [{"weight": "0"}, {"name": "Harbour"}, {"parent": ""}])
def test_a_unit_that_cannot_be_is_refused(client, world, wrong):
    client.force_login(world.adam)
    sent = {"name": "Pier", "kind": "site", "parent": world.company.pk, "weight": "1"} | wrong

    page = client.post("/people/units/", sent)

    assert page.status_code == 422
    assert Unit.objects.count() == 3


def test_promises_are_changed_and_checked(client, world):
    client.force_login(world.adam)
    sent = {
        "name": "Harbour",
        "first_answer_hours": 12,
        "low_score": 30,
        "smallest_group": 8,
        "kept_years": 1,
    }

    client.post("/people/promises/", sent)
    refused = client.post("/people/promises/", sent | {"smallest_group": 1})

    world.organisation.refresh_from_db()
    assert world.organisation.first_answer_hours == 12
    assert world.organisation.smallest_group == 8
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("bob", 200), ("charlie", 404), ("ann", 404), ("adam", 404)]
)
def test_a_customers_story_is_for_those_who_serve_them(client, world, who, status):
    open_case("Nobody came", unit=world.harbour, customer=world.carla)
    client.force_login(getattr(world, who))

    page = client.get(f"/people/customers/{world.carla.pk}/")

    assert page.status_code == status
    assert ("A case was opened" in page.content.decode()) == (status == 200)


def test_signing_in_by_e_mail(client, world):
    sent = {"login": "bob@example.org", "password": "correct horse battery"}

    page = client.post("/sign-in/login/", sent, follow=True)

    assert page.context["user"] == world.bob
    assert page.redirect_chain[-1][0] == "/answer/"


def test_nobody_signs_up_from_outside(client, world):
    assert client.get("/sign-in/signup/").status_code == 404
