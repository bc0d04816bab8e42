"""Marks, comments, the consensus of the team, issues for the visit, and what judges recommend."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import (
    Assessment,
    Comment,
    CommentVersion,
    Consensus,
    Handing,
    ItemLead,
    Mark,
    Seat,
    SiteIssue,
    Stage,
    Verdict,
)
from herefor.assess.queries.comments import current_version
from herefor.assess.queries.marks import item_lead, items_not_marked, spread_on
from herefor.assess.scoring import scoring_system
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def mark_item(seat: Seat, *, item: str, percent: int, factors: Mapping[str, int]) -> Mark:
    """Alone, or once more after the talk: the stage says which. Not told as an event before the
    marks are open: the story would show peers who is how far. Raises NotNow, and ValueError for a
    percent that may not be given."""
    with transaction.atomic():
        take_the_pen()
        assessment = seat.assessment
        scoring_system(assessment.framework.scoring).band_of(percent)
        stage = assessment.stage
        refuse(seat, Act.MARK if stage == Stage.INDEPENDENT else Act.MARK_AGAIN)
        mark = seat.marks.create(
            item=item, round=_round(stage), percent=percent, factors=dict(factors), at=now()
        )
        if stage != Stage.INDEPENDENT:
            tell(
                "item marked again",
                about=assessment,
                by=seat.account,
                unit=assessment.unit,
                item=item,
            )
    return mark


def hand_in(seat: Seat) -> Handing:
    """Lock the scorebook. Every item must have a mark. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(seat, Act.HAND_IN)
        if items_not_marked(seat):
            raise NotNow("items are not marked")
        handing = Handing.objects.create(seat=seat, at=now())
        assessment = seat.assessment
        tell("scorebook handed in", about=assessment, by=seat.account, unit=assessment.unit)
    return handing


def comment_on(seat: Seat, *, item: str, **words: Any) -> CommentVersion:
    """Raises NotNow. `words`: kind, idea, examples, relevance, is_bold."""
    with transaction.atomic():
        _may_comment(seat)
        comment = seat.comments.create(item=item, made_at=now())
        return _version(comment, seat=seat, number=1, clash=None, words=words)


def reword_comment(comment: Comment, *, seen: int, by: Seat, **words: Any) -> CommentVersion:
    """A new version; written on an older one than the newest, both stay and it is told."""
    with transaction.atomic():
        take_the_pen()
        _may_comment(by)
        newest = comment.versions.latest("number").number
        clash = current_version(comment) if seen < newest else None
        version = _version(comment, seat=by, number=newest + 1, clash=clash, words=words)
        if clash:
            assessment = by.assessment
            tell(
                "comments clash",
                about=assessment,
                by=by.account,
                unit=assessment.unit,
                item=comment.item,
                other=clash.by.name,
            )
    return version


def name_item_lead(assessment: Assessment, *, item: str, seat: Seat, by: Seat) -> ItemLead:
    with transaction.atomic():
        refuse(by, Act.NAME_ITEM_LEAD)
        named = assessment.item_leads.create(item=item, seat=seat, at=now())
        tell(
            "item lead named",
            about=assessment,
            by=by.account,
            unit=assessment.unit,
            item=item,
            name=seat.account.name,
        )
    return named


def agree_mark(
    assessment: Assessment, *, item: str, percent: int, reason: str, by: Seat
) -> Consensus:
    """The team's mark, by the lead or who leads the item. Raises NotNow: where somebody else leads
    it, where a reason is missing, and where the spread asks for a talk and nobody marked again."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.AGREE)
        led = item_lead(assessment, item=item)
        if by.role != Seat.Role.LEAD and (led is None or led.seat_id != by.pk):
            raise NotNow("somebody else leads the item")
        first, last = spread_on(assessment, item=item), spread_on(assessment, item=item, last=True)
        if last is None or first is None:
            raise NotNow("nobody has marked it")
        if first.asks and not _marked_again(assessment, item):
            raise NotNow("the spread asks to mark again")
        if last.needs_reason(percent) and not reason.strip():
            raise NotNow("a reason is missing")
        agreed = assessment.consensuses.create(
            item=item,
            percent=percent,
            median=last.median,
            reason=reason.strip(),
            by=by,
            at=now(),
        )
        tell("mark agreed", about=assessment, by=by.account, unit=assessment.unit, item=item)
    return agreed


def raise_issue(
    assessment: Assessment, *, item: str, kind: str, question: str, by: Seat
) -> SiteIssue:
    with transaction.atomic():
        refuse(by, Act.RAISE_ISSUES)
        issue = assessment.site_issues.create(
            item=item, kind=kind, question=question, by=by, at=now()
        )
        tell("site issue raised", about=assessment, by=by.account, unit=assessment.unit, item=item)
    return issue


def settle_issue(issue: SiteIssue, *, found: str, by: Seat) -> SiteIssue:
    with transaction.atomic():
        refuse(by, Act.SETTLE_ISSUES)
        open_yet = SiteIssue.objects.filter(pk=issue.pk, found_at=None)
        if open_yet.update(found=found, found_by=by, found_at=now()):
            assessment = issue.assessment
            tell(
                "site issue settled",
                about=assessment,
                by=by.account,
                unit=assessment.unit,
                item=issue.item,
            )
    issue.refresh_from_db()
    return issue


def recommend(seat: Seat, *, is_recommended: bool, words: str) -> Verdict:
    """Once; a judge with a tie is blocked as everybody is. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(seat, Act.RECOMMEND)
        verdict, made = Verdict.objects.get_or_create(
            seat=seat,
            defaults={"is_recommended": is_recommended, "words": words, "at": now()},
        )
        if made:
            assessment = seat.assessment
            tell("judge recommended", about=assessment, by=seat.account, unit=assessment.unit)
    return verdict


def _round(stage: Stage) -> str:
    rounds = {Stage.INDEPENDENT: Mark.Round.INDEPENDENT, Stage.CONSENSUS: Mark.Round.BLIND}
    return rounds.get(stage, Mark.Round.SITE_VISIT)


def _may_comment(seat: Seat) -> None:
    alone = seat.assessment.stage == Stage.INDEPENDENT
    refuse(seat, Act.MARK if alone else Act.AGREE)


def _marked_again(assessment: Assessment, item: str) -> bool:
    later = Mark.objects.filter(seat__assessment=assessment, item=item)
    return later.exclude(round=Mark.Round.INDEPENDENT).exists()


def _version(
    comment: Comment,
    *,
    seat: Seat,
    number: int,
    clash: CommentVersion | None,
    words: Mapping[str, Any],
) -> CommentVersion:
    return comment.versions.create(
        number=number, clashes_with=clash, by=seat.account, at=now(), **words
    )
