"""Taking, handing over with a brief, and promises: by owner, receiver, colleague, stranger."""

from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import Case
from herefor.answer.queries.brief import Brief
from herefor.people.models import Account, Role
from herefor.people.verbs import give_role
from herefor.story.clock import now

BRIEF = {"wants": "A date.", "next_step": "Ring before ten.", "mood": "Tired."}


@pytest.fixture
def case(world):
    return verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Cold.")


@pytest.fixture
def dora(world):
    dora = Account.objects.create_user("dora@example.org", "four unrelated words", name="Dora Lind")
    give_role(dora, kind=Role.Kind.RESPONDER, unit=world.harbour, by=world.adam)
    return dora


@pytest.fixture
def offer(world, case, dora):
    return verbs.offer_case(case, to=dora, brief=Brief(**BRIEF), by=world.bob)


@pytest.fixture
def promise(world, case):
    return verbs.make_promise(case, what="A visit", due_at=now() + timedelta(days=1), by=world.bob)


def at(case, path):
    return case.get_absolute_url() + path


def text(response):
    return response.content.decode()


def test_a_leader_takes_it_and_the_page_says_so(client, world, case):
    client.force_login(world.alice)

    page = client.post(at(case, "taking/"), follow=True)

    assert "You have it now." in text(page)
    assert Case.objects.get().owner == world.alice


def test_the_form_is_filled_in_from_the_record_and_leaves_the_owner_out(client, world, case, dora):
    client.force_login(world.bob)

    page = text(client.get(at(case, "handover/")))

    assert "Cold.</textarea>" in page
    assert "Dora Lind</option>" in page
    assert "Bob Ek</option>" not in page


def test_handing_over_asks_and_changes_no_owner(client, world, case, dora):
    client.force_login(world.bob)

    page = client.post(at(case, "handover/"), BRIEF | {"receiver": dora.pk}, follow=True)

    assert "Dora Lind is asked. Until they accept, it stays where it is." in text(page)
    assert Case.objects.get().owner == world.bob


def test_a_brief_without_a_next_step_comes_back_with_its_words(client, world, case, dora):
    client.force_login(world.bob)
    sent = BRIEF | {"receiver": dora.pk, "next_step": ""}

    page = client.post(at(case, "handover/"), sent)

    assert page.status_code == 422
    assert "Say what comes next" in text(page)
    assert "Tired.</textarea>" in text(page)
    assert not case.handovers.exists()


def test_what_is_offered_already_is_not_offered_twice(client, world, case, offer):
    client.force_login(world.bob)

    page = client.post(at(case, "handover/"), BRIEF | {"receiver": world.alice.pk})

    assert page.status_code == 409
    assert case.handovers.count() == 1


def test_who_is_asked_reads_the_brief_once_and_accepts(client, case, dora, offer):
    client.force_login(dora)
    page = text(client.get(case.get_absolute_url()))
    assert "Bob Ek asks you to take over" in page
    assert "Pick up here" not in page

    page = client.post(at(case, f"handovers/{offer.pk}/acceptance/"), follow=True)

    assert "You have it now, and the customer is told." in text(page)
    assert "Pick up here" in text(page)
    assert Case.objects.get().owner == dora


def test_who_cannot_says_why(client, world, case, dora, offer):
    client.force_login(dora)
    silent = client.post(at(case, f"handovers/{offer.pk}/refusal/"), {"because": ""})
    assert silent.status_code == 422
    assert "A word why helps your colleague" in text(silent)

    client.post(at(case, f"handovers/{offer.pk}/refusal/"), {"because": "I am away."})

    offer.refresh_from_db()
    assert offer.declined_because == "I am away."
    assert Case.objects.get().owner == world.bob


@pytest.mark.parametrize("act", ["acceptance", "refusal"])
def test_an_offer_that_is_over_says_so(client, world, case, dora, offer, act):
    verbs.take_case(case, by=world.alice)
    client.force_login(dora)

    path = at(case, f"handovers/{offer.pk}/{act}/")
    page = client.post(path, {"because": "Away."}, follow=True)

    assert "This hand-over is over" in text(page)
    assert Case.objects.get().owner == world.alice


@pytest.mark.parametrize("act", ["acceptance", "refusal"])
def test_nobody_answers_an_offer_for_somebody_else(client, world, case, offer, act):
    client.force_login(world.alice)

    path = at(case, f"handovers/{offer.pk}/{act}/")

    assert client.post(path, {"because": "No."}).status_code == 404


def test_a_promise_is_made_and_kept(client, world, case):
    client.force_login(world.bob)
    client.post(at(case, "promises/"), {"what": "A visit", "due_at": "2099-05-03T14:30"})
    promise = case.promises.get()
    assert "A visit" in text(client.get(case.get_absolute_url()))

    client.post(at(case, f"promises/{promise.pk}/kept/"))

    promise.refresh_from_db()
    assert promise.kept_at is not None


@pytest.mark.parametrize("due", ["2001-05-03T14:30", "soon", ""])
def test_a_promise_needs_a_time_to_come(client, world, case, due):
    client.force_login(world.bob)

    page = client.post(at(case, "promises/"), {"what": "A visit", "due_at": due})

    assert page.status_code == 422
    assert 'value="A visit"' in text(page)
    assert not case.promises.exists()


def test_a_promise_is_withdrawn_with_a_reason_the_customer_reads(client, world, case, promise):
    client.force_login(world.bob)

    path = at(case, f"promises/{promise.pk}/withdrawn/")
    client.post(path, {"because": "The part is not made any more."})
    client.logout()

    assert "The part is not made any more." in text(client.get(case.follow_url))


def test_without_a_reason_the_page_leads_to_the_field_of_that_promise(client, world, case, promise):
    other = verbs.make_promise(case, what="A call", due_at=now() + timedelta(1), by=world.bob)
    client.force_login(world.bob)

    page = client.post(at(case, f"promises/{other.pk}/withdrawn/"), {"because": ""})

    assert page.status_code == 422
    assert 'href="#id_because"' in text(page)
    assert text(page).count('id="id_because"') == 1
    assert f'id="because-{promise.pk}"' in text(page)
    assert f'id="because-{other.pk}"' not in text(page)


@pytest.mark.parametrize("act", ["kept", "withdrawn"])
def test_a_promise_that_is_over_says_so(client, world, case, promise, act):
    verbs.keep_promise(promise, by=world.alice)
    client.force_login(world.bob)

    path = at(case, f"promises/{promise.pk}/{act}/")
    page = client.post(path, {"because": "Too late."}, follow=True)

    assert "This promise was kept or withdrawn meanwhile." in text(page)


@pytest.mark.parametrize("who", ["charlie", "ann", "adam"])
def test_a_stranger_can_do_none_of_it(client, world, case, dora, offer, promise, who):
    client.force_login(getattr(world, who))
    paths = [
        "taking/",
        "handover/",
        f"handovers/{offer.pk}/acceptance/",
        f"handovers/{offer.pk}/refusal/",
        "promises/",
        f"promises/{promise.pk}/kept/",
        f"promises/{promise.pk}/withdrawn/",
    ]

    said = [client.post(at(case, path), {"because": "I say so."}).status_code for path in paths]

    assert said == [404] * len(paths)
    assert Case.objects.get().owner == world.bob
