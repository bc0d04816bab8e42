"""The reply desk without a script: drafts, saved replies, files, later, and the guards."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime

from herefor.answer.models import LaterAnswer, SavedReply
from herefor.answer.queries import last_heard
from herefor.answer.verbs import answer_case, hear_customer, open_case
from herefor.answer.verbs.desk import save_reply
from herefor.story.clock import now


@pytest.fixture
def case(world):
    return open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Help.")


@pytest.fixture
def bob(client, world):
    client.force_login(world.bob)
    return client


@pytest.fixture(autouse=True)
def files_lie_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, case, text, **more):
    told = {"text": text, "once": str(uuid.uuid4()), "heard": last_heard(case), "answered": 0}
    return client.post(f"{case.get_absolute_url()}messages/", told | more)


def text_of(page):
    return page.content.decode()


def soon():
    return f"{localtime(now() + timedelta(hours=2)):%Y-%m-%dT%H:%M}"


def test_a_draft_is_kept_and_fills_the_box(bob, case):
    send(bob, case, "Dear Carla,", draft=1)

    assert ">\nDear Carla,</textarea>" in text_of(bob.get(case.get_absolute_url()))
    assert "your draft" in text_of(bob.get("/answer/?view=draft"))
    assert case.messages.filter(direction="out").count() == 0


def test_a_draft_is_seen_by_its_writer_alone(client, bob, world, case):
    send(bob, case, "My thoughts", draft=1)
    client.force_login(world.alice)

    assert "My thoughts" not in text_of(client.get(case.get_absolute_url()))


def test_words_past_a_colleagues_answer_are_held_back_and_kept(bob, world, case):
    answer_case(case, text="I come.", by=world.alice)

    page = send(bob, case, "We cannot come.")

    assert page.status_code == 422
    assert "A colleague answered while you were writing." in text_of(page)
    assert case.drafts.get().text == "We cannot come."
    seen = case.messages.filter(direction="out").last().pk
    assert send(bob, case, "We cannot come.", answered=seen).status_code == 302
    assert not case.drafts.exists()


def test_a_note_is_not_held_back_by_a_colleagues_answer(bob, world, case):
    answer_case(case, text="I come.", by=world.alice)

    assert send(bob, case, "Thanks!", note=1).status_code == 302


def test_whose_turn_it_is_then(bob, world, case):
    from herefor.answer.models import ClockRule

    ClockRule.objects.create(unit=world.company, first_answer_minutes=60, update_minutes=120)

    send(bob, case, "We look into it.", turn="ours")
    case.refresh_from_db()
    assert case.due_at is not None

    send(bob, case, "Please tell us more.", turn="customer")
    case.refresh_from_db()
    assert case.due_at is None


def test_files_go_with_an_answer_and_are_for_those_who_may_see_it(client, bob, world, case):
    files = [SimpleUploadedFile("plan.txt", b"At nine."), SimpleUploadedFile("b.txt", b"B")]
    send(bob, case, "See the plan.", attached=files)

    text = text_of(bob.get(case.get_absolute_url()))
    assert ">plan.txt</a>" in text
    kept = case.messages.last().files.first()
    address = f"{case.get_absolute_url()}files/{kept.pk}/"
    assert b"".join(bob.get(address).streaming_content) == b"At nine."
    client.force_login(world.charlie)
    assert client.get(address).status_code == 404


def test_a_file_that_is_not_taken_keeps_the_words(bob, case):
    page = send(bob, case, "See.", attached=[SimpleUploadedFile("run.exe", b"MZ..")])

    assert page.status_code == 422
    assert "is a program" in text_of(page)
    assert case.drafts.get().text == "See."


def test_an_answer_for_later_is_shown_moved_sent_and_taken_back(bob, case):
    send(bob, case, "Good morning.", later=1, send_at=soon())
    later = LaterAnswer.objects.get()
    assert "Good morning." in text_of(bob.get(case.get_absolute_url()))

    act = f"{case.get_absolute_url()}later/{later.pk}/"
    assert bob.post(act, {"due_at": "2020-01-01T10:00"}).status_code == 422
    bob.post(act, {"due_at": soon()})
    bob.post(act, {"back": 1})
    assert case.drafts.get().text == "Good morning."
    page = bob.post(act, {"now": 1}, follow=True)
    assert "It was sent or taken back already." in text_of(page)

    send(bob, case, "Good evening.", later=1, send_at=soon())
    bob.post(f"{case.get_absolute_url()}later/{LaterAnswer.objects.last().pk}/", {"now": 1})
    assert case.messages.last().text == "Good evening."


def test_later_needs_a_time(bob, case):
    page = send(bob, case, "Good morning.", later=1)

    assert page.status_code == 422
    assert "Say when it is to be sent." in text_of(page)


def test_nobody_sends_under_a_colleagues_name(client, bob, world, case):
    send(bob, case, "Good morning.", later=1, send_at=soon())
    act = f"{case.get_absolute_url()}later/{LaterAnswer.objects.get().pk}/"
    client.force_login(world.alice)

    assert client.post(act, {"now": 1}).status_code == 404
    assert client.post(act, {"back": 1}).status_code == 302
    assert case.drafts.get().author == world.alice


def test_a_saved_reply_is_put_in_filled_in(bob, world, case):
    texts = {"en": "Dear {customer}, {weather}"}
    reply = save_reply(None, title="Hello", unit=world.company, texts=texts, by=world.alice)

    page = bob.post(
        f"{case.get_absolute_url()}messages/",
        {"text": "First.", "insert": 1, "saved": reply.pk},
        follow=True,
    )
    assert "First.\n\nDear Carla Reyes, {weather}</textarea>" in text_of(page)
    assert "Nothing is known for {weather}." in text_of(page)

    told = bob.get(f"{case.get_absolute_url()}saved/{reply.pk}/").json()
    assert told["text"] == "Dear Carla Reyes, {weather}"


def test_braces_are_not_sent_by_accident(bob, case):
    page = send(bob, case, "Dear {customer}")
    assert page.status_code == 422
    assert "There is still {customer} in it." in text_of(page)
    assert "The braces are meant" in text_of(page)

    assert send(bob, case, "Dear {customer}", braces="on").status_code == 302


def test_replies_are_saved_and_changed_by_those_of_the_unit(client, bob, world):
    told = {"title": "Hello", "unit": world.harbour.pk, "text-en": "Dear {customer}"}
    assert bob.post("/answer/replies/new/", told).status_code == 302
    reply = SavedReply.objects.get()
    assert bob.post("/answer/replies/new/", told).status_code == 422
    more = told | {"language": "sv", "more": "Hej {customer}"}
    bob.post(f"/answer/replies/{reply.pk}/", more)
    assert [text.language for text in reply.texts.all()] == ["en", "sv"]
    assert "Hello" in text_of(bob.get("/answer/replies/"))

    client.force_login(world.charlie)
    assert client.get(f"/answer/replies/{reply.pk}/").status_code == 404
    assert client.post(f"/answer/replies/{reply.pk}/end/").status_code == 404
    client.force_login(world.bob)
    client.post(f"/answer/replies/{reply.pk}/end/")
    assert not SavedReply.objects.exists()


def test_a_reply_without_words_is_not_saved(bob, world):
    page = bob.post("/answer/replies/new/", {"title": "Hello", "unit": world.harbour.pk})

    assert page.status_code == 422
    assert "There is nothing written yet." in text_of(page)


def test_presence_tells_who_types_and_who_wrote(client, bob, world, case):
    at = f"{case.get_absolute_url()}presence/"
    since = case.messages.last().pk
    bob.post(at, {"typing": 1, "since": since})
    client.force_login(world.alice)
    hear_customer(case, text="Hello?")

    assert client.post(at, {"since": since}).json() == {
        "news": "Carla Reyes wrote just now.",
        "others": "Bob Ek is typing here.",
    }


@pytest.mark.parametrize("path", ["draft/", "presence/", "messages/", "later/1/"])
def test_strangers_have_no_desk_here(client, world, case, path):
    client.force_login(world.charlie)

    assert client.post(case.get_absolute_url() + path, {"text": "x"}).status_code == 404
    assert not case.drafts.exists()
    assert not case.present.exists()
