"""The leader's page: five questions, each answered from what is known and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from found import a_finding, two_waves
from herefor.answer.models import Case
from herefor.answer.verbs import answer_case, confirm_settlement, open_case, settle_case
from herefor.duty.verbs.rotas import LayerPlan, open_rota
from herefor.insight.queries import share
from herefor.lead.models import Commitment
from herefor.lead.queries import Promises
from herefor.lead.verbs import keep_commitment, make_commitment
from herefor.lead.words import promises_words, risk_words, wait_words
from herefor.people.models import Organisation, Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now


def read(client, user, path="/lead/"):
    client.force_login(user)
    page = client.get(path)
    return " ".join(page.content.decode().split())


@pytest.fixture
def waves(world):
    return two_waves(world)


@pytest.fixture
def measured(world, waves):
    earlier, later = waves
    a_finding(earlier, world.company, n=100, index=70.0, loyalty=70.0)
    a_finding(earlier, world.hill, n=40, index=70.0)
    a_finding(earlier, world.harbour, n=60, index=70.0)
    a_finding(later, world.hill, n=40, index=60.0)
    a_finding(later, world.harbour, n=60, index=71.0)
    return a_finding(later, world.company, n=100, index=69.0, loyalty=60.0)


def test_the_letter_says_who_is_there_now(client, world, measured):
    weekly = LayerPlan(people=(world.alice,), starts_on=(now() - timedelta(days=9)).date())
    open_rota(
        world.company,
        name="There",
        zone_name="UTC",
        fallback=world.alice,
        layers=[weekly],
        by=world.adam,
    )

    text = read(client, world.alice)

    assert "Alice Berg is on duty" in text
    assert "stand-in only" not in text


def test_the_five_questions_are_answered_from_what_was_measured(client, world, measured):
    text = read(client, world.alice)

    for told in (
        "How is a customer-focused culture being set?",
        "No leader has committed to anything yet.",
        "No culture survey has been held, so what staff think is not known.",
        "Who is leading the effort?",
        "Alice Berg leads Harbour &amp; Vale and answered no customer in person",
        "There is no duty rota yet; until there is, Alice Berg is called.",
        "Is it obvious to our customers?",
        "Customers are as satisfied as in 2026 Q2: no clear change.",
        "67.0 to 71.0 of 100, n = 100, 2026 Q3.",
        "Hill fell clearly, by 7 to 13 points, since 2026 Q2.",
        "Are they loyal?",
        "Customers are clearly less loyal than in 2026 Q2.",
        "20 of 100 who answered are at risk of leaving (20 %, interval 13 to 29).",
        "Where are the other 310 points?",
        "Quality holds about 150 of them (130 to 170).",
        "300 to 320 are missing, n = 100, 2026 Q3.",
        f"/lead/findings/{measured.pk}/decision/",
    ):
        assert told in text
    assert "Harbour fell" not in text
    assert "Harbour rose" not in text


def test_ties_are_said(client, world, waves):
    gap = a_finding(waves[0], world.company).result["gap"] | {"ties": [["Quality", "Value"]]}
    a_finding(waves[1], world.company, gap=gap)

    text = read(client, world.alice)

    assert "Quality and Value hold the most and cannot be told apart." in text


def test_nothing_measured_says_what_to_do_and_invents_no_number(client, world):
    text = read(client, world.alice)

    assert "Nothing has been measured yet." in text
    assert "Where are the other points?" in text
    assert "That is not known yet." in text
    assert "of 100" not in text


def test_too_few_answers_are_not_shown(client, world, measured):
    assert "69.0" in read(client, world.alice)

    Organisation.objects.update(smallest_group=101)

    text = read(client, world.alice)
    assert "Fewer than 101 customers answered, so nothing is shown" in text
    assert text.count("That is not shown either.") == 2
    for number in ("69.0", "310", "20 of 100", "60.0"):
        assert number not in text


@pytest.mark.parametrize("who", ["ann", "bob", "charlie", "adam"])
def test_who_does_not_lead_finds_nothing(client, world, measured, who):
    client.force_login(getattr(world, who))

    paths = ["/lead/", "/lead/commitments/", f"/lead/findings/{measured.pk}/decision/"]

    assert [client.get(path).status_code for path in paths] == [404] * 3


def test_the_leader_of_a_branch_reads_about_the_branch(client, world, measured):
    give_role(world.charlie, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)

    text = read(client, world.charlie)

    assert "Customers of Hill are clearly less satisfied than in 2026 Q2." in text
    assert "Charlie Low and Alice Berg lead Hill. None of them answered a customer" in text
    client.force_login(world.charlie)
    assert client.get(f"/lead/?unit={world.company.pk}").status_code == 404


def test_nothing_waits_and_nothing_is_said(client, world):
    assert 'class="waiting"' not in read(client, world.alice)


def test_customers_who_wait_for_her_come_first(client, world):
    for number, hours in enumerate((1, 30)):
        with acting_at(timezone.now() - timedelta(hours=hours)):
            case = open_case(f"Nobody came {number}", unit=world.harbour)
            Case.objects.filter(pk=case.pk).update(owner=world.alice)

    text = read(client, world.alice)

    assert "2 customers are waiting for you, one since" in text
    assert "/answer/?view=mine" in text
    assert "See the customer who waits longer than promised" in text


def test_her_late_promise_waits_for_her(client, world, measured):
    commitment = a_commitment(world, measured)
    Commitment.objects.update(due_on=timezone.localdate() - timedelta(days=1))

    text = read(client, world.alice)

    assert "1 promise of yours is late." in text
    assert "No commitment is kept yet and 1 is late." in text
    assert commitment.get_absolute_url() in text


def test_a_kept_promise_is_counted(client, world, measured):
    keep_commitment(a_commitment(world, measured), by=world.alice)

    text = read(client, world.alice)

    assert "1 commitment is kept." in text
    assert "1 of 1" in text


def test_first_answers_and_complaints_are_counted_in_the_period(client, world):
    for number in range(3):
        case = open_case(f"Nobody came {number}", unit=world.harbour)
        if number:
            answer_case(case, text="We are on our way.", by=world.alice)
    settle_case(case, words="It is done.", by=world.bob)
    confirm_settlement(case)

    text = read(client, world.alice)

    assert "3 complaints were opened, 1 is confirmed as put right by the customer." in text
    assert "answered 2 customers in person in the last 30 days." in text
    assert "of first answers in time: 34 to 100 %, n = 2 cases" in text


def a_commitment(world, finding):
    return make_commitment(
        finding,
        promise="Somebody comes",
        driver="Quality",
        points_expected=20,
        owner=world.alice,
        due_on=date(2099, 1, 1),
        raised_in=[],
        by=world.alice,
    )


@pytest.mark.parametrize(
    ("kept", "late", "still", "words"),
    [
        (0, 0, 0, "No leader has committed to anything yet."),
        (1, 0, 0, "1 commitment is kept."),
        (2, 1, 3, "2 commitments are kept, 1 is late and 3 are open."),
        (0, 2, 1, "No commitment is kept yet, 2 are late and 1 is open."),
    ],
)
def test_promises_are_told_right_for_none_one_and_many(kept, late, still, words):
    assert promises_words(Promises(kept, late, still, None)) == words


@pytest.mark.parametrize(
    ("at_risk", "words"),
    [
        (0, "None of the 50 who answered is at risk of leaving."),
        (1, "1 of 50 who answered is at risk of leaving (2 %, interval 0 to 10)."),
        (5, "5 of 50 who answered are at risk of leaving (10 %, interval 4 to 21)."),
    ],
)
def test_risk_is_told_right_for_none_one_and_many(at_risk, words):
    assert risk_words(share(at_risk, n=50)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (47 * 60, "47 hours"), (4320, "3 days")],
)
def test_a_wait_is_told_as_one_says_it(minutes, words):
    assert wait_words(timedelta(minutes=minutes)) == words
