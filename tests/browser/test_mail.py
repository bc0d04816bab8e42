"""Mail pages in a real browser: nothing that axe finds, nothing that is cut off on a phone."""

from pathlib import Path

import pytest

from programs import Program
from visits import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FILL = """
import sys; sys.path.insert(0, {tests!r})
from django.utils import timezone
from letters import make_mailbox
from worlds import make_world
from herefor.mail.models import BouncedAddress, Delivery
from herefor.mail.verbs import pause_mailbox, send_letter
world = make_world()
box = make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
pause_mailbox(box, by=world.adam)
for number in range(3):
    send_letter(to="carla@example.com", subject="S", text="T", once=str(number), mailbox=box)
Delivery.objects.filter(letter__once="1").update(doubted_at=timezone.now(), due_at=None)
BouncedAddress.objects.create(address="gone@example.com", bounced_at=timezone.now())
"""
PAGES = ["/mail/", "/mail/mailboxes/", "/mail/mailboxes/1/", "/mail/out/", "/mail/out/?view=doubt"]


@pytest.fixture
def program(tmp_path):
    program = Program("up", tmp_path)
    program.start()
    program.run(FILL.format(tests=str(Path(__file__).parents[1])))
    yield program
    program.stop()


@pytest.mark.page
@pytest.mark.parametrize(("width", "scheme"), [(1200, "light"), (320, "dark")])
def test_mail_pages_are_clean_and_fit(chromium, axe, program, width, scheme):
    page = signed_in(
        chromium,
        program,
        "adam",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
    )
    for path in PAGES:
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
