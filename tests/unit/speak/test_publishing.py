"""A post is published once, by one worker, and everyone who raised it is told once."""

from datetime import timedelta

import pytest

from herefor.answer.models import Case
from herefor.answer.verbs import open_case
from herefor.mail.models import Letter
from herefor.people.models import Consent
from herefor.people.verbs import meet_customer, merge_customers
from herefor.speak.models import Announcement, Post, PostText
from herefor.speak.tasks import announce_what_is_due, publish_what_is_due
from herefor.speak.verbs import (
    AlreadyWithdrawn,
    NotComplete,
    announce,
    claim_announcement,
    confirm_subscription,
    keep_draft,
    publish_in_time,
    publish_post,
    schedule_post,
    start_post,
    subscribe,
    tie,
    unschedule_post,
    untie,
    who_raised_it,
    withdraw_post,
)
from herefor.story.clock import acting_at, now
from herefor.story.models import Event
from speaking import column_at, drafted, published

pytestmark = pytest.mark.django_db
Skipped = Announcement.Skipped


def case_of(world, customer, title="Nobody came"):
    return open_case(title, unit=world.harbour, customer=customer, words="I waited.")


def announce_everything():
    with acting_at(now() + timedelta(minutes=1)):
        while announce_what_is_due():
            pass


def letters_about(post):
    return Letter.objects.filter(once__startswith=f"post-{post.pk}-").order_by("pk")


def test_everyone_who_raised_it_gets_one_letter(world):
    other = meet_customer(
        unit=world.hill, name="Dora", email="dora@example.org", consent_words="Yes"
    )
    post = drafted(world, column_at(world))
    for customer in (world.carla, world.carla, other, None):
        tie(post, about=case_of(world, customer), by=world.alice)

    publish_post(post, by=world.alice)
    announce_everything()

    assert [one.to_address for one in letters_about(post)] == [
        "carla@example.org",
        "dora@example.org",
    ]
    for row in Announcement.objects.all():
        announce(row)
        row.done_at = None
    keep_draft(post, language="en", title="Changed", text="x", by=world.alice)
    publish_post(post, by=world.alice, why="A word")
    announce_everything()
    assert letters_about(post).count() == 2
    assert Case.objects.count() == 4


def test_who_withdrew_consent_or_left_no_address_is_not_written_to(world):
    silent = meet_customer(unit=world.hill, name="Silent", email="s@example.org")
    nowhere = meet_customer(unit=world.hill, name="Nowhere", consent_words="Yes")
    Consent.objects.filter(customer=world.carla).update(withdrawn_at=now())
    post = drafted(world, column_at(world))
    for customer in (world.carla, silent, nowhere):
        tie(post, about=case_of(world, customer), by=world.alice)

    publish_post(post, by=world.alice)
    announce_everything()

    assert not letters_about(post).exists()
    assert [row.skipped for row in Announcement.objects.all()] == [
        Skipped.NO_CONSENT,
        Skipped.NO_CONSENT,
        Skipped.NO_ADDRESS,
    ]


def test_two_records_of_one_person_and_a_subscriber_of_the_same_address_get_one_letter(world):
    again = meet_customer(
        unit=world.hill, name="C. Reyes", email="carla@example.org", consent_words="Yes"
    )
    column = column_at(world)
    confirm_subscription(subscribe(column, email="Carla@example.org", language="en"))
    post = drafted(world, column)
    tie(post, about=case_of(world, world.carla), by=world.alice)
    tie(post, about=case_of(world, again), by=world.alice)

    publish_post(post, by=world.alice)
    merge_customers(world.carla, merged=again, by=world.alice)
    announce_everything()

    assert letters_about(post).count() == 1
    assert [row.skipped for row in Announcement.objects.all()] == [
        "",
        Skipped.HAS_IT,
        Skipped.HAS_IT,
    ]


def test_of_two_workers_one_writes(world):
    post = drafted(world, column_at(world))
    tie(post, about=case_of(world, world.carla), by=world.alice)
    publish_post(post, by=world.alice)
    mine, theirs = Announcement.objects.get(), Announcement.objects.get()

    assert claim_announcement(mine)
    assert not claim_announcement(theirs)
    announce(mine)
    announce(theirs)

    assert letters_about(post).count() == 1


def test_what_is_tied_afterwards_is_told_then_and_only_then(world):
    post = drafted(world, column_at(world))
    first, second = case_of(world, world.carla), case_of(world, None)
    tie(post, about=first, by=world.alice)
    tie(post, about=second, by=world.alice)
    untie(post, about=second)
    publish_post(post, by=world.alice)
    announce_everything()
    other = meet_customer(unit=world.hill, name="D", email="d@example.org", consent_words="Yes")

    tie(post, about=case_of(world, other), by=world.alice)
    announce_everything()

    assert [one.to_address for one in letters_about(post)] == ["carla@example.org", "d@example.org"]
    assert len(who_raised_it(post)) == 2


def test_a_withdrawn_post_is_announced_to_nobody_more(world):
    post = drafted(world, column_at(world))
    tie(post, about=case_of(world, world.carla), by=world.alice)
    publish_post(post, by=world.alice)

    withdraw_post(post, reason="Wrong", by=world.alice)
    announce_everything()

    assert not letters_about(post).exists()
    keep_draft(post, language="en", title="T", text="x", by=world.alice)
    with pytest.raises(AlreadyWithdrawn):
        publish_post(Post.objects.get(), by=world.alice)


def test_a_scheduled_post_is_published_in_time_and_once(world):
    post = drafted(world, column_at(world))
    at = now() + timedelta(hours=2)
    schedule_post(post, at=at, by=world.alice)
    assert not publish_what_is_due()

    with acting_at(at + timedelta(seconds=1)):
        seen = [Post.objects.get(), Post.objects.get()]
        assert [publish_in_time(one) for one in seen] == [True, False]
        assert not publish_what_is_due()

    post.refresh_from_db()
    assert post.published_at == at + timedelta(seconds=1)
    assert post.published_by == world.alice
    assert Event.objects.filter(what="post published").count() == 1


def test_a_schedule_is_taken_back(world):
    post = drafted(world, column_at(world))
    schedule_post(post, at=now() + timedelta(hours=1), by=world.alice)

    unschedule_post(post, by=world.alice)

    with acting_at(now() + timedelta(hours=2)):
        assert not publish_what_is_due()
    post.refresh_from_db()
    assert post.published_at is None


def test_a_scheduled_post_that_lost_its_text_is_a_draft_again(world):
    post = drafted(world, column_at(world))
    schedule_post(post, at=now() + timedelta(hours=1), by=world.alice)
    keep_draft(post, language="sv", title="Bara en rubrik", text="", by=world.alice)

    with acting_at(now() + timedelta(hours=2)):
        assert publish_what_is_due()
        assert not publish_what_is_due()

    post.refresh_from_db()
    assert (post.published_at, post.due_at) == (None, None)


def test_what_is_not_whole_is_not_published(world):
    post = start_post(column_at(world), author=world.alice, by=world.alice)
    with pytest.raises(NotComplete):
        publish_post(post, by=world.alice)
    keep_draft(post, language="en", title="Title", text=" ", by=world.alice)

    with pytest.raises(NotComplete, match="en"):
        publish_post(post, by=world.alice)

    assert not PostText.objects.exists()


def test_addresses_are_never_shared(world):
    column = column_at(world)

    slugs = [publish_post(drafted(world, column, title="Same"), by=world.alice).slug for _ in "ab"]
    other = publish_post(drafted(world, column, title="نتصل"), by=world.alice)

    assert slugs == ["same", "same-2"]
    assert other.slug == "نتصل"


def test_a_promise_tied_to_a_post_is_told_by_it(world):
    from herefor.insight.models import Finding
    from herefor.lead.verbs import keep_commitment, make_commitment
    from herefor.listen.verbs import open_wave, start_survey

    survey = start_survey("acsi", unit=world.company, name="S", by=world.ann)
    day = now().date()
    wave = open_wave(
        survey.editions.get(),
        name="Q",
        opens_on=day,
        closes_on=day,
        units=[world.harbour],
        by=world.ann,
    )
    finding = Finding.objects.create(
        wave=wave, unit=world.harbour, model="acsi", n=0, result={}, fingerprint="", found_at=now()
    )
    case = case_of(world, world.carla)
    promised = make_commitment(
        finding,
        promise="A call",
        driver="Quality",
        points_expected=1,
        owner=world.alice,
        due_on=day,
        raised_in=[case],
        by=world.alice,
    )
    post = drafted(world, column_at(world))
    tie(post, about=promised, by=world.alice)

    publish_post(post, by=world.alice)
    announce_everything()

    promised.refresh_from_db()
    assert promised.is_told
    assert keep_commitment(promised, by=world.alice)
    assert [one.to_address for one in letters_about(post)] == ["carla@example.org"]
    assert not Letter.objects.filter(once__startswith="message-").exists()


def test_a_post_needs_a_column_and_says_its_first_words(world):
    post = published(world, title="Title")

    assert post.first_words.title == "Title"
    assert str(post) == "title"
