"""Marks of a person: what is doubtful is held, nothing is lost, nobody is refused."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from herefor.mail.models import Letter
from herefor.speak import guard
from herefor.speak.guard import Sent, address_hash, new_form, nonce_of, proves
from herefor.speak.models import Attempt, Comment, UsedForm
from herefor.speak.verbs import about_of, forget, write_comment
from herefor.story.clock import acting_at, now
from speaking import in_order, moderator, proof_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(world):
    return published(world, moderation="after")


def say(post, sent, *, text="Hello", name="Mei", **more):
    return write_comment(post, name=name, text=text, sent=sent, **more)


def test_a_form_in_order_is_shown_at_once(post):
    comment = say(post, in_order(post))

    assert comment.doubts == []
    assert comment.shown_at


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"filled": "http://x.example"}, guard.FILLED),
        ({"proof": ""}, guard.NO_PROOF),
        ({"proof": "0"}, guard.NO_PROOF),
        ({"form": ""}, guard.FORGED),
        ({"form": "ours:not"}, guard.FORGED),
    ],
)
def test_what_is_doubtful_is_held_and_kept(post, changed, doubt):
    good = in_order(post)
    sent = Sent(**{"form": good.form, "proof": good.proof, "address": "a"} | changed)

    comment = say(post, sent, text="Kept all the same")

    assert doubt in comment.doubts
    assert comment.is_held
    assert Comment.objects.get().text == "Kept all the same"


def test_too_quick_and_too_old_are_held(post):
    assert say(post, in_order(post, seconds=1), text="a").doubts == [guard.QUICK]
    assert say(post, in_order(post, seconds=86_400), text="b").doubts == [guard.OLD]


def test_a_form_is_good_once_and_sent_twice_it_is_one_comment(post):
    sent = in_order(post)

    first, again = say(post, sent), say(post, sent)
    other = say(post, sent, text="Something else")

    assert first == again
    assert other.doubts == [guard.USED]
    assert Comment.objects.count() == 2


def test_a_form_of_another_post_is_not_good_here(world, post):
    from herefor.speak.verbs import publish_post
    from speaking import column_at, drafted

    other = publish_post(drafted(world, column_at(world), title="Other"), by=world.alice)

    assert guard.FORGED in say(post, in_order(other)).doubts


def test_many_from_one_address_are_held_and_others_are_not(post):
    for n in range(guard.MOST_OF_ONE):
        assert say(post, in_order(post), text=f"Word {n}").shown_at

    assert say(post, in_order(post), text="One more").doubts == [guard.MANY]
    assert say(post, in_order(post, address="another"), text="Me too").shown_at


def test_a_flood_from_everywhere_is_held(post):
    moment = now()
    Attempt.objects.bulk_create(
        Attempt(address_hash=str(n), at=moment) for n in range(guard.MOST_OF_ALL)
    )

    assert say(post, in_order(post)).doubts == [guard.FLOOD]


@pytest.mark.parametrize(
    "name",
    ["Alice Berg", "ALICE  BERG", "Аlice Bеrg", "Alice Berg ✓", "a.l.i.c.e berg", "Ａlice Berg"],
)
def test_nobody_speaks_under_the_name_of_a_colleague(client, post, name):
    comment = say(post, in_order(post), name=name)

    assert guard.NAME in comment.doubts
    assert not comment.is_ours


def test_links_and_words_said_before_are_held(post):
    many = "http://a.example http://b.example www.c.example"

    assert say(post, in_order(post), text=many).doubts == [guard.LINKS]
    assert say(post, in_order(post), text="Same").shown_at
    assert say(post, in_order(post, address="b"), text="Same").doubts == [guard.SAME]


def test_a_strangers_address_gets_no_letter_from_what_is_doubtful(post):
    say(post, Sent(filled="x"), email="victim@example.org")

    assert not Letter.objects.filter(to_address="victim@example.org").exists()


def test_who_decides_hears_that_something_waits_once_an_hour(world, post):
    for n in range(3):
        say(post, Sent(), text=f"Word {n}")
    assert [one.to_address for one in Letter.objects.all()] == ["alice@example.org"]

    moderator(world)
    with acting_at(now() + timedelta(hours=1)):
        say(post, Sent(), text="Later")
        say(post, in_order(post, address="quiet"), text="Nothing unusual")

    assert [one.to_address for one in Letter.objects.order_by("pk")][1:] == ["nora@example.org"]


def test_the_calculation_is_what_a_browser_does():
    form = new_form("post-1")
    nonce = nonce_of(form, about="post-1")

    assert proves(nonce, proof_of(nonce))
    assert not proves(nonce, "x")
    assert not proves("", proof_of(""))


def test_an_address_leads_back_to_nobody_and_changes_by_the_day(settings):
    ask = RequestFactory(REMOTE_ADDR="203.0.113.7").get("/")
    house = RequestFactory(REMOTE_ADDR="2001:db8:1:2::7").get("/")
    same_house = RequestFactory(REMOTE_ADDR="2001:db8:1:2::8").get("/")

    today = address_hash(ask)
    with acting_at(now() + timedelta(days=1)):
        assert address_hash(ask) != today
    assert "203" not in today
    assert address_hash(house) == address_hash(same_house)
    proxied = RequestFactory(REMOTE_ADDR="10.0.0.1").get(
        "/", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    )
    assert address_hash(proxied) != today
    settings.BEHIND_HTTPS = True
    assert address_hash(proxied) == today


def test_what_the_guard_kept_is_forgotten_after_a_day(post):
    say(post, in_order(post))
    assert not forget()

    with acting_at(now() + timedelta(days=1, minutes=1)):
        assert forget()

    assert (Attempt.objects.count(), UsedForm.objects.count()) == (0, 0)
    assert about_of(post) == f"post-{post.pk}"
