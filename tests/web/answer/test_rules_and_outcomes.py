"""Rules for clocks, the ledger of promises, and what came of settling: by role and unit."""

from datetime import timedelta

import pytest

from herefor.answer import verbs
from herefor.answer.models import BusinessHours, ClockRule, FollowUp
from herefor.answer.queries.outcomes import outcome
from herefor.answer.tasks import ask_customers_again
from herefor.answer.verbs import ruling
from herefor.story.clock import acting_at, now

WEEK = {"day0": "9:00-12:00, 13:00-17:00", "day1": "9-17"}


@pytest.fixture
def rule(world):
    return ruling.set_rule(unit=world.company, first_answer=90, settled=2880, by=world.alice)


def text(response):
    return response.content.decode()


def written(world, **more):
    return {"unit": world.harbour.pk, "first_answer": "1.5", "kind": "", "severity": "4"} | more


@pytest.mark.parametrize("who", ["alice", "adam"])
def test_those_who_lead_or_administer_read_the_rules(client, world, rule, who):
    client.force_login(getattr(world, who))

    assert "90 minutes" in text(client.get("/answer/rules/"))


@pytest.mark.parametrize("who", ["bob", "charlie", "ann"])
def test_nobody_else_reads_or_changes_them(client, world, rule, who):
    client.force_login(getattr(world, who))

    said = [
        client.get("/answer/rules/").status_code,
        client.post("/answer/rules/new/", written(world)).status_code,
        client.post(f"/answer/rules/{rule.pk}/end/").status_code,
        client.post("/answer/hours/new/", {"name": "Mine"}).status_code,
    ]

    assert said == [404] * 4
    assert ClockRule.objects.count() == 1


def test_a_rule_is_written_and_taken_away(client, world):
    client.force_login(world.alice)
    page = client.post("/answer/rules/new/", written(world), follow=True)
    assert "The rule holds for what is owed from now on." in text(page)
    rule = ClockRule.objects.get()
    assert (rule.unit, rule.first_answer_minutes, rule.severity) == (world.harbour, 90, 4)

    client.post(f"/answer/rules/{rule.pk}/end/")
    assert not ClockRule.objects.exists()


def test_a_second_rule_for_the_same_is_refused_in_words(client, world, rule):
    client.force_login(world.alice)

    sent = written(world, unit=world.company.pk, severity="", first_answer="7")
    page = client.post("/answer/rules/new/", sent)

    assert page.status_code == 422
    assert "There is a rule for this already." in text(page)
    assert 'value="7"' in text(page)


def test_hours_are_kept_only_when_they_can_be_read(client, world):
    client.force_login(world.alice)
    sent = {"name": "Office", "unit": world.company.pk, "time_zone": "Europe/Stockholm"} | WEEK
    page = client.post("/answer/hours/new/", sent)
    assert page.status_code == 422
    assert "Write it as 9:00-12:00, 13:00-17:00." in text(page)

    client.post("/answer/hours/new/", sent | {"day1": ""})
    assert "13:00 to 17:00" in text(client.get("/answer/rules/"))


def test_hours_that_are_used_stay(client, world):
    client.force_login(world.alice)
    sent = {"name": "Office", "unit": world.company.pk, "time_zone": "Europe/Stockholm"}
    client.post("/answer/hours/new/", sent | {"day0": "9:00-12:00"})
    hours = BusinessHours.objects.get()
    client.post("/answer/rules/new/", written(world, hours=hours.pk))

    page = client.post(f"/answer/hours/{hours.pk}/end/", follow=True)
    assert "so they stay" in text(page)

    client.post(f"/answer/rules/{ClockRule.objects.get().pk}/end/")
    client.post(f"/answer/hours/{hours.pk}/end/")
    assert not BusinessHours.objects.exists()


@pytest.fixture
def promises(world):
    """One of each state at Harbour: open, late, kept, withdrawn."""
    case = verbs.open_case("Nobody came", unit=world.harbour, customer=world.carla)
    made = {}
    with acting_at(now() - timedelta(days=2)):
        for what in ("open one", "late one", "kept one", "dropped one"):
            days = 1 if what == "late one" else 9
            due = now() + timedelta(days=days)
            made[what] = verbs.make_promise(case, what=what, due_at=due, by=world.bob)
    verbs.keep_promise(made["kept one"], by=world.bob)
    verbs.withdraw_promise(made["dropped one"], because="It is sold out.", by=world.bob)
    return made


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("open", {"open one", "late one"}),
        ("late", {"late one"}),
        ("kept", {"kept one"}),
        ("withdrawn", {"dropped one"}),
        ("nonsense", {"open one", "late one"}),
    ],
)
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_ledger_shows_each_promise_in_its_state(client, world, promises, who, state, shown):
    client.force_login(getattr(world, who))

    page = text(client.get(f"/answer/promises/?state={state}"))

    assert {what for what in promises if what in page} == shown


def test_the_ledger_of_another_unit_is_its_own(client, world, promises):
    client.force_login(world.charlie)

    page = text(client.get("/answer/promises/"))

    assert "There is no promise in this state." in page
    assert "open one" not in page


@pytest.mark.parametrize("path", ["/answer/promises/", "/answer/settled/"])
@pytest.mark.parametrize("who", ["ann", "adam"])
def test_who_neither_answers_nor_leads_finds_no_page(client, world, who, path):
    client.force_login(getattr(world, who))

    assert client.get(path).status_code == 404


def settled(world, number, *, days_ago=8):
    with acting_at(now() - timedelta(days=days_ago)):
        case = verbs.open_case(
            f"Case {number}", unit=world.harbour, severity=4, customer=world.carla
        )
        return verbs.settle_case(case, words="Done.", by=world.bob)


@pytest.fixture
def answered(world):
    """As many as may be shown said how it is now; all but one that it is put right."""
    for number in range(world.organisation.smallest_group):
        follow_up = FollowUp.objects.get(settlement=settled(world, number))
        verbs.ask_again(follow_up)
        verbs.answer_follow_up(follow_up, is_put_right=number > 0, had_to_repeat=False, words="")


def test_who_spoke_before_is_not_asked_again_and_is_counted(client, world, answered):
    verbs.confirm_settlement(settled(world, "yes").case)
    verbs.reopen_case(settled(world, "no"), reason="No.")
    verbs.withdraw_case(settled(world, "taken back").case)
    settled(world, "silent")
    settled(world, "too early", days_ago=1)

    ask_customers_again()

    asked = FollowUp.objects.filter(asked_at__isnull=False, answered_at=None)
    assert [f.settlement.case.title for f in asked] == ["Case silent"]
    assert not FollowUp.objects.filter(asked_at=None, spared_at=None, due_at__lte=now()).exists()
    since, until = now() - timedelta(days=30), now()
    found = outcome(world.alice, since=since, until=until)
    enough = world.organisation.smallest_group
    assert (found.drawn, found.heard) == (enough + 4, enough + 2)
    assert found.put_right.value == pytest.approx(enough / (enough + 2))


def test_shares_are_shown_with_their_number(client, world, answered):
    client.force_login(world.alice)

    page = text(client.get("/answer/settled/"))

    assert f"n = {world.organisation.smallest_group}" in page
    assert "say that it is put right" in page


def test_no_share_of_too_few(client, world, answered):
    FollowUp.objects.first().delete()
    client.force_login(world.alice)

    page = text(client.get("/answer/settled/"))

    assert "so no share is shown" in page
    assert "say that it is put right" not in page


def test_another_units_settlements_are_not_counted(client, world, answered):
    client.force_login(world.charlie)

    assert "Nothing was settled in this time." in text(client.get("/answer/settled/"))
