"""A day at the inbox in a real browser: keys alone, live lines, two colleagues, drafts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from programs import Program
from visits import go, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from worlds import make_world
from herefor.answer import verbs
from herefor.answer.verbs.desk import save_reply
world = make_world()
for title in ("Nobody came", "Billed twice", "Cold again"):
    verbs.open_case(title, unit=world.harbour, customer=world.carla, words=title + ". Help.")
save_reply(None, title="Received", unit=world.company, texts={{"en": "Dear {{customer}},"}},
           by=world.alice)
"""
ACT = """
from herefor.answer import verbs
from herefor.answer.models import Case
case = Case.objects.get(title="Nobody came")
"""


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


def open_case(page, title):
    page.goto("/answer/")
    go(page.get_by_role("link", name=title))


@pytest.mark.page
def test_a_case_is_found_and_answered_by_keys_alone(chromium, program):
    bob = signed_in(chromium, program, "bob")
    bob.goto("/answer/")
    keys = bob.keyboard

    keys.press("/")
    keys.type("billed")
    with bob.expect_navigation():
        keys.press("Enter")
    assert bob.locator("mark").all_inner_texts() == ["Billed"]
    keys.press("j")
    with bob.expect_navigation():
        keys.press("r")
    bob.locator("textarea:focus").wait_for()
    keys.type("We pay it back. j k x ?")
    with bob.expect_navigation():
        keys.press("Control+Enter")
    assert "We pay it back. j k x ?" in bob.locator(".story").inner_text()

    keys.press("n")
    bob.locator("textarea:focus").wait_for()
    keys.type("@al")
    keys.press("Enter")
    keys.type("please look")
    with bob.expect_navigation():
        keys.press("Control+Enter")
    assert bob.locator(".story .note").inner_text() == "@Alice Berg please look"
    with bob.expect_navigation():
        keys.press("u")

    keys.press("j")
    keys.press("x")
    with bob.expect_navigation():
        keys.press("a")
    assert bob.locator("h1").inner_text() == "Give them to somebody"

    alice = signed_in(chromium, program, "alice")
    alice.goto("/answer/")
    go(alice.get_by_role("link", name="A note names you."))
    assert "please look" in alice.locator("main").inner_text()


@pytest.mark.page
def test_keys_that_are_switched_off_do_nothing(chromium, program):
    bob = signed_in(chromium, program, "bob")
    bob.goto("/answer/keys/")
    go(bob.get_by_role("button", name="Switch them off for me"))
    bob.goto("/answer/")

    bob.keyboard.press("j")
    bob.keyboard.press("?")

    assert bob.evaluate("document.activeElement.className") != "title"
    assert bob.url.endswith("/answer/")


def test_many_are_ticked_put_aside_and_brought_back(chromium, program):
    bob = signed_in(chromium, program, "bob")
    bob.goto("/answer/")
    for box in bob.get_by_role("checkbox").all()[:2]:
        box.check()
    go(bob.get_by_role("button", name="Put aside"))
    go(bob.get_by_role("button", name="Do it"))
    assert bob.locator(".entries > li").count() == 1

    go(bob.get_by_role("button", name="Undo"))

    assert bob.locator(".entries > li").count() == 3


def test_the_inbox_says_what_is_new_and_moves_nothing(chromium, program):
    bob = signed_in(chromium, program, "bob")
    bob.goto("/answer/")
    bob.keyboard.press("j")
    titles = bob.locator(".title").all_inner_texts()

    program.run(ACT + "verbs.open_case('New one', unit=case.unit)")
    bob.get_by_text("1 new Show them").wait_for()

    assert bob.locator(".title").all_inner_texts() == titles
    assert bob.evaluate("document.activeElement.className") == "title"
    go(bob.get_by_role("link", name="Show them"))
    assert "New one" in bob.locator(".entries").inner_text()


def test_two_colleagues_see_each_other_and_do_not_talk_past_each_other(chromium, program):
    bob, alice = (signed_in(chromium, program, who) for who in ("bob", "alice"))
    for page in (bob, alice):
        open_case(page, "Nobody came")
    bob.get_by_label("Your answer").press_sequentially("I come")
    alice.get_by_text("Bob Ek is typing here.").wait_for()

    alice.get_by_label("Your answer").fill("I come myself.")
    go(alice.get_by_role("button", name="Answer the customer"))
    bob.get_by_text("Alice Berg wrote just now.").wait_for()
    go(bob.get_by_role("button", name="Answer the customer"))

    assert "A colleague answered while you were writing." in bob.locator("main").inner_text()
    assert bob.get_by_label("Your answer").input_value() == "I come"


@pytest.mark.page
def test_a_draft_outlives_the_page(chromium, program):
    bob = signed_in(chromium, program, "bob")
    open_case(bob, "Nobody came")
    bob.get_by_label("Your answer").press_sequentially("Half a sen")
    bob.get_by_text("Draft kept").wait_for()
    bob.reload()
    assert bob.get_by_label("Your answer").input_value() == "Half a sen"

    bob.keyboard.press("r")
    bob.keyboard.type("tence")
    bob.goto("/answer/?view=draft")
    go(bob.get_by_role("link", name="Nobody came"))
    assert bob.get_by_label("Your answer").input_value() == "Half a sentence"

    go(bob.get_by_role("button", name="Answer the customer"))
    bob.reload()
    assert bob.get_by_label("Your answer").input_value() == ""


def test_a_saved_reply_is_put_in_where_one_writes(chromium, program):
    bob = signed_in(chromium, program, "bob")
    open_case(bob, "Nobody came")
    bob.get_by_text("Files, saved replies, send later").click()
    bob.get_by_label("Saved reply").select_option("Received")

    bob.get_by_role("button", name="Put it in").click()

    expect(bob.get_by_label("Your answer")).to_have_value("Dear Carla Reyes,")


@pytest.mark.page
@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing(chromium, axe, program, width):
    bob = signed_in(chromium, program, "bob", viewport={"width": width, "height": 800})
    pages = ["", "?view=spam", "?q=help", "?kind=complaint", "keys/", "named/", "replies/",
             "replies/new/"]  # fmt: skip
    for page in pages:
        bob.goto(f"/answer/{page}")
        axe(bob)
        assert fits(bob)
    bob.goto("/answer/")
    bob.get_by_role("checkbox").first.check()
    axe(bob)
    go(bob.get_by_role("button", name="Give"))
    axe(bob)
    open_case(bob, "Nobody came")
    bob.get_by_text("Files, saved replies, send later").click()
    bob.get_by_label("Your answer").press_sequentially("@")
    bob.locator("#colleagues").wait_for()
    axe(bob)
    assert fits(bob)


def fits(page):
    """Whether nothing is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.page
def test_without_a_script_everything_is_there(chromium, program):
    bob = signed_in(chromium, program, "bob", java_script_enabled=False)
    open_case(bob, "Cold again")
    bob.get_by_label("Your answer").fill("By hand")
    go(bob.get_by_role("button", name="Keep as a draft"))
    assert bob.get_by_label("Your answer").input_value().strip() == "By hand"
    go(bob.get_by_role("button", name="Answer the customer"))
    assert re.search("By hand", bob.locator(".story").inner_text())

    bob.goto("/answer/")
    bob.get_by_role("checkbox").first.check()
    go(bob.get_by_role("button", name="Take"))
    assert "You took 1 case." in bob.locator("main").inner_text()
