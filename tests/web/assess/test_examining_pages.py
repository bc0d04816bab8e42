"""The pages of examiners, leads and judges: what they show, and what they say when it is wrong."""

import pytest
from django.urls import reverse

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Comment, Mark, Opening, Seat, SiteIssue
from herefor.assess.verbs import (
    comment_on,
    declare,
    hand_in,
    invite,
    mark_item,
    move_on,
    open_assessment,
    reword_comment,
    submit,
)
from herefor.people.models import Account


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


@pytest.fixture
def team(assessment, world):
    """The lead and two examiners in independent review."""
    writer = invite(assessment, account=world.bob, role="writer", by=world.alice)
    seats = [assessment.seats.get(role="lead")]
    for name in ("Ann", "Bo"):
        account = Account.objects.create_user(f"the-{name}@example.org", "x", name=name)
        seats.append(invite(assessment, account=account, role="examiner", by=world.alice))
    submit(assessment, by=writer)
    for seat in seats:
        declare(seat, tie="none")
    return seats


def address(assessment, name, *more):
    return reverse(f"assess:{name}", args=[assessment.pk, *more])


def into_consensus(assessment, lead, *examiners):
    for seat in examiners:
        for item in assessment.framework.items:
            mark_item(seat, item=item.id, percent=50, factors={})
        hand_in(seat)
    move_on(assessment, by=lead)
    for seat in (lead, *examiners):
        declare(seat, tie="none")


def text(answer):
    return answer.content.decode()


def test_steps_come_only_after_the_band(client, assessment, team):
    client.force_login(team[1].account)
    place = address(assessment, "mark", "1.1")
    first = text(client.get(place))
    no_band = client.post(place, {"percent": "50"})
    steps = client.post(place, {"band": "5", "approach": "4", "steps": "1"})

    assert "effective and systematic for the overall question" in first
    assert 'name="percent"' not in first
    assert (no_band.status_code, "Choose the band first" in text(no_band)) == (422, True)
    assert steps.status_code == 200
    assert [f'value="{one}"' in text(steps) for one in (65, 70, 85, 90)] == [
        False,
        True,
        True,
        False,
    ]
    assert not Mark.objects.exists()


def test_a_step_of_another_band_is_refused_and_the_right_ones_are_shown(client, assessment, team):
    client.force_login(team[1].account)
    answer = client.post(address(assessment, "mark", "1.1"), {"band": "5", "percent": "50"})

    assert answer.status_code == 422
    assert "The steps of this band are others" in text(answer)
    assert not Mark.objects.exists()


def test_keep_and_next_leads_to_the_next_item_without_a_mark(client, assessment, team):
    client.force_login(team[1].account)
    mark_item(team[1], item="1.2", percent=50, factors={})
    place = address(assessment, "mark", "1.1")
    said = {"band": "4", "percent": "55"}

    assert client.post(place, said | {"next": "1"})["Location"] == address(
        assessment, "mark", "2.1"
    )
    assert client.post(place, said)["Location"] == place
    for item in assessment.framework.items:
        mark_item(team[1], item=item.id, percent=50, factors={})
    assert client.post(place, said | {"next": "1"})["Location"] == address(assessment, "scorebook")


def test_what_is_noticed_is_said_and_nothing_is_enforced(client, assessment, team):
    client.force_login(team[1].account)
    place = address(assessment, "comments", "1.1")
    wrong = client.post(place, {"kind": "strength"})
    kept = client.post(place, {"kind": "opportunity", "idea": "They should do better."})
    page = text(client.get(address(assessment, "mark", "1.1")))

    assert (wrong.status_code, kept.status_code) == (422, 302)
    assert Comment.objects.count() == 1
    assert "It seems to say what to do" in page
    assert "0 of 17 marked" in page
    assert "1 opportunity" in page


def test_a_locked_scorebook_is_read_and_not_written(client, assessment, team):
    ann = team[1]
    for item in assessment.framework.items:
        mark_item(ann, item=item.id, percent=50, factors={})
    client.force_login(ann.account)
    client.post(address(assessment, "onward"))
    page = client.get(address(assessment, "mark", "1.1"))

    assert "Your scorebook is locked" in text(page)
    assert "You handed it in" in text(client.get(address(assessment, "scorebook")))
    assert client.post(address(assessment, "mark", "1.1"), {"band": "4"}).status_code == 403


def test_two_who_reword_at_once_are_both_told_and_one_brings_it_together(client, assessment, team):
    lead, ann, bo = team
    into_consensus(assessment, lead, ann, bo)
    comment = comment_on(ann, item="1.1", kind="strength", idea="They listen.").comment
    place = address(assessment, "comment", comment.pk)
    client.force_login(bo.account)
    wrong = client.post(address(assessment, "comments", "1.1"), {"kind": "strength"})
    assert (wrong.status_code, "What the team noticed" in text(wrong)) == (422, True)
    assert 'name="seen" value="1"' in text(client.get(place))
    reword_comment(comment, seen=1, by=ann, kind="strength", idea="They listen daily.")
    answer = client.post(place, {"kind": "strength", "idea": "They hear.", "seen": "1"})
    mine = text(client.get(answer["Location"]))
    client.force_login(ann.account)
    theirs = text(client.get(address(assessment, "consensus", "1.1")))
    beside = text(client.get(place))
    overview = text(client.get(address(assessment, "consensus-overview")))
    client.post(place, {"kind": "strength", "idea": "They listen and hear.", "seen": "3"})
    after = text(client.get(address(assessment, "consensus", "1.1")))

    assert "Ann saved this comment while you wrote" in mine
    assert "written at the same time" in theirs
    assert "not brought together yet" in overview
    for page in (mine, beside):
        assert "They listen daily." in page
        assert "They hear." in page
    assert "They listen and hear." in after
    assert "written at the same time" not in after


def test_a_comment_reworded_meanwhile_is_not_dropped(client, assessment, team):
    lead, ann, bo = team
    into_consensus(assessment, lead, ann, bo)
    comment = comment_on(ann, item="1.1", kind="strength", idea="They listen.").comment
    reword_comment(comment, seen=1, by=ann, kind="strength", idea="They listen daily.")
    client.force_login(bo.account)
    place = address(assessment, "comment-drop", comment.pk)
    kept = client.post(place, {"seen": "1"}, follow=True)
    client.post(place, {"seen": "2"})

    assert "so it was not dropped" in text(kept)
    assert Comment.objects.get().dropped_by == bo.account


def test_the_lead_opens_with_a_reason_names_leads_and_lets_go(client, assessment, team):
    lead, ann, bo = team
    client.force_login(lead.account)
    assert client.post(address(assessment, "opening"), {}).status_code == 422
    client.post(address(assessment, "opening"), {"reason": "Bo is ill."})
    assert Opening.objects.get().reason == "Bo is ill."
    assert client.post(address(assessment, "leaving", bo.pk), {}).status_code == 422
    client.post(address(assessment, "leaving", bo.pk), {"reason": "Ill."})
    move_on(assessment, by=lead)
    for seat in (lead, ann):
        declare(seat, tie="none")
    client.post(address(assessment, "leads"), {"item-1.1": ann.pk})
    client.post(address(assessment, "leads"), {"item-1.1": ann.pk, "item-1.2": bo.pk})
    page = text(client.get(address(assessment, "team")))

    assert [str(one) for one in assessment.item_leads.all()] == ["1.1: Ann, examiner"]
    assert "left the team. Ill." in page
    assert "opened the marks early" in page
    cannot = client.post(address(assessment, "leaving", lead.pk), {"reason": "x"}, follow=True)
    assert "This seat cannot be released." in text(cannot)


def test_a_finding_that_came_second_stands_beside_the_first(client, assessment, team):
    lead, ann, bo = team
    into_consensus(assessment, lead, ann, bo)
    for item in assessment.framework.items:
        assessment.consensuses.create(
            item=item.id, percent=50, median=50, by=lead, at=assessment.opened_at
        )
    client.force_login(ann.account)
    said = {"item": "1.1", "kind": "verify", "question": "Is it so?"}
    assert client.post(address(assessment, "issues"), {"item": "1.1"}).status_code == 422
    client.post(address(assessment, "issues"), said)
    move_on(assessment, by=lead)
    for seat in (lead, ann, bo):
        declare(seat, tie="none")
    issue = SiteIssue.objects.get()
    client.post(address(assessment, "issue", issue.pk), {"found": "It is."})
    second = client.post(address(assessment, "issue", issue.pk), {"found": "It is not."})

    assert SiteIssue.objects.get().found == "It is."
    assert second.status_code == 422
    for words in ("It is.", "It is not.", "Somebody wrote down a finding first."):
        assert words in text(second)


def test_marks_of_others_are_read_only_when_the_marks_are_open(client, assessment, team):
    lead, ann, bo = team
    mark_item(bo, item="1.1", percent=85, factors={})
    client.force_login(ann.account)
    assert client.get(address(assessment, "consensus", "1.1")).status_code == 403
    Opening.objects.create(
        assessment=assessment, by=lead.account, reason="x", at=assessment.opened_at
    )

    assert "85" in text(client.get(address(assessment, "consensus", "1.1")))
    assert client.get(address(assessment, "consensus-overview")).status_code == 200


def test_a_judge_reads_no_name_and_recommends_once(client, assessment, team, world):
    lead, ann, bo = team
    into_consensus(assessment, lead, ann, bo)
    comment_on(ann, item="1.1", kind="strength", idea="Harbour listens.")
    for item in assessment.framework.items:
        assessment.consensuses.create(
            item=item.id, percent=50, median=50, by=lead, at=assessment.opened_at
        )
    for stage in ("site-visit", "judges"):
        assessment.stages.create(stage=stage, by=world.alice, at=assessment.opened_at)
    judge = invite(assessment, account=world.charlie, role=Seat.Role.JUDGE, by=world.alice)
    for seat in (judge, lead):
        declare(seat, tie="none")
    client.force_login(world.charlie)
    place = address(assessment, "judges")
    page = text(client.get(place))
    assert "[…] listens." in page
    assert "Harbour" not in page.partition("<main")[2]
    assert client.post(place, {"words": "x"}).status_code == 422
    client.post(place, {"is_recommended": "no", "words": "Too early."})
    client.post(place, {"is_recommended": "yes", "words": "After all."})
    client.force_login(lead.account)
    told = text(client.get(address(assessment, "team")))

    assert (judge.verdict.is_recommended, judge.verdict.words) == (False, "Too early.")
    assert "does not recommend the applicant" in told


def test_earlier_wordings_of_a_comment_are_read(client, assessment, team):
    _lead, ann, _bo = team
    comment = comment_on(ann, item="1.1", kind="strength", idea="They listen at times.").comment
    reword_comment(comment, seen=1, by=ann, kind="strength", idea="They listen daily.")
    client.force_login(ann.account)

    read = text(client.get(address(assessment, "comment", comment.pk)))

    assert "Earlier wordings" in read
    assert "They listen at times." in read
