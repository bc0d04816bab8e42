"""A letter on a case: whose word it is, and where the answer goes."""

import pytest
from django.utils import translation

from herefor.answer import verbs
from herefor.answer.models import Case, Message
from herefor.answer.queries import conversation
from herefor.answer.queries.brief import Brief
from herefor.answer.queries.public import as_data
from herefor.answer.words import readable
from herefor.mail.addresses import signed
from herefor.mail.models import Letter
from herefor.mail.verbs import take_letter
from herefor.people.models import Consent
from letters import letter, make_mailbox

CARLA, WORK = "Carla Reyes <carla@example.com>", "Carla Reyes <carla@work.example>"
FORGED = {"Authentication_Results": "example.org; dmarc=fail; spf=fail"}


@pytest.fixture
def mailbox(world):
    return make_mailbox(world)


@pytest.fixture
def case(world, mailbox):
    """Carla wrote; Bob has answered."""
    take_letter(letter("The heating is cold.", sender=CARLA), mailbox=mailbox)
    case = Case.objects.get()
    verbs.answer_case(case, text="I look at it.", by=world.bob)
    return case


def in_thread(case, words, *, sender, mailbox, **headers):
    to = signed("care@example.org", f"case-{case.pk}")
    take_letter(letter(words, sender=sender, To=to, **headers), mailbox=mailbox)
    return Message.objects.order_by("pk").last()


def answers():
    return list(
        Letter.objects.filter(direction="out", is_automatic=False)
        .order_by("pk")
        .values_list("to_address", flat=True)
    )


def test_what_somebody_else_writes_in_the_thread_is_not_the_customers_word(case, mailbox):
    said = in_thread(case, "I am his lawyer.", sender="Leo Fell <leo@law.example>", mailbox=mailbox)

    assert said.case == case
    assert said.said_by == "Leo Fell <leo@law.example>"
    assert as_data(case)["said"][-1]["by"] == "Leo Fell <leo@law.example>"
    assert [m.said_by for m in conversation(case)] == ["", "", said.said_by]
    case.refresh_from_db()
    assert case.due_at is not None


def test_the_answer_goes_to_the_customer_and_not_to_who_else_wrote(world, case, mailbox):
    in_thread(case, "I am his lawyer.", sender="Leo Fell <leo@law.example>", mailbox=mailbox)

    verbs.answer_case(case, text="Thank you.", by=world.bob)

    assert answers() == ["carla@example.com"] * 2
    answered = Letter.objects.filter(direction="out").last().answers
    assert answered.from_address == "carla@example.com"


def test_the_answer_goes_to_the_address_she_wrote_from_last(world, case, mailbox):
    case.customer.contact_points.create(kind="email", value="carla@work.example")

    said = in_thread(case, "I am at work now.", sender=WORK, mailbox=mailbox)
    verbs.answer_case(case, text="Thank you.", by=world.bob)

    assert said.said_by == ""
    assert answers() == ["carla@example.com", "carla@work.example"]


def test_a_forged_letter_in_the_thread_is_not_her_word(world, case, mailbox):
    said = in_thread(case, "Send it to me.", sender=CARLA, mailbox=mailbox, **FORGED)

    assert said.case == case
    assert said.said_by == CARLA
    verbs.answer_case(case, text="We do not.", by=world.bob)
    assert Letter.objects.filter(direction="out").last().answers.text == "The heating is cold."


def test_a_forged_letter_opens_a_case_of_its_own_and_is_not_answered_by_itself(case, mailbox):
    given = Consent.objects.filter(customer=case.customer).count()
    sent = Letter.objects.filter(direction="out").count()

    take_letter(letter("I want my data.", sender=CARLA, **FORGED), mailbox=mailbox)

    other = Case.objects.exclude(pk=case.pk).get()
    assert other.customer != case.customer
    assert Letter.objects.filter(direction="out").count() == sent
    assert Consent.objects.filter(customer=case.customer).count() == given


def test_who_else_wrote_is_named_on_the_customers_page_and_on_ours(client, world, case, mailbox):
    in_thread(case, "I am his lawyer.", sender="Leo Fell <leo@law.example>", mailbox=mailbox)

    page = client.get(case.follow_url).content.decode()
    client.force_login(world.bob)
    ours = client.get(case.get_absolute_url()).content.decode()

    assert "<b>Leo Fell &lt;leo@law.example&gt;</b>" in page
    assert "Leo Fell &lt;leo@law.example&gt; wrote, not the customer." in ours


def test_what_the_program_writes_by_itself_is_in_the_customers_language(world, case):
    case.customer.language = "fr"
    case.customer.save()
    verbs.hear_customer(case, text="Alors ?")
    offer = verbs.offer_case(
        case, to=world.alice, brief=Brief(wants="A date.", next_step="Call."), by=world.bob
    )

    verbs.accept_case(offer, by=world.alice)

    with translation.override("fr"):
        due = readable(case.due_at)
    letter = Letter.objects.filter(is_automatic=True, to_address="carla@example.com").last()
    assert due in letter.text
