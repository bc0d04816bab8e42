"""The library of practices: evidence with intervals, a review by somebody else, a post."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from found import a_finding, two_waves
from herefor.assess.models import Practice
from herefor.assess.queries.practices import may_prove, practices_on, proof_words
from herefor.assess.verbs import (
    NotNow,
    begin_post,
    change_practice,
    name_proof,
    review_practice,
    write_practice,
)
from herefor.lead.verbs import keep_commitment, make_commitment, promise_because
from herefor.people.models import Organisation, Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at
from speaking import column_at

SOON = localdate() + timedelta(days=30)
WORDS = {
    "title": "Nights are asked",
    "worked": "We asked the night crew each week.",
    "advice": "Begin with two questions.",
    "topic_ids": ["listening"],
}


@pytest.fixture
def practice(world):
    return write_practice(world.harbour, **WORDS, by=world.ann)


@pytest.fixture
def finding(world):
    return a_finding(two_waves(world)[0], world.harbour, n=60, index=70.0)


@pytest.fixture
def kept(world, finding):
    """A promise on a finding of April, kept in May, with a better wave in July."""
    with acting_at(finding.wave.opens_at + timedelta(days=20)):
        made = make_commitment(
            finding,
            promise="Nights are asked",
            driver="Quality",
            points_expected=10,
            owner=world.alice,
            due_on=SOON,
            raised_in=[],
            by=world.alice,
        )
        keep_commitment(made, by=world.alice, came_of_it="Eight of ten answer.")
    later = finding.wave.edition.waves.get(name="2026 Q3")
    a_finding(later, world.harbour, n=80, index=75.0)
    return made


def reviewed(practice, world, *, about):
    name_proof(practice, about=about, by=world.alice)
    return review_practice(practice, words="I read the waves.", by=world.alice)


def test_a_promise_says_its_effect_with_intervals(world, kept):
    words = proof_words(world.alice, kept)

    assert words.startswith("Harbour promised: “Nights are asked”. It was kept on ")
    assert "Eight of ten answer." in words
    assert "Satisfaction before: 70.0 (95 % interval 68.0 to 72.0, n = 60)." in words
    assert "After: 75.0 (95 % interval 73.0 to 77.0, n = 80)." in words


def test_a_finding_says_its_interval_and_a_promise_that_is_open_says_so(world, finding):
    open_one = promise_because(
        world.harbour,
        unit=world.harbour,
        promise="Doors are wide",
        measure="A metre.",
        owner=world.alice,
        due_on=SOON,
        by=world.alice,
    )

    assert proof_words(world.alice, finding) == (
        "Satisfaction of customers of Harbour in 2026 Q2: "
        "70.0 (95 % interval 68.0 to 72.0, n = 60)."
    )
    assert proof_words(world.alice, open_one) == (
        "Harbour promised: “Doors are wide”. It is not kept yet."
    )


def test_only_what_may_be_shown_is_offered(world, practice, finding):
    assert may_prove(world.alice, practice) == [finding]
    Organisation.objects.update(smallest_group=61)

    assert may_prove(world.alice, practice) == []
    assert may_prove(world.charlie, practice) == []


def test_from_a_draft_to_a_post(client, world, practice, kept):
    column = column_at(world)
    root = practice.get_absolute_url()
    client.force_login(world.alice)
    refused = client.post(f"{root}review/", {"words": "Fine."})
    assert "nothing shows that it worked" in refused.content.decode()

    client.post(f"{root}evidence/", {"about": f"commitment-{kept.pk}"})
    assert "n = 80" in client.get(root).content.decode()
    client.force_login(world.ann)
    own = client.post(f"{root}review/", {"words": "Fine."})
    assert "Whoever wrote it does not review it." in own.content.decode()
    client.force_login(world.alice)
    client.post(f"{root}review/", {"words": "I read both waves."})
    begun = client.post(f"{root}post/", {"column": column.pk})

    post = practice.published.post
    assert begun["Location"] == post.desk_url
    draft = post.drafts.get()
    assert draft.title == "Nights are asked"
    assert "n = 80" in draft.text
    assert post.ties.get().about == kept
    page = client.get(root).content.decode()
    assert "Go on with the post" in page
    assert "Review it" not in page


def test_what_is_reviewed_stays_and_what_is_not_is_not_published(world, practice, finding):
    with pytest.raises(NotNow, match="not reviewed"):
        begin_post(practice, column=column_at(world), by=world.alice)
    reviewed(practice, world, about=finding)
    practice.refresh_from_db()

    with pytest.raises(NotNow, match="reviewed"):
        change_practice(practice, **WORDS | {"title": "Another"})
    with pytest.raises(NotNow, match="reviewed"):
        name_proof(practice, about=finding, by=world.alice)
    with pytest.raises(NotNow, match="reviewed"):
        review_practice(practice, words="Once more.", by=world.alice)
    first = begin_post(practice, column=column_at(world), by=world.alice)
    assert begin_post(practice, column=column_at(world), by=world.alice) == first


def test_a_practice_is_written_and_changed_in_the_pages(client, world):
    client.force_login(world.alice)
    form = WORDS | {"unit": world.harbour.pk}
    assert client.post("/assess/practices/new/", form | {"topic_ids": []}).status_code == 422
    root = client.post("/assess/practices/new/", form)["Location"]
    client.post(f"{root}words/", WORDS | {"title": "All nights are asked"})

    assert Practice.objects.get().title == "All nights are asked"
    library = client.get("/assess/practices/?topic=listening").content.decode()
    assert "All nights are asked" in library
    assert "All nights" not in client.get("/assess/practices/?topic=x").content.decode()


def test_drafts_stay_at_their_unit_and_reviewed_ones_are_for_all_who_assess(
    client, world, practice, finding
):
    give_role(world.charlie, kind=Role.Kind.EXAMINER, unit=world.hill, by=world.adam)
    client.force_login(world.charlie)
    root = practice.get_absolute_url()
    assert client.get(root).status_code == 404
    reviewed(practice, world, about=finding)

    assert "What shows it" in client.get(root).content.decode()
    assert "Name evidence" not in client.get(root).content.decode()
    assert client.post(f"{root}post/").status_code == 404
    client.force_login(world.bob)
    assert client.get(root).status_code == 404
    assert client.get("/assess/practices/").status_code == 404


def test_a_practice_is_found_at_the_item_that_asks_for_its_topic(world, practice, finding):
    edition = "baldrige-2011-2012-business"
    assert practices_on(world.alice, item="3.1", edition=edition) == []
    reviewed(practice, world, about=finding)

    assert practices_on(world.alice, item="3.1", edition=edition) == [practice]
    assert practices_on(world.alice, item="1.1", edition=edition) == []
