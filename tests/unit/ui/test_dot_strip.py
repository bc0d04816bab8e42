"""Marks as dots: where they stand, on top of each other where equal, and in words."""

import re

from herefor.ui.charts import Strip, dot_strip

AGREED = Strip("agreed", (50.0,))
CIRCLE = re.compile(r'<circle cx="([\d.]+)%" cy="([\d.]+)"')


def drawn(*strips, **more):
    return dot_strip(strips, (0, 100), label="Marks", **more)


def test_each_mark_is_a_dot_at_its_place():
    dots = CIRCLE.findall(drawn(Strip("alone", (0.0, 50.0, 100.0))))

    assert [float(x) for x, _y in dots] == [2, 50, 98]
    assert len({y for _x, y in dots}) == 1


def test_equal_marks_stand_on_top_of_each_other():
    dots = CIRCLE.findall(drawn(Strip("alone", (50.0, 50.0, 60.0))))

    assert [float(y) for _x, y in dots] == [41.5, 28.5, 41.5]


def test_it_says_every_mark_and_what_was_agreed():
    strips = Strip("alone", (60.0, 40.0)), Strip("again", (50.0, 50.0))

    assert 'aria-label="Marks. alone: 40, 60; again: 50, 50; agreed: 50"' in drawn(
        *strips, agreed=AGREED
    )
    assert 'aria-label="Marks. alone: 40, 60; again: 50, 50"' in drawn(*strips)


def test_what_agreed_means_is_a_line_of_its_own():
    assert drawn(Strip("alone", (40.0,)), agreed=AGREED).count('class="agreed"') == 1
    assert drawn(Strip("alone", (40.0,)), borders=(0, 10, 30)).count('class="axis"') == 3
