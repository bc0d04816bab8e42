"""A year of random rotas in three zones with clock changes: nobody is ever missing unannounced.

The oracle walks the year in quarters of an hour and looks at the clock on the wall: the furthest
it has shown so far says whose turn it is. All times are drawn at quarters, so a quarter stands for
each of its minutes.
"""

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.duty.rota_arithmetic import Because, Instead, Plan, Turns, Window, joined, resolve

ZONES = ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe"]
START = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
FALLBACK = 99

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
near_a_change = st.sampled_from([time(1, 45), time(2), time(2, 15), time(2, 30), time(3)])
times = quarters | near_a_change
steps = st.sampled_from(
    [timedelta(hours=n) for n in (1, 5, 8, 12)] + [timedelta(days=n) for n in (1, 3, 7, 14)]
)
windows = st.just(Window()) | st.builds(
    Window,
    days=st.frozensets(st.integers(0, 6), max_size=6),
    begins=times,
    ends=times,
)


@st.composite
def layers(draw, source):
    day = datetime(2026, 1, 1) + timedelta(days=draw(st.integers(-20, 120)))
    first = datetime.combine(day.date(), draw(times))
    return Turns(
        source=source,
        people=tuple(draw(st.lists(st.integers(1, 6), max_size=4))),
        first=first,
        step=draw(steps),
        begins=first + draw(st.sampled_from([timedelta(0), timedelta(hours=30)])),
        window=draw(windows),
    )


@st.composite
def overrides(draw, source):
    start = START + QUARTER * draw(st.integers(0, 35_000))
    length = QUARTER * draw(st.integers(1, 900))
    return Instead(source, draw(st.integers(1, 8)), start, start + length)


@st.composite
def plans(draw, zone):
    return Plan(
        zone=zone,
        fallback=FALLBACK,
        layers=tuple(draw(layers(n)) for n in range(draw(st.integers(0, 3)))),
        instead=tuple(draw(overrides(n)) for n in range(draw(st.integers(0, 3)))),
        away=draw(st.frozensets(st.integers(1, 6), max_size=2)),
    )


def whose_turn(layer, shown):
    """By the furthest time the clock has shown; None while the layer does not count."""
    if not layer.people or shown < layer.begins or not within(layer.window, shown):
        return None
    return layer.people[(shown - layer.first) // layer.step % len(layer.people)]


def within(window, shown):
    if window.is_always:
        return True
    for back in (0, 1):
        day = shown.date() - timedelta(days=back)
        if window.days and day.weekday() not in window.days:
            continue
        begins = datetime.combine(day, window.begins)
        over_midnight = window.ends <= window.begins
        ends = datetime.combine(day + timedelta(days=over_midnight), window.ends)
        if begins <= shown < ends:
            return True
    return False


def expected(plan, moment, shown):
    person, because = FALLBACK, Because.GAP
    for layer in plan.layers:
        if (turn := whose_turn(layer, shown)) is not None:
            person, because = turn, Because.LAYER
    for one in plan.instead:
        if one.start <= moment < one.end:
            person, because = one.person, Because.OVERRIDE
    if because is not Because.GAP and person in plan.away:
        return FALLBACK, Because.AWAY
    return person, because


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_minute_of_a_year_has_one_person_or_an_announced_gap(name, data):
    plan = data.draw(plans(ZoneInfo(name)))

    held = resolve(plan, START, END)

    assert (held[0].start, held[-1].end) == (START, END)
    assert all(one.end == after.start for one, after in itertools.pairwise(held))
    assert all(one.start < one.end for one in held)
    moment, shown, place = START, datetime.min, 0
    while moment < END:
        shown = max(shown, moment.astimezone(plan.zone).replace(tzinfo=None, fold=0))
        while held[place].end <= moment:
            place += 1
        one = held[place]
        assert (one.person, one.because) == expected(plan, moment, shown), moment
        moment += QUARTER


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=40, deadline=None)
@given(at=times, step=st.sampled_from([1, 2, 7, 14]))
def test_hand_over_stays_at_its_hour_on_the_wall(name, at, step):
    zone = ZoneInfo(name)
    first = datetime.combine(datetime(2025, 12, 29).date(), at)
    plan = Plan(zone, FALLBACK, (Turns(1, (1, 2), first, timedelta(days=step), begins=first),))

    handed_over = [one.start for one in resolve(plan, START, END)][1:]

    assert len(handed_over) in range(364 // step, 366 // step + 1)
    shown = [moment.astimezone(zone) for moment in handed_over]
    elsewhere = [one for one in shown if one.time() != at]
    assert all(just_jumped(one) for one in elsewhere)
    assert all(one.fold == 0 for one in shown)


def just_jumped(shown):
    """Whether clocks jumped to this very time, so that the hour meant never happened."""
    before = (shown.astimezone(UTC) - timedelta(seconds=1)).astimezone(shown.tzinfo)
    return before.utcoffset() < shown.utcoffset()


@settings(max_examples=60, deadline=None)
@given(data=st.data(), offset=st.integers(0, 20_000), length=st.integers(1, 3000))
def test_asking_about_a_part_says_the_same_as_asking_about_the_year(data, offset, length):
    plan = data.draw(plans(ZoneInfo(data.draw(st.sampled_from(ZONES)))))
    start = START + QUARTER * offset
    end = start + QUARTER * length

    part = resolve(plan, start, end)
    whole = [one.cut(start, end) for one in resolve(plan, START, END + timedelta(days=300))]

    def said(held):
        return [(one.start, one.end, one.person, one.because) for one in joined(held)]

    assert said(part) == said(one for one in whole if one.start < one.end)
