"""Two records of one customer: offered, merged, parted; only among those one may see."""

import pytest

from herefor.people.models import CustomerMerge
from herefor.people.verbs import meet_customer, merge_customers


@pytest.fixture
def twin(world):
    return meet_customer(
        unit=world.harbour, name="C. Reyes", email="carla@example.org", phone="+46 8 1"
    )


def text(response):
    return response.content.decode()


def page_of(customer):
    return f"/people/customers/{customer.pk}/"


@pytest.mark.parametrize("who", ["bob", "alice"])
def test_merged_and_parted_again(client, world, twin, who):
    client.force_login(getattr(world, who))
    assert "It is the same person: merge" in text(client.get(page_of(world.carla)))

    page = client.post(f"{page_of(world.carla)}merges/", {"other": twin.pk}, follow=True)
    assert "They are one person now." in text(page)
    assert "+46 8 1" in text(page)
    assert client.get(page_of(twin)).url == page_of(world.carla)

    merge = CustomerMerge.objects.get()
    page = client.post(f"{page_of(world.carla)}merges/{merge.pk}/parting/", follow=True)
    assert "They are two persons again." in text(page)
    assert client.get(page_of(twin)).status_code == 200


def test_an_address_both_records_have_is_shown_once(client, world, twin):
    merge_customers(world.carla, merged=twin, by=world.bob)
    client.force_login(world.bob)

    assert text(client.get(page_of(world.carla))).count("carla@example.org") == 1


def test_what_is_merged_already_stays_as_it_is(client, world, twin):
    merge_customers(world.carla, merged=twin, by=world.bob)
    client.force_login(world.bob)

    page = client.post(f"{page_of(world.carla)}merges/", {"other": twin.pk}, follow=True)

    assert "One of them is merged already. Nothing was changed." in text(page)
    assert CustomerMerge.objects.count() == 1


def test_a_record_of_another_unit_is_neither_offered_nor_merged(client, world):
    hidden = meet_customer(unit=world.hill, name="Carla at Hill", email="carla@example.org")
    client.force_login(world.bob)
    assert "Carla at Hill" not in text(client.get(page_of(world.carla)))

    tried = client.post(f"{page_of(world.carla)}merges/", {"other": hidden.pk})

    assert tried.status_code == 404
    assert not CustomerMerge.objects.exists()


def test_a_leader_of_both_units_is_offered_it(client, world):
    meet_customer(unit=world.hill, name="Carla at Hill", email="carla@example.org")
    client.force_login(world.alice)

    assert "Carla at Hill" in text(client.get(page_of(world.carla)))


@pytest.mark.parametrize("who", ["charlie", "ann"])
def test_a_stranger_can_do_none_of_it(client, world, twin, who):
    merge = merge_customers(world.carla, merged=twin, by=world.bob)
    client.force_login(getattr(world, who))

    said = [
        client.get(page_of(world.carla)).status_code,
        client.post(f"{page_of(world.carla)}merges/", {"other": twin.pk}).status_code,
        client.post(f"{page_of(world.carla)}merges/{merge.pk}/parting/").status_code,
    ]

    merge.refresh_from_db()
    assert said == [404, 404, 404]
    assert merge.undone_at is None


@pytest.mark.parametrize("sent", ["", "x", "0", "9" * 30])
def test_what_is_no_record_is_not_found(client, world, sent):
    client.force_login(world.bob)

    assert client.post(f"{page_of(world.carla)}merges/", {"other": sent}).status_code == 404
