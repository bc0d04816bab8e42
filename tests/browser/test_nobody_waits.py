"""Nobody waits unheard: from a complaint over a late clock, a leader and a colleague to a yes.

The program is the real process tree with its worker, letters go to a real SMTP server. Only time
is helped along: what would be due in a quarter of an hour is made due now, in the database.
"""

import re
import time
from email import message_from_bytes, policy
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from letters import end, start_sink
from programs import Program
from visits import go, signed_in, visitor

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]
PATIENCE_SECONDS = 60
PHONE = {"width": 360, "height": 740}
WORDS = "Two mechanics were promised and nobody came. The baby sleeps in a cold room."
FILL = """
import sys; sys.path.insert(0, {tests!r})
from datetime import timedelta
from letters import make_mailbox
from worlds import PASSWORD, make_world
from herefor.answer import verbs
from herefor.duty.verbs.rotas import LayerPlan, open_rota
from herefor.duty.verbs.ways import add_way, confirm_way
from herefor.people.models import Account
from herefor.people.verbs import give_role
from herefor.story.clock import now
world = make_world()
dora = Account.objects.create_user("dora@example.org", PASSWORD, name="Dora Lind")
give_role(dora, kind="responder", unit=world.harbour, by=world.adam)
make_mailbox(world, smtp_host="127.0.0.1", smtp_port={port}, smtp_security="none")
for somebody in (world.bob, dora, world.alice):
    way = add_way(somebody, channel="email", address=somebody.email)
    confirm_way(way, code=way.code)
for kind, person in (("duty", dora), ("leader", world.alice)):
    open_rota(world.harbour, kind=kind, name="Harbour, " + kind, zone_name="Europe/Stockholm",
              fallback=world.alice, by=world.alice,
              layers=[LayerPlan((person,), starts_on=now().date() - timedelta(days=8))])
door = verbs.open_complaint_form(unit=world.harbour, title="Tell us what went wrong",
                                 words="Somebody with a name answers you.", by=world.alice)
print(door.get_absolute_url())
"""
CLOCK_RUNS_OUT = """
from datetime import timedelta
from herefor.answer.models import Case, Clock
from herefor.story.clock import now
late = now() - timedelta(minutes=1)
Clock.objects.filter(stopped_at=None).update(due_at=late, look_at=late)
Case.objects.filter(due_at__isnull=False).update(due_at=late)
"""
QUARTER_OF_AN_HOUR_LATER = """
from herefor.duty.models import Alarm
from herefor.story.clock import now
Alarm.objects.filter(due_at__isnull=False).update(due_at=now())
"""
OPEN_CASES = """
from herefor.answer import verbs
from herefor.people.models import Customer, Unit
from herefor.people.verbs import meet_customer
unit, carla = Unit.objects.get(name="Harbour"), Customer.objects.get()
for title in ("Nobody came", "Still cold"):
    verbs.open_case(title, unit=unit, customer=carla, words=title + ". Please help.")
other = meet_customer(
    unit=unit, name="Carla Reyes", phone="+46 70 123 45 67", consent_words="You may.")
print(carla.pk, other.pk)
"""


@pytest.fixture
def sink(tmp_path):
    sink = start_sink(tmp_path / "letters")
    yield sink
    end(sink.process)


@pytest.fixture
def program(tmp_path, sink):
    program = Program("up", tmp_path / "data")
    program.start()
    program.form = program.run(FILL.format(tests=str(Path(__file__).parents[1]), port=sink.port))
    yield program
    program.stop()


def letter_to(sink, recipient, words):
    """The text of the first letter to somebody that holds these words, as soon as it is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for to, raw in sink.accepted():
            text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
            if to == recipient and words in text:
                return text
        time.sleep(0.1)
    raise AssertionError(f"no letter to {recipient} says {words!r}: {sink.recipients()}")


def link_in(text):
    """Where the last link of a letter leads, on whatever host the test runs."""
    return urlsplit(re.findall(r"https?://\S+", text)[-1]).path


@pytest.fixture
def look(axe):
    """Axe finds nothing and nothing sticks out, on a desk and on a narrow phone."""

    def both_widths(page, address=""):
        if address:
            page.goto(address)
        kept = page.viewport_size
        for width in (1200, 320):
            page.set_viewport_size({"width": width, "height": 800})
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
            boxes = [part.bounding_box() for part in page.locator("main aside, main .work").all()]
            assert not any(lie_over(*pair) for pair in combinations(boxes, 2)), page.url
        page.set_viewport_size(kept)

    return both_widths


def complain(customer, program, *, photograph):
    """By the form, with a picture; what is missing is asked for in words."""
    customer.goto(program.form)
    go(customer.get_by_role("button", name="Send"))
    expect(customer.get_by_role("main")).to_contain_text("Please say what happened.")
    customer.get_by_label("What happened?").fill(WORDS)
    customer.get_by_label("Photographs or papers").set_input_files(photograph)
    customer.get_by_label("Your name").fill("Cara Holm")
    customer.get_by_label("Your e-mail address").fill("cara@example.com")
    customer.wait_for_timeout(2100)  # the time to look over it, which a program does not take
    go(customer.get_by_role("button", name="Send"))
    expect(customer.get_by_role("heading", name="We have it")).to_be_visible()


def call_until_the_leader(program, sink):
    """The first answer is late: the owner is called, then who is on duty, then the leader."""
    program.run(CLOCK_RUNS_OUT)
    letter_to(sink, "bob@example.org", "Say whether you have it")
    program.run(QUARTER_OF_AN_HOUR_LATER)
    letter_to(sink, "dora@example.org", "Say whether you have it")
    program.run(QUARTER_OF_AN_HOUR_LATER)
    return link_in(letter_to(sink, "alice@example.org", "Say whether you have it"))


def lie_over(one, other):
    return all(
        one[start] < other[start] + other[size] - 1 and other[start] < one[start] + one[size] - 1
        for start, size in (("x", "width"), ("y", "height"))
    )


def opened_case(page, title):
    page.goto("/answer/")
    go(page.get_by_role("link", name=title))


def hand_over_to_dora(chromium, program, look):
    """Alice fills in what the record does not know; until Dora accepts, Alice has it."""
    alice = signed_in(chromium, program, "alice")
    opened_case(alice, "Two mechanics were promised")
    look(alice)
    go(alice.get_by_role("link", name="Hand it over"))
    look(alice)
    expect(alice.get_by_label("What not to ask again")).to_contain_text("thermometer.png")
    alice.get_by_label("To whom").select_option("Dora Lind")
    alice.get_by_label("Next step").fill("Ring the mechanic before ten.")
    go(alice.get_by_role("button", name="Ask them to take over"))
    beside = alice.get_by_role("complementary").first
    expect(beside).to_contain_text("Dora Lind is asked to take over")
    look(alice)


def test_from_a_complaint_to_a_yes(chromium, program, sink, look, tmp_path):
    customer = visitor(chromium, program, java_script_enabled=False, viewport=PHONE)
    mirror = visitor(chromium, program, viewport=PHONE)  # axe is a script
    look(mirror, program.form)
    photograph = tmp_path / "thermometer.png"
    photograph.write_bytes(customer.screenshot())
    complain(customer, program, photograph=photograph)
    expect(customer.locator(".answer")).to_contain_text("Bob Ek, Harbour, reads it and answers")
    receipt = letter_to(sink, "cara@example.com", "We have received what you told us.")
    assert "Bob Ek answers you by" in receipt
    customer.goto(link_in(receipt))
    expect(customer.locator(".story")).to_contain_text(WORDS)
    look(mirror, customer.url)

    call = call_until_the_leader(program, sink)
    customer.reload()
    expect(customer.locator(".when")).to_contain_text("Our answer is late")
    look(mirror, customer.url)
    phone = visitor(chromium, program, viewport=PHONE)
    phone.goto(call)
    look(phone)
    go(phone.get_by_role("button", name="I have it"))
    expect(phone.get_by_role("status")).to_have_text("You have it. Nobody else is called.")
    look(phone)
    customer.reload()
    expect(customer.locator(".when")).to_contain_text("Alice Berg, Harbour, has it now")

    hand_over_to_dora(chromium, program, look)
    dora = signed_in(chromium, program, "dora")
    dora.goto(link_in(letter_to(sink, "dora@example.org", "Alice Berg asks you to take over")))
    expect(dora.locator("#offer + dl")).to_contain_text("Ring the mechanic before ten.")
    look(dora)
    go(dora.get_by_role("button", name="I take over"))
    dora.get_by_label("Your answer").fill("The mechanic comes at eleven, and I come with him.")
    go(dora.get_by_role("button", name="Answer the customer"))
    look(dora)
    letter_to(sink, "cara@example.com", "Dora Lind has it now")
    answer = letter_to(sink, "cara@example.com", "The mechanic comes at eleven")
    customer.goto(link_in(answer))
    expect(customer.locator(".when")).to_contain_text("Dora Lind, Harbour, has it")
    expect(customer.locator(".story")).to_contain_text("The mechanic comes at eleven")

    dora.get_by_text("Ask the customer whether it is settled").click()
    dora.get_by_label("What was done").fill("The heating runs, and the visit is not billed.")
    go(dora.get_by_role("button", name="Ask the customer"))
    customer.reload()
    look(mirror, customer.url)
    go(customer.get_by_role("button", name="Yes, it is put right"))
    look(mirror, customer.url)
    repeated = customer.get_by_role("group", name="Did you have to repeat yourself?")
    repeated.get_by_label("No").check(force=True)
    go(customer.get_by_role("button", name="Send").first)
    expect(customer.get_by_role("main")).to_contain_text("What you say here changes how we work.")
    look(mirror, customer.url)
    dora.reload()
    beside = dora.get_by_role("complementary").first
    expect(beside).to_contain_text("Closed: the customer confirmed.")
    look(dora)


def test_two_that_are_one_and_two_again(chromium, program, look):
    customer, other = program.run(OPEN_CASES).split()
    bob = signed_in(chromium, program, "bob")
    opened_case(bob, "Still cold")
    number = re.search(r"HV-\d+", bob.locator("header .when").inner_text())[0]
    opened_case(bob, "Nobody came")
    bob.get_by_text("What is seldom needed").click()
    bob.get_by_label("The other case").fill("HV-9")
    go(bob.get_by_role("button", name="Merge it into this one"))
    expect(bob.get_by_role("main")).to_contain_text("There is no case with this number")
    look(bob)
    bob.get_by_label("The other case").fill(number)
    go(bob.get_by_role("button", name="Merge it into this one"))
    expect(bob.locator(".story")).to_contain_text("Still cold. Please help.")
    look(bob)

    go(bob.get_by_role("button", name="Part them again"))
    expect(bob.locator(".story")).not_to_contain_text("Still cold. Please help.")
    opened_case(bob, "Still cold")

    bob.goto(f"/people/customers/{customer}/")
    look(bob)
    go(bob.get_by_role("button", name="It is the same person: merge"))
    expect(bob.get_by_role("complementary").first).to_contain_text("+46 70 123 45 67")
    look(bob)
    go(bob.get_by_role("button", name="Part them again"))
    expect(bob.get_by_role("main")).to_contain_text("They are two persons again.")
    bob.goto(f"/people/customers/{other}/")
    expect(bob.get_by_role("heading", level=1)).to_have_text("Carla Reyes")


def tab_to(page, wanted):
    """Press Tab until it has the focus, once around the page at most; never the mouse."""
    for _ in range(150):
        if wanted.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(wanted).to_be_focused()


def press_on(page, name):
    tab_to(page, page.get_by_role("button", name=name, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write_into(page, label, words):
    tab_to(page, page.get_by_label(label))
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


@pytest.mark.page
def test_those_who_answer_need_no_mouse(chromium, program, sink):
    program.run(OPEN_CASES)
    phone = visitor(chromium, program)
    phone.goto(call_until_the_leader(program, sink))
    press_on(phone, "I have it")
    expect(phone.get_by_role("status")).to_have_text("You have it. Nobody else is called.")

    alice = signed_in(chromium, program, "alice")
    alice.goto("/answer/?view=mine")
    alice.keyboard.press("j")
    with alice.expect_navigation():
        alice.keyboard.press("o")
    alice.keyboard.press("a")
    with alice.expect_navigation():
        alice.keyboard.press("Enter")
    write_into(alice, "To whom", "Dora")
    write_into(alice, "Next step", "Ring before ten.")
    press_on(alice, "Ask them to take over")

    dora = signed_in(chromium, program, "dora")
    dora.goto(link_in(letter_to(sink, "dora@example.org", "Alice Berg asks you to take over")))
    press_on(dora, "I take over")
    dora.keyboard.press("r")
    expect(dora.get_by_label("Your answer")).to_be_focused()
    dora.keyboard.type("I come at eleven.")
    with dora.expect_navigation():
        dora.keyboard.press("Control+Enter")
    expect(dora.locator(".story")).to_contain_text("I come at eleven.")
    summary = dora.get_by_text("Ask the customer whether it is settled")
    tab_to(dora, summary)
    dora.keyboard.press("Enter")
    write_into(dora, "What was done", "The heating runs.")
    press_on(dora, "Ask the customer")
    beside = dora.get_by_role("complementary").first
    expect(beside).to_contain_text("The customer has not confirmed yet.")
