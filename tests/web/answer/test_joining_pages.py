"""Merged, linked, put aside, spam: by those who answer there, and not by others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from herefor.answer import verbs
from herefor.answer.models import Case, CaseLink, CaseMerge
from herefor.people.verbs import meet_customer


@pytest.fixture
def cases(world):
    return [
        verbs.open_case(title, unit=world.harbour, customer=world.carla, words=title)
        for title in ("Nobody came", "Still cold")
    ]


def at(case, path):
    return case.get_absolute_url() + path


def text(response):
    return response.content.decode()


def test_merged_by_number_and_parted_from_either_side(client, world, cases):
    kept, other = cases
    client.force_login(world.bob)

    page = client.post(at(kept, "merges/"), {"reference": other.reference.lower()}, follow=True)
    assert f"{other.reference} is told within {kept.reference} now." in text(page)
    page = text(client.get(other.get_absolute_url()))
    assert "This case is told within" in page
    assert 'name="text"' not in page
    assert "Part them again" in page

    merge = CaseMerge.objects.get()
    page = client.post(at(other, f"merges/{merge.pk}/parting/"), follow=True)
    assert f"{other.reference} stands for itself again." in text(page)
    assert "This case is told within" not in text(page)


def test_a_page_asks_the_database_no_oftener_for_a_tall_stack_of_merges(client, world, cases):
    """Beyond the story of each case that is told within it."""
    client.force_login(world.bob)
    asked = []
    for _ in range(3):
        other = verbs.open_case("More", unit=world.harbour, customer=world.carla, words="More")
        verbs.merge_cases(cases[0], merged=other, by=world.bob)
        with CaptureQueriesContext(connection) as queries:
            client.get(cases[0].get_absolute_url())
        asked.append(len(queries))

    of_one_story = 6
    assert asked[2] - asked[1] <= of_one_story


@pytest.mark.parametrize("button", [{}, {"link": "1"}])
@pytest.mark.parametrize("number", ["", "HV-99999", "itself", "elsewhere"])
def test_a_number_that_does_not_fit_is_given_back(client, world, cases, number, button):
    elsewhere = verbs.open_case("Of Hill", unit=world.hill)
    numbers = {"itself": cases[0].reference, "elsewhere": elsewhere.reference}
    client.force_login(world.bob)
    sent = {"reference": numbers.get(number, number)} | button

    page = client.post(at(cases[0], "merges/"), sent)

    assert page.status_code == 422
    assert "Of Hill" not in text(page)
    assert not CaseMerge.objects.exists()
    assert not CaseLink.objects.exists()


def test_cases_of_two_customers_are_only_linked(client, world, cases):
    other = meet_customer(unit=world.harbour, name="Other", email="o@example.com")
    case = verbs.open_case("Other", unit=world.harbour, customer=other)
    client.force_login(world.bob)
    sent = {"reference": case.reference}
    assert client.post(at(cases[0], "merges/"), sent).status_code == 422

    client.post(at(cases[0], "merges/"), sent | {"link": "1"})
    link = CaseLink.objects.get()
    assert str(case) in text(client.get(cases[0].get_absolute_url()))

    client.post(at(case, f"links/{link.pk}/end/"))
    assert not CaseLink.objects.exists()


def test_put_aside_and_brought_back(client, world, cases):
    client.force_login(world.bob)
    assert client.post(at(cases[0], "snooze/"), {"until": "2001-01-01T10:00"}).status_code == 422

    page = client.post(at(cases[0], "snooze/"), {"until": "2099-01-01T10:00"}, follow=True)
    assert "It comes back earlier than you said" in text(page)
    assert "Put aside by Bob Ek" in text(client.get(cases[0].get_absolute_url()))

    client.post(at(cases[0], "snooze/"), {"wake": "1"})
    assert "Put aside by" not in text(client.get(cases[0].get_absolute_url()))


def test_spam_and_genuine_after_all(client, world, cases):
    client.force_login(world.bob)
    client.post(at(cases[0], "spam/"))
    assert "nobody waits behind this" in text(client.get(cases[0].get_absolute_url()))

    client.post(at(cases[0], "spam/"), {"genuine": "1"})
    assert Case.objects.get(pk=cases[0].pk).due_at is not None


@pytest.mark.parametrize("who", ["charlie", "ann", "adam"])
def test_a_stranger_can_do_none_of_it(client, world, cases, who):
    kept, other = cases
    merge = verbs.merge_cases(kept, merged=other, by=world.bob)
    link = verbs.link_cases(kept, other=other, by=world.bob)
    client.force_login(getattr(world, who))
    paths = [
        "merges/",
        f"merges/{merge.pk}/parting/",
        f"links/{link.pk}/end/",
        "snooze/",
        "spam/",
    ]
    sent = {"reference": other.reference, "until": "2099-01-01T10:00"}

    said = [client.post(at(kept, path), sent).status_code for path in paths]

    assert said == [404] * len(paths)
    assert CaseLink.objects.exists()
    merge.refresh_from_db()
    assert merge.undone_at is None
