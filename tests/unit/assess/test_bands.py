"""How many applicants fell into each band: shown without telling of single ones."""

import pytest

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Report
from herefor.assess.queries.bands import applicants_per_band
from herefor.assess.verbs import open_assessment
from herefor.people.models import Organisation
from herefor.story.clock import now


def reported(world, *bands):
    for band in bands:
        one = open_assessment(
            unit=world.harbour, framework=shipped()[DEFAULT], title="One", by=world.alice
        )
        document = {"bands": [{"kind": "process", "band": band}]}
        Report.objects.create(assessment=one, document=document, by=world.alice, at=now())


@pytest.fixture
def least(world):
    Organisation.objects.update(smallest_group=3)
    return 3


def shown(framework=DEFAULT):
    return [
        (one.kind, one.total, {count.band: count.n for count in one.counts})
        for one in applicants_per_band(framework)
    ]


def test_fewer_than_the_smallest_group_are_not_shown(world, least):
    reported(world, 3, 4)

    assert shown() == []


def test_large_enough_bands_are_shown_for_their_own_edition(world, least):
    reported(world, 3, 3, 3, 4, 4, 4, 4)

    assert shown() == [("process", 7, {3: 3, 4: 4})]
    assert shown("efqm-2020") == []


def test_a_small_band_hides_the_next_smallest_so_that_nobody_subtracts(world, least):
    reported(world, 2, 3, 3, 3, 4, 4, 4, 4)

    assert shown() == [("process", 8, {2: None, 3: None, 4: 4})]


def test_small_bands_that_make_a_group_hide_no_other(world, least):
    reported(world, 1, 2, 2, 4, 4, 4)

    assert shown() == [("process", 6, {1: None, 2: None, 4: 3})]
