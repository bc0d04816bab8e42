"""First set-up, the way home, and what is said when something is wrong."""

import pytest
from django.test import Client, RequestFactory

from herefor.demo.doors import is_from_here
from herefor.people.models import Account, Organisation
from herefor.site.setup import set_up_address

FILLED = {
    "organisation": "Corner Shop",
    "name": "Olga",
    "email": "olga@example.org",
    "password": "four unrelated words",
}


def path_of(address):
    return address.removeprefix("http://127.0.0.1:8000")


def test_before_set_up_every_page_says_how(client, db):
    page = client.get("/answer/")

    assert page.status_code == 503
    assert "Nobody has set this up yet" in page.content.decode()


def test_the_printed_link_sets_up_once(client, db):
    link = path_of(set_up_address())
    assert client.get(link).status_code == 200

    page = client.post(link, FILLED, follow=True)

    assert Organisation.objects.get().name == "Corner Shop"
    assert page.context["user"] == Account.objects.get(email="olga@example.org")
    assert client.get(link).status_code == 410
    assert client.post(link, FILLED | {"organisation": "Other"}).status_code == 410
    assert Organisation.objects.get().name == "Corner Shop"


@pytest.mark.parametrize("token", ["x", "forged-token"])
def test_a_forged_set_up_link_sets_nothing_up(client, db, token):
    page = client.post(f"/set-up/{token}/", FILLED)

    assert page.status_code == 404
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "short"}, "too short"),
        ({"email": "nobody"}, "valid email"),
        ({"organisation": ""}, "required"),
    ],
)
def test_a_wrong_set_up_is_explained_and_kept(client, db, wrong, said):
    page = client.post(path_of(set_up_address()), FILLED | wrong)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Olga" in page.content.decode()
    assert not Organisation.objects.exists()


def test_somebody_without_a_role_is_told_whom_to_ask(client, world):
    world.bob.roles.all().delete()
    client.force_login(world.bob)

    assert "hold no role yet" in client.get("/").content.decode()


def test_an_address_that_leads_nowhere_says_what_to_do(client, world):
    page = client.get("/no/such/page/")

    assert page.status_code == 404
    assert "There is no page at this address" in page.content.decode()


def test_a_form_that_is_too_old_says_what_to_do(world):
    page = Client(enforce_csrf_checks=True).post("/sign-in/login/", {"login": "bob@example.org"})

    assert page.status_code == 403
    assert "send it once more" in page.content.decode()


def test_what_is_too_large_is_said_as_such(client, world):
    page = client.post("/sign-in/login/", {"login": "x" * 5_000_000})

    assert page.status_code == 413
    assert "too large for us to take" in page.content.decode()


def test_pages_forbid_scripts_from_elsewhere(client, world):
    policy = client.get("/sign-in/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_demonstrations_doors_do_not_exist_in_real_use(client, world):
    assert client.get("/demo/leader/").status_code == 404


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "192.0.2.7"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False),
    ],
)
def test_the_demonstrations_doors_open_from_this_machine_only(seen, expected):
    assert is_from_here(RequestFactory().get("/", **seen)) is expected


def test_the_address_of_a_form_opened_by_hand_says_so(client, world):
    client.force_login(world.bob)

    page = client.get("/answer/views/")

    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "only takes what a form sends" in page.content.decode()
    assert client.put("/answer/views/").content == b""
