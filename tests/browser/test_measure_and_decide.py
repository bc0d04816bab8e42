"""The leader's and the analyst's pages in a real Chromium: axe, 320 pixels, no JavaScript."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from found import a_finding, two_waves
from herefor.answer.models import Case
from herefor.answer.verbs import open_case
from herefor.story.clock import acting_at
from worlds import make_world

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def served(chromium, live_server, transactional_db):
    """A served organisation: two periods, three customers who raised something, one who waits."""
    world = make_world()
    earlier, later = two_waves(world)
    for wave, index in ((earlier, 70.0), (later, 60.0)):
        a_finding(wave, world.company, n=100, index=index)
        a_finding(wave, world.harbour, n=60, index=index)
        a_finding(wave, world.hill, n=40, index=70.0)
    with acting_at(later.opens_at + timedelta(days=3)):
        for number in range(3):
            open_case(f"Nobody came {number}", unit=world.harbour, customer=world.carla)
    Case.objects.filter(title="Nobody came 0").update(owner=world.alice)
    return world


def signed_in(chromium, live_server, user, **options):
    client = Client()
    client.force_login(user)
    context = chromium.new_context(base_url=live_server.url, **options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def addresses(world):
    finding = world.harbour.findings.first().pk
    return [
        "/lead/",
        "/lead/commitments/",
        f"/lead/findings/{finding}/decision/",
        "/measure/",
        f"/measure/findings/{finding}/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chromium, axe, live_server, served, scheme):
    size = {"width": 320, "height": 700}
    page = signed_in(chromium, live_server, served.alice, viewport=size, color_scheme=scheme)
    for path in addresses(served):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_leader_decides_tells_and_keeps_without_javascript(chromium, live_server, served):
    page = signed_in(chromium, live_server, served.alice, java_script_enabled=False)
    page.goto("/lead/")
    page.get_by_label("Unit", exact=True).select_option(label="\u2003Harbour")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Decide what to do about it").click()

    page.get_by_label("What will change").fill("Somebody comes on the day")
    page.get_by_label("How many of the 1000 points").fill("500")
    page.get_by_label("By when").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Promise it").click()
    assert "cannot bring more than that" in page.locator("main").inner_text()
    assert page.get_by_label("What will change").input_value() == "Somebody comes on the day"

    page.get_by_label("How many of the 1000 points").fill("25")
    page.get_by_role("button", name="Promise it").click()
    page.get_by_label("You said, we did").fill("You said nobody came. Now somebody does.")
    page.get_by_role("button", name="Tell them").click()
    page.get_by_role("button", name="It is done").click()

    told = page.locator("main").inner_text()
    assert "It is done, and the promise is kept." in told
    assert "Alice Berg told those who raised it what was done. Cases reached: 3." in told
