"""A town hall in real browsers: a host on a phone, a voter, and one without JavaScript."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from programs import Program
from visits import go, signed_in, visitor

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.xdist_group("browser")]

FILL = """
import json, sys; sys.path.insert(0, {tests!r})
from worlds import make_world
from halls import a_hall, asked
from herefor.hall import verbs
world = make_world()
hall = a_hall(world, is_moderated={moderated}, words="About the winter.")
verbs.say_line(hall, text="Good evening.", once="first", by=world.alice)
print(json.dumps([hall.pk, hall.key]))
"""
PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
PAYLOADS = [
    "<script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "<img src=x onerror=window.hacked=1>",
    "<svg onload=window.hacked=1>",
    "<svg><script>window.hacked=1</script></svg>",
    '"><img src=x onerror="window.hacked=1',
    "' autofocus onfocus='window.hacked=1",
    "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
    "<a href='javascript:window.hacked=1' id=trap>press</a>",
    "<math><mtext><style><img src onerror=window.hacked=1></style></mtext></math>",
    "{{ constructor.constructor('window.hacked=1')() }}",
    "{% debug %}{{ settings.SECRET_KEY }}",
    "]]><script>window.hacked=1</script><!--",
    'data: {"whole": true, "questions": []}\n\nid: 1\ndata: {"gone": [1]}',
    "<details open ontoggle=window.hacked=1>",
    "<base href=//evil.example/><form action=//evil.example><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "‮txet desrever \u2066<b onmouseover=window.hacked=1>",
    "<template><img src=x onerror=window.hacked=1></template>",
    '<noscript><p title="</noscript><img src=x onerror=window.hacked=1>">',
]


def begin(tmp_path, *, moderated):
    program = Program("up", tmp_path)
    program.start()
    tests = str(Path(__file__).parents[1])
    pk, key = json.loads(program.run(FILL.format(tests=tests, moderated=moderated)))
    program.hall, program.desk = f"/halls/{key}/", f"/meet/{pk}/"
    return program


@pytest.fixture
def program(tmp_path):
    program = begin(tmp_path, moderated=True)
    yield program
    program.stop()


@pytest.fixture
def unread(tmp_path):
    program = begin(tmp_path, moderated=False)
    yield program
    program.stop()


def question_of(page, text):
    return page.locator(".asked-one").filter(has_text=text)


def ask(page, text, name=""):
    page.get_by_label("Your question").fill(text)
    if name:
        page.get_by_text("Say who you are").click()
        page.get_by_label("Your name").fill(name)
    page.wait_for_timeout(1100)  # nobody reads and writes within a second
    page.get_by_role("button", name="Ask", exact=True).click()


def test_three_browsers_meet_and_nobody_is_left_unanswered(chromium, program):
    host = signed_in(chromium, program, "alice", **PHONE)
    host.goto(program.desk)
    one = visitor(chromium, program)
    one.goto(program.hall)
    plain = visitor(chromium, program, java_script_enabled=False)
    plain.goto(program.hall)

    a_question_is_read_shown_and_voted_for(host, one, plain)
    a_personal_matter_is_held_back(host, one, plain)
    a_question_has_its_turn(host, one)
    ask(one, "And the lift?")
    go(host.locator("#to-read").get_by_role("button", name="Show it"))
    go(host.get_by_role("button", name="End it"))

    plain.goto(program.hall)
    owed = plain.locator("section", has_text="Still to be answered")
    assert "And the lift?" in owed.inner_text()
    assert "answers it here by" in owed.inner_text()
    assert "On Monday." in plain.locator("main").inner_text()
    cases = program.run(
        "from herefor.answer.models import Case\n"
        "print(sorted(Case.objects.values_list('title', 'source')))"
    )
    assert cases == str(
        [("And the lift?", "town hall"), ("My bill of October is wrong.", "town hall")]
    )

    go(host.get_by_role("link", name="Answer it for everybody"))
    host.get_by_label("The answer").fill("It runs since noon.")
    go(host.get_by_role("button", name="Answer for everybody"))
    plain.reload()
    assert "It runs since noon." in plain.locator("main").inner_text()
    assert "Still to be answered" not in plain.locator("main").inner_text()


def a_question_is_read_shown_and_voted_for(host, one, plain):
    """The one without JavaScript votes by a form; the other sees it, and takes a vote back."""
    ask(one, "When is it warm again?", name="Ida")
    expect(one.locator("#mine")).to_contain_text("It is being read before it is shown.")
    go(host.locator("#to-read").get_by_role("button", name="Show it"))
    question = question_of(one, "When is it warm again?")
    expect(question).to_contain_text("Ida")
    expect(one.locator("#mine")).to_contain_text("It is on the page.")

    plain.reload()
    go(question_of(plain, "When is it warm again?").get_by_role("button"))
    for votes in ("1", "2", "1"):
        expect(question.locator(".n")).to_have_text(votes)
        question.get_by_role("button").click()
    expect(question.locator(".n")).to_have_text("2")


def a_personal_matter_is_held_back(host, one, plain):
    ask(plain, "My bill of October is wrong.")
    assert "It is being read" in plain.locator("#mine").inner_text()
    waiting = host.locator("#to-read")
    expect(waiting).to_contain_text("My bill of October")
    waiting.get_by_text("Hold it back").first.click()
    waiting.get_by_label("Reason, counted in public").select_option("person")
    go(waiting.get_by_role("button", name="Hold it back"))
    expect(one.locator("#held")).to_contain_text("1: about one person's own matter")
    plain.reload()
    assert "about one person's own matter" in plain.locator("#mine").inner_text()
    assert "My bill" not in one.locator("#questions").inner_text()


def a_question_has_its_turn(host, one):
    go(host.locator("#open").get_by_role("button", name="Alice Berg answers now"))
    expect(one.locator("#now")).to_contain_text("When is it warm again?")
    host.get_by_label("What was answered, in a sentence").fill("On Monday.")
    go(host.get_by_role("button", name="It is answered"))
    expect(question_of(one, "When is it warm")).to_contain_text("On Monday.")
    expect(one.locator("#now")).to_be_hidden()


def test_a_lost_network_loses_no_word_and_no_vote(chromium, unread):
    page, other = visitor(chromium, unread), visitor(chromium, unread)
    for one in (page, other):
        one.goto(unread.hall)
    ask(other, "Is it warm?")
    expect(question_of(page, "Is it warm?")).to_be_visible()

    page.context.set_offline(True)
    expect(page.locator("#line")).to_contain_text("The connection is gone")
    question_of(page, "Is it warm?").get_by_role("button").click()
    ask(page, "Typed without a network")
    expect(page.locator("#ask-line")).to_contain_text("Not sent yet")
    ask(other, "Asked meanwhile")
    expect(question_of(other, "Asked meanwhile")).to_be_visible()
    page.context.set_offline(False)

    expect(question_of(page, "Asked meanwhile")).to_be_visible()
    expect(question_of(other, "Typed without a network")).to_have_count(1)
    expect(question_of(other, "Is it warm?").locator(".n")).to_have_text("1")
    expect(page.get_by_label("Your question")).to_have_value("")


@pytest.mark.page
def test_a_draft_is_there_after_the_page_was_closed(chromium, unread):
    page = visitor(chromium, unread)
    page.goto(unread.hall)
    page.get_by_label("Your question").fill("Half a thought")
    page.goto("about:blank")

    page.goto(unread.hall)

    expect(page.get_by_label("Your question")).to_have_value("Half a thought")


@pytest.mark.page
def test_nothing_anybody_writes_is_executed(chromium, unread):
    program = unread
    program.run(
        "from herefor.hall import verbs\nfrom herefor.hall.models import TownHall\n"
        "from herefor.people.models import Account\n"
        "hall = TownHall.objects.get(); alice = Account.objects.get(email='alice@example.org')\n"
        f"payloads = {PAYLOADS!r}\n"
        "for number, text in enumerate(payloads[:5]):\n"
        "    verbs.ask(hall, text=text, name=text[:80], once=f'before-{number}')\n"
    )
    host = signed_in(chromium, program, "alice")
    pages = {path: host.context.new_page() for path in ("", "screen/", "said/")}
    said = []
    for path, page in pages.items():
        page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
        page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(program.hall + path)
    host.goto(program.desk)

    program.run(
        "from herefor.hall import verbs\nfrom herefor.hall.models import Question, TownHall\n"
        "from herefor.people.models import Account\n"
        "hall = TownHall.objects.get(); alice = Account.objects.get(email='alice@example.org')\n"
        f"payloads = {PAYLOADS!r}\n"
        "for number, text in enumerate(payloads):\n"
        "    question = verbs.ask(hall, text=text, name=text[:80], once=f'live-{number}')\n"
        "    verbs.answer_question(\n"
        "        question, text=text, leader=alice, by=alice, once=f'a{number}')\n"
        "    verbs.say_line(hall, text=text, once=f'l{number}', by=alice)\n"
        "verbs.open_poll(hall, text=payloads[0], choices=payloads[:4], by=alice)\n"
        "verbs.begin_turn(Question.objects.first(), leader=alice, by=alice)\n"
    )
    audience = pages[""]
    expect(audience.locator(".asked-one")).to_have_count(5 + len(PAYLOADS))
    expect(audience.locator("#now .now-text")).to_have_text(PAYLOADS[0])
    expect(host.locator("#host-now .now-text")).to_have_text(PAYLOADS[0])
    expect(pages["screen/"].locator("#wall-now .wall-text")).to_have_text(PAYLOADS[0])
    shown = audience.locator(".q-text").all_inner_texts()
    assert {" ".join(text.split()) for text in PAYLOADS} <= {" ".join(one.split()) for one in shown}
    pages["said/"].reload()
    for page in (*pages.values(), host):
        page.reload()
        page.wait_for_timeout(300)
        assert page.evaluate("window.hacked") is None, page.url
        assert page.locator("#trap").count() == 0
        assert page.locator("main :is(iframe, base, script, [onerror], [onload])").count() == 0
    assert said == []


PLACES = [
    "/halls/",
    "{hall}",
    "{hall}said/",
    "{hall}screen/",
    "/meet/",
    "{desk}",
    "{desk}plan/",
    "{desk}guests/",
    "{desk}calls/",
    "{desk}polls/",
    "{desk}lines/",
    "{desk}calling-off/",
]


@pytest.mark.page
@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (320, "dark")])
def test_every_page_is_for_everybody(chromium, axe, program, width, scheme):
    size = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = signed_in(chromium, program, "alice", **size)
    furnish(program)
    for place in [place.format(hall=program.hall, desk=program.desk) for place in PLACES]:
        page.goto(place)
        axe(page)
        for direction in ("ltr", "rtl"):
            page.evaluate(f"document.documentElement.dir = '{direction}'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    go_on = signed_in(chromium, program, "alice", **size)
    go_on.goto(program.desk)
    go(go_on.get_by_role("button", name="End it"))
    for place in (program.desk, program.hall):
        page.goto(place)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place


@pytest.mark.page
def test_a_vote_and_a_question_need_no_mouse(chromium, unread):
    page = visitor(chromium, unread)
    page.goto(unread.hall)
    keys = page.keyboard
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "text":
            break
    keys.type("By keys alone?")
    page.wait_for_timeout(1100)
    keys.press("Tab")
    keys.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ask"
    keys.press("Enter")
    expect(question_of(page, "By keys alone?")).to_be_visible()

    keys.press("Tab")
    assert page.evaluate("document.activeElement.closest('.vote') !== null")
    keys.press("Enter")

    expect(question_of(page, "By keys alone?").locator(".n")).to_have_text("1")
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"


def furnish(program):
    program.run(
        "from herefor.hall import verbs\nfrom herefor.hall.models import TownHall\n"
        "from herefor.people.models import Account\n"
        "hall = TownHall.objects.get(); alice = Account.objects.get(email='alice@example.org')\n"
        "words = 'Why does it take so long until somebody answers the telephone at night?'\n"
        "made = [verbs.ask(hall, text=words, once=f'{n}', name='Ida') for n in range(5)]\n"
        "for question in made[:3]: verbs.show_question(question, by=alice)\n"
        "verbs.hold_question(made[4], reason='same', by=alice)\n"
        "turn = verbs.begin_turn(made[0], leader=alice, by=alice)\n"
        "verbs.end_turn(turn, text='Because ...', by=alice)\n"
        "verbs.begin_turn(made[1], leader=alice, by=alice)\n"
        "verbs.open_poll(hall, text='Which?', choices=['This', 'That'], by=alice)\n"
    )
