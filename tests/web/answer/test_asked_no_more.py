"""The letter that asks again can be stopped: by a mail program in one click, or on a page."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from herefor.answer.models import FollowUp
from herefor.answer.tasks import ask_customers_again
from herefor.answer.verbs import answer_case, open_case, settle_case
from herefor.mail.models import Letter, Unsubscription
from herefor.story.clock import acting_at, now
from letters import make_mailbox

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def asked_again(world):
    case = open_case("Heating", unit=world.harbour, customer=world.carla, words="Cold.")
    settle_case(case, words="Mended.", by=world.bob)
    FollowUp.objects.filter(settlement__case=case).update(due_at=now() + timedelta(days=7))
    with acting_at(now() + timedelta(days=8)):
        assert ask_customers_again()
    return case, Letter.objects.filter(once__contains="-again-").last()


@pytest.fixture
def asked(world):
    make_mailbox(world, smtp_host="127.0.0.1", smtp_port=1)
    return asked_again(world)


def test_looking_at_the_way_out_changes_nothing(client, asked):
    _case, letter = asked

    page = client.get(urlsplit(letter.unsubscribe_url).path).content.decode()

    assert "letters that ask, some days later, whether it is put right" in page
    assert "<button>Unsubscribe</button>" in page
    assert not Unsubscription.objects.exists()


def test_one_click_of_a_mail_program_ends_these_letters_and_no_others(client, world, asked):
    case, letter = asked

    done = client.post(urlsplit(letter.unsubscribe_url).path, ONE_CLICK)
    _other, second = asked_again(world)
    message = answer_case(case, text="We look at it.", by=world.bob)

    answer = Letter.objects.get(once=f"message-{message.pk}")
    assert done.status_code == 200
    assert "answered as before" in done.content.decode()
    assert (second.delivery.state, second.delivery.reason) == (
        "failed",
        "The recipient has unsubscribed.",
    )
    assert (answer.delivery.state, answer.unsubscribe_url) == ("waiting", "")


def test_the_receipt_offers_no_way_out(client, world, asked):
    case, letter = asked
    others = Letter.objects.filter(about_id=case.pk).exclude(pk=letter.pk)

    assert others.exists()
    assert set(others.values_list("unsubscribe_url", flat=True)) == {""}
