"""What leaders do around a text: ties, pictures, columns, a time to come."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import localtime
from PIL import Image

from herefor.answer.verbs import open_case
from herefor.speak.models import Column, Picture, Post, Tie
from herefor.speak.verbs import keep_draft, publish_post, show_comment, write_comment
from herefor.story.clock import now
from speaking import column_at, drafted, in_order, published

pytestmark = pytest.mark.django_db


def test_a_leader_ties_a_post_to_a_case_and_readers_learn_no_word_of_it(client, world):
    case = open_case("My secret", unit=world.harbour, customer=world.carla, words="Secret words")
    post = drafted(world, column_at(world))
    client.force_login(world.alice)
    address = f"/speak/posts/{post.pk}/ties/"

    page = client.get(f"{address}?q=secret").content.decode()
    client.post(f"{address}?q=secret", {"tied": [f"case-{case.pk}", "case-999", "x"]})

    assert "My secret" in page
    assert Tie.objects.get().about == case
    assert (
        "one customer who raised it"
        in client.get(f"/speak/posts/{post.pk}/publication/").content.decode()
    )
    publish_post(post, by=world.alice)
    client.logout()
    public = client.get(post.get_absolute_url()).content.decode()
    assert "What one customer wrote to us." in public
    assert "secret" not in public.lower()
    assert "You said, we did" in client.get("/column/").content.decode()


def test_what_was_not_on_the_page_stays_tied(client, world):
    one, other = (open_case(f"Case {n}", unit=world.harbour, words="x") for n in "AB")
    post = drafted(world, column_at(world))
    client.force_login(world.alice)
    client.post(f"/speak/posts/{post.pk}/ties/", {"tied": [f"case-{one.pk}", f"case-{other.pk}"]})

    client.post(f"/speak/posts/{post.pk}/ties/?q=Case+A", {"tied": []})

    assert [tie.about for tie in post.ties.all()] == [other]


def test_a_picture_needs_words_and_is_shown_with_a_post_that_stands(
    client, world, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    post = drafted(world, column_at(world))
    client.force_login(world.alice)
    out = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(out, "PNG")
    address = f"/speak/posts/{post.pk}/pictures/"

    def upload(**more):
        out.seek(0)
        out.name = "a.png"
        return client.post(address, {"picture": out, **more})

    assert upload(alt="").status_code == 422
    assert upload(alt="A teal field").status_code == 302
    picture = Picture.objects.get()
    keep_draft(post, language="en", title="T", text=f"See {picture.line}", by=world.alice)
    assert client.get(picture.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(picture.get_absolute_url()).status_code == 404
    publish_post(post, by=world.alice)

    shown = client.get(picture.get_absolute_url())
    page = client.get(post.get_absolute_url()).content.decode()

    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert 'alt="A teal field"' in page
    assert (
        f'property="og:image" content="http://127.0.0.1:8000{picture.get_absolute_url()}"' in page
    )


def test_what_is_no_picture_is_refused_in_words(client, world):
    post = drafted(world, column_at(world))
    client.force_login(world.alice)
    fake = io.BytesIO(b"<svg onload=alert(1)>")
    fake.name = "a.png"

    page = client.post(f"/speak/posts/{post.pk}/pictures/", {"picture": fake, "alt": "x"})

    assert page.status_code == 422
    assert "is not a picture we can show" in page.content.decode()
    assert not Picture.objects.exists()


def test_a_time_to_come_is_in_the_future_and_can_be_taken_back(client, world):
    post = drafted(world, column_at(world))
    client.force_login(world.alice)
    address = f"/speak/posts/{post.pk}/publication/"

    def at(moment):
        words = f"{localtime(moment):%Y-%m-%dT%H:%M}" if moment else ""
        return client.post(address, {"when": "later", "at": words}).status_code

    assert [at(None), at(now() - timedelta(hours=1))] == [422, 422]
    assert at(now() + timedelta(hours=3)) == 302
    assert Post.objects.get().due_at is not None
    client.post(address, {"not-yet": "1"})
    assert Post.objects.get().due_at is None


@pytest.mark.parametrize("moderation", Column.Moderation.values)
def test_the_form_says_how_comments_are_dealt_with(client, world, moderation):
    post = published(world, moderation=moderation)

    page = client.get(post.get_absolute_url()).content.decode()

    assert ("A person reads every comment before" in page) == (moderation == "before")
    assert ("Your comment is shown at once" in page) == (moderation == "after")


def test_a_leader_of_another_unit_writes_in_their_own_column_only(client, world):
    from herefor.people.models import Role
    from herefor.people.verbs import give_role

    give_role(world.charlie, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    column = column_at(world, unit=world.harbour)
    client.force_login(world.charlie)

    client.post("/speak/posts/new/", {"column": column.pk, "once": "0" * 32})

    assert not Post.objects.exists()
    assert client.get(f"/speak/columns/{column.pk}/").status_code == 404


def test_more_posts_and_comments_ask_the_database_no_more(
    client, world, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    post = published(world)

    def say(n):
        comment = write_comment(post, name="x", text=f"Word {n}", asks=True, sent=in_order(post))
        show_comment(comment, by=world.alice)

    say(0)
    counted = {}
    for address in ("/column/", post.get_absolute_url(), "/column/feed.atom"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counted[address] = len(asked)
    for n in range(1, 4):
        say(n)
        publish_post(drafted(world, post.column, title=f"Post {n}"), by=world.alice)

    for address, n in counted.items():
        with django_assert_max_num_queries(n):
            client.get(address)
