"""From a leader's draft to a reader's letter, by the pages they use."""

import json
import re

import pytest

from herefor.answer.models import Case
from herefor.mail.models import Letter
from herefor.speak.models import Announcement, Column, Comment, Decision, Post, Subscription
from herefor.speak.tasks import announce_what_is_due
from herefor.speak.verbs import keep_draft, publish_post, show_comment, withdraw_post, write_comment
from herefor.story.queries import check_chain
from speaking import in_order, moderator, published

pytestmark = pytest.mark.django_db


def address_in(letter):
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def test_a_post_a_comment_a_decision_a_reply_and_a_letter(client, world):
    client.force_login(world.alice)
    client.post(
        "/speak/columns/",
        {"unit": world.company.pk, "title": "Here", "language": "en", "moderation": "before"},
    )
    column = Column.objects.get()
    made = client.post("/speak/posts/new/", {"column": column.pk, "once": "0" * 32})
    words = {"language": "en", "title": "We ring", "lead": "The day before.", "text": "*Always.*"}
    client.post(made.url, words | {"publish": "1"})
    assert client.get("/column/").content.count(b"We ring") == 0
    client.post(f"{made.url}publication/", {"when": "now"})
    client.logout()

    page = client.get("/column/posts/we-ring/")
    assert "<em>Always.</em>" in page.content.decode()
    assert not page.cookies
    form = page.context["form"]["form"].value()
    said = {"form": form, "text": "And in the evening?", "name": "Carla", "asks": "on"}
    said |= {"email": "carla@example.org", "follows": "on"}
    own = client.post("/column/posts/we-ring/comments/", said)
    comment = Comment.objects.get()
    assert own.url == comment.own_url
    assert comment.is_held
    assert "And in the evening?" not in client.get("/column/posts/we-ring/").content.decode()

    nora = moderator(world)
    client.force_login(nora)
    assert "And in the evening?" in client.get("/speak/comments/").content.decode()
    client.post(f"/speak/comments/{comment.pk}/shown/", {"asks": "1"})
    assert client.post(f"/speak/comments/{comment.pk}/reply/", {"text": "No"}).status_code == 403
    client.logout()
    shown = client.get("/column/posts/we-ring/").content.decode()
    case = Case.objects.get(source=Case.Source.COMMENT)
    assert f"{case.owner} answers by" in shown

    letter = Letter.objects.get(to_address="carla@example.org", subject="Is this your address?")
    assert "evening" not in letter.text
    confirm = address_in(letter)
    client.get(confirm)
    assert Comment.objects.get().confirmed_at is None
    client.post(confirm)
    assert Comment.objects.get().confirmed_at is not None

    client.force_login(world.alice)
    client.post(f"/speak/comments/{comment.pk}/reply/", {"text": "Also.", "once": "1" * 32})
    client.logout()
    letter = Letter.objects.get(subject="Alice Berg replied to you")
    assert "Also." in letter.text
    shown = client.get("/column/posts/we-ring/").content.decode()
    assert "wrote this post" in shown
    assert "Answered by Alice Berg" in shown
    case.refresh_from_db()
    assert case.due_at is None
    assert [one.text for one in case.messages.all()] == ["And in the evening?", "Also."]
    assert check_chain().holds


def test_what_a_colleague_answers_on_the_case_stands_under_the_question(client, world):
    post = published(world, moderation="after")
    comment = write_comment(post, name="Mei", text="When?", asks=True, sent=in_order(post))
    case = Case.objects.get()
    client.force_login(world.alice)
    assert (
        "is shown there under your name" in client.get(f"/answer/cases/{case.pk}/").content.decode()
    )

    from herefor.answer.verbs import answer_case

    answer_case(case, text="On Monday.", by=world.alice)

    assert [one.text for one in comment.replies.all()] == ["On Monday."]
    comment.question.refresh_from_db()
    assert comment.question.answer.text == "On Monday."


def test_a_refusal_is_told_with_its_reason_counted_and_taken_back(client, world):
    post = published(world)
    comment = write_comment(post, name="x", text="Buy my boat", sent=in_order(post))
    client.force_login(moderator(world))

    lacking = client.post(f"/speak/comments/{comment.pk}/refusal/", {"words": "Sorry"})
    client.post(f"/speak/comments/{comment.pk}/refusal/", {"reason": "advert", "words": "Sorry"})

    assert lacking.status_code == 422
    client.logout()
    own = client.get(comment.own_url).content.decode()
    assert "Because it advertises something." in own
    assert "Sorry" in own
    for public in (post.get_absolute_url(), "/column/rules/"):
        page = client.get(public).content.decode()
        assert "Buy my boat" not in page
        assert "<b>1</b> is not shown: it advertises something" in page
    client.force_login(world.alice)
    client.post(f"/speak/comments/{comment.pk}/decision/end/")
    comment.refresh_from_db()
    assert comment.is_held
    assert Decision.objects.get().undone_by == world.alice


@pytest.mark.parametrize("who", ["bob", "ann", "charlie"])
def test_who_neither_leads_nor_moderates_stays_outside(client, world, who):
    post = published(world)
    comment = write_comment(post, name="x", text="Hello", sent=in_order(post))
    client.force_login(getattr(world, who))

    assert client.get("/speak/").status_code == 403
    assert client.get("/speak/comments/").status_code == 403
    for path in ("", "publication/", "preview/", "pictures/", "ties/", "withdrawal/"):
        assert client.get(f"/speak/posts/{post.pk}/{path}").status_code == 404
    assert client.post(f"/speak/comments/{comment.pk}/shown/").status_code == 404
    comment.refresh_from_db()
    assert comment.is_held


def test_a_moderator_of_one_unit_sees_nothing_of_another(client, world):
    post = published(world, unit=world.harbour)
    comment = write_comment(post, name="x", text="Hello", sent=in_order(post))
    client.force_login(moderator(world, unit=world.hill))

    assert "Hello" not in client.get("/speak/comments/").content.decode()
    assert client.get(f"/speak/comments/{comment.pk}/").status_code == 404


def test_readers_subscribe_by_a_letter_and_end_it_by_one_click(client, world):
    post = published(world)
    page = client.get("/column/at/harbour-vale/subscription/")
    data = {"form": page.context["form"]["form"].value(), "email": "Reader@example.org"}
    quick = client.post("/column/at/harbour-vale/subscription/", data)
    assert quick.status_code == 422
    assert not Letter.objects.exists()

    from datetime import timedelta

    from herefor.story.clock import acting_at, now

    with acting_at(now() - timedelta(minutes=2)):
        page = client.get("/column/at/harbour-vale/subscription/")
    data["form"] = page.context["form"]["form"].value()
    client.post("/column/at/harbour-vale/subscription/", data)
    confirm = address_in(Letter.objects.get())
    client.get(confirm)
    assert Subscription.objects.get().confirmed_at is None
    client.post(confirm)
    assert Subscription.objects.get().confirmed_at is not None

    keep_draft(post, language="en", title="Changed", text="Words", by=world.alice)
    publish_post(post, by=world.alice, why="A word")
    assert Announcement.objects.count() == 0
    from speaking import drafted

    second = publish_post(drafted(world, post.column, title="Second"), by=world.alice)
    while announce_what_is_due():
        pass
    with acting_at(now() + timedelta(seconds=5)):
        while announce_what_is_due():
            pass
    letter = Letter.objects.get(subject="Second")
    assert letter.to_address == "reader@example.org"
    assert second.get_absolute_url() in letter.text
    client.post(letter.unsubscribe_url.removeprefix("http://127.0.0.1:8000"))
    assert Subscription.objects.get().ended_at is not None


def test_a_private_question_becomes_a_case_of_the_leader(client, world):
    from datetime import timedelta

    from herefor.story.clock import acting_at, now

    post = published(world)
    address = f"{post.get_absolute_url()}private/"
    with acting_at(now() - timedelta(minutes=1)):
        form = client.get(address).context["form"]["form"].value()
    data = {"form": form, "text": "My account?", "name": "Carla", "email": "carla@example.org"}

    done = client.post(address, data, follow=True)
    client.post(address, data)

    case = Case.objects.get()
    assert case.owner == world.alice
    assert "Alice Berg answers you by" in done.content.decode()
    assert case.follow_url in done.content.decode()
    assert "My account?" not in client.get(post.get_absolute_url()).content.decode()
    assert Letter.objects.filter(to_address="carla@example.org").count() == 1


def test_a_post_in_two_languages_is_read_in_the_readers(client, world):
    post = published(world, title="We ring")
    keep_draft(post, language="ar", title="نتصل بكم", text="كل يوم", by=world.alice)
    publish_post(post, by=world.alice, why="Also in Arabic")
    address = post.get_absolute_url()

    chosen = client.get(address, headers={"Accept-Language": "ar,en;q=0.5"})
    fallback = client.get(address, headers={"Accept-Language": "fr"})

    assert '<article class="post" lang="ar" dir="rtl">' in chosen.content.decode()
    assert '<article class="post" lang="en" dir="ltr">' in fallback.content.decode()
    assert f'hreflang="ar" href="http://127.0.0.1:8000{address}ar/"' in fallback.content.decode()
    assert "Changed on" not in fallback.content.decode()
    assert client.get(f"{address}sv/").url == address
    assert {"Accept", "Accept-Language"} <= set(chosen["Vary"].split(", "))


def test_an_address_gives_an_object_to_who_asks_for_one(client, world):
    post = published(world, moderation="after", lead="In short.")
    comment = write_comment(post, name="Mei", text="Good <b>", sent=in_order(post))
    wants = {"Accept": 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'}

    article = client.get(post.get_absolute_url(), headers={"Accept": "application/activity+json"})
    note = client.get(comment.permalink, headers=wants)
    page = client.get(post.get_absolute_url(), headers={"Accept": "text/html,*/*;q=0.8"})

    assert article["Content-Type"].startswith("application/activity+json")
    told = json.loads(article.content)
    assert (told["type"], told["name"], told["summary"]) == (
        "Article",
        post.texts.get().title,
        "In short.",
    )
    assert told["id"] == f"http://127.0.0.1:8000{post.get_absolute_url()}"
    assert json.loads(note.content)["inReplyTo"] == told["id"]
    assert json.loads(note.content)["content"] == "<p>Good &lt;b&gt;</p>"
    assert page["Content-Type"].startswith("text/html")
    assert client.get(comment.permalink).url == comment.get_absolute_url()


def test_a_withdrawn_post_says_why_and_nothing_else(client, world):
    post = published(world, title="Wrong")
    comment = write_comment(post, name="Mei", text="Really?", sent=in_order(post))
    show_comment(comment, by=world.alice)
    withdraw_post(post, reason="The numbers were wrong.", by=world.alice)

    page = client.get(post.get_absolute_url())
    accept = {"Accept": "application/activity+json"}
    stone = client.get(post.get_absolute_url(), headers=accept)

    assert page.status_code == 410
    assert "The numbers were wrong." in page.content.decode()
    assert "Really?" not in page.content.decode()
    assert (stone.status_code, json.loads(stone.content)["type"]) == (410, "Tombstone")
    assert "Wrong" not in client.get("/column/").content.decode()
    assert client.get(comment.permalink).status_code == 404
    assert Post.objects.count() == 1


def test_a_change_is_seen_by_its_readers(client, world):
    post = published(world, text="Soon.")
    client.force_login(world.alice)
    words = {"language": "en", "title": post.texts.get().title, "lead": "", "text": "Today."}
    client.post(f"/speak/posts/{post.pk}/", words | {"publish": "1"})
    assert "Soon." in client.get(post.get_absolute_url()).content.decode()
    assert client.post(f"/speak/posts/{post.pk}/publication/", {"why": ""}).status_code == 422

    client.post(f"/speak/posts/{post.pk}/publication/", {"why": "We have a day."})

    page = client.get(post.get_absolute_url()).content.decode()
    assert "Today." in page
    assert "We have a day." in page
    assert post.changes.get().before["text"] == "Soon."


def test_a_writer_takes_a_comment_back_and_its_words_are_gone(client, world):
    post = published(world, moderation="after")
    comment = write_comment(
        post, name="Mei", text="My secret", email="mei@example.org", sent=in_order(post)
    )
    assert "My secret" in client.get(post.get_absolute_url()).content.decode()

    assert client.get(f"/column/said/{comment.key}/taken-back/").status_code == 405
    client.post(f"/column/said/{comment.key}/taken-back/")

    comment.refresh_from_db()
    assert (comment.text, comment.name, comment.email) == ("", "", "")
    assert "My secret" not in client.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize("path", ["said", "address", "asked", "confirm"])
def test_a_forged_key_opens_nothing(client, world, path):
    assert client.get(f"/column/{path}/1:forged/").status_code == 404


def test_drafts_are_nobody_elses(client, world):
    from speaking import column_at, drafted

    post = drafted(world, column_at(world), title="Secret plan")

    assert client.get("/column/").status_code == 200
    assert "Secret plan" not in client.get("/column/").content.decode()
    for address in ("/column/feed.atom", "/column/feed.json", "/sitemap.xml", "/column/archive/"):
        assert "Secret plan" not in client.get(address).content.decode()
    client.force_login(world.alice)
    assert "Secret plan" in client.get(f"/speak/posts/{post.pk}/preview/").content.decode()
    kept = client.post(
        f"/speak/posts/{post.pk}/draft/", {"language": "en", "title": "T", "lead": "", "text": "x"}
    )
    assert kept.json()["told"].startswith("Draft kept")
    assert post.drafts.get().title == "T"
