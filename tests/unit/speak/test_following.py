"""Who commented and confirmed an address hears of replies in the thread, and can end it."""

import pytest

from herefor.mail.models import Letter
from herefor.mail.unsubscribing import unsubscribe_key
from herefor.mail.verbs import unsubscribe
from herefor.speak.verbs import confirm_address, reply_to, show_comment, write_comment
from speaking import in_order, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(world):
    return published(world, moderation="after")


def say(post, text, email, *, under=None, confirmed=True, follows=True):
    comment = write_comment(
        post,
        name="Somebody",
        text=text,
        email=email,
        follows=follows,
        parent=under,
        sent=in_order(post, address=text),
    )
    return confirm_address(comment) if confirmed else comment


def letters():
    replies = Letter.objects.filter(subject__endswith="replied to you").order_by("pk")
    return [one.to_address for one in replies]


def test_everybody_in_the_thread_who_follows_hears_once(world, post):
    first = say(post, "First", "first@example.org")
    say(post, "Second", "second@example.org", under=first)
    say(post, "Not confirmed", "third@example.org", under=first, confirmed=False)
    say(post, "Does not follow", "fourth@example.org", under=first, follows=False)
    say(post, "Elsewhere", "fifth@example.org")
    before = letters()

    reply_to(first, text="Thank you all.", by=world.alice)

    one, two = "first@example.org", "second@example.org"
    assert before == [one, one, two, one, two]
    assert letters()[5:] == [one, two]
    ours = Letter.objects.filter(subject="Alice Berg replied to you")
    assert [letter.is_automatic for letter in ours] == [False, False]


def test_the_words_of_strangers_are_not_carried_by_our_letters(world, post):
    first = say(post, "First", "first@example.org")
    say(post, "Buy my boat", "second@example.org", under=first)

    assert (
        "boat"
        not in Letter.objects.get(to_address="first@example.org", subject__endswith="you").text
    )


def test_one_click_ends_it(world, post):
    first = say(post, "First", "first@example.org")
    reply_to(first, text="One.", by=world.alice)
    letter = Letter.objects.get(subject="Alice Berg replied to you")

    address, topic = unsubscribe_key(letter.unsubscribe_url)
    unsubscribe(address, topic=topic)
    reply_to(first, text="Two.", by=world.alice)

    first.refresh_from_db()
    assert not first.follows
    assert letters() == ["first@example.org"]


def test_a_held_reply_is_told_when_it_is_shown_and_not_before(world, post):
    first = say(post, "First", "first@example.org")
    held = write_comment(
        post, name="Alice Berg", text="Held", parent=first, sent=in_order(post, address="x")
    )
    assert letters() == []

    show_comment(held, by=world.alice)
    show_comment(held, by=world.alice)

    assert letters() == ["first@example.org"]
