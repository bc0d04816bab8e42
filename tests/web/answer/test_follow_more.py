"""What else the customer can do on her page: a leader, take it back, how it is now, take along."""

import io
import json
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from herefor.answer import verbs
from herefor.answer.models import Case, FollowUp
from herefor.answer.queries.taken_along import packed
from herefor.files.models import File
from herefor.files.verbs import keep_file
from herefor.hall.queries.guests import frame_of
from herefor.people.verbs import meet_customer
from herefor.story.models import Event


@pytest.fixture
def case(world):
    return verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla, words="Cold.")


def text(response):
    return response.content.decode()


def test_who_asks_for_a_leader_reads_a_name_and_a_time(client, world, case):
    page = client.post(f"{case.follow_url}leader/", follow=True)

    assert "Alice Berg will answer you by" in text(page)
    assert "Bob Ek has it until then." in text(page)
    assert "Ask for a leader" not in text(page)
    assert case.leader_requests.get().leader == world.alice


def test_taken_back_and_opened_again_by_writing(client, case):
    page = client.post(f"{case.follow_url}withdrawal/", {"reason": "It works."}, follow=True)
    assert "You took it back on" in text(page)
    assert Case.objects.get().due_at is None

    client.post(f"{case.follow_url}words/", {"text": "It stopped.", "once": str(uuid.uuid4())})
    assert Case.objects.get().due_at is not None
    assert "You took it back on" not in text(client.get(case.follow_url))


def test_a_reason_that_is_too_long_is_given_back(client, case):
    page = client.post(f"{case.follow_url}withdrawal/", {"reason": "y" * 10_001})

    assert page.status_code == 422
    assert "y" * 10_001 in text(page)
    assert not case.withdrawals.exists()


def test_after_a_yes_she_is_asked_whether_she_had_to_repeat_herself(client, world, case):
    verbs.settle_case(case, words="Done.", by=world.bob)
    page = client.post(f"{case.follow_url}confirmation/", follow=True)
    assert "Did you have to repeat yourself?" in text(page)
    assert "Is it put right now?" not in text(page)

    sent = {"had_to_repeat": "1", "words": "Three times."}
    page = client.post(f"{case.follow_url}again/", sent, follow=True)
    assert "What you say here changes how we work." in text(page)
    assert FollowUp.objects.get().had_to_repeat is True

    page = client.post(f"{case.follow_url}again/", sent | {"had_to_repeat": "0"}, follow=True)
    assert "we have your answer already" in text(page)
    assert FollowUp.objects.get().had_to_repeat is True


def test_asked_again_she_must_say_yes_or_no(client, world, case):
    settlement = verbs.settle_case(case, words="Done.", by=world.bob)
    FollowUp.objects.filter(settlement=settlement).update(asked_at=settlement.settled_at)

    page = client.post(f"{case.follow_url}again/", {"words": "Hm."})

    assert page.status_code == 422
    assert "Say yes or no" in text(page)
    assert "Hm.</textarea>" in text(page)
    assert FollowUp.objects.get().answered_at is None


def test_everything_said_can_be_taken_along_and_nothing_of_ours(client, world, case):
    verbs.note_on_case(case, text="He calls every week.", by=world.bob)
    verbs.answer_case(case, text="I come.", by=world.bob)

    page = client.get(f"{case.follow_url}export/")

    told = json.loads(page.content)
    assert [(one["by"], one["text"]) for one in told["said"]] == [
        ("customer", "Cold."),
        ("Bob Ek", "I come."),
    ]
    assert page["Content-Disposition"] == f'attachment; filename="{case.reference}.json"'
    assert "every week" not in text(page)


def test_files_and_what_was_asked_and_answered_are_taken_along_too(client, case, world):
    for content in (b"100 too much", b"100 too much, again"):
        paper = SimpleUploadedFile("bill.txt", content)
        sent = {"text": "See.", "once": str(uuid.uuid4()), "attached": paper}
        client.post(f"{case.follow_url}words/", sent)
    secret = keep_file("ours.txt", b"not for the customer")
    verbs.note_on_case(case, text="For us.", by=world.bob, files=[secret])
    client.post(f"{case.follow_url}leader/")
    settlement = verbs.settle_case(case, words="Paid back.", by=world.bob)
    verbs.answer_follow_up(
        settlement.follow_up, is_put_right=True, had_to_repeat=True, words="Twice!"
    )

    page = client.get(f"{case.follow_url}export/")

    packed = zipfile.ZipFile(io.BytesIO(b"".join(page.streaming_content)))
    told = json.loads(packed.read(f"{case.reference}.json"))
    assert page["Content-Disposition"] == f'attachment; filename="{case.reference}.zip"'
    assert packed.namelist()[1:] == ["files/1-bill.txt", "files/2-bill.txt"]
    assert packed.read("files/2-bill.txt") == b"100 too much, again"
    assert [one["path"] for one in told["files"]] == packed.namelist()[1:]
    assert told["leaders_asked_for"][0]["leader"] == "Alice Berg"
    assert (told["asked_again"][0]["had_to_repeat"], told["asked_again"][0]["words"]) == (
        True,
        "Twice!",
    )


def test_a_name_that_leads_elsewhere_stays_in_its_folder(case, world):
    wicked = keep_file("x.txt", b"x")
    File.objects.filter(pk=wicked.pk).update(name="..\\../../etc/passwd")
    verbs.answer_case(case, text="See.", by=world.bob, files=[wicked])

    assert zipfile.ZipFile(packed(case)).namelist()[1:] == ["files/1-passwd"]


def test_a_file_is_handed_in_and_comes_back_as_a_download(client, case):
    paper = SimpleUploadedFile("bill.txt", b"100 too much")
    sent = {"text": "See.", "once": str(uuid.uuid4()), "attached": paper}
    client.post(f"{case.follow_url}words/", sent)
    kept = File.objects.get()

    page = client.get(f"{case.follow_url}files/{kept.pk}/")

    assert b"".join(page.streaming_content) == b"100 too much"
    assert page["Content-Disposition"].startswith("attachment")


def test_a_program_is_not_taken_and_the_words_stay(client, case):
    program = SimpleUploadedFile("bill.exe", b"MZ\x90\x00 not a bill")
    sent = {"text": "See.", "once": str(uuid.uuid4()), "attached": program}

    page = client.post(f"{case.follow_url}words/", sent)

    assert page.status_code == 422
    assert "See.</textarea>" in text(page)
    assert not File.objects.exists()


def test_files_of_others_and_of_our_notes_open_nothing(client, world, case):
    ours = keep_file("ours.txt", b"For us.")
    verbs.note_on_case(case, text="For us.", by=world.bob, files=[ours])
    other = meet_customer(unit=world.harbour, name="Other", email="o@example.com")
    theirs = keep_file("theirs.txt", b"Theirs.")
    elsewhere = verbs.open_case("Other", unit=world.harbour, customer=other)
    verbs.hear_customer(elsewhere, text="See.", files=[theirs])

    said = [client.get(f"{case.follow_url}files/{one.pk}/").status_code for one in (ours, theirs)]

    assert said == [404, 404]


@pytest.mark.parametrize("path", ["leader/", "withdrawal/", "again/"])
def test_a_colleague_cannot_say_it_for_her(client, world, case, path):
    client.force_login(world.bob)

    page = client.post(case.follow_url + path)

    assert page.status_code == 403
    assert not case.leader_requests.exists()
    assert not case.withdrawals.exists()


def test_whoever_lets_us_ask_is_drawn_for_a_town_hall_until_she_takes_it_back(client, world, case):
    before = frame_of(world.harbour)
    page = client.post(f"{case.follow_url}asking/", {"allowed": "1"}, follow=True)
    client.post(f"{case.follow_url}asking/", {"allowed": "1"})
    allowed, kept = frame_of(world.harbour), world.carla.consents.filter(purpose="survey").get()
    after = client.post(f"{case.follow_url}asking/", follow=True)

    assert (before, allowed, frame_of(world.harbour)) == ([], [world.carla.pk], [])
    assert kept.words == "You may ask me for my view now and then, and invite me to a town hall."
    assert "Be asked no more" in text(page)
    assert "Let us ask you" in text(after)
    told = Event.objects.filter(what__startswith="asking").order_by("pk")
    assert list(told.values_list("what", flat=True)) == ["asking allowed", "asking refused"]


def test_whom_we_cannot_reach_is_not_asked_to_allow_it(client, world):
    case = verbs.open_case("A word", unit=world.harbour, words="Nobody came.")

    page = client.get(case.follow_url)
    posted = client.post(f"{case.follow_url}asking/", {"allowed": "1"})

    assert "Let us ask you" not in text(page)
    assert posted.status_code == 404


@pytest.mark.parametrize("path", ["leader/", "withdrawal/", "again/", "asking/"])
def test_looking_asks_for_nothing(client, case, path):
    assert client.get(case.follow_url + path).status_code == 405
    assert not case.leader_requests.exists()
    assert not case.withdrawals.exists()
