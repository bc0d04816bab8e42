"""Calling until somebody answers: each way out of the chain, played at its moment."""

import itertools
from datetime import timedelta

import pytest

from herefor.duty.channels import channel_of
from herefor.duty.models import Alarm, ContactWay, Page, QuietHours, Step
from herefor.duty.queries.chains import RungPlan
from herefor.duty.tasks import call_who_is_next, outgoing
from herefor.duty.verbs import acknowledge, pass_on, raise_alarm, stand_down, stand_down_about
from herefor.duty.verbs.calling import take_step
from herefor.duty.verbs.chains import set_chain
from herefor.duty.verbs.rotas import LayerPlan, open_rota
from herefor.duty.verbs.sending import claim_page, note_failure, note_sent, settle_doubt
from herefor.mail.models import Letter
from herefor.mail.verbs.delivering import doubt
from herefor.people.models import Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now
from herefor.story.queries import story_of
from herefor.story.verbs import hear
from letters import make_mailbox

SAID = ("alarm raised", "somebody called", "alarm passed on", "alarm unanswered")


@pytest.fixture
def dora(world):
    """Leads Harbour herself, and can be reached."""
    dora = world.charlie
    give_role(dora, kind=Role.Kind.LEADER, unit=world.harbour, by=world.adam)
    return dora


@pytest.fixture
def reachable(world, dora):
    for account in (world.bob, world.alice, dora):
        way_for(account)


def way_for(account, address="https://hooks.example.org/", order=1):
    return ContactWay.objects.create(
        account=account,
        channel="webhook",
        address=address,
        secret="whsec_c2VjcmV0",
        order=order,
        added_at=now(),
        verified_at=now(),
    )


@pytest.fixture
def rota(world, dora):
    """Dora is on duty and Alice is the fallback and, with no rota of leaders, Dora leads."""
    return open_rota(
        world.harbour,
        name="Harbour",
        zone_name="Europe/Stockholm",
        fallback=world.alice,
        layers=[LayerPlan((dora,), starts_on=now().date() - timedelta(days=8))],
        by=world.alice,
    )


def ring(world, *, severity="high", first=None, once="one", **options):
    return raise_alarm(
        world.harbour,
        unit=world.harbour,
        severity=severity,
        words="HV-1001 waits",
        first=first,
        once=once,
        **options,
    )


def play(alarm, minutes):
    """Take every step that is due until so many minutes after it was raised."""
    until = alarm.raised_at + timedelta(minutes=minutes)
    while True:
        alarm.refresh_from_db()
        if alarm.due_at is None or alarm.due_at > until:
            return alarm
        with acting_at(max(alarm.due_at, alarm.raised_at)):
            assert call_who_is_next()


def steps(alarm):
    return [
        (step.whom, str(step.account or ""), step.passed_on, minute(alarm, step.taken_at))
        for step in alarm.steps.all()
    ]


def minute(alarm, at):
    return round((at - alarm.raised_at).total_seconds() / 60)


def told(alarm):
    return [event.what for event in story_of(alarm)]


def test_owner_then_duty_then_leader_then_fallback_without_any_set_up(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=50)

    assert steps(alarm) == [
        ("owner", "Bob Ek", "", 0),
        ("duty", "Charlie Low", "", 15),
        ("leader", "Charlie Low", "same", 30),
        ("fallback", "Alice Berg", "", 30),
        ("fallback", "Alice Berg", "", 45),
    ]


def test_an_alarm_that_belongs_to_nobody_goes_to_who_is_on_duty_at_once(world, reachable, rota):
    alarm = play(ring(world), minutes=1)

    assert steps(alarm) == [("owner", "", "nobody", 0), ("duty", "Charlie Low", "", 0)]
    assert told(alarm) == ["alarm raised", "alarm passed on", "somebody called"]


def test_the_same_mark_raises_one_alarm(world, reachable):
    first, second = ring(world), ring(world)

    assert first == second
    assert told(first) == ["alarm raised"]


def test_somebody_who_left_is_passed_over(world, reachable, rota):
    world.bob.is_active = False
    world.bob.save()

    alarm = play(ring(world, first=world.bob), minutes=1)

    assert steps(alarm)[0] == ("owner", "Bob Ek", "away", 0)
    assert steps(alarm)[1][:2] == ("duty", "Charlie Low")


def test_each_rung_is_whoever_it_is_by_then(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=1)
    world.charlie.roles.all().delete()

    play(alarm, minutes=16)

    assert steps(alarm)[1][:2] == ("duty", "Alice Berg")


def test_quiet_hours_hold_unless_it_is_critical(world, reachable, rota):
    QuietHours.objects.create(
        account=world.bob, begins="00:00", ends="23:59:59", zone_name="Europe/Stockholm"
    )

    high = play(ring(world, first=world.bob), minutes=1)
    critical = ring(world, first=world.bob, severity="critical", once="two")
    stand_down(high, by=None, why="")
    play(critical, minutes=1)

    assert steps(high)[0] == ("owner", "Bob Ek", "quiet", 0)
    assert steps(critical)[0] == ("owner", "Bob Ek", "", 0)


def test_somebody_without_a_way_is_written_to_and_nobody_waits(world, rota, dora):
    way_for(dora)

    alarm = play(ring(world, first=world.bob), minutes=1)

    assert steps(alarm) == [
        ("owner", "Bob Ek", "no way", 0),
        ("duty", "Charlie Low", "", 0),
    ]
    assert [page.way for page in Page.objects.filter(account=world.bob)] == [None]


def test_nobody_answers_and_the_last_is_called_on_at_growing_distances(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=24 * 60)

    calls = [at for whom, _who, passed, at in steps(alarm) if whom == "fallback"]
    assert calls[:7] == [30, 45, 60, 75, 90, 120, 180]
    assert max(b - a for a, b in itertools.pairwise(calls)) == 240
    assert told(alarm).count("alarm unanswered") == 1
    assert alarm.is_ringing
    assert minute(alarm, alarm.unanswered_at) == 90


def test_a_drill_ends_when_the_whole_chain_was_called_in_vain(world, reachable, rota):
    alarm = play(ring(world, first=world.bob, is_drill=True), minutes=24 * 60)

    assert not alarm.is_ringing
    assert alarm.stood_down_at == alarm.unanswered_at
    assert Page.objects.first().subject.startswith("Drill")


def test_the_first_who_takes_it_has_it_and_nobody_else_is_called(world, reachable, rota, dora):
    alarm = play(ring(world, first=world.bob), minutes=16)
    page = Page.objects.get(account=world.bob)

    acknowledge(page, by=world.bob)
    late = acknowledge(alarm, by=dora)

    assert late.acknowledged_by == world.bob
    assert not call_who_is_next()
    assert told(alarm).count("alarm acknowledged") == 1
    assert {page.state for page in Page.objects.all()} == {"not needed"}


def test_a_room_above_hears_who_has_it(world, reachable, rota):
    heard = []
    hear("alarm acknowledged")(lambda event: heard.append((event.about.about, event.by)))

    acknowledge(ring(world), by=world.bob)

    assert heard == [(world.harbour, world.bob)]


def test_whoever_cannot_says_so_and_the_next_is_called_at_once(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=1)
    page = Page.objects.get(account=world.bob)

    pass_on(page, by=world.bob)
    pass_on(page, by=world.bob)
    alarm.refresh_from_db()
    assert alarm.due_at <= now()
    play(alarm, minutes=2)

    assert steps(alarm)[0] == ("owner", "Bob Ek", "cannot", 0)
    assert steps(alarm)[1][:3] == ("duty", "Charlie Low", "")
    assert told(alarm).count("alarm passed on") == 1


def test_when_the_fallback_cannot_a_leader_is_called(world, reachable, rota, dora):
    set_chain(world.harbour, rungs=[RungPlan("fallback", 10)], repeats=1, by=world.alice)
    alarm = play(ring(world), minutes=1)

    pass_on(Page.objects.get(account=world.alice), by=world.alice)
    play(alarm, minutes=2)

    assert [who for _whom, who, *_rest in steps(alarm)] == ["Alice Berg", "Charlie Low"]


def test_standing_down_ends_what_rings_about_a_record(world, reachable, rota):
    first, other = ring(world), ring(world, once="two")
    acknowledge(first, by=world.bob)

    ended = stand_down_about(world.harbour, by=world.alice, why="Settled")

    assert ended == [other]
    first.refresh_from_db()
    assert first.stood_down_at is None


def test_a_chain_of_the_severity_goes_before_the_one_for_every_severity(world, reachable, rota):
    five, seven, nine = ([RungPlan("duty", wait)] for wait in (5, 7, 9))
    set_chain(world.company, severity="high", rungs=five, repeats=0, by=world.alice)
    set_chain(world.harbour, rungs=seven, repeats=0, by=world.alice)
    set_chain(world.harbour, severity="low", rungs=nine, repeats=0, by=world.alice)

    rungs = [
        ring(world, severity=severity, once=severity).rungs[0]["wait_minutes"]
        for severity in ("high", "low", "normal")
    ]

    assert rungs == [7, 9, 7]
    assert (
        raise_alarm(
            world.hill, unit=world.hill, severity="high", words="", first=None, once="hill"
        ).rungs[0]["wait_minutes"]
        == 5
    )


def test_a_chain_that_ends_at_nobody_ends_at_the_fallback(world, reachable, rota):
    set_chain(world.harbour, rungs=[RungPlan("owner", 5)], repeats=0, by=world.alice)

    alarm = play(ring(world), minutes=1)

    assert steps(alarm) == [("fallback", "Alice Berg", "", 0)]


def test_a_step_is_taken_by_one_worker(world, reachable, rota):
    ring(world, first=world.bob)
    seen, same = Alarm.objects.get(), Alarm.objects.get()

    assert take_step(seen) is not None
    assert take_step(same) is None
    assert Step.objects.count() == 1


def test_further_ways_are_spread_over_the_wait_and_a_failure_hastens_them(world, reachable, rota):
    way_for(world.bob, "https://other.example.org/", order=2)
    alarm = play(ring(world, first=world.bob), minutes=1)
    first, second = Page.objects.filter(account=world.bob)
    assert (minute(alarm, first.due_at), minute(alarm, second.due_at)) == (0, 5)

    assert claim_page(first)
    note_failure(first, error="refused", may_repeat=False)
    second.refresh_from_db()
    alarm.refresh_from_db()

    assert second.due_at <= now()
    assert alarm.due_at > now()


def test_when_the_last_way_fails_the_next_person_is_called_at_once(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=1)
    page = Page.objects.get()

    claim_page(page)
    note_failure(page, error="refused", may_repeat=False)
    play(alarm, minutes=2)

    assert steps(alarm)[0] == ("owner", "Bob Ek", "failed", 0)
    assert steps(alarm)[1][:2] == ("duty", "Charlie Low")


def test_what_may_be_repeated_is_tried_three_times(world, reachable, rota):
    play(ring(world, first=world.bob), minutes=1)
    page = Page.objects.get()

    for _n in range(3):
        page.refresh_from_db()
        with acting_at(page.due_at):
            claim_page(page)
            note_failure(page, error="503", may_repeat=True)
    page.refresh_from_db()

    assert (page.tries, page.state) == (3, "failed")


def test_a_page_in_doubt_is_not_repeated_and_nobody_waits(world, reachable, rota):
    alarm = play(ring(world, first=world.bob), minutes=1)
    page = Page.objects.get()
    claim_page(page)

    settle_doubt(page, may_repeat=False)
    page.refresh_from_db()
    play(alarm, minutes=2)

    assert page.state == "in doubt"
    assert steps(alarm)[0] == ("owner", "Bob Ek", "doubt", 0)
    assert steps(alarm)[1][:2] == ("duty", "Charlie Low")


def test_an_outcome_that_comes_after_the_doubt_changes_nothing(world, reachable, rota):
    play(ring(world, first=world.bob), minutes=1)
    page = Page.objects.get()
    claim_page(page)

    settle_doubt(page, may_repeat=False)
    note_sent(page)
    page.refresh_from_db()

    assert page.state == "in doubt"


@pytest.mark.parametrize("is_noted", [True, False], ids=["noted as sent", "killed before that"])
def test_a_letter_that_did_not_arrive_calls_the_next_at_once(world, reachable, rota, is_noted):
    make_mailbox(world, smtp_host="127.0.0.1", unit=world.company)
    ContactWay.objects.filter(account=world.bob).update(channel="email", address="bob@home.example")
    alarm = play(ring(world, first=world.bob), 0)
    page = Page.objects.get()
    claim_page(page)
    channel_of(page).hand_over(outgoing(page))
    if is_noted:
        note_sent(page)

    doubt(Letter.objects.get().delivery)
    note_sent(page)

    page.refresh_from_db()
    assert str(page.state) == "failed"
    assert told(alarm)[-1] == "alarm passed on"
    assert steps(play(alarm, 1))[1][:2] == ("duty", "Charlie Low")


def test_an_alarm_that_fails_does_not_keep_others_from_being_called(world, reachable, rota):
    broken = ring(world, first=world.bob)
    Alarm.objects.filter(pk=broken.pk).update(rungs=[])
    whole = ring(world, first=world.bob, once="two")

    with pytest.raises(IndexError):
        call_who_is_next()
    assert call_who_is_next()

    broken.refresh_from_db()
    assert broken.due_at > now()
    assert whole.steps.get().account == world.bob
