"""Leaders in public in a real browser: written, answered, attacked, by keys, right to left."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from hostile import HOSTILE
from programs import Program
from visits import go, signed_in, visitor

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from hostile import HOSTILE
from speaking import column_at, drafted, moderator
from worlds import make_world
from herefor.speak.guard import Sent
from herefor.speak.models import Attempt
from herefor.speak.verbs import (
    keep_draft, mark_question, publish_post, reply_to, show_comment, start_post, write_comment)
world = make_world()
nora = moderator(world)
column = column_at(world, moderation="after")
post = drafted(world, column, title="We ring", lead="The day before.", text="Every time.")
keep_draft(post, language="ar", title="نتصل بكم", lead="في اليوم السابق",
           text="## كل مرة\\n\\n- واحد\\n- اثنان\\n\\n> اقتباس", by=world.alice)
publish_post(post, by=world.alice)
asked = write_comment(post, name="Mei", text="And on Sunday?", sent=Sent(), asks=True)
show_comment(asked, by=nora)
praise = write_comment(post, name="Oskar", text="Good.", sent=Sent())
show_comment(praise, by=nora)
reply_to(praise, text="Thank you.", by=world.alice)
hostile = drafted(world, column, title="Hostile " + HOSTILE[0], lead=HOSTILE[3],
                  text="\\n\\n".join(HOSTILE))
publish_post(hostile, by=world.alice)
for number, words in enumerate(HOSTILE):
    said = write_comment(hostile, name=words[:70] + str(number), text=words, sent=Sent())
    show_comment(said, by=nora)
Attempt.objects.all().delete()  # the flood above was ours
"""
PUBLIC = ["/column/", "/column/posts/we-ring/", "/column/posts/we-ring/ar/", "/column/archive/",
          "/column/rules/", "/column/at/harbour-vale/subscription/",
          "/column/posts/we-ring/private/"]  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    program = Program("up", tmp_path_factory.mktemp("column"))
    program.start()
    program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


def fits(page):
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0, page.url


@pytest.mark.page
def test_every_public_page_is_clean_and_fits_a_small_phone(chromium, program, axe):
    for scheme in ("light", "dark"):
        page = visitor(
            chromium, program, viewport={"width": 320, "height": 640}, color_scheme=scheme
        )
        for address in PUBLIC:
            page.goto(address)
            axe(page)
            fits(page)
        assert page.context.cookies() == []


@pytest.mark.page
def test_every_page_of_the_room_is_clean_and_fits(chromium, program, axe):
    page = signed_in(chromium, program, "alice", viewport={"width": 320, "height": 640})
    page.goto("/speak/")
    axe(page)
    go(page.get_by_role("link", name="We ring"))
    for name in ("", "pictures/", "ties/", "publication/", "withdrawal/", "preview/"):
        assert page.goto(f"/speak/posts/1/{name}").status == 200
        axe(page)
        fits(page)
    for address in ("/speak/comments/?view=questions", "/speak/comments/1/", "/speak/columns/",
                    "/speak/columns/1/"):  # fmt: skip
        assert page.goto(address).status == 200
        axe(page)
        fits(page)


def test_written_published_commented_and_answered(chromium, program):
    alice = signed_in(chromium, program, "alice")
    alice.goto("/speak/")
    go(alice.get_by_role("button", name="Write a post"))
    alice.get_by_label("Title").fill("Open on Saturday")
    alice.get_by_label("Text").fill("From **May** on.")
    expect(alice.locator("#kept")).to_contain_text("Draft kept")
    go(alice.get_by_role("button", name="Publish …"))
    go(alice.get_by_role("button", name="Publish"))

    reader = visitor(chromium, program)
    reader.goto("/column/")
    go(reader.get_by_role("link", name="Open on Saturday"))
    reader.get_by_label("What do you want to say?").press_sequentially("And in June, as well?")
    reader.get_by_label("I ask something").check()
    reader.get_by_label("The name to show").fill("Dora")
    reader.wait_for_timeout(4500)  # quicker is taken for a machine
    go(reader.get_by_role("button", name="Send"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment is on the page")
    go(reader.get_by_role("link", name="See it there"))
    expect(reader.locator(".promise")).to_contain_text("answers by")

    alice.goto("/speak/comments/?view=questions")
    row = alice.locator(".queue > li", has_text="And in June")
    go(row.get_by_role("link", name="Answer in public"))
    alice.get_by_label("Your reply").fill("In June too.")
    go(alice.get_by_role("button", name="Reply in public"))

    reader.reload()
    expect(reader.locator(".promise")).to_have_text("Answered by Alice Berg")
    ours = reader.locator(".comment.ours")
    expect(ours).to_contain_text("wrote this post")
    expect(ours).to_contain_text("In June too.")


def test_without_scripts_a_comment_waits_and_a_moderator_shows_it(chromium, program):
    reader = visitor(chromium, program, java_script_enabled=False)
    reader.goto("/column/posts/we-ring/")
    reader.get_by_label("What do you want to say?").fill("No script here.")
    reader.get_by_label("The name to show").fill("Lynx")
    go(reader.get_by_role("button", name="Send"))
    expect(reader.get_by_role("heading", level=1)).to_have_text("We have your comment")
    own = reader.url

    nora = signed_in(chromium, program, "nora")
    nora.goto("/speak/comments/")
    row = nora.locator(".queue > li", has_text="No script here.")
    go(row.get_by_role("button", name="Show the comment of Lynx"))

    reader.goto(own)
    expect(reader.get_by_role("heading", level=1)).to_have_text("Your comment is on the page")


@pytest.mark.page
def test_a_comment_is_written_by_keys_alone(chromium, program):
    page = visitor(chromium, program)
    page.goto("/column/posts/we-ring/")
    keys = page.keyboard
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keys.press("Enter")
    box = page.get_by_label("What do you want to say?")
    for _ in range(40):
        keys.press("Tab")
        assert page.evaluate("document.activeElement.name") != "website"
        if box.evaluate("box => box === document.activeElement"):
            break
    expect(box).to_be_focused()
    keys.type("By keys.")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Keyboard")
    with page.expect_navigation():
        keys.press("Enter")

    expect(page.locator(".mine")).to_contain_text("By keys.")


@pytest.mark.page
def test_a_mistake_keeps_what_was_written(chromium, program, axe):
    page = visitor(chromium, program)
    page.goto("/column/posts/we-ring/")
    page.get_by_label("What do you want to say?").fill("Without a name.")
    go(page.get_by_role("button", name="Send"))

    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("What do you want to say?")).to_have_value("Without a name.")
    axe(page)


@pytest.mark.page
def test_a_post_is_read_from_right_to_left(chromium, program):
    page = visitor(chromium, program, locale="ar")
    page.goto("/column/posts/we-ring/")

    article = page.locator("article.post")
    expect(article).to_have_attribute("dir", "rtl")
    heading = article.get_by_role("heading", level=1)
    right = heading.evaluate(
        "h => { const r = document.createRange(); r.selectNodeContents(h);"
        " return h.getBoundingClientRect().right - r.getBoundingClientRect().right }"
    )
    assert abs(right) < 2
    quote = article.locator("blockquote")
    assert quote.evaluate("q => getComputedStyle(q).borderRightWidth") == "3px"


@pytest.mark.page
@pytest.mark.parametrize("who", ["reader", "leader", "moderator"])
def test_hostile_words_do_nothing(chromium, program, who):
    if who == "reader":
        page = visitor(chromium, program)
    else:
        page = signed_in(chromium, program, {"leader": "alice", "moderator": "nora"}[who])
    dialogs, elsewhere = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: "127.0.0.1" not in asked.url and elsewhere.append(asked.url))
    addresses = {
        "reader": ["/column/", "/column/archive/", "/column/feed.json"],
        "leader": ["/speak/", "/speak/posts/2/", "/speak/posts/2/preview/", "/answer/"],
        "moderator": ["/speak/comments/?view=shown", "/speak/comments/5/"],
    }[who]
    if who == "reader":
        page.goto("/column/")
        addresses.append(page.locator(".posts h2 a", has_text="Hostile").get_attribute("href"))

    for address in addresses:
        page.goto(address)
        for link in page.locator(".body a, .words a").all()[:40]:
            href = link.get_attribute("href") or ""
            assert not href.lower().lstrip().startswith(("javascript", "data", "vbscript")), href
            link.dispatch_event("mouseover")
        page.wait_for_timeout(200)
        assert page.evaluate("window.pwned") is None, address

    assert (dialogs, elsewhere) == ([], [])
    assert len(HOSTILE) > 55
