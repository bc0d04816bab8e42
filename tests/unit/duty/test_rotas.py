"""Rotas as they are stored: who is there, what is refused, who is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from herefor.duty.briefs import add_brief
from herefor.duty.feeds import Shift, calendar, folded
from herefor.duty.models import AnnouncedGap, Notice, Page, QuietHours, Rota
from herefor.duty.queries import gaps, hours_covered_share, next_on, watch_line, who_is_on
from herefor.duty.queries.calendars import shifts_in
from herefor.duty.rota_arithmetic import without
from herefor.duty.shown import answer_at
from herefor.duty.tasks import look_ahead_for_gaps, tell_who_is_next
from herefor.duty.verbs.rotas import (
    LayerPlan,
    LeavesGaps,
    change_rota,
    open_rota,
    override,
    unannounced,
    withdraw_override,
)
from herefor.duty.verbs.swaps import (
    AlreadyAnswered,
    NotTheirs,
    accept_swap,
    decline_swap,
    offer_swap,
)
from herefor.duty.verbs.ways import new_feed
from herefor.people.models import Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at, now
from herefor.story.queries import story_of

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
NIGHT = LayerPlan(people=(), starts_on=date(2026, 1, 1), step="days", begins=time(18), ends=time(8))


@pytest.fixture(autouse=True)
def on_a_monday():
    with acting_at(MONDAY):
        yield


@pytest.fixture
def weekly(world):
    """Bob and Alice take weeks from Monday 9:00 in Stockholm; Alice is the fallback."""
    people = (world.bob, world.alice)
    return opened(world, LayerPlan(people, starts_on=date(2026, 3, 2), hand_over_weekday=0))


def opened(world, *layers, **options):
    return open_rota(
        world.harbour,
        name="Harbour; day, and night",
        zone_name="Europe/Stockholm",
        fallback=world.alice,
        layers=layers,
        by=world.alice,
        **options,
    )


def test_without_any_rota_the_leader_is_there_and_without_one_an_administrator(world):
    assert who_is_on(world.harbour).account == world.alice

    world.alice.roles.all().delete()

    assert who_is_on(world.harbour).account == world.adam


def test_the_nearest_rota_upwards_answers(world, weekly):
    above = open_rota(
        world.company,
        name="All",
        zone_name="UTC",
        fallback=world.alice,
        layers=[LayerPlan((world.alice,), starts_on=date(2026, 1, 1))],
        by=world.alice,
    )

    assert who_is_on(world.harbour).account == world.bob
    assert who_is_on(world.hill).rota == above


def test_on_now_and_on_next(world, weekly):
    on, after = who_is_on(world.harbour), next_on(world.harbour)

    assert (on.account, on.from_, on.until) == (
        world.bob,
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        datetime(2026, 3, 9, 8, tzinfo=UTC),
    )
    assert (after.account, after.from_) == (world.alice, on.until)


def test_hand_over_keeps_its_hour_when_clocks_change(world, weekly):
    watch = who_is_on(world.harbour, at=datetime(2026, 3, 28, 12, tzinfo=UTC))

    assert watch.until == datetime(2026, 3, 30, 7, tzinfo=UTC)


def test_in_the_night_clocks_change_somebody_is_there_at_three(world, weekly):
    spring = answer_at(world.harbour, datetime(2026, 3, 29, 2, 30))
    autumn = answer_at(world.harbour, datetime(2026, 10, 25, 2, 30))

    assert spring.is_jumped
    assert [one.at for one in spring.moments] == [datetime(2026, 3, 29, 1, tzinfo=UTC)]
    assert [one.at.hour for one in autumn.moments] == [0, 1]
    assert all(one.on.account in (world.bob, world.alice) for one in autumn.moments)


def test_a_rota_with_gaps_is_refused_and_nothing_is_saved(world):
    with pytest.raises(LeavesGaps) as refused:
        opened(world, LayerPlan(**vars(NIGHT) | {"people": (world.bob,)}))

    assert refused.value.gaps[0].start == MONDAY
    assert len(refused.value.gaps) == 57
    assert Rota.objects.count() == 0


def test_a_confirmed_gap_is_held_announced_and_asked_about_once(world):
    rota = opened(world, LayerPlan(**vars(NIGHT) | {"people": (world.bob,)}), gaps_held=True)

    assert who_is_on(world.harbour).account == world.alice
    assert who_is_on(world.harbour).is_fallback
    assert who_is_on(world.harbour, at=MONDAY + timedelta(hours=10)).account == world.bob
    assert AnnouncedGap.objects.count() == 57
    assert [event.what for event in story_of(rota)] == ["rota opened", "gap announced"]
    change_rota(
        rota,
        name="Other",
        zone_name=rota.zone_name,
        fallback=world.alice,
        by=world.alice,
        gaps_held=False,
    )
    assert hours_covered_share(world.harbour, MONDAY, MONDAY + timedelta(days=7)) == pytest.approx(
        14 / 24
    )


def test_when_somebody_leaves_the_fallback_holds_it_and_it_is_announced(world, weekly):
    world.bob.roles.all().delete()
    assert look_ahead_for_gaps()

    watch = who_is_on(world.harbour)
    assert (watch.account, watch.because) == (world.alice, "away")
    assert unannounced(weekly) == []
    assert {gap.why for gap in AnnouncedGap.objects.all()} == {"away"}
    event = story_of(weekly).last()
    assert (event.what, event.by, event.payload["held_by"]) == (
        "gap announced",
        None,
        "Alice Berg",
    )


def test_every_gap_of_a_year_is_announced_as_the_weeks_go_by(world):
    rota = opened(world, LayerPlan(**vars(NIGHT) | {"people": (world.bob,)}), gaps_held=True)
    year = MONDAY + timedelta(days=365)
    for week in range(52):
        with acting_at(MONDAY + timedelta(weeks=week)):
            assert look_ahead_for_gaps()

    told = list(rota.announced_gaps.values_list("starts_at", "ends_at"))
    bare = gaps(rota, MONDAY, year)
    assert len(bare) == 366
    assert without(bare, told) == []


def test_when_the_fallback_has_left_too_the_nearest_leader_is_there(world):
    give_role(world.charlie, kind=Role.Kind.LEADER, unit=world.harbour, by=world.adam)
    opened(world, gaps_held=True)
    world.alice.is_active = False
    world.alice.save()

    assert who_is_on(world.harbour).account == world.charlie


def test_an_override_wins_until_it_is_taken_back(world, weekly):
    until = MONDAY + timedelta(hours=3)
    made = override(weekly, account=world.alice, starts_at=MONDAY, ends_at=until, by=world.alice)
    watch = who_is_on(world.harbour)
    assert (watch.account, watch.because, watch.until) == (world.alice, "override", until)

    withdraw_override(made, by=world.alice)
    assert who_is_on(world.harbour).account == world.bob


def test_an_accepted_swap_goes_both_ways(world, weekly):
    day = timedelta(days=1)
    give, take = (MONDAY + day, MONDAY + 2 * day), (MONDAY + 8 * day, MONDAY + 9 * day)
    swap = offer_swap(weekly, to=world.alice, give=give, take=take, by=world.bob)

    accept_swap(swap, by=world.alice)

    assert who_is_on(world.harbour, at=give[0]).account == world.alice
    assert who_is_on(world.harbour, at=take[0]).account == world.bob
    with pytest.raises(AlreadyAnswered):
        decline_swap(swap, by=world.alice)


def test_a_swap_counts_no_more_when_the_rota_has_changed(world, weekly):
    give = (MONDAY, MONDAY + timedelta(days=1))
    swap = offer_swap(weekly, to=world.alice, give=give, by=world.bob)
    override(weekly, account=world.alice, starts_at=give[0], ends_at=give[1], by=world.alice)

    with pytest.raises(NotTheirs):
        accept_swap(swap, by=world.alice)
    swap.refresh_from_db()
    assert swap.accepted_at is None


def test_somebody_is_told_once_before_their_shift_with_what_other_rooms_add(world, weekly):
    add_brief(lambda unit, account: f"Open at {unit}: 3" if account == world.alice else "")
    hand_over = datetime(2026, 3, 9, 8, tzinfo=UTC)
    for hours_before in (25, 24, 2):
        with acting_at(hand_over - timedelta(hours=hours_before)):
            look_ahead_for_gaps()
            assert not tell_who_is_next()

    with acting_at(hand_over - timedelta(hours=1)):
        assert tell_who_is_next()
        assert not tell_who_is_next()

    page = Page.objects.get()
    assert page.account == world.alice
    assert "You are on duty from Mon 9 Mar 2026, 09:00 until Mon 16 Mar 2026, 09:00" in page.text
    assert page.text.endswith("Open at Harbour: 3")


def test_a_notice_comes_before_quiet_hours_and_not_in_them(world, weekly):
    QuietHours.objects.create(
        account=world.alice, begins=time(22), ends=time(10), zone_name="Europe/Stockholm"
    )
    with acting_at(datetime(2026, 3, 8, 8, tzinfo=UTC)):
        look_ahead_for_gaps()

    assert Notice.objects.get().due_at == datetime(2026, 3, 8, 21, tzinfo=UTC)


def test_a_notice_is_dropped_when_the_shift_went_to_somebody_else(world, weekly):
    hand_over = datetime(2026, 3, 9, 8, tzinfo=UTC)
    with acting_at(hand_over - timedelta(hours=3)):
        look_ahead_for_gaps()
        until = hand_over + timedelta(days=1)
        override(weekly, account=world.bob, starts_at=hand_over, ends_at=until, by=world.alice)
    with acting_at(hand_over - timedelta(hours=1)):
        tell_who_is_next()

    assert Notice.objects.get().dropped_at is not None
    assert Page.objects.count() == 0


def test_the_line_on_top_of_pages(world, weekly):
    assert watch_line(world.bob) == "You are on duty until Mon 9 Mar, 09:00."
    assert watch_line(world.alice) == ""


def test_a_feed_reads_back_and_keeps_its_names(world, weekly):
    feed = new_feed(world.bob)

    def read(at):
        content = calendar(shifts_in(feed, at), name="Bob, Ek", made_at=at)
        events = Calendar.from_ical(content).walk("VEVENT")
        return {str(one["UID"]): (one.decoded("DTSTART"), one.decoded("DTEND")) for one in events}

    now_read, later = read(now()), read(now() + timedelta(weeks=5))

    assert (datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)) in (
        now_read.values()
    )
    common = now_read.keys() & later.keys()
    assert len(common) == 14
    assert all(now_read[uid][0] == later[uid][0] for uid in common)


def test_a_calendar_is_folded_and_escaped():
    shift = Shift("1@x", MONDAY, MONDAY + timedelta(hours=1), "Ö" * 60 + "; a, b\\\nc", "\x00é")

    content = calendar([shift], name="x", made_at=MONDAY)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Ö" * 60 + "; a, b\\\nc"
    assert str(event["DESCRIPTION"]) == "é"
    assert folded("a") == b"a\r\n"
