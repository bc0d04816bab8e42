"""The team together: comments at the same time, issues of the visit, judges, who has left."""

import pytest

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Comment, Opening, Seat, SiteIssue, Stage
from herefor.assess.queries.comments import comments_of_team, seen_by, standing
from herefor.assess.queries.consensus import items_not_settled, where_item_stands
from herefor.assess.queries.influence import talk_in
from herefor.assess.queries.marks import agreed_marks, items_not_agreed
from herefor.assess.queries.progress import progress_of
from herefor.assess.queries.team import judges_awaited, members, verdicts
from herefor.assess.queries.trust import trust_in
from herefor.assess.rules import may
from herefor.assess.verbs import (
    NotNow,
    agree_mark,
    comment_on,
    declare,
    drop_comment,
    hand_in,
    invite,
    mark_item,
    move_on,
    name_item_lead,
    open_assessment,
    open_marks,
    raise_issue,
    recommend,
    release,
    report,
    reword_comment,
    settle_issue,
    submit,
)
from herefor.people.models import Account
from herefor.story.models import Event

SAID = {"kind": "strength", "examples": "At the quay."}


class Team:
    """An assessment with a lead, a writer, three examiners and a judge, in independent review."""

    def __init__(self, world):
        self.world = world
        self.assessment = open_assessment(
            unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
        )
        self.lead = self.assessment.seats.get()
        self.writer = self.invited("Wil", Seat.Role.WRITER)
        self.ann, self.bo, self.cy = (
            self.invited(name, Seat.Role.EXAMINER) for name in ("Ann", "Bo", "Cy")
        )
        self.judge = self.invited("Jo", Seat.Role.JUDGE)
        submit(self.assessment, by=self.writer)
        self.nobody_has_a_tie()

    @property
    def examiners(self):
        return self.ann, self.bo, self.cy

    def invited(self, name, role):
        account = Account.objects.create_user(f"the-{name}@example.org", "x", name=name)
        return invite(self.assessment, account=account, role=role, by=self.world.alice)

    def nobody_has_a_tie(self):
        for seat in (self.lead, *self.examiners, self.judge):
            declare(seat, tie="none")

    def into_consensus(self, *apart):
        """1.1 is marked as said, all else at 50 by everybody."""
        for seat, percent in zip(self.examiners, apart or (50, 50, 50), strict=True):
            for item in self.assessment.framework.items:
                given = percent if item.id == "1.1" else 50
                mark_item(seat, item=item.id, percent=given, factors={})
            hand_in(seat)
        self.on()

    def on(self):
        stage = move_on(self.assessment, by=self.lead)
        self.nobody_has_a_tie()
        return stage

    def agree(self, item, percent=50, *, by=None, reason=""):
        return agree_mark(
            self.assessment, item=item, percent=percent, reason=reason, by=by or self.lead
        )

    def agree_all(self):
        for item in self.assessment.framework.items:
            self.agree(item.id)

    def stands(self, item):
        return where_item_stands(self.assessment, item=item)


@pytest.fixture
def team(world):
    return Team(world)


def test_a_dropped_comment_is_gone_and_says_who_dropped_it(team):
    first = comment_on(team.ann, item="1.1", idea="They listen.", **SAID)
    drop_comment(first.comment, seen=1, by=team.ann)

    kept = Comment.objects.get()
    assert (kept.dropped_by, kept.dropped_at is not None) == (team.ann.account, True)
    assert seen_by(team.ann, item="1.1", alone=True) == []
    assert not Event.objects.filter(what="comment dropped").exists()


def test_what_somebody_reworded_meanwhile_is_not_dropped(team):
    team.into_consensus()
    first = comment_on(team.ann, item="1.1", idea="They listen.", **SAID)
    reword_comment(first.comment, seen=1, by=team.bo, idea="They hear.", **SAID)

    with pytest.raises(NotNow, match="reworded"):
        drop_comment(first.comment, seen=1, by=team.ann)
    drop_comment(first.comment, seen=2, by=team.ann)

    assert Event.objects.get(what="comment dropped").by == team.ann.account


def test_who_rewords_what_was_dropped_takes_it_up_again(team):
    team.into_consensus()
    first = comment_on(team.ann, item="1.1", idea="They listen.", **SAID)
    drop_comment(first.comment, seen=1, by=team.bo)
    reword_comment(first.comment, seen=1, by=team.ann, idea="They listen daily.", **SAID)

    [one] = seen_by(team.cy, item="1.1", alone=False)
    assert (one.version.idea, Comment.objects.get().dropped_by) == ("They listen daily.", None)


def test_while_alone_nobody_touches_the_comment_of_another(team):
    first = comment_on(team.ann, item="1.1", idea="They listen.", **SAID)

    for act in (reword_comment, drop_comment):
        with pytest.raises(NotNow, match="somebody else"):
            act(first.comment, seen=1, by=team.bo, **(SAID if act is reword_comment else {}))


def test_a_clash_is_seen_until_somebody_saves_what_holds_of_both(team):
    team.into_consensus()
    comment = comment_on(team.ann, item="1.1", idea="They listen.", **SAID).comment
    reword_comment(comment, seen=1, by=team.ann, idea="They listen daily.", **SAID)
    reword_comment(comment, seen=1, by=team.bo, idea="They hear.", **SAID)
    [clash] = standing(Comment.objects.all())
    reword_comment(comment, seen=clash.newest, by=team.cy, idea="They listen and hear.", **SAID)
    [after] = standing(Comment.objects.all())

    assert [one.idea for one in (clash.version, *clash.beside)] == [
        "They listen daily.",
        "They hear.",
    ]
    assert (after.version.idea, after.beside) == ("They listen and hear.", ())


def test_opening_early_keeps_its_reason(team):
    open_marks(team.assessment, reason="Cy is ill.", by=team.lead)

    assert Opening.objects.get().reason == "Cy is ill."


def test_everybody_who_marked_marks_again_where_marks_are_apart(team):
    team.into_consensus(20, 50, 60)
    assert team.stands("1.1").waits_for == team.examiners
    assert team.stands("1.2").waits_for == ()
    for seat in (team.ann, team.bo):
        mark_item(seat, item="1.1", percent=50, factors={})

    with pytest.raises(NotNow, match="mark again"):
        team.agree("1.1")
    mark_item(team.cy, item="1.1", percent=55, factors={})

    assert team.agree("1.1").median == 50


def test_nobody_waits_for_who_has_left_or_has_a_tie(team):
    team.into_consensus(20, 50, 60)
    mark_item(team.bo, item="1.1", percent=50, factors={})
    release(team.ann, reason="Ill.", by=team.lead)
    declare(team.cy, tie="supplier")

    assert team.stands("1.1").waits_for == ()
    # Ann's 20 counts on beside Bo's 50
    assert team.agree("1.1", reason="Bo saw more.").median == 35
    assert not may(team.ann, "look", stage=team.assessment.stage)
    states = {one.seat: (one.state, one.reason) for one in members(team.assessment)}
    judge = team.invited("Jil", Seat.Role.JUDGE)
    later = {one.seat: one.state for one in members(team.assessment)}
    assert (later[judge], later[team.writer]) == ("at work", "at work")
    assert (states[team.ann], states[team.cy]) == (("left", "Ill."), ("tied", ""))


def test_a_lead_releases_neither_the_own_seat_nor_one_elsewhere(team, world):
    other = open_assessment(
        unit=world.hill, framework=shipped()[DEFAULT], title="Another", by=world.alice
    )

    for seat in (team.lead, other.seats.get()):
        with pytest.raises(NotNow, match="released"):
            release(seat, reason="x", by=team.lead)


def test_the_lead_of_an_item_writes_its_mark_down(team):
    team.into_consensus()
    name_item_lead(team.assessment, item="1.1", seat=team.ann, by=team.lead)
    name_item_lead(team.assessment, item="1.1", seat=team.bo, by=team.lead)

    with pytest.raises(NotNow, match="somebody else"):
        team.agree("1.1", by=team.ann)
    assert team.agree("1.1", by=team.bo).by == team.bo


def test_marks_of_the_visit_hide_from_who_marked_again_only_before_it(team):
    team.into_consensus(20, 50, 60)
    for seat in team.examiners:
        mark_item(seat, item="1.1", percent=50, factors={})
    team.agree_all()
    team.on()
    mark_item(team.ann, item="1.1", percent=70, factors={})

    def last(seat):
        seen = team.stands("1.1").seen_by(seat, stage=team.assessment.stage)
        return [one.last and one.last.percent for one in seen]

    assert (last(team.bo), last(team.ann)) == ([50, 50, 50], [70, 50, 50])


def test_open_issues_and_findings_nobody_agreed_on_hold_the_assessment(team):
    team.into_consensus()
    team.agree_all()
    issue = raise_issue(
        team.assessment, item="1.1", kind="verify", question="Is it so?", by=team.ann
    )
    assert team.on() == Stage.SITE_VISIT
    with pytest.raises(NotNow, match="issues"):
        team.on()
    settle_issue(issue, found="It is.", by=team.bo)
    assert items_not_settled(team.assessment) == ["1.1"]
    with pytest.raises(NotNow, match="issues"):
        team.on()
    team.agree("1.1", 55)

    assert items_not_settled(team.assessment) == []
    assert team.on() == Stage.JUDGES


def test_a_second_finding_does_not_take_the_place_of_the_first(team):
    team.into_consensus()
    team.agree_all()
    issue = raise_issue(team.assessment, item="1.1", kind="clarify", question="How?", by=team.ann)
    team.on()
    settle_issue(issue, found="Daily.", by=team.bo)

    with pytest.raises(NotNow, match="settled"):
        settle_issue(issue, found="Weekly.", by=team.cy)
    assert SiteIssue.objects.get().found == "Daily."


def test_the_report_waits_for_judges_who_are_free(team):
    team.into_consensus()
    team.agree_all()
    team.on()
    tied = team.invited("Jil", Seat.Role.JUDGE)
    late = team.invited("Jan", Seat.Role.JUDGE)
    declare(tied, tie="financial")
    team.on()
    declare(late, tie="none")
    recommend(team.judge, is_recommended=True, words="They listen.")
    with pytest.raises(NotNow, match="judges"):
        report(team.assessment, themes=[], by=team.lead)
    assert (judges_awaited(team.assessment), verdicts(team.assessment)) == ([late], [])
    recommend(late, is_recommended=False, words="Too early.")

    assert [one.seat for one in verdicts(team.assessment)] == [team.judge, late]
    assert report(team.assessment, themes=[], by=team.lead).pk


def test_progress_counts_marks_and_comments_and_finds_the_next_item(team):
    mark_item(team.ann, item="7.5", percent=50, factors={})
    mark_item(team.ann, item="7.4", percent=80, factors={"levels": 2})
    comment_on(team.ann, item="7.4", idea="Deployment varies.", kind="opportunity")
    progress = progress_of(team.ann)

    assert (progress.marked, progress.strengths, progress.opportunities) == (2, 0, 1)
    assert (progress.after("7.3").id, progress.after("1.1").id) == ("1.1", "1.2")
    assert progress.rows[15].notices == ("outside factors", "high with gaps")


def test_talk_says_who_drew_the_others(team):
    team.into_consensus(20, 50, 80)
    name_item_lead(team.assessment, item="1.1", seat=team.cy, by=team.lead)
    assert talk_in(team.assessment) is None
    for seat, percent in zip(team.examiners, (70, 70, 80), strict=True):
        mark_item(seat, item="1.1", percent=percent, factors={})
    team.agree("1.1", 75)

    talk = talk_in(team.assessment)

    # marks 20, 50, 80 and 70, 70, 80: deviations of 30 and of 5.77
    assert (talk.items, talk.before, round(talk.after, 2)) == (1, 30, 5.77)
    ann, _bo, cy = talk.influences
    # to Cy's 80 the others came from 60 and 30 away to 10 and 10 away
    assert (cy.moved, cy.drew, cy.drew_as_lead) == (0, 35, 35)
    # 75 agreed on 1.1; nothing agreed elsewhere
    assert (ann.moved, ann.drew_as_lead, ann.off_agreed, cy.off_agreed) == (50, None, 55, 5)


def test_the_same_words_sent_twice_do_not_clash_with_themselves(team):
    team.into_consensus()
    first = comment_on(team.ann, item="1.1", idea="Leaders listen.", **SAID)
    said = SAID | {"idea": "Leaders listen daily."}
    sent = [reword_comment(first.comment, seen=1, by=team.ann, **said) for _ in range(2)]

    assert sent[0] == sent[1]
    assert not standing(Comment.objects.all())[0].beside
    assert not Event.objects.filter(what="comments clash").exists()


def test_comments_of_a_lead_with_a_tie_do_not_count(team):
    team.into_consensus()
    comment_on(team.lead, item="1.1", idea="Leaders listen.", **SAID)
    assert [one.idea for one in comments_of_team(team.assessment)] == ["Leaders listen."]

    declare(team.lead, tie="consulting")

    assert comments_of_team(team.assessment) == []


def test_somebody_who_marked_few_items_hides_nothing_of_the_others(team):
    items = team.assessment.framework.items
    for n, item in enumerate(items):
        mark_item(team.ann, item=item.id, percent=30 + 5 * (n % 8), factors={})
        mark_item(team.bo, item=item.id, percent=40 + 5 * (n % 8), factors={})
    for item in items[:4]:
        mark_item(team.cy, item=item.id, percent=50, factors={})
    release(team.cy, reason="Ill.", by=team.lead)

    found = trust_in(team.assessment)

    assert list(found.numbers) == ["icc", "alpha", "ac2"]
    assert (found.whole, found.raters) == (2, 3)
    assert found.needed
    assert found.verdict == ""  # two examiners are too few to call it anything
    assert found.facets
    assert [one.rater for one in found.facets.severities] == ["Ann", "Bo", "Cy"]


def test_nobody_is_invited_to_examine_who_could_not_mark_alone(team):
    team.into_consensus()

    with pytest.raises(NotNow, match="marks are open"):
        team.invited("Late", Seat.Role.EXAMINER)
    with pytest.raises(NotNow, match="seated already"):
        invite(team.assessment, account=team.ann.account, role="judge", by=team.lead.account)


def test_what_somebody_with_a_tie_wrote_down_is_agreed_on_again(team):
    team.into_consensus()
    name_item_lead(team.assessment, item="1.1", seat=team.ann, by=team.lead)
    team.agree_all()
    agree_mark(team.assessment, item="1.1", percent=50, reason="", by=team.ann)
    team.on()

    declare(team.ann, tie="financial")

    assert agreed_marks(team.assessment)["1.1"].by == team.lead
    team.assessment.consensuses.filter(item="1.1", by=team.lead).delete()
    assert items_not_agreed(team.assessment) == ["1.1"]
    with pytest.raises(NotNow, match="not agreed"):
        team.on()


def test_a_mark_given_after_the_agreement_asks_to_agree_once_more(team):
    team.into_consensus()
    team.agree_all()
    mark_item(team.bo, item="1.1", percent=90, factors={})

    assert not team.stands("1.1").is_done
    with pytest.raises(NotNow, match="marked since"):
        team.on()
    team.agree("1.1", 60, reason="Bo saw more.")
    assert team.on() == Stage.SITE_VISIT


def test_two_wordings_beside_each_other_hold_the_assessment(team):
    team.into_consensus()
    comment = comment_on(team.ann, item="1.1", idea="They listen.", **SAID).comment
    reword_comment(comment, seen=1, by=team.ann, idea="They listen daily.", **SAID)
    reword_comment(comment, seen=1, by=team.bo, idea="They listen weekly.", **SAID)
    team.agree_all()

    with pytest.raises(NotNow, match="comments clash"):
        team.on()
    reword_comment(comment, seen=3, by=team.bo, idea="They listen, some daily.", **SAID)
    assert team.on() == Stage.SITE_VISIT


def test_where_every_examiner_has_a_tie_others_are_invited(team):
    team.into_consensus()
    for seat in team.examiners:
        declare(seat, tie="supplier")

    late = team.invited("Late", Seat.Role.EXAMINER)
    declare(late, tie="none")
    for item in team.assessment.framework.items:
        mark_item(late, item=item.id, percent=50, factors={})
    team.agree_all()

    assert team.on() == Stage.SITE_VISIT
