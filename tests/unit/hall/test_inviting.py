"""Who is invited: by lot with a seed, only who agreed, each once, with a calendar file."""

import pytest
from icalendar import Calendar

from halls import a_hall
from herefor.hall import verbs
from herefor.hall.models import Guest
from herefor.hall.queries.guests import TOPIC, frame_of
from herefor.mail.models import Letter, Unsubscription
from herefor.people.models import Consent
from herefor.people.verbs import meet_customer
from herefor.story.clock import now

pytestmark = pytest.mark.django_db


def customers(world, n, *, purpose=Consent.Purpose.SURVEY):
    made = []
    for number in range(n):
        customer = meet_customer(
            unit=world.harbour, name=f"C{number}", email=f"{purpose}{number}@example.org"
        )
        customer.consents.create(purpose=purpose, words="You may.", given_at=now())
        made.append(customer)
    return made


def test_the_same_seed_draws_the_same_people(world):
    customers(world, 12)
    drawn = [
        verbs.draw_sample(a_hall(world), size=5, seed=seed, by=world.alice) for seed in (7, 7, 8)
    ]
    people = [{guest.customer_id for guest in sample.guests.all()} for sample in drawn]

    assert len(people[0]) == 5
    assert people[0] == people[1]
    assert people[0] != people[2]
    assert (drawn[0].size, drawn[0].frame) == (5, 12)


def test_only_who_lets_us_ask_is_drawn(world):
    may, not_asked = customers(world, 1), customers(world, 1, purpose=Consent.Purpose.ANSWER)
    withdrawn, stopped = (customers(world, 1, purpose="survey")[0] for _ in range(2))
    withdrawn.consents.update(withdrawn_at=now())
    stopped.contact_points.update(value="stop@example.org")
    Unsubscription.objects.create(address="stop@example.org", topic=TOPIC, unsubscribed_at=now())

    assert frame_of(world.company) == [may[0].pk]
    assert not_asked


def test_an_invitation_has_a_link_of_its_own_a_calendar_file_and_a_way_out(world):
    hall = a_hall(world, live=False, words="About warmth.")

    [guest] = verbs.invite_addresses(hall, addresses=["Ida@Example.org"], by=world.alice)

    letter = Letter.objects.get(to_address="ida@example.org")
    assert f"guest={guest.key}" in letter.text
    assert "About warmth." in letter.text
    assert letter.unsubscribe_url in letter.text
    with letter.files.get().content.open("rb") as file:
        [event] = Calendar.from_ical(file.read()).walk("VEVENT")
    assert event["SUMMARY"] == "Winter"
    assert event["DTSTART"].dt == hall.starts_at.replace(microsecond=0)
    assert event["UID"] == f"hall-{hall.key}@herefor"


def test_nobody_is_invited_twice(world):
    hall = a_hall(world)
    given = ["ida@example.org", "IDA@example.org", "ola@example.org"]

    first = verbs.invite_addresses(hall, addresses=given, by=world.alice)
    again = verbs.invite_addresses(hall, addresses=given, by=world.alice)

    assert (len(first), len(again)) == (2, 0)
    assert Guest.objects.count() == Letter.objects.count() == 2
