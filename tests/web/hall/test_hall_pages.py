"""The pages of a town hall by what each visitor may do: host, colleague, stranger, guest."""

import json
import re
from datetime import timedelta

import pytest

from halls import a_hall, asked
from herefor.hall import verbs
from herefor.hall.models import Question, TownHall, Vote
from herefor.hall.rules import typist_key
from herefor.story.clock import acting_at, now

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def ask_form(client, hall, text, **more):
    """Fill in the form of the page as a person does: not within the first second."""
    page = client.get(hall.get_absolute_url()).content.decode()
    hidden = dict(re.findall(r'name="(once|opened)" value="([^"]+)"', page))
    with acting_at(now() + timedelta(seconds=5)):
        said = {**hidden, "text": text, **more.pop("also", {})}
        return client.post(f"{hall.get_absolute_url()}questions/", said, **more)


def test_anybody_may_come_ask_and_vote_without_an_account(client, world):
    hall = a_hall(world, is_moderated=False)

    sent = ask_form(client, hall, "When is it warm?", also={"name": "Ida"})
    question = Question.objects.get()
    voted = client.post(f"{hall.get_absolute_url()}questions/{question.pk}/vote/", {"wanted": "1"})
    page = client.get(hall.get_absolute_url()).content.decode()

    assert (sent.status_code, voted.status_code) == (302, 302)
    assert "Your question is on the page." in page
    assert 'aria-pressed="true"' in page
    assert Vote.objects.count() == 1


def test_two_browsers_are_two_voters_and_the_same_one_is_one(client, world):
    from django.test import Client

    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    address = f"{hall.get_absolute_url()}questions/{question.pk}/vote/"
    for browser in (client, client, Client(), Client()):
        browser.get(hall.get_absolute_url())
        told = browser.post(address, {"wanted": "1"}, **JSON).json()

    assert told["votes"] == {str(question.pk): 3}
    client.post(address, {"wanted": "0"})
    client.post(address, {"wanted": "0"})
    assert Vote.objects.count() == 2


def test_a_first_request_that_votes_counts_as_the_browser_it_then_is(client, world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    address = f"{hall.get_absolute_url()}questions/{question.pk}/vote/"

    for _ in range(2):
        client.post(address, {"wanted": "1"})

    assert Vote.objects.count() == 1


def test_a_forged_cookie_is_nobody(client, world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    address = f"{hall.get_absolute_url()}questions/{question.pk}/vote/"
    for number in range(3):
        client.cookies["hall-voter"] = f"made-up-{number}"
        client.post(address, {"wanted": "1"})

    assert Vote.objects.count() <= 1


def test_a_program_that_fills_in_the_form_is_asked_to_look_over_it(client, world):
    hall = a_hall(world, is_moderated=False)
    address = f"{hall.get_absolute_url()}questions/"

    empty = client.post(address, {"text": "Buy"}, **JSON)
    trapped = ask_form(client, hall, "Buy", also={"leave_empty": "yes"}, **JSON)

    assert (empty.status_code, trapped.status_code) == (422, 422)
    assert Question.objects.count() == 0
    assert "once more" in trapped.json()["sorry"]


def test_an_empty_or_long_question_is_refused_in_words(client, world):
    hall = a_hall(world)

    empty = ask_form(client, hall, "   ")
    long = ask_form(client, hall, "x" * 501)

    assert empty.status_code == long.status_code == 422
    assert "Please write your question." in empty.content.decode()
    assert "500 characters" in long.content.decode()


def test_a_hall_by_invitation_opens_to_guests_and_hosts_alone(client, world):
    from django.test import Client

    hall = a_hall(world, is_open=False)
    [guest] = verbs.invite_addresses(hall, addresses=["ida@example.org"], by=world.alice)
    address = hall.get_absolute_url()
    stranger, host = Client(), Client()
    host.force_login(world.alice)

    let_in = client.get(f"{address}?guest={guest.key}")
    places = ["", "now/", "said/", "screen/", "calendar.ics"]

    assert let_in.status_code == 302
    for place in places:
        codes = [one.get(address + place).status_code for one in (client, host, stranger)]
        assert codes == [200, 200, 403], place
    assert client.get(f"{address}?guest=made-up").status_code == 404
    token = f"/live/token/hall:{hall.pk}/"
    assert [one.get(token).status_code for one in (client, host, stranger)] == [200, 200, 404]
    assert str(hall) not in stranger.get("/halls/").content.decode()


def test_a_guest_has_one_vote_in_however_many_browsers(world):
    from django.test import Client

    hall = a_hall(world, is_open=False)
    question = asked(hall, by=world.alice)
    [guest] = verbs.invite_addresses(hall, addresses=["ida@example.org"], by=world.alice)
    for _ in range(2):
        browser = Client()
        browser.get(f"{hall.get_absolute_url()}?guest={guest.key}")
        browser.post(f"{hall.get_absolute_url()}questions/{question.pk}/vote/", {"wanted": "1"})

    assert Vote.objects.count() == 1


@pytest.mark.parametrize("who", ["charlie", "ann", None])
def test_only_those_who_answer_there_host(client, world, who):
    hall = a_hall(world)
    question = asked(hall)
    if who:
        client.force_login(getattr(world, who))
    codes = set()
    for place in ("", "plan/", "guests/", "calls/", "lines/", "polls/", "calling-off/"):
        codes.add(client.get(f"/meet/{hall.pk}/{place}").status_code)
    for place in ("end/", "beginning/", "moderation/", f"questions/{question.pk}/showing/"):
        codes.add(client.post(f"/meet/{hall.pk}/{place}").status_code)
    codes.add(client.get(f"/live/token/hall-desk:{hall.pk}/").status_code)

    hall.refresh_from_db()
    assert codes <= {404, 302}
    assert (codes == {404}) == bool(who)
    assert hall.ended_at is None
    assert Question.objects.get().shown_at is None


def test_a_named_leader_hosts_wherever_it_is(client, world):
    hall = a_hall(world)
    hall.leaders.add(world.charlie)
    client.force_login(world.charlie)

    assert client.get(f"/meet/{hall.pk}/").status_code == 200


def test_what_others_wrote_unread_is_in_no_public_answer(client, world):
    hall = a_hall(world)
    asked(hall, "Nobody has read this", name="Ida", email="ida@example.org")
    shown = asked(hall, "Everybody reads this", email="ola@example.org", by=world.alice)
    assert shown.email

    for place in ("", "now/", "screen/", "said/"):
        page = client.get(hall.get_absolute_url() + place).content.decode()
        assert "Nobody has read this" not in page, place
        assert "@example.org" not in page, place
    assert "Everybody reads this" in client.get(hall.get_absolute_url()).content.decode()


def test_a_leader_plans_one_by_the_clock_of_its_zone(client, world):
    client.force_login(world.alice)
    plan = {
        "title": "Winter",
        "words": "About warmth",
        "unit": world.harbour.pk,
        "leaders": [world.alice.pk],
        "starts_at": "2027-01-15T18:00",
        "zone_name": "Europe/Stockholm",
        "minutes": "45",
        "languages": "English, Svenska",
        "admits": "all",
        "reads": "no",
    }

    sent = client.post("/meet/new/", plan)
    hall = TownHall.objects.get()
    wrong = client.post("/meet/new/", plan | {"leaders": [], "minutes": "1"})

    assert sent.status_code == 302
    assert hall.starts_at.isoformat() == "2027-01-15T17:00:00+00:00"
    assert hall.languages == ["English", "Svenska"]
    assert (hall.is_open, hall.is_moderated) == (True, False)
    assert wrong.status_code == 422
    page = client.get(hall.get_absolute_url()).content.decode()
    assert "Friday 15 January 2027 at 18:00 (Europe/Stockholm)" in page
    assert "Questions are shown at once, unread." in page


def test_a_plan_changes_until_it_begins_and_moderation_after(client, world):
    hall = a_hall(world, live=False)
    client.force_login(world.alice)
    page = client.get(f"/meet/{hall.pk}/plan/").content.decode()
    assert 'value="Winter"' in page

    client.post(f"/meet/{hall.pk}/beginning/")
    client.post(f"/meet/{hall.pk}/moderation/", {"reads": "no"})

    hall.refresh_from_db()
    assert hall.is_live
    assert not hall.is_moderated
    refused = client.get(f"/meet/{hall.pk}/calling-off/")
    assert refused.status_code == 200
    client.post(f"/meet/{hall.pk}/calling-off/", {"because": "Snow"})
    hall.refresh_from_db()
    assert hall.called_off_at is None


def test_a_host_answers_turns_and_ends_from_the_desk(client, world):
    hall = a_hall(world)
    question = asked(hall, by=world.alice)
    client.force_login(world.bob)
    base = f"/meet/{hall.pk}/"

    client.post(f"{base}questions/{question.pk}/turn/", {"leader": world.alice.pk})
    turn = hall.turns.get()
    client.post(f"{base}turns/{turn.pk}/end/", {"text": "On Monday."})
    wrong = client.post(f"{base}questions/{question.pk}/turn/", {"leader": world.bob.pk})
    client.post(f"{base}end/")

    assert wrong.status_code == 302
    assert question.answers.get().text == "On Monday."
    assert hall.turns.count() == 1
    assert "On Monday." in client.get(hall.get_absolute_url()).content.decode()


def test_a_typist_types_without_an_account_by_the_link_for_it(client, world):
    hall = a_hall(world)
    place = f"{hall.get_absolute_url()}typing/{typist_key(hall)}/"
    page = client.get(place).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', page)[1]

    for _ in range(2):
        client.post(place, {"text": "Good evening", "once": once})

    assert hall.lines.get().text == "Good evening"
    assert client.get(f"{hall.get_absolute_url()}typing/made-up/").status_code == 404
    other = a_hall(world)
    assert client.get(f"{other.get_absolute_url()}typing/{typist_key(hall)}/").status_code == 404
    assert "Good evening" in client.get(f"{hall.get_absolute_url()}said/").content.decode()


def test_a_withdrawn_address_types_nothing_and_the_next_one_does(client, world):
    hall = a_hall(world)
    old = f"{hall.get_absolute_url()}typing/{typist_key(hall)}/"
    client.force_login(world.alice)

    client.post(f"/meet/{hall.pk}/lines/link/")

    hall.refresh_from_db()
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(f"{hall.get_absolute_url()}typing/{typist_key(hall)}/").status_code == 200


def test_a_line_is_corrected_or_taken_out_even_when_it_is_over(client, world):
    hall = a_hall(world)
    first = verbs.say_line(hall, text="Goood evening", once="1")
    second = verbs.say_line(hall, text="Cough", once="2")
    verbs.end_hall(hall, by=world.alice)
    client.force_login(world.alice)

    typed = client.get(f"/meet/{hall.pk}/lines/").content.decode()
    client.post(f"/meet/{hall.pk}/lines/{first.pk}/", {"text": "Good evening"})
    client.post(f"/meet/{hall.pk}/lines/{second.pk}/", {"text": ""})
    client.logout()
    read = client.get(f"{hall.get_absolute_url()}said/").content.decode()

    assert "Goood evening" in typed
    assert "Good evening" in read
    assert "Cough" not in read
    assert client.post(f"/meet/{hall.pk}/lines/{first.pk}/", {"text": "No"}).status_code == 302
    first.refresh_from_db()
    assert first.text == "Good evening"


def test_addresses_are_invited_when_somebody_says_that_they_agreed(client, world):
    hall = a_hall(world)
    client.force_login(world.alice)
    place = f"/meet/{hall.pk}/guests/"

    unsaid = client.post(place, {"addresses": "ida@example.org"})
    wrong = client.post(place, {"addresses": "ida@example.org, nobody", "may": "on"})
    sent = client.post(place, {"addresses": "ida@example.org, ola@example.org", "may": "on"})

    assert (unsaid.status_code, wrong.status_code, sent.status_code) == (422, 422, 302)
    assert "nobody" in wrong.content.decode()
    assert hall.guests.count() == 2


def test_numbers_are_read_as_people_write_them(client, world):
    hall = a_hall(world)
    client.force_login(world.alice)
    place = f"/meet/{hall.pk}/calls/"
    given = {"numbers": "+46 70-123 45 67 Ida\n070 123", "role": "listener", "may": "on"}

    wrong = client.post(place, given)
    sent = client.post(place, given | {"numbers": "+46 70-123 45 67 Ida"})

    assert (wrong.status_code, sent.status_code) == (422, 302)
    call = hall.calls.get()
    assert (call.number, call.name) == ("+46701234567", "Ida")


def test_a_poll_is_voted_in_once(client, world):
    hall = a_hall(world)
    client.force_login(world.alice)
    few = client.post(f"/meet/{hall.pk}/polls/", {"text": "Which?", "choices": "One"})
    client.post(f"/meet/{hall.pk}/polls/", {"text": "Which?", "choices": "One\nTwo"})
    poll = hall.polls.get()
    first, second = poll.choices.all()
    place = f"{hall.get_absolute_url()}polls/{poll.pk}/choice/"

    told = [client.post(place, {"choice": one.pk}, **JSON).json() for one in (first, second)]
    nothing = client.post(place, {}, **JSON)
    client.post(f"/meet/{hall.pk}/polls/{poll.pk}/closing/")
    closed = client.post(place, {"choice": first.pk}, **JSON)

    assert few.status_code == 422
    assert [one["poll"]["n"] for one in told] == [1, 1]
    assert (nothing.status_code, closed.status_code) == (409, 409)
    assert poll.votes.get().choice == second


def test_the_state_is_everything_for_a_page_without_a_stream(client, world):
    hall = a_hall(world)
    asked(hall, by=world.alice)

    told = client.get(f"{hall.get_absolute_url()}now/").json()

    assert told["whole"] is True
    assert [one["text"] for one in told["questions"]] == ["When is it warm again?"]
    assert set(told) >= {"state", "now", "poll", "lines", "held", "mine", "since"}
    assert json.dumps(told)


def test_reloading_by_itself_is_asked_for_and_can_be_stopped(client, world):
    hall = a_hall(world)
    address = hall.get_absolute_url()

    plain = client.get(address).content.decode()
    asked_for = client.get(f"{address}?reload=30").content.decode()
    odd = client.get(f"{address}?reload=1").content.decode()

    assert "http-equiv" not in plain
    assert 'http-equiv="refresh" content="30"' in asked_for
    assert "Stop that" in asked_for
    assert "http-equiv" not in odd
