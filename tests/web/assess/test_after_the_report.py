"""After the report: promises with owner, date and measure; topics rated again next time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Report
from herefor.assess.queries.after import opportunities_of, since_then
from herefor.assess.queries.report import report_document
from herefor.assess.verbs import agree_action, declare, open_assessment, open_workshop
from herefor.lead.models import Commitment
from herefor.lead.verbs import keep_commitment, promise_because
from herefor.story.clock import acting_at, now

BEFORE_2011 = "baldrige-2009-2010-business"
SOON = localdate() + timedelta(days=30)


def reported(world, *, edition=DEFAULT, percents=None, said=()):
    """An assessment whose report is out; `said` are opportunities by item."""
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[edition], title=edition, by=world.alice
    )
    lead = assessment.seats.get()
    for item in assessment.framework.items:
        percent = (percents or {}).get(item.id, 40)
        assessment.consensuses.create(
            item=item.id, percent=percent, median=percent, by=lead, at=now()
        )
    for item, idea in said:
        comment = lead.comments.create(item=item, made_at=now())
        comment.versions.create(number=1, kind="opportunity", idea=idea, by=world.alice, at=now())
    for stage in ("independent", "consensus", "site-visit", "judges", "reported"):
        assessment.stages.create(stage=stage, by=world.alice, at=now())
    Report.objects.create(
        assessment=assessment,
        document=report_document(assessment, themes=[]),
        by=world.alice,
        at=now(),
    )
    declare(lead, tie="none")
    return assessment


def promised(world, because, **changed):
    words = {
        "unit": world.harbour,
        "promise": "Nights are asked.",
        "measure": "Seven of ten answer.",
        "owner": world.alice,
        "due_on": SOON,
        "by": world.alice,
    }
    return promise_because(because, **words | changed)


def test_an_opportunity_becomes_a_commitment_that_is_kept(client, world):
    assessment = reported(world, said=[("3.1", "Night customers are not heard.")])
    version = opportunities_of(assessment)[0].version
    client.force_login(world.alice)
    address = f"/assess/{assessment.pk}/after/{version.pk}/"
    form = {"promise": "Nights are asked.", "owner": world.alice.pk, "due_on": SOON}

    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Say how you will know." in refused.content.decode()
    yesterday = localdate() - timedelta(days=1)
    assert client.post(address, form | {"measure": "7", "due_on": yesterday}).status_code == 422
    once = "6f7b1c7e-6a35-4e1e-9f59-94a3b7a27f11"
    for _ in range(2):
        client.post(address, form | {"measure": "Seven of ten answer.", "once": once})
    made = Commitment.objects.get()
    assert (made.because, made.unit, made.finding) == (version, world.harbour, None)

    page = client.get(made.get_absolute_url()).content.decode()
    assert "Night customers are not heard." in page
    assert "Seven of ten answer." in page
    assert "Before and after" not in page
    client.post(f"{made.get_absolute_url()}keeping/", {"came_of_it": "Eight of ten answer."})
    after = client.get(f"/assess/{assessment.pk}/after/").content.decode()
    assert "Opportunities with a promise: 1 of 1." in after
    assert "Eight of ten answer." in after
    assert client.get(f"/assess/{assessment.pk}/after/99/").status_code == 404


def test_an_action_of_a_workshop_becomes_a_commitment(client, world):
    workshop = open_workshop(unit=world.harbour, framework=DEFAULT, title="Us", by=world.alice)
    action = agree_action(
        workshop, item="1.1", words="Ask nights.", owner=world.alice, due_on=SOON, by=world.alice
    )
    client.force_login(world.alice)
    root = workshop.get_absolute_url()
    assert "Make it a promise" in client.get(root).content.decode()
    address = f"{root}actions/{action.pk}/promise/"
    assert "Ask nights." in client.get(address).content.decode()

    client.post(
        address,
        {
            "promise": "Ask nights.",
            "measure": "All are asked.",
            "owner": world.alice.pk,
            "due_on": SOON,
            "once": "6f7b1c7e-6a35-4e1e-9f59-94a3b7a27f11",
        },
    )

    made = Commitment.objects.get()
    assert made.because == action
    page = client.get(root).content.decode()
    assert "Make it a promise" not in page
    assert root in client.get(made.get_absolute_url()).content.decode()
    client.force_login(world.bob)
    assert client.get(address).status_code == 404


def test_a_commitment_rests_on_one_thing_and_not_on_two_or_none(world):
    made = promised(world, world.harbour)

    for change in (
        {"measure": ""},
        {"because_id": None},
        {"because_type": None, "because_id": None},
        {"driver": "Quality"},
        {"points_expected": 3},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=made.pk).update(**change)


def test_topics_are_rated_again_wherever_the_new_edition_puts_them(client, world):
    with acting_at(now() - timedelta(days=700)):
        before = reported(
            world, edition=BEFORE_2011, percents={"3.1": 20}, said=[("3.1", "Nobody owns it.")]
        )
        made = promised(world, opportunities_of(before)[0].version)
    assert since_then(before) is None
    keep_commitment(made, by=world.alice, came_of_it="It has an owner.")
    after = reported(world, percents={"1.1": 55})

    culture = next(one for one in since_then(after).rows if "culture" in one.words)

    assert (culture.then, culture.now, culture.is_moved) == ("3.1b", "1.1a", True)
    assert (culture.then_range, culture.now_range, culture.change) == ((10, 25), (50, 65), "up")
    assert (culture.promised, culture.kept) == (1, 1)
    client.force_login(world.alice)
    page = client.get(f"/assess/{after.pk}/after/").content.decode()
    assert "higher" in page
    assert "The report names no opportunity." in page


def test_items_of_the_same_edition_are_compared_as_they_are(world):
    with acting_at(now() - timedelta(days=700)):
        reported(world, percents={"2.1": 70})
    after = reported(world)

    rows = {one.now: one.change for one in since_then(after).rows}

    assert (len(rows), rows["2.1"], rows["1.1"]) == (17, "down", "same")
