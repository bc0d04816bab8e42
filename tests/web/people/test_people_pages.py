"""The organisation's own page: administrators only; customers' pages: those who serve them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from herefor.answer.verbs import open_case
from herefor.people.models import Account, Role, Unit
from herefor.people.verbs import give_role, invite_account, make_sign_in_link

ADMINISTRATORS_ONLY = ["/people/", "/people/accounts/1/"]


@pytest.mark.parametrize("who", ["alice", "ann", "bob", "charlie"])
@pytest.mark.parametrize("path", ADMINISTRATORS_ONLY)
def test_only_administrators_open_the_people_pages(client, world, who, path):
    client.force_login(getattr(world, who))

    assert client.get(path).status_code == 404


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


@pytest.fixture
def local(world):
    """Lena administers Hill, and nothing else."""
    lena = Account.objects.create_user("lena@example.org", "four unrelated words", name="Lena")
    give_role(lena, kind=Role.Kind.ADMINISTRATOR, unit=world.hill, by=world.adam)
    return lena


@pytest.mark.parametrize("who", ["adam", "alice", "bob"])
def test_an_administrator_of_one_unit_cannot_let_themselves_in_as_others(client, world, local, who):
    client.force_login(local)
    colleague = getattr(world, who)

    assert client.post(f"/people/accounts/{colleague.pk}/sign-in-links/").status_code == 404
    assert client.get(f"/people/accounts/{colleague.pk}/").status_code == 404
    assert colleague.email not in client.get("/people/").content.decode()
    assert not colleague.sign_in_links.exists()


def test_an_administrator_of_one_unit_looks_after_its_people(client, world, local):
    client.force_login(local)

    page = client.post(f"/people/accounts/{world.charlie.pk}/sign-in-links/")

    assert page.status_code == 200
    assert world.charlie.sign_in_links.exists()


def test_somebody_with_a_role_elsewhere_too_is_out_of_reach(client, world, local):
    give_role(world.charlie, kind=Role.Kind.RESPONDER, unit=world.harbour, by=world.adam)
    client.force_login(local)

    page = client.post(f"/people/accounts/{world.charlie.pk}/sign-in-links/")

    assert page.status_code == 404


def test_an_administrator_of_one_unit_does_not_promise_for_all(client, world, local):
    client.force_login(local)

    page = client.post("/people/promises/", {"name": "Mine", "smallest_group": 3})

    assert page.status_code == 404
    assert "What you promise" not in client.get("/people/").content.decode()


def test_the_last_administrator_of_the_whole_stays(client, world, local):
    client.force_login(world.adam)
    role = world.adam.roles.get(kind=Role.Kind.ADMINISTRATOR)

    page = client.post(f"/people/roles/{role.pk}/", follow=True)

    assert "so the role stays" in page.content.decode()
    assert world.adam.roles.filter(pk=role.pk).exists()


def test_an_administrator_who_never_chose_a_password_does_not_count(client, world):
    invited = invite_account(name="Dana", email="dana@example.org", by=world.adam)
    give_role(invited, kind=Role.Kind.ADMINISTRATOR, unit=world.company, by=world.adam)
    client.force_login(world.adam)
    role = world.adam.roles.get(kind=Role.Kind.ADMINISTRATOR)

    client.post(f"/people/roles/{role.pk}/")

    assert world.adam.roles.filter(pk=role.pk).exists()


def test_an_administrator_may_go_when_another_stays(client, world):
    give_role(world.alice, kind=Role.Kind.ADMINISTRATOR, unit=world.company, by=world.adam)
    client.force_login(world.adam)
    role = world.adam.roles.get(kind=Role.Kind.ADMINISTRATOR)

    page = client.post(f"/people/roles/{role.pk}/", follow=True)

    assert page.status_code == 200
    assert "The role is taken back." in page.content.decode()
    assert not world.adam.roles.filter(pk=role.pk).exists()


def test_using_one_link_closes_the_others(client, world):
    first, second = (make_sign_in_link(world.bob, by=world.adam) for _ in range(2))

    client.post(f"/welcome/{first.token}/", {"password": "four unrelated words"})

    assert client.get(f"/welcome/{second.token}/").status_code == 410


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


def test_a_page_reads_the_visitors_roles_once_and_sees_a_change_at_once(client, world):
    client.force_login(world.bob)

    with CaptureQueriesContext(connection) as asked:
        assert client.get("/answer/").status_code == 200
    his = re.compile(rf'FROM "people_role".*"account_id" (= |IN \(){world.bob.pk}\b')
    assert len([one for one in asked if his.search(one["sql"])]) == 1

    world.bob.roles.all().delete()
    assert client.get("/answer/").status_code == 404
